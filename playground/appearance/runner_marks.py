"""The color and the shape of every runner: always both, so that neither has to be told apart alone."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QWidget

from playground.appearance.theme import Theme

SHAPE_NAMES: Final = ("circle", "diamond", "triangle", "square", "pentagon", "hexagon")
_POLYGONS: Final = {
    # corners, first corner's angle in degrees (y down), radius: areas look alike beside a circle of radius 1
    1: (4, -90.0, 1.22),
    2: (3, -90.0, 1.36),
    3: (4, -45.0, 1.24),
    4: (5, -90.0, 1.14),
    5: (6, 0.0, 1.10),
}


def runner_color(theme: Theme, index: int) -> QColor:
    """The color of the runner at that place in the list; repeats after the sixth."""
    return QColor(theme.runner_colors[index % len(theme.runner_colors)])


def runner_path(index: int) -> QPainterPath:
    """The shape of the runner at that place, around the origin, about the size of a circle of radius 1."""
    path = QPainterPath()
    shape = index % len(SHAPE_NAMES)
    if shape == 0:
        path.addEllipse(QRectF(-1, -1, 2, 2))
        return path
    corners, first, radius = _POLYGONS[shape]
    # An upright triangle's centroid lies low in its box; move it so that marks align.
    lift = 0.18 if corners == 3 else 0.0
    for corner in range(corners):
        angle = math.radians(first + 360.0 * corner / corners)
        point = QPointF(radius * math.cos(angle), radius * math.sin(angle) + lift)
        if corner == 0:
            path.moveTo(point)
        else:
            path.lineTo(point)
    path.closeSubpath()
    return path


def paint_runner(
    painter: QPainter, theme: Theme, index: int, center: QPointF, radius: float, *, ringed: bool = False
) -> None:
    """Draw a runner's mark; ``ringed`` puts it in a white ring inside a dark one, for the cost map."""
    path = QTransform.fromTranslate(center.x(), center.y()).scale(radius, radius).map(runner_path(index))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if ringed:
        for color, width in ((theme.casing, 5.0), ("#ffffff", 3.0)):
            pen = QPen(QColor(color), width)
            painter.strokePath(path, pen)
    painter.fillPath(path, runner_color(theme, index))
    painter.restore()


class RunnerMark(QWidget):
    """A small widget that shows a runner's mark: legends, lists."""

    def __init__(self, index: int, theme: Theme, size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._index = index
        self._theme = theme
        self.setFixedSize(QSize(size, size))
        self.setAccessibleName(SHAPE_NAMES[index % len(SHAPE_NAMES)])

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        center = QPointF(self.width() / 2, self.height() / 2)
        paint_runner(painter, self._theme, self._index, center, 0.38 * self.width())
        painter.end()
