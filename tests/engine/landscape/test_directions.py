from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import numpy.typing as npt
import pytest

from playground.engine.landscape.directions import cost_gaps, path_plane, plane_through, random_plane
from playground.engine.landscape.planes import Plane, axis_plane
from playground.engine.network import Network
from playground.engine.population import CancelledError

Array = npt.NDArray[np.float64]
MakeNetwork = Callable[..., Network]


@pytest.mark.parametrize("seed", range(5))
def test_random_directions_have_every_neurons_own_norm(seed: int, make_network: MakeNetwork) -> None:
    layout = make_network(2, 4, 3, 1).layout
    theta = np.random.default_rng(seed + 50).normal(size=layout.n_params)
    found = random_plane(layout, theta, seed)
    for layer in range(1, layout.n_layers + 1):
        norms = np.linalg.norm(layout.weights(theta, layer), axis=1)
        for direction in (found.plane.d1, found.plane.d2):
            assert np.linalg.norm(layout.weights(direction, layer), axis=1) == pytest.approx(norms, rel=1e-14)
            assert not layout.biases(direction, layer).any()
        dots = (layout.weights(found.plane.d1, layer) * layout.weights(found.plane.d2, layer)).sum(axis=1)
        assert dots == pytest.approx(0 * norms, abs=1e-14)
    assert found.cosine == pytest.approx(0.0, abs=1e-14)
    again = random_plane(layout, theta, seed).plane
    assert np.array_equal(again.d1, found.plane.d1)
    assert not np.array_equal(random_plane(layout, theta, seed + 1).plane.d1, found.plane.d1)


def test_neurons_of_one_weight_leave_an_angle_that_is_told(make_network: MakeNetwork) -> None:
    layout = make_network(1, 3, 1).layout
    theta = np.random.default_rng(1).normal(size=layout.n_params)
    found = random_plane(layout, theta, 4)
    dots = (layout.weights(found.plane.d1, 1) * layout.weights(found.plane.d2, 1)).sum()
    sizes = np.linalg.norm(found.plane.d1) * np.linalg.norm(found.plane.d2)
    assert found.cosine == pytest.approx(dots / sizes)
    assert found.cosine != 0
    with pytest.raises(ValueError, match="parallel"):
        random_plane(layout, np.zeros(layout.n_params), 4)


def test_cut_weights_stay_cut(make_network: MakeNetwork) -> None:
    whole = make_network(3, 4, 1)
    layout = make_network(3, 4, 1, cut=frozenset(whole.layout.keys[:2])).layout
    theta = np.random.default_rng(2).normal(size=layout.n_params)
    found = random_plane(layout, theta, 0)
    assert not found.plane.d1[:2].any()
    assert abs(found.plane.d1[2]) == pytest.approx(abs(theta[2]))


def flat_path(n: int = 40) -> tuple[Array, Array]:
    """A path in one plane of ten dimensions, and that plane's orthonormal directions ``(10, 2)``."""
    rng = np.random.default_rng(3)
    directions = np.linalg.qr(rng.normal(size=(10, 2)))[0]
    t = np.linspace(0, 3, n)
    return np.column_stack([5 * t, np.sin(t)]) @ directions.T + 2.0, directions


def test_a_flat_paths_plane_holds_all_of_it() -> None:
    path, directions = flat_path()
    found = path_plane([path], path[-1])
    assert sum(found.shares) == pytest.approx(1.0)
    assert found.shares[0] > found.shares[1] > 0
    assert found.plane.distances(path) == pytest.approx(np.zeros(40), abs=1e-12)
    assert np.linalg.norm(directions.T @ found.plane.d1) == pytest.approx(1.0)
    assert found.plane.coordinates(path[-1:]) == pytest.approx(np.zeros((1, 2)), abs=1e-12)


def test_shares_are_those_of_the_singular_values() -> None:
    path = np.random.default_rng(4).normal(size=(30, 6)) * [5, 3, 1, 1, 1, 1]
    found = path_plane([path[:10], path[10:]], path[0])
    values = np.linalg.eigvalsh((path - path[0]).T @ (path - path[0]))[::-1]
    assert found.shares == pytest.approx(tuple(values[:2] / values.sum()))


def test_sign_and_order_stay_from_one_refresh_to_the_next() -> None:
    path, _ = flat_path()
    first = path_plane([path], path[-1])
    turned = Plane(path[-1], -first.plane.d1, first.plane.d2)
    assert path_plane([path], path[-1], turned).plane.d1 == pytest.approx(-first.plane.d1)
    swapped = Plane(path[-1], 3 * first.plane.d2, -first.plane.d1)
    again = path_plane([path], path[-1], swapped)
    assert again.plane.d1 == pytest.approx(first.plane.d2)
    assert again.plane.d2 == pytest.approx(-first.plane.d1)
    assert again.shares == pytest.approx(first.shares[::-1])


def test_a_straight_path_spans_no_plane() -> None:
    path = np.multiply.outer(np.arange(9.0), np.arange(4.0))
    with pytest.raises(ValueError, match="one line"):
        path_plane([path], path[0])


def test_three_points_lie_at_the_corners() -> None:
    points = np.random.default_rng(5).normal(size=(3, 7))
    plane = plane_through(*points)
    assert plane.coordinates(points) == pytest.approx(np.array([[0, 0], [1, 0], [0, 1]]), abs=1e-12)
    with pytest.raises(ValueError, match="parallel"):
        plane_through(points[0], points[0] + 1, points[0] + 2)


def test_on_a_two_parameter_network_nothing_is_off_the_plane(make_network: MakeNetwork) -> None:
    network = make_network(1, 1)
    rng = np.random.default_rng(6)
    x = rng.normal(size=(20, 1))
    thetas = rng.normal(size=(30, 2))
    plane = axis_plane(thetas[0], 1, 0)
    assert np.abs(plane.distances(thetas)).max() <= 1e-12
    assert np.abs(cost_gaps(network, "mean_squared", plane, thetas, x, 2 * x)).max() <= 1e-12


def test_the_gap_is_the_true_cost_less_the_drawn_one(make_network: MakeNetwork) -> None:
    x = np.linspace(-1, 1, 5)[:, np.newaxis]
    wide = make_network(2, 1)
    rows = np.column_stack([x, x**2])
    plane = axis_plane(np.array([1.0, 2.0, 0.5]), 0, 1)
    theta = np.array([[0.3, -0.4, 1.5]])
    foot = np.array([0.3, -0.4, 0.5])
    gap = cost_gaps(wide, "half_squared", plane, theta, rows, x)
    expected = wide.cost("half_squared", theta[0], rows, x) - wide.cost("half_squared", foot, rows, x)
    assert gap == pytest.approx([expected])
    for wanted in range(2):  # the drawn costs, then the true ones
        answers = iter([False] * wanted + [True])
        with pytest.raises(CancelledError):
            cost_gaps(wide, "half_squared", plane, theta, rows, x, cancelled=partial(next, answers))


def test_logarithmic_axes_go_there_and_back() -> None:
    plane = axis_plane(np.array([9.0, 9.0, 7.0]), 0, 2, logarithmic=True)
    points = np.array([[-2.0, 1.0], [0.5, 0.0]])
    thetas = plane.points(points[:, 0], points[:, 1])
    assert thetas == pytest.approx(np.array([[0.01, 9.0, 10.0], [10**0.5, 9.0, 1.0]]))
    assert plane.coordinates(thetas) == pytest.approx(points)
    assert np.isnan(plane.coordinates(np.array([[-1.0, 9.0, 1.0]]))[0]).tolist() == [True, False]
