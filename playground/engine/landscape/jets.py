"""A value with its first and second derivatives by two coordinates, all as intervals over boxes.

The same rules as in forward automatic differentiation (Griewank, Walther 2008, chapter 13), on intervals:
what comes out encloses every value, slope and curvature that occurs in the box.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from playground.engine.landscape.intervals import (
    FUNCTION,
    Interval,
    bent,
    joined,
    outward,
    periodic,
    reciprocal,
    rising,
    weighted,
)
from playground.engine.layout import Array, Mask


class Taylor(NamedTuple):
    """A function of one number over intervals: it, its first two derivatives, and where it has a kink.

    At a kink ``first`` holds the slopes of both sides, and ``second`` only what holds beside it.
    """

    value: Interval
    first: Interval
    second: Interval
    kink: Mask | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Jet:
    """``value`` ``(n, ...)``; ``slopes`` ``(2, n, ...)`` by a and b; ``bends`` ``(3, n, ...)`` by aa, ab, bb.

    ``smooth`` ``(n,)``: False for boxes with a kink in them, whose bends say nothing.
    """

    value: Interval
    slopes: Interval
    bends: Interval
    smooth: Mask

    @staticmethod
    def coordinate(over: Interval, axis: int) -> Jet:
        """The coordinate itself over boxes ``(n,)``."""
        n = len(over.lo)
        slopes = np.zeros((2, n))
        slopes[axis] = 1.0
        bends = np.zeros((3, n))
        return Jet(over, Interval.exactly(slopes), Interval.exactly(bends), np.ones(n, dtype=np.bool_))

    @staticmethod
    def constant(number: Interval) -> Jet:
        """What does not depend on the coordinates ``(n, ...)``."""
        shape = number.lo.shape
        zeros = Interval.exactly(np.zeros((2, *shape)))
        bends = Interval.exactly(np.zeros((3, *shape)))
        return Jet(number, zeros, bends, np.ones(shape[0], dtype=np.bool_))

    def __add__(self, other: Jet) -> Jet:
        return Jet(
            self.value + other.value,
            self.slopes + other.slopes,
            self.bends + other.bends,
            self.smooth & other.smooth,
        )

    def __neg__(self) -> Jet:
        return Jet(-self.value, -self.slopes, -self.bends, self.smooth)

    def __sub__(self, other: Jet) -> Jet:
        return self + (-other)

    def __mul__(self, other: Jet) -> Jet:
        cross = _crossed(self.slopes, other.slopes)
        return Jet(
            self.value * other.value,
            self.value * other.slopes + other.value * self.slopes,
            self.value * other.bends + other.value * self.bends + cross,
            self.smooth & other.smooth,
        )

    def __getitem__(self, boxes: slice) -> Jet:
        return Jet(self.value[boxes], self.slopes[:, boxes], self.bends[:, boxes], self.smooth[boxes])

    def plus(self, number: Array | float) -> Jet:
        return Jet(self.value.plus(number), self.slopes, self.bends, self.smooth)

    def times(self, factor: float) -> Jet:
        return Jet(self.value.times(factor), self.slopes.times(factor), self.bends.times(factor), self.smooth)

    def weighted(self, weights: Array) -> Jet:
        """Matrix product of exact ``weights`` ``(n_out, n_in)`` and this ``(n, n_in, n_rows)``."""
        return Jet(
            weighted(weights, self.value),
            weighted(weights, self.slopes),
            weighted(weights, self.bends),
            self.smooth,
        )

    def summed(self, axes: tuple[int, ...]) -> Jet:
        """Added up along axes of ``value``, counted from the last one: −1, −2 …"""
        return Jet(self.value.summed(axes), self.slopes.summed(axes), self.bends.summed(axes), self.smooth)

    def through(self, function: Callable[[Interval], Taylor]) -> Jet:
        """A function of one number applied to it."""
        f = function(self.value)
        a, b = self.slopes[0], self.slopes[1]
        squares = Interval.stacked([a.squared(), a * b, b.squared()])
        smooth = self.smooth
        if f.kink is not None:
            smooth = smooth & ~f.kink.reshape(len(smooth), -1).any(axis=1)
        return Jet(f.value, f.first * self.slopes, f.first * self.bends + f.second * squares, smooth)

    def tightened(self, radii: Array) -> Jet:
        """The same, with what the middles tell. The second half of the boxes are the middles of the first,
        as boxes of size 0; ``radii`` ``(2, n/2)`` are the distances to the first ones' edges.

        Mean-value form, f(x) ∈ f(m) + f′(box) (x − m), and Taylor's with second derivatives.
        """
        half = len(self.smooth) // 2
        box, middle = self[:half], self[half:]
        shape = (half, *([1] * (self.value.lo.ndim - 1)))
        ra, rb = radii[0].reshape(shape), radii[1].reshape(shape)
        smooth = box.smooth.reshape(shape)
        with np.errstate(all="ignore"):
            aa, ab, bb = (box.bends[i].magnitude() * (1 + 1e-14) for i in range(3))
            turn = np.stack([aa * ra + ab * rb, ab * ra + bb * rb]) * (1 + 1e-14)
            slopes = box.slopes.within(middle.slopes.spread(np.where(smooth, turn, np.nan)))
            a, b = slopes.magnitude()
            value = box.value.within(middle.value.spread((a * ra + b * rb) * (1 + 1e-14)))
            a, b = middle.slopes.magnitude()
            reach = a * ra + b * rb + (aa * ra * ra + 2 * ab * ra * rb + bb * rb * rb) / 2
            value = value.within(middle.value.spread(np.where(smooth, reach * (1 + 1e-14), np.nan)))
        return joined_jets([Jet(value, slopes, box.bends, box.smooth), middle])


def joined_jets(parts: Sequence[Jet]) -> Jet:
    """The boxes of one after those of another."""
    return Jet(
        joined([part.value for part in parts], 0),
        joined([part.slopes for part in parts], 1),
        joined([part.bends for part in parts], 1),
        np.concatenate([part.smooth for part in parts]),
    )


def _crossed(first: Interval, second: Interval) -> Interval:
    """The part of a product's second derivatives that comes from both factors' slopes."""
    aa, bb = first[0] * second[0], first[1] * second[1]
    return Interval.stacked([aa.times(2.0), first[0] * second[1] + first[1] * second[0], bb.times(2.0)])


def tanh(z: Interval) -> Taylor:
    t = rising(np.tanh, z)
    t = Interval(np.maximum(t.lo, -1.0), np.minimum(t.hi, 1.0))
    edge, most = 3**-0.5, 0.769800358919501
    second = bent(lambda t: -2 * t * (1 - t * t), t, ((edge, -most), (-edge, most)))
    return Taylor(t, t.squared().times(-1.0).plus(1.0), second.spread(np.full_like(t.lo, 1e-15)))


def _logistic(z: Array) -> Array:
    small = np.exp(-np.abs(z))
    return np.asarray(np.where(z >= 0, 1.0, small) / (1.0 + small))


def _gate(z: Interval) -> Interval:
    s = rising(_logistic, z)
    return Interval(np.maximum(s.lo, 0.0), np.minimum(s.hi, 1.0))


def _gate_slope(s: Interval) -> Interval:
    return bent(lambda s: s * (1 - s), s, ((0.5, 0.25),)).spread(np.full_like(s.lo, 1e-16))


def sigmoid(z: Interval) -> Taylor:
    s = _gate(z)
    edge, most = 3**0.5 / 6, 0.0962250448649376
    second = bent(lambda s: s * (1 - s) * (1 - 2 * s), s, ((0.5 - edge, most), (0.5 + edge, -most)))
    return Taylor(s, _gate_slope(s), second.spread(np.full_like(s.lo, 1e-15)))


def softplus(z: Interval) -> Taylor:
    s = _gate(z)
    return Taylor(rising(lambda z: np.logaddexp(z, 0.0), z), s, _gate_slope(s))


def exp(z: Interval) -> Taylor:
    value = rising(np.exp, z)
    value = Interval(np.maximum(value.lo, 0.0), value.hi)
    return Taylor(value, value, value)


def log(z: Interval) -> Taylor:
    """Unknown where it reaches 0 or below."""
    z = _where_above_zero(z)
    first = reciprocal(z)
    return Taylor(rising(np.log, z), first, -first.squared())


def sqrt(z: Interval) -> Taylor:
    """Its slope has no bound at 0, where it counts as kinked; unknown of boxes that reach below."""
    reaches = z.lo <= 0
    value = rising(np.sqrt, Interval(np.where(z.lo < -1e-290, np.nan, np.maximum(z.lo, 0.0)), z.hi))
    value = Interval(np.maximum(value.lo, 0.0), value.hi)
    above = _where_above_zero(z)
    first = reciprocal(rising(np.sqrt, above)).times(0.5)
    return Taylor(value, first, -(first * reciprocal(above)).times(0.5), reaches)


def _where_above_zero(z: Interval) -> Interval:
    known = z.lo > 0
    return Interval(np.where(known, z.lo, np.nan), np.where(known, z.hi, np.nan))


def sin(z: Interval) -> Taylor:
    value = periodic(z, np.pi / 2)
    return Taylor(value, periodic(z, 0.0), -value)


def cos(z: Interval) -> Taylor:
    value = periodic(z, 0.0)
    return Taylor(value, -periodic(z, np.pi / 2), -value)


def inverse(z: Interval) -> Taylor:
    """1 / z; unknown where 0 is inside."""
    value = reciprocal(z)
    square = value.squared()
    return Taylor(value, -square, (square * value).times(2.0))


def square(z: Interval) -> Taylor:
    return Taylor(z.squared(), z.times(2.0), Interval.exactly(np.full_like(z.lo, 2.0)))


def power(exponent: int) -> Callable[[Interval], Taylor]:
    """z to a whole power of 2 or more."""

    def of(z: Interval) -> Taylor:
        value, first, second = (_power(z, exponent - k) for k in range(3))
        return Taylor(value, first.times(exponent), second.times(exponent * (exponent - 1)))

    return of


def _power(z: Interval, exponent: int) -> Interval:
    if exponent == 0:
        return Interval.exactly(np.ones_like(z.lo))
    a, b = z.lo**exponent, z.hi**exponent
    if exponent % 2:
        return outward(a, b, FUNCTION)
    return outward(np.where(z.contains_zero(), 0.0, np.minimum(a, b)), np.maximum(a, b), FUNCTION)


def folded(below: float) -> Callable[[Interval], Taylor]:
    """z from 0 on, ``below`` · z under it: rectifiers (0, 0.01) and the absolute value (−1)."""

    def of(z: Interval) -> Taylor:
        kink = z.contains_zero()
        positive, negative = z.lo > 0, z.hi < 0
        low = np.where(positive, 1.0, np.where(negative, below, min(below, 1.0)))
        high = np.where(positive, 1.0, np.where(negative, below, max(below, 1.0)))
        a, b = (
            np.maximum(z.lo, 0) + below * np.minimum(z.lo, 0),
            np.maximum(z.hi, 0) + below * np.minimum(z.hi, 0),
        )
        least = np.where(kink, np.minimum(np.minimum(a, b), 0.0), np.minimum(a, b))
        return Taylor(
            outward(least, np.maximum(a, b)),
            Interval(low, high),
            Interval.exactly(np.zeros_like(z.lo)),
            kink,
        )

    return of


def elu(z: Interval) -> Taylor:
    value = rising(lambda z: np.where(z > 0, z, np.expm1(np.minimum(z, 0.0))), z)
    first = rising(lambda z: np.exp(np.minimum(z, 0.0)), z)
    # The second derivative jumps from 1 to 0 at 0; both belong to it there.
    second = Interval(np.where(z.hi < 0, first.lo, 0.0), np.where(z.lo > 0, 0.0, first.hi))
    return Taylor(value, first, second)
