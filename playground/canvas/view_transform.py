"""From scene pixels to the widget's pixels: a zoom and a shift, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QTransform

from playground.canvas.geometry import NetworkGeometry

SMALLEST_ZOOM: Final = 0.02
LARGEST_ZOOM: Final = 8.0
LARGEST_FIT: Final = 1.35


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """screen = scene · zoom + (dx, dy)."""

    zoom: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    def to_screen(self, point: QPointF) -> QPointF:
        return QPointF(point.x() * self.zoom + self.dx, point.y() * self.zoom + self.dy)

    def to_scene(self, point: QPointF) -> QPointF:
        return QPointF((point.x() - self.dx) / self.zoom, (point.y() - self.dy) / self.zoom)

    def rect_to_screen(self, rect: QRectF) -> QRectF:
        return QRectF(self.to_screen(rect.topLeft()), self.to_screen(rect.bottomRight()))

    def rect_to_scene(self, rect: QRectF) -> QRectF:
        return QRectF(self.to_scene(rect.topLeft()), self.to_scene(rect.bottomRight()))

    def transform(self) -> QTransform:
        return QTransform(self.zoom, 0, 0, self.zoom, self.dx, self.dy)

    def zoomed(self, factor: float, still: QPointF) -> ViewTransform:
        """Zoomed so that the scene point under ``still`` (in screen pixels) stays there."""
        zoom = min(max(self.zoom * factor, SMALLEST_ZOOM), LARGEST_ZOOM)
        ratio = zoom / self.zoom
        return ViewTransform(
            zoom, still.x() - (still.x() - self.dx) * ratio, still.y() - (still.y() - self.dy) * ratio
        )

    def moved(self, by: QPointF) -> ViewTransform:
        return ViewTransform(self.zoom, self.dx + by.x(), self.dy + by.y())


def fit(geometry: NetworkGeometry, size: QSizeF, margins: QMarginsF) -> ViewTransform:
    """The whole network, as large as fits between the margins (screen pixels; labels are part of them)."""
    width, height = _room(size, margins)
    zoom = min(_zoom_of_height(geometry, height), width / (geometry.right - geometry.left))
    zoom = max(zoom, SMALLEST_ZOOM)
    controls = geometry.controls(zoom)
    x, y = (geometry.left + geometry.right) / 2, (controls.top + controls.bottom) / 2
    return ViewTransform(zoom, margins.left() + width / 2 - x * zoom, margins.top() + height / 2 - y * zoom)


def layer_pitch_to_fill(geometry: NetworkGeometry, size: QSizeF, margins: QMarginsF) -> float:
    """The distance between layers at which a network as high as the room is as wide as the room, too."""
    width, height = _room(size, margins)
    gaps = len(geometry.layers) - 1
    ends = geometry.right - geometry.left - gaps * geometry.layer_pitch
    return (width / _zoom_of_height(geometry, height) - ends) / gaps


def _room(size: QSizeF, margins: QMarginsF) -> tuple[float, float]:
    width = size.width() - margins.left() - margins.right()
    return max(width, 1.0), max(size.height() - margins.top() - margins.bottom(), 1.0)


def _zoom_of_height(geometry: NetworkGeometry, height: float) -> float:
    """Headers don't shrink like the rest, so this is searched, not divided."""
    low, high = SMALLEST_ZOOM, LARGEST_FIT
    for _ in range(30):
        zoom = (low + high) / 2
        controls = geometry.controls(zoom)
        low, high = (zoom, high) if (controls.bottom - controls.top) * zoom <= height else (low, zoom)
    return low
