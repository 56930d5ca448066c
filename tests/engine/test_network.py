from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import playground.engine.plan
import playground.engine.population
from playground.engine.initializers import INITIALIZERS
from playground.engine.network import Network, RefusedError
from playground.engine.population import CancelledError
from playground.engine.specs import ParameterKey
from playground.engine.trainer import Rows, Trainer
from tests.engine.engine_cases import (
    away_from_kinks,
    chain,
    key,
    made_up_rows,
    runner,
    training,
    with_cuts_and_locks,
)
from tests.engine.textbook import Textbook

MIXED = ("tanh", "relu", "relu", "sigmoid", "linear", "threshold")


@pytest.mark.parametrize("sizes", [(2, 1), (3, 4, 2), (2, 8, 8, 1), (1, 6, 6, 6, 3)])
@pytest.mark.parametrize("hidden", [("tanh",), MIXED])
@pytest.mark.parametrize("output", [("linear",), ("sigmoid", "tanh")])
def test_forward_and_cost_are_the_textbooks(
    sizes: tuple[int, ...], hidden: tuple[str, ...], output: tuple[str, ...]
) -> None:
    network = Network(chain(sizes, hidden, output))
    theta = away_from_kinks(network, 1)
    rows = made_up_rows(20, sizes[0], sizes[-1])
    textbook = Textbook(network, theta)
    layers = network.activations(theta, rows.x)
    for ours, theirs in zip(layers, textbook.forward(rows.x)[1], strict=True):
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(network.outputs(theta, rows.x), layers[-1])
    assert network.cost("half_squared", theta, rows.x, rows.y) == pytest.approx(
        textbook.mean_cost(rows.x, rows.y), rel=1e-12
    )


def test_cost_sums_over_outputs_and_averages_over_rows() -> None:
    network = Network(chain((1, 2)))
    theta = np.array([1.0, 0.0, 2.0, 1.0])
    x, y = np.array([[1.0], [2.0]]), np.array([[0.0, 0.0], [1.0, 1.0]])
    # Errors (1, 3) and (1, 4).
    assert network.cost("half_squared", theta, x, y) == 0.5 * (10 + 17) / 2
    assert network.cost("mean_squared", theta, x, y) == (10 + 17) / 2
    np.testing.assert_array_equal(network.row_costs("mean_squared", theta, x, y), [10, 17])


def test_the_rows_costs_average_to_the_cost_of_categories_too() -> None:
    network = Network(chain((2, 3, 3), ("tanh",), ("softmax",)))
    theta, rows = network.initial_theta(1), made_up_rows(20, 2, 3)
    y = np.eye(3)[rows.y.argmax(axis=1)]
    costs = network.row_costs("categorical_cross_entropy", theta, rows.x, y)
    assert costs.mean() == pytest.approx(
        network.cost("categorical_cross_entropy", theta, rows.x, y), rel=1e-12
    )


def test_gradient_is_the_textbooks_and_leaves_out_cut_parameters() -> None:
    spec = chain((3, 4, 2), MIXED)
    cut, locked = key(spec, 1, 1, 2), key(spec, 1, 3, None)
    network = Network(with_cuts_and_locks(spec, [cut], [locked]))
    theta = away_from_kinks(network, 2)
    rows = made_up_rows(15, 3, 2)
    dW, db = Textbook(network, theta).gradients(rows.x, rows.y)
    theirs = np.concatenate([np.column_stack([W.T, b]).ravel() for W, b in zip(dW, db, strict=True)])
    ours = network.gradient("half_squared", theta, rows.x, rows.y)
    at = network.layout.index(cut)
    assert ours[at] == 0
    assert theirs[at] != 0
    theirs[at] = 0
    assert ours[network.layout.index(locked)] != 0
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


def test_many_rows_are_added_up_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(chain((2, 5, 2), ("sigmoid",)))
    theta, rows = away_from_kinks(network, 3), made_up_rows(50, 2, 2)
    whole = network.gradient("half_squared", theta, rows.x, rows.y)
    cost = network.cost("half_squared", theta, rows.x, rows.y)
    monkeypatch.setattr(playground.engine.plan, "MAX_VALUES", 7 * (3 + 3 * (6 + 3)))
    monkeypatch.setattr(playground.engine.population, "CELLS", 7)
    np.testing.assert_allclose(
        network.gradient("half_squared", theta, rows.x, rows.y), whole, rtol=1e-12, atol=1e-15
    )
    assert network.cost("half_squared", theta, rows.x, rows.y) == pytest.approx(cost, rel=1e-13)


class TestManyWeightVectors:
    network = Network(chain((2, 8, 8, 1), MIXED))
    rows = made_up_rows(100, 2, 1)
    thetas = np.random.default_rng(0).normal(size=(1000, network.layout.n_params))

    def costs(self, **options: Any) -> np.ndarray:
        return self.network.costs("half_squared", self.thetas, self.rows.x, self.rows.y, **options)

    def test_each_is_its_own_cost(self) -> None:
        costs = self.costs()
        assert costs.shape == (1000,)
        for i in (0, 17, 999):
            one = self.network.cost("half_squared", self.thetas[i], self.rows.x, self.rows.y)
            assert costs[i] == pytest.approx(one, rel=1e-13)
            book = Textbook(self.network, self.thetas[i]).mean_cost(self.rows.x, self.rows.y)
            assert costs[i] == pytest.approx(book, rel=1e-12)

    def test_single_precision_is_close(self) -> None:
        np.testing.assert_allclose(self.costs(dtype=np.float32), self.costs(), rtol=1e-5)

    def test_an_executor_changes_nothing(self) -> None:
        with ThreadPoolExecutor(2) as executor:
            np.testing.assert_array_equal(self.costs(executor=executor), self.costs())

    def test_none_is_none(self) -> None:
        none = self.network.costs("half_squared", self.thetas[:0], self.rows.x, self.rows.y)
        assert none.shape == (0,)

    def test_can_be_cancelled_between_chunks(self) -> None:
        asked = []

        def cancelled() -> bool:
            asked.append(True)
            return len(asked) == 2

        with pytest.raises(CancelledError):
            self.costs(cancelled=cancelled)
        assert len(asked) == 2


