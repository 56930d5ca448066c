"""Many equal dots, painted once: new ones are added to what is there, and a repaint only copies it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

Array = npt.NDArray[np.float64]

DOT, RIM = 3.0, 4.6
"""Diameters of a dot and of its rim, in pixels."""
CROWDED = 5.0
"""Dots closer together than this many pixels are squares of a pixel and a half, without rims."""


class DotLayer:
    """A picture of the inside of a plot, as large as ``bounds`` in device-independent pixels."""

    def __init__(self) -> None:
        self._key: object = None
        self._count = 0
        self._image = QImage()

    def paint(
        self,
        painter: QPainter,
        bounds: QRectF,
        key: object,
        count: int,
        places: Callable[[int, int], Array],
        colors: tuple[str, str],
        spacing: float,
    ) -> None:
        """Paint dots 0 to ``count``. ``places(start, stop)`` are theirs, in pixels ``(n, 2)``; all stay where
        they are as long as ``key`` does. ``colors``: of a dot and its rim; ``spacing``: pixels from one dot
        to the nearest."""
        ratio = painter.device().devicePixelRatioF()
        key = (key, bounds.getRect(), ratio, colors)
        if key != self._key or count < self._count:
            self._key, self._count = key, 0
            self._image = QImage((bounds.size() * ratio).toSize(), QImage.Format.Format_ARGB32_Premultiplied)
            self._image.setDevicePixelRatio(ratio)
            self._image.fill(Qt.GlobalColor.transparent)
        if count > self._count:
            spots = places(self._count, count) - np.array([bounds.left(), bounds.top()])
            spots = spots[np.isfinite(spots).all(axis=1)]
            if spacing < CROWDED:
                self._add_squares(spots * ratio, round(1.5 * ratio), QColor(colors[0]))
            else:
                self._add_dots(spots, *colors)
            self._count = count
        painter.drawImage(bounds.topLeft(), self._image)

    def _add_dots(self, spots: Array, ink: str, rim: str) -> None:
        polygon = QPolygonF([QPointF(x, y) for x, y in spots.tolist()])
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for color, width in ((rim, RIM), (ink, DOT)):
            pen = QPen(QColor(color), width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(polygon)
        painter.end()

    def _add_squares(self, spots: Array, side: int, ink: QColor) -> None:
        """Straight into memory: Qt takes 5 µs for a dot, and here may be 40,000."""
        width, height = self._image.width(), self._image.height()
        bits: Any = self._image.bits()
        pixels = np.frombuffer(bits, dtype=np.uint32).reshape(height, -1)
        corners = np.rint(spots - side / 2).astype(np.int64)
        for right in range(side):
            for down in range(side):
                x, y = corners[:, 0] + right, corners[:, 1] + down
                inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
                pixels[y[inside], x[inside]] = ink.rgba()
