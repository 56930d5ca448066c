"""What a training state from a file must fulfil before a trainer gets it."""

from __future__ import annotations

import numpy as np

from playground.document.project import Project
from playground.engine.layout import parameter_names
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.records import RecordState
from playground.engine.state import RunnerState, TrainerState


def check_state(state: TrainerState, project: Project) -> None:
    """Raise ``ValueError`` with the end of a sentence unless the state belongs to the project."""
    # Without rows to learn from it stands at the beginning of an epoch, as that of one row does.
    n_rows = max(1, len(project.dataset.train_rows))
    state.check(len(parameter_names(project.network)), n_rows)
    if not state.runners.keys() <= {runner.id for runner in project.training.runners}:
        raise ValueError("it holds the training of runners that are not in the race")
    for runner in state.runners.values():
        _check_runner(runner)


def _check_runner(runner: RunnerState) -> None:
    optimizer = OPTIMIZERS.get(runner.optimizer)
    if optimizer is None:
        raise ValueError(f"there is no optimizer called {runner.optimizer}")
    shapes = runner.vectors.shape[0], runner.counters.shape[0]
    if shapes != (len(optimizer.vectors), len(optimizer.counters)):
        raise ValueError("an optimizer's memory is not its own")
    if not (np.isfinite(runner.theta).all() and np.isfinite(runner.vectors).all()):
        raise ValueError("a weight is not a number")
    if runner.order.size and not np.array_equal(np.sort(runner.order), np.arange(runner.order.size)):
        raise ValueError("an order of the rows is not complete")
    if min(runner.updates, runner.rows_seen, runner.evaluations, runner.clock, runner.best_epoch) < 0:
        raise ValueError("a count is negative")
    for record in (runner.history, runner.path):
        _check_record(record)
    # Raises ValueError or TypeError itself if this is no state of a generator.
    np.random.default_rng().bit_generator.state = runner.rng


def _check_record(record: RecordState) -> None:
    rising = bool(np.all(np.diff(record.updates) > 0))
    if len(record.updates) != len(record.values) or not rising or not 0 <= record.doublings < 48:
        raise ValueError("a recorded curve does not fit together")
