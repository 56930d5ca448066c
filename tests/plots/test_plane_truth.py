"""Every kind of plane: what is read off the screen is the true cost of the weights that belong there.

Where these weights are is worked out here anew, from each plane's definition, not by the code that draws.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QApplication

from playground.appearance.theme import LIGHT
from playground.document.plane_choice import START, PlaneChoice
from playground.engine.landscape.directions import random_plane
from playground.engine.landscape.planes import Plane
from playground.plots.slice_picture import slice_picture
from playground.plots.surface_map import SurfaceMap
from playground.training.pictures import Pictures
from tests.looking import present
from tests.plots.conftest import Case, MakeCase

RANDOM, PATHS, POINTS = (PlaneChoice(kind=kind) for kind in ("random", "paths", "points"))
LOG = PlaneChoice(logarithmic=True)
OTHER_POINTS = PlaneChoice(kind="points", points=(2, START, 1))
EVERY_KIND = [RANDOM, PATHS, POINTS, OTHER_POINTS, LOG]
POSITIVE = (0.8, 0.35)


def draw(one: Case, pictures: Pictures) -> SurfaceMap:
    surface_map = SurfaceMap(LIGHT)
    surface_map.resize(520, 380)
    surface_map.show()
    picture = present(slice_picture(pictures, one.snapshot(), one.project))
    surface_map.show_picture(picture, follow=True)
    QApplication.processEvents()
    return surface_map


def expected_weights(one: Case, choice: PlaneChoice, a: float, b: float) -> np.ndarray:
    """The weights at the coordinates (a, b), by the plane's definition."""
    shot = one.snapshot()
    theta, start = shot.shown_runner.theta, shot.shown_runner.path[0]
    layout = one.network.layout
    if choice.kind == "random":
        plane = random_plane(layout, theta, choice.seed).plane
        return theta + a * plane.d1 + b * plane.d2
    if choice.kind == "paths":
        walked = np.concatenate([np.vstack([one.path, one.theta]) for one in shot.runners]) - theta
        directions = np.linalg.eigh(walked.T @ walked)[1][:, -1:-3:-1]  # largest first
        directions *= np.sign(directions[np.abs(directions).argmax(axis=0), [0, 1]])
        foot = theta + directions @ (directions.T @ (start - theta))
        drawn: np.ndarray = foot + directions @ (a, b)
        return drawn
    if choice.kind == "points":
        ends = {START: start} | {runner.id: runner.theta for runner in shot.runners}
        p, q, r = (ends[point] for point in choice.points or (START, 1, 2))
        along = (q - p) / np.linalg.norm(q - p)
        across = (r - p) - along * (along @ (r - p))
        through: np.ndarray = p + a * along + b * across / np.linalg.norm(across)
        return through
    there = theta.copy()
    there[[layout.index(key) for key in one.axes]] = 10.0**a, 10.0**b
    return there


def check_truth(surface_map: SurfaceMap, one: Case, choice: PlaneChoice) -> None:
    """Five places of the screen → the view's transform → the image's value = the network's cost there."""
    picture, image = present(surface_map.picture), surface_map.image
    window = picture.surface.window
    for share_x, share_y in ((0.1, 0.7), (0.37, 0.22), (0.8, 0.9), (0.93, 0.41), (0.52, 0.06)):
        at = surface_map.scene_position(
            window.x0 + share_x * window.width, window.y0 + share_y * window.height
        )
        place = image.mapFromScene(at)
        column, row = int(np.floor(place.x())), int(np.floor(place.y()))
        center = surface_map.view_box.mapSceneToView(image.mapToScene(QPointF(column + 0.5, row + 0.5)))
        drawn = float(present(picture.scale).cost(np.array(image.image[row, column])))
        there = expected_weights(one, choice, center.x(), center.y())
        assert drawn == pytest.approx(one.cost(there), rel=1e-5)
    shown = picture.traces[-1]
    foot = expected_weights(one, choice, *shown.ball)
    theta = one.snapshot().shown_runner.theta
    assert np.linalg.norm(theta - foot) == pytest.approx(shown.distance, abs=1e-9)
    assert one.cost(theta) - one.cost(foot) == pytest.approx(shown.gap, abs=1e-9)


def case_of(case: MakeCase, updates: int = 10) -> Case:
    one = case(only_two=False, start=POSITIVE)
    one.trainer.run(updates=updates)
    return one


@pytest.mark.parametrize("choice", EVERY_KIND)
@pytest.mark.parametrize("updates", [6, 10])
def test_the_screen_tells_the_truth_on_every_plane(case: MakeCase, choice: PlaneChoice, updates: int) -> None:
    one = case_of(case, updates)
    check_truth(draw(one, one.cut(choice)), one, choice)