def test_cross_entropy_is_finite_for_any_sum() -> None:
    network = Network(chain((1, 1), output=("sigmoid",)))
    x = np.array([[-1.0], [1.0]])
    right, wrong = np.array([[0.0], [1.0]]), np.array([[1.0], [0.0]])
    theta = np.array([1e4, 0.0])
    assert network.cost("binary_cross_entropy", theta, x, right) == 0.0
    assert network.cost("binary_cross_entropy", theta, x, wrong) == 1e4
    np.testing.assert_array_equal(network.gradient("binary_cross_entropy", theta, x, wrong), [1.0, 0.0])
    theta = np.array([30.0, 0.0])
    expected = np.log1p(np.exp(-30.0))
    assert network.cost("binary_cross_entropy", theta, x, right) == pytest.approx(expected, rel=1e-12)


def test_a_cost_that_does_not_suit_the_outputs_is_refused_in_a_sentence() -> None:
    network = Network(chain((2, 3, 1)))
    rows = made_up_rows(5, 2, 1)
    with pytest.raises(RefusedError, match=r"^Binary cross-entropy needs sigmoid neurons .*\.$"):
        network.cost("binary_cross_entropy", network.initial_theta(1), rows.x, rows.y)


class TestStartingWeights:
    @pytest.mark.parametrize("initializer", INITIALIZERS)
    def test_same_seed_same_weights(self, initializer: str) -> None:
        network = Network(chain((3, 5, 2), initializer=initializer))
        first, again, other = (network.initial_theta(seed) for seed in (1, 1, 2))
        np.testing.assert_array_equal(first, again)
        if initializer not in ("zeros", "equal"):
            assert np.all(first[~network.layout.is_bias] != other[~network.layout.is_bias])

    def test_spread_is_what_the_initializer_says(self) -> None:
        deviations = {
            "small_random": 0.1,
            "zeros": 0.0,
            "uniform": 1 / np.sqrt(3),
            "normal": 1.0,
            "glorot": np.sqrt(2 / (200 + 50)),
            "he": np.sqrt(2 / 200),
        }
        for name, deviation in deviations.items():
            network = Network(chain((200, 50), initializer=name))
            weights = network.initial_theta(1)[~network.layout.is_bias]
            assert weights.std() == pytest.approx(deviation, rel=0.03)
            assert abs(weights.mean()) <= 0.04 * deviation

    @pytest.mark.parametrize("initializer", ["zeros", "equal"])
    def test_neurons_that_start_equal_stay_equal(self, initializer: str) -> None:
        network = Network(chain((2, 4, 1), initializer=initializer))
        rows = made_up_rows(20, 2, 1)
        trainer = Trainer(network, training(runner(batch_size=3)), rows, Rows(rows.x[:0], rows.y[:0]))
        trainer.run(epochs=20)
        weights = network.layout.matrix(trainer.snapshot().shown_runner.theta, 1)
        assert np.all(weights == weights[0])

    def test_a_new_neuron_leaves_the_other_draws_alone(self) -> None:
        spec = chain((2, 3, 1), initializer="normal")
        hidden = spec.layers[1]
        more = replace(hidden, neurons=(replace(hidden.neurons[0], id=spec.next_id), *hidden.neurons))
        grown = replace(spec, layers=(spec.layers[0], more, spec.layers[2]), next_id=spec.next_id + 1)
        before, after = Network(spec), Network(grown)
        old, new = before.initial_theta(1), after.initial_theta(1)
        for each in before.layout.keys[: 3 * 3]:
            assert old[before.layout.index(each)] == new[after.layout.index(each)]

    def test_start_wins_over_the_draw_and_cut_over_both(self) -> None:
        spec = chain((2, 1))
        first, second = key(spec, 1, 0, 0), key(spec, 1, 0, 1)
        network = Network(with_cuts_and_locks(spec, [second], []))
        start = ((first, 7.0), (second, 8.0), (ParameterKey(99, 98), 9.0))
        theta = network.initial_theta(1, start)
        assert theta[network.layout.index(first)] == 7
        assert theta[network.layout.index(second)] == 0


def test_many_rows_can_be_given_up_between_their_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    network, rows = Network(chain((2, 3, 1))), made_up_rows(100, 2, 1)
    theta = network.initial_theta(1)
    whole = network.gradient("half_squared", theta, rows.x, rows.y)
    monkeypatch.setattr(playground.engine.plan, "MAX_VALUES", 1)
    monkeypatch.setattr(playground.engine.population, "CELLS", 10)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked == 7

    for compute, place in ((network.gradient, theta), (network.costs, theta[np.newaxis])):
        asked = 0
        with pytest.raises(CancelledError):
            compute("half_squared", place, rows.x, rows.y, cancelled=cancelled)
        assert asked == 7
    np.testing.assert_allclose(
        network.gradient("half_squared", theta, rows.x, rows.y), whole, rtol=0, atol=1e-15
    )
