from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from playground.engine.landscape.bounded import NoBoundsError
from playground.engine.landscape.network_bounds import (
    ACTIVATION_BOUNDS,
    ERROR_BOUNDS,
    NetworkBounds,
)
from playground.engine.landscape.planes import Plane, axis_plane
from playground.engine.landscape.slice_cost import NetworkSlice
from playground.engine.network import Network
from playground.engine.specs import LayerSpec, NetworkSpec, NeuronSpec, Objective, PenaltySpec

Array = npt.NDArray[np.float64]
MakeNetwork = Callable[..., Network]

SLACK = 1e-9
"""What the engine's own rounding, and that of differences, may add."""


def boxes_of(seed: int, n: int = 12) -> Array:
    rng = np.random.default_rng(seed)
    center, size = rng.uniform(-2, 2, (n, 2)), 10.0 ** rng.uniform(-4, 0.3, (n, 2))
    low, high = center - size / 2, center + size / 2
    return np.stack([low[:, 0], high[:, 0], low[:, 1], high[:, 1]], axis=1)


def check_enclosure(
    network: Network, cost: str | Objective, plane: Plane, x: Array, y: Array, boxes: Array
) -> None:
    """Costs and slopes at 60 places of every box, corners included, lie within its bounds."""
    found = NetworkBounds(network, cost, plane, x, y).bounds(boxes).box
    exact = NetworkSlice(network, cost, plane, x, y)
    rng = np.random.default_rng(0)
    assert np.all(found.value.lo <= found.value.hi)
    for i, (x0, x1, y0, y1) in enumerate(boxes):
        u, v = rng.uniform(size=(2, 60))
        u[:4], v[:4] = [0, 0, 1, 1], [0, 1, 0, 1]
        points = np.column_stack([x0 + u * (x1 - x0), y0 + v * (y1 - y0)])
        costs, slopes = exact.costs(points), exact.gradient(points)
        size = SLACK * (1 + np.abs(costs).max())
        assert found.value.lo[i] <= costs.min() + size
        assert found.value.hi[i] >= costs.max() - size
        size = SLACK * (1 + np.abs(slopes).max())
        assert np.all(found.slopes.lo[:, i] <= slopes.min(axis=0) + size)
        assert np.all(found.slopes.hi[:, i] >= slopes.max(axis=0) - size)
        if found.smooth[i]:
            step = 1e-5
            aside = np.array([step, 0.0])
            by_x = (exact.gradient(points + aside) - exact.gradient(points - aside)) / (2 * step)
            inside = (points[:, 0] > x0 + step) & (points[:, 0] < x1 - step)
            for k in (0, 1):
                seen = by_x[inside, k]
                if len(seen):
                    size = 1e-5 * (1 + np.abs(seen).max())
                    assert found.bends.lo[k, i] <= seen.min() + size
                    assert found.bends.hi[k, i] >= seen.max() - size


@pytest.mark.parametrize("name", ACTIVATION_BOUNDS)
@pytest.mark.parametrize("axes", [(0, 3), (1, 12), (13, 9)])
def test_bounds_hold_for_every_activation(
    name: str, axes: tuple[int, int], make_network: MakeNetwork, rows: tuple[Array, Array]
) -> None:
    network = make_network(2, 3, 2, 1, hidden=name)
    theta = np.random.default_rng(7).normal(size=network.layout.n_params)
    x, y = rows[0][:15], rows[1][:15]
    check_enclosure(network, "half_squared", axis_plane(theta, *axes), x, y, boxes_of(sum(axes)))


@pytest.mark.parametrize("cost", [*ERROR_BOUNDS, "binary_cross_entropy"])
def test_bounds_hold_for_every_cost(cost: str, make_network: MakeNetwork, rows: tuple[Array, Array]) -> None:
    binary = cost == "binary_cross_entropy"
    network = make_network(2, 3, 1, output="sigmoid" if binary else "linear")
    theta = np.random.default_rng(8).normal(size=network.layout.n_params)
    x, y = rows[0][:15], np.clip(np.abs(rows[1][:15]), 0, 1) if binary else rows[1][:15]
    check_enclosure(network, cost, axis_plane(theta, 2, 10), x, y, boxes_of(1))


def test_bounds_hold_for_softmax_with_cross_entropy(
    make_network: MakeNetwork, rows: tuple[Array, Array]
) -> None:
    network = make_network(2, 3, 3, output="softmax")
    theta = np.random.default_rng(9).normal(size=network.layout.n_params)
    y = np.eye(3)[np.arange(15) % 3]
    check_enclosure(
        network, "categorical_cross_entropy", axis_plane(theta, 1, 12), rows[0][:15], y, boxes_of(2)
    )


def test_bounds_hold_on_any_plane_and_on_logarithmic_axes(
    make_network: MakeNetwork, rows: tuple[Array, Array]
) -> None:
    network = make_network(2, 3, 2, 1)
    rng = np.random.default_rng(10)
    theta, x, y = rng.normal(size=network.layout.n_params), rows[0][:10], rows[1][:10]
    skew = Plane(theta, rng.normal(size=len(theta)), rng.normal(size=len(theta)))
    check_enclosure(network, "half_squared", skew, x, y, boxes_of(3) / 4)
    logarithmic = axis_plane(theta, 0, 12, logarithmic=True)
    check_enclosure(network, "half_squared", logarithmic, x, y, boxes_of(4) / 2)


