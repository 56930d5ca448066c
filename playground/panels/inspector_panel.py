"""The inspector: takes apart what is selected on the canvas, with the shown runner's present weights."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.snapshot import Snapshot
from playground.engine.specs import ParameterKey
from playground.panels.editing_page import EditingPage
from playground.panels.inspector_page import Inspected, InspectorPage
from playground.panels.layer_page import EmptyPage, GroupPage, LayerPage
from playground.panels.neuron_page import NeuronPage
from playground.panels.neuron_sum import explained_row, has_rows
from playground.panels.parameter_page import ParameterPage
from playground.training.controller import TrainingController
from playground.training.neuron_pictures import NeuronPictures
from playground.training.pictures import Axes, Pictures
from playground.training.slices import default_axes


class InspectorPanel(EditingPage):
    """``needs_changed()``: `shows_gradient` may have changed."""

    needs_changed = Signal()

    def __init__(
        self, document: Document, controller: TrainingController, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("Inspector", document, controller, theme, parent)
        self._pictures: NeuronPictures | None = None
        self._gradient_of: Pictures | None = None
        self._network: Network | None = None
        self._default_axes: Axes | None = None
        self.neuron = NeuronPage(self._editor, theme)
        self.parameter = ParameterPage(self._editor, theme)
        self.layer = LayerPage(self._editor, theme)
        self.group = GroupPage(self._editor, theme)
        self.empty = EmptyPage(self._editor, theme)
        self._pages: tuple[InspectorPage, ...] = (
            self.neuron,
            self.parameter,
            self.layer,
            self.group,
            self.empty,
        )
        self._page: InspectorPage = self.empty
        for page in self._pages:
            self.column.addWidget(page)
        self.column.addStretch(1)
        self._connect()
        self._choose_page()

    @property
    def page(self) -> InspectorPage:
        """The page in front."""
        return self._page

    @property
    def shows_gradient(self) -> bool:
        """Whether a gradient among the pictures would be seen."""
        return self.isVisible() and self._page is self.parameter

    def _connect(self) -> None:
        self.neuron.row_wanted.connect(self._choose_row)
        self.neuron.parameter_picked.connect(self._select_parameter)
        self.parameter.axes_wanted.connect(self._choose_axes)
        self._controller.pictures_ready.connect(self._show_pictures)

    def _choose_page(self) -> None:
        selection = self._document.view.selection
        network = self._document.project.network
        layers = {layer.id for layer in network.layers}
        keys = [item for item in selection if isinstance(item, ParameterKey)]
        ids = [item for item in selection if not isinstance(item, ParameterKey)]
        neurons = [item for item in ids if item not in layers]
        if len(selection) == 1 and keys:
            self.parameter.show_parameter(keys[0])
            self._page = self.parameter
        elif len(selection) == 1 and neurons and has_rows(self._document.project.dataset):
            self.neuron.show_neuron(neurons[0])
            self._page = self.neuron
        elif len(ids) == 1 and len(selection) == 1 and not neurons:
            self.layer.show_layer(ids[0])
            self._page = self.layer
        elif neurons or keys:
            self.group.show_group(neurons, keys)
            self._page = self.group
        else:
            self._page = self.empty
        for page in self._pages:
            page.setVisible(page is self._page)
        self._show()
        self.needs_changed.emit()

    def _show(self) -> None:
        """Bring the page in front up to date. Nobody looks at the others, nor at a hidden panel."""
        project, view, snapshot = self._document.project, self._document.view, self._controller.snapshot
        if snapshot.network.spec != project.network or snapshot.shown not in {r.id for r in snapshot.runners}:
            return
        row = explained_row(project.dataset, view.row)
        self._page.show_inspected(
            Inspected(
                project, view, snapshot, row, self._axes(snapshot), self._pictures, self._gradient(snapshot)
            )
        )

    def _gradient(self, snapshot: Snapshot) -> Array | None:
        pictures = self._gradient_of
        if pictures is None:
            return None
        known, now = pictures.snapshot, snapshot
        return pictures.gradient if (known.generation, known.shown) == (now.generation, now.shown) else None

    def _axes(self, snapshot: Snapshot) -> Axes | None:
        """The axes of the surface; those chosen automatically follow from the network: found once."""
        if snapshot.network is not self._network:
            self._network, self._default_axes = snapshot.network, default_axes(snapshot.network.layout)
        return self._document.view.axes or self._default_axes

    def _project_changed(self, old: Project, new: Project, _values: object) -> None:
        if old.network != new.network or old.table != new.table:
            self._pictures = None
        self._choose_page()

    def _view_changed(self, old: ViewState, new: ViewState) -> None:
        if old.selection != new.selection:
            self.notice.clear()
            self._choose_page()
        else:
            self._show()

    def _show_snapshot(self, _snapshot: Snapshot) -> None:
        if self._page.follows_training and self.isVisible():
            self._show()

    def _show_pictures(self, pictures: Pictures) -> None:
        if pictures.neuron_pictures is not None:
            self._pictures = pictures.neuron_pictures
        if pictures.gradient is not None:
            self._gradient_of = pictures
        if self.isVisible() and self._page in (self.neuron, self.parameter):
            self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()
        self.needs_changed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.needs_changed.emit()

    def _choose_row(self, row: int) -> None:
        self._document.set_view(replace(self._document.view, row=row))

    def _select_parameter(self, key: ParameterKey) -> None:
        self._document.set_view(replace(self._document.view, selection=(key,)))

    def _choose_axes(self, axes: Axes) -> None:
        self._document.set_view(self._document.view.over(axes))
