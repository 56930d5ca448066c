"""Where the next update leads: the gradient of the batch that comes next, and that of all rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.document.project import Project
from playground.engine.snapshot import Snapshot

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Slopes:
    """Of one runner at the weights ``theta`` ``(n_params,)`` of a snapshot; 0 for what is not trained.

    ``full`` ``(n_params,)``: of what training minimizes, over all training rows. ``batch``: the same over the
    ``n_rows`` rows of the runner's very next batch; None if that is all of them.
    """

    theta: Array
    full: Array
    batch: Array | None
    n_rows: int


def slopes(
    snapshot: Snapshot, project: Project, cancelled: Callable[[], bool] | None = None
) -> dict[int, Slopes]:
    """Of every runner that has not stopped, by id.

    Raises ``CancelledError`` soon after ``cancelled()`` becomes true.
    """
    data, objective = project.dataset, project.training.objective
    network, trained = snapshot.network, snapshot.network.layout.trainable

    def gradient(theta: Array, x: Array, y: Array) -> Array:
        return np.asarray(network.gradient(objective, theta, x, y, cancelled=cancelled) * trained)

    found = {}
    for runner in snapshot.runners:
        if runner.stopped is not None:
            continue
        rows = runner.next_rows
        full = gradient(runner.theta, data.x_train, data.y_train)
        batch = None if rows is None else gradient(runner.theta, data.x_train[rows], data.y_train[rows])
        n_rows = len(data.x_train) if rows is None else len(rows)
        found[runner.id] = Slopes(runner.theta, full, batch, n_rows)
    return found
