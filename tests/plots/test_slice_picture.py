"""The picture is true before a pixel is drawn: places, costs, age, distances."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.document import edits
from playground.engine.landscape.landmark import Landmark, LandmarkKind
from playground.engine.landscape.planes import Plane
from playground.engine.landscape.surface import Window
from playground.engine.snapshot import Snapshot
from playground.plots.slice_picture import SlicePicture, freshness, slice_picture
from tests.looking import present
from tests.plots.conftest import Case, MakeCase

FIVE = [(2.1, -1.7), (-1.3, 0.4), (0.25, 1.9), (3.2, -0.6), (-2.2, -2.4)]


def picture_of(case: Case, snapshot: Snapshot | None = None) -> SlicePicture:
    snapshot = case.snapshot() if snapshot is None else snapshot
    return present(slice_picture(case.pictures(snapshot), snapshot, case.project))


@pytest.mark.parametrize("start", FIVE)
@pytest.mark.parametrize("updates", [0, 7])
def test_ball_and_surface_have_the_true_cost(
    case: MakeCase, start: tuple[float, float], updates: int
) -> None:
    one = case(only_two=True, start=start)
    one.trainer.run(updates=updates)
    picture = picture_of(one)
    for trace in picture.traces:
        theta = one.snapshot().runner(trace.runner_id).theta
        foot = picture.surface.plane.points(*trace.ball)[0]
        assert foot == pytest.approx(theta, rel=0, abs=1e-12)
        assert trace.cost == pytest.approx(one.cost(theta), rel=1e-9)
        assert trace.distance == 0.0
        drawn = picture.cost_at(*trace.ball)
        column = int(np.argmin(np.abs(picture.surface.x - trace.ball[0])))
        row = int(np.argmin(np.abs(picture.surface.y - trace.ball[1])))
        center = picture.surface.plane.points(picture.surface.x[column], picture.surface.y[row])[0]
        assert drawn == pytest.approx(one.cost(center), rel=1e-5)


def test_cell_centers_lie_on_the_surface_s_coordinates(case: MakeCase) -> None:
    one = case(only_two=True)
    pictures = one.pictures(window=Window(-1.0, 4.0, 2.0, 2.5), n=10)
    picture = present(slice_picture(pictures, one.snapshot(), one.project))
    left, bottom, width, height = picture.rect
    assert left + width * (np.arange(10) + 0.5) / 10 == pytest.approx(picture.surface.x)
    assert bottom + height * (np.arange(10) + 0.5) / 10 == pytest.approx(picture.surface.y)
    assert (left, bottom, left + width, bottom + height) == pytest.approx((-1.0, 2.0, 4.0, 2.5))


def test_with_two_free_weights_balls_are_the_newest_and_the_badge_stays_exact(case: MakeCase) -> None:
    one = case(only_two=True)
    pictures = one.pictures()
    one.trainer.run(updates=50)
    newest = one.snapshot()
    picture = present(slice_picture(pictures, newest, one.project))
    assert picture.freshness.badge == "exact"
    for trace in picture.traces:
        assert trace.ball == pytest.approx(
            present(pictures.surface).plane.coordinates(newest.runner(trace.runner_id).theta[None])[0]
        )
        assert trace.cost == newest.runner(trace.runner_id).cost


def test_otherwise_balls_belong_to_the_surface_and_the_badge_tells_its_age(case: MakeCase) -> None:
    one = case(only_two=False)
    drawn = one.snapshot()
    pictures = one.pictures(drawn)
    assert present(slice_picture(pictures, drawn, one.project)).freshness.badge == "exact"
    one.trainer.run(updates=12)
    picture = present(slice_picture(pictures, one.snapshot(), one.project))
    assert picture.freshness.badge == "12 updates old"
    assert not picture.freshness.is_exact
    assert picture.traces[-1].cost == drawn.shown_runner.cost
    assert freshness(drawn, drawn).badge == "exact"
    one.trainer.run(updates=1)
    assert freshness(drawn, one.snapshot()).badge == "13 updates old"


@pytest.mark.parametrize("only_two", [True, False])
def test_pictures_of_other_weights_are_out_of_date(case: MakeCase, only_two: bool) -> None:
    one = case(only_two=only_two)
    pictures = one.pictures()
    restarted = one.snapshot(generation=1)
    picture = present(slice_picture(pictures, restarted, one.project))
    assert picture.freshness.badge == "out of date"
    assert picture.traces[-1].cost == pictures.snapshot.shown_runner.cost


def test_a_slice_of_another_runner_is_out_of_date(case: MakeCase) -> None:
    one = case(only_two=False)
    one.trainer.run(updates=3)
    pictures = one.pictures()
    one.trainer.shown = 2
    picture = present(slice_picture(pictures, one.snapshot(), one.project))
    assert picture.freshness.badge == "out of date"
    assert picture.shown_name == "Gradient descent"


def test_the_other_runner_stands_on_its_foot_and_says_how_far_away_it_is(case: MakeCase) -> None:
    one = case(only_two=False)
    one.trainer.run(updates=20)
    snapshot = one.snapshot()
    picture = picture_of(one, snapshot)
    other, shown = picture.traces
    assert shown.shown
    assert shown.distance == 0.0
    theta = snapshot.runner(2).theta
    indices = [snapshot.network.layout.index(key) for key in one.axes]
    away = np.delete(theta - snapshot.shown_runner.theta, indices)
    assert other.distance == pytest.approx(np.linalg.norm(away), rel=1e-12)
    assert other.distance > 0.01
    assert other.ball == pytest.approx(theta[indices], abs=1e-12)
    assert other.cost == pytest.approx(one.cost(theta), rel=1e-9)
    assert present(other.path_distances)[-1] == other.distance


def test_paths_end_where_the_balls_are_and_start_at_the_start(case: MakeCase) -> None:
    one = case(only_two=True, start=(1.25, -0.75))
    one.trainer.run(updates=11)
    picture = picture_of(one)
    assert picture.start == pytest.approx((1.25, -0.75))
    for trace in picture.traces:
        assert trace.path[0] == pytest.approx((1.25, -0.75))
        assert trace.path[-1] == pytest.approx(trace.ball)
        assert trace.path_distances is None


def test_path_coordinates_agree_with_the_plane_s_own(case: MakeCase) -> None:
    one = case(only_two=False)
    one.trainer.run(updates=30)
    snapshot = one.snapshot()
    picture = picture_of(one, snapshot)
    for trace in picture.traces:
        expected = picture.surface.plane.coordinates(snapshot.runner(trace.runner_id).path)
        assert trace.path[:-1] == pytest.approx(expected, abs=1e-12)


def test_any_other_plane_is_projected_by_least_squares(case: MakeCase) -> None:
    one = case(only_two=False)
    one.trainer.run(updates=30)
    pictures = one.pictures()
    rng = np.random.default_rng(1)
    n = one.network.layout.n_params
    plane = Plane(one.snapshot().shown_runner.theta, rng.normal(size=n), rng.normal(size=n))
    pictures = replace(pictures, surface=replace(present(pictures.surface), plane=plane), axes=None)
    picture = present(slice_picture(pictures, one.snapshot(), one.project))
    theta = one.snapshot().runner(2).theta
    expected = np.linalg.lstsq(np.column_stack((plane.d1, plane.d2)), theta - plane.origin, rcond=None)[0]
    assert picture.traces[0].ball == pytest.approx(expected)
    assert picture.axis_titles[1].text == "direction 2"


def test_distances_of_a_long_path_are_measured_at_some_points(case: MakeCase) -> None:
    one = case(only_two=False)
    one.trainer.run(updates=2000)
    snapshot = one.snapshot()
    picture = picture_of(one, snapshot)
    trace = picture.traces[-1]
    exact = picture.surface.plane.distances(snapshot.shown_runner.path)
    assert present(trace.path_distances)[:-1] == pytest.approx(exact, abs=0.01 * exact.max())


def test_the_color_scale_is_kept_while_the_surface_is(case: MakeCase) -> None:
    one = case(only_two=True)
    pictures = one.pictures()
    first = present(slice_picture(pictures, one.snapshot(), one.project))
    one.trainer.run(updates=3)
    second = present(slice_picture(pictures, one.snapshot(), one.project, first))
    assert second.scale is first.scale


def test_lowest_is_the_lowest_minimum_never_a_saddle_or_a_cell(case: MakeCase) -> None:
    picture = picture_of(case(only_two=True))
    theta, here = np.zeros(3), np.array([0.5, 0.25])
    kinds: tuple[tuple[LandmarkKind, float], ...]
    kinds = (("saddle", 0.01), ("minimum", 0.3), ("minimum", 0.2), ("maximum", 0.9))
    points = tuple(Landmark(kind, here, theta, cost, here) for kind, cost in kinds)
    picture = replace(picture, landmarks=points)
    assert picture.lowest is points[2]
    assert "lowest minimum found here at (0.500, 0.250), cost 0.2000" in picture.sentence()
    assert replace(picture, landmarks=points[::3]).lowest is None


def test_no_surface_no_picture_and_strangers_are_left_out(case: MakeCase) -> None:
    one = case(only_two=True)
    pictures = one.pictures()
    assert slice_picture(replace(pictures, surface=None), one.snapshot(), one.project) is None
    without = edits.remove_runner(one.project, 2)
    picture = present(slice_picture(pictures, one.snapshot(), without))
    assert [trace.runner_id for trace in picture.traces] == [1]


def test_cost_at_is_nothing_outside_and_in_gaps(case: MakeCase) -> None:
    one = case(only_two=True)
    picture = present(slice_picture(one.pictures(n=9), one.snapshot(), one.project))
    assert picture.cost_at(100.0, 0.0) is None
    costs = np.array(picture.surface.costs)
    costs[0, 0] = np.nan
    holed = replace(picture, surface=replace(picture.surface, costs=costs))
    assert holed.cost_at(float(picture.surface.x[0]), float(picture.surface.y[0])) is None
    assert holed.cost_at(float(picture.surface.x[1]), float(picture.surface.y[0])) is not None


def test_the_sentence_says_what_is_shown(case: MakeCase) -> None:
    one = case(only_two=False)
    one.trainer.run(updates=5)
    sentence = picture_of(one).sentence()
    for part in (
        "weight x → hidden 1.1",
        "bias hidden 1.1",
        "exact",
        "slice through the weights of",
        "off the",
    ):
        assert part in sentence
    assert sentence.index("Gradient descent at") < sentence.index("Stochastic at")
