from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from playground.engine.activations import ACTIVATIONS
from playground.engine.costs import COSTS
from playground.engine.network import Network, RefusedError
from playground.engine.trainer import Rows, Trainer
from tests.engine.engine_cases import chain, made_up_rows, runner, training


def each(term: Callable[[float, float], float]) -> Callable[[np.ndarray, np.ndarray], float]:
    return lambda a, y: sum(term(p, q) for p, q in zip(a, y, strict=True))


# One row's cost, written from the definition.
DEFINITIONS: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "half_squared": each(lambda a, y: 0.5 * (a - y) ** 2),
    "mean_squared": each(lambda a, y: (a - y) ** 2),
    "mean_absolute": each(lambda a, y: abs(a - y)),
    "huber": each(lambda a, y: 0.5 * (a - y) ** 2 if abs(a - y) <= 1 else abs(a - y) - 0.5),
    "binary_cross_entropy": each(lambda a, y: -y * math.log(a) - (1 - y) * math.log(1 - a)),
    "categorical_cross_entropy": each(lambda a, y: -y * math.log(a)),
    "exponential": lambda a, y: math.exp(sum((a - y) ** 2)),
    "hellinger": each(lambda a, y: (math.sqrt(a) - math.sqrt(y)) ** 2 / math.sqrt(2)),
    "kullback_leibler": each(lambda a, y: y * math.log(y / a) if y else 0.0),
    "generalised_kullback_leibler": each(lambda a, y: (y * math.log(y / a) if y else 0.0) - y + a),
    "itakura_saito": each(lambda a, y: y / a - math.log(y / a) - 1),
}


def outputs_for(cost: str) -> list[str]:
    return [
        name
        for name, activation in ACTIVATIONS.items()
        if COSTS[cost].refuses([name]) is None and activation.trainable and not activation.substitute_slope
    ]


def one_hot(n_rows: int, n_out: int) -> np.ndarray:
    return np.eye(n_out)[np.arange(n_rows) % n_out]


@pytest.mark.parametrize("cost", COSTS)
def test_definition(cost: str) -> None:
    for output in outputs_for(cost):
        network = Network(chain((2, 3), output=(output,)))
        theta = np.random.default_rng(1).normal(0, 1.5, network.layout.n_params)
        rows = made_up_rows(9, 2, 3)
        targets = [rows.y] if COSTS[cost].above_zero else [rows.y, one_hot(9, 3)]
        for y in targets:
            expected = np.mean(
                [DEFINITIONS[cost](a, b) for a, b in zip(network.outputs(theta, rows.x), y, strict=True)]
            )
            assert network.cost(cost, theta, rows.x, y) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("cost", [name for name in COSTS if "linear" in outputs_for(name)])
def test_kinked_is_whose_slope_jumps_at_the_target(cost: str) -> None:
    network = Network(chain((1, 1)))
    x, y = np.zeros((1, 1)), np.full((1, 1), 0.3)  # the output is the bias
    left, right = (network.gradient(cost, np.array([1.0, 0.3 + away]), x, y)[1] for away in (-1e-9, 1e-9))
    assert network.kinked(cost) == (abs(right - left) > 1e-6)


@pytest.mark.parametrize("cost", COSTS)
def test_single_precision_is_close(cost: str) -> None:
    network = Network(chain((2, 6, 3), output=(outputs_for(cost)[-1],)))
    thetas = np.random.default_rng(1).normal(size=(50, network.layout.n_params))
    rows = made_up_rows(40, 2, 3)
    np.testing.assert_allclose(
        network.costs(cost, thetas, rows.x, rows.y, dtype=np.float32),
        network.costs(cost, thetas, rows.x, rows.y),
        rtol=1e-5,
    )


@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("sums", [1e4, -1e4, 700.0, -80.0, 0.0])
def test_finite_for_any_sums_and_targets_at_the_edge(cost: str, sums: float) -> None:
    for output in outputs_for(cost):
        n_out = 2
        network = Network(chain((1, n_out), output=(output,)))
        theta = np.array([sums, 0.0, -sums, 0.0])
        x, edge = np.ones((3, 1)), 1e-6 if COSTS[cost].above_zero else 0.0
        for y in ([1.0, edge], [edge, 1.0], [0.5, 0.5]):
            targets = np.tile(y, (3, 1))
            assert np.isfinite(network.cost(cost, theta, x, targets))
            assert np.all(np.isfinite(network.gradient(cost, theta, x, targets)))


def test_cross_entropies_are_exact_where_the_outputs_round() -> None:
    network = Network(chain((1, 1), output=("sigmoid",)))
    x, theta = np.ones((1, 1)), np.array([40.0, 0.0])
    assert network.outputs(theta, x)[0, 0] == 1.0
    right = network.cost("binary_cross_entropy", theta, x, np.ones((1, 1)))
    assert right == pytest.approx(math.exp(-40), rel=1e-12)
    assert network.cost("binary_cross_entropy", 1e4 * theta, x, np.zeros((1, 1))) == 4e5
    network = Network(chain((1, 2), output=("softmax",)))
    theta = np.array([40.0, 0.0, 0.0, 0.0])
    right = network.cost("categorical_cross_entropy", theta, x, np.array([[1.0, 0.0]]))
    assert right == pytest.approx(math.exp(-40), rel=1e-12)
    assert network.cost("categorical_cross_entropy", 100 * theta, x, np.array([[0.0, 1.0]])) == 4e3


@pytest.mark.parametrize(
    ("cost", "output"),
    [
        ("binary_cross_entropy", "linear"),
        ("categorical_cross_entropy", "sigmoid"),
        ("hellinger", "tanh"),
        ("hellinger", "relu"),
        ("kullback_leibler", "softplus"),
        ("generalised_kullback_leibler", "linear"),
        ("itakura_saito", "threshold"),
    ],
)
def test_outputs_it_does_not_suit_are_refused_in_a_sentence(cost: str, output: str) -> None:
    sentence = COSTS[cost].refuses(["sigmoid", output] if output != "sigmoid" else [output])
    assert sentence is not None
    assert sentence.startswith(COSTS[cost].label + " needs ")
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("cost", "output", "target"),
    [
        ("binary_cross_entropy", "sigmoid", 1.1),
        ("hellinger", "sigmoid", -0.1),
        ("kullback_leibler", "sigmoid", 2.0),
        ("generalised_kullback_leibler", "softplus", -1e-9),
        ("itakura_saito", "softplus", 0.0),
    ],
)
def test_targets_it_does_not_suit_are_refused_in_a_sentence(cost: str, output: str, target: float) -> None:
    network = Network(chain((1, 1), output=(output,)))
    good, bad = Rows(np.ones((1, 1)), np.full((1, 1), 0.5)), Rows(np.ones((1, 1)), np.full((1, 1), target))
    Trainer(network, training(runner(), cost=cost), good, good)
    for train, test in ((bad, good), (good, bad)):
        with pytest.raises(RefusedError, match=r" needs targets .*\.$"):
            Trainer(network, training(runner(), cost=cost), train, test)


@pytest.mark.parametrize("cost", COSTS)
def test_every_cost_can_be_learned_with(cost: str) -> None:
    network = Network(chain((2, 5, 2), output=(outputs_for(cost)[-1],)))
    rows = made_up_rows(30, 2, 2)
    spec = training(runner("adam", 10, 0.01), cost=cost)
    trainer = Trainer(network, spec, rows, Rows(rows.x[:0], rows.y[:0]))
    before = trainer.snapshot().shown_runner.cost
    assert trainer.run(epochs=60) is None
    assert trainer.snapshot().shown_runner.cost < before
