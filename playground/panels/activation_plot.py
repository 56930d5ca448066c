"""The curve of an activation with the present point on it, and the zones in which it hardly learns."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.appearance.numbers import format_number, format_setting
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.engine.activations import ACTIVATIONS
from playground.panels.neuron_sum import NeuronSum, activation_curve, flat_zones

REACH = {"sigmoid": 7.0}
USUAL_REACH = 4.0
CURVE_POINTS = 241
TANGENT = 26
"""Half the length of the line that shows the slope."""
JUMPS = frozenset({"threshold", "perceptron", "straight_through"})


class ActivationPlot(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._total: NeuronSum | None = None
        self.setFixedHeight(px(148))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def point(self) -> tuple[float, float] | None:
        """Sum and output of the point on the curve."""
        return None if self._total is None else (self._total.z, self._total.output)

    def show_point(self, total: NeuronSum) -> None:
        self._total = total
        activation = ACTIVATIONS[total.activation]
        self.setToolTip(
            f"{activation.label}: {activation.formula}\n{activation.good_for}\n{activation.beware}"
        )
        self.setAccessibleName(
            f"{activation.label} at z = {format_number(total.z)}: output {format_number(total.output)}, "
            f"slope {format_number(total.slope)}"
        )
        self.update()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(220), px(148))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        total = self._total
        if total is not None and math.isfinite(total.z) and math.isfinite(total.output):
            _Drawing(self._theme, total, QRectF(self.rect())).paint(painter)
        painter.end()


class _Drawing:
    """One picture of the curve: the same scales for all of its parts."""

    def __init__(self, theme: Theme, total: NeuronSum, place: QRectF) -> None:
        self.theme, self.total = theme, total
        self.name, self.z, self.output = total.activation, total.z, total.output
        reach = max(REACH.get(self.name, USUAL_REACH), 1.15 * abs(self.z))
        self.low, self.high = -reach, reach
        self.sums = np.linspace(self.low, self.high, CURVE_POINTS)
        if self.name in JUMPS:  # a jump is drawn upright
            self.sums = np.insert(self.sums, CURVE_POINTS // 2, -1e-9)
        self.values = activation_curve(self.name, self.sums, total.rivals)
        self.bottom, self.top = float(self.values.min()), float(self.values.max())
        if not self.top > self.bottom:  # a rival so strong that nothing gets through
            self.top = self.bottom + 1.0
        self.box = place.adjusted(px(28), px(8), -px(8), -px(20))
        self.inner = self.box.adjusted(0, px(6), 0, -px(6))

    def x(self, z: float) -> float:
        return self.box.left() + self.box.width() * (z - self.low) / (self.high - self.low)

    def y(self, value: float) -> float:
        return self.inner.bottom() - self.inner.height() * (value - self.bottom) / (self.top - self.bottom)

    def curve(self) -> QPolygonF:
        inner = self.inner
        x = inner.left() + inner.width() * (self.sums - self.low) / (self.high - self.low)
        y = inner.bottom() - inner.height() * (self.values - self.bottom) / (self.top - self.bottom)
        return QPolygonF([QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)])

    def paint(self, painter: QPainter) -> None:
        self._paint_zones(painter)
        self._paint_grid(painter)
        painter.setPen(QPen(QColor(self.theme.text), 2.0))
        painter.drawPolyline(self.curve())
        self._paint_tangent(painter)
        self._paint_point(painter)

    def _paint_zones(self, painter: QPainter) -> None:
        painter.setFont(text_font("caption"))
        label = "saturated" if self.bottom < 0 or self.name in ("sigmoid", "softmax") else "flat"
        for left, right in flat_zones(self.name, self.low, self.high, self.total.rivals):
            zone = QRectF(self.x(left), self.box.top(), self.x(right) - self.x(left), self.box.height())
            painter.fillRect(zone, QColor(self.theme.sunken))
            if painter.fontMetrics().horizontalAdvance(label) <= zone.width() + px(20):
                painter.setPen(QColor(self.theme.muted))
                at_right = left > 0
                width = zone.width() + px(20)
                top = self.box.center().y() + px(2)
                if abs(self.y(self.output) - top - px(8)) < px(10):  # clear of the dashed line
                    top += px(16)
                start = zone.right() - width if at_right else zone.left()
                place = QRectF(start, top, width, px(18)).adjusted(px(4), 0, -px(4), 0)
                side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
                painter.drawText(place, side, label)

    def _paint_grid(self, painter: QPainter) -> None:
        painter.setFont(text_font("caption", tabular=True))
        for value in self._ticks():
            y = self.y(value)
            painter.fillRect(QRectF(self.box.left(), y - 0.5, self.box.width(), 1), QColor(self.theme.grid))
            painter.setPen(QColor(self.theme.muted))
            place = QRectF(0, y - px(8), self.box.left() - px(6), px(16))
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, format_setting(value, 2)
            )
        painter.fillRect(
            QRectF(self.x(0) - 0.5, self.box.top(), 1, self.box.height()), QColor(self.theme.grid)
        )

    def _ticks(self) -> tuple[float, ...]:
        low, high = ACTIVATIONS[self.name].value_range
        if np.isfinite(low) and np.isfinite(high):
            return (low, 0.0, high) if low < 0 else (low, (low + high) / 2, high)
        step = 10.0 ** math.floor(math.log10(max(self.top, 1e-12)))
        top = math.floor(self.top / step) * step
        return (-top, 0.0, top) if self.bottom < 0 else (0.0, top)

    def _paint_tangent(self, painter: QPainter) -> None:
        """The slope at the present point, as a line of fixed length along it."""
        across = self.box.width() / (self.high - self.low)
        up = -self.total.slope * self.inner.height() / (self.top - self.bottom)
        along = QPointF(across, up) * (px(TANGENT) / math.hypot(across, up))
        point = QPointF(self.x(self.z), self.y(self.output))
        painter.setPen(QPen(QColor(self.theme.accent), 1.5))
        painter.drawLine(point - along, point + along)

    def _paint_point(self, painter: QPainter) -> None:
        accent = QColor(self.theme.accent)
        point = QPointF(self.x(self.z), self.y(self.output))
        pen = QPen(accent, 1.5, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 2.5])
        painter.setPen(pen)
        painter.drawLine(QPointF(self.box.left(), point.y()), point)
        painter.drawLine(QPointF(point.x(), self.box.bottom() + px(2)), point)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(point, px(5), px(5))
        painter.setPen(accent)
        painter.setFont(text_font("caption", medium=True, tabular=True))
        text = f"z = {format_number(self.z)}"
        width = painter.fontMetrics().horizontalAdvance(text)
        left = min(max(self.box.left(), point.x() - width / 2), self.box.right() + px(8) - width)
        place = QRectF(left, self.box.bottom() + px(3), width + 2, px(16))
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
