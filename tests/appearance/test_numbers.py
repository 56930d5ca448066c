"""Numbers on screen are short, honest and can be typed back."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.appearance.numbers import (
    format_count,
    format_fixed,
    format_number,
    format_percent,
    format_running,
    format_setting,
    parse_number,
    with_unit,
)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0384, 3, "0.0384"),
        (1.2, 3, "1.20"),
        (-2.5, 2, "−2.5"),
        (0.038449, 4, "0.03845"),
        (9.999, 3, "10.0"),
        (99.96, 3, "100"),
        (118_000.4, 3, "118,000"),
        (0.0009999, 3, "0.00100"),
        (0.00012, 3, "1.2 × 10⁻⁴"),
        (-3.456e-12, 3, "−3.46 × 10⁻¹²"),
        (12_345_678.0, 3, "1.23 × 10⁷"),
        (0.0, 3, "0"),
        (-0.0, 3, "0"),
        (math.nan, 3, "–"),
        (math.inf, 3, "∞"),
        (-math.inf, 3, "−∞"),
    ],
)
def test_significant_digits(value: float, digits: int, text: str) -> None:
    assert format_number(value, digits) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0.00"), (-0.004, "0.00"), (-0.006, "−0.01"), (1234.5, "1,234.50"), (math.nan, "–")],
)
def test_fixed_decimals_never_show_minus_zero(value: float, text: str) -> None:
    assert format_fixed(value) == text


def test_counts_units_and_shares() -> None:
    assert format_count(2720) == "2,720"
    assert with_unit(159.2, "m²") == "159\u2009m²"
    assert with_unit(3.0, "") == "3.00"
    assert format_percent(0.953) == "95\u2009%"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0384, "0.0384"),
        (0.5, "0.5000"),
        (0.00384, "0.00384"),
        (1.5, "1.500"),
        (12.3456, "12.35"),
        (123.456, "123.5"),
        (1234.56, "1,235"),
        (0.00012, "1.2 × 10⁻⁴"),
        (0.0, "0"),
        (math.nan, "–"),
    ],
)
def test_running_numbers_keep_their_length(value: float, text: str) -> None:
    assert format_running(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.02, "0.02"), (10.0, "10"), (1500.0, "1,500"), (1e-4, "1 × 10⁻⁴"), (-0.5, "−0.5")]
)
def test_settings_have_no_trailing_zeros(value: float, text: str) -> None:
    assert format_setting(value) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.2 × 10⁻⁴", 1.2e-4),
        ("−0.5", -0.5),
        ("1,234", 1234.0),
        ("1,234.5", 1234.5),
        ("0,5", 0.5),
        ("1e-4", 1e-4),
        (".5", 0.5),
        (" 3 ", 3.0),
        ("2 * 10^3", 2000.0),
    ],
)
def test_typed_numbers_are_read(text: str, value: float) -> None:
    assert parse_number(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("text", ["", "abc", "1_000", "nan", "infinity", "１２", "1e999", "--1", "1 2"])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert parse_number(text) is None


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300))
def test_what_is_written_can_be_typed_back(value: float) -> None:
    for text, digits in ((format_number(value), 3), (format_setting(value), 6)):
        read = parse_number(text)
        assert read is not None
        assert read == pytest.approx(value, rel=10.0 ** (1 - digits))
        assert "-" not in text
