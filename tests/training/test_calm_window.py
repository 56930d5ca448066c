"""The automatic window: holds what it must, and does not fidget."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.landscape.surface import Window
from playground.training.calm_window import FILLED, LEAST_WIDTH, MARGIN, calm_window

Array = npt.NDArray[np.float64]

places = st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=1, max_size=20)


def holds(window: Window, points: Array) -> bool:
    """All points at least a tenth of the width inside (but for rounding)."""
    low = np.array([window.x0, window.y0])
    high = np.array([window.x1, window.y1])
    slack = (MARGIN - 1e-6) * (high - low)
    return bool(np.all(points >= low + slack) and np.all(points <= high - slack))


@given(places)
def test_every_point_lies_a_tenth_inside(points: list[tuple[float, float]]) -> None:
    window = calm_window(np.array(points), None)
    assert holds(window, np.array(points))


@given(places, places)
def test_a_previous_window_is_kept_or_replaced_by_one_that_holds_all(
    before: list[tuple[float, float]], after: list[tuple[float, float]]
) -> None:
    previous = calm_window(np.array(before), None)
    window = calm_window(np.array(after), previous)
    assert holds(window, np.array(after))
    assert calm_window(np.array(after), window) == window


def test_start_alone_is_seen_with_room_around_it() -> None:
    window = calm_window(np.array([[0.3, -0.2]]), None)
    for low, high, middle in ((window.x0, window.x1, 0.3), (window.y0, window.y1, -0.2)):
        assert high - low >= LEAST_WIDTH
        assert middle - low >= 1.5
        assert high - middle >= 1.5


@pytest.mark.parametrize("jitter", [0.0, 0.02])
def test_a_long_walk_changes_the_window_only_a_few_times(jitter: float) -> None:
    rng = np.random.default_rng(3)
    steps = np.linspace(0, 1, 3000)
    path = np.column_stack([30 * steps, -4 * steps**2]) + jitter * rng.standard_normal((3000, 2))
    window, changes = calm_window(path[:1], None), 0
    for n in range(1, len(path) + 1):
        new = calm_window(path[:n], window)
        assert holds(new, path[:n])
        changes += new != window
        window = new
    assert 2 <= changes <= 12


def test_axes_do_not_disturb_each_other() -> None:
    window = calm_window(np.zeros((1, 2)), None)
    wider = calm_window(np.array([[0.0, 0.0], [100.0, 0.0]]), window)
    assert (wider.y0, wider.y1) == (window.y0, window.y1)
    assert wider.x1 > 100


def test_restart_keeps_the_window_unless_nearly_all_of_it_is_empty() -> None:
    walked = calm_window(np.array([[0.0, 0.0], [40.0, 20.0]]), None)
    assert calm_window(np.zeros((1, 2)), walked) == walked
    diverged = calm_window(np.array([[0.0, 0.0], [4e6, 1e5]]), None)
    back = calm_window(np.zeros((1, 2)), diverged)
    assert back.x1 - back.x0 < 10


@given(places)
def test_edges_are_round_numbers(points: list[tuple[float, float]]) -> None:
    window = calm_window(np.array(points), None)
    for low, high in ((window.x0, window.x1), (window.y0, window.y1)):
        tenth = (high - low) / 10
        digits = tenth / 10 ** math.floor(math.log10(tenth) + 1e-9)
        assert min(abs(digits - d) for d in (1, 2, 5)) < 1e-6
        assert abs(low / tenth - round(low / tenth)) < 1e-6


def test_diverged_points_are_not_followed() -> None:
    rest = calm_window(np.array([[1.0, 1.0]]), None)
    bad = np.array([[1.0, 1.0], [np.nan, 0.0], [np.inf, 0.0], [1e300, 2.0]])
    assert calm_window(bad, None) == rest
    assert calm_window(bad[1:], rest) == rest
    nothing = calm_window(bad[1:], None)
    assert nothing.x0 < 0 < nothing.x1


def test_far_from_zero_the_window_still_has_different_edges() -> None:
    window = calm_window(np.array([[1e11, -1e11]]), None)
    assert window.x0 < 1e11 < window.x1
    assert len(np.unique(np.linspace(window.x0, window.x1, 41))) == 41


def test_share_filled_leaves_room_to_walk() -> None:
    assert FILLED + 2 * MARGIN + 0.1 < 1  # a new window never needs replacing at the very next point
