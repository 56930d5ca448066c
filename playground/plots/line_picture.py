"""What the cost along one parameter or direction shows, as numbers. No Qt.

The curve is true for one weight vector, the shown runner's: where it stands now, the values tried, the slope.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from playground.appearance.numbers import format_number
from playground.document.project import Project
from playground.engine.landscape.line import CostLine, LineMark
from playground.engine.snapshot import Snapshot
from playground.plots.axis_titles import axis_titles
from playground.plots.cost_scale import CostScale, cost_scale
from playground.plots.history_curves import round_down_125, round_up
from playground.plots.places import KIND_NAMES
from playground.plots.slice_picture import Freshness, freshness
from playground.training.pictures import Pictures

Array = npt.NDArray[np.float64]

TANGENT_SHARE = 0.22
"""Length of the tangent, in parts of the window."""
LEVEL = 0.01
"""A slope that changes the cost by less than this share of its range over the window is called level."""


@dataclass(frozen=True)
class LinePicture:
    """``scale`` is the surface's; ``range`` is (left, right, bottom, top) as plotted: costs as their base-10
    logarithm where that is sensible. ``place`` is the shown runner's place in the list of runners.
    ``log_axis``: values are plotted as their logarithms, too."""

    line: CostLine
    name: str
    runner_id: int
    runner_name: str
    place: int
    window: tuple[float, float]
    scale: CostScale | None
    logarithmic: bool
    range: tuple[float, float, float, float]
    freshness: Freshness
    log_axis: bool = False

    @property
    def has_place(self) -> bool:
        """False where the runner's value is not positive, and the axis logarithmic."""
        return math.isfinite(self.line.value)

    def reading(self, coordinate: float) -> str:
        """A coordinate as it can be read on the axis."""
        return format_number(10.0**coordinate if self.log_axis else coordinate)

    def plotted(self, costs: Array) -> Array:
        if not self.logarithmic:
            return costs
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(costs > 0, np.log10(costs), np.nan))

    @property
    def best(self) -> int | None:
        """Which of the tried values has the lowest cost."""
        return None if np.isnan(self.line.costs).all() else int(np.nanargmin(self.line.costs))

    @property
    def marks(self) -> tuple[LineMark, ...]:
        """Minima and maxima of the curve, but for the one that the star on the best value stands for."""
        if self.best is None or len(self.line.x) < 2:
            return self.line.marks
        best, step = float(self.line.x[self.best]), float(self.line.x[1] - self.line.x[0])
        return tuple(each for each in self.line.marks if abs(each.value - best) > step)

    def mark_text(self, mark: LineMark) -> str:
        """A few lines, for a chip."""
        place = f"cost {format_number(mark.cost, 4)}  at  {self.reading(mark.value)}"
        bend = f"\ncurvature {format_number(mark.bend)}" if math.isfinite(mark.bend) else ""
        return f"{KIND_NAMES[mark.kind]}\n{place}{bend}"

    @property
    def is_level(self) -> bool:
        finite = self.line.costs[np.isfinite(self.line.costs)]
        height = float(np.ptp(finite)) if finite.size else 0.0
        return abs(self.line.slope) * (self.window[1] - self.window[0]) <= LEVEL * height

    @property
    def slope_text(self) -> str:
        slope = f"slope {format_number(self.line.slope, 2)}{' per decade' if self.log_axis else ''}"
        if not math.isfinite(self.line.slope):
            return "no slope here"
        if self.is_level:
            return f"{slope}: almost level"
        if self.log_axis:
            return f"{slope}: downhill {'left' if self.line.slope > 0 else 'right'}"
        return f"{slope}: downhill is to the {'left' if self.line.slope > 0 else 'right'}"

    def tangent(self) -> Array:
        """A straight piece (n, 2) as plotted, touching the curve at the present value (bent where the axis
        is logarithmic: it is straight in costs)."""
        reach = TANGENT_SHARE / 2 * (self.window[1] - self.window[0])
        x = np.linspace(self.line.value - reach, self.line.value + reach, 25)
        costs = self.line.cost + self.line.slope * (x - self.line.value)
        return np.column_stack((x, self.plotted(costs)))

    def sentence(self) -> str:
        here = f"at {self.reading(self.line.value)}" if self.has_place else "not on this axis"
        cost = format_number(self.line.cost, 4)
        text = (
            f"Cost along {self.name}, {self.freshness.badge}; {len(self.line.x)} values tried; "
            f"{self.runner_name} {here}, cost {cost}, {self.slope_text}"
        )
        if self.best is not None:
            best = self.reading(float(self.line.x[self.best]))
            text += f"; best tried {best}, cost {format_number(float(self.line.costs[self.best]), 4)}"
        for mark in self.line.marks:
            text += (
                f"; {KIND_NAMES[mark.kind]} at {self.reading(mark.value)}, cost {format_number(mark.cost, 4)}"
            )
        return text + "."


def line_picture(
    pictures: Pictures,
    newest: Snapshot,
    project: Project,
    previous: LinePicture | None = None,
    log_cost: bool | None = None,
) -> LinePicture | None:
    """What to draw now; None if the pictures hold no line. ``previous`` is the picture on screen.

    ``log_cost`` as in `cost_scale`; None: as the whole surface is colored.
    """
    line, surface = pictures.line, pictures.surface
    marks = project.training.marks
    places = {runner.id: (marks[runner.id], runner.name) for runner in project.training.runners}
    shown = pictures.snapshot.shown
    if line is None or surface is None or shown not in places:
        return None
    place, runner_name = places[shown]
    title = axis_titles(pictures.drawn, pictures.axes, pictures.snapshot.network.spec, project)[0]
    age = freshness(pictures.snapshot, newest)
    window = surface.window.x0, surface.window.x1
    scale = cost_scale(surface.costs, None if previous is None else previous.scale, log_cost)
    picture = picture_of_line(line, window, title.text, (shown, runner_name, place), age, scale)
    return replace(picture, log_axis=surface.plane.logarithmic)


def picture_of_line(
    line: CostLine,
    window: tuple[float, float],
    name: str,
    runner: tuple[int, str, int],
    age: Freshness,
    scale: CostScale | None,
) -> LinePicture:
    """A line over ``window``; ``runner``: id, name and place of the shown one."""
    costs = np.append(line.costs, line.cost)
    costs = costs[np.isfinite(costs)]
    low, high = (float(costs.min()), float(costs.max())) if costs.size else (0.0, 1.0)
    logarithmic = low > 0 and scale is not None and scale.logarithmic
    return LinePicture(
        line=line,
        name=name,
        runner_id=runner[0],
        runner_name=runner[1],
        place=runner[2],
        window=window,
        scale=scale,
        logarithmic=logarithmic,
        range=(*window, *_cost_range(low, high, logarithmic)),
        freshness=age,
    )


def _cost_range(low: float, high: float, logarithmic: bool) -> tuple[float, float]:
    """Room for chips above and below; round ends, so that the axis keeps still."""
    if logarithmic:
        return math.log10(round_down_125(low / 1.6)), -math.log10(round_down_125(1.0 / (1.6 * high)))
    height = high - low or abs(high) or 1.0
    step = round_up(height) / 10
    bottom = math.floor((low - 0.16 * height) / step) * step
    if low >= 0 and low < 0.35 * high:
        bottom = -0.12 * high
    return bottom, math.ceil((high + 0.08 * height) / step) * step
