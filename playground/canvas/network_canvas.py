"""The canvas: paints the scene and turns mouse, wheel and keyboard into gestures, edits and looks."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from playground.canvas import canvas_keys, gestures, paint, prompts
from playground.canvas.activation_drop import drop_target, give_activation
from playground.canvas.activation_palette import MIME_TYPE
from playground.canvas.answer_points import PointsPixmap
from playground.canvas.front import FrontPixmap
from playground.canvas.hover_texts import tooltip
from playground.canvas.keyboard_walk import next_neuron
from playground.canvas.menus import context_menu
from playground.canvas.motion import Motion, old_places
from playground.canvas.network_editor import NetworkEditor
from playground.canvas.scene import NetworkScene
from playground.canvas.targets import Target, target_at
from playground.canvas.view_transform import ViewTransform, fit, layer_pitch_to_fill
from playground.document.project import Project
from playground.engine.activations import ACTIVATIONS
from playground.engine.specs import ParameterKey

ZOOM_STEP: Final = 1.25
SMALLEST: Final = QSize(280, 260)
"""Below this a network of eight neurons in a layer could not be read any more."""
COMFORTABLE: Final = QSize(800, 400)
_WHEEL: Final = 1.0015
"""Zoom per unit of the wheel's angle: a notch (120 units) is a fifth."""
_PUSHED = ("add layer", "add neuron", "remove neuron", "badge")


