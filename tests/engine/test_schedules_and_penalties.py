from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine.network import Network
from playground.engine.schedules import SCHEDULES
from playground.engine.specs import Objective, PenaltySpec, RunnerSpec, ScheduleSpec, StopSpec
from playground.engine.trainer import Rows, Trainer
from tests.engine.central_differences import EPSILON
from tests.engine.engine_cases import (
    away_from_kinks,
    chain,
    key,
    made_up_rows,
    runner,
    training,
    with_cuts_and_locks,
)

NONE = Rows(np.empty((0, 2)), np.empty((0, 1)))
ROWS = made_up_rows(12, 2, 1)
NETWORK = Network(chain((2, 4, 1)))

# The factor after 0, 1, 5 and 50 epochs.
FACTORS: dict[tuple[str, tuple[tuple[str, float], ...]], list[float]] = {
    ("constant", ()): [1, 1, 1, 1],
    ("step", (("every", 5.0), ("factor", 0.5))): [1, 1, 0.5, 0.5**10],
    ("exponential", (("factor", 0.9),)): [1, 0.9, 0.9**5, 0.9**50],
    ("cosine", (("epochs", 10.0), ("end", 0.2))): [
        1,
        0.2 + 0.8 * 0.5 * (1 + math.cos(math.pi / 10)),
        0.6,
        0.2,
    ],
    ("inverse", (("decay", 0.5),)): [1, 1 / 1.5, 1 / 3.5, 1 / 26],
}


@pytest.mark.parametrize(("name", "settings"), FACTORS)
def test_factors(name: str, settings: tuple[tuple[str, float], ...]) -> None:
    schedule = SCHEDULES[name]
    chosen = schedule.chosen(dict(settings))
    for epoch, expected in zip((0, 1, 5, 50), FACTORS[name, settings], strict=True):
        assert schedule.factor(epoch, chosen) == pytest.approx(expected, rel=1e-14)
    assert all(each.low <= each.default <= each.high for each in schedule.settings)


def test_every_schedule_is_tested() -> None:
    assert {name for name, _ in FACTORS} == set(SCHEDULES)


@pytest.mark.parametrize("optimizer", ["plain", "momentum"])
@pytest.mark.parametrize("batch_size", [None, 4, 5])
def test_the_rate_changes_from_epoch_to_epoch(optimizer: str, batch_size: int | None) -> None:
    schedule = ScheduleSpec("exponential", (("factor", 0.5),))
    spec = RunnerSpec(1, "slower", optimizer, 0.2, batch_size, schedule=schedule)
    trainer = Trainer(NETWORK, training(spec), ROWS, NONE)
    theta, velocity = NETWORK.initial_theta(1), np.zeros(NETWORK.layout.n_params)
    rng = np.random.default_rng([1, 1])
    keep = 0.9 if optimizer == "momentum" else 0.0
    for epoch in range(4):
        order = np.arange(12) if batch_size is None else rng.permutation(12)
        for start in range(0, 12, batch_size or 12):
            chosen = order[start : start + (batch_size or 12)]
            g = NETWORK.gradient("half_squared", theta, ROWS.x[chosen], ROWS.y[chosen])
            velocity = keep * velocity + g
            theta = theta - 0.2 * 0.5**epoch * velocity
    trainer.run(updates=2)
    trainer = Trainer(NETWORK, training(spec), ROWS, NONE, trainer.state())  # knows where it was
    trainer.run(epochs=4 - trainer.epochs_ended)
    np.testing.assert_allclose(trainer.snapshot().shown_runner.theta, theta, rtol=0, atol=1e-13)


SPEC = chain((3, 4, 2), ("tanh", "sigmoid"))
CUT, LOCKED = key(SPEC, 1, 0, 1), key(SPEC, 1, 2, 0)
CUT_NETWORK = Network(with_cuts_and_locks(SPEC, [CUT], [LOCKED]))


