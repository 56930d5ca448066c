"""The shapes of places with a name on a cost surface: minimum ●, saddle ✕, maximum ▲ and the rarer ones.

White inside a dark ring, so that they are seen on every color of the cost map; told apart by shape alone.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from playground.appearance.theme import Theme
from playground.engine.landscape.landmark import EDGE_KINDS, Landmark, LandmarkKind

WHITE = QColor("#ffffff")
RING, LINE = 3.6, 2.2
HALO = 3.0

NAMES: dict[LandmarkKind, str] = {
    "minimum": "minimum",
    "saddle": "saddle",
    "maximum": "maximum",
    "valley": "valley",
    "kink": "minimum on a kink",
    "boundary": "lowest on the edge",
    "runs to infinity": "falls for ever",
}
"""As a legend says it; all kinds in the order of a legend."""


def landmark_text(landmark: Landmark) -> str:
    """The kind in words, as a table says it."""
    return {
        "minimum": "minimum: it rises all around",
        "saddle": "saddle: it rises one way, falls the other",
        "maximum": "maximum: it falls all around",
        "valley": "valley: level along a line" if landmark.flat < 2 else "valley: a level area",
        "kink": "minimum on a kink: the slope jumps",
        "boundary": "on the edge: it falls on outside",
        "runs to infinity": "on the edge: it falls for ever",
    }[landmark.kind]


def paint_landmark(
    painter: QPainter,
    theme: Theme,
    kind: LandmarkKind,
    at: QPointF,
    *,
    outward: float = 0.0,
    chosen: bool = False,
) -> None:
    """``outward``: the angle, clockwise from the right, that leads out of the window. ``chosen``: with a halo
    in the accent color."""
    turned = QTransform.fromTranslate(at.x(), at.y())
    if kind in EDGE_KINDS:
        turned.rotateRadians(outward)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path, filled = _shape(kind)
    path = turned.map(path)
    width = RING if filled else LINE + 2.4
    if chosen:
        _stroke(painter, theme.panel, path, width + 2 * HALO + 2.4)
        _stroke(painter, theme.accent, path, width + 2 * HALO)
    _stroke(painter, theme.casing, path, width)
    if filled:
        painter.fillPath(path, WHITE)
    else:
        _stroke(painter, WHITE, path, LINE)
    painter.restore()


@cache
def _shape(kind: LandmarkKind) -> tuple[QPainterPath, bool]:
    """A path around (0, 0), and whether it is an area; on an edge that lies at its right."""
    path = QPainterPath()
    if kind == "minimum":
        path.addEllipse(QPointF(0, 0), 4.2, 4.2)
    elif kind == "maximum":
        path = _line((0, -5.6), (5.2, 3.8), (-5.2, 3.8), (0, -5.6))
    elif kind == "valley":
        path.addRoundedRect(QRectF(-7.5, -2.6, 15.0, 5.2), 2.6, 2.6)
    elif kind == "boundary":
        path.moveTo(0, -6.4)
        path.arcTo(QRectF(-6.4, -6.4, 12.8, 12.8), 90, 180)
        path.closeSubpath()
    elif kind == "saddle":
        path = _line((-4, -4), (4, 4))
        path.addPath(_line((4, -4), (-4, 4)))
    elif kind == "kink":
        path = _line((-5.4, -4.4), (0, 4.2), (5.4, -4.4))
    else:
        path = _line((-13, 0), (-1.5, 0))
        path.addPath(_line((-6.5, -5), (-1.5, 0), (-6.5, 5)))
    return path, kind in ("minimum", "maximum", "valley", "boundary")


def _line(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(*point)
    return path


def _stroke(painter: QPainter, color: QColor | str, path: QPainterPath, width: float) -> None:
    pen = QPen(QColor(color), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, pen)
