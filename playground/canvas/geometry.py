"""Where everything of the network picture lies, in scene pixels: one to one at 100 % zoom, y downward.

Layers are columns from left to right, each centered on y = 0. Nothing here paints or knows a widget.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF

from playground.engine.specs import LayerSpec, NetworkSpec, ParameterKey

Array = npt.NDArray[np.float64]

NEURON: Final = 44.0
CORNER: Final = 10.0
NEURON_PITCH: Final = 66.0
NARROWEST_LAYER_PITCH: Final = 170.0
WIDEST_LAYER_PITCH: Final = 340.0
MOST_FULL_SIZE: Final = 16
"""Layers with more neurons than this get smaller ones: their height grows with the square root."""
BADGE: Final = 19.0
BADGE_PLACE: Final = 31.0
BIAS_RADIUS: Final = 3.8
BIAS_SHIFT: Final = 9.0
BIAS_DROP: Final = 10.5
PORT_RADIUS: Final = 3.0
TILE: Final = 132.0
TILE_GAP: Final = 30.0
OUTPUT_LABEL: Final = 96.0
"""Room for the names of several outputs between them and the answer tile."""
DISC: Final = 20.0
BUTTON: Final = 22.0
SMALLEST_CONTROLS: Final = 0.8
"""Headers, discs and buttons shrink no further than this on screen: they must stay readable and hittable."""
MOST_TEXT_GROWS: Final = 1.2
"""Text grows with the picture up to this zoom."""


@dataclass(frozen=True, slots=True)
class LayerGeometry:
    """One column: ``ys`` are its neurons' centers, ``scale`` their size (1 = 44 pixels)."""

    layer_id: int
    x: float
    ys: tuple[float, ...]
    scale: float

    @property
    def half(self) -> float:
        return NEURON / 2 * self.scale

    @property
    def pitch(self) -> float:
        return NEURON_PITCH * self.scale

    @property
    def top(self) -> float:
        return self.ys[0] - self.half

    @property
    def bottom(self) -> float:
        return self.ys[-1] + self.half

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
        """Center of the bias ring, below the neuron's lower left corner."""
        return QPointF(
            self.x - self.half + BIAS_SHIFT * self.scale, self.ys[place] + self.half + BIAS_DROP * self.scale
        )

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
    drawn the system's text is.
    """

    def __init__(self, network: NetworkSpec, with_tile: bool = False, text_scale: float = 1.0) -> None:
        self.network = network
        self.text_scale = text_scale
        columns = len(network.layers) + with_tile
        pitch = _layer_pitch(columns, max(map(_height, network.layers)))
        self.layer_pitch = pitch
        self.layers = tuple(_column(layer, i * pitch) for i, layer in enumerate(network.layers))
        self.top = min(layer.top for layer in self.layers)
        self.bottom = max(layer.bottom for layer in self.layers)
        self.tile = self._tile() if with_tile else None
        self._places = {
            neuron.id: (i, j)
            for i, layer in enumerate(network.layers)
            for j, neuron in enumerate(layer.neurons)
        }

    def _tile(self) -> QRectF:
        last = self.layers[-1]
        reserve = OUTPUT_LABEL if len(last.ys) > 1 else 0.0
        return QRectF(last.x + last.half + TILE_GAP + reserve, -TILE / 2, TILE, TILE)

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

    def controls(self, zoom: float) -> Controls:
        """Headers, discs and buttons for that zoom."""
        text = self.text_scale * min(max(zoom, SMALLEST_CONTROLS), MOST_TEXT_GROWS)
        return Controls(self, max(1.0, text / zoom))


class Controls:
    """Headers above the layers, discs that add layers, buttons that add and remove neurons.

    ``k`` is their size in scene pixels: below 80 % zoom they grow against the neurons.
    """

    def __init__(self, geometry: NetworkGeometry, k: float) -> None:
        self.k = k
        self._geometry = geometry

    @property
    def top(self) -> float:
        return self._geometry.top - 52 * self.k

    @property
    def bottom(self) -> float:
        return self._geometry.bottom + 49 * self.k

    def header(self, index: int) -> QRectF:
        """The two lines of a layer's header."""
        width = min(96.0 * self.k, self._geometry.layer_pitch - DISC * self.k)
        x = self._geometry.layers[index].x
        return QRectF(x - width / 2, self._geometry.top - 51 * self.k, width, 33 * self.k)

    def disc(self, index: int) -> QPointF:
        """Center of the ＋ that adds a layer at ``index`` of the chain."""
        before, after = self._geometry.layers[index - 1 : index + 1]
        return QPointF((before.x + after.x) / 2, self._geometry.top - 35 * self.k)

    def remove_button(self, index: int) -> QRectF:
        return self._button(index, -1)

    def add_button(self, index: int) -> QRectF:
        return self._button(index, 1)

    def _button(self, index: int, side: int) -> QRectF:
        size = BUTTON * self.k
        x = self._geometry.layers[index].x + side * 13 * self.k
        y = self._geometry.bottom + 37 * self.k
        return QRectF(x - size / 2, y - size / 2, size, size)


def _scale(size: int) -> float:
    return min(1.0, math.sqrt(MOST_FULL_SIZE / size))


def _height(layer: LayerSpec) -> float:
    return layer.size * NEURON_PITCH * _scale(layer.size)


def _layer_pitch(columns: int, height: float) -> float:
    """Layers stand so far apart that picture and names fill a canvas about twice as wide as it is high."""
    widest = WIDEST_LAYER_PITCH if height <= MOST_FULL_SIZE * NEURON_PITCH else 0.6 * height
    return min(max(1.5 * (height + 100) / max(columns - 1, 1), NARROWEST_LAYER_PITCH), widest)


def _column(layer: LayerSpec, x: float) -> LayerGeometry:
    scale = _scale(layer.size)
    first = -(layer.size - 1) / 2 * NEURON_PITCH * scale
    ys = tuple(first + j * NEURON_PITCH * scale for j in range(layer.size))
    return LayerGeometry(layer.id, x, ys, scale)
