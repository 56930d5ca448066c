"""Proof that a minimum is the lowest point of the window: interval branch and bound.

Boxes of the window are thrown away when every cost in them is higher than one that is known, or when the
cost surely falls all the way through them (monotonicity test); where it surely bends upward, one level
point tells their lowest cost (convexity test). What is left is halved. Hansen, Walster, Global Optimization
Using Interval Analysis, 2004, chapters 9 to 12.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Literal

import numpy as np

from playground.engine.landscape.bounded import BoundedCost
from playground.engine.landscape.box_search import BoxSearch
from playground.engine.landscape.landmark import LOWEST_KINDS, Landmark
from playground.engine.landscape.newton import polish
from playground.engine.landscape.surface import Window
from playground.engine.layout import Array
from playground.engine.population import CancelledError

SECONDS = 10.0
TELL_AFTER = 0.1
SHARE = 0.45
"""The gap to reach, as a share of the distance to the next minimum's cost; half would just do."""
FINE = 1e-6
"""… but never more than this share of what the cost varies by over the window."""
ENOUGH = 1e-3
"""Where there is no next minimum, a gap above this share of it proves nothing."""
EQUAL = 1e-11
"""Costs closer than this share of it are equal."""
GRID = 33
MOST_AGAIN = 5_000
"""At most so many boxes are looked at again because they are apart from all candidates."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A place that could hold the lowest cost. ``found``: by the proof, not handed in."""

    position: Array
    cost: float
    found: bool = False


@dataclass(frozen=True, eq=False)
class Proof:
    """What is known about the lowest cost in the window.

    ``lower_bound`` ≤ the lowest cost anywhere ≤ ``upper_bound``. ``between``: the candidates, lowest first,
    that the lowest point may belong to; one if proven. ``next_cost``: of the next higher candidate; None if
    there is none. ``regions`` ``(n, 4)``: boxes x0, x1, y0, y1 around all places that are not excluded.
    """

    verdict: Literal["proven", "undecided"]
    between: tuple[Candidate, ...]
    lower_bound: float
    upper_bound: float
    next_cost: float | None
    regions: Array
    n_boxes: int
    seconds: float
    text: str

    @property
    def gap(self) -> float:
        return self.upper_bound - self.lower_bound


@dataclass(frozen=True, slots=True)
class ProofProgress:
    """``done``: share of the window's area that is settled; ``gap`` so far; ``boxes`` still open."""

    done: float
    gap: float
    boxes: int
    seconds: float


