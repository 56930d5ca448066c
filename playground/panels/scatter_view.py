"""Points of two columns, colored by the target: the one under the mouse and the chosen one stand out."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.appearance.numbers import format_count, format_setting
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.data.columns import Column
from playground.document.painting import range_of
from playground.panels.scatter import Scatter, paint_points, place_in

LEAST_HEIGHT, MOST_HEIGHT = 150, 340
SHAPE = 0.72
"""Height per width"""
RADIUS = 2.4
RING = 5.5
CATCH = 9.0
"""Pixels from the mouse within which a point is picked."""


class ScatterView(QWidget):
    """Signals:
    row_hovered(row): the row of the point under the mouse, −1 for none.
    row_chosen(row): a point was clicked, or reached by the arrow keys.
    """

    row_hovered = Signal(int)
    row_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._points: Scatter | None = None
        self._pixmap: QPixmap | None = None
        self._hovered = self._chosen = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(px(LEAST_HEIGHT))
        self.setToolTip("Points\nClick one, or walk with the arrow keys, to follow its row.")

    @property
    def points(self) -> Scatter | None:
        return self._points

    @property
    def hovered(self) -> int:
        return self._hovered

    def show_points(self, points: Scatter | None) -> None:
        self._points = points
        self._hovered = -1
        self._refresh()
        if points is not None:
            n = format_count(len(points.rows))
            self.setAccessibleName(f"Points: {points.y.label} over {points.x.label}, {n} rows")

    def set_hovered(self, row: int) -> None:
        """Let a row's point stand out, without reporting it; −1 for none."""
        if row != self._hovered:
            self._hovered = row
            self.update()

    def set_chosen(self, row: int | None) -> None:
        self._chosen = -1 if row is None else row
        self.update()

    def restyle(self, theme: Theme) -> None:
        self.theme = theme
        self._refresh()

    def box(self) -> QRectF:
        """Where the points are drawn."""
        text = QFontMetrics(text_font("caption")).height()
        return QRectF(self.rect()).adjusted(px(8), px(8), -px(8), -px(8) - text)

    def place(self, row: int) -> QPointF | None:
        """Where a row's point stands, drawn or not; None if it has none."""
        points = self._points
        if points is None or not 0 <= row < len(points.x):
            return None
        if points.x.is_missing(row) or points.y.is_missing(row):
            return None
        share = points.share_of(float(points.x.values[row]), float(points.y.values[row]))
        return place_in(self.box(), share)

    def row_at(self, at: QPointF) -> int:
        """The row of the nearest drawn point, −1 if none is near."""
        if self._points is None or not len(self._points.rows):
            return -1
        box = self.box()
        places = self._points.shares() * (box.width(), -box.height()) + (box.left(), box.bottom())
        away = np.hypot(*(places - (at.x(), at.y())).T)
        nearest = int(np.argmin(away))
        return int(self._points.rows[nearest]) if away[nearest] <= px(CATCH) else -1

    # -- Qt's events --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(min(px(MOST_HEIGHT), max(px(LEAST_HEIGHT), round(SHAPE * self.width()))))
        self._refresh()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.row_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.row_chosen.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Down: (1, -1),
            Qt.Key.Key_Up: (1, 1),
        }.get(Qt.Key(event.key()))
        if step is None or self._points is None or not len(self._points.rows):
            super().keyPressEvent(event)
        else:
            self.row_chosen.emit(self._next(*step))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.theme
        focused = self.hasFocus()
        painter.setPen(QPen(QColor(theme.accent if focused else theme.border), 2.0 if focused else 1.0))
        painter.setBrush(QColor(theme.canvas))
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        bottom = QFontMetrics(text_font("caption")).height()
        painter.drawRoundedRect(frame.adjusted(0, 0, 0, -bottom), 6, 6)
        if self._points is not None:
            painter.drawPixmap(0, 0, self._drawn(self._points))
            self._paint_ring(painter, self._points, self._hovered, theme.text)
            self._paint_ring(painter, self._points, self._chosen, theme.accent)
            self._paint_limits(painter, self._points)
        self.paint_over(painter)
        painter.end()

    def paint_over(self, painter: QPainter) -> None:
        """For what is drawn on top."""

    def _refresh(self) -> None:
        self._pixmap = None
        self.update()

    def _drawn(self, points: Scatter) -> QPixmap:
        """The points, painted again only when they, the size or the colors change."""
        if self._pixmap is None:
            ratio = self.devicePixelRatioF()
            self._pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._pixmap)
            paint_points(painter, points, self.theme, self.box(), _radius())
            painter.end()
        return self._pixmap

    def _paint_ring(self, painter: QPainter, points: Scatter, row: int, color: str) -> None:
        """Around a point that stands out; of a large table it may not be among those drawn."""
        place = self.place(row)
        if place is not None:
            if row not in points.rows:
                paint_points(painter, points.with_rows(np.array([row])), self.theme, self.box(), _radius())
            painter.setPen(QPen(QColor(color), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, px(RING), px(RING))

    def _paint_limits(self, painter: QPainter, points: Scatter) -> None:
        """From where to where the points reach, below them."""
        painter.setFont(text_font("caption", tabular=True))
        painter.setPen(QColor(self.theme.muted))
        height = painter.fontMetrics().height()
        row = QRectF(px(2), self.height() - height, self.width() - px(4), height)
        left, right = (f"{_range(column)}" for column in (points.x, points.y))
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft, f"→ {left}")
        painter.drawText(row, Qt.AlignmentFlag.AlignRight, f"↑ {right}")

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self.set_hovered(row)
            self.row_hovered.emit(row)

    def _next(self, axis: int, step: int) -> int:
        """The row of the next point to the left, the right, below or above of the chosen one."""
        assert self._points is not None
        order = self._points.rows[np.argsort(self._points.xy[:, axis], kind="stable")]
        found = np.flatnonzero(order == self._chosen)
        if not len(found):
            return int(order[0])
        return int(order[min(len(order) - 1, max(0, int(found[0]) + step))])


def _radius() -> float:
    return px(10 * RADIUS) / 10


def _range(column: Column) -> str:
    low, high = (format_setting(value, 3) for value in range_of(column))
    return f"{low} … {high}"
