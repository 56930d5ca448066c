"""What can be shown of a changed project before the training thread has got to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from playground.document.project import Project
from playground.engine.layout import read_only
from playground.engine.network import Network
from playground.engine.snapshot import History, RunnerSnapshot, Snapshot
from playground.engine.transplant import carried_over
from playground.training.changes import Change

Array = npt.NDArray[np.float64]


def first_look(latest: Snapshot, project: Project, change: Change, shown: int, generation: int) -> Snapshot:
    """The latest snapshot carried over to the project by names, as the engine's `transplant` will do it.

    True costs would take a pass over all rows: they are NaN, test costs None, until the training thread
    tells them. Paths that belong to other parameters begin anew.
    """
    network, training = Network(project.network), project.training
    known = {} if change.begins_anew else {runner.id: runner for runner in latest.runners}
    runners = []
    for runner_id in (spec.id for spec in training.runners if spec.enabled):
        before, values = known.get(runner_id), change.values.get(runner_id, {})
        if before is None:
            theta = network.initial_theta(training.seed, training.start)
        else:
            theta = carried_over(before.theta, latest.network, network, training)
        network.layout.put(values.items(), theta)
        read_only(theta)
        if before is None:
            runners.append(_at_start(runner_id, theta))
            continue
        runner = replace(before, theta=theta, cost=np.nan, test_cost=None, stopped=None)
        if network.layout.keys != latest.network.layout.keys:
            runner = replace(runner, path=theta[np.newaxis], path_updates=np.array([runner.updates]))
        runners.append(runner)
    return Snapshot(network, tuple(runners), shown, generation)


def _at_start(runner_id: int, theta: Array) -> RunnerSnapshot:
    counts, none = np.zeros(1, np.int64), np.empty(0)
    history = History(counts[:0], none, none, none, none)
    return RunnerSnapshot(runner_id, theta, 0, 0, 0.0, np.nan, None, history, theta[np.newaxis], counts, None)
