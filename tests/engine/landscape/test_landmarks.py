from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest

from playground.engine.landscape.landmark import Landmark
from playground.engine.landscape.landmarks import find_landmarks, landmarks_of, lowest
from playground.engine.landscape.planes import Plane, axis_plane
from playground.engine.landscape.surface import Window, compute_surface, sample_surface
from playground.engine.network import Network
from playground.engine.specs import BIAS, ParameterKey

Array = npt.NDArray[np.float64]
MakeNetwork = Callable[..., Network]
Function = Callable[[Array, Array], Array]
Slope = Callable[[Array, Array], tuple[Array, Array]]

THE_PLANE = Plane(np.zeros(2), np.array([1.0, 0.0]), np.array([0.0, 1.0]))


@dataclass(frozen=True)
class Known:
    """A function of two numbers and its derivatives."""

    value: Function
    slope: Slope

    def costs(self, points: Array) -> Array:
        return self.value(points[:, 0], points[:, 1])

    def gradient(self, points: Array) -> Array:
        return np.column_stack(self.slope(points[:, 0], points[:, 1]))


def found_on(value: Function, slope: Slope, *limits: float, n: int = 41) -> tuple[Landmark, ...]:
    known = Known(value, slope)
    return landmarks_of(known, sample_surface(known, THE_PLANE, Window(*limits), n=n))


def kinds(found: tuple[Landmark, ...]) -> dict[str, int]:
    return dict(Counter(each.kind for each in found))


def test_a_bowl_has_its_minimum_only() -> None:
    found = found_on(lambda x, y: x**2 + 3 * y**2, lambda x, y: (2 * x, 6 * y), -1.1, 1, -1, 1.2)
    assert kinds(found) == {"minimum": 1}
    assert found[0].eigenvalues == pytest.approx([2.0, 6.0], rel=1e-6)


@pytest.mark.parametrize("angle", [0.0, 0.3, 1.1])
def test_a_kink_is_found_however_its_folds_run(angle: float) -> None:
    c, s = np.cos(angle), np.sin(angle)

    def value(x: Array, y: Array) -> Array:
        u, v = c * (x - 0.123) + s * (y + 0.2), -s * (x - 0.123) + c * (y + 0.2)
        return np.asarray(np.abs(u) + v**2 + 0.3)

    def slope(x: Array, y: Array) -> tuple[Array, Array]:
        u, v = c * (x - 0.123) + s * (y + 0.2), -s * (x - 0.123) + c * (y + 0.2)
        return c * np.sign(u) - 2 * s * v, s * np.sign(u) + 2 * c * v

    found = found_on(value, slope, -1, 1.07, -1.3, 1)
    assert kinds(found) == {"kink": 1}
    assert found[0].position == pytest.approx([0.123, -0.2], abs=1e-6)
    assert found[0].cost == pytest.approx(0.3, abs=1e-9)
    assert np.isnan(found[0].eigenvalues).all()


def test_a_smooth_quartic_minimum_is_no_kink() -> None:
    found = found_on(lambda x, y: x**4 + y**4, lambda x, y: (4 * x**3, 4 * y**3), -1.1, 1, -1, 1.3)
    assert "kink" not in kinds(found)


def test_a_straight_and_a_bent_valley() -> None:
    (straight,) = found_on(lambda x, y: x**2 + 0 * y, lambda x, y: (2 * x, 0 * y), -1.1, 1, -1, 1)
    assert (straight.kind, straight.flat) == ("valley", 1)
    assert straight.position[0] == pytest.approx(0.0, abs=1e-9)
    assert straight.eigenvalues == pytest.approx([0.0, 2.0], abs=1e-6)
    bent = found_on(
        lambda x, y: (x * y - 1) ** 2,
        lambda x, y: (2 * y * (x * y - 1), 2 * x * (x * y - 1)),
        0.3, 3, 0.3, 3.1,
    )  # fmt: skip
    assert kinds(bent) == {"valley": 1}
    assert np.prod(bent[0].position) == pytest.approx(1.0, abs=1e-6)


def test_the_floor_of_rosenbrocks_valley_is_not_level() -> None:
    found = found_on(
        lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
        lambda x, y: (-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)),
        -2, 2, -1, 3,
    )  # fmt: skip
    assert kinds(found) == {"minimum": 1}