def test_bounds_hold_for_neurons_of_several_kinds_and_cut_weights(rows: tuple[Array, Array]) -> None:
    kinds = ("tanh", "relu", "sigmoid")
    hidden = LayerSpec(100, tuple(NeuronSpec(3 + i, name) for i, name in enumerate(kinds)))
    inputs = LayerSpec(99, (NeuronSpec(1), NeuronSpec(2)))
    spec = NetworkSpec((inputs, hidden, LayerSpec(101, (NeuronSpec(6),))), next_id=200)
    keys = Network(spec).layout.keys
    network = Network(NetworkSpec(spec.layers, next_id=200, cut=frozenset({keys[1], keys[10]})))
    theta = np.random.default_rng(11).normal(size=network.layout.n_params)
    theta[[1, 10]] = 0.0
    check_enclosure(network, "half_squared", axis_plane(theta, 0, 4), rows[0][:10], rows[1][:10], boxes_of(5))


def test_bounds_close_in_as_boxes_shrink(make_network: MakeNetwork, rows: tuple[Array, Array]) -> None:
    """Third order for a smooth cost: Taylor's form with second derivatives leaves the box's size cubed,
    down to rounding."""
    network = make_network(2, 8, 1)
    theta = np.random.default_rng(12).normal(size=network.layout.n_params)
    cost = NetworkBounds(network, "half_squared", axis_plane(theta, 0, 3), *rows)
    sizes = np.array([0.1, 0.05, 0.025])
    boxes = np.array([[0.3 - s, 0.3 + s, -0.2 - s, -0.2 + s] for s in sizes])
    exact = NetworkSlice(network, "half_squared", axis_plane(theta, 0, 3), *rows)
    grid = np.linspace(-1, 1, 21)
    excess = []
    for box, s, value in zip(boxes, sizes, cost.bounds(boxes).box.value.lo, strict=True):
        points = np.column_stack([np.tile(0.3 + s * grid, 21), np.repeat(-0.2 + s * grid, 21)])
        assert box[0] <= points[0, 0]
        excess.append(exact.costs(points).min() - value)
    assert excess[1] < excess[0] / 3
    assert excess[2] < excess[1] / 3


def test_what_has_no_bounds_is_said_so(make_network: MakeNetwork, rows: tuple[Array, Array]) -> None:
    for hidden, output, cost, name in (
        ("threshold", "linear", "half_squared", "Threshold"),
        ("tanh", "sigmoid", "hellinger", "Hellinger"),
    ):
        network = make_network(2, 2, 1, hidden=hidden, output=output)
        plane = axis_plane(np.zeros(network.layout.n_params), 0, 1)
        with pytest.raises(NoBoundsError, match=name):
            NetworkBounds(network, cost, plane, *rows)


@pytest.mark.parametrize("penalty", [PenaltySpec(l2=0.3), PenaltySpec(l1=0.2, l2=0.1, biases=True)])
@pytest.mark.parametrize("axes", [(0, 12), (13, 14)])
def test_bounds_hold_with_a_penalty(
    penalty: PenaltySpec, axes: tuple[int, int], make_network: MakeNetwork, rows: tuple[Array, Array]
) -> None:
    # With the second axes the first layer is computed once; its weights pay all the same.
    network, objective = make_network(2, 3, 2, 1), Objective("half_squared", penalty)
    theta = np.random.default_rng(7).normal(size=network.layout.n_params)
    plane, x, y = axis_plane(theta, *axes), rows[0][:15], rows[1][:15]
    check_enclosure(network, objective, plane, x, y, boxes_of(6))
    exact, points = NetworkSlice(network, objective, plane, x, y), boxes_of(7)[:, :2]
    thetas = plane.points(points[:, 0], points[:, 1])
    assert exact.costs(points) == pytest.approx(network.costs(objective, thetas, x, y), rel=1e-12)
    slopes = [network.gradient(objective, each, x, y)[list(axes)] for each in thetas]
    assert exact.gradient(points) == pytest.approx(np.array(slopes), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("hidden", "cost"),
    [*((name, "half_squared") for name in ACTIVATION_BOUNDS), *(("tanh", name) for name in ERROR_BOUNDS)],
)
def test_bounds_close_around_a_place(
    hidden: str, cost: str, make_network: MakeNetwork, rows: tuple[Array, Array]
) -> None:
    network = make_network(2, 3, 1, hidden=hidden)
    theta = np.random.default_rng(7).normal(size=network.layout.n_params)
    x, y = rows[0][:15], rows[1][:15]
    at = np.random.default_rng(1).uniform(-2, 2, (8, 2))
    boxes = np.stack([at[:, 0], at[:, 0] + 1e-9, at[:, 1], at[:, 1] + 1e-9], axis=1)
    found = NetworkBounds(network, cost, axis_plane(theta, 0, 3), x, y).bounds(boxes).box
    assert (found.value.hi - found.value.lo).max() < 1e-7
    assert (found.slopes.hi - found.slopes.lo).max() < 1e-7
