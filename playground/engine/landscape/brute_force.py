"""What it would take to try every combination of weights.

The classic bill (guides to gradient descent use it to show why nobody does): a network of 25 weights, 1,000
values each, makes 1,000²⁵ = 10⁷⁵ combinations. At one combination per floating-point operation the fastest
computer of 2016 to 2018, Sunway TaihuLight at 93 petaflops, needs 10⁷⁵ / (93·10¹⁵ · 31.5·10⁶) ≈ 3·10⁵⁰ years.

A real combination costs more than one operation: every weight takes part in a product and a sum, for every
row of the data. Numbers of this size are powers of ten here, because no float holds them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.engine.layout import ParameterLayout

TAIHULIGHT = 93e15
"""Floating-point operations per second: Linpack, top500.org, June 2016."""
SECONDS_A_YEAR = 365.25 * 24 * 3600
CLASSIC_WEIGHTS, CLASSIC_VALUES = 25, 1_000


@dataclass(frozen=True, slots=True)
class Bill:
    """What trying everything costs, all as logarithms to the base 10.

    ``combinations``; ``years_here``: on this computer, by the measured time of one evaluation;
    ``years_there``: on the 93-petaflop machine, at ``operations`` each; ``years_at_one``: there, if each
    combination took a single operation, as the classic bill has it.
    """

    weights: int
    values: int
    operations: float
    combinations: float
    years_here: float
    years_there: float
    years_at_one: float


def bill(weights: int, values: int, seconds_each: float, operations: float = 1.0) -> Bill:
    """The bill for ``values`` per weight; ``seconds_each``: measured time of one combination here.

    Raises ``ValueError`` for less than one weight, one value or one operation, or no time at all.
    """
    if weights < 1 or values < 1 or not operations >= 1 or not 0 < seconds_each < math.inf:
        raise ValueError("a bill needs weights, values, operations and a time")
    combinations = weights * math.log10(values)
    at_one = combinations - math.log10(TAIHULIGHT) - math.log10(SECONDS_A_YEAR)
    return Bill(
        weights,
        values,
        operations,
        combinations,
        years_here=combinations + math.log10(seconds_each) - math.log10(SECONDS_A_YEAR),
        years_there=at_one + math.log10(operations),
        years_at_one=at_one,
    )


def classic_bill(seconds_each: float) -> Bill:
    """The one in the books: 10⁷⁵ combinations, about 10⁵⁰ years."""
    return bill(CLASSIC_WEIGHTS, CLASSIC_VALUES, seconds_each)


def network_bill(layout: ParameterLayout, values: int, n_rows: int, seconds_each: float) -> Bill:
    """The true bill of a network: every weight and bias that is there and not locked.

    An evaluation multiplies and adds once for every weight that is there, locked ones too, and every row
    (activations and the cost come on top). Raises ``ValueError`` if nothing is free.
    """
    operations = 2.0 * int(layout.present.sum()) * max(1, n_rows)
    return bill(int(layout.trainable.sum()), values, seconds_each, operations)
