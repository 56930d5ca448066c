"""A fan: the same runner from the same start with many seeds, and in which minimum each of them ends."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Literal

import numpy as np

from playground.engine.basins import Rest, Slope, same_cost, same_place
from playground.engine.layout import Array, read_only
from playground.engine.network import Network
from playground.engine.specs import StopSpec, TrainingSpec
from playground.engine.trainer import Rows, Trainer

MOST_POINTS = 48
"""Of a path that are kept, at most …"""
MOST_BYTES = 64 * 2**20
"""… and of all paths together."""

Grouping = Literal["place", "cost"]


@dataclass(frozen=True, eq=False)
class FanPath:
    """One seed's way. ``points`` ``(n_points, n_params)``: from the start to the end, thinned; ``cost``: at
    its end.

    ``rest``: where the end rolls to without any chance; None if it diverged.
    """

    seed: int
    points: Array
    cost: float
    rest: Rest | None


@dataclass(frozen=True, eq=False)
class Share:
    """How many of the paths end in one minimum. ``number`` 0 is the lowest found; −1: those that roll on, or
    diverged (then ``rest`` is None)."""

    number: int
    count: int
    rest: Rest | None
    diverged: bool = False


@dataclass(frozen=True, eq=False)
class Fan:
    """The paths so far. ``grouping``: minima are told apart by their place (two trained parameters), or by
    the cost of where the ends roll to (more of them). ``numbers``: of each path's minimum."""

    paths: tuple[FanPath, ...]
    n_seeds: int
    updates: int
    grouping: Grouping
    numbers: tuple[int, ...]
    shares: tuple[Share, ...]


class FanMaker:
    """Trains one seed after another, with a real `Trainer` each.

    Every seed gives the row orders that a project with this seed has; the start is ``theta`` ``(n_params,)``
    for all of them. Stop conditions don't count: each makes ``updates`` updates, unless it diverges.
    Raises ``RefusedError`` as `Trainer` does.
    """

    def __init__(
        self,
        network: Network,
        training: TrainingSpec,
        runner_id: int,
        theta: Array,
        train: Rows,
        seeds: Sequence[int],
        updates: int,
    ) -> None:
        start = tuple(zip(network.layout.keys, theta.tolist(), strict=True))
        runner = replace(training.runner(runner_id), enabled=True)
        self._network, self._train, self._updates = network, train, updates
        self._training = replace(training, runners=(runner,), start=start, stop=StopSpec(), clock="updates")
        self._seeds = tuple(seeds)
        self._slope = Slope(network, training.objective, train.x, train.y)
        n_trained = int(network.layout.trainable.sum())
        self._grouping: Grouping = "place" if n_trained <= 2 else "cost"
        affordable = MOST_BYTES // (8 * network.layout.n_params * max(1, len(self._seeds)))
        self._n_points = int(max(2, min(MOST_POINTS, affordable)))
        self._paths: list[FanPath] = []
        self._trainer: Trainer | None = None
        self._rolling: Generator[None, None, Rest] | None = None
        self._start_cost = self._slope.cost(theta)
        self._no_test = Rows(train.x[:0], train.y[:0])

    @property
    def is_done(self) -> bool:
        return len(self._paths) == len(self._seeds)

    def advance(self, seconds: float) -> None:
        """Go on with the present seed for about so long: train it, then roll its end downhill."""
        end = perf_counter() + seconds
        while not self.is_done:
            left = end - perf_counter()
            if left <= 0:
                return
            self._train_on(left)
            if self._rolling is not None:
                self._roll_on(end)

    def _train_on(self, seconds: float) -> None:
        if self._trainer is None:
            training = replace(self._training, seed=self._seeds[len(self._paths)])
            self._trainer = Trainer(self._network, training, self._train, self._no_test)
        if self._rolling is not None:
            return
        trainer = self._trainer
        reason = trainer.run(updates=self._updates - trainer.updates, seconds=seconds)
        if reason is not None and reason.kind == "diverged":
            self._end(trainer, None)
        elif trainer.updates >= self._updates:
            self._rolling = self._slope.roll(np.array(trainer.snapshot().shown_runner.theta))

    def _roll_on(self, end: float) -> None:
        assert self._trainer is not None
        assert self._rolling is not None
        try:
            while perf_counter() < end:
                next(self._rolling)
        except StopIteration as stop:
            self._end(self._trainer, stop.value)

    def fan(self) -> Fan:
        """The seeds that have ended; frozen."""
        paths = tuple(self._paths)
        rests = [path.rest for path in paths if path.rest is not None]
        by_place = self._grouping == "place"
        known = iter(same_place(rests) if by_place else same_cost(rests, self._start_cost))
        numbers = tuple(-1 if path.rest is None else next(known) for path in paths)
        return Fan(paths, len(self._seeds), self._updates, self._grouping, numbers, _shares(paths, numbers))

    def _end(self, trainer: Trainer, rest: Rest | None) -> None:
        """Keep its way; the next seed is due."""
        runner = trainer.snapshot().shown_runner
        path = runner.path
        if runner.path_updates[-1] != runner.updates:
            path = np.vstack([path, runner.theta])
        kept = np.unique(np.linspace(0, len(path) - 1, self._n_points).round().astype(np.int64))
        points = path[kept]
        read_only(points)
        self._paths.append(FanPath(self._seeds[len(self._paths)], points, runner.cost, rest))
        self._trainer = self._rolling = None


def _shares(paths: tuple[FanPath, ...], numbers: tuple[int, ...]) -> tuple[Share, ...]:
    """The lowest minimum first; at the end those that roll on, and those that diverged."""
    shares = []
    for number in sorted(set(numbers) - {-1}):
        rests = [path.rest for path, own in zip(paths, numbers, strict=True) if own == number]
        shares.append(Share(number, len(rests), min((r for r in rests if r), key=lambda rest: rest.cost)))
    away = [path for path, number in zip(paths, numbers, strict=True) if number == -1]
    rolling = [path.rest for path in away if path.rest is not None]
    if rolling:
        shares.append(Share(-1, len(rolling), min(rolling, key=lambda rest: rest.cost)))
    if len(away) > len(rolling):
        shares.append(Share(-1, len(away) - len(rolling), None, diverged=True))
    return tuple(shares)
