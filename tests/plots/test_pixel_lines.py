"""Fewer points on screen, but none that could be missed."""

from __future__ import annotations

import numpy as np
import pytest

from playground.plots.pixel_lines import dashed, extremes, moving_average, settled_from, visible_points


def test_points_in_one_pixel_are_drawn_once() -> None:
    xy = np.repeat(np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 20.0]]), 500, axis=0) + 0.2
    indices = visible_points(xy)
    assert len(indices) <= 4
    assert indices[0] == 0
    assert indices[-1] == len(xy) - 1


def test_a_path_that_walks_keeps_its_corners() -> None:
    xy = np.array([[0.0, 0.0], [50.0, 3.0], [55.0, 40.0], [90.0, 41.0]])
    assert visible_points(xy).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("n", [0, 1, 2, 3, 5000])
def test_never_more_points_than_allowed_and_always_the_ends(n: int) -> None:
    xy = np.random.default_rng(0).normal(0, 200, (n, 2))
    indices = visible_points(xy, 100)
    assert len(indices) <= max(100, min(n, 2))
    assert indices.tolist() == sorted(set(indices.tolist()))
    if n:
        assert (indices[0], indices[-1]) == (0, n - 1)


def test_points_that_are_not_finite_or_far_away_do_no_harm() -> None:
    xy = np.array([[0.0, 0.0], [np.nan, 1.0], [1e300, -1e300], [np.inf, 0.0], [5.0, 5.0]])
    indices = visible_points(xy)
    assert indices[0] == 0
    assert indices[-1] == 4


def test_a_spike_of_one_point_survives_decimation() -> None:
    x = np.arange(4096.0)
    y = np.ones(4096)
    y[1234], y[3001] = 50.0, -7.0
    few_x, few_y = extremes(x, y, 200)
    assert len(few_x) <= 402 + 4096 % 21
    assert few_y.max() == 50.0
    assert few_y.min() == -7.0
    assert few_x[few_y == 50.0] == 1234.0
    assert (few_x[0], few_x[-1]) == (0.0, 4095.0)
    assert np.all(np.diff(few_x) > 0)


def test_short_and_broken_curves_are_left_alone() -> None:
    x, y = np.arange(10.0), np.full(10, np.nan)
    assert extremes(x, y, 100)[0] is x
    long_x = np.arange(1003.0)
    few_x, few_y = extremes(long_x, np.full(1003, np.nan), 50)
    assert len(few_x) == len(few_y) <= 102 + 21
    assert few_x[-1] == 1002.0


def test_moving_average_is_the_mean_around_each_point() -> None:
    y = np.array([0.0, 3.0, 6.0, 9.0, 100.0])
    smooth = moving_average(y, 3)
    assert smooth.tolist() == [0.0, 3.0, 6.0, pytest.approx(115 / 3), 100.0]


def test_moving_average_follows_a_slope_to_its_ends() -> None:
    y = np.linspace(5.0, 1.0, 200)
    assert moving_average(y, 21) == pytest.approx(y)


def test_moving_average_keeps_gaps_and_ignores_them() -> None:
    y = np.array([1.0, np.nan, 3.0, np.inf, 5.0])
    smooth = moving_average(y, 3)
    assert np.isnan(smooth[[1, 3]]).all()
    assert smooth[2] == 3.0


def test_dashes_leave_gaps_and_cover_their_share() -> None:
    pieces = dashed(np.array([[0.0, 0.0], [40.0, 0.0], [40.0, 40.0]]), 5.0, 3.0)
    ends = pieces.reshape(-1, 3, 2)
    assert np.isnan(ends[:, 2]).all(), "no gap between dashes"
    length = np.hypot(*(ends[:, 1] - ends[:, 0]).T).sum()
    assert length == pytest.approx(80 * 5 / 8)


def test_where_a_path_settled() -> None:
    path = np.array([[0.0, 0.0], [5.0, 0.0], [9.8, 0.1], [10.1, 0.0], [10.0, 0.0]])
    assert settled_from(path, np.array([10.0, 10.0])) == 2
    assert settled_from(path[-1:], np.array([10.0, 10.0])) == 0
    back = np.array([[10.0, 0.0], [0.0, 0.0], [10.0, 0.0]])
    assert settled_from(back, np.array([10.0, 10.0])) == 2, "passing by is not settling"
