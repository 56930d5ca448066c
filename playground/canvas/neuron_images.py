"""What every neuron answers, as pictures: one atlas in the sign map's colors, a tile for each neuron."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QImage, QTransform

from playground.appearance.sign_scale import Levels, levels, normalized, value_span
from playground.appearance.theme import Theme, sign_lut
from playground.engine.specs import NetworkSpec
from playground.training.neuron_pictures import NeuronPictures

Array = npt.NDArray[np.float64]
Colors = npt.NDArray[np.uint32]

ANSWER_STRENGTH: Final = 0.55
"""The answer tile is paler than the neurons, so that the points on it stand out."""


class NeuronImages:
    """The pictures of one set of `NeuronPictures`, in a theme's colors.

    A map is drawn as it is (its first row at the bottom); a strip and a curve as columns from left to
    right, a curve's line on top.
    """

    def __init__(self, theme: Theme) -> None:
        self.kind: Literal["map", "curve", "strip"] | None = None
        self.extent: tuple[float, float, float, float] | None = None
        self._values: Array = np.empty((0, 0, 0))
        self._raw: Array = np.empty((0, 0))
        self._spans: dict[int, tuple[float, float]] = {}
        self._tiles: dict[int, int] = {}
        self._answers: Mapping[int, Array] = {}
        self._size = (0, 0)
        self._levels: Levels = np.zeros((1, 3, 3), dtype=np.uint8)
        self._means: list[QColor] = []
        self._pale_atlases: dict[int, Atlas] = {}
        self.restyle(theme)

    def show(
        self, pictures: NeuronPictures, network: NetworkSpec, weighted: Mapping[int, float] | None = None
    ) -> None:
        """Take pictures of the neurons of ``network``, the one they were computed for.

        Those of ``weighted`` neurons are multiplied by their weight and share one scale.
        """
        self.kind, self.extent, self._answers = pictures.kind, pictures.extent, pictures.values
        self._tiles = {neuron: i for i, neuron in enumerate(pictures.values)}
        stack = np.stack([np.atleast_2d(values) for values in pictures.values.values()])
        weighted = weighted or {}
        for neuron, weight in weighted.items():
            stack[self._tiles[neuron]] *= weight
        self._raw = stack[:, 0]
        largest = np.where(np.isfinite(stack), np.abs(stack), 0.0).max(axis=(1, 2)).tolist()
        inputs = {neuron.id for neuron in network.inputs.neurons}
        activations = {n.id: None if n.id in inputs else n.activation for n in network.neurons()}
        self._spans = {n: value_span(activations.get(n), largest[i]) for n, i in self._tiles.items()}
        common = max((largest[self._tiles[neuron]] for neuron in weighted), default=0.0) or 1.0
        self._spans |= dict.fromkeys(weighted, (-common, common))
        spans = np.array(list(self._spans.values()))[:, :, None, None]
        self._values = normalized(stack, spans[:, 0], spans[:, 1])[:, ::-1]
        shown = levels(self._values)
        # A border of equal pixels: smoothing must not mix in the neighbor in the atlas.
        n, rows, columns = shown.shape
        self._levels = np.empty((n, rows + 2, columns + 2), dtype=np.uint8)
        self._levels[:, 1:-1, 1:-1] = shown
        self._levels[:, (0, -1), 1:-1] = shown[:, (0, -1)]
        self._levels[:, :, (0, -1)] = self._levels[:, :, (1, -2)]
        self._size = columns, rows
        self._color()

    def clear(self) -> None:
        self._tiles, self._spans, self._answers = {}, {}, {}
        self.kind = self.extent = None

    def restyle(self, theme: Theme) -> None:
        lut = sign_lut(theme).astype(np.float64)
        neutral = np.array(QColor(theme.neutral).getRgb(), dtype=np.float64)
        self._colors = _packed(lut)
        self._pale_colors = _packed(neutral + (lut - neutral) * ANSWER_STRENGTH)
        self._color()

    def has(self, neuron_id: int) -> bool:
        return neuron_id in self._tiles

    def span(self, neuron_id: int) -> tuple[float, float]:
        return self._spans[neuron_id]

    def line(self, neuron_id: int) -> Array:
        """A curve's values as −1 … 1."""
        values: Array = self._values[self._tiles[neuron_id], 0]
        return values

    def values(self, neuron_id: int) -> Array:
        """A curve's values as they are, contributions multiplied by their weight."""
        values: Array = self._raw[self._tiles[neuron_id]]
        return values

    def extremes(self, neuron_id: int) -> tuple[float, float] | None:
        """The least and the largest value of a neuron's picture; None if it has none."""
        values = self._answers.get(neuron_id)
        if values is None or not np.isfinite(values).any():
            return None
        finite = values[np.isfinite(values)]
        return float(finite.min()), float(finite.max())

    def mean_color(self, neuron_id: int) -> QColor:
        """One color for the whole picture."""
        if not self._means:
            means = self._levels.mean(axis=(1, 2)).astype(np.intp)
            self._means = [QColor.fromRgb(color) for color in self._colors[means].tolist()]
        return self._means[self._tiles[neuron_id]]

    def brush(self, neuron_id: int, rect: QRectF, *, pale: bool = False) -> QBrush:
        """A brush that fills ``rect`` with the neuron's picture."""
        columns, rows = self._size
        sx, sy = rect.width() / columns, rect.height() / rows
        tile = self._tiles[neuron_id]
        brush = QBrush(self._pale_atlas(tile).brush if pale else self._atlas.brush)
        first = 1 if pale else tile * (rows + 2) + 1
        brush.setTransform(QTransform(sx, 0, 0, sy, rect.x() - sx, rect.y() - sy * first))
        return brush

    def _pale_atlas(self, tile: int) -> Atlas:
        """Few neurons are ever drawn pale: each gets an atlas of its own when it is."""
        if tile not in self._pale_atlases:
            self._pale_atlases[tile] = Atlas(self._levels[tile : tile + 1], self._pale_colors)
        return self._pale_atlases[tile]

    def _color(self) -> None:
        self._atlas = Atlas(self._levels, self._colors)
        self._pale_atlases, self._means = {}, []


class Atlas:
    """Tiles below one another in one image, and a brush of it (which needs the pixels kept)."""

    def __init__(self, levels: Levels, colors: Colors) -> None:
        n, height, width = levels.shape
        self._pixels = np.ascontiguousarray(colors[levels].reshape(n * height, width))
        image = QImage(self._pixels.data, width, n * height, 4 * width, QImage.Format.Format_RGB32)
        self.brush = QBrush(image)


def _packed(lut: Array) -> Colors:
    """RGB rows 0 … 255 as one number each."""
    rgb = np.rint(lut[:, :3]).astype(np.uint32)
    return (0xFF000000 | rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2]).astype(np.uint32)
