"""Everything the network picture shows, from project, view and snapshots; no widget, no painter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF

from playground.appearance.theme import Theme
from playground.canvas.contributions import contribution_weights
from playground.canvas.geometry import NetworkGeometry
from playground.canvas.headers import header_widths
from playground.canvas.look import Look
from playground.canvas.neuron_images import NeuronImages
from playground.canvas.row_values import NO_ROW, RowValues
from playground.canvas.stuck_neurons import Stuck, sample_rows, stuck_neurons
from playground.canvas.synapse_paths import SynapsePaths
from playground.canvas.targets import Target
from playground.canvas.weights import MOST_DRAWN, WeightMatrices, WeightScale
from playground.data.dataset import Dataset
from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.document.weights import is_painted
from playground.engine.snapshot import Snapshot
from playground.engine.specs import BIAS, NetworkSpec, ParameterKey
from playground.training.pictures import Pictures

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class NetworkScene:
    """What is drawn: the network, its weights, pictures and marks."""

    def __init__(self, project: Project, view: ViewState, theme: Theme) -> None:
        self.look = Look(theme)
        self.images = NeuronImages(theme)
        self.scale = WeightScale()
        self.view = view
        self.hovered: Target | None = None
        self.hovered_column: int | None = None
        """The layer over or under which the mouse is."""
        self.exposed = QRectF(-1e6, -1e6, 2e6, 2e6)
        """The part that is on screen, in scene pixels."""
        self.row: RowValues = NO_ROW
        self.stuck: Mapping[int, tuple[Stuck, float]] = {}
        """Hidden neurons that hardly learn, by id: how, and on which share of the rows."""
        self.contributions = False
        self.hover_share = self.halo_share = 1.0
        """How far the ring of what is hovered, and of what was selected last, has come."""
        self.fresh: frozenset[int | ParameterKey] = frozenset()
        self.shows_gradient = False
        self.gradient_scale = WeightScale()
        self._layer_pitch: float | None = None
        self._pictures: Pictures | None = None
        self.project = project
        self._given: tuple[str, ...] = ()
        self.set_project(project)
        self._is_fresh = True

    @property
    def network(self) -> NetworkSpec:
        return self.project.network

    @property
    def theme(self) -> Theme:
        return self.look.theme

    def set_project(self, project: Project) -> None:
        """Draw another project's network; weights follow with the next snapshot."""
        self._is_fresh = project.table != self.project.table and not is_painted(self.project, project)
        given = tuple(feature.name for feature in project.dataset.given)
        other_inputs = self._is_fresh or given != self._given
        stays = not other_inputs and project.network == self.network
        if other_inputs:  # pictures over other inputs say nothing about these
            self.images.clear()
            self.stuck, self._pictures = {}, None
        self.project, self._given = project, given
        self.dataset: Dataset = project.dataset
        self._sample = sample_rows(self.dataset.x_train)
        if stays:
            return
        self._lay_out()
        self.weights = WeightMatrices(project.network)
        self.gradients = WeightMatrices(project.network)
        self.locked = tuple(
            _mask(project.network, gap, project.network.locked)
            for gap in range(len(project.network.layers) - 1)
        )
        self._order_synapses()

    @property
    def layer_pitch(self) -> float | None:
        return self._layer_pitch

    def set_layer_pitch(self, pitch: float | None) -> None:
        """Let the layers stand that far apart, or as near to that as is readable; None: as suits a page."""
        if pitch != self._layer_pitch:
            self._layer_pitch = pitch
            self._lay_out()

    def _lay_out(self) -> None:
        network = self.project.network
        self.geometry = NetworkGeometry(
            network,
            self._has_plane,
            self.look.text_scale,
            self._layer_pitch,
            header_widths(network, self.contributions and self.offers_contributions, self.look),
        )
        self.paths = SynapsePaths(self.geometry)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.weights.show(snapshot)
        weights = self.weights.weights()
        fresh, self._is_fresh = self._is_fresh, False
        self.scale = self.scale.following(weights, 0.0) if fresh else self.scale.following(weights)
        self._order_synapses()

    def show_pictures(self, pictures: Pictures) -> None:
        if pictures.gradient is not None:
            self.gradients.take(pictures.snapshot.network, pictures.gradient)
            self.gradient_scale = self.gradient_scale.following(self.gradients.weights())
        if pictures.neuron_pictures is None:
            return
        self._pictures = pictures
        snapshot = pictures.snapshot
        spec = snapshot.network.spec
        weighted: Mapping[int, float] = {}
        if self.contributions and self.offers_contributions:
            weighted = contribution_weights(snapshot.network, snapshot.shown_runner.theta)
        self.images.show(pictures.neuron_pictures, spec, weighted)
        if spec.inputs.size == self._sample.shape[1]:
            self.stuck = stuck_neurons(snapshot.network, snapshot.shown_runner.theta, self._sample)

    @property
    def _has_plane(self) -> bool:
        """Whether all rows lie on a line or in a plane: the answer can be drawn over it."""
        return len(self.dataset.given) <= 2

    @property
    def offers_contributions(self) -> bool:
        """One or two inputs and a hidden layer: the parts can be seen to add up to the answer."""
        return self._has_plane and bool(self.network.hidden)

    def show_contributions(self, on: bool) -> None:
        """In the last hidden layer, what each neuron adds to the output instead of what it answers."""
        self.contributions = on
        self._lay_out()  # another header
        if self._pictures is not None:
            self.show_pictures(self._pictures)

    def look_at(self, exposed: QRectF) -> None:
        """The part of the scene that is on screen: of large layers, its synapses are drawn."""
        if exposed != self.exposed:
            self.exposed = exposed
            if self.is_large:
                self._order_synapses()

    @contextmanager
    def laid_out(self, geometry: NetworkGeometry) -> Iterator[None]:
        """Everything elsewhere while it is painted: the layout on its way from one network to the next."""
        final, paths = self.geometry, self.paths
        if geometry is not final:
            self.geometry, self.paths = geometry, SynapsePaths(geometry)
        try:
            yield
        finally:
            self.geometry, self.paths = final, paths

    def ring_share(self, item: int | ParameterKey) -> float:
        """How far the ring around a part has come, 0 … 1."""
        if self.is_selected(item):
            return self.halo_share if item in self.fresh else 1.0
        return self.hover_share

    def set_view(self, view: ViewState) -> None:
        """Another selection, other axes."""
        selected = view.selection != self.view.selection
        self.view = view
        if selected and self.is_large:
            self._order_synapses()

    @property
    def is_large(self) -> bool:
        """Whether some gap has more synapses than are drawn."""
        return any(matrix.size > MOST_DRAWN for matrix in self.weights.matrices)

    def restyle(self, theme: Theme) -> None:
        self.look = Look(theme)
        self.images.restyle(theme)

    def shows_buttons(self, index: int) -> bool:
        """Whether a layer's − and ＋ are drawn: the mouse is over it, or something of it is selected."""
        if not 0 < index < len(self.network.layers) - 1:
            return False
        layer = self.network.layers[index]
        return (
            index == self.hovered_column
            or self.is_selected(layer.id)
            or any(self.is_selected(neuron.id) for neuron in layer.neurons)
        )

    def front_key(self) -> tuple[object, ...]:
        """Equal as long as outlines, badges and buttons look the same."""
        return self.geometry, self.look, self.view.selection, self.hovered, self.hovered_column

    @property
    def answering(self) -> int:
        """The neuron whose map the answer tile shows: the one under the mouse, else the first output."""
        target, output = self.hovered, self.network.outputs.neurons[0].id
        if target is None or target.kind not in ("neuron", "badge") or self.images.kind != "map":
            return output
        return target.id if self.images.has(target.id) else output

    def weight(self, key: ParameterKey) -> float | None:
        """The shown value of a weight or bias; None if it is cut or not known yet."""
        layer, out = self.geometry.place(key.target)
        into = -1 if key.is_bias else self.geometry.place(key.source)[1]
        return self.weights.value(layer, out, into)

    def gradient(self, key: ParameterKey) -> float | None:
        """How steeply the training cost rises with a weight or bias; None if unknown or not shown."""
        layer, out = self.geometry.place(key.target)
        into = -1 if key.is_bias else self.geometry.place(key.source)[1]
        return self.gradients.value(layer, out, into) if self.shows_gradient else None

    def is_selected(self, item: int | ParameterKey) -> bool:
        return item in self.view.selection

    @property
    def selected_parameters(self) -> tuple[ParameterKey, ...]:
        return tuple(item for item in self.view.selection if isinstance(item, ParameterKey))

    @property
    def selected_neurons(self) -> tuple[int, ...]:
        """Ids of the selected neurons, inputs and outputs included."""
        return tuple(
            item
            for item in self.view.selection
            if not isinstance(item, ParameterKey) and self.geometry.has_neuron(item)
        )

    def ghosts(self) -> list[ParameterKey]:
        """Cut parameters of the selected neurons: drawn as dots where they were."""
        chosen = set(self.selected_neurons)
        if not chosen:
            return []
        return sorted(key for key in self.network.cut if key.source in chosen or key.target in chosen)

    def _order_synapses(self) -> None:
        """Which synapses of each gap are drawn, weak ones first."""
        self.drawn: tuple[tuple[Ints, Ints], ...] = tuple(
            self.weights.strongest(gap, *self._wanted(gap)) for gap in range(len(self.weights.matrices))
        )

    def _wanted(self, gap: int) -> tuple[Flags | None, Flags | None]:
        """Of a large gap: which synapses end at a neuron on screen, and which at a selected one."""
        if self.weights.matrices[gap].size <= MOST_DRAWN:
            return None, None
        low, high = self.exposed.top(), self.exposed.bottom()
        space = self.geometry.gaps[gap]
        sources = (space.sources >= low) & (space.sources <= high)
        targets = (space.targets >= low) & (space.targets <= high)
        chosen = set(self.view.selection)
        before, after = self.network.layers[gap : gap + 2]
        from_chosen = np.array([neuron.id in chosen for neuron in before.neurons])
        to_chosen = np.array([neuron.id in chosen for neuron in after.neurons])
        return targets[:, None] | sources[None, :], to_chosen[:, None] | from_chosen[None, :]


def _mask(network: NetworkSpec, gap: int, keys: frozenset[ParameterKey]) -> Flags:
    """Which parameters into layer ``gap + 1`` are among ``keys``; shape (n_out, n_in + 1)."""
    before, after = network.layers[gap : gap + 2]
    mask = np.zeros((after.size, before.size + 1), dtype=np.bool_)
    if keys:
        sources = [neuron.id for neuron in before.neurons] + [BIAS]
        for out, target in enumerate(after.neurons):
            mask[out] = [ParameterKey(source, target.id) in keys for source in sources]
    return mask
