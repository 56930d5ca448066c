"""The whole training state as plain data: what continues it bit for bit, and what a project file holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from playground.engine.batches import RowOrder
from playground.engine.layout import Array
from playground.engine.records import RecordState
from playground.engine.snapshot import StopKind, StopReason
from playground.engine.specs import CLOCKS, Clock


@dataclass(slots=True, eq=False)
class RunnerState:
    """One runner, all of it.

    ``theta`` ``(n_params,)``; ``vectors`` and ``counters``: the memory of ``optimizer``; ``rng``: the state
    of its generator; ``order`` and ``place``: the row order of the present epoch and the rows of it that
    were learned; ``evaluations``: cost evaluations its updates have made; ``clock``: its time in the race
    (rows, updates or evaluations); ``seconds``: spent in its updates;
    ``path``: has theta beside the weights where the network predicts with a mean; ``best_cost`` and
    ``best_epoch``: for the stop condition *no improvement*.
    """

    id: int
    enabled: bool
    theta: Array
    optimizer: str
    vectors: Array
    counters: Array
    rng: dict[str, Any]
    order: RowOrder
    place: int
    updates: int
    rows_seen: int
    evaluations: int
    clock: int
    seconds: float
    history: RecordState
    path: RecordState
    best_cost: float | None
    best_epoch: int
    stopped: StopReason | None


@dataclass(slots=True, eq=False)
class TrainerState:
    """All runners at one moment, those that are switched off too; a deep copy."""

    runners: dict[int, RunnerState]
    clock: Clock
    cost: str

    def to_json(self) -> dict[str, Any]:
        """Everything but the arrays, as JSON values."""
        return {
            "clock": self.clock,
            "cost": self.cost,
            "runners": [_runner_to_json(runner) for runner in self.runners.values()],
        }

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """The arrays by name, such as ``runner-1-theta``."""
        return {
            f"runner-{runner.id}-{name}": array
            for runner in self.runners.values()
            for name, array in _arrays(runner).items()
        }

    def check(self, n_params: int, n_rows: int) -> None:
        """Raise ``ValueError`` unless it belongs to so many parameters and training rows."""
        for runner in self.runners.values():
            sizes = {runner.theta.size, runner.vectors.shape[1]}
            if sizes != {n_params} or runner.path.values.shape[1] not in (n_params, 2 * n_params):
                raise ValueError("The training state belongs to a network with other weights.")
            if runner.order.size not in (0, n_rows) or not 0 <= runner.place < n_rows:
                raise ValueError("The training state belongs to other training rows.")

    @staticmethod
    def from_parts(data: Any, arrays: Mapping[str, npt.NDArray[Any]]) -> TrainerState:
        """The state that gave these two; raises ``ValueError`` or ``KeyError`` where they don't fit."""
        if data["clock"] not in CLOCKS:
            raise ValueError(f"there is no clock called {data['clock']}")
        runners = [_runner_from_parts(each, arrays) for each in data["runners"]]
        return TrainerState({runner.id: runner for runner in runners}, data["clock"], str(data["cost"]))


def _runner_to_json(runner: RunnerState) -> dict[str, Any]:
    return {
        "id": runner.id,
        "enabled": runner.enabled,
        "optimizer": runner.optimizer,
        "rng": runner.rng,
        "place": runner.place,
        "updates": runner.updates,
        "rows_seen": runner.rows_seen,
        "evaluations": runner.evaluations,
        "clock": runner.clock,
        "seconds": runner.seconds,
        "history_doublings": runner.history.doublings,
        "path_doublings": runner.path.doublings,
        "best_cost": runner.best_cost,
        "best_epoch": runner.best_epoch,
        "stopped": None if runner.stopped is None else [runner.stopped.kind, runner.stopped.text],
    }


def _arrays(runner: RunnerState) -> dict[str, npt.NDArray[Any]]:
    return {
        "theta": runner.theta,
        "vectors": runner.vectors,
        "counters": runner.counters,
        "order": runner.order,
        "history-updates": runner.history.updates,
        "history-values": runner.history.values,
        "path-updates": runner.path.updates,
        "path-values": runner.path.values,
    }


def _runner_from_parts(data: Any, arrays: Mapping[str, npt.NDArray[Any]]) -> RunnerState:
    def numbers(name: str, dimensions: int) -> Array:
        return _checked(arrays, f"runner-{data['id']}-{name}", np.float64, dimensions)

    def counts(name: str) -> npt.NDArray[np.int64]:
        return _checked(arrays, f"runner-{data['id']}-{name}", np.int64, 1)

    return RunnerState(
        id=int(data["id"]),
        enabled=bool(data["enabled"]),
        theta=numbers("theta", 1),
        optimizer=str(data["optimizer"]),
        vectors=numbers("vectors", 2),
        counters=numbers("counters", 1),
        rng=dict(data["rng"]),
        order=counts("order"),
        place=int(data["place"]),
        updates=int(data["updates"]),
        rows_seen=int(data["rows_seen"]),
        # Files from before they were counted: one per row, as most optimizers make.
        evaluations=int(data.get("evaluations", data["rows_seen"])),
        clock=int(data["clock"]),
        seconds=float(data["seconds"]),
        history=RecordState(
            counts("history-updates"), numbers("history-values", 2), int(data["history_doublings"])
        ),
        path=RecordState(counts("path-updates"), numbers("path-values", 2), int(data["path_doublings"])),
        best_cost=None if data["best_cost"] is None else float(data["best_cost"]),
        best_epoch=int(data["best_epoch"]),
        stopped=_stop_reason(data["stopped"]),
    )


def _stop_reason(data: Any) -> StopReason | None:
    if data is None:
        return None
    kind, text = data
    if kind not in get_args(StopKind):
        raise ValueError(f"training can't stop for the reason {kind}")
    return StopReason(kind, str(text))


def _checked(
    arrays: Mapping[str, npt.NDArray[Any]], name: str, dtype: Any, dimensions: int
) -> npt.NDArray[Any]:
    array = arrays[name]
    if array.dtype != dtype or array.ndim != dimensions:
        raise ValueError(f"{name} is not what it should be")
    return np.ascontiguousarray(array)
