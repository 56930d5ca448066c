"""The training path against the textbook's loop, and against itself cut into pieces."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from itertools import count, product
from typing import Any

import numpy as np
import pytest

from playground.engine.network import Network, RefusedError
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.snapshot import RunnerSnapshot
from playground.engine.specs import RunnerSpec, StopSpec, TrainingSpec
from playground.engine.stopping import Best
from playground.engine.trainer import Rows, Trainer, TrainerState
from tests.engine.engine_cases import chain, key, made_up_rows, runner, training, with_cuts_and_locks
from tests.engine.textbook import Textbook

MIXED = ("tanh", "relu", "sigmoid", "linear")
ROW = 3 + 3 * (6 + 5 + 2)  # numbers that a row takes in the buffers of 2-5-4-1
NONE = Rows(np.empty((0, 2)), np.empty((0, 1)))


def row_orders(n_rows: int, seed: int, runner_id: int) -> Iterator[np.ndarray]:
    """The orders that runner learns its rows in, epoch by epoch."""
    rng = np.random.default_rng([seed, runner_id])
    while True:
        yield rng.permutation(n_rows)


def new_trainer(
    *runners: RunnerSpec,
    sizes: tuple[int, ...] = (2, 5, 4, 1),
    n_rows: int = 23,
    test: Rows = NONE,
    cost: str = "half_squared",
    output: str = "linear",
    **settings: Any,
) -> Trainer:
    network = Network(chain(sizes, MIXED, (output,)))
    rows = made_up_rows(n_rows, sizes[0], sizes[-1])
    return Trainer(network, training(*runners, cost=cost, **settings), rows, test)


def theta_of(trainer: Trainer, runner_id: int = 1) -> np.ndarray:
    return trainer.snapshot().runner(runner_id).theta


def same(first: RunnerSnapshot, second: RunnerSnapshot) -> bool:
    """Equal in every bit that was published."""
    return (
        first.updates == second.updates
        and first.rows_seen == second.rows_seen
        and first.evaluations == second.evaluations
        and first.theta.tobytes() == second.theta.tobytes()
        and first.cost == second.cost
        and first.stopped == second.stopped
        and first.path.tobytes() == second.path.tobytes()
        and all(
            getattr(first.history, name).tobytes() == getattr(second.history, name).tobytes()
            for name in ("updates", "epochs", "train", "test", "evaluations")
        )
    )


class TestAgainstTheTextbook:
    @pytest.mark.parametrize(
        ("cost", "output"),
        [("half_squared", "linear"), ("mean_squared", "tanh"), ("binary_cross_entropy", "sigmoid")],
    )
    @pytest.mark.parametrize("batch_size", [None, 1, 7, 23, 1000])
    @pytest.mark.parametrize("sizes", [(2, 1), (2, 5, 4, 1), (3, 6, 2)])
    def test_same_path(self, sizes: tuple[int, ...], batch_size: int | None, cost: str, output: str) -> None:
        network = Network(chain(sizes, MIXED, (output,)))
        rows = made_up_rows(23, sizes[0], sizes[-1])
        spec = training(runner(batch_size=batch_size, learning_rate=0.05), cost=cost, seed=3)
        trainer = Trainer(network, spec, rows, NONE)
        textbook = Textbook(network, network.initial_theta(3), cost)
        size = min(batch_size or 23, 23)
        for _, order in zip(range(4), row_orders(23, 3, 1), strict=False):
            trainer.run(epochs=1)
            for start in range(0, 23, size):
                # Whole batches of all rows need no order; the mean doesn't know it.
                chosen = order[start : start + size]
                textbook.update(rows.x[chosen], rows.y[chosen], 0.05)
            shown = trainer.snapshot().shown_runner
            np.testing.assert_allclose(shown.theta, textbook.theta(), rtol=0, atol=1e-12)
            assert shown.cost == pytest.approx(textbook.mean_cost(rows.x, rows.y), rel=1e-12)

    def test_cut_and_locked_parameters_do_not_move(self) -> None:
        spec = chain((2, 5, 1), MIXED)
        cut, locked = key(spec, 1, 2, 0), key(spec, 2, 0, None)
        network = Network(with_cuts_and_locks(spec, [cut], [locked]))
        rows = made_up_rows(20, 2, 1)
        for name in OPTIMIZERS:
            chosen = training(runner(name, 4, 0.01), start=((locked, 0.7),))
            trainer = Trainer(network, chosen, rows, NONE)
            before = theta_of(trainer)
            trainer.run(epochs=3)
            after = theta_of(trainer)
            assert after[network.layout.index(cut)] == 0
            assert after[network.layout.index(locked)] == 0.7
            assert np.all((after != before)[network.layout.trainable])

    def test_a_batch_of_all_rows_is_gradient_descent(self) -> None:
        trainer = new_trainer(runner(runner_id=1), runner(batch_size=23, runner_id=2))
        trainer.run(updates=200)
        np.testing.assert_allclose(theta_of(trainer, 1), theta_of(trainer, 2), rtol=0, atol=1e-12)

    def test_large_batches_are_added_up_in_chunks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = new_trainer(runner("adam"))
        whole.run(updates=50)
        monkeypatch.setattr("playground.engine.plan.MAX_VALUES", 5 * ROW)
        parts = new_trainer(runner("adam"))
        parts.run(updates=50)
        np.testing.assert_allclose(theta_of(parts), theta_of(whole), rtol=0, atol=1e-10)
        assert parts.snapshot().shown_runner.cost == pytest.approx(whole.snapshot().shown_runner.cost)

    def test_an_update_of_many_rows_can_be_interrupted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("playground.engine.plan.MAX_VALUES", 5 * ROW)
        specs = runner("adam", learning_rate=0.02), runner("adam", 11, learning_rate=0.02, runner_id=2)
        straight, interrupted = new_trainer(*specs), new_trainer(*specs)
        straight.run(updates=20)
        calls = 0
        while interrupted.updates < 20:
            interrupted.run(updates=1, seconds=0.0)
            interrupted.snapshot()
            calls += 1
        interrupted.run(updates=0)
        assert calls > 5 * 20  # each does one chunk of at most 5 rows
        for runner_id in (1, 2):
            assert same(straight.snapshot().runner(runner_id), interrupted.snapshot().runner(runner_id))


class TestBatches:
    def test_the_last_small_batch_counts_and_ends_the_epoch(self) -> None:
        trainer = new_trainer(runner(batch_size=10), n_rows=25)
        seen = []
        for _ in range(6):
            trainer.run(updates=1)
            seen.append(trainer.snapshot().shown_runner.rows_seen)
        assert seen == [10, 20, 25, 35, 45, 50]
        assert trainer.epochs_ended == 2

    def test_every_epoch_has_each_row_once_in_a_new_order(self) -> None:
        # The gradient of a linear neuron with no weights to speak of shows which row it saw.
        network = Network(chain((1, 1)))
        rows = Rows(np.zeros((6, 1)), np.arange(6.0)[:, np.newaxis])
        trainer = Trainer(network, training(runner(batch_size=1, learning_rate=1.0)), rows, NONE)
        orders = []
        for _ in range(5):
            order = []
            for _ in range(6):
                trainer.run(updates=1)
                order.append(theta_of(trainer)[1])  # a rate of 1 moves the bias onto the target
            orders.append(order)
        assert all(sorted(order) == [0, 1, 2, 3, 4, 5] for order in orders)
        assert len({tuple(order) for order in orders}) == 5

    def test_runners_shuffle_differently(self) -> None:
        trainer = new_trainer(runner(batch_size=1), runner(batch_size=1, runner_id=2))
        trainer.run(updates=5)
        assert np.any(theta_of(trainer, 1) != theta_of(trainer, 2))

    def test_more_batches_than_fit_in_a_block(self, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = new_trainer(runner(batch_size=3), n_rows=50)
        whole.run(epochs=3)
        monkeypatch.setattr("playground.engine.batches.BLOCK_BATCHES", 4)
        parts = new_trainer(runner(batch_size=3), n_rows=50)
        parts.run(epochs=3)
        assert same(parts.snapshot().shown_runner, whole.snapshot().shown_runner)


def run_at_once(trainer: Trainer, updates: int) -> None:
    trainer.run(updates=updates)


def run_one_by_one(trainer: Trainer, updates: int) -> None:
    for _ in range(updates):
        trainer.run(updates=1)


def run_in_odd_pieces(trainer: Trainer, updates: int) -> None:
    while trainer.updates < updates:
        trainer.run(updates=min(37, updates - trainer.updates), seconds=1e-4)
        trainer.snapshot()
    trainer.run(updates=0)


# Implicit updates solve an equation each: fewer of them, of few rows.
OPTIMIZERS_AND_BATCHES = [
    *product([name for name in OPTIMIZERS if name != "implicit"], [None, 1, 10]),
    ("implicit", 1),
    ("implicit", 3),
]


@pytest.mark.parametrize(("optimizer", "batch_size"), OPTIMIZERS_AND_BATCHES)
class TestSameSeedSamePath:
    def specs(self, optimizer: str, batch_size: int | None) -> tuple[RunnerSpec, ...]:
        return (
            runner(optimizer, batch_size, 0.02),
            runner("plain", 4, 0.02, runner_id=2),
            runner("plain", None, 0.02, runner_id=3),
        )

    @pytest.mark.parametrize("run", [run_one_by_one, run_in_odd_pieces])
    def test_however_it_is_cut(
        self, optimizer: str, batch_size: int | None, run: Callable[[Trainer, int], None]
    ) -> None:
        updates = 60 if optimizer == "implicit" else 400
        test = made_up_rows(9, 2, 1, seed=4)
        first = new_trainer(*self.specs(optimizer, batch_size), test=test)
        second = new_trainer(*self.specs(optimizer, batch_size), test=test)
        run_at_once(first, updates)
        run(second, updates)
        for runner_id in (1, 2, 3):
            assert same(first.snapshot().runner(runner_id), second.snapshot().runner(runner_id))

    def test_saved_and_resumed(self, optimizer: str, batch_size: int | None) -> None:
        specs = self.specs(optimizer, batch_size)
        updates, pause = (60, 23) if optimizer == "implicit" else (300, 123)
        straight = new_trainer(*specs)
        straight.run(updates=updates)
        cut = new_trainer(*specs)
        cut.run(updates=pause)
        state = cut.state()
        cut.run(updates=50)  # must not reach into the state
        state = TrainerState.from_parts(state.to_json(), state.to_arrays())
        network = Network(chain((2, 5, 4, 1), MIXED))
        resumed = Trainer(network, training(*specs), made_up_rows(23, 2, 1), NONE, state)
        resumed.run(updates=updates - pause)
        for runner_id in (1, 2, 3):
            assert same(straight.snapshot().runner(runner_id), resumed.snapshot().runner(runner_id))


class TestClock:
    def test_epochs_keep_rows_in_step(self) -> None:
        trainer = new_trainer(runner(), runner(batch_size=1, runner_id=2), runner(batch_size=10, runner_id=3))
        trainer.run(updates=2)
        assert [each.rows_seen for each in trainer.snapshot().runners] == [46, 46, 46]
        trainer.shown = 2
        trainer.run(updates=12)
        assert [each.rows_seen for each in trainer.snapshot().runners] == [46, 58, 56]

    def test_updates_keep_updates_in_step(self) -> None:
        trainer = new_trainer(runner(), runner(batch_size=1, runner_id=2), clock="updates")
        trainer.run(updates=31)
        assert [each.updates for each in trainer.snapshot().runners] == [31, 31]

    def test_a_runner_that_joins_is_in_step_from_then_on(self) -> None:
        network, rows = Network(chain((2, 3, 1))), made_up_rows(20, 2, 1)
        first, second = runner(batch_size=4), runner(batch_size=5, runner_id=2)
        trainer = Trainer(network, training(first), rows, NONE)
        trainer.run(epochs=100)
        trainer = Trainer(network, training(first, second), rows, NONE, trainer.state())
        trainer.run(epochs=3)
        assert [each.epochs for each in trainer.snapshot().runners] == [103, 3]

    def test_a_runner_that_is_switched_off_waits_where_it_is(self) -> None:
        network, rows = Network(chain((2, 3, 1))), made_up_rows(20, 2, 1)
        first, second = runner(batch_size=4), runner(batch_size=5, runner_id=2)
        off = RunnerSpec(2, "off", "plain", 0.1, 5, enabled=False)
        trainer = Trainer(network, training(first, second), rows, NONE)
        trainer.run(epochs=2)
        trainer = Trainer(network, training(first, off), rows, NONE, trainer.state())
        assert [each.id for each in trainer.snapshot().runners] == [1]
        trainer.run(epochs=5)
        trainer = Trainer(network, training(first, second), rows, NONE, trainer.state())
        trainer.run(epochs=1)
        assert [each.epochs for each in trainer.snapshot().runners] == [8, 3]

    def test_seconds_are_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ticks = count()
        monkeypatch.setattr("playground.engine.trainer.perf_counter", lambda: 0.01 * next(ticks))
        trainer = new_trainer(runner(batch_size=1), runner(batch_size=2, runner_id=2))
        assert trainer.run(seconds=0.2) is None
        # The clock is read at the start and after each stretch.
        assert next(ticks) == 21
        assert trainer.updates > 0


class TestRefusals:
    def test_no_runner(self) -> None:
        with pytest.raises(ValueError, match="switched on"):
            new_trainer()

    def test_no_rows(self) -> None:
        with pytest.raises(ValueError, match="no rows"):
            new_trainer(runner(), n_rows=0)

    def test_cost_and_outputs(self) -> None:
        with pytest.raises(RefusedError):
            new_trainer(runner(), cost="binary_cross_entropy")

    def test_state_of_another_network_or_other_rows(self) -> None:
        state = new_trainer(runner(batch_size=5)).state()
        network = Network(chain((2, 3, 1)))
        with pytest.raises(ValueError, match="other weights"):
            Trainer(network, training(runner()), made_up_rows(23, 2, 1), NONE, state)
        trainer = new_trainer(runner(batch_size=5))
        trainer.run(updates=1)
        network = Network(chain((2, 5, 4, 1), MIXED))
        with pytest.raises(ValueError, match="other training rows"):
            Trainer(network, training(runner()), made_up_rows(24, 2, 1), NONE, trainer.state())

    def test_the_shown_runner_must_be_enabled(self) -> None:
        trainer = new_trainer(runner())
        with pytest.raises(KeyError):
            trainer.shown = 2

    def test_a_damaged_state(self) -> None:
        state = new_trainer(runner()).state()
        data, arrays = state.to_json(), state.to_arrays()
        with pytest.raises(ValueError, match="clock"):
            TrainerState.from_parts(data | {"clock": "sun"}, arrays)
        with pytest.raises(KeyError):
            TrainerState.from_parts(data, {})
        with pytest.raises(ValueError, match="theta"):
            TrainerState.from_parts(data, arrays | {"runner-1-theta": np.zeros((2, 2))})


@pytest.mark.parametrize("n_rows", [1, 2])
@pytest.mark.parametrize("batch_size", [None, 1, 5])
def test_very_few_rows(n_rows: int, batch_size: int | None) -> None:
    trainer = new_trainer(runner(batch_size=batch_size), n_rows=n_rows)
    before = trainer.snapshot().shown_runner.cost
    assert trainer.run(epochs=50) is None
    assert trainer.snapshot().shown_runner.cost < before


def test_other_rules_for_a_state() -> None:
    """A new cost begins a new history; another optimizer begins with an empty memory; weights stay."""
    network, rows = Network(chain((2, 3, 1))), made_up_rows(20, 2, 1)
    trainer = Trainer(network, training(runner("adam", 4)), rows, NONE)
    trainer.run(epochs=3)
    theta = theta_of(trainer)
    other = training(runner("momentum", 4), cost="mean_squared")
    retuned = Trainer(network, other, rows, NONE, trainer.state())
    shown = retuned.snapshot().shown_runner
    np.testing.assert_array_equal(shown.theta, theta)
    assert shown.updates == 15
    assert shown.history.updates.tolist() == [15]
    assert shown.history.train[0] == pytest.approx(2 * trainer.snapshot().shown_runner.cost)
    retuned.run(epochs=3)
    assert retuned.state().runners[1].vectors.shape[0] == 1


def test_batch_size_may_change_in_the_middle_of_an_epoch() -> None:
    network, rows = Network(chain((2, 3, 1))), made_up_rows(20, 2, 1)
    trainer = Trainer(network, training(runner(batch_size=3)), rows, NONE)
    trainer.run(updates=2)
    trainer = Trainer(network, training(runner(batch_size=None)), rows, NONE, trainer.state())
    seen = []
    for _ in range(3):
        trainer.run(updates=1)
        seen.append(trainer.snapshot().shown_runner.rows_seen)
    assert seen == [20, 40, 60]
    textbook, rng = Textbook(network, network.initial_theta(1)), np.random.default_rng([1, 1])
    order = rng.permutation(20)
    for chosen in (order[:3], order[3:6], order[6:], order, order):
        textbook.update(rows.x[chosen], rows.y[chosen], 0.1)
    np.testing.assert_allclose(theta_of(trainer), textbook.theta(), rtol=0, atol=1e-13)
    straight = Trainer(network, TrainingSpec(runners=(runner(),)), rows, NONE, trainer.state())
    trainer.run(updates=1)
    straight.run(updates=1)
    assert same(trainer.snapshot().shown_runner, straight.snapshot().shown_runner)


def test_a_cost_that_was_looked_at_is_not_learned_from_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """All rows are one batch from the next epoch on; before it, weights still move by a smaller one."""
    monkeypatch.setattr("playground.engine.records.MAX_POINTS", 2)
    network, rows = Network(chain((2, 3, 1))), made_up_rows(20, 2, 1)
    trainer = Trainer(network, training(runner(batch_size=3)), rows, NONE)
    trainer.run(updates=2)
    state = trainer.state()
    found = {}
    for look in (False, True):
        trainer = Trainer(network, training(runner(batch_size=None)), rows, NONE, state)
        if look:
            trainer.snapshot()
        trainer.run(updates=2)
        found[look] = theta_of(trainer)
    np.testing.assert_array_equal(found[True], found[False])


class TestStops:
    def test_after_epochs(self) -> None:
        trainer = new_trainer(runner(batch_size=5), stop=StopSpec(epochs=4))
        reason = trainer.run(updates=1000)
        assert reason is not None
        assert reason.kind == "epochs"
        assert trainer.epochs_ended == 4
        assert trainer.run(updates=1) == reason
        assert trainer.epochs_ended == 4

    @pytest.mark.parametrize("batch_size", [None, 5])
    def test_cost_below_at_the_first_epoch_end_where_it_holds(self, batch_size: int | None) -> None:
        limit = 0.01
        watched = new_trainer(runner(batch_size=batch_size))
        epochs = 0
        while watched.snapshot().shown_runner.cost >= limit:
            watched.run(epochs=1)
            epochs += 1
        assert epochs > 2
        trainer = new_trainer(runner(batch_size=batch_size), stop=StopSpec(cost_below=limit))
        while (reason := trainer.run(updates=7)) is None:
            pass
        assert reason.kind == "cost_below"
        assert same_weights(trainer, watched)

    def test_no_improvement(self) -> None:
        # Rate 0.5 on a line with standardised input settles at once.
        trainer = new_trainer(runner(learning_rate=0.5), sizes=(1, 1), stop=StopSpec(no_improvement_epochs=5))
        reason = trainer.run(epochs=10_000)
        assert reason is not None
        assert reason.kind == "no_improvement"
        assert 5 < trainer.epochs_ended < 100

    def test_a_cost_has_improved_if_it_fell_by_a_ten_thousandth(self) -> None:
        best = Best()
        for epoch, cost in enumerate((1.0, 0.99995, 2.0, 0.9998, 0.99975)):
            best.note(cost, epoch)
        assert (best.cost, best.epoch) == (0.9998, 3)

    def test_no_improvement_looks_at_the_test_rows(self) -> None:
        test = Rows(made_up_rows(10, 1, 1).x, np.full((10, 1), -5.0))  # the better trained, the worse
        trainer = new_trainer(
            runner(learning_rate=0.01), sizes=(1, 1), test=test, stop=StopSpec(no_improvement_epochs=5)
        )
        assert trainer.run(epochs=1000) is not None
        assert trainer.epochs_ended == 6

    def test_a_changed_condition_lets_it_go_on(self) -> None:
        trainer = new_trainer(runner(batch_size=5), stop=StopSpec(epochs=4))
        trainer.run(epochs=10)
        network = Network(chain((2, 5, 4, 1), MIXED))
        rows = made_up_rows(23, 2, 1)
        more = training(runner(batch_size=5), stop=StopSpec(epochs=6))
        trainer = Trainer(network, more, rows, NONE, trainer.state())
        assert trainer.snapshot().shown_runner.stopped is None
        reason = trainer.run(epochs=10)
        assert reason is not None
        assert trainer.epochs_ended == 6

    def test_a_stopped_runner_leaves_the_others_in_step(self) -> None:
        trainer = new_trainer(
            runner(batch_size=5), runner(batch_size=4, runner_id=2), stop=StopSpec(epochs=4)
        )
        assert trainer.run(seconds=60) is not None
        assert [each.epochs for each in trainer.snapshot().runners] == [4, 4]


def same_weights(first: Trainer, second: Trainer) -> bool:
    return theta_of(first).tobytes() == theta_of(second).tobytes()


class TestDivergence:
    @pytest.mark.parametrize("optimizer", ["plain", "momentum"])
    @pytest.mark.parametrize("batch_size", [None, 1, 5])
    def test_stops_at_the_last_finite_weights_wherever_it_is_cut(
        self, optimizer: str, batch_size: int | None
    ) -> None:
        def trainer() -> Trainer:
            return new_trainer(runner(optimizer, batch_size, 300.0), sizes=(2, 1))

        at_once, one_by_one = trainer(), trainer()
        reason = at_once.run(updates=10_000)
        while one_by_one.run(updates=1) is None:
            pass
        assert reason is not None
        assert reason.kind == "diverged"
        assert "smaller" in reason.text
        shown = at_once.snapshot().shown_runner
        assert same(shown, one_by_one.snapshot().shown_runner)
        assert shown.stopped == reason
        assert f"{shown.updates:,} updates" in reason.text
        assert np.all(np.isfinite(shown.theta))
        assert np.isfinite(shown.cost)
        assert np.all(np.isfinite(shown.path))
        assert shown.updates > 5
        assert at_once.run(epochs=1) == reason

    @pytest.mark.parametrize("batch_size", [None, 1])
    def test_the_last_weights_are_those_before_the_first_that_are_out_of_bounds(
        self, batch_size: int | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Few points, so that many updates are made at a stretch.
        monkeypatch.setattr("playground.engine.records.MAX_POINTS", 4)
        network, rows = Network(chain((2, 1))), made_up_rows(23, 2, 1)
        trainer = Trainer(network, training(runner(batch_size=batch_size, learning_rate=30.0)), rows, NONE)
        assert trainer.run(updates=10_000) is not None
        textbook, before = Textbook(network, network.initial_theta(1)), network.initial_theta(1)
        updates = 0
        batches = (order[i : i + 1] for order in row_orders(23, 1, 1) for i in range(23))
        while np.sum(textbook.theta() ** 2) < 1e200:
            before = textbook.theta()
            chosen = slice(None) if batch_size is None else next(batches)
            textbook.update(rows.x[chosen], rows.y[chosen], 30.0)
            updates += 1
        shown = trainer.snapshot().shown_runner
        assert shown.updates == updates - 1
        np.testing.assert_allclose(shown.theta, before, rtol=1e-9)

    def test_only_the_runner_that_diverged_stops(self) -> None:
        trainer = new_trainer(runner(), runner(batch_size=1, learning_rate=1e6, runner_id=2))
        assert trainer.run(updates=300) is None
        first, second = trainer.snapshot().runners
        assert first.stopped is None
        assert first.updates == 300
        assert second.stopped is not None
        assert second.stopped.kind == "diverged"

    def test_rows_too_large_for_numbers(self) -> None:
        network = Network(chain((1, 1)))
        rows = Rows(np.array([[1e200], [-1e200]]), np.array([[1.0], [0.0]]))
        trainer = Trainer(network, training(runner()), rows, NONE)
        reason = trainer.run(updates=10)
        assert reason is not None
        assert reason.kind == "diverged"
        assert np.all(np.isfinite(theta_of(trainer)))


def test_a_trainer_is_gone_with_its_rows_once_nobody_trains_with_it() -> None:
    trainer = new_trainer(runner(), runner(batch_size=3, runner_id=2), n_rows=50)
    trainer.run(updates=20)
    trainer.snapshot()
    runners = list(trainer._runners.values())
    kept = [weakref.ref(each) for each in (trainer, *runners, *(one._feed for one in runners))]
    gc.disable()  # of very many rows nobody should have to wait for a search for garbage
    try:
        del trainer, runners
        assert [each() for each in kept] == [None] * len(kept)
    finally:
        gc.enable()
