"""The cost history as curves: what is smoothed, which range is shown, how it reads. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.appearance.numbers import format_count, format_number
from playground.document.names import CLOCK_NAMES
from playground.document.project import Project
from playground.engine.snapshot import RunnerSnapshot, Snapshot
from playground.engine.specs import Clock
from playground.plots.pixel_lines import moving_average

Array = npt.NDArray[np.float64]

LOGARITHMIC_FROM = 20.0
SMOOTHED_SHARE = 1 / 40
"""Width of the moving average, in parts of the curve."""
ROUGH = 1.5
"""A curve that goes up and down this many times its height is smoothed; a calm one is not."""
_ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True)
class CostCurve:
    """One runner. x, raw, smooth, test: (n_points,); ``smooth`` is ``raw`` where nothing had to be smoothed.

    ``test`` is only there for the shown runner, smoothed where that is called for. The last raw point is
    the runner's present, true cost, and ``test_cost`` its test cost (NaN without test rows).
    """

    runner_id: int
    place: int
    name: str
    shown: bool
    x: Array
    raw: Array
    smooth: Array
    test: Array | None
    is_smoothed: bool
    is_test_smoothed: bool
    test_cost: float


@dataclass(frozen=True)
class HistoryPicture:
    curves: tuple[CostCurve, ...]
    """the shown runner's last"""
    against: Clock
    logarithmic: bool
    range: tuple[float, float, float, float]
    """left, right, bottom, top as plotted (cost as its base-10 logarithm where logarithmic)"""
    has_updates: bool

    def plotted(self, costs: Array) -> Array:
        """Costs as they are plotted; NaN where a logarithm does not exist."""
        if not self.logarithmic:
            return costs
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(costs > 0, np.log10(costs), np.nan))

    def when(self, x: float) -> str:
        """ "epoch 12.5", "update 2,720"."""
        count = format_number(x) if self.against == "epochs" else format_count(int(x))
        return f"{self.against[:-1]} {count}"

    def sentence(self) -> str:
        parts = []
        for curve in reversed(self.curves):
            cost = format_number(float(curve.raw[-1]), 4)
            text = f"{curve.name}: cost {cost} at {self.when(float(curve.x[-1]))}"
            if curve.test is not None and math.isfinite(curve.test_cost):
                text += f", test cost {format_number(curve.test_cost, 4)}"
            parts.append(text)
        axis = "logarithmic" if self.logarithmic else "linear"
        return f"Cost history over {CLOCK_NAMES[self.against]}, {axis} cost axis. " + "; ".join(parts) + "."


def history_picture(
    snapshot: Snapshot,
    project: Project,
    *,
    against: Clock = "epochs",
    logarithmic: bool | None = None,
    previous: HistoryPicture | None = None,
) -> HistoryPicture:
    """What to draw of a snapshot. ``logarithmic`` None: where the costs span more than a factor of 20
    (and, once so, until they span less than 15: ``previous`` is the picture on screen)."""
    marks = project.training.marks
    places = {runner.id: (marks[runner.id], runner.name) for runner in project.training.runners}
    known = sorted(
        (runner for runner in snapshot.runners if runner.id in places), key=lambda r: r.id == snapshot.shown
    )
    curves = tuple(
        _curve(runner, *places[runner.id], runner.id == snapshot.shown, against) for runner in known
    )
    low, high = _cost_span(curves)
    if logarithmic is None:
        sticky = previous is not None and previous.logarithmic
        logarithmic = low > 0 and high / low > (15.0 if sticky else LOGARITHMIC_FROM)
    # A little more than the longest, so that marks are not cut off.
    longest = 1.02 * max((float(curve.x[-1]) for curve in curves), default=0.0)
    bottom, top = _log_range(low, high) if logarithmic and low > 0 else _linear_range(low, high)
    return HistoryPicture(
        curves=curves,
        against=against,
        logarithmic=logarithmic and low > 0,
        range=(0.0, round_up(longest), bottom, top),
        has_updates=any(runner.updates > 0 for runner in known),
    )


def _curve(runner: RunnerSnapshot, place: int, name: str, shown: bool, against: Clock) -> CostCurve:
    history = runner.history
    x = np.asarray(getattr(history, against), dtype=np.float64)
    now = float(getattr(runner, against))
    test_cost = np.nan if runner.test_cost is None else runner.test_cost
    raw, test = history.train, history.test
    if len(x) == 0 or x[-1] < now:  # the history is recorded at some updates; the end is always the present
        x, raw, test = np.append(x, now), np.append(raw, runner.cost), np.append(test, test_cost)
    smooth = _smoothed(raw)
    has_test = shown and bool(np.isfinite(test).any())
    smooth_test = _smoothed(test) if has_test else None
    return CostCurve(
        runner_id=runner.id,
        place=place,
        name=name,
        shown=shown,
        x=x,
        raw=raw,
        smooth=smooth,
        test=smooth_test,
        is_smoothed=smooth is not raw,
        is_test_smoothed=has_test and smooth_test is not test,
        test_cost=float(test_cost),
    )


def _smoothed(costs: Array) -> Array:
    """The moving average of a noisy curve; a calm one as it is."""
    return moving_average(costs, int(len(costs) * SMOOTHED_SHARE)) if _is_rough(costs) else costs


def _is_rough(costs: Array) -> bool:
    finite = costs[np.isfinite(costs)]
    if len(finite) < 2 / SMOOTHED_SHARE:
        return False
    return float(np.abs(np.diff(finite)).sum()) > ROUGH * float(np.ptp(finite))


def _cost_span(curves: tuple[CostCurve, ...]) -> tuple[float, float]:
    """Lowest positive and highest finite cost of all curves (0, 1 if there is none)."""
    pieces = [c.raw for c in curves] + [c.test for c in curves if c.test is not None]
    costs = np.concatenate(pieces) if pieces else np.empty(0)
    costs = costs[np.isfinite(costs)]
    positive = costs[costs > 0]
    if positive.size == 0:
        return 0.0, 1.0
    return float(positive.min()), float(costs.max())


def _linear_range(low: float, high: float) -> tuple[float, float]:
    """From 0 where the curve comes near it; round ends, so that the axis keeps still."""
    if not high > 0:
        return 0.0, 1.0
    if low < 0.5 * high:
        return 0.0, round_up(1.04 * high)
    margin = max(0.15 * (high - low), 1e-6 * high)
    step = round_up(margin)
    return math.floor((low - margin) / step) * step, math.ceil((high + margin) / step) * step


def _log_range(low: float, high: float) -> tuple[float, float]:
    """Down and up to the next 1, 2 or 5, as powers of ten."""
    down = round_down_125(low / 1.08)
    up = 1.0 / round_down_125(1.0 / (high * 1.08))
    return math.log10(down), math.log10(up)


def round_down_125(value: float) -> float:
    """The next smaller 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(f for f in (1.0, 2.0, 5.0) if f * power <= value * (1 + 1e-12)) * power


def round_up(value: float) -> float:
    """The next larger round number; 1 for 0."""
    if not value > 0 or not math.isfinite(value):
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((f * power for f in _ROUND if f * power >= value * (1 - 1e-12)), 10.0 * power)
