"""What lies under the mouse. Found by geometry: one painted scene has no items to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from playground.canvas.control_places import DISC, Controls
from playground.canvas.geometry import BIAS_RADIUS, NetworkGeometry
from playground.engine.specs import BIAS, ParameterKey

if TYPE_CHECKING:
    from playground.canvas.scene import NetworkScene

Kind = Literal[
    "neuron", "badge", "parameter", "ghost", "header", "add layer", "add neuron", "remove neuron", "answer"
]

REACH: Final = 5.0
"""Screen pixels from which a synapse is still hit."""
SMALLEST_NEURON_WITH_BADGE: Final = 13.0
"""Screen pixels: on smaller neurons a badge could not be read or hit."""
SMALLEST_BADGE: Final = 10.0
"""Screen pixels: a badge drawn smaller can still be hit as if it had this size."""


@dataclass(frozen=True, slots=True)
class Target:
    """A part of the picture. ``item``: neuron id, layer id, parameter, or where a layer would be added."""

    kind: Kind
    item: int | ParameterKey = 0

    @property
    def selectable(self) -> bool:
        return self.kind in ("neuron", "parameter", "header")

    @property
    def key(self) -> ParameterKey:
        """The parameter of a synapse, bias or ghost."""
        assert isinstance(self.item, ParameterKey)
        return self.item

    @property
    def id(self) -> int:
        """The neuron or layer id, or the index of a new layer."""
        assert not isinstance(self.item, ParameterKey)
        return self.item


def target_at(scene: NetworkScene, point: QPointF, zoom: float) -> Target | None:
    """The uppermost part at a scene point."""
    controls = scene.geometry.controls(zoom)
    return (
        _control_at(scene.geometry, controls, point)
        or _column_at(scene, point, zoom)
        or _ghost_at(scene, point, zoom)
        or _synapse_at(scene, point, zoom)
        or _answer_at(scene.geometry, point)
    )


def neurons_in(geometry: NetworkGeometry, rect: QRectF) -> list[int]:
    """The neurons whose centers lie in a rectangle."""
    return [
        neuron.id
        for layer, spec in zip(geometry.layers, geometry.network.layers, strict=True)
        for y, neuron in zip(layer.ys, spec.neurons, strict=True)
        if rect.contains(QPointF(layer.x, y))
    ]


def _control_at(geometry: NetworkGeometry, controls: Controls, point: QPointF) -> Target | None:
    layers = geometry.network.layers
    for index, layer in enumerate(layers):
        hidden = 0 < index < len(layers) - 1
        if index and controls.discs and _distance(controls.disc(index), point) <= DISC / 2 * controls.k + 2:
            return Target("add layer", index)
        if hidden and controls.buttons:
            if controls.remove_button(index).contains(point):
                return Target("remove neuron", layer.id)
            if controls.add_button(index).contains(point):
                return Target("add neuron", layer.id)
        if controls.header(index).contains(point):
            return Target("header", layer.id)
    return None


def _column_at(scene: NetworkScene, point: QPointF, zoom: float) -> Target | None:
    """Badge, neuron or bias: of each layer only the neuron nearest in height can be hit."""
    geometry = scene.geometry
    for index, (layer, spec) in enumerate(zip(geometry.layers, geometry.network.layers, strict=True)):
        if abs(point.x() - layer.x) > layer.half + 10 * layer.scale:
            continue
        place = layer.place_at(point.y())
        neuron = spec.neurons[place]
        readable = 2 * layer.half * zoom >= SMALLEST_NEURON_WITH_BADGE
        if index and readable and _hittable(layer.badge(place), zoom).contains(point):
            return Target("badge", neuron.id)
        if layer.neuron(place).contains(point):
            return Target("neuron", neuron.id)
        bias = ParameterKey(BIAS, neuron.id)
        near = _distance(layer.bias(place), point) <= max(BIAS_RADIUS * layer.scale + 2, REACH / zoom)
        # A ring belongs to the neuron above it, though the one below may be nearer.
        above = spec.neurons[place - 1] if place else None
        if index and near:
            return _parameter_target(scene, bias)
        if index and above and _distance(layer.bias(place - 1), point) <= BIAS_RADIUS * layer.scale + 2:
            return _parameter_target(scene, ParameterKey(BIAS, above.id))
    return None


def _hittable(badge: QRectF, zoom: float) -> QRectF:
    """A badge's rectangle, grown toward the outside so that it does not cover its neuron."""
    missing = max(SMALLEST_BADGE / zoom - badge.width(), 0.0)
    return badge.adjusted(-missing / 3, -missing / 3, missing * 2 / 3, missing * 2 / 3)


def _parameter_target(scene: NetworkScene, key: ParameterKey) -> Target | None:
    if key not in scene.network.cut:
        return Target("parameter", key)
    return Target("ghost", key) if scene.is_selected(key.target) else None


def _synapse_at(scene: NetworkScene, point: QPointF, zoom: float) -> Target | None:
    layers = scene.network.layers
    for index, gap in enumerate(scene.geometry.gaps):
        if not gap.x0 < point.x() < gap.x1:
            continue
        out, into = scene.drawn[index]
        if not out.size:
            return None
        distances = gap.distances(point.x(), point.y())[out, into]
        widths = scene.scale.widths(scene.weights.matrices[index][out, into])
        distances = np.where(distances <= np.maximum(REACH / zoom, widths / 2 + 2), distances, np.inf)
        best = int(np.argmin(distances))
        if not np.isfinite(distances[best]):
            return None
        source = layers[index].neurons[int(into[best])].id
        return Target("parameter", ParameterKey(source, layers[index + 1].neurons[int(out[best])].id))
    return None


def _ghost_at(scene: NetworkScene, point: QPointF, zoom: float) -> Target | None:
    """A cut synapse that is shown as dots because its neuron is selected."""
    geometry = scene.geometry
    for key in scene.ghosts():
        if key.is_bias:
            continue
        layer, out = geometry.place(key.target)
        gap, into = geometry.gaps[layer - 1], geometry.place(key.source)[1]
        if gap.x0 < point.x() < gap.x1:
            distance = gap.distances(point.x(), point.y())[out, into]
            if distance <= REACH / zoom / 2:
                return Target("ghost", key)
    return None


def _answer_at(geometry: NetworkGeometry, point: QPointF) -> Target | None:
    return Target("answer") if geometry.tile is not None and geometry.tile.contains(point) else None


def _distance(first: QPointF, second: QPointF) -> float:
    between = first - second
    return float(np.hypot(between.x(), between.y()))
