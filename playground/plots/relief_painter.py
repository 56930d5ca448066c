"""Paints the hills of a cost surface in space, with contour lines, floor and axes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from playground.appearance.color_maps import viridis_lut
from playground.appearance.text import text_font
from playground.appearance.theme import Theme
from playground.plots.axis_titles import AxisTitle
from playground.plots.contours import contour_lines
from playground.plots.pixel_item import draw_polyline
from playground.plots.relief_geometry import Camera, Facets, Relief, facets, near_edges
from playground.plots.slice_picture import SlicePicture
from playground.plots.ticks import axis_ticks

Array = npt.NDArray[np.float64]

SUPERSAMPLING = 2
"""Facets are painted this much larger without antialiasing, which would leave hairlines between them."""
CONTOUR_OPACITY = 0.34
FLOOR_LINES = 4
TICK_GAP, NAME_GAP = 5.0, 4.0
TEXT_DEPTH = 22.0
"""Half the pixels that an axis' numbers and name take beside its edge, about."""
CORNER = 0.04
"""Of an edge: so near its end there would be two numbers in one place."""
LONGER_THAN_EDGE = 1.3
"""An axis' name may reach beyond its edge."""


@dataclass(frozen=True)
class View:
    """A camera and where its picture goes: pixels = middle + scale · (right, −up)."""

    camera: Camera
    scale: float
    middle: tuple[float, float]

    def pixels(self, points: Array) -> Array:
        """(n, 3) in space → (n, 2) pixels."""
        return self.flat(self.camera.project(points))

    def flat(self, projected: Array) -> Array:
        return np.asarray(np.array(self.middle) + self.scale * projected * (1.0, -1.0))


def paint_hills(
    size: QSize, ratio: float, theme: Theme, view: View, picture: SlicePicture, relief: Relief, stride: int
) -> QImage:
    """Everything that stays as it is while runners move; ``size`` in pixels, ``ratio`` of the screen.

    ``stride`` as in `facets`.
    """
    image = _facets_image(size, ratio, theme, view, facets(relief, view.camera, stride))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    points = relief.to_space(contour_lines(picture))
    points[~relief.visible(points, view.camera)] = np.nan
    color = QColor("#ffffff")
    color.setAlphaF(CONTOUR_OPACITY)
    painter.setPen(QPen(color, 1.0))
    draw_polyline(painter, view.pixels(points))
    _paint_axes(painter, theme, view, picture)
    painter.end()
    return image


