"""Where everything of the network picture lies, in scene pixels: one to one at 100 % zoom, y downward.

Layers are columns from left to right, each centered on y = 0. Nothing here paints or knows a widget.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF

from playground.canvas.control_places import MOST_TEXT_GROWS, SMALLEST_CONTROLS, Controls
from playground.engine.activations import ACTIVATIONS
from playground.engine.specs import LayerSpec, NetworkSpec, ParameterKey

Array = npt.NDArray[np.float64]

NEURON: Final = 44.0
CORNER: Final = 10.0
COMFORTABLE_PITCH: Final = 66.0
TIGHTEST_PITCH: Final = 54.0
"""From center to center: a bias ring still has room between two neurons."""
MOST_COMFORTABLE: Final = 4
FEWEST_TIGHT: Final = 8
NARROWEST_LAYER_PITCH: Final = 120.0
WIDEST_LAYER_PITCH: Final = 340.0
WIDEST_SHARE: Final = 1.2
"""Of a high network, layers stand at most so far apart, in parts of its height: or curves would be flat."""
MOST_FULL_SIZE: Final = 16
"""Layers with more neurons than this get smaller ones: their height grows with the square root."""
LARGEST_SCALE: Final = 4.0
FILLED: Final = 0.8
"""Beside a very large layer, the neurons of small ones grow until they fill this share of its height."""
BADGE: Final = 19.0
BADGE_PLACE: Final = 31.0
BIAS_RADIUS: Final = 3.8
BIAS_SHIFT: Final = -2.5
BIAS_DROP: Final = 4.5
BIAS_FOOT: Final = 0.29
"""Where the bias' stem begins: on the neuron's rounded corner, in parts of the corner's radius."""
PORT_RADIUS: Final = 3.0
TILE: Final = 132.0
TILE_SHARE: Final = 0.45
"""Of a higher network, the answer tile has this share of the height."""
TILE_GAP: Final = 30.0
OUTPUT_LABEL: Final = 96.0
"""Room for the names of several outputs between them and the answer tile."""
GROUP_CLEAR: Final = 14.0


@dataclass(frozen=True, slots=True)
class LayerGeometry:
    """One column: ``ys`` are its neurons' centers, ``pitch`` apart, ``scale`` their size (1 = 44 pixels)."""

    layer_id: int
    x: float
    ys: tuple[float, ...]
    scale: float
    pitch: float

    @property
    def half(self) -> float:
        return NEURON / 2 * self.scale

    @property
    def top(self) -> float:
        return self.ys[0] - self.half

    @property
    def bottom(self) -> float:
        return self.ys[-1] + self.half

    @property
    def foot(self) -> float:
        """The lower end of what hangs below the last neuron: its bias, its badge."""
        return self.bottom + (BIAS_DROP + BIAS_RADIUS + 1) * self.scale

    def neuron(self, place: int) -> QRectF:
        """The square of the neuron at that place."""
        size = 2 * self.half
        return QRectF(self.x - self.half, self.ys[place] - self.half, size, size)

    def badge(self, place: int) -> QRectF:
        """The activation's badge, over the neuron's lower right corner."""
        corner = self.neuron(place).topLeft()
        offset, size = BADGE_PLACE * self.scale, BADGE * self.scale
        return QRectF(corner.x() + offset, corner.y() + offset, size, size)

    def bias(self, place: int) -> QPointF:
        """Center of the bias ring, outside the neuron's lower left corner."""
        return QPointF(
            self.x - self.half + BIAS_SHIFT * self.scale, self.ys[place] + self.half + BIAS_DROP * self.scale
        )

    def bias_foot(self, place: int) -> QPointF:
        """Where the stem of the bias begins, on the rounded corner."""
        inside = BIAS_FOOT * CORNER * self.scale
        return QPointF(self.x - self.half + inside, self.ys[place] + self.half - inside)

    def place_at(self, y: float) -> int:
        """The place whose neuron is nearest to that height."""
        place = round((y - self.ys[0]) / self.pitch)
        return min(max(place, 0), len(self.ys) - 1)


