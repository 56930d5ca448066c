"""Slope arrows: of the very next batch, at the very ball, and as long as they say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from playground.engine.landscape.planes import Plane, axis_plane
from playground.engine.snapshot import StopReason
from playground.plots.slope_arrows import downhill, fitting_scale
from playground.training.slopes import slopes
from tests.looking import present
from tests.plots.conftest import MakeCase, StillSurface


def view_of(case: MakeCase, *, only_two: bool = True, updates: int = 7) -> StillSurface:
    one = case(only_two=only_two)
    one.trainer.run(updates=updates)
    surface = StillSurface(one)
    surface.show()
    hand_out(surface)
    return surface


def hand_out(surface: StillSurface) -> None:
    snapshot = surface.case.snapshot()
    found = slopes(snapshot, surface.case.project) if surface.document.view.slopes else {}
    surface.still.hand_out(replace(surface.case.pictures(snapshot), slopes=found), snapshot)
    surface.refresh()
    QApplication.processEvents()


def test_the_next_batch_is_the_one_that_comes(case: MakeCase) -> None:
    """The plain stochastic runner's next update is minus the rate times the slope of its next row."""
    one = case(only_two=False)
    for _ in range(60):  # over the ends of epochs, too
        shot = one.trainer.snapshot()
        before, found = shot.runner(2), slopes(shot, one.project)[2]
        assert found.n_rows == len(present(before.next_rows)) == 1
        one.trainer.shown = 2
        one.trainer.run(updates=1)
        after = one.trainer.snapshot().runner(2)
        np.testing.assert_allclose(after.theta - before.theta, -0.05 * present(found.batch), atol=1e-14)


def test_all_rows_at_once_have_no_batch_of_their_own(case: MakeCase) -> None:
    one = case(only_two=False)
    shot = one.snapshot()
    found = slopes(shot, one.project)[1]
    assert shot.runner(1).next_rows is None
    assert found.batch is None
    before = shot.runner(1).theta
    one.trainer.run(updates=1)
    after = one.trainer.snapshot().runner(1).theta
    np.testing.assert_allclose(after - before, -0.3 * found.full, atol=1e-14)


def test_looking_at_the_next_rows_changes_nothing(case: MakeCase) -> None:
    looked, left = case(only_two=False), case(only_two=False)
    for _ in range(90):
        looked.trainer.run(updates=1)
        looked.trainer.snapshot()
    left.trainer.run(updates=90)
    assert (
        looked.trainer.snapshot().runner(2).theta.tobytes()
        == left.trainer.snapshot().runner(2).theta.tobytes()
    )


def test_locked_weights_have_no_slope_and_the_stopped_no_arrow(case: MakeCase) -> None:
    one = case(only_two=True)
    found = slopes(one.snapshot(), one.project)
    locked = ~one.network.layout.trainable
    assert not found[2].full[locked].any()
    assert not present(found[2].batch)[locked].any()
    shot = one.snapshot()
    stopped = replace(shot.runners[0], stopped=StopReason("updates", ""))
    assert list(slopes(replace(shot, runners=(stopped, shot.runners[1])), one.project)) == [2]


def test_they_are_off_at_first_and_a_view_switch(case: MakeCase) -> None:
    surface = view_of(case)
    assert surface.race.arrows.arrows() == []
    surface.race.toggle_slopes()
    assert surface.document.view.slopes
    assert surface.document.undo_stack.count() == 0
    hand_out(surface)
    arrows = surface.race.arrows.arrows()
    assert [(arrow.place, arrow.is_batch) for arrow in arrows] == [(1, False), (1, True), (0, False)]
    surface.race.toggle_slopes()
    assert surface.race.arrows.arrows() == []


def test_arrows_begin_at_the_balls_and_point_down_the_drawn_slope(case: MakeCase) -> None:
    surface = view_of(case)
    surface.race.toggle_slopes()
    hand_out(surface)
    traces = {trace.place: trace for trace in present(surface.map.picture).traces}
    for arrow in surface.race.arrows.arrows():
        np.testing.assert_allclose(arrow.foot, traces[arrow.place].ball, atol=1e-12)
    shown = next(a for a in surface.race.arrows.arrows() if a.place == 0)
    theta = surface.case.snapshot().shown_runner.theta
    indices = [surface.case.network.layout.index(key) for key in surface.case.axes]
    for k, index in enumerate(indices):
        step = np.zeros_like(theta)
        step[index] = 1e-6
        slope = (surface.case.cost(theta + step) - surface.case.cost(theta - step)) / 2e-6
        assert shown.down[k] == pytest.approx(-slope, rel=1e-5)


def test_a_ball_that_has_moved_on_loses_its_arrow(case: MakeCase) -> None:
    surface = view_of(case)
    surface.race.toggle_slopes()
    hand_out(surface)
    surface.case.trainer.run(updates=1)
    surface.still.hand_out(snapshot=surface.case.snapshot())
    surface.refresh()
    assert surface.race.arrows.arrows() == []


def test_how_long_they_are_is_said_and_true(case: MakeCase) -> None:
    surface = view_of(case)
    surface.race.toggle_slopes()
    hand_out(surface)
    surface.grab()
    arrows, scale = surface.race.arrows.arrows(), surface.race.arrows.scale
    text = surface.race.arrows.legend()
    assert text.endswith("bold next 1 row, thin all")
    assert f"slope × {scale:g}" in text
    frame = surface.map
    lengths = []
    for arrow in arrows:
        start = frame.scene_position(*arrow.foot)
        end = frame.scene_position(*(arrow.foot + scale * arrow.down))
        lengths.append(np.hypot(end.x() - start.x(), end.y() - start.y()))
    assert 22 <= max(lengths) <= 90


def test_a_scale_is_round_and_keeps_still() -> None:
    first = fitting_scale(np.array([0.3, 1.0]), 0.0)
    assert first == 50.0
    assert fitting_scale(np.array([0.8]), first) == first
    assert fitting_scale(np.array([0.1]), first) == 500.0
    assert fitting_scale(np.array([np.nan, 0.0]), 7.0) == 7.0


def test_on_any_plane_the_arrow_is_where_the_foot_goes(case: MakeCase) -> None:
    one = case(only_two=False)
    theta = one.snapshot().shown_runner.theta
    rng = np.random.default_rng(2)
    gradient, d1, d2 = rng.normal(size=(3, len(theta)))
    plane = Plane(rng.normal(size=len(theta)), d1, d2)
    feet = plane.coordinates(np.array([theta - 1e-3 * gradient, theta]))
    np.testing.assert_allclose(downhill(plane, theta, gradient), (feet[0] - feet[1]) / 1e-3, atol=1e-9)
    positive = np.abs(theta) + 0.5
    logarithmic = axis_plane(positive, 0, 3, logarithmic=True)
    feet = logarithmic.coordinates(np.array([positive - 1e-6 * gradient, positive]))
    np.testing.assert_allclose(
        downhill(logarithmic, positive, gradient), (feet[0] - feet[1]) / 1e-6, rtol=1e-4, atol=1e-6
    )
