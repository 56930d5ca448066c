from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest

from playground.engine.landscape.critical_points import level_points
from playground.engine.landscape.landmark import Landmark
from playground.engine.landscape.landmarks import find_landmarks
from playground.engine.landscape.planes import Plane, axis_plane
from playground.engine.landscape.surface import Window, compute_surface, sample_surface
from playground.engine.network import Network
from playground.engine.population import CancelledError
from playground.engine.specs import BIAS, ParameterKey

Array = npt.NDArray[np.float64]
MakeNetwork = Callable[..., Network]
Function = Callable[[Array, Array], Array]


@dataclass(frozen=True)
class Known:
    """A function of two numbers and its derivatives."""

    value: Function
    slope: Callable[[Array, Array], tuple[Array, Array]]

    def costs(self, points: Array) -> Array:
        return self.value(points[:, 0], points[:, 1])

    def gradient(self, points: Array) -> Array:
        return np.column_stack(self.slope(points[:, 0], points[:, 1]))


HIMMELBLAU = Known(
    lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    lambda x, y: (
        4 * x * (x**2 + y - 11) + 2 * (x + y**2 - 7),
        2 * (x**2 + y - 11) + 4 * y * (x + y**2 - 7),
    ),
)
SIX_HUMP_CAMEL = Known(
    lambda x, y: (4 - 2.1 * x**2 + x**4 / 3) * x**2 + x * y + (4 * y**2 - 4) * y**2,
    lambda x, y: (8 * x - 8.4 * x**3 + 2 * x**5 + y, x - 8 * y + 16 * y**3),
)
DOUBLE_WELL = Known(lambda x, y: (x**2 - 1) ** 2 + y**2, lambda x, y: (4 * x * (x**2 - 1), 2 * y))
ROSENBROCK = Known(
    lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    lambda x, y: (-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)),
)
RASTRIGIN = Known(
    lambda x, y: 20 + x**2 - 10 * np.cos(2 * np.pi * x) + y**2 - 10 * np.cos(2 * np.pi * y),
    lambda x, y: (
        2 * x + 20 * np.pi * np.sin(2 * np.pi * x),
        2 * y + 20 * np.pi * np.sin(2 * np.pi * y),
    ),
)
KINK = Known(lambda x, y: np.abs(x) + y**2, lambda x, y: (np.sign(x), 2 * y))
VALLEY = Known(lambda x, _y: x**2, lambda x, y: (2 * x, 0 * y))
NEARLY_A_VALLEY = Known(lambda x, y: x**2 + 1e-8 * y**2, lambda x, y: (2 * x, 2e-8 * y))
FALLING_FOR_EVER = Known(lambda x, y: np.exp(-x) + y**2 * 1e-3, lambda x, y: (-np.exp(-x), 2e-3 * y))
BOWL = Known(lambda x, y: 3 * x**2 + 2 * x * y + y**2, lambda x, y: (6 * x + 2 * y, 2 * x + 2 * y))

THE_PLANE = Plane(np.zeros(2), np.array([1.0, 0.0]), np.array([0.0, 1.0]))


def found_on(function: Known, *limits: float, n: int = 41) -> tuple[Landmark, ...]:
    return level_points(function, sample_surface(function, THE_PLANE, Window(*limits), n=n))


def kinds(points: tuple[Landmark, ...]) -> dict[str, int]:
    return dict(Counter(point.kind for point in points))


@pytest.mark.parametrize("n", [21, 41, 100])
def test_himmelblau(n: int) -> None:
    points = found_on(HIMMELBLAU, -5, 5, -5, 5, n=n)
    assert kinds(points) == {"minimum": 4, "saddle": 4, "maximum": 1}
    minima = sorted(point.position.tolist() for point in points if point.kind == "minimum")
    expected = [[-3.779310, -3.283186], [-2.805118, 3.131313], [3.0, 2.0], [3.584428, -1.848127]]
    assert np.array(minima) == pytest.approx(np.array(expected), abs=1e-6)
    (maximum,) = (point for point in points if point.kind == "maximum")
    assert maximum.position == pytest.approx([-0.270845, -0.923039], abs=1e-6)
    assert maximum.cost == pytest.approx(181.617, abs=1e-3)
    assert [point.cost for point in points] == sorted(point.cost for point in points)


def test_six_hump_camel() -> None:
    points = found_on(SIX_HUMP_CAMEL, -2, 2, -1.2, 1.2)
    minima = [point for point in points if point.kind == "minimum"]
    assert len(minima) == 6
    assert [point.cost for point in minima[:2]] == pytest.approx([-1.031628453] * 2, abs=1e-9)
    assert minima[2].cost > -1
    assert sorted(point.position.tolist() for point in minima[:2]) == pytest.approx(
        np.array([[-0.089842, 0.712656], [0.089842, -0.712656]]), abs=1e-6
    )


