from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from playground.engine.activations import ACTIVATIONS
from playground.engine.network import Network, RefusedError, misplaced_activation
from playground.engine.trainer import Rows, Trainer
from tests.engine.engine_cases import chain, made_up_rows, runner, training

# Value and slope at z = −3, −0.5 and 2, from decimal arithmetic with 50 digits.
EXACT: dict[str, list[tuple[float, float]]] = {
    "sigmoid": [
        (0.04742587317756678, 0.04517665973091214),
        (0.37754066879814546, 0.2350037122015945),
        (0.8807970779778824, 0.1049935854035065),
    ],
    "tanh": [
        (-0.9950547536867305, 0.009866037165440192),
        (-0.46211715726000973, 0.7864477329659274),
        (0.9640275800758169, 0.07065082485316447),
    ],
    "relu": [(0, 0), (0, 0), (2, 1)],
    "leaky_relu": [(-0.03, 0.01), (-0.005, 0.01), (2, 1)],
    "elu": [(-0.9502129316321360, 0.04978706836786394), (-0.3934693402873666, 0.6065306597126334), (2, 1)],
    "softplus": [
        (0.04858735157374206, 0.04742587317756678),
        (0.4740769841801067, 0.37754066879814546),
        (2.1269280110429727, 0.8807970779778824),
    ],
    "swish": [
        (-0.14227761953270035, -0.08810410601516962),
        (-0.18877033439907273, 0.2600388126973482),
        (1.7615941559557649, 1.0907842487848955),
    ],
}


def value_and_slope(name: str, z: float, dtype: type[np.floating[Any]] = np.float64) -> tuple[float, float]:
    activation = ACTIVATIONS[name]
    formulas = activation.formulas(dtype)
    sums: npt.NDArray[np.floating[Any]] = np.full((1, 1), z, dtype)
    out, slope = np.empty_like(sums), np.ones_like(sums)
    formulas.apply(sums, out)
    if formulas.slope_calls is not None:
        for call in formulas.slope_calls(out if activation.slope_from == "output" else sums, slope):
            call()
    return float(out[0, 0]), float(slope[0, 0])


@pytest.mark.parametrize("name", EXACT)
def test_values_and_slopes(name: str) -> None:
    for z, expected in zip((-3.0, -0.5, 2.0), EXACT[name], strict=True):
        assert value_and_slope(name, z) == pytest.approx(expected, rel=1e-14, abs=1e-16)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if not ACTIVATIONS[name].whole_layer])
def test_kinked_is_whose_value_or_slope_jumps(name: str) -> None:
    left, right = value_and_slope(name, -1e-9), value_and_slope(name, 1e-9)
    jump = max(abs(a - b) for a, b in zip(left, right, strict=True))
    assert ACTIVATIONS[name].kinked is (jump > 1e-6)


def test_gelu_is_the_form_with_tanh() -> None:
    for z in (-3.0, -0.5, 0.0, 2.0):
        expected = 0.5 * z * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3)))
        assert value_and_slope("gelu", z)[0] == pytest.approx(expected, rel=1e-14, abs=1e-16)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_finite_in_range_and_in_place(name: str, dtype: type[np.floating[Any]]) -> None:
    activation = ACTIVATIONS[name]
    z = np.array([[-1e4], [-800], [-30], [-1], [-1e-3], [0], [1e-3], [1], [30], [800], [1e4]], dtype)
    out, in_place = np.empty_like(z), z.copy()
    with np.errstate(over="ignore", under="ignore"):
        activation.formulas(dtype).apply(z, out)
        activation.formulas(dtype).apply(in_place, in_place)
        slopes = [value_and_slope(name, each, dtype)[1] for each in z[:, 0]]
    assert out.dtype == dtype
    assert np.all(np.isfinite(out))
    assert np.all(np.isfinite(slopes))
    low, high = activation.value_range
    assert np.all((out >= low) & (out <= high))
    np.testing.assert_array_equal(in_place, out)


def test_thresholds_are_one_from_zero_on() -> None:
    for name in ("threshold", "perceptron", "straight_through"):
        values = [value_and_slope(name, z)[0] for z in (-1e-300, 0.0, 1e-300)]
        assert values == [0, 1, 1]
    assert [value_and_slope("threshold", z)[1] for z in (-1, 0, 1)] == [0, 0, 0]
    assert [value_and_slope("perceptron", z)[1] for z in (-9, 0, 9)] == [1, 1, 1]
    assert [value_and_slope("straight_through", z)[1] for z in (-1.1, -1, 0, 1, 1.1)] == [0, 1, 1, 1, 0]


