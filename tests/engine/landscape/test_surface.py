from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import pytest

from playground.engine.landscape.planes import Plane, axis_plane
from playground.engine.landscape.slice_cost import NetworkSlice
from playground.engine.landscape.surface import Window, compute_surface
from playground.engine.network import Network
from playground.engine.population import CancelledError

Array = npt.NDArray[np.float64]
MakeNetwork = Callable[..., Network]
Rows = tuple[Array, Array]

WINDOW = Window(-3.0, 2.0, -1.0, 4.0)
PLACES = [(0, 0), (0, 40), (40, 0), (7, 31), (22, 5)]


def theta_of(network: Network, seed: int = 3) -> Array:
    return np.random.default_rng(seed).normal(size=network.layout.n_params)


# In the first layer, in the second, in the output layer, and one in each.
@pytest.mark.parametrize("axes", [(0, 10), (24, 40), (96, 90), (90, 4)])
def test_each_cell_is_the_cost_at_its_center(
    axes: tuple[int, int], make_network: MakeNetwork, rows: Rows
) -> None:
    network = make_network(2, 8, 8, 1)
    theta = theta_of(network)
    surface = compute_surface(network, "half_squared", axis_plane(theta, *axes), WINDOW, *rows)
    assert surface.costs.shape == (41, 41)
    for i, j in PLACES:
        there = theta.copy()
        there[list(axes)] = surface.x[j], surface.y[i]
        assert surface.costs[i, j] == pytest.approx(network.cost("half_squared", there, *rows), rel=1e-5)


def test_rows_are_y_and_columns_are_x(make_network: MakeNetwork) -> None:
    network = make_network(1, 1)
    # The cost of one row (x = 0, y = 0) is half the bias squared, whatever the weight.
    plane = axis_plane(np.zeros(2), 1, 0)  # the bias horizontally
    surface = compute_surface(
        network, "half_squared", plane, Window(0, 2, 0, 9), *[np.zeros((1, 1))] * 2, n=4
    )
    assert surface.x.tolist() == [0.25, 0.75, 1.25, 1.75]
    assert surface.y.tolist() == [1.125, 3.375, 5.625, 7.875]
    assert surface.costs == pytest.approx(np.tile(surface.x**2 / 2, (4, 1)), rel=1e-5)


@pytest.mark.parametrize("cost", ["half_squared", "mean_squared", "binary_cross_entropy"])
def test_float32_is_within_1e5_of_float64_even_at_the_bottom(
    cost: str, make_network: MakeNetwork, rows: Rows
) -> None:
    network = make_network(2, 8, 8, 1, output="sigmoid" if cost == "binary_cross_entropy" else "linear")
    theta = theta_of(network)
    # Targets the network itself gives: the cost falls to 0 inside the window, where ŷ − y cancels.
    x, y = rows[0], network.outputs(theta, rows[0])
    plane = axis_plane(theta, 3, 60)
    window = Window(theta[3] - 1, theta[3] + 1.1, theta[60] - 1, theta[60] + 1.1)
    picture = compute_surface(network, cost, plane, window, x, y)
    exact = compute_surface(network, cost, plane, window, x, y, dtype=np.float64)
    assert picture.costs == pytest.approx(exact.costs, rel=1e-5, abs=0)
    assert not np.array_equal(picture.costs, exact.costs)


def test_any_two_directions(make_network: MakeNetwork, rows: Rows) -> None:
    network = make_network(2, 4, 1)
    rng = np.random.default_rng(0)
    plane = Plane(*rng.normal(size=(3, network.layout.n_params)))
    surface = compute_surface(network, "mean_squared", plane, WINDOW, *rows)
    for i, j in PLACES:
        there = plane.origin + surface.x[j] * plane.d1 + surface.y[i] * plane.d2
        assert surface.costs[i, j] == pytest.approx(network.cost("mean_squared", there, *rows), rel=1e-5)


