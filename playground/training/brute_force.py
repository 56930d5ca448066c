"""Brute force as a job: as fast as it can, or so slowly that a person sees every dot appear."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter

from playground.document.project import Project
from playground.engine.landscape.trials import Trials, Tried
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.snapshot import Snapshot
from playground.engine.specs import ParameterKey
from playground.training.pace import Pacer

FIRST = 16
"""Combinations tried before the time of one is known."""


class BruteForceJob:
    """Tries the ``values`` of one or two parameters around the shown runner's weights. ``rate``: how many
    combinations a second, None for as many as possible."""

    def __init__(
        self,
        snapshot: Snapshot,
        project: Project,
        values: Mapping[ParameterKey, Array],
        rate: float | None,
    ) -> None:
        network, data = Network(project.network), project.dataset
        self._trials = Trials(
            network,
            project.training.objective,
            snapshot.shown_runner.theta,
            [network.layout.index(key) for key in values],
            list(values.values()),
            data.x_train,
            data.y_train,
        )
        self._pacer = None if rate is None else Pacer(rate, perf_counter())

    @property
    def is_done(self) -> bool:
        return self._trials.n_left == 0

    def work(self, seconds: float) -> float:
        each = self._trials.seconds_each
        room = max(1, int(seconds / each)) if each else FIRST
        if self._pacer is None:
            self._trials.try_next(room)
            return 0.0
        due = min(room, self._pacer.due(perf_counter()))
        if due:
            self._trials.try_next(due)
            self._pacer.made(due)
        return self._pacer.wait(perf_counter())

    def report(self) -> Tried:
        return self._trials.tried()
