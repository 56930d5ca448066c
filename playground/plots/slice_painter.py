"""Draws runners, paths, critical points and chips of a `SlicePicture` onto any picture of the surface.

Only pixels: where a place of the plane is on the screen is the caller's business, so that the flat map and
the turning surface look alike.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter

from playground.appearance.numbers import format_number
from playground.appearance.runner_marks import runner_color
from playground.appearance.theme import Theme
from playground.engine.landscape.landmark import EDGE_KINDS, Landmark
from playground.plots.landmark_marks import paint_landmark, stamp_landmarks
from playground.plots.marks import (
    WHITE,
    paint_ball,
    paint_note,
    paint_star,
    paint_start,
)
from playground.plots.pixel_item import draw_polyline, layer, solid_pen
from playground.plots.pixel_lines import FAR, settled_from, visible_points
from playground.plots.slice_picture import SlicePicture
from playground.plots.traces import Trace

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

PATH_WIDTH, CASING_WIDTH, SETTLED_WIDTH = 1.9, 3.6, 1.0
SETTLED_OPACITY = 0.6
ITERATES_WIDTH, ITERATES_OPACITY = 1.0, 0.5
MOST_POINTS = 320
"""Points drawn of each of the two parts of a path; half as many where hills may hide them."""
LOW = 170
"""Pixels: in pictures lower than this, chips say less."""
TANGLE = 40
"""A runner that has made this many steps around its end would blot it out with a bold line."""
FAINTEST = 0.4
MANY = 60
"""Of more landmarks, most are stamped: no mark of hundreds need stand between two pixels."""
BEHIND_OPACITY = 0.4
"""Of balls behind a hill."""
FADE_STEPS = 2


@dataclass(frozen=True)
class Canvas:
    """Where to draw. ``to_pixels`` maps plane coordinates (n, 2) to pixels (n, 2); ``span`` (2,) is the
    window's size in plane coordinates; ``bounds`` the visible rectangle in pixels. ``is_seen`` tells which
    places (n, 2) nothing stands in front of; None: all. ``occupied``: what chips keep off.
    """

    painter: QPainter
    theme: Theme
    font: QFont
    to_pixels: Callable[[Array], Array]
    span: Array
    bounds: QRectF
    is_seen: Callable[[Array], npt.NDArray[np.bool_]] | None = None
    occupied: tuple[QRectF, ...] = ()

    def seen(self, places: Array) -> npt.NDArray[np.bool_]:
        return np.ones(len(places), dtype=bool) if self.is_seen is None else self.is_seen(places)

    def spots(self, places: Sequence[Array]) -> list[Spot | None]:
        """Where places (2,) are to be drawn; None for those out of sight."""
        if not places:
            return []
        together = np.array(places)
        pixels = np.clip(self.to_pixels(together), -FAR, FAR)
        visible = self.bounds.adjusted(-1, -1, 1, 1)
        return [
            Spot(QPointF(x, y), behind) if visible.contains(x, y) and math.isfinite(x + y) else None
            for (x, y), behind in zip(pixels.tolist(), (~self.seen(together)).tolist(), strict=True)
        ]


class Spot(NamedTuple):
    """A place on the screen; ``is_behind``: something stands in front of it."""

    at: QPointF
    is_behind: bool


def paint_slice(canvas: Canvas, picture: SlicePicture) -> None:
    """Everything over the surface, from the lowest layer to the highest."""
    paint_paths(canvas, picture)
    _paint_marks(canvas, picture)


def paint_paths(canvas: Canvas, picture: SlicePicture) -> None:
    """The ways the runners came: cased and bold until they settled, thin from there; faint far from the
    plane. Below the way of a mean, thin, what it is the mean of. Each strength is one layer, the faintest at
    the bottom."""
    strokes = [stroke for trace in picture.traces for stroke in _strokes(canvas, trace)]
    for opacity in sorted({stroke.opacity for stroke in strokes}):
        together = [stroke for stroke in strokes if stroke.opacity == opacity]
        around = _around_all(together).intersected(canvas.bounds)
        if around.isEmpty():
            continue
        with layer(canvas.painter, around, opacity) as painter:
            for stroke in together:
                painter.setPen(solid_pen(stroke.color, stroke.width))
                draw_polyline(painter, stroke.pixels)


@dataclass(frozen=True)
class _Stroke:
    pixels: Array
    color: QColor
    width: float
    opacity: float


def _strokes(canvas: Canvas, trace: Trace) -> Iterator[_Stroke]:
    """Pieces of one path, in drawing order."""
    if len(trace.path) < 2:
        return
    color = runner_color(canvas.theme, trace.place)
    if trace.iterates is not None:
        yield _Stroke(_thin_line(canvas, trace.iterates), color, ITERATES_WIDTH, ITERATES_OPACITY)
    settled = settled_from(trace.path, canvas.span)
    if len(trace.path) - settled < TANGLE:
        settled = len(trace.path) - 1
    pixels = canvas.to_pixels(trace.path)
    most = MOST_POINTS if canvas.is_seen is None else MOST_POINTS // 2
    thin = settled + visible_points(pixels[settled:], most)
    bold = visible_points(pixels[: settled + 1], most)
    if canvas.is_seen is not None:
        drawn = np.concatenate((bold, thin))
        behind = drawn[~canvas.is_seen(trace.path[drawn])]
        pixels[behind] = np.nan
    yield _Stroke(pixels[thin], color, SETTLED_WIDTH, SETTLED_OPACITY)
    strength = _strength(trace, bold, canvas.span)
    for opacity in np.unique(strength).tolist():
        piece = _only(pixels[bold], strength == opacity)
        yield _Stroke(piece, WHITE, CASING_WIDTH, opacity)
        yield _Stroke(piece, color, PATH_WIDTH, opacity)


def _thin_line(canvas: Canvas, path: Array) -> Array:
    """The points of a path that have to be drawn, in pixels, with gaps where it is hidden."""
    pixels = canvas.to_pixels(path)
    drawn = visible_points(pixels, MOST_POINTS)
    if canvas.is_seen is not None:
        pixels[drawn[~canvas.is_seen(path[drawn])]] = np.nan
    return np.asarray(pixels[drawn])


def _around_all(strokes: list[_Stroke]) -> QRectF:
    """The smallest rectangle of whole pixels with all of them in it."""
    xy = np.concatenate([stroke.pixels for stroke in strokes])
    xy = np.clip(xy[np.isfinite(xy).all(axis=1)], -FAR, FAR)
    if len(xy) == 0:
        return QRectF()
    (x0, y0), (x1, y1) = np.floor(xy.min(axis=0) - 3), np.ceil(xy.max(axis=0) + 3)
    return QRectF(x0, y0, x1 - x0, y1 - y0)


def _strength(trace: Trace, indices: Ints, span: Array) -> Array:
    """Opacity of each point in a few steps: full on the plane, fading with the distance from it."""
    if trace.path_distances is None:
        return np.ones(len(indices))
    share = np.clip(trace.path_distances[indices] / (0.5 * float(np.hypot(*span))), 0.0, 1.0)
    return np.asarray(1.0 - (1.0 - FAINTEST) * np.round(share * FADE_STEPS) / FADE_STEPS)


def _only(pixels: Array, chosen: npt.NDArray[np.bool_]) -> Array:
    """The line with gaps where it is not chosen; each piece reaches to the next piece's first point."""
    reached = chosen.copy()
    reached[1:] |= chosen[:-1]
    return np.where(reached[:, None], pixels, np.nan)


