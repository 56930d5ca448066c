"""A curve so small that it has no axes: only its shape counts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.appearance.text import px

MOST_POINTS = 48
Array = npt.NDArray[np.float64]


def thinned(values: Array, most: int = MOST_POINTS) -> Array:
    """At most ``most`` of the values, evenly spread, first and last included; only finite ones."""
    if len(values) > most:
        values = values[np.linspace(0, len(values) - 1, most).round().astype(np.int64)]
    return values[np.isfinite(values)]


def heights(values: Array, *, log: bool) -> Array:
    """The values between 0 (lowest) and 1 (highest); a curve that stays level lies in the middle."""
    if log and len(values) and values.min() > 0:
        values = np.log(values)
    low, high = values.min(initial=np.inf), values.max(initial=-np.inf)
    if not high > low:
        return np.full(len(values), 0.5)
    return np.asarray((values - low) / (high - low))


def polyline(values: Array, box: QRectF, *, log: bool = False) -> QPolygonF:
    """The curve in ``box``, from its left edge to its right one."""
    up = heights(thinned(values), log=log)
    n = len(up)
    x = box.left() + box.width() * np.arange(n) / max(1, n - 1)
    y = box.bottom() - box.height() * up
    return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])


def paint_curve(painter: QPainter, curve: QPolygonF, color: QColor, width: float = 1.6) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, width))
    if curve.size() > 1:
        painter.drawPolyline(curve)


class Sparkline(QWidget):
    """A curve of one color, 64 × 22."""

    def __init__(self, name: str, parent: QWidget | None = None, *, log: bool = False) -> None:
        super().__init__(parent)
        self._log = log
        self._values: Array = np.empty(0)
        self._color = QColor()
        self.setAccessibleName(name)
        self.setMinimumSize(self.sizeHint())

    @property
    def values(self) -> Array:
        return self._values

    def sizeHint(self) -> QSize:
        return QSize(px(64), px(22))

    def show_values(self, values: Array, color: QColor) -> None:
        self._values, self._color = values, color
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(1, 2, -1, -2)
        paint_curve(painter, polyline(self._values, box, log=self._log), self._color)
        painter.end()
