from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from playground.engine.landscape.landmark import Landmark
from playground.engine.landscape.landmarks import find_landmarks
from playground.engine.landscape.network_bounds import NetworkBounds
from playground.engine.landscape.planes import axis_plane
from playground.engine.landscape.proof import Proof, ProofProgress, prove
from playground.engine.landscape.surface import Window, compute_surface
from playground.engine.network import Network
from playground.engine.population import CancelledError
from playground.engine.specs import BIAS, ParameterKey

Array = npt.NDArray[np.float64]
MakeNetwork = Callable[..., Network]


def proof_of(
    network: Network,
    cost: str,
    window: Window,
    x: Array,
    y: Array,
    theta: Array,
    *axes: int,
    log: bool = False,
) -> tuple[Proof, tuple[Landmark, ...]]:
    plane = axis_plane(theta, *axes, logarithmic=log)
    surface = compute_surface(network, cost, plane, window, x, y, n=61)
    landmarks = find_landmarks(surface, network, cost, x, y)
    return prove(NetworkBounds(network, cost, plane, x, y), window, landmarks), landmarks


@pytest.mark.parametrize("k", [2, 3, 4])
def test_one_logistic_neuron_has_k_squared_minima_and_the_lowest_is_proven(
    k: int, make_network: MakeNetwork
) -> None:
    """Auer, Herbster and Warmuth, NIPS 1995: rows 1, 10, 100 … along each axis, targets 0.75."""
    x = np.zeros((2 * k, 2))
    x[:k, 0] = x[k:, 1] = 10.0 ** np.arange(k)
    y = np.full((2 * k, 1), 0.75)
    network = make_network(2, 1, output="sigmoid", cut=frozenset({ParameterKey(BIAS, 3)}))
    window = Window(-k + 0.6, 0.5, -k + 0.55, 0.5)
    proof, landmarks = proof_of(network, "half_squared", window, x, y, np.zeros(3), 0, 1, log=True)
    minima = [each for each in landmarks if each.kind == "minimum"]
    assert len(minima) == k * k
    for each in minima:
        assert each.theta[:2] == pytest.approx(10.0**each.position)
    assert proof.verdict == "proven"
    assert proof.between[0].position == pytest.approx(minima[0].position)
    assert proof.gap < (minima[1].cost - minima[0].cost) / 2


def test_two_minima_whose_costs_differ_by_1e_4_are_told_apart(make_network: MakeNetwork) -> None:
    # A tanh network is the same with a neuron's signs turned; a small hidden bias tips the balance.
    network = make_network(1, 1, 1)
    x = np.linspace(-2, 2, 21)[:, np.newaxis]
    y = np.tanh(1.3 * x) * 0.8
    y[3] += 0.02
    theta = np.zeros(4)
    theta[1] = 1.7e-3
    proof, landmarks = proof_of(network, "half_squared", Window(-3, 3, -3, 3.1), x, y, theta, 0, 2)
    minima = [each for each in landmarks if each.kind == "minimum"]
    assert len(minima) == 2
    difference = minima[1].cost - minima[0].cost
    assert 0 < difference < 3e-6
    assert proof.verdict == "proven"
    assert proof.between[0].position == pytest.approx(minima[0].position)


def test_equal_minima_are_undecided_between_each_other(make_network: MakeNetwork) -> None:
    network = make_network(1, 1, 1)
    x = np.linspace(-2, 2, 21)[:, np.newaxis]
    y = np.tanh(1.3 * x) * 0.8 + 0.1 * np.cos(9 * x)
    proof, landmarks = proof_of(network, "half_squared", Window(-3, 3, -3, 3.1), x, y, np.zeros(4), 0, 2)
    assert proof.verdict == "undecided"
    assert len(proof.between) == 2
    assert len(proof.regions) == 2
    assert proof.between[0].position == pytest.approx(-proof.between[1].position, abs=1e-6)
    assert proof.lower_bound <= landmarks[0].cost <= proof.upper_bound + 1e-12
    assert proof.gap < 1e-5


def test_a_minimum_nobody_told_of_is_found(make_network: MakeNetwork, rows: tuple[Array, Array]) -> None:
    network = make_network(2, 8, 1)
    theta = np.random.default_rng(1).normal(size=network.layout.n_params)
    window, plane = Window(-3, 3, -3, 3), axis_plane(theta, 0, 24)
    cost = NetworkBounds(network, "half_squared", plane, *rows)
    blind = prove(cost, window, ())
    surface = compute_surface(network, "half_squared", plane, window, *rows)
    landmarks = find_landmarks(surface, network, "half_squared", *rows)
    seeing = prove(cost, window, landmarks)
    assert seeing.verdict == "proven"
    assert blind.between[0].found
    assert blind.between[0].cost == pytest.approx(seeing.between[0].cost, abs=1e-9)


def test_kinks_and_falls_to_infinity_are_no_obstacle(
    make_network: MakeNetwork, rows: tuple[Array, Array]
) -> None:
    x, y = (
        np.array([[1.0, 2.0], [2.0, 1.0], [-1.0, -2.0], [-1.0, -1.0]]),
        np.array([[1.0], [1.0], [0.0], [0.0]]),
    )
    neuron = make_network(2, 1, output="sigmoid", cut=frozenset({ParameterKey(BIAS, 3)}))
    proof, _ = proof_of(neuron, "binary_cross_entropy", Window(-5, 5, -5, 5), x, y, np.zeros(3), 0, 1)
    assert proof.verdict == "proven"
    assert proof.between[0].position.tolist() == [5.0, 5.0]
    network = make_network(2, 4, 1, hidden="relu")
    theta = np.random.default_rng(2).normal(size=network.layout.n_params)
    proof, landmarks = proof_of(network, "half_squared", Window(-3, 3, -3, 3), *rows, theta, 0, 4)
    assert proof.lower_bound <= landmarks[0].cost <= proof.upper_bound + 1e-12
    assert proof.gap < 1e-11


def test_time_runs_out_without_a_claim(make_network: MakeNetwork, rows: tuple[Array, Array]) -> None:
    network = make_network(2, 8, 8, 1)
    theta = np.random.default_rng(4).normal(size=network.layout.n_params) * 3
    cost = NetworkBounds(network, "half_squared", axis_plane(theta, 0, 4), *rows)
    proof = prove(cost, Window(-9, 9, -9, 9), (), seconds=0.0)
    assert proof.verdict == "undecided"
    assert proof.n_boxes == 0
    assert proof.lower_bound == -np.inf
    assert "lower bound" in proof.text


def test_progress_is_told_and_it_can_be_cancelled(
    make_network: MakeNetwork, rows: tuple[Array, Array]
) -> None:
    network = make_network(2, 8, 8, 1)
    theta = np.random.default_rng(4).normal(size=network.layout.n_params) * 3
    cost = NetworkBounds(network, "half_squared", axis_plane(theta, 0, 4), *rows)
    told: list[ProofProgress] = []
    with pytest.raises(CancelledError):
        prove(cost, Window(-9, 9, -9, 9), (), progress=told.append, cancelled=lambda: len(told) >= 2)
    assert 0 <= told[0].done <= told[1].done <= 1
    assert told[1].gap > 0
