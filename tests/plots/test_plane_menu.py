"""The axes menu: every kind of plane is one choice away, and says what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from playground.document import edits
from playground.document.plane_choice import START, PlaneChoice
from playground.training.pictures import Pictures
from tests.looking import present
from tests.plots.conftest import MakeCase, StillSurface


@pytest.fixture
def view(case: MakeCase) -> StillSurface:
    view = StillSurface(case(only_two=False), (480, 360))
    view.show()
    return view


def entry(view: StillSurface, text: str) -> QAction:
    menu = view.axes_button.fill_menu()
    return next(action for action in menu.actions() if action.text() == text)


@pytest.mark.parametrize(
    ("text", "plane"),
    [
        ("Random directions", PlaneChoice("random")),
        ("Main directions of the paths", PlaneChoice("paths")),
        ("Through three points", PlaneChoice("points")),
        ("Logarithmic axes", PlaneChoice(logarithmic=True)),
    ],
)
def test_each_kind_is_chosen_and_checked(view: StillSurface, text: str, plane: PlaneChoice) -> None:
    view.document.set_view(replace(view.document.view, window=(0.0, 1.0, 0.0, 1.0)))
    assert not entry(view, text).isChecked()
    assert entry(view, text).toolTip() != text
    entry(view, text).trigger()
    assert view.document.view.plane == plane
    assert view.document.view.window is None  # other coordinates
    assert entry(view, text).isChecked()
    assert entry(view, "Lock the other weights").isEnabled() == plane.along_axes


def test_the_dice_draws_another_pair(view: StillSurface, qtbot: QtBot) -> None:
    assert view.another_button.isHidden()
    entry(view, "Random directions").trigger()
    assert view.another_button.isVisible()
    assert not view.another_button.geometry().intersects(view.axes_button.geometry())
    qtbot.mouseClick(view.another_button, Qt.MouseButton.LeftButton)
    assert view.document.view.plane == PlaneChoice("random", seed=2)
    entry(view, "Another pair").trigger()
    assert view.document.view.plane.seed == 3


def test_two_weights_are_chosen_from_any_plane(view: StillSurface) -> None:
    entry(view, "Main directions of the paths").trigger()
    entry(view, "Two weights or biases").trigger()
    assert view.document.view.plane.along_axes
    entry(view, "Main directions of the paths").trigger()
    keys = present(view.axes_button.axes)
    view.axes_button.choose_x(keys[1])
    assert view.document.view.plane.along_axes
    assert view.document.view.axes == (keys[1], keys[0])


def test_each_of_the_three_points_can_be_chosen(view: StillSurface) -> None:
    entry(view, "Through three points").trigger()
    first = entry(view, "First point: start").menu()
    assert isinstance(first, QMenu)
    assert [action.text() for action in first.actions()] == ["start", "Gradient descent", "Stochastic"]
    first.actions()[2].trigger()
    assert view.document.view.plane.points == (2, 1, START)  # the start makes room


def test_one_runner_alone_spans_no_three_points(view: StillSurface) -> None:
    project = view.document.project
    second = replace(project.training.runners[1], enabled=False)
    view.document.edit("Off", edits.set_runner(project, second))
    assert not entry(view, "Through three points").isEnabled()


def test_why_there_is_no_surface_is_said(view: StillSurface) -> None:
    why = ("The paths span no plane yet", "Train.")
    view.still.hand_out(Pictures(view.controller.snapshot, no_surface=why))
    QApplication.processEvents()
    assert view.map.empty_state.title == why[0]
    assert view.map.empty_state.isVisible()


def test_the_badge_says_how_far_the_shown_runner_is_off_the_plane(
    view: StillSurface, case: MakeCase, qtbot: QtBot
) -> None:
    one = case(only_two=False)
    one.trainer.run(updates=12)
    shot = one.snapshot()
    pictures = one.cut(PlaneChoice("points"))
    shown = replace(shot, shown=2)
    view.still.hand_out(replace(pictures, snapshot=shot), shot)
    qtbot.waitUntil(lambda: view.badge.text == "exact")
    moved = {
        number: replace(feet, distances=feet.distances + 0.5, gap=0.25)
        for number, feet in pictures.feet.items()
    }
    view.still.hand_out(replace(pictures, snapshot=shown, feet=moved), shown)
    qtbot.waitUntil(lambda: view.badge.text == "off the plane by 0.50")
    assert view.badge.tone == "warn"
    assert "0.250 above the one drawn" in view.badge.toolTip()