class TestSoftmax:
    def test_outputs_are_probabilities_for_any_sums(self) -> None:
        z = np.array([[1e4, 0.0, 1.0], [-1e4, 0.0, 2.0], [0.0, 0.0, 3.0]])
        out = np.empty_like(z)
        with np.errstate(under="ignore"):
            ACTIVATIONS["softmax"].formulas().apply(z, out)
        np.testing.assert_allclose(out.sum(axis=0), 1, rtol=1e-15)
        np.testing.assert_allclose(out[:, 0], [1, 0, 0])
        np.testing.assert_allclose(out[:, 1], 1 / 3)
        np.testing.assert_allclose(out[:, 2], np.exp([1, 2, 3]) / np.exp([1, 2, 3]).sum())

    def test_many_weight_vectors_have_their_own(self) -> None:
        network = Network(chain((2, 4, 3), output=("softmax",)))
        thetas = np.random.default_rng(0).normal(size=(5, network.layout.n_params))
        rows = made_up_rows(7, 2, 3)
        costs = network.costs("categorical_cross_entropy", thetas, rows.x, rows.y)
        for theta, cost in zip(thetas, costs, strict=True):
            outputs = network.outputs(theta, rows.x)
            expected = -(rows.y * np.log(outputs)).sum(axis=1).mean()
            assert cost == pytest.approx(expected, rel=1e-13)


class TestMisplaced:
    @pytest.mark.parametrize(
        ("hidden", "output", "n_outputs", "sentence"),
        [
            ("softmax", "linear", 2, "output layer only"),
            ("tanh", "softmax", 1, "two or more"),
            ("perceptron", "linear", 1, "output layer only"),
            ("tanh", "perceptron", 1, "single layer"),
        ],
    )
    def test_is_refused_in_a_sentence(self, hidden: str, output: str, n_outputs: int, sentence: str) -> None:
        network = Network(chain((2, 3, n_outputs), (hidden,), (output,)))
        rows = made_up_rows(4, 2, n_outputs)
        assert sentence in (misplaced_activation(network.spec) or "")
        with pytest.raises(RefusedError, match=sentence):
            network.cost("half_squared", network.initial_theta(1), rows.x, rows.y)

    def test_softmax_beside_others(self) -> None:
        spec = chain((2, 3), output=("softmax", "sigmoid"))
        assert "all neurons" in (misplaced_activation(spec) or "")

    def test_what_is_in_its_place_is_not(self) -> None:
        assert misplaced_activation(chain((2, 3, 2), ("straight_through",), ("softmax",))) is None
        assert misplaced_activation(chain((2, 1), output=("perceptron",))) is None


class TestThresholdsThatLearn:
    def test_plain_ones_are_named_as_untrainable(self) -> None:
        assert Network(chain((2, 3, 1), ("straight_through",))).untrainable is None
        spec = chain((2, 2, 1), ("tanh", "threshold"))
        found = Network(spec).untrainable
        assert found is not None
        assert found.neurons == (spec.layers[1].neurons[1].id,)
        assert "no slope" in found.text

    def test_the_perceptron_rule(self) -> None:
        """Row by row, w += η (y − ŷ) x; it parts what a line can part."""
        network = Network(chain((2, 1), output=("perceptron",)))
        x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
        rows = Rows(x, np.array([[0.0], [0.0], [0.0], [1.0]]))
        spec = training(runner(batch_size=1, learning_rate=0.3))
        trainer = Trainer(network, spec, rows, Rows(x[:0], rows.y[:0]))
        order = np.random.default_rng([1, 1]).permutation(4)
        w = network.initial_theta(1)
        for i in order:
            row = np.array([*x[i], 1.0])
            w = w + 0.3 * (rows.y[i, 0] - (1.0 if w @ row >= 0 else 0.0)) * row
        trainer.run(epochs=1)
        np.testing.assert_allclose(trainer.snapshot().shown_runner.theta, w, rtol=0, atol=1e-15)
        trainer.run(epochs=30)
        np.testing.assert_array_equal(network.outputs(trainer.snapshot().shown_runner.theta, x), rows.y)

    def test_straight_through_neurons_learn(self) -> None:
        network = Network(chain((2, 8, 1), ("straight_through",)))
        rows = made_up_rows(50, 2, 1)
        trainer = Trainer(network, training(runner(batch_size=5)), rows, Rows(rows.x[:0], rows.y[:0]))
        before = trainer.snapshot().shown_runner
        trainer.run(epochs=50)
        after = trainer.snapshot().shown_runner
        assert after.cost < 0.5 * before.cost
        assert np.any(network.layout.matrix(after.theta - before.theta, 1) != 0)