class _Chips:
    """What is to be said beside the marks, and what the chips that say it keep off."""

    def __init__(self, occupied: Sequence[QRectF]) -> None:
        self._texts: list[tuple[QPointF, str]] = []
        self._taken = list(occupied)

    def add(self, at: QPointF, radius: float, text: str = "") -> None:
        """A mark of that radius, and its chip if it has one."""
        self._taken.append(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius))
        if text:
            self._texts.append((at, text))

    def paint(self, canvas: Canvas) -> None:
        colors, taken = (canvas.theme.casing, WHITE), self._taken
        for at, text in self._texts:
            taken.append(paint_note(canvas.painter, at, text, canvas.font, canvas.bounds, colors, taken))


def _paint_marks(canvas: Canvas, picture: SlicePicture) -> None:
    """Critical points, start, balls, and last the chips, which keep off the others."""
    chips = _Chips(canvas.occupied)
    _paint_landmarks(canvas, picture, chips)
    _paint_start(canvas, picture, chips)
    _paint_balls(canvas, picture, chips)
    chips.paint(canvas)


def _paint_landmarks(canvas: Canvas, picture: SlicePicture, chips: _Chips) -> None:
    spots = canvas.spots([landmark.position for landmark in picture.landmarks])
    found = zip(picture.landmarks, spots, strict=True)
    marks = [(mark, spot.at) for mark, spot in found if spot is not None and not spot.is_behind]
    stamped = [(mark.kind, at) for mark, at in marks if _is_stamped(picture, mark)]
    stamp_landmarks(canvas.painter, canvas.theme, stamped)
    for mark, at in marks:
        text = "" if _is_stamped(picture, mark) else _paint_landmark(canvas, picture, mark, at)
        chips.add(at, 13.0 if mark.kind in EDGE_KINDS else 7.0, text)


