"""Points that can be painted and erased: a stroke of the mouse, or the arrow keys and the space bar."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import floor, log10

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.panels.scatter import category_color, mark_path, share_color
from playground.panels.scatter_view import RADIUS, ScatterView

SPACING = 8.0
"""Pixels that the mouse moves between two points."""
SPRAY = 5.0
"""Standard deviation, in pixels, of a point from the mouse's way: a cloud rather than a line."""
RUBBER = 11.0
"""Radius of the eraser in pixels"""
KEY_STEP = 6.0
DIGITS = 3
"""A painted place is rounded to so many digits of the range."""


@dataclass(frozen=True)
class Brush:
    """Paints points of a ``category`` (its number), or of a ``share`` of the target's range, or erases."""

    category: int = 0
    share: float | None = None
    erases: bool = False


@dataclass
class Stroke:
    """What one stroke did: places (x, y) in the columns' units to add, and rows to erase."""

    added: list[tuple[float, float]] = field(default_factory=list)
    erased: set[int] = field(default_factory=set)


class PaintableScatter(ScatterView):
    """``stroke_ended(Stroke)``: with a brush in hand, a stroke was made that changes something."""

    stroke_ended = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._brush: Brush | None = None
        self._stroke: Stroke | None = None
        self._last = QPointF()
        self._cursor: QPointF | None = None
        self._random = np.random.default_rng(1)

    @property
    def brush(self) -> Brush | None:
        return self._brush

    def take(self, brush: Brush | None) -> None:
        """Take a brush in hand; None: put it away."""
        self._brush, self._stroke, self._cursor = brush, None, None
        self.setCursor(Qt.CursorShape.CrossCursor if brush else Qt.CursorShape.ArrowCursor)
        self.set_hovered(-1)
        self.update()

    # -- Qt's events --

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._brush is None:
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton and self.box().contains(event.position()):
            self._cursor = None
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._brush is None:
            super().mouseMoveEvent(event)
        elif self._stroke is not None:
            self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: QPointF(-KEY_STEP, 0),
            Qt.Key.Key_Right: QPointF(KEY_STEP, 0),
            Qt.Key.Key_Down: QPointF(0, KEY_STEP),
            Qt.Key.Key_Up: QPointF(0, -KEY_STEP),
        }.get(Qt.Key(event.key()))
        if self._brush is None or (step is None and event.key() != Qt.Key.Key_Space):
            super().keyPressEvent(event)
            return
        cursor = self.box().center() if self._cursor is None else self._cursor
        if step is not None:
            moved = cursor + step
            self._cursor = moved if self.box().contains(moved) else cursor
            self.update()
        else:
            self._begin(cursor)
            self._end()
            self._cursor = cursor

    # -- a stroke --

    def _begin(self, at: QPointF) -> None:
        self._stroke, self._last = Stroke(), at
        self._touch(at)

    def _go_on(self, at: QPointF) -> None:
        way = at - self._last
        length = float(np.hypot(way.x(), way.y()))
        steps = int(length // px(SPACING))
        for i in range(1, steps + 1):
            place = self._last + way * (i * px(SPACING) / length)
            if self._brush is not None and not self._brush.erases:
                place += QPointF(*self._random.normal(0, px(SPRAY), 2).tolist())
            if self.box().contains(place):
                self._touch(place)
        if steps:
            self._last += way * (steps * px(SPACING) / length)

    def _touch(self, at: QPointF) -> None:
        """One dab of the brush."""
        points, stroke, brush = self.points, self._stroke, self._brush
        if points is None or stroke is None or brush is None:
            return
        box = self.box()
        if brush.erases:
            places = points.shares() * (box.width(), -box.height()) + (box.left(), box.bottom())
            near = np.hypot(*(places - (at.x(), at.y())).T) <= px(RUBBER)
            stroke.erased.update(points.rows[near].tolist())
        else:
            x0, x1, y0, y1 = points.limits
            x = x0 + (at.x() - box.left()) / box.width() * (x1 - x0)
            y = y0 + (box.bottom() - at.y()) / box.height() * (y1 - y0)
            stroke.added.append((_rounded(x, x1 - x0), _rounded(y, y1 - y0)))
        self.update()

    def _end(self) -> None:
        stroke, self._stroke = self._stroke, None
        self.update()
        if stroke is not None and (stroke.added or stroke.erased):
            self.stroke_ended.emit(stroke)

    def paint_over(self, painter: QPainter) -> None:
        if self._stroke is not None:
            self._paint_stroke(painter, self._stroke)
        if self._cursor is not None:
            painter.setPen(QPen(QColor(self.theme.accent), 1.5))
            x, y, arm = self._cursor.x(), self._cursor.y(), px(7)
            painter.drawLine(QPointF(x - arm, y), QPointF(x + arm, y))
            painter.drawLine(QPointF(x, y - arm), QPointF(x, y + arm))

    def _paint_stroke(self, painter: QPainter, stroke: Stroke) -> None:
        points, brush = self.points, self._brush
        assert points is not None
        assert brush is not None
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush_color(self.theme, brush, points.n_categories))
        path = mark_path(max(0, brush.category) if brush.share is None else 0, px(RADIUS))
        box = self.box()
        for place in stroke.added:
            x, y = points.share_of(*place)
            at = QPointF(box.left() + x * box.width(), box.bottom() - y * box.height())
            painter.drawPath(path.translated(at))
        painter.setBrush(QColor(self.theme.canvas))
        for row in stroke.erased:
            gone = self.place(row)
            if gone is not None:
                painter.drawEllipse(gone, px(RADIUS) + 1.5, px(RADIUS) + 1.5)


def brush_color(theme: Theme, brush: Brush, n_categories: int) -> QColor:
    """The color of what a brush paints."""
    if brush.erases:
        return QColor(theme.muted)
    if brush.share is not None:
        return share_color(theme, brush.share)
    return category_color(theme, brush.category, n_categories)


def _rounded(value: float, span: float) -> float:
    return round(value, DIGITS - 1 - floor(log10(span))) + 0.0