class NetworkCanvas(QWidget):
    """One painted scene.

    The picture stays fitted to the widget until a person zooms or pans; ``fit`` fits it again.

    Signals:
        view_moved(): zoom or place of the picture changed.
        hovered_changed(object): the `Target` under the mouse, or None.
        copy_wanted(), save_wanted(): a person asked for the picture.
        outline_wanted(), gradient_wanted(), contributions_wanted(): a person asked for the tree instead of
            the picture, for the gradient's marks, for the contributions, or back.
    """

    view_moved = Signal()
    hovered_changed = Signal(object)
    copy_wanted = Signal()
    save_wanted = Signal()
    outline_wanted = Signal()
    gradient_wanted = Signal()
    contributions_wanted = Signal()

    def __init__(self, scene: NetworkScene, editor: NetworkEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene = scene
        self.editor = editor
        self.view = ViewTransform()
        self.space_held = False
        self.shown_axes: tuple[ParameterKey, ParameterKey] | None = None
        self.legend_reserve = 0.0
        """Screen pixels at the right end of the legend's row that belong to the zoom box."""
        self._is_fitted = True
        self._held: Target | None = None
        self._gesture: gestures.Gesture | None = None
        self._band: QRectF | None = None
        self._tabbed_in = False
        self._points = PointsPixmap()
        self._front = FrontPixmap()
        self.motion = Motion(self)
        self.motion.moved.connect(self._follow_motion)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(SMALLEST)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Network")

    def show_project(self, project: Project) -> None:
        """Draw another project. A pushed ＋ or − stays under the mouse, so that it can be pushed again."""
        if project.network != self.scene.network:
            prompts.close_all(self)
        other_data = project.table != self.scene.project.table
        held, before = self._held, self._held and self._control_place(self._held)
        drawn, seen = self.motion.geometry(self.scene.geometry), self.view
        same = [layer.neurons for layer in project.network.layers] == [
            layer.neurons for layer in self.scene.network.layers
        ]
        self.scene.set_project(project)
        after = held and self._control_place(held)
        if other_data or (self._is_fitted and not (before and after)):
            self.fit()
        elif before and after:
            self._look(self.view.moved(self.view.to_screen(before) - self.view.to_screen(after)))
        self._set_hovered(self._held if after else None)
        if not other_data and not same:
            places = old_places(drawn, seen, self.view)
            self.motion.start_layout(places, sum(project.network.sizes))
        self.update()

    def show_selection(self, before: tuple[int | ParameterKey, ...]) -> None:
        """Something else is selected now; ``before``: what was."""
        fresh = frozenset(self.scene.view.selection) - frozenset(before)
        if fresh:
            self.motion.start_halo(fresh)
        self._follow_motion()

    def set_view(self, view: ViewTransform) -> None:
        """Look elsewhere; from now on the picture no longer follows the widget's size."""
        self._is_fitted = False
        self._look(view)

    def fit(self) -> None:
        """Show the whole network, and keep showing it whole."""
        self._is_fitted = True
        size, view = QSizeF(self.size()), ViewTransform()
        for _ in range(2):  # names need the more room the larger they come out
            margins = paint.fit_margins(self.scene, view.zoom)
            self.scene.set_layer_pitch(layer_pitch_to_fill(self.scene.geometry, size, margins))
            view = fit(self.scene.geometry, size, margins)
        self._look(view)

    def refit(self) -> None:
        """Fit again after names or size changed, unless a person has zoomed or panned."""
        if self._is_fitted:
            self.fit()

    def zoom_in(self) -> None:
        self.set_view(self.view.zoomed(ZOOM_STEP, QPointF(self.rect().center())))

    def zoom_out(self) -> None:
        self.set_view(self.view.zoomed(1 / ZOOM_STEP, QPointF(self.rect().center())))

    def reveal_selected(self) -> None:
        """Move the picture as little as is needed for the last selected part to be inside."""
        place = canvas_keys.menu_place(self)
        inside = QRectF(self.rect()).adjusted(40, 60, -40, -60)
        dx = max(inside.left() - place.x(), 0.0) + min(inside.right() - place.x(), 0.0)
        dy = max(inside.top() - place.y(), 0.0) + min(inside.bottom() - place.y(), 0.0)
        if (dx or dy) and not self._is_fitted:
            self.set_view(self.view.moved(QPointF(dx, dy)))

    def target_at(self, position: QPointF) -> Target | None:
        """The part at a place of the widget."""
        return target_at(self.scene, self.view.to_scene(position), self.view.zoom)

    def push(self, target: Target) -> None:
        """A painted button was clicked."""
        self._held = target if target.kind in ("add neuron", "remove neuron") else None
        if target.kind == "add layer":
            self.editor.add_layer(target.id)
        elif target.kind == "add neuron":
            self.editor.add_neuron(target.id)
        elif target.kind == "remove neuron":
            self.editor.remove_last_neuron(target.id)
        elif target.kind == "badge":
            chosen = self.scene.selected_neurons
            prompts.ask_activation(self, chosen if target.id in chosen else (target.id,))

    def edit_value(self, key: ParameterKey) -> None:
        prompts.ask_value(self, key)

    def edit_size(self, layer_id: int) -> None:
        prompts.ask_size(self, layer_id)

    def set_band(self, band: QRectF | None) -> None:
        """The rubber band, in widget pixels; None takes it away."""
        self._band = band
        self.update()

    def cancel_gesture(self) -> bool:
        """Undo what the mouse is doing; False if it is doing nothing."""
        if self._gesture is None:
            return False
        self._gesture.cancel()
        self._gesture = None
        return True

    def show_cursor(self) -> None:
        """The cursor for what is under the mouse."""
        hovered = self.scene.hovered
        if self.space_held:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif hovered and hovered.kind in _PUSHED:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.unsetCursor()

    def sizeHint(self) -> QSize:
        return COMFORTABLE

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = QSizeF(self.size())
        painter.fillRect(self.rect(), self.scene.look.canvas)
        with self.scene.laid_out(self.motion.geometry(self.scene.geometry)):
            paint.paint_scene(painter, self.scene, self.view, size, self._points, self._front)
        paint.paint_legend_row(painter, self.scene, self.view, size, self.legend_reserve)
        paint.paint_hover_chip(painter, self.scene, self.view, size)
        if self._band is not None:
            paint.paint_band(painter, self.scene, self._band)
        if self.hasFocus() and self._tabbed_in and not self.scene.view.selection:
            paint.paint_focus(painter, self.scene, size)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._gesture is None:
            self._gesture = gestures.begin(self, event.button(), event.modifiers(), event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._gesture is not None:
            self._gesture.move(event.position())
        else:
            self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.move(event.position())
            gesture.release()
            self._hover(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        target = self.target_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or target is None or target.kind in _PUSHED:
            self.mousePressEvent(event)  # two quick pushes of a button are two pushes
        elif target.kind == "parameter":
            self.edit_value(target.key)
        elif target.kind == "ghost":
            self.editor.restore([target.key])
        elif target.kind == "header" and target.id != self.scene.network.inputs.id:
            prompts.ask_layer_activation(self, target.id)
        elif target.kind == "neuron" and self.scene.geometry.place(target.id)[0]:
            prompts.ask_activation(self, (target.id,))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = canvas_keys.menu_place(self)
            selection = self.scene.view.selection
            target = canvas_keys.selected_target(self, selection[-1]) if selection else None
        else:
            place = QPointF(event.pos())
            target = self.target_at(place)
            if target and target.selectable and not self.scene.is_selected(target.item):
                self.editor.select((target.item,))
        context_menu(self, target).popup(canvas_keys.to_global(self, place))

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if turned:
            self.set_view(self.view.zoomed(_WHEEL**turned, event.position()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            if not event.isAutoRepeat():
                self.space_held = True
                self.show_cursor()
        elif not canvas_keys.press(self, event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.space_held = False
            self.show_cursor()
        else:
            super().keyReleaseEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME_TYPE):  # a file is for the window
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        target = drop_target(self, event.position())
        self._set_hovered(target)
        event.setAccepted(target is not None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_hovered(None)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        target = drop_target(self, event.position())
        name = bytes(event.mimeData().data(MIME_TYPE).data()).decode()
        self._set_hovered(None)
        if target is None or name not in ACTIVATIONS:
            event.ignore()
            return
        event.acceptProposedAction()
        give_activation(self, target, name)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks the neurons; past the last one it leaves the canvas."""
        selection = self.scene.view.selection
        neuron = next_neuron(self.scene.network, selection[-1] if selection else None, 1 if forward else -1)
        if neuron is None:
            return super().focusNextPrevChild(forward)
        self.editor.select((neuron,))
        self.reveal_selected()
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        tabs = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._tabbed_in = event.reason() in tabs
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.space_held = False
        super().focusOutEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)
        super().leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            target = self.target_at(QPointF(event.pos()))
            text = tooltip(self.scene, target) if target else ""
            # Names come from the data: they must not be taken for markup.
            shown = f'<p style="white-space: pre">{escape(text)}</p>' if text else ""
            QToolTip.showText(event.globalPos(), shown, self)
            return True
        return super().event(event)

    def _look(self, view: ViewTransform) -> None:
        self.scene.look_at(view.rect_to_scene(QRectF(self.rect())))
        if view != self.view:
            self.view = view
            self.view_moved.emit()
            self.update()

    def _hover(self, position: QPointF | None) -> None:
        """The mouse is there, or (None) outside."""
        column = None
        if position is not None:
            controls = self.scene.geometry.controls(self.view.zoom)
            column = controls.column_at(self.view.to_scene(position).x())
        if column != self.scene.hovered_column:
            self.scene.hovered_column = column
            self.update()
        self._set_hovered(self.target_at(position) if position is not None else None)

    def _set_hovered(self, target: Target | None) -> None:
        if self._held is not None and target != self._held:
            self._held = None
            self.refit()
        if target != self.scene.hovered:
            self.scene.hovered = target
            if target is not None:
                self.motion.start_hover()
            self._follow_motion()
            self.hovered_changed.emit(target)
            self.show_cursor()
            self.update()

    def _follow_motion(self) -> None:
        self.scene.hover_share, self.scene.halo_share = self.motion.hover, self.motion.halo
        self.scene.fresh = self.motion.fresh
        self.update()

    def _control_place(self, target: Target) -> QPointF | None:
        """Center of a ＋ or − button in scene pixels; None if its layer is gone."""
        layers = [layer.id for layer in self.scene.network.layers]
        if target.id not in layers[1:-1]:
            return None
        controls, index = self.scene.geometry.controls(self.view.zoom), layers.index(target.id)
        button = controls.add_button if target.kind == "add neuron" else controls.remove_button
        return button(index).center()