def _paint_start(canvas: Canvas, picture: SlicePicture, chips: _Chips) -> None:
    for spot in canvas.spots([] if picture.start is None else [picture.start]):
        if spot is not None and not spot.is_behind:
            paint_start(canvas.painter, canvas.theme, spot.at)
            chips.add(spot.at, 13.0, "start" if canvas.bounds.height() >= LOW else "")


def _paint_balls(canvas: Canvas, picture: SlicePicture, chips: _Chips) -> None:
    spots = canvas.spots([trace.ball for trace in picture.traces])
    for trace, spot in zip(picture.traces, spots, strict=True):
        if spot is not None:
            canvas.painter.setOpacity(BEHIND_OPACITY if spot.is_behind else 1.0)
            paint_ball(canvas.painter, canvas.theme, trace.place, spot.at, hollow=trace.distance > 0)
            chips.add(spot.at, 13.0)
    canvas.painter.setOpacity(1.0)


def _is_stamped(picture: SlicePicture, landmark: Landmark) -> bool:
    """Of hundreds, all but those that stand out."""
    many = len(picture.landmarks) > MANY and landmark.kind not in EDGE_KINDS
    return many and landmark is not picture.lowest and landmark is not picture.chosen


def _paint_landmark(canvas: Canvas, picture: SlicePicture, landmark: Landmark, at: QPointF) -> str:
    """Its mark; returns what its chip says, if it has one."""
    chosen = landmark is picture.chosen
    if landmark is picture.lowest:
        paint_star(canvas.painter, canvas.theme, at, chosen=chosen)
        return _chip_text(canvas, picture, landmark)
    outward = 0.0
    if landmark.kind in EDGE_KINDS:
        x, y = canvas.to_pixels(picture.inward(landmark)[np.newaxis])[0].tolist()
        outward = math.atan2(at.y() - y, at.x() - x)
    paint_landmark(canvas.painter, canvas.theme, landmark.kind, at, outward=outward, chosen=chosen)
    return _chip_text(canvas, picture, landmark) if landmark is picture.lower_edge else ""


def _chip_text(canvas: Canvas, picture: SlicePicture, landmark: Landmark) -> str:
    """Of the lowest place inside the window, or of a lower one on its edge; shorter in a low picture."""
    roomy, cost = canvas.bounds.height() >= LOW, format_number(landmark.cost)
    if landmark is picture.places.proven:
        return f"global{' in this window' if roomy else ''}, proven  {cost}"
    here = " here" if roomy else ""
    if landmark.kind not in EDGE_KINDS:
        return f"lowest {'minimum' if picture.lower_edge else 'found'}{here}  {cost}"
    return f"{f'lowest found{here}' if picture.lowest is None else 'lower'}, on the edge  {cost}"
