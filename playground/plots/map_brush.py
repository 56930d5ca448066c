"""Points painted and erased on the decision map, while the network learns from them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen

from playground.appearance.stroke_hand import Canvas, StrokeHand
from playground.appearance.target_colors import brush_color, brush_mark
from playground.appearance.text import px
from playground.document.easel import Easel
from playground.plots.pixel_item import PixelItem, PixelMap
from playground.plots.predictions_plot import MARK_RADIUS, PredictionsPlot

KEY_STEP = 8.0
"""Pixels by which an arrow key moves the brush"""
_STEPS = {
    Qt.Key.Key_Left: QPointF(-KEY_STEP, 0),
    Qt.Key.Key_Right: QPointF(KEY_STEP, 0),
    Qt.Key.Key_Down: QPointF(0, KEY_STEP),
    Qt.Key.Key_Up: QPointF(0, -KEY_STEP),
}


class MapBrush(QObject):
    """With a brush in hand, the left button paints; the wheel zooms and the middle button moves the map."""

    def __init__(self, plot: PredictionsPlot, easel: Easel) -> None:
        super().__init__(plot)
        self._plot, self._easel = plot, easel
        self._is_current = True
        self._place: QPointF | None = None
        """Where the brush is, in pixels: under the mouse, or where the keys have moved it"""
        self._hand = StrokeHand(easel, Canvas(plot.plotted, self._contains))
        self._layer = PixelItem(self._paint, z=6.0)
        plot.add(self._layer)
        plot.installEventFilter(self)
        plot.stroke.begun.connect(self._begin)
        plot.stroke.moved.connect(self._go_on)
        plot.stroke.ended.connect(self._hand.end)
        plot.hovered.connect(self._hover)
        easel.changed.connect(self.follow)
        easel.dabbed.connect(self._update)

    @property
    def is_on(self) -> bool:
        """Whether there is a brush in hand that can paint on what is shown."""
        return self._is_current and self._takes_mouse

    @property
    def _takes_mouse(self) -> bool:
        """Whether the left button paints, or will in a moment: until then it must not move the map."""
        picture, ground = self._plot.picture, self._easel.ground
        is_map = picture is not None and picture.heat is not None and not picture.neuron
        return is_map and ground is not None and self._easel.brush is not None

    def set_current(self, current: bool) -> None:
        """Whether the map belongs to what is painted on: that of another file comes a moment later."""
        self._is_current = current
        self.follow()

    def follow(self) -> None:
        """Another brush, or another picture."""
        if self._takes_mouse != self._plot.is_painted_on:
            self._place = None
            self._plot.set_painted_on(self._takes_mouse)
        self._update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or not self.is_on:
            return False
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._easel.put_away()
        elif key == Qt.Key.Key_Space:
            self._begin(self._present_place())
            self._hand.end()
        elif key in _STEPS:
            moved = self._present_place() + _STEPS[key]
            if self._contains(moved):
                self._place = moved
            self._update()
        else:
            return False
        return True

    def _present_place(self) -> QPointF:
        return self._plot.inside.center() if self._place is None else self._place

    def _contains(self, at: QPointF) -> bool:
        """Points are painted where the map is, not beside it."""
        heat = None if self._plot.picture is None else self._plot.picture.heat
        if heat is None or not self._plot.inside.contains(at):
            return False
        return QRectF(*heat.rect).contains(self._plot.plotted(at))

    def _begin(self, at: QPointF) -> None:
        if self.is_on:
            self._place = at
            self._hand.begin(at)

    def _go_on(self, at: QPointF) -> None:
        self._place = at
        self._hand.go_on(at)
        self._update()

    def _hover(self, plotted: QPointF | None) -> None:
        if self.is_on:
            self._place = None if plotted is None else self._plot.scene_position(plotted.x(), plotted.y())
            self._update()

    def _update(self) -> None:
        self._layer.update()

    def _paint(self, painter: QPainter, pixels: PixelMap) -> None:
        ground = self._easel.ground
        if not self.is_on or ground is None:
            return
        theme, easel = self._plot.theme, self._easel
        painter.setClipRect(pixels.bounds)
        painter.setPen(QPen(QColor(theme.panel), 1.6))
        painter.setBrush(brush_color(theme, easel, easel.chosen))
        mark = brush_mark(easel, MARK_RADIUS)
        for place in easel.added:
            painter.drawPath(mark.translated(pixels.point(*place)))
        painter.setPen(QPen(QColor(theme.panel), 2.0))
        painter.setBrush(QColor(theme.panel))
        for row in easel.erased:
            gone = pixels.point(float(ground.x.values[row]), float(ground.y.values[row]))
            painter.drawEllipse(gone, MARK_RADIUS + 1, MARK_RADIUS + 1)
        if self._place is not None:
            self._paint_brush(painter, self._place)

    def _paint_brush(self, painter: QPainter, at: QPointF) -> None:
        """How far it reaches, in a color that stands out from any map."""
        bristles = self._hand.bristles
        erases = self._easel.chosen.erases
        radius = px(bristles.rubber if erases else max(4.0, 2 * bristles.spray))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((self._plot.theme.panel, 3.0), (self._plot.theme.text, 1.2)):
            painter.setPen(QPen(QColor(color), width))
            painter.drawEllipse(at, radius, radius)