@dataclass(frozen=True, slots=True)
class Gap:
    """The space between two neighboring layers, crossed by their synapses.

    A synapse is a cubic Bézier curve with horizontal ends and its control points at half the distance, so
    that x depends on the curve's parameter t alone: it is the same for every synapse of the gap.
    """

    x0: float
    x1: float
    sources: Array
    """(n_in,) heights where the synapses leave"""
    targets: Array
    """(n_out,) heights where they arrive"""

    def parameter_at(self, x: float) -> float:
        """t of the curves at ``x``: the root of 1.5 t − 1.5 t² + t³ = share (which only rises)."""
        share = min(max((x - self.x0) / (self.x1 - self.x0), 0.0), 1.0)
        t = share
        for _ in range(5):
            t -= (1.5 * t - 1.5 * t * t + t**3 - share) / (1.5 - 3 * t + 3 * t * t)
        return min(max(t, 0.0), 1.0)

    def point(self, place_in: int, place_out: int, t: float = 0.5) -> QPointF:
        """The point of one synapse at the curve's parameter ``t``."""
        y0, y1 = float(self.sources[place_in]), float(self.targets[place_out])
        x = self.x0 + (self.x1 - self.x0) * (1.5 * t - 1.5 * t * t + t**3)
        return QPointF(x, y0 + (y1 - y0) * (3 * t * t - 2 * t**3))

    def distances(self, x: float, y: float) -> Array:
        """Distance of a point inside the gap to each synapse, shape (n_out, n_in).

        To first order: the vertical distance, shortened by the curve's slope there.
        """
        t = self.parameter_at(x)
        rise = self.targets[:, None] - self.sources[None, :]
        height = self.sources[None, :] + rise * (3 * t * t - 2 * t**3)
        slope = rise * (6 * t - 6 * t * t) / ((self.x1 - self.x0) * (1.5 - 3 * t + 3 * t * t))
        return np.asarray(np.abs(height - y) / np.sqrt(1 + slope * slope), dtype=np.float64)


