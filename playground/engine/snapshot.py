"""What a trainer publishes: frozen values whose arrays are never written again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.engine.layout import Array
from playground.engine.network import Network

StopKind = Literal["cost_below", "epochs", "no_improvement", "updates", "time", "diverged"]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StopReason:
    """Why a runner stopped by itself. ``text``: a plain sentence with what to try."""

    kind: StopKind
    text: str


@dataclass(frozen=True, slots=True)
class History:
    """Costs along the way, recorded on update counts and thinned by doubling the stride.

    All arrays ``(n_points,)``; ``test`` is NaN where there are no test rows; ``evaluations``: cost
    evaluations so far.
    """

    updates: Counts
    epochs: Array
    train: Array
    test: Array
    evaluations: Array


@dataclass(frozen=True, slots=True, eq=False)
class RunnerSnapshot:
    """One runner at one moment.

    ``theta`` ``(n_params,)``; ``cost`` the true cost there over all training rows, ``test_cost`` None without
    test rows; ``epochs`` = rows seen / training rows; ``path`` ``(n_points, n_params)``, the weights after
    ``path_updates`` updates. ``iterates`` ``(n_points, n_params)``: where the optimizer itself was then, if
    the network predicts with the mean of its way; None elsewhere. ``note``: what is to be said about the
    updates, often nothing. ``evaluations``: costs of single rows that its updates have worked out, each with
    its slope (those behind the numbers on screen don't count). ``next_rows``: numbers of the training rows in
    the next batch; None: all of them.
    """

    id: int
    theta: Array
    updates: int
    rows_seen: int
    epochs: float
    cost: float
    test_cost: float | None
    history: History
    path: Array
    path_updates: Counts
    stopped: StopReason | None
    iterates: Array | None = None
    note: str = ""
    evaluations: int = 0
    next_rows: Counts | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """All enabled runners at one moment. ``generation`` tells trainers apart (set by their owner)."""

    network: Network
    runners: tuple[RunnerSnapshot, ...]
    shown: int
    generation: int = 0

    def runner(self, runner_id: int) -> RunnerSnapshot:
        """The runner of that id; ``KeyError`` if it is not among the enabled ones."""
        for runner in self.runners:
            if runner.id == runner_id:
                return runner
        raise KeyError(runner_id)

    @property
    def shown_runner(self) -> RunnerSnapshot:
        return self.runner(self.shown)

    @property
    def n_bytes(self) -> int:
        """What the runners' paths take in memory: of large networks by far the most there is."""
        return sum(runner.path.nbytes for runner in self.runners)
