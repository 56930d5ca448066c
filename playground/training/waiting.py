"""Stands in a trainer's place while there is too little to learn from: it keeps all weights, and waits."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import numpy as np

from playground.engine.layout import read_only
from playground.engine.learner import averages, predicting_weights
from playground.engine.network import Network
from playground.engine.runner import first_state
from playground.engine.snapshot import History, RunnerSnapshot, Snapshot
from playground.engine.specs import TrainingSpec
from playground.engine.state import RunnerState, TrainerState

ONE_ROW = 1
"""The state that waits is one of so many rows: what it has seen of them are its epochs."""


class WaitingTrainer:
    """Asked like a `Trainer`; it makes no update. Costs are NaN: there are no rows to have them of.

    ``state`` belongs to `ONE_ROW`; None: every runner is at the start.
    """

    def __init__(self, network: Network, training: TrainingSpec, state: TrainerState | None) -> None:
        known = {} if state is None else state.runners
        theta = network.initial_theta(training.seed, training.start)
        self._network = network
        self._enabled = [spec.id for spec in training.runners if spec.enabled]
        runners = {
            spec.id: replace(known.get(spec.id) or first_state(spec, training, theta), enabled=spec.enabled)
            for spec in training.runners
        }
        self._state = TrainerState(runners, training.clock, training.cost)
        self.shown = self._enabled[0]

    @property
    def updates(self) -> int:
        return self._state.runners[self.shown].updates

    @property
    def epochs_ended(self) -> int:
        return self._state.runners[self.shown].rows_seen

    def run(
        self, *, updates: int | None = None, epochs: int | None = None, seconds: float | None = None
    ) -> None:
        """Nothing can be learned."""

    def snapshot(self) -> Snapshot:
        """All enabled runners where they stand; frozen."""
        runners = tuple(_snapshot(self._state.runners[number]) for number in self._enabled)
        return Snapshot(self._network, runners, self.shown)

    def state(self) -> TrainerState:
        """Everything, as a deep copy."""
        return deepcopy(self._state)


def _snapshot(runner: RunnerState) -> RunnerSnapshot:
    theta, n_params = predicting_weights(runner).copy(), len(runner.theta)
    path, history = runner.path, runner.history
    way = path.values if len(path.values) else theta[np.newaxis]
    read_only(theta, way, path.updates, history.updates, history.values)
    return RunnerSnapshot(
        id=runner.id,
        theta=theta,
        updates=runner.updates,
        rows_seen=runner.rows_seen,
        epochs=float(runner.rows_seen),
        cost=np.nan,
        test_cost=None,
        history=History(history.updates, *history.values.T),
        path=way[:, :n_params],
        path_updates=path.updates if len(path.values) else np.array([runner.updates]),
        stopped=runner.stopped,
        iterates=way[:, n_params:] if averages(runner) and way.shape[1] > n_params else None,
        evaluations=runner.evaluations,
    )
