"""Pictures of one size below one another in one image, and brushes that fill squares with them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QImage, QTransform

from playground.appearance.color_maps import sign_lut
from playground.appearance.sign_scale import Levels, levels
from playground.appearance.theme import Theme

Array = npt.NDArray[np.float64]
Colors = npt.NDArray[np.uint32]

PALE_STRENGTH = 0.55
"""What lies below points and lines is paler, so that they stand out."""


class SignColors:
    """A theme's sign map as 256 packed colors, at full strength and pale."""

    def __init__(self, theme: Theme) -> None:
        lut = sign_lut(theme).astype(np.float64)
        neutral = np.array(QColor(theme.neutral).getRgb(), dtype=np.float64)
        self.full = _packed(lut)
        self.pale = _packed(neutral + (lut - neutral) * PALE_STRENGTH)


class PictureSheet:
    """The pictures of ``neurons``: ``shares`` (n, rows, columns), −1 … 1, row 0 the upper one."""

    def __init__(self, neurons: Iterable[int], shares: Array, colors: SignColors) -> None:
        self._tiles = {neuron: i for i, neuron in enumerate(neurons)}
        shown = levels(shares)
        # A border of equal pixels: smoothing must not mix in the neighbor in the image.
        n, rows, columns = shown.shape
        self._levels = np.empty((n, rows + 2, columns + 2), dtype=np.uint8)
        self._levels[:, 1:-1, 1:-1] = shown
        self._levels[:, (0, -1), 1:-1] = shown[:, (0, -1)]
        self._levels[:, :, (0, -1)] = self._levels[:, :, (1, -2)]
        self._size = columns, rows
        self.recolor(colors)

    def __contains__(self, neuron_id: int) -> bool:
        return neuron_id in self._tiles

    def recolor(self, colors: SignColors) -> None:
        self._colors = colors
        self._full: Atlas | None = None
        self._pale: dict[int, Atlas] = {}
        self._means: list[QColor] = []

    def mean_color(self, neuron_id: int) -> QColor:
        """One color for the whole picture."""
        if not self._means:
            means = self._levels.mean(axis=(1, 2)).astype(np.intp)
            self._means = [QColor.fromRgb(color) for color in self._colors.full[means].tolist()]
        return self._means[self._tiles[neuron_id]]

    def brush(self, neuron_id: int, rect: QRectF, *, pale: bool = False) -> QBrush:
        """A brush that fills ``rect`` with the neuron's picture."""
        columns, rows = self._size
        sx, sy = rect.width() / columns, rect.height() / rows
        tile = self._tiles[neuron_id]
        brush = QBrush(self._pale_atlas(tile).brush if pale else self._atlas().brush)
        first = 1 if pale else tile * (rows + 2) + 1
        brush.setTransform(QTransform(sx, 0, 0, sy, rect.x() - sx, rect.y() - sy * first))
        return brush

    def _atlas(self) -> Atlas:
        if self._full is None:
            self._full = Atlas(self._levels, self._colors.full)
        return self._full

    def _pale_atlas(self, tile: int) -> Atlas:
        """Few neurons are ever drawn pale: each gets an image of its own when it is."""
        if tile not in self._pale:
            self._pale[tile] = Atlas(self._levels[tile : tile + 1], self._colors.pale)
        return self._pale[tile]


class Atlas:
    """Tiles below one another in one image, and a brush of it (which needs the pixels kept)."""

    def __init__(self, tiles: Levels, colors: Colors) -> None:
        n, height, width = tiles.shape
        self._pixels = np.ascontiguousarray(colors[tiles].reshape(n * height, width))
        image = QImage(self._pixels.data, width, n * height, 4 * width, QImage.Format.Format_RGB32)
        self.brush = QBrush(image)


def _packed(lut: Array) -> Colors:
    """RGB rows 0 … 255 as one number each."""
    rgb = np.rint(lut[:, :3]).astype(np.uint32)
    return (0xFF000000 | rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2]).astype(np.uint32)