def test_double_well() -> None:
    points = found_on(DOUBLE_WELL, -2, 2.1, -1.7, 2)
    assert kinds(points) == {"minimum": 2, "saddle": 1}
    assert points[2].position == pytest.approx([0.0, 0.0], abs=1e-9)
    assert points[0].eigenvalues == pytest.approx([2.0, 8.0], rel=1e-6)
    assert points[2].eigenvalues == pytest.approx([-4.0, 2.0], rel=1e-6)


@pytest.mark.parametrize("limits", [(-2, 2, -1, 3), (-2.1, 1.9, -1.3, 3.2), (0.2, 1.3, 0.1, 1.4)])
def test_rosenbrock_has_one_minimum_at_the_end_of_its_bent_valley(limits: tuple[float, ...]) -> None:
    (point,) = found_on(ROSENBROCK, *limits)
    assert point.kind == "minimum"
    assert point.position == pytest.approx([1.0, 1.0], abs=1e-6)


def test_rastrigin_has_121_minima() -> None:
    points = found_on(RASTRIGIN, -5.12, 5.12, -5.12, 5.12)
    assert kinds(points)["minimum"] == 121
    assert points[0].position == pytest.approx([0.0, 0.0], abs=1e-6)


def test_eigenvalues_are_in_the_planes_units_however_the_window_is_shaped() -> None:
    (point,) = found_on(BOWL, -1, 2, -300, 100)
    assert point.eigenvalues == pytest.approx(np.linalg.eigvalsh([[6.0, 2.0], [2.0, 2.0]]), rel=1e-6)


def test_a_tiny_window_far_from_the_bottom_holds_nothing() -> None:
    assert found_on(BOWL, 1.0, 1.0 + 1e-7, 1.0, 1.0 + 1e-7) == ()
    (point,) = found_on(BOWL, -1e-7, 2e-7, -1e-7, 1e-7)
    assert point.position == pytest.approx([0.0, 0.0], abs=1e-12)


@pytest.mark.parametrize("function", [KINK, VALLEY, NEARLY_A_VALLEY, FALLING_FOR_EVER])
def test_what_is_no_smooth_level_place_is_not_called_one(function: Known) -> None:
    assert found_on(function, -2, 60, -3, 2) == ()


def test_gaps_in_the_surface_hide_nothing_beside_them() -> None:
    holed = Known(lambda x, y: np.where(x > 0.5, np.nan, DOUBLE_WELL.value(x, y)), DOUBLE_WELL.slope)
    points = found_on(holed, -2, 2, -2, 2)
    assert kinds(points) == {"minimum": 1, "saddle": 1}


def test_linear_least_squares_have_their_closed_form(make_network: MakeNetwork) -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(50, 1))
    y = 1.7 * x - 0.6 + 0.3 * rng.normal(size=(50, 1))
    network = make_network(1, 1)
    surface = compute_surface(
        network, "mean_squared", axis_plane(np.zeros(2), 0, 1), Window(-3, 4, -4, 3), x, y
    )
    (point,) = find_landmarks(surface, network, "mean_squared", x, y, only_level=True)
    design = np.column_stack([x, np.ones(50)])
    solution, (residual,), *_ = np.linalg.lstsq(design, y[:, 0])
    assert point.kind == "minimum"
    assert point.position == pytest.approx(solution, abs=1e-9)
    assert point.theta == pytest.approx(solution, abs=1e-9)
    assert point.cost == pytest.approx(residual / 50, rel=1e-9)
    assert point.eigenvalues == pytest.approx(np.linalg.eigvalsh(2 * design.T @ design / 50), rel=1e-6)


@dataclass(frozen=True)
class Exponents:
    """A network's cost over the logarithms of its two weights."""

    network: Network
    x: Array
    y: Array

    def costs(self, points: Array) -> Array:
        return self.network.costs("half_squared", self._thetas(points), self.x, self.y)

    def gradient(self, points: Array) -> Array:
        thetas = self._thetas(points)
        slopes = [self.network.gradient("half_squared", theta, self.x, self.y) for theta in thetas]
        return np.array(slopes).reshape(-1, 3)[:, :2] * thetas[:, :2]

    @staticmethod
    def _thetas(points: Array) -> Array:
        return np.column_stack([np.exp(points), np.zeros(len(points))])


