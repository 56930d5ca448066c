"""Interval arithmetic on arrays: every result surely contains every value it stands for.

NumPy rounds to nearest, with a relative error of at most u = 2⁻⁵³ for + − × ÷ and square roots. Instead of
switching the processor's rounding, every bound is moved outward: by 4 u of its size after one operation, by
64 u after exp, log, tanh and the like (NumPy's own are within 4 units in the last place, that is 8 u), by
(n + 8) · 2 u of the sum of sizes after a sum of n products (Higham 2002, section 3.1: n u to first order),
and by 1e-300 for what underflows. Moore, Kearfott, Cloud, Introduction to Interval Analysis, 2009.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.layout import Array, Mask

U = 2.0**-53
ARITHMETIC = 4 * U
FUNCTION = 64 * U
TINY = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """Arrays of intervals [lo, hi], of any one shape. NaN in a bound means: nothing is known."""

    lo: Array
    hi: Array

    @staticmethod
    def exactly(values: Array) -> Interval:
        return Interval(values, values)

    @staticmethod
    def stacked(parts: Sequence[Interval]) -> Interval:
        """Intervals of one shape along a new first axis."""
        return Interval(np.stack([part.lo for part in parts]), np.stack([part.hi for part in parts]))

    def __getitem__(self, key: Any) -> Interval:
        return Interval(self.lo[key], self.hi[key])

    def __neg__(self) -> Interval:
        return Interval(-self.hi, -self.lo)

    def __add__(self, other: Interval) -> Interval:
        return outward(self.lo + other.lo, self.hi + other.hi)

    def __sub__(self, other: Interval) -> Interval:
        return outward(self.lo - other.hi, self.hi - other.lo)

    def __mul__(self, other: Interval) -> Interval:
        a, b = self.lo * other.lo, self.lo * other.hi
        c, d = self.hi * other.lo, self.hi * other.hi
        return outward(
            np.minimum(np.minimum(a, b), np.minimum(c, d)), np.maximum(np.maximum(a, b), np.maximum(c, d))
        )

    def times(self, factor: float) -> Interval:
        """Multiplied by a number."""
        a, b = self.lo * factor, self.hi * factor
        return outward(np.minimum(a, b), np.maximum(a, b))

    def plus(self, number: Array | float) -> Interval:
        return outward(self.lo + number, self.hi + number)

    def squared(self) -> Interval:
        a, b = np.square(self.lo), np.square(self.hi)
        low = np.where((self.lo < 0) & (self.hi > 0), 0.0, np.minimum(a, b))
        widened = outward(low, np.maximum(a, b))
        return Interval(np.maximum(widened.lo, 0.0), widened.hi)

    def magnitude(self) -> Array:
        """The largest size of any value in it."""
        return np.maximum(np.abs(self.lo), np.abs(self.hi))

    def within(self, other: Interval) -> Interval:
        """Their intersection: both must contain the values. NaN bounds of ``other`` say nothing."""
        return Interval(np.fmax(self.lo, other.lo), np.fmin(self.hi, other.hi))

    def spread(self, radius: Array) -> Interval:
        """Widened by ``radius`` on both sides."""
        return outward(self.lo - radius, self.hi + radius)

    def contains_zero(self) -> Mask:
        return np.asarray((self.lo <= 0) & (self.hi >= 0))

    def summed(self, axes: tuple[int, ...]) -> Interval:
        """Added up along axes."""
        size = self.magnitude()
        n = int(np.prod([size.shape[axis] for axis in axes]))
        slack = (n + 8) * 2 * U * size.sum(axis=axes) + n * TINY
        return Interval(self.lo.sum(axis=axes) - slack, self.hi.sum(axis=axes) + slack)


def outward(lo: Array, hi: Array, by: float = ARITHMETIC) -> Interval:
    """Bounds that were rounded, moved outward."""
    return Interval(lo - (np.abs(lo) * by + TINY), hi + (np.abs(hi) * by + TINY))


def weighted(weights: Array, values: Interval) -> Interval:
    """Matrix product ``weights`` ``(n_out, n_in)`` times ``(..., n_in, n_rows)``, weights exact."""
    middle = (values.lo + values.hi) / 2
    radius = np.maximum(values.hi - middle, middle - values.lo)
    sizes = np.abs(weights)
    slack = (weights.shape[1] + 8) * 2 * U
    radius = sizes @ (radius + slack * (np.abs(middle) + radius) + TINY)
    radius += np.abs(radius) * slack
    center = weights @ middle
    return outward(center - radius, center + radius)


def joined(parts: Sequence[Interval], axis: int) -> Interval:
    """One after another along an axis."""
    return Interval(
        np.concatenate([part.lo for part in parts], axis), np.concatenate([part.hi for part in parts], axis)
    )


def rising(function: Callable[[Array], Array], over: Interval) -> Interval:
    """The values of a function that never falls."""
    return outward(function(over.lo), function(over.hi), FUNCTION)


def bent(
    function: Callable[[Array], Array], over: Interval, extremes: Sequence[tuple[float, float]]
) -> Interval:
    """The values of a function whose only extremes inside are ``(place, value)``."""
    a, b = function(over.lo), function(over.hi)
    lo, hi = np.minimum(a, b), np.maximum(a, b)
    for place, value in extremes:
        # A place known to rounding only may lie just outside; taking its value in does no harm.
        slack = FUNCTION * (1 + abs(place))
        inside = (over.lo <= place + slack) & (over.hi >= place - slack)
        lo, hi = np.where(inside, np.minimum(lo, value), lo), np.where(inside, np.maximum(hi, value), hi)
    return outward(lo, hi, FUNCTION)


def reciprocal(over: Interval) -> Interval:
    """1 / x; unknown where 0 is inside."""
    unknown = over.contains_zero()
    with np.errstate(all="ignore"):
        return outward(np.where(unknown, np.nan, 1 / over.hi), np.where(unknown, np.nan, 1 / over.lo))


def periodic(over: Interval, shift: float) -> Interval:
    """cos(x − shift): sines and cosines; ±1 inside unless the nearest extremes are clearly outside."""
    slack = 1e-12 * (1 + over.magnitude())
    with np.errstate(invalid="ignore"):
        a, b = np.cos(over.lo - shift), np.cos(over.hi - shift)
        low_turn = (over.lo - shift - slack) / np.pi
        high_turn = (over.hi - shift + slack) / np.pi
        top = np.floor(high_turn / 2) >= np.ceil(low_turn / 2)
        bottom = np.floor((high_turn - 1) / 2) >= np.ceil((low_turn - 1) / 2)
    lo = np.where(bottom, -1.0, np.minimum(a, b) - slack)
    hi = np.where(top, 1.0, np.maximum(a, b) + slack)
    return Interval(np.maximum(lo, -1.0), np.minimum(hi, 1.0))
