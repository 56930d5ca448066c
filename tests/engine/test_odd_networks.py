"""Networks, rows and rates at the edge of what makes sense: finite numbers, or a clear sentence."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine.activations import ACTIVATIONS
from playground.engine.network import Network
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.snapshot import RunnerSnapshot
from playground.engine.specs import NetworkSpec, PenaltySpec, RunnerSpec, TrainingSpec
from playground.engine.trainer import Rows, Trainer
from tests.engine.engine_cases import chain, key, made_up_rows, runner, training, with_cuts_and_locks

SPEC = chain((2, 3, 3, 1))
EVERYTHING = Network(SPEC).layout.keys
ROWS = made_up_rows(20, 2, 1)
NONE = Rows(np.empty((0, 2)), np.empty((0, 1)))


def small_batches(optimizer: str, rate: float = 0.01) -> RunnerSpec:
    return runner(optimizer, 1 if optimizer == "implicit" else 3, rate)


def after(
    spec: NetworkSpec, chosen: TrainingSpec, rows: Rows = ROWS, updates: int = 40
) -> tuple[np.ndarray, RunnerSnapshot]:
    """Starting weights, and the runner after so many updates."""
    trainer = Trainer(Network(spec), chosen, rows, NONE)
    before = trainer.snapshot().shown_runner.theta
    trainer.run(updates=updates)
    return before, trainer.snapshot().shown_runner


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
class TestEveryOptimizer:
    def test_nothing_to_train(self, optimizer: str) -> None:
        specs = [with_cuts_and_locks(SPEC, EVERYTHING, []), with_cuts_and_locks(SPEC, [], EVERYTHING)]
        if optimizer != "adamw":  # which shrinks weights without a slope, too
            specs.append(chain((2, 3, 1), output=("threshold",)))
        for spec in specs:
            before, shown = after(spec, training(small_batches(optimizer)))
            np.testing.assert_array_equal(shown.theta, before)
            assert shown.updates == 40
            assert shown.stopped is None
            assert np.ptp(shown.history.train) == 0

    def test_a_frozen_layer_stays_and_the_others_learn(self, optimizer: str) -> None:
        for layer in (1, 2, 3):
            size, n_in = SPEC.layers[layer].size, SPEC.layers[layer - 1].size
            sources = [None, *range(n_in)]
            frozen = [key(SPEC, layer, target, source) for target in range(size) for source in sources]
            before, shown = after(with_cuts_and_locks(SPEC, [], frozen), training(small_batches(optimizer)))
            matrix = Network(SPEC).layout.matrix
            for other in (1, 2, 3):
                same = matrix(shown.theta, other) == matrix(before, other)
                assert np.all(same) if other == layer else not np.any(same)

    @pytest.mark.parametrize(
        "rows",
        [Rows(ROWS.x[:1], ROWS.y[:1]), Rows(np.ones((20, 2)), ROWS.y), Rows(0 * ROWS.x, ROWS.y)],
        ids=["one row", "constant inputs", "inputs of 0"],
    )
    def test_rows_that_say_little(self, optimizer: str, rows: Rows) -> None:
        for sizes in ((2, 1), (2, 3, 1)):
            before, shown = after(chain(sizes), training(small_batches(optimizer)), rows)
            assert shown.stopped is None
            assert np.all(np.isfinite(shown.theta))
            assert shown.cost < Network(chain(sizes)).cost("half_squared", before, rows.x, rows.y)

    @pytest.mark.parametrize("rate", [math.nan, math.inf, -math.inf, 1e308])
    def test_a_rate_that_is_no_rate_moves_nothing(self, optimizer: str, rate: float) -> None:
        before, shown = after(SPEC, training(small_batches(optimizer, rate)))
        assert np.all(np.isfinite(shown.theta))
        assert np.isfinite(shown.cost)
        if shown.stopped is not None:
            assert shown.stopped.kind == "diverged"
            assert "smaller" in shown.stopped.text
        if not math.isfinite(rate):
            assert shown.stopped is not None
            assert shown.updates == 0
            np.testing.assert_array_equal(shown.theta, before)


def test_a_cost_beyond_all_numbers_is_told_before_the_first_update() -> None:
    for chosen, rows in (
        (training(runner(), penalty=PenaltySpec(l2=1e308)), ROWS),
        (training(runner()), Rows(ROWS.x, 1e200 * ROWS.y)),
    ):
        before, shown = after(SPEC, chosen, rows)
        assert shown.stopped is not None
        assert shown.stopped.kind == "diverged"
        assert shown.stopped.text.startswith("Training cannot begin")
        assert shown.updates == 0
        np.testing.assert_array_equal(shown.theta, before)


def test_the_perceptron_rule_is_rosenblatts_and_settles_where_a_line_parts_the_answers() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 2))
    x = x[np.abs(x[:, 0] - 0.5 * x[:, 1] + 0.2) > 0.1]
    rows = Rows(x, (x[:, :1] - 0.5 * x[:, 1:] + 0.2 > 0).astype(float))
    network = Network(chain((2, 1), output=("perceptron",)))
    trainer = Trainer(network, training(runner(batch_size=1, learning_rate=0.1)), rows, NONE)
    theta, orders = network.initial_theta(1), np.random.default_rng([1, 1])
    for _ in range(30):
        for row in orders.permutation(len(x)):
            inputs = np.append(x[row], 1.0)
            theta = theta + 0.1 * (rows.y[row, 0] - float(theta @ inputs >= 0)) * inputs
        trainer.run(epochs=1)
        np.testing.assert_allclose(trainer.snapshot().shown_runner.theta, theta, rtol=0, atol=1e-12)
    assert trainer.snapshot().shown_runner.cost == 0.0
    trainer.run(epochs=1)
    np.testing.assert_allclose(trainer.snapshot().shown_runner.theta, theta, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "activation", [name for name, each in ACTIVATIONS.items() if not each.only_for_outputs]
)
@pytest.mark.parametrize("scale", [0.01, 1.0, 30.0])
def test_pictures_in_single_precision_are_close(activation: str, scale: float) -> None:
    network = Network(chain((2, 8, 8, 1), (activation,)))
    thetas = np.random.default_rng(3).normal(0.0, scale, (60, network.layout.n_params))
    rows = made_up_rows(100, 2, 1)
    np.testing.assert_allclose(
        network.costs("half_squared", thetas, rows.x, rows.y, dtype=np.float32),
        network.costs("half_squared", thetas, rows.x, rows.y),
        rtol=1e-5,
    )
