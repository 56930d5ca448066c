"""A layer of a plot that is painted in device-independent pixels, whatever the zoom and the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakMethod

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF, QTransform

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class PixelMap:
    """From a plot's coordinates to pixels. ``bounds`` is the plot's inside, in pixels."""

    transform: QTransform
    bounds: QRectF

    def points(self, xy: Array) -> Array:
        """(n, 2) plotted → (n, 2) pixels."""
        t = self.transform
        return np.column_stack((xy[:, 0] * t.m11() + t.dx(), xy[:, 1] * t.m22() + t.dy()))

    def point(self, x: float, y: float) -> QPointF:
        return self.transform.map(QPointF(x, y))

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


def polyline(xy: Array) -> QPainterPath:
    """A path through the points (n, 2) in pixels; gaps where one is not finite."""
    return pg.functions.arrayToQPath(xy[:, 0], xy[:, 1], connect="finite")  # type: ignore[no-any-return]


def polygon(xy: Array) -> QPolygonF:
    """The same as a polygon: quicker to draw with wide pens, all points must be finite."""
    return QPolygonF([QPointF(x, y) for x, y in xy.tolist()])
