"""What can be read off the screen is the true cost: from the ball's pixel back through the view's transform
to the number that the image item holds. And the test itself is proven: wrong pictures fail it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from playground.appearance.theme import DARK, LIGHT
from playground.engine.landscape.surface import Window
from playground.plots.slice_picture import slice_picture
from playground.plots.surface_map import SurfaceMap
from tests.looking import present
from tests.plots.conftest import Case, MakeCase

FIVE = [(2.1, -1.7), (-1.3, 0.4), (0.25, 1.4), (3.2, -0.6), (-2.2, -2.4)]


def shown(case: Case, window: Window | None = None) -> SurfaceMap:
    surface_map = SurfaceMap(LIGHT)
    surface_map.resize(520, 380)
    surface_map.show()
    show(surface_map, case, window)
    return surface_map


def show(surface_map: SurfaceMap, case: Case, window: Window | None = None) -> None:
    picture = present(slice_picture(case.pictures(window=window), case.snapshot(), case.project))
    surface_map.show_picture(picture, follow=True)
    QApplication.processEvents()


def read_off(surface_map: SurfaceMap, at: QPointF) -> tuple[float, np.ndarray]:
    """The cost that the image holds at a place of the scene, and that cell's center in the plane, found by
    the scene's transforms alone."""
    image = surface_map.image
    place = image.mapFromScene(at)
    column, row = int(np.floor(place.x())), int(np.floor(place.y()))
    cell = image.image[row, column] if image.axisOrder == "row-major" else image.image[column, row]
    center = surface_map.view_box.mapSceneToView(image.mapToScene(QPointF(column + 0.5, row + 0.5)))
    return float(present(present(surface_map.picture).scale).cost(np.array(cell))), np.array(
        [center.x(), center.y()]
    )


def check_truth(surface_map: SurfaceMap, case: Case) -> None:
    """The ball's scene position → the view's transform → the image's value = the network's cost there."""
    trace = present(surface_map.picture).traces[-1]
    drawn, center = read_off(surface_map, surface_map.scene_position(*trace.ball))
    theta = case.snapshot().shown_runner.theta
    indices = [case.network.layout.index(key) for key in case.axes]
    assert np.abs(center - theta[indices]).max() < 0.08, "the ball does not lie in the cell under it"
    there = theta.copy()
    there[indices] = center
    assert drawn == pytest.approx(case.cost(there), rel=1e-5)
    assert trace.cost == pytest.approx(case.cost(theta), rel=1e-9)


@pytest.mark.parametrize("start", FIVE)
@pytest.mark.parametrize("only_two", [True, False])
def test_the_screen_tells_the_truth_at_five_asymmetric_points(
    case: MakeCase, start: tuple[float, float], only_two: bool
) -> None:
    one = case(only_two=only_two, start=start)
    check_truth(shown(one), one)
    one.trainer.run(updates=4)
    check_truth(shown(one), one)


@pytest.mark.parametrize("start", FIVE)
def test_a_transposed_image_fails_the_test(case: MakeCase, start: tuple[float, float]) -> None:
    one = case(only_two=True, start=start)
    surface_map = shown(one)
    rect = present(surface_map.picture).rect
    surface_map.image.setImage(np.ascontiguousarray(surface_map.image.image.T), autoLevels=False)
    surface_map.image.setRect(QRectF(*rect))
    with pytest.raises(AssertionError):
        check_truth(surface_map, one)


@pytest.mark.parametrize("start", FIVE)
def test_an_upside_down_image_fails_the_test(case: MakeCase, start: tuple[float, float]) -> None:
    one = case(only_two=True, start=start)
    surface_map = shown(one)
    surface_map.image.setImage(np.ascontiguousarray(surface_map.image.image[::-1]), autoLevels=False)
    surface_map.image.setRect(QRectF(*present(surface_map.picture).rect))
    with pytest.raises(AssertionError):
        check_truth(surface_map, one)


