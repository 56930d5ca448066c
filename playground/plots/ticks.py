"""Where an axis has its numbers, and how they are written. No Qt: axes, color bars and tests share it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from playground.appearance.numbers import format_fixed, format_number, format_setting


def linear_ticks(low: float, high: float, most: int = 6) -> tuple[float, tuple[float, ...]]:
    """The spacing (1, 2 or 5 times a power of ten) and the at most ``most`` round values in low … high."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return 1.0, ()
    power = 10.0 ** math.floor(math.log10((high - low) / max(1, most)))
    for factor in (1.0, 2.0, 5.0, 10.0, 20.0):
        spacing = factor * power
        first, last = math.ceil(low / spacing - 1e-9), math.floor(high / spacing + 1e-9)
        if last - first < most:
            break
    return spacing, tuple(i * spacing for i in range(first, last + 1))


def log_ticks(low: float, high: float, most: int = 7) -> tuple[float, ...]:
    """Round values v with low ≤ log10 v ≤ high: 1, 2 and 5 of every decade, or fewer where those are too
    many; evenly spaced round values where an axis is too short to hold three of them."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return ()
    decades = range(math.floor(low) - 1, math.ceil(high) + 1)
    for factors in ((1.0, 2.0, 5.0), (1.0, 3.0), (1.0,)):
        values = [f * 10.0**d for d in decades for f in factors]
        inside = tuple(v for v in values if low - 1e-9 <= math.log10(v) <= high + 1e-9)
        if len(inside) <= most:
            return inside if len(inside) >= 3 else linear_ticks(10.0**low, 10.0**high, min(most, 5))[1]
    stride = math.ceil(len(inside) / most)
    return tuple(v for v in inside if round(math.log10(v)) % stride == 0)


def axis_ticks(low: float, high: float, most: int, *, logarithmic: bool) -> list[tuple[float, str]]:
    """Where numbers stand on an axis from ``low`` to ``high`` in plotted coordinates, and their texts."""
    if logarithmic:
        values = log_ticks(low, high, most)
        return list(zip((math.log10(v) for v in values), tick_labels(values), strict=True))
    spacing, values = linear_ticks(low, high, most)
    return list(zip(values, tick_labels(values, spacing), strict=True))


def tick_labels(values: Sequence[float], spacing: float | None = None) -> list[str]:
    """The values with just the decimals their spacing needs.

    Without a spacing (logarithmic axes) every value is written as short as it can be.
    """
    if spacing is None:
        return [format_setting(v, 4) for v in values]
    largest = max((abs(v) for v in values), default=0.0)
    if largest >= 1e6 or 0 < largest < 1e-3:
        digits = 1 + max(0, _exponent(largest) - _exponent(spacing))
        return [format_number(v if abs(v) > spacing / 2 else 0.0, digits) for v in values]
    return [format_fixed(v, max(0, -_exponent(spacing))) for v in values]


def spread_labels(values: Sequence[float]) -> list[str]:
    """Values that are not round (the ends and quarters of a color bar) with as few digits, at least two,
    as tell them apart."""
    labels: list[str] = []
    for digits in range(2, 9):
        labels = [format_number(v, digits) for v in values]
        if len(set(labels)) == len(set(values)):
            break
    return labels


def _exponent(value: float) -> int:
    """The power of ten of the first digit; the noise in 0.30000000000000004 is no digit."""
    return math.floor(math.log10(abs(value)) + 1e-9)