def test_overflow_and_nan_become_gaps(make_network: MakeNetwork, rows: Rows) -> None:
    network = make_network(2, 3, 1, hidden="relu")
    theta = theta_of(network)
    window = Window(-1e200, 1e200, -1.0, 1.0)
    surface = compute_surface(network, "half_squared", axis_plane(theta, 0, 1), window, *rows, n=9)
    assert np.isnan(surface.costs[:, 0]).all()
    assert np.isfinite(surface.costs[:, 4]).all()
    assert not np.isinf(surface.costs).any()


def test_a_cost_too_large_for_float32_alone_is_no_gap(make_network: MakeNetwork) -> None:
    network = make_network(1, 1)
    x = y = np.ones((1, 1))
    surface = compute_surface(
        network, "half_squared", axis_plane(np.zeros(2), 0, 1), Window(1e20, 2e20, 0, 1), x, y, n=3
    )
    assert surface.costs[0] == pytest.approx(surface.x**2 / 2, rel=1e-9)


def test_it_can_be_cancelled(make_network: MakeNetwork, rows: Rows) -> None:
    network = make_network(2, 8, 1)
    asked = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 3

    with pytest.raises(CancelledError):
        compute_surface(
            network, "half_squared", axis_plane(theta_of(network), 0, 1), WINDOW, *rows, cancelled=cancelled
        )
    assert len(asked) == 4


def test_threads_give_the_same_picture(make_network: MakeNetwork, rows: Rows) -> None:
    network = make_network(2, 8, 1)
    plane = axis_plane(theta_of(network), 0, 1)
    alone = compute_surface(network, "half_squared", plane, WINDOW, *rows)
    with ThreadPoolExecutor(2) as executor:
        together = compute_surface(network, "half_squared", plane, WINDOW, *rows, executor=executor)
    assert np.array_equal(alone.costs, together.costs)


def test_the_gradient_is_that_of_the_slice(make_network: MakeNetwork, rows: Rows) -> None:
    network = make_network(2, 5, 4, 1, hidden="sigmoid")
    rng = np.random.default_rng(0)
    theta = theta_of(network)
    for plane in (Plane(*rng.normal(size=(3, network.layout.n_params))), axis_plane(theta, 20, 36)):
        cost = NetworkSlice(network, "half_squared", plane, *rows)
        points = rng.normal(size=(4, 2))
        h = 1e-5
        expected = np.column_stack(
            [(cost.costs(points + step) - cost.costs(points - step)) / (2 * h) for step in np.eye(2) * h]
        )
        assert cost.gradient(points) == pytest.approx(expected, rel=1e-6, abs=1e-9)


def test_temporaries_stay_small_however_large_the_data(make_network: MakeNetwork) -> None:
    network = make_network(2, 8, 8, 1)
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(10_000, 2)), rng.normal(size=(10_000, 1))
    plane = axis_plane(theta_of(network), 0, 1)
    calls = []

    def cancelled() -> bool:  # a part is enough: every chunk is of one size
        calls.append(True)
        return len(calls) > 30

    tracemalloc.start()
    with pytest.raises(CancelledError):
        compute_surface(network, "half_squared", plane, WINDOW, x, y, n=201, cancelled=cancelled)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 128e6


def test_one_row_and_a_constant_cost(make_network: MakeNetwork) -> None:
    network = make_network(1, 1, output="threshold")
    surface = compute_surface(
        network,
        "half_squared",
        axis_plane(np.zeros(2), 0, 1),
        Window(1, 2, 1, 2),
        *[np.ones((1, 1))] * 2,
    )
    assert (surface.costs == 0).all()


@pytest.mark.parametrize(
    "limits", [(0, 0, 0, 1), (1, 0, 0, 1), (0, 1, 2, 1), (0, np.nan, 0, 1), (0, np.inf, 0, 1)]
)
def test_a_window_without_inside_is_refused(limits: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="a window needs"):
        Window(*limits)