@pytest.mark.parametrize("start", FIVE)
def test_a_stale_surface_fails_the_test(case: MakeCase, start: tuple[float, float]) -> None:
    one = case(only_two=False, start=start)
    surface_map = shown(one)
    stale = surface_map.image.image.copy()
    one.trainer.run(updates=40)
    show(surface_map, one)
    surface_map.image.setImage(stale, autoLevels=False)
    surface_map.image.setRect(QRectF(*present(surface_map.picture).rect))
    with pytest.raises(AssertionError):
        check_truth(surface_map, one)


def test_an_image_half_a_cell_off_fails_the_test(case: MakeCase) -> None:
    one = case(only_two=True, start=(2.1, -1.7))
    surface_map = shown(one)
    left, bottom, width, height = present(surface_map.picture).rect
    surface_map.image.setRect(QRectF(left + width / 82, bottom, width, height))
    with pytest.raises(AssertionError):
        check_truth(surface_map, one)


@pytest.mark.parametrize("start", FIVE)
def test_the_ball_s_pixels_are_where_its_weights_are(case: MakeCase, start: tuple[float, float]) -> None:
    """On the picture itself: the middle of the ball's color, within a pixel."""
    surface_map = shown(case(only_two=True, start=start))
    expected = surface_map.scene_position(*start)
    picture = surface_map.widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), -1, 4)
    pixels = pixels[:, : picture.width(), 2::-1].astype(int)
    ball = QColor(LIGHT.runner_colors[0])
    rows, columns = np.nonzero(np.abs(pixels - (ball.red(), ball.green(), ball.blue())).sum(axis=2) < 12)
    assert len(rows) > 40, "the ball is not to be seen"
    assert columns.mean() + 0.5 == pytest.approx(expected.x(), abs=1.0)
    assert rows.mean() + 0.5 == pytest.approx(expected.y(), abs=1.0)


def test_the_color_under_a_place_is_its_cost_s_color(case: MakeCase) -> None:
    """Dark is low: the picture's colors rise with the costs."""
    surface_map = shown(case(only_two=True), window=Window(-2.0, 3.0, -2.5, 1.5))
    surface_map.contours.hide()
    surface_map._overlay.hide()
    picture = surface_map.widget.grab().toImage()
    surface = present(surface_map.picture).surface
    lightness, costs = [], []
    for row in range(2, 41, 5):
        for column in range(1, 41, 5):
            at = surface_map.scene_position(surface.x[column], surface.y[row]).toPoint()
            color = QColor(picture.pixel(at))
            lightness.append(0.3 * color.red() + 0.59 * color.green() + 0.11 * color.blue())
            costs.append(surface.costs[row, column])
    order = np.argsort(np.array(costs))
    assert np.corrcoef(np.argsort(order), np.argsort(np.argsort(lightness)))[0, 1] > 0.995


def test_gaps_are_see_through(case: MakeCase) -> None:
    one = case(only_two=True)
    pictures = one.pictures()
    costs = np.array(present(pictures.surface).costs)
    costs[:20, :20] = np.nan
    object.__setattr__(pictures.surface, "costs", costs)
    surface_map = SurfaceMap(DARK)
    surface_map.resize(520, 380)
    surface_map.show()
    picture = present(slice_picture(pictures, one.snapshot(), one.project))
    surface_map.show_picture(picture, follow=True)
    surface_map._overlay.hide()
    QApplication.processEvents()
    at = surface_map.scene_position(
        float(present(pictures.surface).x[5]), float(present(pictures.surface).y[5])
    ).toPoint()
    assert QColor(surface_map.widget.grab().toImage().pixel(at)).name() == DARK.panel


def test_no_finite_cost_at_all_is_an_empty_window(case: MakeCase) -> None:
    one = case(only_two=True)
    pictures = one.pictures()
    object.__setattr__(pictures.surface, "costs", np.full((41, 41), np.nan))
    surface_map = SurfaceMap(LIGHT)
    surface_map.resize(520, 380)
    surface_map.show()
    picture = present(slice_picture(pictures, one.snapshot(), one.project))
    surface_map.show_picture(picture, follow=True)
    QApplication.processEvents()
    assert surface_map.image.image is None
    assert surface_map.color_bar.labels == []
    assert surface_map.range == (-2.5, 3.5, -3.0, 2.0)