@pytest.mark.parametrize("choice", EVERY_KIND)
def test_a_transposed_image_fails_the_test(case: MakeCase, choice: PlaneChoice) -> None:
    one = case_of(case)
    surface_map = draw(one, one.cut(choice))
    surface_map.image.setImage(np.ascontiguousarray(surface_map.image.image.T), autoLevels=False)
    surface_map.image.setRect(QRectF(*present(surface_map.picture).rect))
    with pytest.raises(AssertionError):
        check_truth(surface_map, one, choice)


@pytest.mark.parametrize("choice", EVERY_KIND)
def test_a_stale_plane_fails_the_test(case: MakeCase, choice: PlaneChoice) -> None:
    one = case_of(case)
    stale = one.cut(choice)
    one.trainer.run(updates=60)
    with pytest.raises(AssertionError):
        check_truth(draw(one, stale), one, choice)


def test_a_wrong_projection_fails_the_test(case: MakeCase) -> None:
    """Dotting with directions that are not orthogonal is no projection."""
    one = case_of(case)
    pictures = one.cut(RANDOM)
    plane, shot = present(pictures.surface).plane, pictures.snapshot
    slanted = Plane(plane.origin, plane.d1, plane.d2 + 0.7 * plane.d1)
    start = shot.shown_runner.path[:1] - slanted.origin
    dotted = np.column_stack([start @ d / (d @ d) for d in (slanted.d1, slanted.d2)])
    true = np.linalg.lstsq(np.column_stack([slanted.d1, slanted.d2]), start[0], rcond=None)[0]
    assert slanted.coordinates(shot.shown_runner.path[:1])[0] == pytest.approx(true, abs=1e-10)
    assert np.abs(dotted[0] - true).max() > 1e-4
    wrong = {
        number: replace(feet, path=feet.path + 0.3, distances=feet.distances)
        for number, feet in pictures.feet.items()
    }
    with pytest.raises(AssertionError):
        check_truth(draw(one, replace(pictures, feet=wrong)), one, RANDOM)


def test_paths_are_projected_by_least_squares(case: MakeCase) -> None:
    one = case_of(case)
    for choice in (RANDOM, PATHS, POINTS):
        pictures = one.cut(choice)
        plane = present(pictures.surface).plane
        directions = np.column_stack([plane.d1, plane.d2])
        for trace in present(slice_picture(pictures, one.snapshot(), one.project)).traces:
            runner = one.snapshot().runner(trace.runner_id)
            walked = np.vstack([runner.path, runner.theta])
            feet, *_ = np.linalg.lstsq(directions, (walked - plane.origin).T, rcond=None)
            assert np.abs(trace.path - feet.T).max() < 1e-10
            rest = np.linalg.norm(walked - plane.origin - feet.T @ directions.T, axis=1)
            assert np.abs(trace.path_distances - rest).max() < 1e-10


@pytest.mark.parametrize("choice", [PATHS, POINTS])
def test_with_two_free_weights_every_plane_is_the_whole_space(case: MakeCase, choice: PlaneChoice) -> None:
    one = case(only_two=True, start=POSITIVE)
    one.trainer.run(updates=12)
    pictures = one.cut(choice)
    assert pictures.exact_for_all
    for feet in pictures.feet.values():
        assert np.abs(feet.distances).max() <= 1e-12
        assert abs(feet.gap) <= 1e-12


def test_off_axes_is_said_not_drawn(case: MakeCase) -> None:
    one = case(only_two=False, start=(0.8, -0.5))
    picture = present(slice_picture(one.cut(LOG), one.snapshot(), one.project))
    assert [trace.has_foot for trace in picture.traces] == [False, False]
    assert picture.traces[0].note == "not on log axes"
    assert "not on log axes" in picture.sentence()
    draw(one, one.cut(LOG))  # and nothing falls over


def test_numbers_on_logarithmic_axes_are_the_weights_themselves(case: MakeCase) -> None:
    one = case_of(case)
    surface_map = draw(one, one.cut(LOG))
    weights = [one.snapshot().shown_runner.theta[one.network.layout.index(key)] for key in one.axes]
    picture = present(surface_map.picture)
    assert picture.values(picture.traces[-1].ball) == pytest.approx(weights, rel=1e-12)
    assert surface_map.x_axis.logarithmic
    assert surface_map.y_axis.logarithmic
    assert surface_map.x_axis.tickStrings([-1.0, 0.0], 1.0, 1.0) == ["0.1", "1"]
    columns = [float(row[0]) for row in present(surface_map.table()).rows]
    assert min(columns) > 0
    assert picture.axis_titles[0].text.endswith("(log)")
