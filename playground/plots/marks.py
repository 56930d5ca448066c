"""The marks of a cost surface, drawn in device-independent pixels: balls, minima, start, chips.

Every mark has a white ring inside a dark one: on the cost map that, not its hue, makes it readable.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform

from playground.appearance.runner_marks import paint_runner, runner_color, runner_path
from playground.appearance.theme import Theme

Array = npt.NDArray[np.float64]

BALL_RADIUS = 5.5
STAR_RADIUS = 10.0
HALO = 3.0
CHIP_OPACITY = 0.88
CHIP_GAP = 12.0
WHITE = QColor("#ffffff")


def paint_ball(painter: QPainter, theme: Theme, index: int, at: QPointF, *, hollow: bool = False) -> None:
    """Where a runner is. ``hollow``: only its foot on the plane, the runner itself is elsewhere."""
    if not hollow:
        paint_runner(painter, theme, index, at, BALL_RADIUS, ringed=True)
        return
    path = QTransform.fromTranslate(at.x(), at.y()).scale(BALL_RADIUS, BALL_RADIUS).map(runner_path(index))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    veil = QColor(theme.casing)
    veil.setAlphaF(0.35)
    painter.fillPath(path, veil)
    painter.strokePath(path, QPen(QColor(theme.casing), 6.0))
    painter.strokePath(path, QPen(WHITE, 4.4))
    painter.strokePath(path, QPen(runner_color(theme, index), 2.2))
    painter.restore()


def paint_star(painter: QPainter, theme: Theme, at: QPointF, *, chosen: bool = False) -> None:
    """The lowest point found; ``chosen``: with a halo."""
    path = star_path(at, STAR_RADIUS)
    if chosen:
        paint_halo(painter, theme, path, 3.2)
    stroke_path(painter, theme.casing, path, 3.2)
    painter.fillPath(path, WHITE)


def paint_halo(painter: QPainter, theme: Theme, path: QPainterPath, width: float) -> None:
    """Around a mark that is stroked that wide: the chosen one."""
    stroke_path(painter, theme.casing, path, width + 2 * HALO + 2.4)
    stroke_path(painter, theme.accent, path, width + 2 * HALO)


def star_path(at: QPointF, radius: float) -> QPainterPath:
    path = QPainterPath()
    for i in range(10):
        r = radius if i % 2 == 0 else 0.46 * radius
        angle = math.pi * (i / 5 - 0.5)
        point = at + QPointF(r * math.cos(angle), r * math.sin(angle))
        if i == 0:
            path.moveTo(point)
        else:
            path.lineTo(point)
    path.closeSubpath()
    return path


def paint_start(painter: QPainter, theme: Theme, at: QPointF) -> None:
    """Where training began: a ring that leaves what is under it visible."""
    ring = QPainterPath()
    ring.addEllipse(at, 6.6, 6.6)
    stroke_path(painter, theme.casing, ring, 4.8)
    stroke_path(painter, WHITE, ring, 2.4)


def place_chip(at: QPointF, size: QSizeF, bounds: QRectF, avoid: Sequence[QRectF] = ()) -> QRectF:
    """The best place for a chip beside ``at``: right and left come before above and below."""
    w, h = size.width(), size.height()
    shifts = (
        (CHIP_GAP, -h / 2),
        (CHIP_GAP, -h - CHIP_GAP),
        (CHIP_GAP, CHIP_GAP),
        (-w - CHIP_GAP, -h / 2),
        (-w - CHIP_GAP, -h - CHIP_GAP),
        (-w - CHIP_GAP, CHIP_GAP),
        (-w / 2, -h - CHIP_GAP),
        (-w / 2, CHIP_GAP),
        (-w / 2, -h - 2 * CHIP_GAP),
        (-w / 2, 2 * CHIP_GAP),
    )
    return best_place(at, shifts, size, bounds, avoid)


def best_place(
    at: QPointF,
    shifts: Sequence[tuple[float, float]],
    size: QSizeF,
    bounds: QRectF,
    avoid: Sequence[QRectF],
) -> QRectF:
    """The first place that lies inside ``bounds`` and on nothing in ``avoid``, or the least bad one.

    ``shifts`` lead from ``at`` to the top left corner. A chip too large for ``bounds`` starts at their left.
    """
    w, h = size.width(), size.height()
    places: list[tuple[float, QRectF]] = []
    reach = QRectF()
    for dx, dy in shifts:
        x = max(bounds.left(), min(at.x() + dx, bounds.right() - w))
        y = max(bounds.top(), min(at.y() + dy, bounds.bottom() - h))
        rect = QRectF(x, y, w, h)
        places.append((abs(x - at.x() - dx) + abs(y - at.y() - dy), rect))
        reach = reach.united(rect)
    near = _edges([other for other in avoid if other.intersects(reach)])
    badness = 4.0 * np.array([moved for moved, _ in places])
    badness += _overlaps(_edges([rect for _, rect in places]), near)
    return places[int(badness.argmin())][1]


def _edges(rects: Sequence[QRectF]) -> Array:
    """Left, top, right and bottom of each; shape (n, 4)."""
    edges = [(rect.left(), rect.top(), rect.right(), rect.bottom()) for rect in rects]
    return np.array(edges, dtype=np.float64).reshape(-1, 4)


def _overlaps(rects: Array, others: Array) -> Array:
    """The area that each of ``rects`` (n, 4) has in common with all ``others`` (m, 4), one after another."""
    ends = np.minimum(rects[:, np.newaxis, 2:], others[:, 2:])
    sides = np.maximum(ends - np.maximum(rects[:, np.newaxis, :2], others[:, :2]), 0.0)
    return np.asarray(sides.prod(axis=2).sum(axis=1))


def chip_size(text: str, font: QFont) -> QSizeF:
    """Of one line or more."""
    metrics, lines = QFontMetricsF(font), text.split("\n")
    widest = max(metrics.horizontalAdvance(line) for line in lines)
    return QSizeF(
        math.ceil(widest) + 14.0, math.ceil(metrics.lineSpacing() * (len(lines) - 1) + metrics.height()) + 6.0
    )


def paint_chip(
    painter: QPainter, rect: QRectF, text: str, font: QFont, ground: QColor | str, ink: QColor | str
) -> None:
    """Text on a small rounded plate."""
    painter.save()
    color = QColor(ground)
    color.setAlphaF(CHIP_OPACITY)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(rect, 5.0, 5.0)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def paint_note(
    painter: QPainter,
    at: QPointF,
    text: str,
    font: QFont,
    bounds: QRectF,
    colors: tuple[QColor | str, QColor | str],
    avoid: Sequence[QRectF] = (),
) -> QRectF:
    """A chip beside ``at``, inside ``bounds`` and off ``avoid``. ``colors``: ground and ink."""
    rect = place_chip(at, chip_size(text, font), bounds.adjusted(4, 4, -4, -4), avoid)
    paint_chip(painter, rect, text, font, *colors)
    return rect


def stroke_path(painter: QPainter, color: QColor | str, path: QPainterPath, width: float) -> None:
    pen = QPen(QColor(color), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
