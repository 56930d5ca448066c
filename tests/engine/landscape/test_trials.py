"""Brute force really tries what it says, one combination after another."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from playground.engine.landscape.trials import Trials
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.specs import Objective, PenaltySpec

OBJECTIVE = Objective("half_squared")
MakeNetwork = Callable[..., Network]
TwoArrays = tuple[Array, Array]


def test_every_cost_is_the_true_one_of_its_place(make_network: MakeNetwork, rows: TwoArrays) -> None:
    network, (x, y) = make_network(2, 3, 1), rows
    theta = np.random.default_rng(1).normal(size=network.layout.n_params)
    values = np.linspace(-2, 2, 7), np.linspace(-1, 3, 5)
    trials = Trials(network, Objective("half_squared", PenaltySpec(l2=0.1)), theta, (4, 1), values, x, y)
    trials.try_next(3)
    assert trials.n_left == 32
    trials.try_next(100)
    tried = trials.tried()
    assert len(tried.costs) == tried.n_all == 35
    places = tried.places()
    assert places[1].tolist() == [values[0][1], values[1][0]], "the first one's values run fastest"
    for place, cost in zip(places, tried.costs, strict=True):
        there = theta.copy()
        there[[4, 1]] = place
        expected = network.cost(Objective("half_squared", PenaltySpec(l2=0.1)), there, x, y)
        assert cost == pytest.approx(expected, rel=1e-12)
    assert tried.best == int(np.argmin(tried.costs))
    assert tried.seconds_each > 0


def test_what_was_handed_out_does_not_change(make_network: MakeNetwork, rows: TwoArrays) -> None:
    network = make_network(2, 1)
    trials = Trials(network, OBJECTIVE, np.zeros(3), (0,), (np.linspace(-1, 1, 20),), *rows)
    assert trials.tried().best is None
    assert trials.tried().seconds_each == 0
    trials.try_next(5)
    early = trials.tried()
    costs = early.costs.copy()
    trials.try_next(15)
    assert np.array_equal(early.costs, costs)
    with pytest.raises(ValueError, match="read-only"):
        early.costs[0] = 1.0


def test_a_cost_that_is_no_number_is_a_gap(make_network: MakeNetwork, rows: TwoArrays) -> None:
    network = make_network(2, 1)
    trials = Trials(network, OBJECTIVE, np.zeros(3), (0,), (np.array([0.0, 1e200, 1.0]),), *rows)
    trials.try_next(3)
    tried = trials.tried()
    assert np.isnan(tried.costs).tolist() == [False, True, False]
    assert tried.best in (0, 2)


@pytest.mark.parametrize(("indices", "values"), [((0, 0), 2), ((0, 1, 2), 3), ((), 0)])
def test_only_one_or_two_parameters(
    make_network: MakeNetwork, rows: TwoArrays, indices: tuple[int, ...], values: int
) -> None:
    with pytest.raises(ValueError, match="one or two"):
        Trials(make_network(2, 1), OBJECTIVE, np.zeros(3), indices, [np.ones(2)] * values, *rows)
    with pytest.raises(ValueError, match="values to try"):
        Trials(make_network(2, 1), OBJECTIVE, np.zeros(3), (0,), [np.empty(0)], *rows)
