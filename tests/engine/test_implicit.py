"""Implicit updates: θ′ = θ − η ∇C(θ′)."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.implicit import refuses_implicit
from playground.engine.layout import Array
from playground.engine.network import Network, RefusedError
from playground.engine.specs import Objective, PenaltySpec
from playground.engine.trainer import Rows, Trainer
from tests.engine.engine_cases import chain, made_up_rows, runner, training
from tests.engine.textbook import Textbook

NONE = Rows(np.empty((0, 2)), np.empty((0, 1)))


def row_orders(n_rows: int, epochs: int) -> list[int]:
    rng = np.random.default_rng([1, 1])
    return [int(i) for _ in range(epochs) for i in rng.permutation(n_rows)]


@pytest.mark.parametrize(("cost", "factor"), [("half_squared", 1.0), ("mean_squared", 2.0)])
@pytest.mark.parametrize("rate", [0.01, 1.0, 1e4])
def test_least_squares_have_a_closed_form(cost: str, factor: float, rate: float) -> None:
    network, rows = Network(chain((2, 1))), made_up_rows(15, 2, 1)
    trainer = Trainer(network, training(runner("implicit", 1, rate), cost=cost), rows, NONE)
    theta = network.initial_theta(1)
    w = factor * rate
    for i in row_orders(15, 3):
        x = np.array([*rows.x[i], 1.0])
        theta = theta + w / (1 + w * x @ x) * (rows.y[i, 0] - x @ theta) * x
    trainer.run(epochs=3)
    shown = trainer.snapshot().shown_runner
    np.testing.assert_allclose(shown.theta, theta, rtol=0, atol=1e-10)
    assert shown.note == ""


def test_networks_follow_the_textbook() -> None:
    network, rows = Network(chain((2, 4, 1))), made_up_rows(15, 2, 1)
    trainer = Trainer(network, training(runner("implicit", 1, 0.05)), rows, NONE)
    textbook = Textbook(network, network.initial_theta(1))
    for i in row_orders(15, 3):
        textbook.implicit_update(rows.x[[i]], rows.y[[i]], 0.05)
    trainer.run(epochs=3)
    np.testing.assert_allclose(trainer.snapshot().shown_runner.theta, textbook.theta(), rtol=0, atol=1e-9)


def test_it_stands_a_rate_at_which_plain_updates_diverge() -> None:
    rows = made_up_rows(40, 2, 1)
    for network in (Network(chain((2, 1))), Network(chain((2, 4, 1)))):
        reasons = {}
        for name in ("plain", "implicit"):
            trainer = Trainer(network, training(runner(name, 1, 30.0)), rows, NONE)
            before = trainer.snapshot().shown_runner.cost
            reasons[name] = trainer.run(epochs=20)
            after = trainer.snapshot().shown_runner.cost
        assert reasons["implicit"] is None
        assert after < 10 * before
    network = Network(chain((2, 1)))
    plain = Trainer(network, training(runner("plain", 1, 30.0)), rows, NONE)
    reason = plain.run(epochs=20)
    assert reason is not None
    assert reason.kind == "diverged"


def proximal_slope(network: Network, after: Array, before: Array, rows: Rows, rate: float) -> Array:
    return after - before + rate * network.gradient("half_squared", after, rows.x, rows.y)


@pytest.mark.parametrize("batch_size", [1, 3])
@pytest.mark.parametrize("hidden", ["tanh", "sigmoid", "softplus"])
def test_networks_land_where_the_slope_is_what_was_taken(hidden: str, batch_size: int) -> None:
    network, rows = Network(chain((2, 4, 2), (hidden,))), made_up_rows(12, 2, 2)
    trainer = Trainer(network, training(runner("implicit", batch_size, 0.5)), rows, NONE)
    order = row_orders(12, 1)
    linearised = 0
    for start in range(0, 12, batch_size):
        before = trainer.snapshot().shown_runner.theta
        trainer.run(updates=1)
        shown = trainer.snapshot().shown_runner
        counted = int(trainer.state().runners[1].counters[1])
        if counted == linearised:
            chosen = order[start : start + batch_size]
            some = Rows(rows.x[chosen], rows.y[chosen])
            assert np.linalg.norm(proximal_slope(network, shown.theta, before, some, 0.5)) < 1e-10
        linearised = counted
    assert linearised <= 1


def test_what_does_not_settle_takes_the_linearised_step_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("playground.engine.implicit.MAX_STEPS", 0)
    network, rows = Network(chain((2, 3, 1))), made_up_rows(10, 2, 1)
    trainer = Trainer(network, training(runner("implicit", 1, 0.7)), rows, NONE)
    theta = network.initial_theta(1)
    i = row_orders(10, 1)[0]
    x, y = rows.x[i : i + 1], rows.y[i : i + 1]
    residual = float((y - network.outputs(theta, x))[0, 0])
    jacobian = -network.gradient("half_squared", theta, x, y) / residual
    trainer.run(updates=1)
    shown = trainer.snapshot().shown_runner
    expected = theta + 0.7 / (1 + 0.7 * jacobian @ jacobian) * residual * jacobian
    np.testing.assert_allclose(shown.theta, expected, rtol=0, atol=1e-12)
    assert shown.note.startswith("1 of 1 updates took the linearised step")


def test_what_it_cannot_do_is_refused_in_a_sentence() -> None:
    assert refuses_implicit(Objective("half_squared"), 1) is None
    for objective, size, said in (
        (Objective("huber"), 1, "squared error"),
        (Objective("half_squared", PenaltySpec(l2=0.1)), 1, "penalty"),
        (Objective("half_squared"), 65, "at most 64 rows"),
    ):
        assert said in (refuses_implicit(objective, size) or "")
    network, rows = Network(chain((2, 1))), made_up_rows(100, 2, 1)
    with pytest.raises(RefusedError, match="64 rows"):
        Trainer(network, training(runner("implicit", None)), rows, NONE)
