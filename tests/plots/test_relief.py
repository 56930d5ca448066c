"""The surface in space: right heights, right order, right hiding, and the same truth as the map."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT
from playground.plots.relief_geometry import HEIGHT, Camera, extent, facets, near_edges, relief_of
from playground.plots.slice_picture import SlicePicture, slice_picture
from playground.plots.surface_relief import SurfaceRelief
from tests.looking import present
from tests.plots.conftest import Case, MakeCase

FIVE = [(2.1, -1.7), (-1.3, 0.4), (0.25, 1.4), (3.2, -0.6), (-2.2, -2.4)]
CAMERAS = [
    Camera(),
    Camera(math.radians(100), math.radians(20)),
    Camera(math.radians(-140), math.radians(80)),
]


def picture_of(one: Case) -> SlicePicture:
    picture = slice_picture(one.pictures(), one.snapshot(), one.project)
    assert picture is not None
    return picture


def with_costs(one: Case, costs: np.ndarray) -> SlicePicture:
    pictures = one.pictures(n=len(costs))
    pictures = replace(pictures, surface=replace(present(pictures.surface), costs=costs), landmarks=())
    return present(slice_picture(pictures, one.snapshot(), one.project))


@pytest.mark.parametrize("camera", CAMERAS)
def test_the_camera_only_turns(camera: Camera) -> None:
    assert camera.axes @ camera.axes.T == pytest.approx(np.eye(3), abs=1e-12)
    assert np.linalg.det(camera.axes) == pytest.approx(1.0)
    up = camera.project(np.array([[0.0, 0.0, 1.0]]))[0]
    assert up[0] == pytest.approx(0.0, abs=1e-12)
    assert up[1] > 0, "up is up"


def test_turning_never_goes_below_the_floor_or_over_the_top() -> None:
    camera = Camera()
    assert camera.turned(0.0, 10.0).elevation < math.pi / 2
    assert camera.turned(0.0, -10.0).elevation > 0.1
    assert camera.turned(math.tau, 0.0).azimuth == pytest.approx(camera.azimuth % math.tau)


@pytest.mark.parametrize("start", FIVE)
def test_heights_are_the_costs_on_the_color_scale(case: MakeCase, start: tuple[float, float]) -> None:
    picture = picture_of(case(only_two=True, start=start))
    relief = present(relief_of(picture))
    rng = np.random.default_rng(1)
    low, high = present(picture.scale).levels
    for row, column in rng.integers(0, 41, (20, 2)).tolist():
        place = np.array([[picture.surface.x[column], picture.surface.y[row]]])
        x, y, z = relief.to_space(place, lift=0.0)[0]
        cost = present(picture.scale).cost(np.array(low + z / HEIGHT * (high - low)))
        assert cost == pytest.approx(
            min(float(picture.surface.costs[row, column]), present(picture.scale).high), rel=1e-9
        )
        assert (x, y) == pytest.approx(((column + 0.5) / 20.5 - 1, (row + 0.5) / 20.5 - 1))


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_facets_are_painted_from_far_to_near_and_cover_the_window(
    case: MakeCase, camera: Camera, stride: int
) -> None:
    relief = present(relief_of(picture_of(case(only_two=True))))
    shown = facets(relief, camera, stride)
    n = len(np.unique(np.append(np.arange(0, 43, stride), 42))) - 1
    assert len(shown.corners) == n * n
    flat = replace(relief, z=np.zeros_like(relief.z))
    corners = facets(flat, camera, stride).corners
    assert np.all(np.diff(corners[:, :, 1].mean(axis=1)) <= 1e-9), "on a plain, farther is higher up"
    x, y = corners.reshape(-1, 2).T
    left, right, bottom, _top = extent(camera)
    assert (x.min(), x.max(), y.min()) == pytest.approx((left, right, bottom))


def test_gaps_have_no_facets(case: MakeCase) -> None:
    picture = picture_of(case(only_two=True))
    costs = np.array(picture.surface.costs)
    costs[10, 10] = np.nan
    holed = replace(picture, surface=replace(picture.surface, costs=costs))
    assert len(facets(present(relief_of(holed)), Camera()).corners) == 42 * 42 - 4
    nothing = replace(picture, scale=None)
    assert relief_of(nothing) is None


def wall(one: Case) -> SlicePicture:
    """Low ground with a high wall across the middle, along x."""
    costs = np.full((41, 41), 0.1)
    costs[19:22] = 1.0
    return with_costs(one, costs)


def test_a_wall_hides_what_is_behind_it_and_nothing_else(case: MakeCase) -> None:
    picture = wall(case(only_two=True))
    relief = present(relief_of(picture))
    x, y = picture.surface.x, picture.surface.y
    low = Camera(azimuth=0.0, elevation=math.radians(50))  # looks along +y
    places = np.array([[x[20], y[25]], [x[20], y[15]], [x[20], y[40]], [x[5], y[24]]])
    assert relief.visible(relief.to_space(places), low).tolist() == [False, True, True, False]
    from_behind = Camera(azimuth=math.pi, elevation=math.radians(25))
    assert relief.visible(relief.to_space(places[:2]), from_behind).tolist() == [True, False]
    above = Camera(azimuth=0.0, elevation=math.radians(85))
    assert relief.visible(relief.to_space(places), above).all()


def test_on_a_plain_everything_is_visible(case: MakeCase) -> None:
    picture = with_costs(case(only_two=True), np.outer(np.linspace(1.0, 1.2, 41), np.ones(41)))
    relief = present(relief_of(picture))
    places = np.random.default_rng(0).uniform((-2.5, -3.0), (3.5, 2.0), (200, 2))
    for camera in CAMERAS:
        assert relief.visible(relief.to_space(places), camera).all()


def test_axes_stand_at_the_two_near_edges() -> None:
    along_x, along_y = near_edges(Camera(azimuth=math.radians(-32)))
    assert along_x[:, 1].tolist() == [-1.0, -1.0]
    assert along_y[:, 0].tolist() == [-1.0, -1.0]
    along_x, along_y = near_edges(Camera(azimuth=math.radians(148)))
    assert along_x[:, 1].tolist() == [1.0, 1.0]
    assert along_y[:, 0].tolist() == [1.0, 1.0]


Shown = Callable[[SlicePicture], SurfaceRelief]


@pytest.fixture
def shown() -> Shown:
    def make(picture: SlicePicture) -> SurfaceRelief:
        relief = SurfaceRelief(LIGHT)
        relief.resize(560, 420)
        relief.show()
        relief.show_picture(picture)
        QApplication.processEvents()
        return relief

    return make


@pytest.mark.parametrize("start", FIVE)
def test_on_screen_the_ball_stands_on_the_surface_at_its_weights(
    case: MakeCase, shown: Shown, start: tuple[float, float]
) -> None:
    """Its pixel is worked out here anew, from the true cost of the weights."""
    one = case(only_two=True, start=start)
    picture = picture_of(one)
    relief = shown(picture)
    scene = relief.scene
    low, high = present(picture.scale).levels
    cost = one.cost(one.snapshot().shown_runner.theta)
    height = (
        float(np.clip((present(picture.scale).plotted(np.array(cost)) - low) / (high - low), 0, 1)) * HEIGHT
    )
    left, bottom, width, depth = picture.rect
    space = np.array([2 * (start[0] - left) / width - 1, 2 * (start[1] - bottom) / depth - 1, height])
    expected = scene.view().pixels(space[None])[0]
    at = scene.pixel_of(np.array(start))
    assert (at.x(), at.y()) == pytest.approx(expected, abs=3.0)  # cells are interpolated, marks lifted
    assert QColor(scene.grab().toImage().pixel(at.toPoint())).name() == LIGHT.runner_colors[0]


def test_a_transposed_surface_fails_that_test(case: MakeCase, shown: Shown) -> None:
    one = case(only_two=True, start=FIVE[0])
    picture = picture_of(one)
    turned = with_costs(one, np.ascontiguousarray(picture.surface.costs.T))
    reliefs = shown(picture), shown(turned)
    right, wrong = (relief.scene.pixel_of(np.array(FIVE[0])) for relief in reliefs)
    assert abs(right.y() - wrong.y()) > 6.0


def test_a_ball_behind_a_hill_is_faint(case: MakeCase, shown: Shown) -> None:
    one = case(only_two=True, start=(0.5, 0.2))  # behind the wall, seen along +y
    relief = shown(wall(one))
    relief.scene.camera = Camera(azimuth=0.0, elevation=math.radians(25))
    relief.scene.turn(0.0, 0.0)
    QApplication.processEvents()
    at = relief.scene.pixel_of(np.array([0.5, 0.2])).toPoint()
    assert QColor(relief.scene.grab().toImage().pixel(at)).name() != LIGHT.runner_colors[0]
    relief.scene.turn(math.pi, 0.0)
    QApplication.processEvents()
    at = relief.scene.pixel_of(np.array([0.5, 0.2])).toPoint()
    assert QColor(relief.scene.grab().toImage().pixel(at)).name() == LIGHT.runner_colors[0]


def test_dragging_and_keys_turn_it_and_home_turns_it_back(case: MakeCase, shown: Shown, qtbot: QtBot) -> None:
    relief = shown(picture_of(case(only_two=True)))
    first = relief.scene.camera
    qtbot.mousePress(relief.scene, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    qtbot.mouseMove(relief.scene, QPoint(260, 210))
    qtbot.mouseRelease(relief.scene, Qt.MouseButton.LeftButton, pos=QPoint(260, 210))
    assert relief.scene.camera.azimuth != first.azimuth
    assert relief.scene.camera.elevation > first.elevation
    qtbot.keyClick(relief, Qt.Key.Key_Left)
    qtbot.keyClick(relief, Qt.Key.Key_Home)
    assert relief.scene.camera == first


def test_what_is_first_seen_or_follows_fast_is_coarse_and_then_made_fine(
    case: MakeCase, shown: Shown, qtbot: QtBot
) -> None:
    relief = shown(picture_of(case(only_two=True)))
    coarse = relief.scene.grab().toImage()
    qtbot.waitUntil(lambda: relief.scene.grab().toImage() != coarse, timeout=2000)
    fine = relief.scene.grab().toImage()
    relief.scene.turn(0.2, 0.0)
    relief.scene.look_as_at_first()
    QApplication.processEvents()
    assert relief.scene.grab().toImage() == coarse
    qtbot.waitUntil(lambda: relief.scene.grab().toImage() == fine, timeout=2000)


def test_numbers_and_scheme(case: MakeCase, shown: Shown) -> None:
    relief = shown(picture_of(case(only_two=True)))
    assert present(relief.table()).header == ("weight x → hidden 1.1", "bias hidden 1.1", "cost")
    assert len(list(present(relief.table()).rows)) == 41 * 41
    relief.restyle(DARK)
    QApplication.processEvents()
    assert relief.grab().toImage().pixelColor(2, 2).name() == DARK.panel
    assert relief.scene.grab().toImage().pixelColor(2, 2).name() == DARK.panel


def test_the_picture_stays_inside_its_widget(case: MakeCase, shown: Shown) -> None:
    relief = shown(picture_of(case(only_two=True)))
    for size in ((300, 240), (900, 300), (300, 700)):
        relief.resize(*size)
        QApplication.processEvents()
        for azimuth in np.linspace(0, math.tau, 7):
            relief.scene.camera = Camera(float(azimuth))
            view = relief.scene.view()
            box = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (0, HEIGHT)])
            for x, y in view.pixels(box):
                assert relief.scene.rect().contains(QPointF(x, y).toPoint())
