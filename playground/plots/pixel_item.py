"""A layer of a plot that is painted in device-independent pixels, whatever the zoom and the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from weakref import WeakMethod

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QTransform

from playground.plots.pixel_lines import FAR

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class PixelMap:
    """From a plot's coordinates to pixels. ``bounds`` is the plot's inside, in pixels."""

    transform: QTransform
    bounds: QRectF

    def points(self, xy: Array) -> Array:
        """(n, 2) plotted → (n, 2) pixels, no farther away than `FAR`."""
        t = self.transform
        pixels = np.column_stack((xy[:, 0] * t.m11() + t.dx(), xy[:, 1] * t.m22() + t.dy()))
        return np.clip(pixels, -FAR, FAR, out=pixels)

    def point(self, x: float, y: float) -> QPointF:
        ((across, down),) = self.points(np.array([[x, y]])).tolist()
        return QPointF(across, down)

    def contains(self, at: QPointF, margin: float = 0.0) -> bool:
        return self.bounds.adjusted(-margin, -margin, margin, margin).contains(at)


class PixelItem(pg.GraphicsObject):  # type: ignore[misc] # pyqtgraph ships no types
    """Calls ``paint_pixels(painter, pixel_map)``, a bound method, with a painter whose unit is the pixel.

    The method's owner is only known weakly: an item that keeps its plot alive makes a circle that Python may
    clear in an order that Qt does not survive.
    """

    def __init__(self, paint_pixels: Callable[[QPainter, PixelMap], None], z: float = 0.0) -> None:
        super().__init__()
        self._paint_pixels = WeakMethod(paint_pixels)
        self.setZValue(z)
        self.setAcceptedMouseButtons(pg.QtCore.Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return QRectF(self.viewRect() or QRectF())

    def viewRangeChanged(self, *_args: Any) -> None:
        self.prepareGeometryChange()

    def paint(self, painter: QPainter, *_args: Any) -> None:
        transform = painter.worldTransform()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_pixels = self._paint_pixels()
        if paint_pixels is not None:
            paint_pixels(painter, PixelMap(transform, transform.mapRect(self.boundingRect())))
        painter.restore()


def draw_polyline(painter: QPainter, xy: Array) -> None:
    """Draw a line through the points (n, 2) in pixels, with gaps where one is not finite.

    Piece by piece: Qt strokes a long path that crosses itself a hundred times more slowly (400 noisy points,
    2 px wide: 150 ms against 1.5 ms). So a see-through pen would show the joints: use `Layer`.
    """
    if len(xy) < 2:
        return
    xy = np.clip(xy, -FAR, FAR)
    pieces = np.column_stack((xy[:-1], xy[1:]))
    pieces = pieces[np.isfinite(pieces).all(axis=1)]
    painter.drawLines([QLineF(*piece) for piece in pieces.tolist()])


def solid_pen(color: QColor, width: float) -> QPen:
    """For `draw_polyline`: square ends close the joints, round ones cost twenty times as much."""
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    return pen


@contextmanager
def layer(painter: QPainter, bounds: QRectF, opacity: float) -> Iterator[QPainter]:
    """A painter for opaque things that appear together, see-through as one; ``bounds`` in pixels.

    Drawings as lines (SVG) get them see-through one by one.
    """
    engine = painter.paintEngine()
    if opacity >= 1.0 or engine is None or engine.type() != engine.Type.Raster:
        painter.save()
        painter.setOpacity(opacity)
        yield painter
        painter.restore()
        return
    ratio = painter.device().devicePixelRatioF()
    size = (bounds.size() * ratio).toSize()
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    inner = QPainter(image)
    inner.setRenderHints(painter.renderHints())
    inner.translate(-bounds.topLeft())
    yield inner
    inner.end()
    painter.save()
    painter.setOpacity(opacity)
    painter.drawImage(bounds.topLeft(), image)
    painter.restore()
