"""Proofs of the lowest point against brute force: 20 random slices of a 2-8-8-1 network, 100 noisy rows."""

from __future__ import annotations

import numpy as np

from playground.engine.landscape.landmarks import find_landmarks
from playground.engine.landscape.network_bounds import NetworkBounds
from playground.engine.landscape.newton import polish
from playground.engine.landscape.planes import axis_plane
from playground.engine.landscape.proof import prove
from playground.engine.landscape.slice_cost import NetworkSlice
from playground.engine.landscape.surface import Window, compute_surface
from playground.engine.network import Network
from playground.engine.specs import LayerSpec, NetworkSpec, NeuronSpec

WINDOW = Window(-3.0, 3.0, -3.0, 3.0)
DENSE = 301
LEAST_PROVEN = 15


def network_of() -> Network:
    layers, next_id = [], 1
    for i, size in enumerate((2, 8, 8, 1)):
        name = "tanh" if i in (1, 2) else "linear"
        layers.append(LayerSpec(1000 + i, tuple(NeuronSpec(next_id + j, name) for j in range(size))))
        next_id += size
    return Network(NetworkSpec(tuple(layers), next_id=2000))


def test_twenty_slices_are_never_proven_wrong() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(100, 2))
    y = np.sin(2 * x[:, :1]) * x[:, 1:] + 0.1 * rng.normal(size=(100, 1))
    network, proven = network_of(), 0
    for seed in range(20):
        draw = np.random.default_rng(seed)
        theta = draw.normal(size=network.layout.n_params)
        plane = axis_plane(theta, *draw.choice(network.layout.n_params, 2, replace=False))
        surface = compute_surface(network, "half_squared", plane, WINDOW, x, y)
        landmarks = find_landmarks(surface, network, "half_squared", x, y)
        cost = NetworkBounds(network, "half_squared", plane, x, y)
        proof = prove(cost, WINDOW, landmarks, seconds=10.0)
        truth = _lowest_of_a_dense_grid(NetworkSlice(network, "half_squared", plane, x, y))
        assert proof.lower_bound <= truth <= proof.upper_bound + 1e-9
        print(seed, proof.verdict, f"{proof.gap:.1e}", proof.n_boxes, f"{proof.seconds:.2f}", proof.text)
        if proof.verdict == "proven":
            proven += 1
            assert abs(proof.between[0].cost - truth) <= 1e-9
    assert proven >= LEAST_PROVEN


def _lowest_of_a_dense_grid(cost: NetworkSlice) -> float:
    """The lowest of 301 × 301 cells with the window's edge, polished."""
    grid = np.linspace(WINDOW.x0, WINDOW.x1, DENSE)
    points = np.column_stack([np.tile(grid, DENSE), np.repeat(grid, DENSE)])
    costs = cost.costs(points)
    start = points[[np.argmin(costs)]]
    lowest, step = float(costs.min()), 6.0 / DENSE
    polished, _ = polish(cost, start, np.array([step, step]), WINDOW)
    if len(polished):
        return min(lowest, float(cost.costs(polished).min()))
    for _ in range(60):  # on the edge: ever finer grids around the lowest place
        around = np.linspace(-step, step, 9)
        near = start + np.column_stack([np.tile(around, 9), np.repeat(around, 9)])
        near = np.clip(near, -3.0, 3.0)
        costs = cost.costs(near)
        start, step = near[[np.argmin(costs)]], step * 0.6
        lowest = min(lowest, float(costs.min()))
    return lowest
