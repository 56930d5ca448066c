"""Gradients against central differences, for everything the engine allows."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from playground.engine.activations import ACTIVATIONS
from playground.engine.costs import COSTS
from playground.engine.network import Network
from playground.engine.specs import Objective, PenaltySpec
from tests.engine.central_differences import gradient_error, numeric_gradient
from tests.engine.engine_cases import away_from_kinks, chain, key, made_up_rows, with_cuts_and_locks

# All but thresholds: what stands in for their slope is no slope of the cost.
SLOPED = [name for name, each in ACTIVATIONS.items() if each.trainable and not each.substitute_slope]
HIDDEN = [name for name in SLOPED if not ACTIVATIONS[name].only_for_outputs]
ALLOWED = [(cost, output) for cost, output in product(COSTS, SLOPED) if COSTS[cost].refuses([output]) is None]
SIZES = [(2, 1), (3, 2), (2, 4, 1), (3, 5, 4, 2), (2, 3, 3)]


PENALTIES = [PenaltySpec(l1=0.1), PenaltySpec(l2=0.3), PenaltySpec(0.1, 0.3, biases=True)]


def error_of(network: Network, objective: str | Objective) -> float:
    rows = made_up_rows(12, network.spec.sizes[0], network.spec.sizes[-1], seed=5)
    return gradient_error(network, objective, away_from_kinks(network, 7), rows.x, rows.y)


@pytest.mark.parametrize(("cost", "output"), ALLOWED)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_every_activation_with_every_cost(hidden: str, cost: str, output: str) -> None:
    for sizes in SIZES:
        if ACTIVATIONS[output].whole_layer and sizes[-1] == 1:
            continue
        assert error_of(Network(chain(sizes, (hidden,), (output,))), cost) < 1e-7


@pytest.mark.parametrize(("cost", "output"), ALLOWED)
def test_every_activation_with_every_cost_and_penalty(cost: str, output: str) -> None:
    for hidden, penalty in product(HIDDEN, PENALTIES):
        network = Network(chain((2, 3, 3), (hidden,), (output,)))
        assert error_of(network, Objective(cost, penalty)) < 1e-7, (hidden, penalty)


@pytest.mark.parametrize("cost", COSTS)
def test_mixed_neurons_cuts_and_locks(cost: str) -> None:
    outputs = [name for name in SLOPED if COSTS[cost].refuses([name]) is None]
    if len(outputs) > 1:
        outputs.remove("softmax")
    for sizes in [(3, 2), (3, 11, 9, 3)]:
        spec = chain(sizes, HIDDEN, outputs)
        last = len(sizes) - 1
        cut = [key(spec, 1, 0, 1), key(spec, 1, 1, None), key(spec, last, 0, 0)]
        locked = [key(spec, 1, 0, 0)]
        network = Network(with_cuts_and_locks(spec, cut, locked))
        assert error_of(network, cost) < 1e-7
        rows = made_up_rows(12, sizes[0], sizes[-1], seed=5)
        gradient = network.gradient(cost, away_from_kinks(network, 7), rows.x, rows.y)
        assert np.all(gradient[~network.layout.present] == 0)


def test_the_check_finds_a_wrong_gradient() -> None:
    network = Network(chain((2, 3, 1)))
    theta, rows = away_from_kinks(network, 1), made_up_rows(10, 2, 1)
    right = network.gradient("half_squared", theta, rows.x, rows.y)
    numeric = numeric_gradient(network, "half_squared", theta, rows.x, rows.y)
    wrong = right.copy()
    wrong[3] *= 1.001
    size = np.linalg.norm(right) + np.linalg.norm(numeric)
    assert np.linalg.norm(right - numeric) / size < 1e-7 < np.linalg.norm(wrong - numeric) / size


def test_threshold_passes_no_slope_on() -> None:
    network = Network(chain((2, 3, 1), ("threshold",)))
    rows = made_up_rows(10, 2, 1)
    gradient = network.gradient("half_squared", away_from_kinks(network, 1), rows.x, rows.y)
    assert np.all(network.layout.matrix(gradient, 1) == 0)
    assert np.any(network.layout.matrix(gradient, 2) != 0)
