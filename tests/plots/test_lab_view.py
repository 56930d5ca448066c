"""The landscape lab's card: true, clickable, with its table and its proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT
from playground.document.lab_choices import FORMULA, first_choices
from playground.plots.lab_picture import lab_picture
from playground.plots.lab_view import LabView
from playground.training.lab import Lab
from tests.looking import present

Make = Callable[..., LabView]


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[Make]:
    made: list[LabView] = []

    def make(name: str = "himmelblau", size: tuple[int, int] = (640, 480), **changes: Any) -> LabView:
        lab = Lab(replace(first_choices().on(name), **changes))
        view = LabView(lab, LIGHT)
        made.append(view)
        view.resize(*size)
        view.show()
        lab.open()
        qtbot.waitUntil(lambda: view.picture is not None and view.picture.all_kinds, timeout=30_000)
        return view

    yield make
    for one in made:
        one.lab.shut_down()


def check_truth(view: LabView) -> None:
    """Five places of the screen → the view's transform → the image's value = the function there."""
    picture, image = present(view.map.picture), view.map.image
    window = picture.surface.window
    for share_x, share_y in ((0.1, 0.7), (0.37, 0.22), (0.8, 0.9), (0.93, 0.41), (0.52, 0.06)):
        at = view.map.scene_position(window.x0 + share_x * window.width, window.y0 + share_y * window.height)
        place = image.mapFromScene(at)
        column, row = int(np.floor(place.x())), int(np.floor(place.y()))
        center = view.map.view_box.mapSceneToView(image.mapToScene(QPointF(column + 0.5, row + 0.5)))
        drawn = float(present(picture.scale).cost(np.array(image.image[row, column])))
        x, y = center.x(), center.y()
        assert drawn == pytest.approx((x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2, rel=1e-5)
    for trace in picture.traces:
        x, y = trace.ball
        assert trace.cost == pytest.approx((x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2, rel=1e-9)


def test_the_screen_tells_the_truth(view: Make) -> None:
    one = view()
    check_truth(one)
    for _ in range(7):
        one.lab.step()
    one.refresh()
    check_truth(one)


def test_a_transposed_image_fails_the_test(view: Make) -> None:
    one = view()
    image = one.map.image
    image.setImage(np.ascontiguousarray(image.image.T), autoLevels=False)
    image.setRect(QRectF(*present(one.picture).rect))
    with pytest.raises(AssertionError):
        check_truth(one)


def test_paths_and_balls_move_and_the_surface_stays(view: Make, qtbot: QtBot) -> None:
    one = view(speed=None)
    surface, before = present(one.picture).surface, present(one.picture).traces[-1].ball
    one.lab.train()
    qtbot.waitUntil(lambda: len(present(one.map.picture).traces[-1].path) > 50, timeout=20_000)
    one.lab.pause()
    assert present(one.picture).surface is surface
    assert not np.array_equal(present(one.picture).traces[-1].ball, before)
    assert one.badge.text == "exact"


def test_a_click_sets_the_start(view: Make, qtbot: QtBot) -> None:
    one = view()
    at = one.map.scene_position(1.0, -3.0).toPoint()
    qtbot.mouseClick(one.map.widget.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert one.lab.choices.start == pytest.approx((1.0, -3.0), abs=0.05)
    assert one.lab.runners()[0].place == pytest.approx(one.lab.choices.start)
    qtbot.waitUntil(lambda: present(one.map.picture).start == pytest.approx(one.lab.choices.start))


def test_a_click_on_a_mark_chooses_it(view: Make, qtbot: QtBot) -> None:
    one = view()
    at = one.map.scene_position(3.0, 2.0).toPoint()
    qtbot.mouseClick(one.map.widget.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert one.lab.choices.start is None
    qtbot.waitUntil(lambda: present(one.map.picture).chosen is not None)
    assert present(present(one.map.picture).chosen).position == pytest.approx([3.0, 2.0], abs=1e-6)


def test_table_and_proof(view: Make, qtbot: QtBot) -> None:
    one = view("double_well", size=(1000, 600))
    one.lab.choose(replace(one.lab.choices.on(FORMULA, "(x^2 - 1)^2 + y^2 + x/5")))
    qtbot.waitUntil(
        lambda: present(one.picture).all_kinds and "x/5" in present(one.lab.landscape).text, timeout=20_000
    )
    one.places_button.click()
    assert one.panel.isVisible()
    qtbot.mouseClick(one.panel.prove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: present(one.picture).proof is not None, timeout=60_000)
    qtbot.waitUntil(lambda: "proven" in one.panel.verdict.text(), timeout=5_000)
    assert present(present(one.picture).proof).proof.verdict == "proven"
    assert present(present(one.picture).places.proven).position[0] < 0
    one.lab.choose(replace(one.lab.choices, window=(-1.0, 2.0, -1.0, 1.0)))
    # Of another window it says nothing.
    qtbot.waitUntil(lambda: present(one.picture).proof is None, timeout=20_000)


def test_the_curve_goes_through_the_shown_runner(view: Make) -> None:
    one = view()
    one.show_frame(0)
    line, runner = present(one.line).line, one.lab.runners()[0]
    assert line.value == runner.place[0]
    y = runner.place[1]
    assert line.costs == pytest.approx((line.x**2 + y - 11) ** 2 + (line.x + y**2 - 7) ** 2, rel=1e-12)
    off = tuple(replace(each, enabled=each.id != 1) for each in one.lab.choices.runners)
    one.lab.choose(replace(one.lab.choices, runners=off))
    one.refresh()
    assert one.curve.empty_state.title == "The shown runner is off"


def test_colors_tell_costs_apart(view: Make) -> None:
    """Below 0 there are no logarithms; and one cell that reaches 0 is no reason for them."""
    for name, logarithmic in (("six_hump_camel", False), ("rastrigin", False), ("rosenbrock", True)):
        assert present(present(view(name).picture).scale).logarithmic == logarithmic
    assert present(present(view("six_hump_camel").picture).scale).low < -1.0


def test_zooming_looks_at_another_window_and_home_at_all_again(view: Make, qtbot: QtBot) -> None:
    one = view()
    whole = present(one.picture).surface.window
    one.map.setFocus()
    qtbot.keyClick(one.map, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: present(one.picture).surface.window.width < whole.width, timeout=10_000)
    qtbot.keyClick(one.map, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: present(one.picture).surface.window == whole, timeout=10_000)


def test_words_and_colors(view: Make) -> None:
    one = view()
    assert "Cost surface over x and y" in one.sentence()
    one.restyle(DARK)
    QApplication.processEvents()
    assert one.map.theme is DARK
    nobody = lab_picture(present(one.lab.landscape), (), one.lab.choices)
    assert nobody.traces == ()
    assert nobody.sentence()


@pytest.mark.parametrize("formula", ["1e90*x^2 + y^2", "log(0 - 1)", "1/(x*y)", "1e-90*x^2 + y^2*1e-90", "x"])
def test_odd_functions_are_drawn_as_far_as_they_can_be(view: Make, qtbot: QtBot, formula: str) -> None:
    """Beyond all axes, nowhere, with poles, level to the eye, without a minimum."""
    one = view("bowl")
    one.lab.choose(one.lab.choices.on(FORMULA, formula))
    qtbot.waitUntil(lambda: present(one.lab.landscape).text == formula, timeout=20_000)
    one.lab.step()
    for index in range(3):
        one.show_frame(index)
        assert not one.grab().isNull()
        assert one.sentence()


def test_a_place_is_entered_from_the_table_in_its_place(view: Make) -> None:
    one = view(size=(520, 420))
    one.places_button.click()
    QApplication.processEvents()
    assert one._frames.isHidden()
    lowest = present(one.picture).lowest
    one.panel.table.place_entered.emit(lowest)
    assert not one._frames.isHidden()
    assert not one.places_button.isChecked()
    one.refresh()
    assert present(one.picture).chosen is lowest
