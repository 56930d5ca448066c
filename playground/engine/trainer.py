"""Training: the runners, kept in step by a clock they share."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from math import inf
from time import perf_counter

import numpy as np

from playground.engine.judge import TrainingRows
from playground.engine.layout import Array
from playground.engine.network import Network, RefusedError
from playground.engine.plan import Batch, make_batch, rows_per_chunk
from playground.engine.records import HISTORY_WIDTH, empty_record
from playground.engine.runner import Runner, first_state
from playground.engine.snapshot import Snapshot, StopReason
from playground.engine.specs import RunnerSpec, TrainingSpec
from playground.engine.state import RunnerState, TrainerState

__all__ = ["Rows", "Trainer", "TrainerState"]


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows of a data set: ``x`` ``(n_rows, n_inputs)`` and ``y`` ``(n_rows, n_outputs)``.

    How they lie in memory to be learned is worked out once, for every trainer that is given them.
    """

    x: Array
    y: Array
    _batches: dict[int, Batch] = field(default_factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.x)

    def batch(self, chunk_size: int) -> Batch:
        """All of them, in parts if they are more than ``chunk_size``; the last one asked for is kept."""
        if chunk_size not in self._batches:
            self._batches.clear()
            self._batches[chunk_size] = make_batch(self.x, self.y, chunk_size)
        return self._batches[chunk_size]


class _Deadline:
    """When to look up from training. Runners ask it, not their trainer: without a circle among them, all are
    gone with their rows as soon as nobody trains with them."""

    def __init__(self) -> None:
        self.at = inf

    def is_past(self) -> bool:
        return perf_counter() >= self.at


class Trainer:
    """The one training path.

    The enabled runners start from the same weights and go their own ways; no runner depends on another.
    Their clock only decides which updates have been made when ``run`` returns: one runner is *shown*,
    and the others have made every update that ends no later than its last one, measured in rows seen (clock
    "epochs"), in updates or in cost evaluations. (How many of those an implicit update makes is only known
    afterwards: such a runner makes every update that begins earlier.) A runner that joins later is in step
    from then on.

    Raises ``RefusedError`` if cost, network, targets and optimizers don't go together, ``ValueError`` without
    training rows, without an enabled runner, or if the state belongs to another network or other rows.
    """

    def __init__(
        self,
        network: Network,
        training: TrainingSpec,
        train: Rows,
        test: Rows,
        state: TrainerState | None = None,
    ) -> None:
        specs = [spec for spec in training.runners if spec.enabled]
        if not specs:
            raise ValueError("No runner is switched on.")
        if not len(train):
            raise ValueError("There are no rows to learn from.")
        cost = network.cost_formula(training.cost)
        refusal = cost.refuses_targets(train.y) or cost.refuses_targets(test.y)
        if refusal is not None:
            raise RefusedError(refusal)
        if state is not None:
            state.check(network.layout.n_params, len(train))
        self._deadline = _Deadline()
        self._network = network
        self._training = training
        rows = _training_rows(network, train, test)
        old = _fitted(state, training)
        theta = network.initial_theta(training.seed, training.start)
        is_late = self._deadline.is_past
        now = max((one.clock for one in old.values() if one.enabled), default=0)
        with np.errstate(all="ignore"):
            self._runners = {
                spec.id: Runner(
                    network, training, spec, rows, _state_of(spec, training, old, theta, now), is_late
                )
                for spec in specs
            }
        self._resting = {
            spec.id: replace(old[spec.id], enabled=False)
            for spec in training.runners
            if not spec.enabled and spec.id in old
        }
        self._shown = self._runners[specs[0].id]

    @property
    def shown(self) -> int:
        """Id of the runner that counts; ``KeyError`` when set to one that isn't enabled."""
        return self._shown.id

    @shown.setter
    def shown(self, runner_id: int) -> None:
        self._shown = self._runners[runner_id]

    @property
    def updates(self) -> int:
        """Updates the shown runner has made."""
        return self._shown.updates

    @property
    def epochs_ended(self) -> int:
        """Epochs the shown runner has ended."""
        return self._shown.epochs_ended

    def run(
        self, *, updates: int | None = None, epochs: int | None = None, seconds: float | None = None
    ) -> StopReason | None:
        """Train until the shown runner has made ``updates`` more updates or ended ``epochs`` more epochs.

        Returns after about ``seconds`` even if there is more to do; calling again goes on. Returns why
        the shown runner has stopped, if it has. What is computed doesn't depend on how calls are cut.
        """
        self._deadline.at = inf if seconds is None else perf_counter() + seconds
        last_update = inf if updates is None else self._shown.updates + updates
        last_epoch = inf if epochs is None else self._shown.epochs_ended + epochs
        # A number that overflows is how divergence shows; it is found by looking at the weights.
        with np.errstate(all="ignore"):
            return self._run(last_update, last_epoch)

    def snapshot(self) -> Snapshot:
        """All enabled runners as they are now; frozen."""
        with np.errstate(all="ignore"):
            runners = tuple(runner.snapshot() for runner in self._runners.values())
        return Snapshot(self._network, runners, self.shown)

    def state(self) -> TrainerState:
        """Everything, as a deep copy: a trainer made from it goes on bit for bit."""
        enabled = {runner.id: runner.state() for runner in self._runners.values()}
        resting = {runner_id: deepcopy(state) for runner_id, state in self._resting.items()}
        return TrainerState(enabled | resting, self._training.clock, self._training.cost)

    def _run(self, last_update: float, last_epoch: float) -> StopReason | None:
        shown = self._shown
        while self._catch_up():
            if shown.stopped is not None:
                return shown.stopped
            left = last_update - shown.updates
            if left <= 0 or shown.epochs_ended >= last_epoch:
                return None
            shown.advance(int(min(left, shown.updates_per_look)))
            if self._deadline.is_past():
                break
        return None

    def _catch_up(self) -> bool:
        """Bring the others to the shown runner's time; False if the deadline came first."""
        now = self._shown.clock
        for runner in self._runners.values():
            if runner is self._shown:
                continue
            while runner.clock + runner.next_tick <= now and runner.stopped is None:
                runner.advance(min(runner.updates_per_look, runner.updates_within(now - runner.clock)))
                if self._deadline.is_past():
                    return False
        return True


def _training_rows(network: Network, train: Rows, test: Rows) -> TrainingRows:
    size = rows_per_chunk(network)
    return TrainingRows(train.batch(size), test.batch(size) if len(test) else None)


def _fitted(state: TrainerState | None, training: TrainingSpec) -> dict[int, RunnerState]:
    """The runners of a state made under other rules: a clock of another kind starts again, and so does the
    history of another cost."""
    if state is None:
        return {}
    runners = dict(state.runners)
    if state.clock != training.clock:
        runners = {i: replace(runner, clock=0) for i, runner in runners.items()}
    if state.cost != training.cost:
        runners = {
            i: replace(runner, history=empty_record(HISTORY_WIDTH), best_cost=None)
            for i, runner in runners.items()
        }
    return runners


def _state_of(
    spec: RunnerSpec, training: TrainingSpec, old: dict[int, RunnerState], theta: Array, now: int
) -> RunnerState:
    """Where a runner begins: where it was, or at the start; one that was away joins at the present time."""
    state = old.get(spec.id)
    if state is None:
        return replace(first_state(spec, training, theta), clock=now)
    return state if state.enabled else replace(state, clock=now)
