"""Points that can be painted and erased: a stroke of the mouse, or the arrow keys and the space bar."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.appearance.stroke_hand import Canvas, StrokeHand
from playground.appearance.target_colors import brush_color, brush_mark
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.document.easel import Brush, Easel
from playground.panels.scatter_view import RADIUS, ScatterView

KEY_STEP = 6.0
"""Pixels by which an arrow key moves the brush"""


class PaintableScatter(ScatterView):
    """``put_away()``: a person has ended painting by the keyboard."""

    put_away = Signal()

    def __init__(self, easel: Easel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._easel = easel
        self._is_plane = False
        self._painting = False
        self._cursor: QPointF | None = None
        self._hand = StrokeHand(easel, Canvas(self._plotted, self._contains))
        easel.dabbed.connect(self.update)
        easel.changed.connect(self._follow_easel)

    @property
    def brush(self) -> Brush | None:
        """What is in hand, if it can paint on these axes."""
        return self._easel.brush if self._is_plane else None

    def show_axes(self, *, are_plane: bool) -> None:
        """Whether the two columns shown are all that a row is known by."""
        self._is_plane = are_plane
        self._follow_easel()

    def _follow_easel(self) -> None:
        if self.brush is None:
            self._painting, self._cursor = False, None
        self.setCursor(Qt.CursorShape.CrossCursor if self.brush else Qt.CursorShape.ArrowCursor)
        if self.brush is not None:
            self.set_hovered(-1)
        self.update()

    def _contains(self, at: QPointF) -> bool:
        return self.box().contains(at)

    def _plotted(self, at: QPointF) -> QPointF:
        """In the units of the ground's axes, whichever of them goes to the right here."""
        points, ground = self.points, self._easel.ground
        assert points is not None
        assert ground is not None
        box = self.box()
        x0, x1, y0, y1 = points.limits
        x = x0 + (at.x() - box.left()) / box.width() * (x1 - x0)
        y = y0 + (box.bottom() - at.y()) / box.height() * (y1 - y0)
        return QPointF(x, y) if points.x.name == ground.x.name else QPointF(y, x)

    # -- Qt's events --

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.brush is None or self.points is None:
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton and self._contains(event.position()):
            self._cursor, self._painting = None, True
            self._hand.begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.brush is None:
            super().mouseMoveEvent(event)
        elif self._painting:
            self._hand.go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._painting and event.button() == Qt.MouseButton.LeftButton:
            self._painting = False
            self._hand.end()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: QPointF(-KEY_STEP, 0),
            Qt.Key.Key_Right: QPointF(KEY_STEP, 0),
            Qt.Key.Key_Down: QPointF(0, KEY_STEP),
            Qt.Key.Key_Up: QPointF(0, -KEY_STEP),
        }.get(Qt.Key(event.key()))
        is_dab = event.key() == Qt.Key.Key_Space
        if self.brush is not None and event.key() == Qt.Key.Key_Escape:
            self.put_away.emit()
        elif self.brush is None or not (step or is_dab):
            super().keyPressEvent(event)
        else:
            cursor = self.box().center() if self._cursor is None else self._cursor
            if step is not None:
                moved = cursor + step
                self._cursor = moved if self._contains(moved) else cursor
                self.update()
            else:
                self._hand.begin(cursor)
                self._hand.end()
                self._cursor = cursor

    def paint_over(self, painter: QPainter) -> None:
        if self.brush is not None:
            self._paint_stroke(painter)
        if self._cursor is not None:
            painter.setPen(QPen(QColor(self.theme.accent), 1.5))
            x, y, arm = self._cursor.x(), self._cursor.y(), px(7)
            painter.drawLine(QPointF(x - arm, y), QPointF(x + arm, y))
            painter.drawLine(QPointF(x, y - arm), QPointF(x, y + arm))

    def _paint_stroke(self, painter: QPainter) -> None:
        """What is not in the table yet."""
        points, ground, easel = self.points, self._easel.ground, self._easel
        if points is None or ground is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush_color(self.theme, easel, easel.chosen))
        path, box = brush_mark(easel, px(RADIUS)), self.box()
        for place in easel.added:
            x, y = points.share_of(*(place if points.x.name == ground.x.name else place[::-1]))
            at = QPointF(box.left() + x * box.width(), box.bottom() - y * box.height())
            painter.drawPath(path.translated(at))
        painter.setBrush(QColor(self.theme.canvas))
        for row in easel.erased:
            gone = self.place(row)
            if gone is not None:
                painter.drawEllipse(gone, px(RADIUS) + 1.5, px(RADIUS) + 1.5)
