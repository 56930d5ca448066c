"""The network view: the canvas with its zoom box, kept up to date from document and controller."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.theme import Theme
from playground.canvas import canvas_keys, paint, picture_files
from playground.canvas.activation_palette import ActivationPalette
from playground.canvas.menus import context_menu
from playground.canvas.motion import system_reduces_motion
from playground.canvas.names import item_name, network_summary
from playground.canvas.network_canvas import NetworkCanvas
from playground.canvas.network_editor import NetworkEditor
from playground.canvas.outline_view import OutlineView
from playground.canvas.row_values import row_values
from playground.canvas.scene import NetworkScene
from playground.canvas.targets import Target
from playground.canvas.zoom_box import ZoomBox
from playground.document.document import Document
from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.document.weights import is_painted
from playground.document.whole_file import NotSavedError
from playground.engine.snapshot import Snapshot
from playground.engine.specs import ParameterKey
from playground.training.controller import TrainingController
from playground.training.pictures import Pictures

PATIENCE = 60
"""ms for which a snapshot waits to be drawn together with the pictures computed from it"""


class NetworkView(QWidget):
    """Shows the shown runner's network and lets it be edited.

    Signals:
        message(str): a sentence for the status bar: why an edit was refused, what was copied.
        hovered(object): id of the neuron under the mouse, or None.
        gradient_shown(bool), contributions_shown(bool), outline_shown(bool): one of these looks was chosen,
            or no longer is.
    """

    message = Signal(str)
    hovered = Signal(object)
    gradient_shown = Signal(bool)
    contributions_shown = Signal(bool)
    outline_shown = Signal(bool)

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._controller = controller
        self.editor = NetworkEditor(document, self)
        self.scene = NetworkScene(document.project, document.view, theme)
        self.canvas = NetworkCanvas(self.scene, self.editor, self)
        self.outline = OutlineView(self.scene, self.editor, self)
        self._zoom_box = ZoomBox(theme, self)
        self._stale: Snapshot | None = None
        self._repaint_timer = QTimer(self)
        self._repaint_timer.setSingleShot(True)
        self._repaint_timer.timeout.connect(self.canvas.update)
        self.palette_row = ActivationPalette(theme, self)
        self.palette_row.hide()
        self._activation_button = IconButton(
            "activation", "Activations", theme, tip="Show them all, to drag onto neurons", checkable=True
        )
        self._lock_button = IconButton("lock", "Lock or unlock what is selected", theme)
        self._cut_button = IconButton("cut", "Cut the selected synapses (Del)", theme)
        self._more_button = IconButton("more", "More about the network", theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.palette_row)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self.outline, 1)
        self.outline.hide()
        self.setFocusProxy(self.canvas)
        self._connect()
        self._show_snapshot(controller.snapshot)
        self._describe()

    def _connect(self) -> None:
        self.editor.refused.connect(self.message)
        self.editor.told.connect(self.message)
        self.canvas.copy_wanted.connect(self.copy_picture)
        self.canvas.save_wanted.connect(self.save_picture_as)
        self.canvas.view_moved.connect(self._show_zoom)
        self.canvas.hovered_changed.connect(self._tell_hovered)
        self.canvas.outline_wanted.connect(self.toggle_outline)
        self.canvas.gradient_wanted.connect(self.toggle_gradient)
        self.canvas.contributions_wanted.connect(self.toggle_contributions)
        self.outline.picture_wanted.connect(self.toggle_outline)
        self.outline.menu_wanted.connect(self._open_item_menu)
        self.outline.activation_wanted.connect(self._ask_activation)
        self._zoom_box.zoomed_in.connect(self.canvas.zoom_in)
        self._zoom_box.zoomed_out.connect(self.canvas.zoom_out)
        self._zoom_box.fitted.connect(self.canvas.fit)
        self._activation_button.toggled.connect(self.palette_row.setVisible)
        self.palette_row.picked.connect(self._give_activation)
        self._lock_button.clicked.connect(self._toggle_locks)
        self._cut_button.clicked.connect(self._cut_selected)
        self._more_button.clicked.connect(self._open_menu)
        self._document.project_changed.connect(self._show_project)
        self._document.view_changed.connect(self._show_view)
        self._controller.snapshot_ready.connect(self._receive_snapshot)
        self._controller.pictures_ready.connect(self._show_pictures)

    def header_widgets(self) -> list[QWidget]:
        """Buttons for the card's header."""
        return [self._activation_button, self._lock_button, self._cut_button, self._more_button]

    def restyle(self, theme: Theme) -> None:
        """Draw in another theme; zoom, place and data stay."""
        self.scene.restyle(theme)
        self._zoom_box.restyle(theme)
        self.outline.restyle(theme)
        self.palette_row.restyle(theme)
        for button in (self._activation_button, self._lock_button, self._cut_button, self._more_button):
            button.restyle(theme)
        self.canvas.update()

    def fit(self) -> None:
        """Show the whole network."""
        self.canvas.fit()

    def toggle_outline(self) -> None:
        """Show the network as a tree instead of a picture, or as a picture again."""
        as_outline = self.canvas.isVisibleTo(self)
        self.canvas.setVisible(not as_outline)
        self._zoom_box.setVisible(not as_outline)
        self.outline.setVisible(as_outline)
        shown = self.outline if as_outline else self.canvas
        self.setFocusProxy(shown)
        shown.setFocus()
        if as_outline:
            self.outline.show_network()
        self.outline_shown.emit(as_outline)

    @property
    def shows_gradient(self) -> bool:
        """Whether a gradient among the pictures would be drawn."""
        return self.scene.shows_gradient

    def toggle_gradient(self) -> None:
        """Mark on every synapse how the cost changes with it, or no longer; pictures must bring it."""
        self.scene.shows_gradient = not self.scene.shows_gradient
        self.gradient_shown.emit(self.scene.shows_gradient)
        self.canvas.update()

    def reduce_motion(self, reduced: bool) -> None:
        """Show what a person does at once, without easing; or as the system wants it."""
        self.canvas.motion.is_reduced = reduced or system_reduces_motion()
        self.canvas.motion.stop()

    def toggle_contributions(self) -> None:
        """Show what the last hidden neurons add to the output instead of what they answer, or no longer."""
        if not self.scene.offers_contributions:
            self.message.emit("Contributions are drawn where there are one or two inputs and a hidden layer.")
        else:
            self.scene.show_contributions(not self.scene.contributions)
            self.canvas.refit()
            self.canvas.update()
        self.contributions_shown.emit(self.scene.contributions)

    def copy_picture(self) -> None:
        """Put the whole network on the clipboard."""
        QGuiApplication.clipboard().setImage(picture_files.network_image(self.scene))
        self.message.emit("Picture of the network copied.")

    def save_picture(self, path: Path) -> None:
        """Write the whole network as PNG or SVG, by the file's ending. Raises ``OSError`` if that fails."""
        picture_files.save_picture(self.scene, path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_zoom_box()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place_zoom_box()
        if self._stale is not None:
            self._show_snapshot(self._stale)

    def _place_zoom_box(self) -> None:
        self._zoom_box.adjustSize()
        x = self.width() - self._zoom_box.width() - paint.MARGIN + 4
        y = self.height() - paint.LEGEND_BASE - self._zoom_box.height() / 2
        self._zoom_box.move(round(x), round(y))
        self._zoom_box.raise_()
        self.canvas.legend_reserve = self.width() - x + 10

    def _show_zoom(self) -> None:
        self._zoom_box.show_zoom(self.canvas.view.zoom)

    def _tell_hovered(self, target: Target | None) -> None:
        self.hovered.emit(target.id if target and target.kind in ("neuron", "badge") else None)

    def _show_project(self, old: Project, new: Project, _values: object) -> None:
        if old.network == new.network and (old.table == new.table or is_painted(old, new)):
            self.scene.set_project(new)  # nothing has another place, and the picture stays where it is
        else:
            self.canvas.show_project(new)
            self.outline.show_network()
        self._show_snapshot(self._controller.snapshot)
        self._describe()

    def _show_view(self, old: ViewState, new: ViewState) -> None:
        self.scene.set_view(new)
        if new.selection != old.selection:
            self._describe()
            self.outline.show_selection()
            self.canvas.show_selection(old.selection)
        if new.row != old.row or new.shown_runner != old.shown_runner:
            self._show_snapshot(self._controller.snapshot)
        self.canvas.update()

    def _receive_snapshot(self, snapshot: Snapshot) -> None:
        if self.isVisible():
            self._take_snapshot(snapshot)
            # Drawn once, with its pictures; alone only where these are long in coming.
            if not self._repaint_timer.isActive():
                self._repaint_timer.start(PATIENCE)
        else:  # a hidden canvas costs nothing
            self._stale = snapshot

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        self._take_snapshot(snapshot)
        self.canvas.update()

    def _take_snapshot(self, snapshot: Snapshot) -> None:
        self._stale = None
        self.scene.show_snapshot(snapshot)
        before = self.scene.row
        self.scene.row = row_values(self.scene.dataset, snapshot, self._document.view.row)
        if self.scene.row.texts.keys() != before.texts.keys():  # the names now need more or less room
            self.canvas.refit()
        self.outline.show_weights()

    def _show_pictures(self, pictures: Pictures) -> None:
        self.canvas.shown_axes = pictures.axes or self.canvas.shown_axes
        self.scene.show_pictures(pictures)
        self._repaint_timer.stop()
        self.canvas.update()

    def _describe(self) -> None:
        """Tell screen readers what is drawn and what is selected; enable what the selection allows."""
        network, selection = self.scene.network, self._document.view.selection
        chosen = "; ".join(item_name(network, item) for item in selection[:5])
        self.canvas.setAccessibleDescription(
            network_summary(network) + (f" Selected: {chosen}." if chosen else "")
        )
        QAccessible.updateAccessibility(QAccessibleEvent(self.canvas, QAccessible.Event.DescriptionChanged))
        keys = canvas_keys.selected_weights(self.canvas)
        self._lock_button.setEnabled(bool(keys))
        self._cut_button.setEnabled(bool(self.scene.selected_parameters))

    def _give_activation(self, name: str) -> None:
        chosen = canvas_keys.with_activation(self.canvas)
        if chosen:
            self.editor.set_activation(chosen, name)
        else:
            self.message.emit("Select neurons first, or drag the activation onto one.")

    def _toggle_locks(self) -> None:
        keys = canvas_keys.selected_weights(self.canvas)
        if all(key in self.scene.network.locked for key in keys):
            self.editor.unlock(keys)
        else:
            self.editor.lock(keys)

    def _cut_selected(self) -> None:
        self.editor.cut(self.scene.selected_parameters)

    def _open_item_menu(self, item: int | ParameterKey, place: QPoint) -> None:
        context_menu(self.canvas, canvas_keys.selected_target(self.canvas, item)).popup(place)

    def _ask_activation(self, _item: object) -> None:
        canvas_keys.ask_activation(self.canvas)

    def _open_menu(self) -> None:
        menu = context_menu(self.canvas, None)
        menu.popup(self._more_button.mapToGlobal(self._more_button.rect().bottomLeft()))

    def save_picture_as(self) -> None:
        """Ask for a file and write the picture there."""
        path, _ = QFileDialog.getSaveFileName(
            self, "Save picture of the network", "network.png", "PNG picture (*.png);;SVG drawing (*.svg)"
        )
        if not path:
            return
        try:
            self.save_picture(Path(path))
        except NotSavedError as error:
            self.message.emit(str(error))
        else:
            self.message.emit(f"Picture saved as {path}.")