class NetworkGeometry:
    """The layout of one network.

    ``with_tile`` leaves room for the answer tile right of the outputs; ``text_scale`` is how much larger than
    drawn the system's text is. ``layer_pitch`` is the distance between layers, None for a picture about
    twice as wide as high. ``headers`` has, for each layer, the widths of its header's long and short form at
    100 % zoom.
    """

    def __init__(
        self,
        network: NetworkSpec,
        with_tile: bool = False,
        text_scale: float = 1.0,
        layer_pitch: float | None = None,
        headers: tuple[tuple[float, float], ...] = (),
    ) -> None:
        self.network = network
        self.text_scale = text_scale
        self.headers = headers or ((58.0, 18.0),) * len(network.layers)
        spacing = neuron_pitch(max(network.sizes))
        scales = _scales(network, spacing)
        heights = [layer.size * spacing * scale for layer, scale in zip(network.layers, scales, strict=True)]
        columns = len(network.layers) + with_tile
        self.widest_layer_pitch = max(WIDEST_LAYER_PITCH, WIDEST_SHARE * max(heights))
        wanted = 1.5 * (max(heights) + 100) / max(columns - 1, 1) if layer_pitch is None else layer_pitch
        self.layer_pitch = min(max(wanted, NARROWEST_LAYER_PITCH), self.widest_layer_pitch)
        self.layers = tuple(
            _column(layer, i * self.layer_pitch, scale, spacing * scale)
            for i, (layer, scale) in enumerate(zip(network.layers, scales, strict=True))
        )
        self.top = min(layer.top for layer in self.layers)
        self.bottom = max(layer.bottom for layer in self.layers)
        self.tile = self._tile(max(TILE, TILE_SHARE * max(heights))) if with_tile else None
        self._places = {
            neuron.id: (i, j)
            for i, layer in enumerate(network.layers)
            for j, neuron in enumerate(layer.neurons)
        }

    def _tile(self, size: float) -> QRectF:
        last = self.layers[-1]
        reserve = OUTPUT_LABEL if len(last.ys) > 1 else 0.0
        return QRectF(last.x + last.half + TILE_GAP + reserve, -size / 2, size, size)

    @property
    def group(self) -> QRectF | None:
        """The frame around outputs that are one whole (softmax); None where each stands for itself."""
        if not ACTIVATIONS[self.network.outputs.neurons[0].activation].whole_layer:
            return None
        layer = self.layers[-1]
        clear = GROUP_CLEAR * min(layer.scale, 1.0)
        left, right = layer.x - layer.half - clear, layer.x + layer.half + clear
        return QRectF(left, layer.top - clear, right - left, layer.foot + clear / 2 - layer.top + clear)

    @property
    def left(self) -> float:
        return self.layers[0].x - self.layers[0].half

    @property
    def right(self) -> float:
        return self.tile.right() if self.tile else self.layers[-1].x + self.layers[-1].half

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """One gap per pair of neighboring layers."""
        return tuple(
            Gap(before.x + before.half, after.x - after.half, np.array(before.ys), np.array(after.ys))
            for before, after in zip(self.layers, self.layers[1:], strict=False)
        )

    def place(self, neuron_id: int) -> tuple[int, int]:
        """(layer index, place in the layer) of a neuron; ``KeyError`` if there is none."""
        return self._places[neuron_id]

    def has_neuron(self, neuron_id: int) -> bool:
        return neuron_id in self._places

    def has(self, key: ParameterKey) -> bool:
        """Whether the network has room for this parameter: its neurons are there and are neighbors."""
        if key.target not in self._places:
            return False
        layer = self._places[key.target][0]
        if key.is_bias:
            return layer > 0
        return key.source in self._places and self._places[key.source][0] == layer - 1

    def neuron(self, neuron_id: int) -> QRectF:
        layer, place = self._places[neuron_id]
        return self.layers[layer].neuron(place)

    def badge(self, neuron_id: int) -> QRectF:
        layer, place = self._places[neuron_id]
        return self.layers[layer].badge(place)

    def scale(self, neuron_id: int) -> float:
        return self.layers[self._places[neuron_id][0]].scale

    def anchor(self, key: ParameterKey) -> QPointF:
        """Where a parameter's number is said: the middle of the synapse, the bias's ring."""
        layer, place = self._places[key.target]
        if key.is_bias:
            return self.layers[layer].bias(place)
        return self.gaps[layer - 1].point(self._places[key.source][1], place)

    def neuron_ids(self) -> Iterator[int]:
        """All neurons, layer by layer from the inputs on, each from the top."""
        return iter(self._places)

    def moved(self, layers: tuple[LayerGeometry, ...], top: float, tile: QRectF | None) -> NetworkGeometry:
        """The same network with its columns elsewhere, for a moment."""
        other = copy(self)
        other.__dict__.pop("gaps", None)  # computed from the layers when first asked for
        other.layers, other.top, other.tile = layers, top, tile
        return other

    def controls(self, zoom: float) -> Controls:
        """Headers, discs and buttons for that zoom."""
        text = self.text_scale * min(max(zoom, SMALLEST_CONTROLS), MOST_TEXT_GROWS)
        return Controls(self, max(1.0, text / zoom))


def neuron_pitch(largest: int) -> float:
    """How far apart neurons stand where the largest layer has so many: the more, the closer."""
    share = (largest - MOST_COMFORTABLE) / (FEWEST_TIGHT - MOST_COMFORTABLE)
    return COMFORTABLE_PITCH + (TIGHTEST_PITCH - COMFORTABLE_PITCH) * min(max(share, 0.0), 1.0)


def _scales(network: NetworkSpec, spacing: float) -> list[float]:
    """The size of each layer's neurons."""
    own = [min(1.0, math.sqrt(MOST_FULL_SIZE / size)) for size in network.sizes]
    height = FILLED * max(size * spacing * scale for size, scale in zip(network.sizes, own, strict=True))
    most = min(max(network.sizes) / MOST_FULL_SIZE, LARGEST_SCALE)
    return [
        max(scale, min(most, height / (size * spacing)))
        for size, scale in zip(network.sizes, own, strict=True)
    ]


def _column(layer: LayerSpec, x: float, scale: float, pitch: float) -> LayerGeometry:
    first = -(layer.size - 1) / 2 * pitch
    return LayerGeometry(layer.id, x, tuple(first + j * pitch for j in range(layer.size)), scale, pitch)
