"""The shapes of places with a name on a cost surface: minimum ●, saddle ✕, maximum ▲ and the rarer ones.

White inside a dark ring, so that they are seen on every color of the cost map; told apart by shape alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPainterPath, QTransform

from playground.appearance.theme import Theme
from playground.engine.landscape.landmark import EDGE_KINDS, LandmarkKind
from playground.plots.marks import WHITE, paint_halo, stroke_path

RING, LINE = 3.6, 2.2
STAMP = 24.0
"""Pixels across a mark that is kept as a picture, with room around it."""


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
        paint_halo(painter, theme, path, width)
    stroke_path(painter, theme.casing, path, width)
    if filled:
        painter.fillPath(path, WHITE)
    else:
        stroke_path(painter, WHITE, path, LINE)
    painter.restore()


def stamp_landmarks(painter: QPainter, theme: Theme, marks: Sequence[tuple[LandmarkKind, QPointF]]) -> None:
    """The same from memory, to the nearest pixel of the screen: many times as fast, for hundreds of marks."""
    ratio, half = painter.device().devicePixelRatioF(), STAMP / 2
    stamps = {kind: _stamp(kind, theme, ratio) for kind in {kind for kind, _ in marks}}
    for kind, at in marks:
        x, y = round((at.x() - half) * ratio) / ratio, round((at.y() - half) * ratio) / ratio
        painter.drawImage(QPointF(x, y), stamps[kind])


@cache
def _stamp(kind: LandmarkKind, theme: Theme, ratio: float) -> QImage:
    size = math.ceil(STAMP * ratio)
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    paint_landmark(painter, theme, kind, QPointF(STAMP / 2, STAMP / 2))
    painter.end()
    return image


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
