"""One trajectory through weight space: an optimizer, its batches, and the record of where it has been."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from playground.engine.batches import BatchFeed
from playground.engine.chunks import BatchPlan, InterruptedUpdateError, make_plan
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.optimizers import OPTIMIZERS, Update, Workspace
from playground.engine.plan import Batch, rows_per_chunk
from playground.engine.records import Record, empty_record
from playground.engine.snapshot import History, RunnerSnapshot, StopReason
from playground.engine.specs import RunnerSpec, StopSpec, TrainingSpec
from playground.engine.state import RunnerState
from playground.engine.stopping import Best, diverged, reason_to_stop
from playground.engine.timing import settled_stride

FURTHEST_SQUARED = 1e200
"""Weights with a larger sum of squares have diverged: soon their cost could not be written as a number."""

POINTS_PER_EPOCH = 16
"""History points per epoch of stochastic learning, at first: each costs a pass over all rows."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainingRows:
    """The rows all runners share; ``test`` is None if there are none."""

    train: Batch
    test: Batch | None


class Runner:
    """A runner under way.

    It moves in stretches of a few updates, which end wherever something has to be recorded or tested. How
    they are cut changes nothing in what is computed.
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
        self.stopped = state.stopped
        self._network, self._rows, self._stop = network, rows, training.stop
        self._interrupted = interrupted
        self._cost = network.cost_formula(training.cost)
        self._has_stop_conditions = training.stop != StopSpec()
        self._clock_in_rows = training.clock == "epochs"
        self._best = Best(state.best_cost, state.best_epoch)
        self._feed = BatchFeed(
            rows.train, spec.batch_size, _generator(state), state.order.copy(), state.place
        )
        self._in_chunks = self._feed.batch_size > rows_per_chunk(network)
        self._prepare_updates(spec, state)
        self._prepare_records(state)
        if self.stopped is not None and self.stopped.kind != "diverged":
            self.stopped = self._reason_to_stop()
        self._record()

    def _prepare_updates(self, spec: RunnerSpec, state: RunnerState) -> None:
        self._optimizer = OPTIMIZERS[spec.optimizer]
        self._settings = self._optimizer.chosen(dict(spec.settings))
        self._rate = np.array(spec.learning_rate)
        if state.optimizer == spec.optimizer:
            vectors, self._counters = state.vectors, state.counters.copy()
        else:
            vectors, self._counters = self._optimizer.init(self._network.layout.n_params)
        # Theta and the optimizer's vectors are one array, so that they are kept and brought back together.
        self._memory: Array = np.vstack([state.theta, vectors])
        self._theta = self._memory[0]
        self._gradient: Array = np.zeros_like(self._theta)
        self._kept, self._kept_counters = np.empty_like(self._memory), np.empty_like(self._counters)
        self._plans: dict[int, BatchPlan] = {}
        self._test_plan: BatchPlan | None = None
        self._updates_by_size: dict[int, Update] = {}
        self._cost_known: tuple[int, float] | None = None

    def _prepare_records(self, state: RunnerState) -> None:
        n_rows, test = self._feed.n_rows, self._rows.test
        # With one batch of all rows the training cost falls out of the next update.
        to_judge = (0 if self._feed.batch_size == n_rows else n_rows) + (
            0 if test is None else len(test.rows)
        )
        settled = settled_stride(self._network, self._feed.batch_size, to_judge)
        first = -(-self._feed.batches_per_epoch // POINTS_PER_EPOCH)
        self._history = Record(3, first, settled, state.history)
        self._path = Record(self._network.layout.n_params, 1, 1, state.path)

    # -- where it is --

    @property
    def epochs_ended(self) -> int:
        return self.rows_seen // self._feed.n_rows

    @property
    def batch_size(self) -> int:
        return self._feed.batch_size

    @property
    def next_tick(self) -> int:
        """What the next update adds to its clock."""
        return self._feed.next_size() if self._clock_in_rows else 1

    @property
    def tick(self) -> int:
        """What an update with a full batch adds to its clock."""
        return self._feed.batch_size if self._clock_in_rows else 1

    def cost(self) -> float:
        """The true cost over all training rows at the present weights."""
        if self._cost_known is None or self._cost_known[0] != self.updates:
            n_rows = self._feed.n_rows
            total = self._plan(n_rows).cost_sum(self._rows.train, keep=self._feed.next_is_all)
            self._cost_known = (self.updates, total / n_rows)
        return self._cost_known[1]

    def test_cost(self) -> float | None:
        """The cost over all test rows; None if there are none."""
        test = self._rows.test
        if test is None:
            return None
        if self._test_plan is None:
            self._test_plan = self._make_plan(len(test.rows))
        return self._test_plan.cost_sum(test) / len(test.rows)

    # -- moving --

    def advance(self, limit: int) -> int:
        """Make 1 to ``limit`` updates; returns how many. None are made once it has stopped, or if it was
        interrupted in the middle of one."""
        if self.stopped is not None:
            return 0
        batches = self._feed.take(min(limit, self._longest_stretch()))
        size = len(batches[0].rows)
        try:
            made = self._learn(batches, size)
        except InterruptedUpdateError:
            return 0
        self.updates += made
        self.rows_seen += made * size
        self.clock += made * size if self._clock_in_rows else made
        epoch_ended = self._feed.learned(made * size)
        if made < len(batches):
            self.stopped = diverged(self.updates)
            return made
        self._record()
        if epoch_ended and self._has_stop_conditions and self.stopped is None:
            self._end_epoch()
        return made

    def _longest_stretch(self) -> int:
        """Updates before something must be recorded, tested, or may be interrupted."""
        if self._in_chunks or (self._has_stop_conditions and self._feed.next_is_all):
            return 1
        return min(self._history.due, self._path.due) - self.updates

    def _learn(self, batches: Sequence[Batch], size: int) -> int:
        """One update per batch, as long as the weights stay within bounds; returns how many."""
        np.copyto(self._kept, self._memory)
        np.copyto(self._kept_counters, self._counters)
        update = self._updates_by_size.get(size) or self._make_update(size)
        for batch in batches:
            update(batch)
        if self._theta.dot(self._theta) < FURTHEST_SQUARED:
            return len(batches)
        return self._learn_carefully(batches, update)

    def _learn_carefully(self, batches: Sequence[Batch], update: Update) -> int:
        """The same updates again, one by one, up to the last after which the weights are within bounds."""
        np.copyto(self._memory, self._kept)
        np.copyto(self._counters, self._kept_counters)
        for made, batch in enumerate(batches):
            np.copyto(self._kept, self._memory)
            np.copyto(self._kept_counters, self._counters)
            update(batch)
            if not self._theta.dot(self._theta) < FURTHEST_SQUARED:
                np.copyto(self._memory, self._kept)
                np.copyto(self._counters, self._kept_counters)
                return made
        return len(batches)

    def _make_update(self, size: int) -> Update:
        plan = self._plan(size)
        if self._optimizer.rate_in_gradient:
            plan.multiply_by(float(self._rate))
        update = self._optimizer.make_update(
            Workspace(
                theta=self._theta,
                gradient=self._gradient,
                vectors=self._memory[1:],
                counters=self._counters,
                rate=self._rate,
                settings=self._settings,
                plan=plan,
            )
        )
        self._updates_by_size[size] = update
        return update

    def _plan(self, n_rows: int) -> BatchPlan:
        """The plan for so many training rows; the one for all of them serves learning and judging alike."""
        if n_rows not in self._plans:
            self._plans[n_rows] = self._make_plan(n_rows)
        return self._plans[n_rows]

    def _make_plan(self, n_rows: int) -> BatchPlan:
        return make_plan(
            self._network,
            self._cost,
            self._theta,
            self._gradient,
            n_rows,
            self._network.layout.trainable,
            self._interrupted,
        )

    # -- recording and stopping --

    def _record(self) -> None:
        if self.updates >= self._path.due:
            self._path.append(self.updates, self._theta)
        if self.updates >= self._history.due:
            test_cost = self.test_cost()
            cost = self.cost()
            epochs = self.rows_seen / self._feed.n_rows
            row = np.array([epochs, cost, np.nan if test_cost is None else test_cost])
            self._history.append(self.updates, row)
            if not np.isfinite(cost):
                self.stopped = diverged(self.updates)

    def _end_epoch(self) -> None:
        if self._stop.no_improvement_epochs is not None:
            test_cost = self.test_cost()
            self._best.note(self.cost() if test_cost is None else test_cost, self.epochs_ended)
        self.stopped = self._reason_to_stop()

    def _reason_to_stop(self) -> StopReason | None:
        return reason_to_stop(self._stop, self.epochs_ended, self.cost, self._best)

    # -- handing out --

    def snapshot(self) -> RunnerSnapshot:
        theta = self._theta.copy()
        theta.flags.writeable = False
        updates, values = self._history.published()
        path_updates, path = self._path.published()
        return RunnerSnapshot(
            id=self.id,
            theta=theta,
            updates=self.updates,
            rows_seen=self.rows_seen,
            epochs=self.rows_seen / self._feed.n_rows,
            cost=self.cost(),
            test_cost=self.test_cost(),
            history=History(updates, values[:, 0], values[:, 1], values[:, 2]),
            path=path,
            path_updates=path_updates,
            stopped=self.stopped,
        )

    def state(self) -> RunnerState:
        """A deep copy of everything."""
        return RunnerState(
            id=self.id,
            enabled=True,
            theta=self._theta.copy(),
            optimizer=self._optimizer.name,
            vectors=self._memory[1:].copy(),
            counters=self._counters.copy(),
            rng=self._feed.rng_state(),
            order=self._feed.order.copy(),
            place=self._feed.place,
            updates=self.updates,
            rows_seen=self.rows_seen,
            clock=self.clock,
            history=self._history.state(),
            path=self._path.state(),
            best_cost=self._best.cost,
            best_epoch=self._best.epoch,
            stopped=self.stopped,
        )


def first_state(spec: RunnerSpec, training: TrainingSpec, theta: Array) -> RunnerState:
    """A runner that hasn't moved from ``theta``."""
    vectors, counters = OPTIMIZERS[spec.optimizer].init(len(theta))
    return RunnerState(
        id=spec.id,
        enabled=True,
        theta=theta.copy(),
        optimizer=spec.optimizer,
        vectors=vectors,
        counters=counters,
        rng=dict(np.random.default_rng([training.seed, spec.id]).bit_generator.state),
        order=np.empty(0, np.int64),
        place=0,
        updates=0,
        rows_seen=0,
        clock=0,
        history=empty_record(3),
        path=empty_record(len(theta)),
        best_cost=None,
        best_epoch=0,
        stopped=None,
    )


def _generator(state: RunnerState) -> np.random.Generator:
    generator = np.random.default_rng()
    generator.bit_generator.state = state.rng
    return generator
