"""Numbers on axes: few, round, inside, and written with a true minus and no needless digits."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.plots.ticks import linear_ticks, log_ticks, spread_labels, tick_labels

ENDS = st.floats(-1e9, 1e9, allow_nan=False)


@given(ENDS, st.floats(1e-3, 1e9), st.integers(2, 8))
def test_linear_ticks_are_few_round_and_inside(low: float, width: float, most: int) -> None:
    high = low + width
    if not high > low:
        return
    spacing, values = linear_ticks(low, high, most)
    assert len(values) <= most
    assert all(low - 1e-6 * width <= v <= high + 1e-6 * width for v in values)
    mantissa = spacing / 10.0 ** math.floor(math.log10(spacing) + 1e-9)
    assert min(abs(mantissa - round_one) for round_one in (1, 2, 5)) < 1e-6
    assert high - low <= spacing * (most + 2) * 2.5, "ticks lie too far apart to read values between them"


def test_linear_ticks_of_a_known_range() -> None:
    spacing, values = linear_ticks(-0.6, 4.4, 6)
    assert spacing == 1.0
    assert values == (0.0, 1.0, 2.0, 3.0, 4.0)


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (1.0, -1.0), (math.nan, 1.0), (0.0, math.inf)])
def test_no_ticks_where_there_is_no_range(low: float, high: float) -> None:
    assert linear_ticks(low, high)[1] == ()
    assert log_ticks(low, high) == ()


def test_log_ticks_take_one_two_five_then_fewer() -> None:
    assert log_ticks(math.log10(0.012), math.log10(1.2)) == pytest.approx((0.02, 0.05, 0.1, 0.2, 0.5, 1.0))
    assert log_ticks(-3.0, 0.0, most=7) == pytest.approx((0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0))
    assert log_ticks(-20.0, 0.0, most=7) == pytest.approx([10.0**d for d in (-18, -15, -12, -9, -6, -3, 0)])


def test_a_short_log_axis_gets_evenly_spaced_numbers() -> None:
    values = log_ticks(math.log10(0.31), math.log10(0.39), most=6)
    assert len(values) >= 3
    assert values == pytest.approx([values[0] + i * (values[1] - values[0]) for i in range(len(values))])


@pytest.mark.parametrize(
    ("values", "spacing", "labels"),
    [
        ([-1.0, 0.0, 1.0], 1.0, ["−1", "0", "1"]),
        ([-0.5, 0.0, 0.5], 0.5, ["−0.5", "0.0", "0.5"]),
        ([-1e-17, 0.2, 0.4], 0.2, ["0.0", "0.2", "0.4"]),
        ([0.1 * 3, 0.4], 0.1, ["0.3", "0.4"]),
        ([0.0, 50_000.0], 50_000.0, ["0", "50,000"]),
        ([0.0, 2e-5, 4e-5], 2e-5, ["0", "2 × 10⁻⁵", "4 × 10⁻⁵"]),
        ([1e7, 1.5e7], 5e6, ["1 × 10⁷", "1.5 × 10⁷"]),
        ([0.001, 0.03, 1.0, 200.0], None, ["0.001", "0.03", "1", "200"]),
        ([], 1.0, []),
    ],
)
def test_labels(values: list[float], spacing: float | None, labels: list[str]) -> None:
    assert tick_labels(values, spacing) == labels


def test_labels_of_a_color_bar_stay_apart() -> None:
    assert spread_labels([0.054, 0.34, 1.2]) == ["0.054", "0.34", "1.2"]
    near = spread_labels([0.33331, 0.33332, 0.33333])
    assert len(set(near)) == 3