def prove(
    cost: BoundedCost,
    window: Window,
    landmarks: Sequence[Landmark],
    *,
    seconds: float = SECONDS,
    progress: Callable[[ProofProgress], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Proof:
    """Which of the landmarks is the lowest point of the window, if that can be shown in ``seconds``.

    ``progress`` is told at most ten times a second. Raises ``CancelledError`` soon after ``cancelled()``
    becomes true.
    """
    watch = _Watch(seconds, progress, cancelled)
    candidates = sorted(
        (Candidate(each.position, each.cost) for each in landmarks if each.kind in LOWEST_KINDS),
        key=lambda candidate: candidate.cost,
    )
    spread = _spread(cost, window)
    search = BoxSearch(cost, window, _places(candidates))
    while watch.goes_on(search) and not search.advance(_goal(candidates, spread)):
        candidates = _with_found(candidates, search, cost, window, spread)
    candidates = _with_found(candidates, search, cost, window, spread)
    reach = search.upper_bound + max(search.gap, EQUAL * spread)
    search.reopen(_places([each for each in candidates if each.cost <= reach]))
    most = search.n_boxes + MOST_AGAIN
    while watch.goes_on(search) and search.n_boxes < most and not search.advance(0.0):
        pass
    return _judged(search, candidates, spread, watch.seconds)


class _Watch:
    """Time that passes, whoever wants to know how far it is, and whoever wants it to stop."""

    def __init__(
        self,
        budget: float,
        progress: Callable[[ProofProgress], object] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._began = self._told = perf_counter()
        self._budget, self._progress, self._cancelled = budget, progress, cancelled

    @property
    def seconds(self) -> float:
        return perf_counter() - self._began

    def goes_on(self, search: BoxSearch) -> bool:
        """Whether there are boxes and time left."""
        if self._cancelled is not None and self._cancelled():
            raise CancelledError
        now = perf_counter()
        if self._progress is not None and now - self._told > TELL_AFTER:
            self._told = now
            self._progress(ProofProgress(search.done, search.gap, search.open, now - self._began))
        return bool(search.open) and now - self._began < self._budget


def _places(candidates: Sequence[Candidate]) -> Array:
    return np.array([each.position for each in candidates]).reshape(-1, 2)


def _spread(cost: BoundedCost, window: Window) -> float:
    x, y = window.centers(GRID)
    costs = cost.costs(np.column_stack([np.tile(x, GRID), np.repeat(y, GRID)]))
    costs = costs[np.isfinite(costs)]
    return float(np.ptp(costs)) if len(costs) else 0.0


def _goal(candidates: Sequence[Candidate], spread: float) -> float:
    """The gap that would settle it."""
    goal = FINE * spread
    if len(candidates) > 1:
        distance = candidates[1].cost - candidates[0].cost
        if distance > EQUAL * spread:
            goal = min(goal, SHARE * distance)
    return goal


def _with_found(
    candidates: list[Candidate], search: BoxSearch, cost: BoundedCost, window: Window, spread: float
) -> list[Candidate]:
    """Candidates, and the lowest place the search came across if it is clearly lower than all of them."""
    best = search.best_point
    if best is None or (candidates and search.best_cost >= candidates[0].cost - EQUAL * spread):
        return candidates
    cell = np.array([window.width, window.height]) / GRID
    polished, hessians = polish(cost, best[np.newaxis], cell, window)
    polished = polished[np.linalg.eigvalsh(hessians)[:, 0] > 0] if len(polished) else polished
    if len(polished) and cost.costs(polished)[0] <= search.best_cost + EQUAL * spread:
        best = polished[0]
    height = float(cost.costs(best[np.newaxis])[0])
    # The last one that the search found itself was on the way to this one.
    kept = [each for each in candidates if not (each.found and _close(each.position, best, cell))]
    return [Candidate(best, height, found=True), *kept]


def _close(a: Array, b: Array, cell: Array) -> bool:
    return bool(np.all(np.abs(a - b) < cell))


def _judged(search: BoxSearch, candidates: Sequence[Candidate], spread: float, seconds: float) -> Proof:
    regions = search.regions()
    lower, upper = search.lower_bound, search.upper_bound
    next_cost = candidates[1].cost if len(candidates) > 1 else None
    distance = np.inf if next_cost is None else next_cost - candidates[0].cost
    gap = upper - lower
    alone = len(regions) == 1 and bool(candidates) and _inside(candidates[0].position, regions[0])
    small = gap < 0.5 * distance and (next_cost is not None or gap <= ENOUGH * spread)
    proven = alone and small
    reach = upper + max(gap, EQUAL * spread)
    between = tuple(
        each
        for i, each in enumerate(candidates)
        if i == 0 or (not proven and each.cost <= reach and any(_inside(each.position, r) for r in regions))
    )
    text = _text(proven, between, gap, lower, len(regions))
    verdict: Literal["proven", "undecided"] = "proven" if proven else "undecided"
    return Proof(verdict, between, lower, upper, next_cost, regions, search.n_boxes, seconds, text)


def _inside(position: Array, region: Array) -> bool:
    x0, x1, y0, y1 = region
    slack_x, slack_y = 1e-6 * (1 + abs(x0) + abs(x1)), 1e-6 * (1 + abs(y0) + abs(y1))
    return bool(x0 - slack_x <= position[0] <= x1 + slack_x and y0 - slack_y <= position[1] <= y1 + slack_y)


def _text(proven: bool, between: Sequence[Candidate], gap: float, lower: float, n_regions: int) -> str:
    if proven:
        return f"Global in this window, proven: nothing here is lower by more than {gap:.2g}."
    known = f"No cost here is below {lower:.6g}" if np.isfinite(lower) else "No lower bound is known"
    if len(between) > 1:
        return f"Undecided between {len(between)} places of nearly equal cost. {known}."
    places = "one region is" if n_regions == 1 else f"{n_regions} regions are"
    return f"Undecided: {places} not excluded yet. {known}."