@pytest.mark.parametrize("k", [2, 3, 4])
def test_a_logistic_neuron_has_k_squared_minima(k: int, make_network: MakeNetwork) -> None:
    """Auer, Herbster and Warmuth, NIPS 1995: rows 1, 10, 100 … along each axis, targets 0.75."""
    x = np.zeros((2 * k, 2))
    x[:k, 0] = x[k:, 1] = 10.0 ** np.arange(k)
    y = np.full((2 * k, 1), 0.75)
    network = make_network(2, 1, output="sigmoid", cut=frozenset({ParameterKey(BIAS, 3)}))
    high, low = np.log(np.log(3)) + 1.0, np.log(np.log(3) * 10.0 ** (1 - k)) - 1.0
    cost = Exponents(network, x, y)
    points = level_points(cost, sample_surface(cost, THE_PLANE, Window(low, high, low - 0.1, high), n=61))
    minima = [point for point in points if point.kind == "minimum"]
    assert len(minima) == k * k
    for point in minima:
        # Each lies near the solution of one row per axis.
        nearest = np.exp(point.position) * 10.0 ** np.round(np.log10(np.log(3) / np.exp(point.position)))
        assert nearest == pytest.approx([np.log(3)] * 2, rel=0.35)
        assert np.linalg.norm(cost.gradient(point.position[np.newaxis])) < 1e-11


def test_points_of_a_network_lie_in_the_window_and_are_level(
    make_network: MakeNetwork, rows: tuple[Array, Array]
) -> None:
    network = make_network(2, 8, 8, 1)
    window, n_found = Window(-3, 3, -3, 3), 0
    for seed in range(12):
        theta = np.random.default_rng(seed).normal(size=network.layout.n_params)
        axes = [(0, 4), (24, 30), (96, 90)][seed % 3]
        surface = compute_surface(network, "half_squared", axis_plane(theta, *axes), window, *rows)
        for point in find_landmarks(surface, network, "half_squared", *rows, only_level=True):
            n_found += 1
            assert window.contains(point.position[np.newaxis]).all()
            there = theta.copy()
            there[list(axes)] = point.position
            assert np.array_equal(point.theta, there)
            assert point.cost == pytest.approx(network.cost("half_squared", there, *rows), rel=1e-12)
            slope = network.gradient("half_squared", there, *rows)[list(axes)]
            assert np.abs(slope).max() < 1e-12
            signs = {"minimum": (1, 1), "saddle": (-1, 1), "maximum": (-1, -1)}
            assert tuple(np.sign(point.eigenvalues)) == signs[point.kind]
    assert n_found >= 5


def test_separable_cross_entropy_has_no_minimum(make_network: MakeNetwork) -> None:
    network = make_network(2, 1, output="sigmoid", cut=frozenset({ParameterKey(BIAS, 3)}))
    x = np.array([[1.0, 2.0], [2.0, 1.0], [-1.0, -2.0], [-1.0, -1.0]])
    y = np.array([[1.0], [1.0], [0.0], [0.0]])
    surface = compute_surface(
        network, "binary_cross_entropy", axis_plane(np.zeros(3), 0, 1), Window(-10, 60, -10, 60), x, y
    )
    assert find_landmarks(surface, network, "binary_cross_entropy", x, y, only_level=True) == ()


def test_rectifier_kinks_are_not_called_minima(make_network: MakeNetwork, rows: tuple[Array, Array]) -> None:
    network, found = make_network(2, 4, 1, hidden="relu"), []
    for seed in range(18):
        theta = np.random.default_rng(seed).normal(size=network.layout.n_params)
        surface = compute_surface(
            network, "half_squared", axis_plane(theta, 0, 4), Window(-3, 3, -3, 3), *rows
        )
        for point in find_landmarks(surface, network, "half_squared", *rows, only_level=True):
            slope = network.gradient("half_squared", point.theta, *rows)[[0, 4]]
            assert np.abs(slope).max() < 1e-15
            found.append((seed, point.kind))
    assert found == [(seed, "minimum") for seed in (2, 6, 8, 17, 17)]


def test_the_search_can_be_cancelled(make_network: MakeNetwork, rows: tuple[Array, Array]) -> None:
    network = make_network(2, 4, 1)
    plane = axis_plane(np.random.default_rng(0).normal(size=network.layout.n_params), 0, 4)
    surface = compute_surface(network, "half_squared", plane, Window(-3, 3, -3, 3), *rows)
    with pytest.raises(CancelledError):
        find_landmarks(surface, network, "half_squared", *rows, cancelled=lambda: True, only_level=True)


def test_a_constant_cost_and_a_surface_of_gaps_hold_nothing() -> None:
    flat = Known(lambda x, y: 0 * x + 3.0 + 0 * y, lambda x, y: (0 * x, 0 * y))
    nothing = Known(lambda x, _y: np.full_like(x, np.nan), lambda x, _y: (x * np.nan, x * np.nan))
    assert found_on(flat, 0, 1, 0, 1) == ()
    assert found_on(nothing, 0, 1, 0, 1) == ()
    assert found_on(BOWL, -1, 1, -1, 1, n=2) == ()
