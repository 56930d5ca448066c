"""What every neuron answers, as pictures: one atlas in the sign map's colors, a tile for each neuron."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QImage, QTransform

from playground.appearance.theme import Theme, sign_lut
from playground.engine.activations import ACTIVATIONS
from playground.engine.specs import NetworkSpec
from playground.training.neuron_pictures import NeuronPictures

Array = npt.NDArray[np.float64]

ANSWER_STRENGTH: Final = 0.55
"""The answer tile is paler than the neurons, so that the points on it stand out."""


def value_span(activation: str | None, values: Array) -> tuple[float, float]:
    """The values drawn in full orange and full blue.

    A bounded activation's own range; otherwise the largest |value| on both sides of 0.
    """
    if activation is not None:
        low, high = ACTIVATIONS[activation].value_range
        if np.isfinite(low) and np.isfinite(high):
            return low, high
    finite = np.abs(values[np.isfinite(values)])
    largest = float(finite.max()) if finite.size else 0.0
    return -(largest or 1.0), largest or 1.0


def normalized(values: Array, span: tuple[float, float]) -> Array:
    """Values as −1 … 1 of their span; what is not finite counts as 0."""
    low, high = span
    scaled = (values - low) * (2.0 / (high - low)) - 1.0
    return np.clip(np.nan_to_num(scaled, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)


class NeuronImages:
    """The pictures of one set of `NeuronPictures`, in a theme's colors.

    A map is drawn as it is (its first row at the bottom); a strip and a curve as columns from left to
    right, a curve's line on top.
    """

    def __init__(self, theme: Theme) -> None:
        self.kind: Literal["map", "curve", "strip"] | None = None
        self.extent: tuple[float, float, float, float] | None = None
        self._theme = theme
        self._values: dict[int, Array] = {}
        self._spans: dict[int, tuple[float, float]] = {}
        self._tiles: dict[int, int] = {}
        self._size = (0, 0)
        self._levels: npt.NDArray[np.uint8] = np.empty((0, 0, 0), dtype=np.uint8)
        self._pixels: npt.NDArray[np.uint32] = np.empty(0, dtype=np.uint32)
        self._pale_pixels = self._pixels
        self._brush = QBrush()
        self._pale_brush = QBrush()

    def show(self, pictures: NeuronPictures, network: NetworkSpec) -> None:
        """Take pictures of the neurons of ``network``, the one they were computed for."""
        self.kind, self.extent = pictures.kind, pictures.extent
        self._values = dict(pictures.values)
        inputs = {neuron.id for neuron in network.inputs.neurons}
        activations = {n.id: None if n.id in inputs else n.activation for n in network.neurons()}
        self._spans = {
            neuron: value_span(activations.get(neuron), values) for neuron, values in self._values.items()
        }
        self._tiles = {neuron: i for i, neuron in enumerate(self._values)}
        images = [
            np.atleast_2d(normalized(values, self._spans[neuron]))[::-1]
            for neuron, values in self._values.items()
        ]
        if not images or not images[0].size:
            self._values, self._tiles = {}, {}
            return
        levels = np.rint((np.stack(images) + 1.0) * 127.5).astype(np.uint8)
        # A border of equal pixels: smoothing must not mix in the neighbor in the atlas.
        self._levels = np.pad(levels, ((0, 0), (1, 1), (1, 1)), mode="edge")
        self._size = levels.shape[2], levels.shape[1]
        self._color()

    def clear(self) -> None:
        self._values, self._tiles, self._spans = {}, {}, {}
        self.kind = self.extent = None

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        if self._tiles:
            self._color()

    def has(self, neuron_id: int) -> bool:
        return neuron_id in self._tiles

    def span(self, neuron_id: int) -> tuple[float, float]:
        return self._spans[neuron_id]

    def line(self, neuron_id: int) -> Array:
        """A curve's values as −1 … 1."""
        return normalized(self._values[neuron_id], self._spans[neuron_id])

    def brush(self, neuron_id: int, rect: QRectF, *, pale: bool = False) -> QBrush:
        """A brush that fills ``rect`` with the neuron's picture."""
        columns, rows = self._size
        sx, sy = rect.width() / columns, rect.height() / rows
        first = self._tiles[neuron_id] * (rows + 2) + 1
        brush = QBrush(self._pale_brush if pale else self._brush)
        brush.setTransform(QTransform(sx, 0, 0, sy, rect.x() - sx, rect.y() - sy * first))
        return brush

    def _color(self) -> None:
        lut = sign_lut(self._theme).astype(np.float64)
        neutral = np.array(QColor(self._theme.neutral).getRgb(), dtype=np.float64)
        pale = neutral + (lut - neutral) * ANSWER_STRENGTH
        self._pixels, self._brush = self._atlas(lut)
        self._pale_pixels, self._pale_brush = self._atlas(pale)

    def _atlas(self, lut: Array) -> tuple[npt.NDArray[np.uint32], QBrush]:
        """The atlas in these colors: its pixels (which must outlive the brush) and a brush of them."""
        rgb = np.rint(lut[:, :3]).astype(np.uint32)
        colors = 0xFF000000 | rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2]
        n, height, width = self._levels.shape
        pixels = np.ascontiguousarray(colors.astype(np.uint32)[self._levels].reshape(n * height, width))
        image = QImage(pixels.data, width, n * height, 4 * width, QImage.Format.Format_RGB32)
        return pixels, QBrush(image)
