"""The cost along one parameter: exact at every place tried, with the exact slope."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.landscape.line import compute_line, line_marks
from playground.engine.network import Network
from playground.engine.population import CancelledError
from playground.engine.specs import LayerSpec, NetworkSpec, NeuronSpec

RNG = np.random.default_rng(4)
X, Y = RNG.normal(size=(23, 2)), RNG.normal(size=(23, 1))


@pytest.fixture
def network() -> Network:
    hidden = tuple(NeuronSpec(3 + i, "tanh") for i in range(3))
    layers = (
        LayerSpec(10, (NeuronSpec(1), NeuronSpec(2))),
        LayerSpec(11, hidden),
        LayerSpec(12, (NeuronSpec(7),)),
    )
    return Network(NetworkSpec(layers, next_id=20))


@pytest.mark.parametrize("index", [0, 4, 8, 12])
def test_every_place_has_the_true_cost_and_the_weights_their_slope(network: Network, index: int) -> None:
    theta = network.initial_theta(5)
    values = np.linspace(-3.0, 2.0, 17)
    line = compute_line(network, "half_squared", theta, index, values, X, Y)
    for value, cost in zip(values, line.costs, strict=True):
        there = theta.copy()
        there[index] = value
        assert cost == pytest.approx(network.cost("half_squared", there, X, Y), rel=1e-12)
    assert line.value == theta[index]
    assert line.cost == pytest.approx(network.cost("half_squared", theta, X, Y), rel=1e-12)
    h = 1e-5
    beside = [theta.copy(), theta.copy()]
    beside[0][index] -= h
    beside[1][index] += h
    low, high = (network.cost("half_squared", there, X, Y) for there in beside)
    assert line.slope == pytest.approx((high - low) / (2 * h), rel=1e-6, abs=1e-9)


def test_costs_that_are_not_finite_are_gaps(network: Network) -> None:
    theta = network.initial_theta(5)
    with np.errstate(all="ignore"):
        line = compute_line(network, "half_squared", theta, 12, np.array([0.0, 1e200]), X, Y)
    assert np.isnan(line.costs).tolist() == [False, True]
    assert not line.costs.flags.writeable


def test_it_can_be_cancelled(network: Network) -> None:
    theta = network.initial_theta(5)
    with pytest.raises(CancelledError):
        compute_line(network, "half_squared", theta, 0, np.zeros(9), X, Y, cancelled=lambda: True)


def test_minima_and_maxima_between_the_tried_values_are_found() -> None:
    values = np.linspace(-3.0, 3.3, 41)

    def along(places: np.ndarray) -> np.ndarray:
        return np.asarray(np.cos(2 * places) + 0.1 * places)

    marks = line_marks(along, values, along(values))
    shift = 0.5 * np.arcsin(0.05)
    expected = {
        "minimum": [-np.pi / 2 - shift, np.pi / 2 - shift],
        "maximum": [shift - np.pi, shift, shift + np.pi],
    }
    for kind, places in expected.items():
        inside = [place for place in places if values[0] < place < values[-1]]
        found = sorted(mark.value for mark in marks if mark.kind == kind)
        assert found == pytest.approx(inside, abs=1e-7)
    assert [mark.cost for mark in marks] == sorted(mark.cost for mark in marks)
    for mark in marks:
        assert mark.cost == along(np.array([mark.value]))[0]
        assert mark.bend == pytest.approx(-4 * np.cos(2 * mark.value), rel=1e-6)


def test_a_minimum_on_a_kink_is_called_one_and_a_level_line_has_none() -> None:
    values = np.linspace(-1.0, 1.0, 21)

    def kinked(places: np.ndarray) -> np.ndarray:
        return np.asarray(np.abs(places - 0.123) + 0.3 * places**2)

    (mark,) = line_marks(kinked, values, kinked(values))
    assert mark.kind == "kink"
    assert mark.value == pytest.approx(0.123, abs=1e-9)
    assert np.isnan(mark.bend)
    level = np.full(21, 3.0)
    assert line_marks(lambda places: np.full(len(places), 3.0), values, level) == ()
    assert line_marks(kinked, values, np.full(21, np.nan)) == ()


def test_marks_come_with_the_line_if_asked_for(network: Network) -> None:
    theta = network.initial_theta(5)
    for index in range(0, 13, 3):
        line = compute_line(
            network, "half_squared", theta, index, np.linspace(-9, 9, 41), X, Y, with_marks=True
        )
        for mark in line.marks:
            there = theta.copy()
            there[index] = mark.value
            assert mark.cost == pytest.approx(network.cost("half_squared", there, X, Y), rel=1e-12)
            assert abs(network.gradient("half_squared", there, X, Y)[index]) < 1e-6
        assert line.marks
