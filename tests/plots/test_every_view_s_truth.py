"""Contours, table, relief and marks of one moment: asymmetric points are read back from each, through its own
transforms, and agree with the cost worked out by itself. And each test is proven by breaking what it tests.

Ball and image: ``test_surface_truth``.
"""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from playground.appearance.theme import LIGHT
from playground.engine.landscape.surface import Window
from playground.plots.contours import contour_lines
from playground.plots.relief_geometry import HEIGHT, relief_of
from playground.plots.slice_picture import SlicePicture, slice_picture
from playground.plots.surface_map import surface_table
from playground.plots.surface_relief import SurfaceRelief
from tests.looking import present
from tests.plots.conftest import Case, MakeCase

FIVE = np.array([(2.1, -1.7), (-1.3, 0.4), (0.25, 1.4), (3.2, -0.6), (-2.2, -2.4)])
SCALES = [False, True]


def picture_of(case: Case, log_cost: bool | None = None, window: Window | None = None) -> SlicePicture:
    picture = slice_picture(case.pictures(window=window), case.snapshot(), case.project, log_cost=log_cost)
    assert picture is not None
    return picture


def true_costs(case: Case, places: np.ndarray) -> np.ndarray:
    thetas = np.repeat(case.snapshot().shown_runner.theta[None], len(places), axis=0)
    thetas[:, [case.network.layout.index(key) for key in case.axes]] = places
    return np.array([case.cost(theta) for theta in thetas])


def cells_of(picture: SlicePicture, places: np.ndarray) -> np.ndarray:
    """Centers of the cells around five places, as (row, column)."""
    rows = np.abs(picture.surface.y[:, None] - places[:, 1]).argmin(axis=0)
    return np.column_stack((rows, np.abs(picture.surface.x[:, None] - places[:, 0]).argmin(axis=0)))


# -- the table of numbers --


def check_table(case: Case, picture: SlicePicture) -> None:
    columns = len(picture.surface.x)
    rows = list(surface_table(picture).rows)
    chosen = np.array([rows[i * columns + j] for i, j in cells_of(picture, FIVE)])
    assert np.abs(chosen[:, :2] - FIVE).max() < 0.1
    assert chosen[:, 2] == pytest.approx(true_costs(case, chosen[:, :2]), rel=1e-5)


def test_the_saved_numbers_are_the_true_costs(case: MakeCase) -> None:
    one = case(only_two=False)
    one.trainer.run(updates=3)
    check_table(one, picture_of(one))


@pytest.mark.parametrize("wrong", ["transposed", "stale", "other plane"])
def test_wrong_numbers_fail_that_test(case: MakeCase, wrong: str) -> None:
    one = case(only_two=False)
    with pytest.raises(AssertionError):
        check_table(*broken(one, wrong))


# -- contour lines --