class TestPenalties:
    def test_biases_pay_nothing_unless_it_is_chosen(self) -> None:
        network, x = Network(chain((1, 1))), np.zeros((1, 1))
        theta = np.array([2.0, 3.0])  # a weight and a bias: the output is 3
        objective = Objective("half_squared", PenaltySpec(l2=1.0))
        assert network.cost(objective, theta, x, np.array([[3.0]])) == 0.5 * 2.0**2

    @pytest.mark.parametrize("biases", [False, True])
    def test_definition(self, biases: bool) -> None:
        theta, rows = away_from_kinks(CUT_NETWORK, 1), made_up_rows(10, 3, 2)
        penalty = PenaltySpec(l1=0.3, l2=0.7, biases=biases)
        counted = theta if biases else theta[~CUT_NETWORK.layout.is_bias]
        expected = 0.3 * np.abs(counted).sum() + 0.35 * (counted**2).sum()
        bare = CUT_NETWORK.cost("half_squared", theta, rows.x, rows.y)
        full = CUT_NETWORK.cost(Objective("half_squared", penalty), theta, rows.x, rows.y)
        assert full - bare == pytest.approx(expected, rel=1e-12)

    @pytest.mark.parametrize("cost", ["half_squared", "mean_absolute"])
    @pytest.mark.parametrize(
        "penalty",
        [PenaltySpec(l1=0.2), PenaltySpec(l2=0.4), PenaltySpec(0.1, 0.3), PenaltySpec(0.1, 0.3, biases=True)],
    )
    def test_gradient(self, cost: str, penalty: PenaltySpec) -> None:
        theta, rows = away_from_kinks(CUT_NETWORK, 1), made_up_rows(10, 3, 2)
        objective = Objective(cost, penalty)
        steps = np.diag(np.where(CUT_NETWORK.layout.present, EPSILON, 0.0))
        above, below = (CUT_NETWORK.costs(objective, theta + s, rows.x, rows.y) for s in (steps, -steps))
        numeric = (above - below) / (2 * EPSILON)
        exact = CUT_NETWORK.gradient(objective, theta, rows.x, rows.y)
        assert np.linalg.norm(exact - numeric) < 1e-7 * np.linalg.norm(exact)
        assert exact[CUT_NETWORK.layout.index(CUT)] == 0
        assert exact[CUT_NETWORK.layout.index(LOCKED)] != 0

    @pytest.mark.parametrize("in_chunks", [False, True])
    @pytest.mark.parametrize("optimizer", ["plain", "momentum"])
    def test_training_follows_it(
        self, optimizer: str, in_chunks: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if in_chunks:
            monkeypatch.setattr("playground.engine.plan.MAX_VALUES", 5 * (3 + 3 * (5 + 2)))
        objective = Objective("half_squared", PenaltySpec(0.01, 0.2))
        spec = training(runner(optimizer, learning_rate=0.1), penalty=objective.penalty)
        trainer = Trainer(NETWORK, spec, ROWS, made_up_rows(5, 2, 1, seed=2))
        theta, velocity = NETWORK.initial_theta(1), np.zeros(NETWORK.layout.n_params)
        for _ in range(30):
            velocity = (0.9 if optimizer == "momentum" else 0.0) * velocity
            velocity = velocity + NETWORK.gradient(objective, theta, ROWS.x, ROWS.y)
            theta = theta - 0.1 * velocity
        trainer.run(updates=30)
        shown = trainer.snapshot().shown_runner
        np.testing.assert_allclose(shown.theta, theta, rtol=0, atol=1e-12)
        assert shown.cost == pytest.approx(NETWORK.cost(objective, theta, ROWS.x, ROWS.y), rel=1e-12)
        assert shown.history.train[-1] == shown.cost

    def test_adamw_shrinks_weights_but_not_biases(self) -> None:
        still = Rows(np.zeros((4, 2)), np.zeros((4, 1)))  # only output biases have a gradient
        network = Network(chain((2, 3, 1), initializer="normal"))
        spec = training(runner("adamw", learning_rate=0.1, decay=0.5))
        trainer = Trainer(network, spec, still, NONE)
        before = trainer.snapshot().shown_runner.theta
        trainer.run(updates=1)
        after = trainer.snapshot().shown_runner.theta
        first = network.layout.weights
        np.testing.assert_allclose(first(after, 1), 0.95 * first(before, 1), rtol=1e-12)
        gradient = network.gradient("half_squared", before, still.x, still.y)
        biases = network.layout.is_bias & (gradient != 0)
        moved = after[biases] - before[biases]
        np.testing.assert_allclose(moved, -0.1 * np.sign(gradient[biases]), rtol=1e-6)


class TestOtherStops:
    def test_after_updates(self) -> None:
        for batch_size in (None, 1, 5):
            spec = training(runner(batch_size=batch_size), stop=StopSpec(updates=37))
            trainer = Trainer(NETWORK, spec, ROWS, NONE)
            reason = trainer.run(updates=100)
            assert reason is not None
            assert reason.kind == "updates"
            assert trainer.updates == 37

    def test_after_seconds(self) -> None:
        trainer = Trainer(NETWORK, training(runner(), stop=StopSpec(seconds=0.02)), ROWS, NONE)
        reason = trainer.run(seconds=30)
        assert reason is not None
        assert reason.kind == "time"
        assert trainer.state().runners[1].seconds >= 0.02


class TestAveraging:
    def test_the_network_predicts_with_the_mean_of_all_iterates(self) -> None:
        test = made_up_rows(6, 2, 1, seed=8)
        trainer = Trainer(NETWORK, training(runner("averaged", 3, 0.5)), ROWS, test)
        trainer.run(updates=50)
        shown = trainer.snapshot().shown_runner
        assert shown.iterates is not None
        assert len(shown.iterates) == len(shown.path) == 51
        for count in (1, 7, 50):
            np.testing.assert_allclose(
                shown.path[count], shown.iterates[1 : count + 1].mean(axis=0), rtol=0, atol=1e-12
            )
        np.testing.assert_array_equal(shown.theta, shown.path[-1])
        assert shown.cost == pytest.approx(
            NETWORK.cost("half_squared", shown.theta, ROWS.x, ROWS.y), rel=1e-12
        )
        assert shown.test_cost == pytest.approx(
            NETWORK.cost("half_squared", shown.theta, test.x, test.y), rel=1e-12
        )
        plain = Trainer(NETWORK, training(runner("plain", 3, 0.5)), ROWS, test)
        plain.run(updates=50)
        np.testing.assert_array_equal(shown.iterates, plain.snapshot().shown_runner.path)

    def test_others_have_no_iterates(self) -> None:
        trainer = Trainer(NETWORK, training(runner()), ROWS, NONE)
        assert trainer.snapshot().shown_runner.iterates is None