def test_plateaus_count_where_nothing_beside_them_is_lower() -> None:
    (constant,) = found_on(lambda x, y: 0 * x + 3.0 + 0 * y, lambda x, y: (0 * x, 0 * y), 0, 1, 0, 1)
    assert (constant.kind, constant.flat, constant.cost) == ("valley", 2, 3.0)


@pytest.mark.parametrize("shift", [0.0, 5.0])
def test_a_mesa_is_level_too_but_only_the_hollow_counts(shift: float) -> None:
    """From the mesa it is all downhill."""

    def value(x: Array, y: Array) -> Array:
        return np.asarray(np.clip((x - shift) ** 2 + y**2, 0.25, 0.8))

    def slope(x: Array, y: Array) -> tuple[Array, Array]:
        x = x - shift
        between = (x**2 + y**2 > 0.25) & (x**2 + y**2 < 0.8)
        return np.where(between, 2 * x, 0), np.where(between, 2 * y, 0)

    found = found_on(value, slope, shift - 1, shift + 1, -1, 1)
    assert [(each.kind, each.flat, each.cost) for each in found if each.kind == "valley"] == [
        ("valley", 2, 0.25)
    ]


def test_the_edge_and_what_lies_beyond_it() -> None:
    (edge,) = found_on(lambda x, y: (x - 3) ** 2 + y**2, lambda x, y: (2 * (x - 3), 2 * y), -1, 1, -1, 1.1)
    assert edge.kind == "boundary"
    assert edge.position == pytest.approx([1.0, 0.0], abs=1e-6)
    (corner,) = found_on(lambda x, y: x**2 + y**2, lambda x, y: (2 * x, 2 * y), 1, 2, 1, 2)
    assert (corner.kind, corner.position.tolist()) == ("boundary", [1.0, 1.0])
    (endless,) = found_on(
        lambda x, y: np.exp(-x) + 1e-3 * y**2, lambda x, y: (-np.exp(-x), 2e-3 * y), -2, 60, -3, 2
    )
    assert endless.kind == "runs to infinity"


def test_separable_cross_entropy_runs_to_infinity(make_network: MakeNetwork) -> None:
    network = make_network(2, 1, output="sigmoid", cut=frozenset({ParameterKey(BIAS, 3)}))
    x = np.array([[1.0, 2.0], [2.0, 1.0], [-1.0, -2.0], [-1.0, -1.0]])
    y = np.array([[1.0], [1.0], [0.0], [0.0]])
    for far in (10.0, 60.0):
        plane, window = axis_plane(np.zeros(3), 0, 1), Window(-10, far, -10, far)
        surface = compute_surface(network, "binary_cross_entropy", plane, window, x, y)
        found = find_landmarks(surface, network, "binary_cross_entropy", x, y)
        assert set(kinds(found)) == {"runs to infinity"}


def test_minima_of_a_rectifier_network_lie_on_kinks(
    make_network: MakeNetwork, rows: tuple[Array, Array]
) -> None:
    network = make_network(2, 4, 1, hidden="relu")
    n_kinks = 0
    for seed in range(4):
        theta = np.random.default_rng(seed).normal(size=network.layout.n_params)
        plane, window = axis_plane(theta, 0, 4), Window(-3, 3, -3, 3)
        surface = compute_surface(network, "half_squared", plane, window, *rows)
        found = find_landmarks(surface, network, "half_squared", *rows)
        best = lowest(found)
        assert best is not None
        # Nothing the grid knows is lower, and no step in any direction goes down.
        assert best.cost <= np.nanmin(surface.costs) * (1 + 1e-5)
        for kink in (each for each in found if each.kind == "kink"):
            n_kinks += 1
            angles = np.linspace(0, 2 * np.pi, 200)
            for radius in (1e-2, 1e-3, 1e-4, 1e-5):
                around = plane.points(
                    *(kink.position + radius * np.column_stack([np.cos(angles), np.sin(angles)])).T
                )
                costs = network.costs("half_squared", around, *rows)
                assert costs.min() >= kink.cost - 1e-9
    assert n_kinks >= 2
