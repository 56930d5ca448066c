"""The cost along one parameter: dots, slope and ball are true, on paper and on the screen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT
from playground.engine.landscape.line import CostLine, LineMark
from playground.engine.landscape.surface import Window
from playground.plots.line_picture import LinePicture, line_picture
from playground.plots.slice_picture import slice_picture
from playground.plots.slope_curve import SlopeCurve
from tests.looking import present
from tests.plots.conftest import Case, MakeCase


def picture_of(one: Case, log_cost: bool | None = None, **changes: Any) -> LinePicture:
    pictures = one.pictures()
    if changes:
        pictures = replace(pictures, line=replace(present(pictures.line), **changes))
    picture = line_picture(pictures, one.snapshot(), one.project, log_cost=log_cost)
    assert picture is not None
    return picture


@pytest.mark.parametrize("start", [(2.1, -1.7), (-1.3, 0.4), (0.25, 1.9)])
def test_dots_ball_and_slope_are_true(case: MakeCase, start: tuple[float, float]) -> None:
    one = case(only_two=False, start=start)
    one.trainer.run(updates=3)
    theta = one.snapshot().shown_runner.theta
    index = one.network.layout.index(one.axes[0])
    picture = picture_of(one)
    assert picture.name == "weight x → hidden 1.1"
    assert picture.line.value == theta[index]
    assert picture.line.cost == pytest.approx(one.cost(theta), rel=1e-9)
    for x, cost in zip(picture.line.x[::7], picture.line.costs[::7], strict=True):
        there = theta.copy()
        there[index] = x
        assert cost == pytest.approx(one.cost(there), rel=1e-9)
    tangent = picture.tangent()
    h = 1e-4
    beside = [theta.copy(), theta.copy()]
    beside[0][index] -= h
    beside[1][index] += h
    slope = (one.cost(beside[1]) - one.cost(beside[0])) / (2 * h)
    assert not picture.logarithmic
    assert (tangent[-1, 1] - tangent[0, 1]) / (tangent[-1, 0] - tangent[0, 0]) == pytest.approx(
        slope, rel=1e-5
    )


@pytest.mark.parametrize(
    ("slope", "text"),
    [
        (0.44, "slope 0.44: downhill is to the left"),
        (-0.15, "slope −0.15: downhill is to the right"),
        (0.0, "slope 0: almost level"),
        (float("nan"), "no slope here"),
    ],
)
def test_the_slope_in_words(case: MakeCase, slope: float, text: str) -> None:
    assert picture_of(case(only_two=False), slope=slope).slope_text == text


def test_best_tried_is_one_of_the_dots(case: MakeCase) -> None:
    picture = picture_of(case(only_two=False))
    assert picture.line.costs[picture.best] == np.nanmin(picture.line.costs)
    assert "best tried" in picture.sentence()
    gaps = picture_of(case(only_two=False), costs=np.full(41, np.nan))
    assert gaps.best is None


def test_the_age_is_told_even_where_the_surface_would_be_exact(case: MakeCase) -> None:
    """With two free weights the surface stays, but the curve moves with the other weight."""
    one = case(only_two=True)
    pictures = one.pictures()
    one.trainer.run(updates=4)
    picture = present(line_picture(pictures, one.snapshot(), one.project))
    assert picture.freshness.badge == "4 updates old"
    assert picture.line.cost == pictures.snapshot.shown_runner.cost


def test_no_line_no_picture(case: MakeCase) -> None:
    one = case(only_two=False)
    assert line_picture(replace(one.pictures(), line=None), one.snapshot(), one.project) is None


@pytest.mark.parametrize("log_cost", [True, False])
def test_a_wide_span_of_costs_holds_all_dots_on_either_scale(case: MakeCase, log_cost: bool) -> None:
    picture = picture_of(case(only_two=False), log_cost, costs=np.geomspace(1e-3, 10.0, 41))
    assert picture.logarithmic is log_cost
    bottom, top = picture.range[2:]
    plotted = picture.plotted(picture.line.costs)
    assert bottom < plotted.min()
    assert plotted.max() < top


def test_left_to_itself_the_curve_s_scale_is_the_surface_s(case: MakeCase) -> None:
    one = case(only_two=False)
    for window in (Window(-2.5, 3.5, -3.0, 2.0), Window(0.0, 0.1, 0.0, 0.1)):
        pictures = one.pictures(window=window)
        line = present(line_picture(pictures, one.snapshot(), one.project))
        surface = present(slice_picture(pictures, one.snapshot(), one.project))
        assert line.logarithmic is present(surface.scale).logarithmic
    assert not picture_of(one, True, costs=np.zeros(41)).logarithmic, "a cost of 0 has no logarithm"


def curve_of(picture: LinePicture) -> SlopeCurve:
    curve = SlopeCurve(LIGHT)
    curve.resize(480, 340)
    curve.show()
    curve.show_picture(picture, follow=True)
    QApplication.processEvents()
    return curve


@pytest.mark.parametrize("start", [(2.1, -1.7), (-1.3, 0.4)])
def test_on_screen_the_ball_stands_at_its_value_and_cost(case: MakeCase, start: tuple[float, float]) -> None:
    one = case(only_two=False, start=start)
    picture = picture_of(one)
    curve = curve_of(picture)
    at = curve.ball_position()
    plotted = curve.view_box.mapSceneToView(at)
    assert plotted.x() == pytest.approx(start[0], abs=1e-9)
    assert plotted.y() == pytest.approx(one.cost(one.snapshot().shown_runner.theta), rel=1e-9)
    shot = curve.widget.grab().toImage()
    assert shot.pixelColor(at.toPoint()).name() == LIGHT.runner_colors[0]
    assert shot.pixelColor(at.toPoint() + QPoint(0, 8)).name() != LIGHT.runner_colors[0]


def test_dots_are_drawn_where_they_were_tried(case: MakeCase) -> None:
    picture = picture_of(case(only_two=False))
    curve = curve_of(picture)
    shot = curve.widget.grab().toImage()
    line: CostLine = picture.line
    best = present(picture.best)
    far = [i for i in range(0, 41, 4) if abs(line.x[i] - line.value) > 1.2 and abs(i - best) > 4]
    dark = 0
    for i in far:
        at = curve.scene_position(float(line.x[i]), float(line.costs[i])).toPoint()
        dark += shot.pixelColor(at).lightness() < 90
    assert dark >= len(far) - 2, "some may lie under a chip"


def test_a_change_of_scheme(case: MakeCase) -> None:
    curve = curve_of(picture_of(case(only_two=False)))
    curve.restyle(DARK)
    QApplication.processEvents()
    assert curve.grab().toImage().pixelColor(2, 2).name() == DARK.panel


def test_its_minima_and_maxima_are_marked_but_for_the_one_under_the_star(
    case: MakeCase, qtbot: QtBot
) -> None:
    marks = (
        LineMark("minimum", -1.5, 0.2, 3.0),
        LineMark("kink", 1.0, 0.3, np.nan),
        LineMark("maximum", 0.1, 0.9, -2.0),
    )
    picture = picture_of(case(only_two=False), costs=np.linspace(0.1, 1.0, 41), marks=marks)
    curve = curve_of(picture)
    assert picture.marks == marks, "the best tried value is at the left end"
    shown = [entry.kind for entry in curve.legend.entries if entry.sample == "mark"]
    assert shown == ["minimum", "maximum", "kink"]
    at = curve.scene_position(1.0, float(picture.plotted(np.array([0.3]))[0])).toPoint()
    qtbot.mouseMove(curve.widget.viewport(), at)
    assert curve.readout().split("\n") == ["kink minimum", "cost 0.3000  at  1.00"]
    assert "kink minimum at 1.00, cost 0.3000" in picture.sentence()
    near = picture_of(case(only_two=False), costs=np.abs(np.linspace(-1.0, 2.0, 41)), marks=marks)
    assert LineMark("minimum", -1.5, 0.2, 3.0) in near.marks
    best = float(near.line.x[near.best])
    starred = picture_of(
        case(only_two=False),
        costs=near.line.costs.copy(),
        marks=(LineMark("minimum", best + 0.01, 0.0, 1.0),),
    )
    assert starred.marks == ()
