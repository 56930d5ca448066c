"""What can be shown of a changed project before the training thread has got to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from playground.document.project import Project
from playground.engine.layout import read_only
from playground.engine.network import Network
from playground.engine.snapshot import History, RunnerSnapshot, Snapshot
from playground.engine.specs import ParameterKey
from playground.training.changes import Change

Array = npt.NDArray[np.float64]


def weights_by_name(network: Network, theta: Array) -> dict[ParameterKey, float]:
    """The weights and biases that are not cut."""
    layout = network.layout
    named = zip(layout.keys, theta.tolist(), layout.present.tolist(), strict=True)
    return {key: value for key, value, present in named if present}


def first_look(latest: Snapshot, project: Project, change: Change, shown: int, generation: int) -> Snapshot:
    """The latest snapshot carried over to the project by names, as the engine's `transplant` will do it.

    True costs would take a pass over all rows: they are NaN, test costs None, until the training thread
    tells them. Paths that belong to other parameters begin anew.
    """
    network = Network(project.network)
    drawn = network.initial_theta(project.training.seed, project.training.start)
    known = {} if change.begins_anew else {runner.id: runner for runner in latest.runners}
    runners = []
    for runner_id in (spec.id for spec in project.training.runners if spec.enabled):
        before, values = known.get(runner_id), change.values.get(runner_id, {})
        if before is None:
            runners.append(_at_start(runner_id, _with(drawn, network, values)))
            continue
        theta = _with(drawn, network, {**weights_by_name(latest.network, before.theta), **values})
        runner = replace(before, theta=theta, cost=np.nan, test_cost=None, stopped=None)
        if network.layout.keys != latest.network.layout.keys:
            runner = replace(runner, path=theta[np.newaxis], path_updates=np.array([runner.updates]))
        runners.append(runner)
    return Snapshot(network, tuple(runners), shown, generation)


def _with(theta: Array, network: Network, values: Mapping[ParameterKey, float]) -> Array:
    theta = theta.copy()
    for key, value in values.items():
        if key in network.layout:
            theta[network.layout.index(key)] = value
    theta[~network.layout.present] = 0.0
    read_only(theta)
    return theta


def _at_start(runner_id: int, theta: Array) -> RunnerSnapshot:
    counts, none = np.zeros(1, np.int64), np.empty(0)
    history = History(counts[:0], none, none, none, none)
    return RunnerSnapshot(runner_id, theta, 0, 0, 0.0, np.nan, None, history, theta[np.newaxis], counts, None)