def _facets_image(size: QSize, ratio: float, theme: Theme, view: View, shown: Facets) -> QImage:
    large = QImage(size * ratio * SUPERSAMPLING, QImage.Format.Format_RGB32)
    large.fill(QColor(theme.panel))
    painter = QPainter(large)
    painter.scale(ratio * SUPERSAMPLING, ratio * SUPERSAMPLING)
    _paint_floor(painter, theme, view)
    _paint_facets(painter, view, shown)
    painter.end()
    image = large.scaled(
        size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    image.setDevicePixelRatio(ratio)
    return image


def _paint_facets(painter: QPainter, view: View, shown: Facets) -> None:
    lut = viridis_lut()[:, :3].astype(np.float64)
    rgb = lut[np.rint(np.clip(shown.share, 0.0, 1.0) * 255).astype(np.int64)] * shown.light[:, None]
    red, green, blue = np.clip(np.rint(rgb), 0, 255).astype(np.int64).T
    corners = arrayToQPolygonF(*np.ascontiguousarray(view.flat(shown.corners.reshape(-1, 2)).T))
    painter.setPen(Qt.PenStyle.NoPen)
    for i, color in enumerate((0xFF000000 | red << 16 | green << 8 | blue).tolist()):
        painter.setBrush(QColor.fromRgb(color))
        painter.drawConvexPolygon(corners.mid(4 * i, 4))


def _paint_floor(painter: QPainter, theme: Theme, view: View) -> None:
    painter.setPen(QPen(QColor(theme.grid), 1.0))
    for t in np.linspace(-1.0, 1.0, FLOOR_LINES + 1).tolist():
        for line in ([[t, -1.0, 0.0], [t, 1.0, 0.0]], [[-1.0, t, 0.0], [1.0, t, 0.0]]):
            draw_polyline(painter, view.pixels(np.array(line)))


def _paint_axes(painter: QPainter, theme: Theme, view: View, picture: SlicePicture) -> None:
    left, bottom, width, height = picture.rect
    edges = near_edges(view.camera)
    # Where both axes meet there is room for the first one's number only.
    meets_at_low_end = bool(np.any(np.all(edges[0] == edges[1][0], axis=1)))
    for axis, (low, length) in enumerate(((left, width), (bottom, height))):
        most = min(5, max(2, int(np.hypot(*np.diff(view.pixels(edges[axis]), axis=0)[0]) / 38)))
        ticks = axis_ticks(low, low + length, most, logarithmic=picture.surface.plane.logarithmic)
        shares = [((place - low) / length, text) for place, text in ticks]
        if axis == 1:
            shares = [each for each in shares if abs(each[0] - (not meets_at_low_end)) > CORNER]
        _paint_axis(painter, theme, view, edges[axis], shares, picture.axis_titles[axis])


def _paint_axis(
    painter: QPainter, theme: Theme, view: View, edge: Array, ticks: list[tuple[float, str]], title: AxisTitle
) -> None:
    """A near edge (2, 3) of the floor with its numbers (share of the edge, text) and, along it, its name."""
    ends = view.pixels(edge)
    painter.setPen(QPen(QColor(theme.control), 1.2))
    draw_polyline(painter, ends)
    outward = _outward(ends, view)
    painter.setFont(text_font("caption", tabular=True))
    painter.setPen(QColor(theme.muted))
    metrics = QFontMetricsF(painter.font())
    farthest = 0.0
    for share, text in ticks:
        half = (metrics.horizontalAdvance(text) / 2, metrics.height() / 2)
        reach = abs(outward[0]) * half[0] + abs(outward[1]) * half[1]
        farthest = max(farthest, 2 * reach)
        at = ends[0] + share * (ends[1] - ends[0]) + (TICK_GAP + reach) * outward
        box = QRectF(at[0] - half[0] - 1, at[1] - half[1], 2 * half[0] + 2, 2 * half[1])
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), text)
    painter.setFont(text_font("label", medium=True))
    painter.setPen(QColor(theme.text))
    height = QFontMetricsF(painter.font()).height()
    _paint_along(painter, ends, (TICK_GAP + farthest + NAME_GAP + height / 2) * outward, title)


def axis_areas(view: View) -> list[QRectF]:
    """Where the numbers and names of the axes stand, as squares along them: chips keep off."""
    areas = []
    for edge in near_edges(view.camera):
        ends = view.pixels(edge)
        count = max(1, round(float(np.hypot(*(ends[1] - ends[0]))) / TEXT_DEPTH))
        reach = TEXT_DEPTH * _outward(ends, view)
        for share in (np.arange(count) + 0.5) / count:
            x, y = (ends[0] + share * (ends[1] - ends[0]) + reach).tolist()
            areas.append(QRectF(x - TEXT_DEPTH / 2, y - TEXT_DEPTH / 2, TEXT_DEPTH, TEXT_DEPTH))
    return areas


def _outward(ends: Array, view: View) -> Array:
    """The direction (2,) on the screen, across an edge, that leads away from the picture's middle."""
    along = (ends[1] - ends[0]) / max(1e-9, float(np.hypot(*(ends[1] - ends[0]))))
    across = np.array([-along[1], along[0]])
    away = ends.mean(axis=0) - view.pixels(np.zeros((1, 3)))[0]
    return across if float(across @ away) >= 0 else -across


def _paint_along(painter: QPainter, ends: Array, shift: Array, title: AxisTitle) -> None:
    """Text along a line, readable from below or from the right."""
    length = float(np.hypot(*(ends[1] - ends[0])))
    angle = math.degrees(math.atan2(*(ends[1] - ends[0])[::-1]))
    angle = (angle + 90.0) % 180.0 - 90.0
    metrics = QFontMetricsF(painter.font())
    length *= LONGER_THAN_EDGE
    text = title.text if metrics.horizontalAdvance(title.text) <= length else title.short
    text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, length)
    painter.save()
    painter.translate(QPointF(*(ends.mean(axis=0) + shift).tolist()))
    painter.rotate(angle)
    box = QRectF(-length / 2, -metrics.height() / 2, length, metrics.height())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), text)
    painter.restore()
