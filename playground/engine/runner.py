"""One trajectory through weight space: a learner, its batches, and the record of where it has been."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from time import perf_counter

import numpy as np

from playground.engine.batches import NO_ORDER, BatchFeed
from playground.engine.chunks import InterruptedUpdateError
from playground.engine.judge import Judge, TrainingRows
from playground.engine.layout import Array, read_only
from playground.engine.learner import Learner
from playground.engine.network import Network, RefusedError
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.plan import rows_per_chunk
from playground.engine.records import HISTORY_WIDTH, Record, RecordState, empty_record
from playground.engine.schedules import SCHEDULES
from playground.engine.snapshot import History, RunnerSnapshot, StopReason
from playground.engine.specs import RunnerSpec, StopSpec, TrainingSpec
from playground.engine.state import RunnerState
from playground.engine.stopping import Best, Progress, cost_overflowed, diverged, reason_to_stop
from playground.engine.timing import first_stride, settled_stride, updates_per_look


class Runner:
    """A runner under way.

    It moves in stretches of a few updates, which end wherever something has to be recorded or tested. How
    they are cut changes nothing in what is computed.

    Raises ``RefusedError`` if the optimizer can't be used with the objective or the batches.
    """

    def __init__(
        self,
        network: Network,
        training: TrainingSpec,
        spec: RunnerSpec,
        rows: TrainingRows,
        state: RunnerState,
        interrupted: Callable[[], bool],
    ) -> None:
        self.id = spec.id
        self.updates, self.rows_seen, self.clock = state.updates, state.rows_seen, state.clock
        self.evaluations = state.evaluations
        self.stopped = state.stopped
        self._spec, self._seconds = spec, state.seconds
        self._stop, self._has_stop_conditions = training.stop, training.stop != StopSpec()
        self._clock = training.clock
        self._best = Best(state.best_cost, state.best_epoch)
        self._feed = BatchFeed(
            rows.train, spec.batch_size, _generator(state), state.order.copy(), state.place
        )
        refusal = OPTIMIZERS[spec.optimizer].refuses(training.objective, self._feed.batch_size)
        if refusal is not None:
            raise RefusedError(refusal)
        self._learner = Learner(network, training.objective, spec, state, interrupted)
        self._judge = Judge(self._learner, rows, network.penalty(training.objective))
        self._cost_known: tuple[int, float] | None = None
        self.updates_per_look = updates_per_look(network, self._feed.batch_size)
        self._in_chunks = self._feed.batch_size > rows_per_chunk(network)
        self._prepare_records(network, rows, state)
        self._set_rate()
        if self.stopped is not None and self.stopped.kind != "diverged":
            self.stopped = self._reason_to_stop()
        self._record()

    def _prepare_records(self, network: Network, rows: TrainingRows, state: RunnerState) -> None:
        # With one batch of all rows in one piece the training cost falls out of the next update.
        shared = self._feed.batch_size == self._feed.n_rows and not self._in_chunks
        n_rows_to_judge = (0 if shared else self._feed.n_rows) + (
            0 if rows.test is None else len(rows.test.rows)
        )
        size, n_batches = self._feed.batch_size, self._feed.batches_per_epoch
        settled = settled_stride(network, size, n_rows_to_judge)
        first = first_stride(network, size, n_batches, n_rows_to_judge)
        history = _with_evaluations(state.history, self._feed.n_rows)
        self._history = Record(HISTORY_WIDTH, first, settled, history)
        # Where the network predicts with a mean, theta's own way is recorded beside it.
        width = network.layout.n_params * (2 if self._learner.averages else 1)
        path = state.path if state.path.values.shape[1] == width else empty_record(width)
        self._path = Record(width, 1, 1, path)

    # -- where it is --

    @property
    def epochs_ended(self) -> int:
        return self.rows_seen // self._feed.n_rows

    @property
    def batch_size(self) -> int:
        return self._feed.batch_size

    @property
    def next_tick(self) -> int:
        """What the next update adds to its clock; where that is only known afterwards, the least: 1."""
        return self._feed.next_size() if self._ticks_are_rows else 1

    def updates_within(self, ticks: int) -> int:
        """How many updates surely add no more than that to its clock; at least 1."""
        if self._clock == "updates":
            return max(1, ticks)
        return max(1, ticks // self._feed.batch_size) if self._ticks_are_rows else 1

    @property
    def _ticks_are_rows(self) -> bool:
        return self._clock == "epochs" or (
            self._clock == "evaluations" and self._learner.own_evaluations is None
        )

    def cost(self) -> float:
        """The true cost over all training rows at the present weights."""
        if self._cost_known is None or self._cost_known[0] != self.updates:
            self._cost_known = self.updates, self._judge.cost(self._feed.next_is_all)
        return self._cost_known[1]

    # -- moving --

    def advance(self, limit: int) -> int:
        """Make 1 to ``limit`` updates; returns how many. None are made once it has stopped, or if it was
        interrupted in the middle of one."""
        if self.stopped is not None:
            return 0
        began, evaluations = perf_counter(), self._learner.own_evaluations
        batches = self._feed.take(min(limit, self._longest_stretch()))
        try:
            made = self._learner.learn(batches)
        except InterruptedUpdateError:
            self._seconds += perf_counter() - began
            return 0
        rows = made * len(batches[0].rows)
        self._count(made, rows, rows if evaluations is None else self._evaluations_since(evaluations))
        if self._feed.learned(rows):
            self._end_epoch()
        self._seconds += perf_counter() - began
        if made < len(batches):
            self.stopped = diverged(self.updates)
        else:
            self._record()
            self._test_stop_conditions()
        return made

    def _evaluations_since(self, before: int) -> int:
        return (self._learner.own_evaluations or 0) - before

    def _count(self, updates: int, rows: int, evaluations: int) -> None:
        self.updates += updates
        self.rows_seen += rows
        self.evaluations += evaluations
        self.clock += {"epochs": rows, "updates": updates, "evaluations": evaluations}[self._clock]

    def _longest_stretch(self) -> int:
        """Updates before something must be recorded, tested or changed, or may be interrupted."""
        each_ends_an_epoch = self._feed.next_is_all
        if self._in_chunks or (each_ends_an_epoch and (self._has_stop_conditions or self._rate_changes)):
            return 1
        due = min(self._history.due, self._path.due)
        if self._stop.updates is not None:
            due = min(due, max(self._stop.updates, self.updates + 1))
        return due - self.updates

    @property
    def _rate_changes(self) -> bool:
        return self._spec.schedule.name != "constant"

    def _set_rate(self) -> None:
        schedule = SCHEDULES[self._spec.schedule.name]
        factor = schedule.factor(self.epochs_ended, schedule.chosen(dict(self._spec.schedule.settings)))
        self._learner.set_rate(self._spec.learning_rate * factor)

    # -- recording and stopping --

    def _record(self) -> None:
        if self.updates >= self._path.due:
            self._path.append(self.updates, self._present_point())
        if self.updates >= self._history.due:
            cost, test_cost = self.cost(), self._judge.test_cost()
            epochs = self.rows_seen / self._feed.n_rows
            row = np.array([epochs, cost, np.nan if test_cost is None else test_cost, self.evaluations])
            self._history.append(self.updates, row)
            if not isfinite(cost):
                self.stopped = cost_overflowed(self.updates)

    def _present_point(self) -> Array:
        if not self._learner.averages:
            return self._learner.theta
        point: Array = np.concatenate([self._learner.weights, self._learner.theta])
        return point

    def _end_epoch(self) -> None:
        if self._rate_changes:
            self._set_rate()
        if self._stop.no_improvement_epochs is not None:
            test_cost = self._judge.test_cost()
            self._best.note(self.cost() if test_cost is None else test_cost, self.epochs_ended)

    def _test_stop_conditions(self) -> None:
        if self._has_stop_conditions and self.stopped is None:
            self.stopped = self._reason_to_stop()

    def _reason_to_stop(self) -> StopReason | None:
        progress = Progress(self.updates, self.epochs_ended, self._feed.place == 0, self._seconds)
        return reason_to_stop(self._stop, progress, self.cost, self._best)

    # -- handing out --

    def snapshot(self) -> RunnerSnapshot:
        theta = self._learner.weights.copy()
        read_only(theta)
        updates, values = self._history.published()
        path_updates, path = self._path.published()
        n_params = len(theta)
        return RunnerSnapshot(
            id=self.id,
            theta=theta,
            updates=self.updates,
            rows_seen=self.rows_seen,
            epochs=self.rows_seen / self._feed.n_rows,
            cost=self.cost(),
            test_cost=self._judge.test_cost(),
            history=History(updates, *values.T),
            path=path[:, :n_params],
            path_updates=path_updates,
            stopped=self.stopped,
            iterates=path[:, n_params:] if self._learner.averages else None,
            note=self._learner.note(),
            evaluations=self.evaluations,
            next_rows=self._feed.next_rows(),
        )

    def state(self) -> RunnerState:
        """A deep copy of everything."""
        return RunnerState(
            id=self.id,
            enabled=True,
            theta=self._learner.theta.copy(),
            optimizer=self._spec.optimizer,
            vectors=self._learner.vectors.copy(),
            counters=self._learner.counters.copy(),
            rng=self._feed.rng_state(),
            order=self._feed.order.copy(),
            place=self._feed.place,
            updates=self.updates,
            rows_seen=self.rows_seen,
            evaluations=self.evaluations,
            clock=self.clock,
            seconds=self._seconds,
            history=self._history.state(),
            path=self._path.state(),
            best_cost=self._best.cost,
            best_epoch=self._best.epoch,
            stopped=self.stopped,
        )


def first_state(spec: RunnerSpec, training: TrainingSpec, theta: Array) -> RunnerState:
    """A runner that hasn't moved from ``theta``."""
    vectors, counters = OPTIMIZERS[spec.optimizer].init(theta)
    return RunnerState(
        id=spec.id,
        enabled=True,
        theta=theta.copy(),
        optimizer=spec.optimizer,
        vectors=vectors,
        counters=counters,
        rng=dict(np.random.default_rng([training.seed, spec.id]).bit_generator.state),
        order=NO_ORDER,
        place=0,
        updates=0,
        rows_seen=0,
        evaluations=0,
        clock=0,
        seconds=0.0,
        history=empty_record(HISTORY_WIDTH),
        path=empty_record(len(theta)),
        best_cost=None,
        best_epoch=0,
        stopped=None,
    )


def _with_evaluations(history: RecordState, n_rows: int) -> RecordState:
    """A history from before evaluations were counted: one for each row."""
    if history.values.shape[1] == HISTORY_WIDTH:
        return history
    values = np.column_stack([history.values, n_rows * history.values[:, 0]])
    return RecordState(history.updates, values, history.doublings)


def _generator(state: RunnerState) -> np.random.Generator:
    generator = np.random.default_rng()
    generator.bit_generator.state = state.rng
    return generator
