"""Arrows downhill at the balls: the slope of the next batch, and beside it that of all rows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from playground.appearance.numbers import format_setting
from playground.appearance.runner_marks import runner_color
from playground.appearance.text import text_font
from playground.document.names import counted
from playground.engine.landscape.planes import Plane
from playground.plots.marks import WHITE, chip_size, paint_chip
from playground.plots.pixel_item import PixelItem, PixelMap
from playground.plots.slice_picture import SlicePicture
from playground.plots.surface_map import SurfaceMap
from playground.training.slopes import Slopes

Array = npt.NDArray[np.float64]

LONGEST, TOO_SHORT, TOO_LONG = 64.0, 22.0, 90.0
"""Pixels: a new scale makes the longest arrow at most so long; it stays until that is too short or long."""
HEAD = 9.0
BATCH_WIDTH, FULL_WIDTH = 3.0, 1.6
ON_BALL = 1e-9


@dataclass(frozen=True, eq=False)
class Arrow:
    """From ``foot`` ``(2,)`` along ``down`` ``(2,)``: minus the gradient, in coordinates of the plane."""

    place: int
    foot: Array
    down: Array
    is_batch: bool


class SlopeArrows(QObject):
    """Draws arrows only at balls that stand where the slopes were computed."""

    def __init__(self, surface: SurfaceMap, parent: QObject) -> None:
        super().__init__(parent)
        self._map = surface
        self._slopes: Mapping[int, Slopes] = {}
        self.scale = 0.0
        """Length of an arrow in units of the axes for a slope of 1."""
        self._item = PixelItem(self._paint, z=11.0)
        surface.add(self._item)

    def show_slopes(self, slopes: Mapping[int, Slopes]) -> None:
        """By runner id; empty: no arrows."""
        if slopes or self._slopes:  # nothing for nothing is no reason to paint the map once more
            self._slopes = slopes
            self._item.update()

    def arrows(self) -> list[Arrow]:
        """All that can be drawn truly now."""
        picture = self._map.picture
        if picture is None:
            return []
        return [arrow for trace_arrows in map(self._arrows_of, *_known(picture)) for arrow in trace_arrows]

    def _arrows_of(self, runner_id: int, place: int, ball: Array) -> list[Arrow]:
        picture, slopes = self._map.picture, self._slopes.get(runner_id)
        if picture is None or slopes is None:
            return []
        plane = picture.surface.plane
        foot = plane.coordinates(slopes.theta[np.newaxis])[0]
        if not np.allclose(foot, ball, rtol=ON_BALL, atol=ON_BALL):
            return []  # the ball has moved on: these slopes are not its own
        kinds = [(slopes.full, False)] + ([] if slopes.batch is None else [(slopes.batch, True)])
        return [
            Arrow(place, foot, downhill(plane, slopes.theta, gradient), is_batch)
            for gradient, is_batch in kinds
        ]

    def legend(self) -> str:
        """How long the arrows are, and which is which."""
        scale = f"slope × {format_setting(self.scale, 2)}"
        if not any(arrow.is_batch for arrow in self.arrows()):
            return f"{scale}, over all rows"
        sizes = {slopes.n_rows for slopes in self._slopes.values() if slopes.batch is not None}
        batch = counted(sizes.pop(), "row") if len(sizes) == 1 else "batch"
        return f"{scale}: bold next {batch}, thin all"

    def _paint(self, painter: QPainter, pixels: PixelMap) -> None:
        arrows = self.arrows()
        if not arrows:
            return
        feet = pixels.points(np.array([arrow.foot for arrow in arrows]))
        ahead = pixels.points(np.array([arrow.foot + arrow.down for arrow in arrows])) - feet
        self.scale = fitting_scale(np.hypot(*ahead.T), self.scale)
        painter.save()
        painter.setClipRect(pixels.bounds)
        for arrow, foot, along in zip(arrows, feet, self.scale * ahead, strict=True):
            color = runner_color(self._map.theme, arrow.place) if arrow.is_batch else WHITE
            width = BATCH_WIDTH if arrow.is_batch else FULL_WIDTH
            casing = WHITE if arrow.is_batch else QColor(self._map.theme.casing)
            _paint_arrow(painter, foot, foot + along, color, casing, width)
        self._paint_legend(painter, pixels.bounds)
        painter.restore()

    def _paint_legend(self, painter: QPainter, bounds: QRectF) -> None:
        """At the bottom left, above the axis."""
        font = text_font("caption", tabular=True)
        size = chip_size(self.legend(), font)
        rect = QRectF(bounds.left() + 6.0, bounds.bottom() - 6.0 - size.height(), size.width(), size.height())
        paint_chip(painter, rect, self.legend(), font, self._map.theme.casing, "#ffffff")


def downhill(plane: Plane, theta: Array, gradient: Array) -> Array:
    """Minus the gradient ``(n_params,)`` in coordinates of the plane ``(2,)``: where its foot moves, and how
    fast, when theta moves that way."""
    linear = replace(plane, logarithmic=False) if plane.logarithmic else plane
    along = linear.coordinates(np.array([theta - gradient, theta]))
    foot = plane.coordinates(theta[np.newaxis])
    return np.asarray((along[0] - along[1]) / plane.scales(foot)[0])


def fitting_scale(lengths: Array, present: float) -> float:
    """How much longer than ``lengths`` (pixels for a scale of 1) arrows are drawn: 1, 2 or 5 times a power of
    ten; the present scale as long as it serves."""
    finite = lengths[np.isfinite(lengths)]
    longest = float(finite.max()) if finite.size else 0.0
    if not longest > 0:
        return present or 1.0
    if TOO_SHORT <= present * longest <= TOO_LONG:
        return present
    wanted = LONGEST / longest
    power = 10.0 ** math.floor(math.log10(wanted))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= wanted * (1 + 1e-12))


def _known(picture: SlicePicture) -> tuple[list[int], list[int], list[Array]]:
    traces = picture.traces
    return (
        [trace.runner_id for trace in traces],
        [trace.place for trace in traces],
        [trace.ball for trace in traces],
    )


def _paint_arrow(
    painter: QPainter, start: Array, end: Array, color: QColor, casing: QColor, width: float
) -> None:
    length = float(np.hypot(*(end - start)))
    if not np.isfinite(length) or length < 2.0:
        return
    along = (end - start) / length
    head = min(HEAD, 0.6 * length)
    across = np.array([-along[1], along[0]])
    neck = end - head * along
    path = QPainterPath(QPointF(*start.tolist()))
    path.lineTo(QPointF(*end.tolist()))
    for side in (0.5, -0.5):
        path.moveTo(QPointF(*end.tolist()))
        path.lineTo(QPointF(*(neck + side * head * across).tolist()))
    for ink, extra in ((casing, 2.6), (color, 0.0)):
        painter.strokePath(path, QPen(ink, width + extra))
