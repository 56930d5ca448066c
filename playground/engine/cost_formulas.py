"""How far the outputs are from the targets: one place per formula.

Like activations, the formulas work on arrays of any shape ``(..., n_outputs, n_rows)`` and precision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.engine.activation_formulas import Constant
from playground.engine.layout import Numbers

HUBER_REACH = 1.0
"""Errors up to here count squared, larger ones in proportion."""

FLOOR = 1e-30
"""Outputs below this count as this where a cost divides by them or takes their logarithm."""

HIGHEST_POWER = 80.0
"""The exponential cost takes no higher power of e, so that it can be written in float32, too."""


@dataclass(frozen=True, slots=True)
class CostFormulas:
    """A cost in one precision; ``a`` are the outputs, ``z`` the sums in front of them, ``y`` the targets.

    ``terms(a, y, out)`` writes each output's share of its row's cost; ``terms(z, y, out)`` where the cost
    is from logits.
    ``slope(a, y, out)`` writes the row's cost's derivative by each output, or by each sum where it is from
    logits (from ``a`` nevertheless).
    ``out`` is never one of the other arrays.
    """

    terms: Callable[[Numbers, Numbers, Numbers], object]
    slope: Callable[[Numbers, Numbers, Numbers], object]


def half_squared(constant: Constant) -> CostFormulas:
    half = constant(0.5)

    def terms(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.subtract(a, y, out)
        np.multiply(out, out, out)
        np.multiply(out, half, out)

    return CostFormulas(terms, np.subtract)


def mean_squared(constant: Constant) -> CostFormulas:
    two = constant(2.0)

    def terms(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.subtract(a, y, out)
        np.multiply(out, out, out)

    def slope(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.subtract(a, y, out)
        np.multiply(out, two, out)

    return CostFormulas(terms, slope)


def mean_absolute(_constant: Constant) -> CostFormulas:
    def terms(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.subtract(a, y, out)
        np.abs(out, out)

    def slope(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.subtract(a, y, out)
        np.sign(out, out)

    return CostFormulas(terms, slope)


def huber(constant: Constant) -> CostFormulas:
    """Huber 1964: ½ e² up to the reach r, r (|e| − ½ r) beyond."""
    reach, minus_reach, half = constant(HUBER_REACH), constant(-HUBER_REACH), constant(0.5)

    def terms(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.subtract(a, y, out)
        np.abs(out, out)
        near = np.minimum(out, reach)
        np.subtract(out, half * near, out)
        np.multiply(out, near, out)

    def slope(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.subtract(a, y, out)
        np.minimum(out, reach, out=out)
        np.maximum(out, minus_reach, out=out)

    return CostFormulas(terms, slope)


def binary_cross_entropy(constant: Constant) -> CostFormulas:
    zero = constant(0.0)

    def terms(z: Numbers, y: Numbers, out: Numbers) -> None:
        # −y ln a − (1 − y) ln (1 − a) with a = sigmoid(z) is max(z, 0) − y·z + ln(1 + e^−|z|).
        np.abs(z, out)
        np.negative(out, out)
        np.exp(out, out)
        np.log1p(out, out)
        linear = np.maximum(z, zero)
        linear -= y * z
        np.add(out, linear, out)

    return CostFormulas(terms, np.subtract)


def categorical_cross_entropy(_constant: Constant) -> CostFormulas:
    def terms(z: Numbers, y: Numbers, out: Numbers) -> None:
        # −y ln a with a = softmax(z) is y (ln Σ e^z − z); less the largest sum, no power overflows.
        below = z - z.max(axis=-2, keepdims=True)
        total = np.log(np.exp(below).sum(axis=-2, keepdims=True))
        np.subtract(total, below, out)
        np.multiply(out, y, out)

    def slope(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.multiply(a, y.sum(axis=-2, keepdims=True), out)
        np.subtract(out, y, out)

    return CostFormulas(terms, slope)


def exponential(constant: Constant) -> CostFormulas:
    highest, two = constant(HIGHEST_POWER), constant(2.0)

    def row_costs(out: Numbers) -> Numbers:
        """e to the sum of a row's squared errors ``out``."""
        power: Numbers = np.minimum(np.square(out).sum(axis=-2, keepdims=True), highest)
        return np.exp(power, power)

    def terms(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.subtract(a, y, out)
        costs = row_costs(out)
        # A row's cost is no sum over its outputs: each takes an equal share.
        np.copyto(out, costs / out.shape[-2])

    def slope(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.subtract(a, y, out)
        np.multiply(out, two * row_costs(out), out)

    return CostFormulas(terms, slope)


def hellinger(constant: Constant) -> CostFormulas:
    floor, scale = constant(FLOOR), constant(0.5**0.5)

    def terms(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.sqrt(np.maximum(a, floor), out)
        np.subtract(out, np.sqrt(y), out)
        np.multiply(out, out, out)
        np.multiply(out, scale, out)

    def slope(a: Numbers, y: Numbers, out: Numbers) -> None:
        # (√a − √y) / (√2 √a) = (1 − √(y/a)) / √2
        np.divide(y, np.maximum(a, floor), out)
        np.sqrt(out, out)
        np.multiply(out, scale, out)
        np.subtract(scale, out, out)

    return CostFormulas(terms, slope)


def kullback_leibler(constant: Constant) -> CostFormulas:
    floor = constant(FLOOR)

    def slope(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.divide(y, np.maximum(a, floor), out)
        np.negative(out, out)

    def terms(a: Numbers, y: Numbers, out: Numbers) -> None:
        _write_relative_entropy(a, y, out, floor)

    return CostFormulas(terms, slope)


def generalised_kullback_leibler(constant: Constant) -> CostFormulas:
    floor, one = constant(FLOOR), constant(1.0)

    def terms(a: Numbers, y: Numbers, out: Numbers) -> None:
        _write_relative_entropy(a, y, out, floor)
        np.subtract(out, y, out)
        np.add(out, a, out)

    def slope(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.divide(y, np.maximum(a, floor), out)
        np.subtract(one, out, out)

    return CostFormulas(terms, slope)


def itakura_saito(constant: Constant) -> CostFormulas:
    floor, one = constant(FLOOR), constant(1.0)

    def terms(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.divide(y, np.maximum(a, floor), out)
        logarithm = np.log(out)
        np.subtract(out, logarithm, out)
        np.subtract(out, one, out)

    def slope(a: Numbers, y: Numbers, out: Numbers) -> None:
        # 1/a − y/a²
        floored = np.maximum(a, floor)
        np.divide(y, floored, out)
        np.subtract(one, out, out)
        np.divide(out, floored, out)

    return CostFormulas(terms, slope)


def _write_relative_entropy(a: Numbers, y: Numbers, out: Numbers, floor: Numbers) -> None:
    """y ln(y/a), which is 0 where y is."""
    np.maximum(y, floor, out=out)
    np.divide(out, np.maximum(a, floor), out)
    np.log(out, out)
    np.multiply(out, y, out)
