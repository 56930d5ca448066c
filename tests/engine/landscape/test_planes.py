from __future__ import annotations

import numpy as np
import pytest

from playground.engine.landscape.planes import Plane, axis_plane


def random_plane(seed: int, n_params: int = 9) -> Plane:
    rng = np.random.default_rng(seed)
    d1 = rng.normal(size=n_params) * 3
    # Far from orthogonal and of quite another length.
    d2 = 0.02 * (0.9 * d1 + rng.normal(size=n_params))
    return Plane(rng.normal(size=n_params), d1, d2)


@pytest.mark.parametrize("seed", range(10))
def test_coordinates_of_points_come_back(seed: int) -> None:
    plane = random_plane(seed)
    coordinates = np.random.default_rng(seed + 100).normal(size=(20, 2))
    thetas = plane.points(coordinates[:, 0], coordinates[:, 1])
    assert thetas.shape == (20, 9)
    assert plane.coordinates(thetas) == pytest.approx(coordinates, abs=1e-10)
    assert plane.distances(thetas) == pytest.approx(np.zeros(20), abs=1e-13)


@pytest.mark.parametrize("seed", range(5))
def test_the_foot_is_the_least_squares_one_and_the_distance_what_it_leaves_over(seed: int) -> None:
    plane = random_plane(seed)
    thetas = np.random.default_rng(seed + 200).normal(size=(6, 9)) * 4
    directions = np.column_stack([plane.d1, plane.d2])
    for theta, foot, distance in zip(thetas, plane.coordinates(thetas), plane.distances(thetas), strict=True):
        expected, (residual,), *_ = np.linalg.lstsq(directions, theta - plane.origin)
        assert foot == pytest.approx(expected, rel=1e-10, abs=1e-10)
        assert distance == pytest.approx(np.sqrt(residual), rel=1e-10)


def test_nearly_parallel_directions_still_tell_the_distance() -> None:
    rng = np.random.default_rng(0)
    d1, across, away = np.linalg.qr(rng.normal(size=(50, 3)))[0].T
    plane = Plane(np.zeros(50), 1e3 * d1, 1e3 * d1 + 1e-4 * across)
    theta = 700.0 * d1 + 2.0 * across + 1e-3 * away
    assert plane.distances(theta[np.newaxis]) == pytest.approx([1e-3], rel=1e-6)


def test_two_parameters_are_their_own_coordinates_to_the_last_bit() -> None:
    theta = np.random.default_rng(1).normal(size=12)
    plane = axis_plane(theta, 7, 2)
    assert plane.coordinates(theta[np.newaxis]).tolist() == [[theta[7], theta[2]]]
    assert plane.distances(theta[np.newaxis]).tolist() == [0.0]
    assert plane.points(theta[7], theta[2]).tolist() == [theta.tolist()]


def test_off_plane_parameters_are_the_distance() -> None:
    theta = np.zeros(5)
    plane = axis_plane(theta, 0, 1)
    moved = np.array([[8.0, 9.0, 3.0, 0.0, 4.0]])
    assert plane.distances(moved) == pytest.approx([5.0], rel=1e-15)
    assert plane.coordinates(moved).tolist() == [[8.0, 9.0]]


def test_the_plane_keeps_its_own_numbers() -> None:
    theta = np.arange(4.0)
    plane = axis_plane(theta, 0, 3)
    theta[1] = 99.0
    assert plane.origin.tolist() == [0.0, 1.0, 2.0, 0.0]
    with pytest.raises(ValueError, match="read-only"):
        plane.origin[0] = 1.0


@pytest.mark.parametrize(
    ("d1", "d2"),
    [([1.0, 2.0, 3.0], [2.0, 4.0, 6.0]), ([0.0, 0.0, 0.0], [1.0, 0.0, 0.0]), ([1.0, 0.0, 0.0], [0.0] * 3)],
)
def test_directions_that_span_no_plane_are_refused(d1: list[float], d2: list[float]) -> None:
    with pytest.raises(ValueError, match="parallel"):
        Plane(np.zeros(3), np.array(d1), np.array(d2))


def test_what_is_not_finite_and_one_parameter_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        Plane(np.array([np.nan, 0.0]), np.array([1.0, 0.0]), np.array([0.0, 1.0]))
    with pytest.raises(ValueError, match="two different"):
        axis_plane(np.zeros(3), 1, 1)
