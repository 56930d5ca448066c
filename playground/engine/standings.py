"""Who is ahead in a race: the cost each runner had when all of them had come equally far."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from playground.engine.snapshot import RunnerSnapshot, Snapshot
from playground.engine.specs import Clock


@dataclass(frozen=True, slots=True)
class Standing:
    """One runner. ``place`` 1 is the lowest cost; equal costs share a place (``tied``), and so do those that
    diverged, behind all others. ``cost`` is the last one measured no later than the clock they are
    compared at; NaN if it diverged."""

    runner_id: int
    place: int
    tied: bool
    cost: float
    diverged: bool


@dataclass(frozen=True, slots=True)
class Standings:
    """``clock`` is what counts, ``reached`` how much of it all runners that go on have behind them.
    ``runners``: best first; the order of the snapshot where they share a place."""

    clock: Clock
    reached: float
    runners: tuple[Standing, ...]


def standings(snapshot: Snapshot, clock: Clock) -> Standings:
    """Compare the runners at an equal number of epochs, updates or cost evaluations: as many as the slowest
    has behind it. What others have gained since then doesn't count."""
    going = [runner for runner in snapshot.runners if not _diverged(runner)]
    reached = min((float(getattr(runner, clock)) for runner in going), default=0.0)
    costs = {
        runner.id: math.nan if _diverged(runner) else _cost_at(runner, clock, reached)
        for runner in snapshot.runners
    }
    ordered = sorted(costs, key=lambda runner_id: _rank(costs[runner_id]))
    ranks = [_rank(costs[runner_id]) for runner_id in ordered]
    return Standings(
        clock,
        reached,
        tuple(
            Standing(
                runner_id,
                place=1 + ranks.index(rank),
                tied=ranks.count(rank) > 1,
                cost=costs[runner_id],
                diverged=_diverged(snapshot.runner(runner_id)),
            )
            for runner_id, rank in zip(ordered, ranks, strict=True)
        ),
    )


def _cost_at(runner: RunnerSnapshot, clock: Clock, reached: float) -> float:
    if getattr(runner, clock) <= reached:
        return runner.cost
    past = np.asarray(getattr(runner.history, clock), dtype=np.float64)
    index = int(np.searchsorted(past, reached, side="right")) - 1
    return float(runner.history.train[index]) if index >= 0 else math.nan


def _rank(cost: float) -> tuple[bool, float]:
    """What to sort by: no number comes last."""
    return (True, 0.0) if math.isnan(cost) else (False, cost)


def _diverged(runner: RunnerSnapshot) -> bool:
    return runner.stopped is not None and runner.stopped.kind == "diverged"
