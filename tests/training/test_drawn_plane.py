"""Planes of one snapshot: what their axes are, how they follow from one refresh to the next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from playground.document import edits
from playground.document.plane_choice import START, PlaneChoice
from playground.document.project import Project
from playground.engine.network import Network
from playground.engine.snapshot import History, RunnerSnapshot, Snapshot
from playground.training.drawn_plane import DrawnPlane, NoPlaneError, PlaneMaker
from playground.training.picture_request import PictureRequest
from playground.training.slices import SliceMaker

Array = npt.NDArray[np.float64]
NOTHING = np.empty(0)
PATHS, RANDOM, POINTS = (PlaneChoice(kind=kind) for kind in ("paths", "random", "points"))


def snapshot(project: Project, *paths: Array, shown: int = 1) -> Snapshot:
    runners = []
    for number, path in enumerate(paths, 1):
        counts = np.arange(len(path))
        history = History(counts, NOTHING, NOTHING, NOTHING, NOTHING)
        runners.append(RunnerSnapshot(number, path[-1], 5, 5, 1.0, 0.5, None, history, path, counts, None))
    return Snapshot(Network(project.network), tuple(runners), shown)


def plane_of(
    project: Project, shot: Snapshot, choice: PlaneChoice, maker: PlaneMaker | None = None
) -> DrawnPlane:
    return (maker or PlaneMaker()).plane(PictureRequest(shot, project, plane=choice))


def bent_path(project: Project, seed: int, n: int = 30) -> Array:
    """From the project's first weights along a bent line in a random plane."""
    start = Network(project.network).initial_theta(1)
    directions = np.linalg.qr(np.random.default_rng(seed).normal(size=(len(start), 2)))[0]
    t = np.linspace(0.0, 1.0, n)
    return np.asarray(start + np.column_stack([3 * t, np.sin(3 * t)]) @ directions.T)


def test_the_start_stays_where_it_is_and_the_ball_walks(houses: Project) -> None:
    path = bent_path(houses, 1)
    for n in (10, 20, 30):
        drawn = plane_of(houses, snapshot(houses, path[:n]), PATHS)
        assert drawn.plane.coordinates(path[:1])[0] == pytest.approx([0.0, 0.0], abs=1e-12)
        assert drawn.plane.distances(path[n - 1 : n])[0] <= 1e-12
        assert drawn.shares is not None
        assert sum(drawn.shares) == pytest.approx(1.0)


def test_signs_and_order_stay_while_the_paths_grow(houses: Project) -> None:
    first, second = bent_path(houses, 1), bent_path(houses, 2)
    maker = PlaneMaker()
    last = None
    for n in range(6, 31):
        drawn = plane_of(houses, snapshot(houses, first[:n], second[:n]), PATHS, maker)
        if last is not None:
            assert drawn.plane.d1 @ last.d1 > 0.5
            assert drawn.plane.d2 @ last.d2 > 0.5
        last = drawn.plane


def test_another_network_begins_afresh(houses: Project) -> None:
    maker = PlaneMaker()
    plane_of(houses, snapshot(houses, bent_path(houses, 1)), PATHS, maker)
    smaller = edits.remove_neuron(houses, houses.network.hidden[0].neurons[0].id)
    path = bent_path(smaller, 1)
    assert plane_of(smaller, snapshot(smaller, path), PATHS, maker).plane.d1.shape == path[0].shape


@pytest.mark.parametrize(
    ("choice", "why"), [(PATHS, "span no plane yet"), (POINTS, "one line yet"), (RANDOM, "differ from 0")]
)
def test_where_there_is_no_plane_it_says_why_and_what_to_do(
    houses: Project, choice: PlaneChoice, why: str
) -> None:
    zero = np.zeros(Network(houses.network).layout.n_params)
    with pytest.raises(NoPlaneError, match=why) as caught:
        plane_of(houses, snapshot(houses, zero[np.newaxis], zero[np.newaxis]), choice)
    assert caught.value.remedy.endswith(".")


def test_three_points_need_two_runners(houses: Project) -> None:
    with pytest.raises(NoPlaneError, match="two runners"):
        plane_of(houses, snapshot(houses, bent_path(houses, 1)), POINTS)
    gone = replace(POINTS, points=(START, 1, 7))
    with pytest.raises(NoPlaneError, match="two runners"):
        plane_of(houses, snapshot(houses, bent_path(houses, 1), bent_path(houses, 2)), gone)


def test_three_points_lie_in_their_plane_and_coordinates_are_distances(houses: Project) -> None:
    first, second = bent_path(houses, 1), bent_path(houses, 2)
    shot = snapshot(houses, first, second)
    plane = plane_of(houses, shot, POINTS).plane
    points = np.array([first[0], first[-1], second[-1]])
    assert plane.distances(points) == pytest.approx(np.zeros(3), abs=1e-12)
    a, b, c = plane.coordinates(points)
    assert a == pytest.approx([0.0, 0.0], abs=1e-12)
    assert b == pytest.approx([np.linalg.norm(points[1] - points[0]), 0.0], abs=1e-12)
    assert np.linalg.norm(c - b) == pytest.approx(np.linalg.norm(points[2] - points[1]))
    assert c[1] > 0


def test_another_seed_is_another_pair_and_the_same_seed_the_same(houses: Project) -> None:
    shot = snapshot(houses, bent_path(houses, 1))
    first, again = (plane_of(houses, shot, RANDOM).plane for _ in range(2))
    other = plane_of(houses, shot, replace(RANDOM, seed=2)).plane
    assert np.array_equal(first.d1, again.d1)
    assert not np.array_equal(first.d1, other.d1)


def test_locked_weights_stay_on_random_planes(houses: Project) -> None:
    hidden = houses.network.hidden[0].neurons[0]
    network = Network(houses.network)
    locked = [key for key in network.layout.keys if key.target == hidden.id]
    project = edits.lock(houses, locked)
    plane = plane_of(project, snapshot(project, bent_path(project, 1)), RANDOM).plane
    indices = [network.layout.index(key) for key in locked]
    assert not plane.d1[indices].any()
    assert not plane.d2[indices].any()


def test_the_window_of_a_moving_plane_keeps_still(houses: Project) -> None:
    """While the path grows, the window changes a few times only, and always holds the path."""
    path, maker, windows = bent_path(houses, 1, 60), SliceMaker(), []
    for n in range(5, 61, 2):
        shot = snapshot(houses, path[:n])
        found = maker.slice(PictureRequest(shot, houses, n=5, plane=PATHS), lambda: False)
        windows.append(found.surface.window)
        assert windows[-1].contains(found.feet[1].path).all()
    assert len(set(windows)) <= 9  # of 28, while it grows thirtyfold
