"""The frame that all flat plots share: axes, grid, mouse and keys, drawn by pyqtgraph."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsGridLayout, QWidget

from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.plots.axis import NumberAxis
from playground.plots.picture_frame import PictureFrame
from playground.plots.pixel_item import PixelItem, PixelMap
from playground.plots.plot_mouse import PlotMouse, Stroke

Range = tuple[float, float, float, float]
"""left, right, bottom, top in plotted coordinates"""

FARTHEST = 4e14
"""Farther out, Qt's transforms run out of numbers."""
ZOOM_KEY_FACTOR = 0.8
PAN_KEY_SHARE = 0.1


class PlotFrame(PictureFrame):
    """A flat plot, drawn by pyqtgraph.

    Signals:
        range_chosen(): a person zoomed or moved the view (mouse, wheel or keys).
        clicked(QPointF): plotted coordinates.
        hovered(QPointF | None): the plotted coordinates under the mouse; None when it has left.
    """

    range_chosen = Signal()
    hovered = Signal(object)
    clicked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, grid: bool = True) -> None:
        super().__init__(theme, parent)
        self.x_axis, self.y_axis = NumberAxis("bottom"), NumberAxis("left")
        self.view_box: Any = pg.ViewBox(enableMenu=False, enableMouse=False)
        self.widget: Any = pg.GraphicsView(self, background=theme.panel)
        self._mouse = PlotMouse(self.view_box, self.widget.viewport(), self)
        self._grid = PixelItem(self._paint_grid, z=-10.0)
        self._grid.setVisible(grid)
        self.add(self._grid)
        self._set_up_widget()
        self.set_body(self.widget)
        self._style_plot()

    def add(self, item: Any) -> None:
        """Put an item into the plot; automatic ranges never depend on items."""
        self.view_box.addItem(item, ignoreBounds=True)

    def set_grid_visible(self, visible: bool) -> None:
        self._grid.setVisible(visible)

    def set_axis_titles(self, x: str, y: str) -> None:
        self.x_axis.set_title(x)
        self.y_axis.set_title(y)

    @property
    def stroke(self) -> Stroke:
        """What the left button does while the plot is painted on."""
        return self._mouse.stroke

    @property
    def is_painted_on(self) -> bool:
        return self._mouse.paints

    def set_painted_on(self, painted: bool) -> None:
        """Let the left button paint instead of clicking and moving the view."""
        self._mouse.paints = painted
        shape = Qt.CursorShape.CrossCursor if painted else Qt.CursorShape.ArrowCursor
        self.widget.viewport().setCursor(shape)

    @property
    def inside(self) -> QRectF:
        """Where the plot is, axes apart, in the viewport's pixels."""
        return QRectF(self.view_box.sceneBoundingRect())

    def plotted(self, at: QPointF) -> QPointF:
        """The plotted coordinates of a place in the viewport's pixels."""
        return QPointF(self.view_box.mapSceneToView(at))

    @property
    def range(self) -> Range:
        (x0, x1), (y0, y1) = self.view_box.viewRange()
        return float(x0), float(x1), float(y0), float(y1)

    def set_range(self, x0: float, x1: float, y0: float, y1: float) -> None:
        """Show exactly this range; equal ends are moved apart, and ends beyond `FARTHEST` moved in."""
        if not np.all(np.isfinite((x0, x1, y0, y1))):
            return
        x0, x1, y0, y1 = np.clip((x0, x1, y0, y1), -FARTHEST, FARTHEST).tolist()
        (x0, x1), (y0, y1) = _apart(x0, x1), _apart(y0, y1)
        if (x0, x1, y0, y1) != self.range:
            self.view_box.setRange(xRange=(x0, x1), yRange=(y0, y1), padding=0, update=True)

    def scene_position(self, x: float, y: float) -> QPointF:
        """Where a plotted point is, in the scene's (and the widget's) pixels."""
        return QPointF(self.view_box.mapViewToScene(QPointF(x, y)))

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self._style_plot()
        self._grid.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Down: (0, -1),
            Qt.Key.Key_Up: (0, 1),
        }
        if event.key() == Qt.Key.Key_Home:
            self.fit_requested.emit()
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self._zoom(ZOOM_KEY_FACTOR if event.key() == Qt.Key.Key_Plus else 1 / ZOOM_KEY_FACTOR)
        elif event.key() in moves:
            self._pan(*moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _set_up_widget(self) -> None:
        # Not pyqtgraph's PlotWidget: it brings a form and eight menus with it, 15 ms of every plot's start.
        central = pg.GraphicsWidget()
        grid = QGraphicsGridLayout()
        grid.setContentsMargins(px(10), px(6), px(14), px(4))
        grid.setSpacing(0)
        central.setLayout(grid)
        grid.addItem(self.y_axis, 0, 0)
        grid.addItem(self.view_box, 0, 1)
        grid.addItem(self.x_axis, 1, 1)
        grid.setColumnStretchFactor(1, 100)
        grid.setRowStretchFactor(0, 100)
        for axis in (self.x_axis, self.y_axis):
            axis.linkToView(self.view_box)
        self.widget.setCentralItem(central)
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.widget.setFrameShape(self.widget.Shape.NoFrame)
        self.widget.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )
        self.widget.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.view_box.disableAutoRange()
        # Deeper, the numbers have no digits left for the axis.
        self.view_box.setLimits(minXRange=1e-9, minYRange=1e-9, maxXRange=1e15, maxYRange=1e15)
        self._mouse.moved.connect(self.range_chosen)
        self._mouse.double_clicked.connect(self.fit_requested)
        self._mouse.clicked.connect(self.clicked)
        self._mouse.hovered.connect(self.hovered)

    def _style_plot(self) -> None:
        self.widget.setBackground(self.theme.panel)
        font = text_font("caption", tabular=True)
        for axis in (self.x_axis, self.y_axis):
            axis.restyle(self.theme, font)

    def _zoom(self, factor: float) -> None:
        x0, x1, y0, y1 = self.range
        dx, dy = (1 - factor) * (x1 - x0) / 2, (1 - factor) * (y1 - y0) / 2
        self.set_range(x0 + dx, x1 - dx, y0 + dy, y1 - dy)
        self.range_chosen.emit()

    def _pan(self, x: int, y: int) -> None:
        x0, x1, y0, y1 = self.range
        dx, dy = PAN_KEY_SHARE * x * (x1 - x0), PAN_KEY_SHARE * y * (y1 - y0)
        self.set_range(x0 + dx, x1 + dx, y0 + dy, y1 + dy)
        self.range_chosen.emit()

    def _paint_grid(self, painter: QPainter, pixels: PixelMap) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(self.theme.grid), 1.0))
        left, right = pixels.bounds.left(), pixels.bounds.right()
        for value in self.y_axis.major_values():
            y = round(pixels.point(0.0, value).y())
            painter.drawLine(QPointF(left, y), QPointF(right, y))


def _apart(low: float, high: float) -> tuple[float, float]:
    if high > low:
        return low, high
    margin = max(1e-9, 1e-3 * abs(low))
    return low - margin, high + margin
