"""The terms add up, the factors multiply: to the cost and the gradient of the training path."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.activations import ACTIVATIONS
from playground.engine.collapse import collapse
from playground.engine.explain import Explanation, explain, explain_neuron, own_slope
from playground.engine.network import Network, RefusedError
from playground.engine.specs import BIAS, Objective, ParameterKey, PenaltySpec
from tests.engine.engine_cases import away_from_kinks, chain, key, made_up_rows, with_cuts_and_locks

MIXED = ("tanh", "relu", "swish", "sigmoid", "linear", "gelu")
CASES = [
    ("half_squared", ("linear",)),
    ("mean_squared", ("sigmoid", "tanh")),
    ("binary_cross_entropy", ("sigmoid",)),
    ("categorical_cross_entropy", ("softmax",)),
    ("kullback_leibler", ("softmax",)),
    ("exponential", ("linear", "tanh")),
]


def case(
    output: tuple[str, ...], sizes: tuple[int, ...]
) -> tuple[Network, np.ndarray, np.ndarray, np.ndarray]:
    spec = chain(sizes, MIXED, output)
    cut = [key(spec, 1, 0, 0)] if len(sizes) > 2 else []
    network = Network(with_cuts_and_locks(spec, cut, []))
    rows = made_up_rows(6, sizes[0], sizes[-1])
    return network, away_from_kinks(network, 3), rows.x, rows.y


@pytest.mark.parametrize("sizes", [(3, 2), (3, 6, 2), (2, 6, 6, 3)])
@pytest.mark.parametrize(("cost", "output"), CASES)
class TestExplanation:
    def test_terms_add_up_to_the_outputs_and_the_cost(
        self, cost: str, output: tuple[str, ...], sizes: tuple[int, ...]
    ) -> None:
        network, theta, x, y = case(output, sizes)
        found = explain(network, cost, theta, x, y)
        layers = network.activations(theta, x)
        for layer, values in zip(network.spec.layers[1:], layers[1:], strict=True):
            for neuron, column in zip(layer.neurons, values.T, strict=True):
                forward = found.forward[neuron.id]
                total = sum(term.weight * term.source_value for term in forward.terms)
                np.testing.assert_allclose(forward.total, total, rtol=0, atol=1e-14)
                np.testing.assert_allclose(forward.output, column, rtol=0, atol=1e-13)
                alone = explain_neuron(network, theta, x, neuron.id)
                np.testing.assert_allclose(alone.total, forward.total, rtol=1e-12, atol=1e-14)
                np.testing.assert_array_equal(alone.output, column)
                assert [term.key for term in alone.terms] == [term.key for term in forward.terms]
        assert found.row_costs.mean() == pytest.approx(network.cost(cost, theta, x, y), rel=1e-12)

    def test_factors_multiply_and_add_up_to_the_gradient(
        self, cost: str, output: tuple[str, ...], sizes: tuple[int, ...]
    ) -> None:
        network, theta, x, y = case(output, sizes)
        found = explain(network, cost, theta, x, y)
        gradient = network.gradient(cost, theta, x, y)
        for place, name in enumerate(network.layout.keys):
            if network.layout.present[place]:
                assert found.slope(name) == pytest.approx(gradient[place], rel=1e-11, abs=1e-12)

    def test_the_blame_of_hidden_neurons_is_the_sum_of_their_shares(
        self, cost: str, output: tuple[str, ...], sizes: tuple[int, ...]
    ) -> None:
        network, theta, x, y = case(output, sizes)
        found = explain(network, cost, theta, x, y)
        for i, layer in enumerate(network.spec.hidden, 1):
            for neuron in layer.neurons:
                backward = found.backward[neuron.id]
                assert set(backward.shares) == {each.id for each in network.spec.layers[i + 1].neurons}
                for target, share in backward.shares.items():
                    weight = theta[network.layout.index(ParameterKey(neuron.id, target))]
                    np.testing.assert_array_equal(share, weight * found.backward[target].by_total)
                assert backward.by_output is not None
                assert backward.slope is not None
                total = np.sum(list(backward.shares.values()), axis=0)
                np.testing.assert_allclose(backward.by_output, total, rtol=0, atol=1e-14)
                np.testing.assert_array_equal(backward.by_total, backward.by_output * backward.slope)


def one_row() -> tuple[Network, np.ndarray, Explanation]:
    network = Network(chain((2, 2, 1)))
    theta = away_from_kinks(network, 1)
    return network, theta, explain(network, "half_squared", theta, np.array([[0.5, -1.0]]), np.array([[2.0]]))


def test_a_row_told_by_hand() -> None:
    network, theta, found = one_row()
    (output,) = network.spec.outputs.neurons
    hidden = network.spec.hidden[0].neurons[0]
    y_hat = found.forward[output.id].output[0]
    assert found.row_costs[0] == pytest.approx(0.5 * (y_hat - 2) ** 2)
    back = found.backward[output.id]
    assert back.by_output is not None
    assert back.by_output[0] == y_hat - 2
    assert back.shares == {}
    a = found.forward[hidden.id].output[0]
    w = theta[network.layout.index(ParameterKey(hidden.id, output.id))]
    first = ParameterKey(network.spec.inputs.neurons[1].id, hidden.id)
    assert found.row_slopes(first)[0] == pytest.approx((y_hat - 2) * w * (1 - a**2) * -1.0)
    assert found.row_slopes(ParameterKey(BIAS, output.id))[0] == y_hat - 2


def test_a_penalty_is_told_apart() -> None:
    network, theta, x, y = case(("linear",), (3, 6, 2))
    objective = Objective("half_squared", PenaltySpec(l1=0.1, l2=0.3))
    found = explain(network, objective, theta, x, y)
    whole = network.cost(objective, theta, x, y)
    assert found.row_costs.mean() + found.penalty == pytest.approx(whole, rel=1e-12)
    gradient = network.gradient(objective, theta, x, y)
    for place in np.flatnonzero(network.layout.present):
        assert found.slope(network.layout.keys[place]) == pytest.approx(gradient[place], rel=1e-11, abs=1e-12)


def test_what_does_not_go_together_is_refused() -> None:
    network, theta, x, y = case(("linear",), (3, 2))
    with pytest.raises(RefusedError):
        explain(network, "binary_cross_entropy", theta, x, y)


class TestCollapse:
    @pytest.mark.parametrize("sizes", [(3, 2), (3, 5, 2), (2, 4, 1, 3, 2)])
    def test_linear_layers_are_one_matrix(self, sizes: tuple[int, ...]) -> None:
        network = Network(chain(sizes, ("linear",)))
        theta = away_from_kinks(network, 1)
        x = made_up_rows(7, sizes[0], sizes[-1]).x
        matrix = collapse(network, theta)
        assert matrix is not None
        assert matrix.shape == (sizes[-1], sizes[0] + 1)
        answers = x @ matrix[:, :-1].T + matrix[:, -1]
        np.testing.assert_allclose(answers, network.outputs(theta, x), rtol=0, atol=1e-13)

    def test_one_neuron_that_bends_is_enough_to_prevent_it(self) -> None:
        network = Network(chain((2, 3, 1), ("linear", "linear", "relu")))
        assert collapse(network, away_from_kinks(network, 1)) is None

    def test_it_shares_nothing_with_theta(self) -> None:
        network = Network(chain((2, 1)))
        theta = away_from_kinks(network, 1)
        matrix = collapse(network, theta)
        assert matrix is not None
        matrix[:] = 0
        assert np.all(theta != 0)


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if not ACTIVATIONS[name].substitute_slope])
def test_a_slope_is_how_the_output_changes_with_its_own_total(name: str) -> None:
    """The other totals of the layer (that matter to softmax) are held."""
    totals, step = np.array([[-1.7, 0.4, 2.3], [0.3, 0.3, 0.3], [1.1, -0.6, 0.2]]), 1e-6

    def first_output(change: float) -> np.ndarray:
        moved = totals.copy()
        moved[0] += change
        out = np.empty_like(moved)
        ACTIVATIONS[name].formulas().apply(moved, out)
        return np.asarray(out[0])

    expected = (first_output(step) - first_output(-step)) / (2 * step)
    np.testing.assert_allclose(own_slope(name, totals[0], first_output(0.0)), expected, atol=1e-8)


def test_what_stands_in_for_a_slope() -> None:
    totals, outputs = np.array([-2.0, -0.5, 0.5, 2.0]), np.array([0.0, 0.0, 1.0, 1.0])
    np.testing.assert_array_equal(own_slope("straight_through", totals, outputs), [0, 1, 1, 0])
    np.testing.assert_array_equal(own_slope("perceptron", totals, outputs), [1, 1, 1, 1])


def test_an_input_has_no_sum() -> None:
    network, theta, x, _y = case(("linear",), (3, 2))
    with pytest.raises(KeyError):
        explain_neuron(network, theta, x, network.spec.inputs.neurons[0].id)