def check_contours(case: Case, picture: SlicePicture) -> None:
    """Where a line is drawn for a level, the true cost is that level, up to the line between two cells."""
    lines = contour_lines(picture)
    lines = lines[np.isfinite(lines).all(axis=1)]
    window, scale = picture.surface.window, present(picture.scale)
    cell = np.array([window.width, window.height]) / 41
    inside = (np.abs(lines - (window.x0 + window.width / 2, window.y0 + window.height / 2)) < 19 * cell).all(
        1
    )
    lines = lines[inside][:: max(1, inside.sum() // 60)]
    plotted = scale.plotted(true_costs(case, lines))
    away = np.abs(plotted[:, None] - scale.contour_levels).min(axis=1)
    step = scale.contour_levels[1] - scale.contour_levels[0]
    assert len(lines) > 30
    assert away.max() < 0.06 * step


@pytest.mark.parametrize("log_cost", SCALES)
def test_contour_lines_run_where_the_true_cost_is_theirs(case: MakeCase, log_cost: bool) -> None:
    one = case(only_two=False)
    one.trainer.run(updates=3)
    check_contours(one, picture_of(one, log_cost, window=Window(-1.0, 1.4, -0.9, 1.2)))


@pytest.mark.parametrize("wrong", ["transposed", "stale", "other plane"])
def test_wrong_contours_fail_that_test(case: MakeCase, wrong: str) -> None:
    one = case(only_two=False)
    with pytest.raises(AssertionError):
        check_contours(*broken(one, wrong))


# -- in space --


def check_relief(case: Case, picture: SlicePicture) -> None:
    """From a pixel of the turned surface back to its height, and from that to a cost."""
    view = SurfaceRelief(LIGHT)
    view.resize(520, 400)
    view.show()
    view.show_picture(picture)
    QApplication.processEvents()
    cells = cells_of(picture, FIVE)
    places = np.column_stack((picture.surface.x[cells[:, 1]], picture.surface.y[cells[:, 0]]))
    costs = true_costs(case, places)
    scene, scale = view.scene, present(picture.scale)
    low, high = scale.levels
    pixels = np.array([[p.x(), p.y()] for p in (scene.pixel_of(place) for place in places)])
    # The screen's up is the world's up, times the cosine of the elevation, and y on the floor.
    camera_view = scene.view()
    floor = present(relief_of(picture)).to_space(places, lift=0.0)
    floor[:, 2] = 0.0
    up = camera_view.camera.project(np.array([[0.0, 0.0, 1.0]]))[0, 1] * camera_view.scale
    heights = (camera_view.pixels(floor)[:, 1] - pixels[:, 1]) / up - 0.012
    expected = np.clip((scale.plotted(costs) - low) / (high - low), 0.0, 1.0) * HEIGHT
    assert heights == pytest.approx(expected, abs=1e-4)
    ball = picture.traces[-1].ball
    at = scene.pixel_of(ball)
    assert np.isfinite([at.x(), at.y()]).all()
    assert picture.traces[-1].cost == pytest.approx(case.cost(case.snapshot().shown_runner.theta), rel=1e-9)


@pytest.mark.parametrize("log_cost", SCALES)
def test_heights_in_space_are_the_true_costs(case: MakeCase, log_cost: bool) -> None:
    one = case(only_two=False)
    one.trainer.run(updates=3)
    check_relief(one, picture_of(one, log_cost))


@pytest.mark.parametrize("wrong", ["transposed", "stale", "other plane"])
def test_a_wrong_relief_fails_that_test(case: MakeCase, wrong: str) -> None:
    one = case(only_two=False)
    with pytest.raises(AssertionError):
        check_relief(*broken(one, wrong))


# -- marks --


def check_marks(case: Case, picture: SlicePicture) -> None:
    """Their costs are true to nine digits, and no step to any side is lower than a minimum."""
    assert picture.landmarks
    for each in picture.landmarks:
        assert each.cost == pytest.approx(true_costs(case, each.position[None])[0], rel=1e-9)
        if each.kind == "minimum":
            around = each.position + 1e-3 * np.array(
                [(1, 0), (-1, 0), (0, 1), (0, -1), (0.7, 0.7), (-0.7, 0.7)]
            )
            assert true_costs(case, around).min() >= each.cost


def test_marks_lie_where_the_true_cost_has_them(case: MakeCase) -> None:
    one = case(only_two=False)
    one.trainer.run(updates=3)
    check_marks(one, picture_of(one, window=Window(-9.0, 8.0, -7.0, 7.5)))


def test_stale_marks_fail_that_test(case: MakeCase) -> None:
    one = case(only_two=False)
    stale = picture_of(one, window=Window(-9.0, 8.0, -7.0, 7.5))
    one.trainer.run(updates=40)
    with pytest.raises(AssertionError):
        check_marks(one, stale)


def broken(case: Case, wrong: str) -> tuple[Case, SlicePicture]:
    """A case with a picture that is not its own."""
    if wrong == "stale":
        picture = picture_of(case)
        case.trainer.run(updates=40)
        return case, picture
    if wrong == "other plane":
        axes, case.axes = case.axes, (case.axes[1], case.axes[0])
        picture = picture_of(case)
        case.axes = axes
        return case, picture
    picture = picture_of(case)
    object.__setattr__(picture.surface, "costs", np.ascontiguousarray(picture.surface.costs.T))
    return case, picture
