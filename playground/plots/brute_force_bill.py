"""What trying everything would cost, line by line: this search, the whole network, the books'. No Qt."""

from __future__ import annotations

import math
from typing import NamedTuple

from playground.appearance.numbers import format_count, format_number, format_power
from playground.document.names import counted
from playground.engine.landscape.brute_force import SECONDS_A_YEAR, classic_bill, network_bill
from playground.engine.layout import ParameterLayout

MOST_WRITTEN_OUT = 1e6
_UNITS = ((86_400.0, "days"), (3600.0, "hours"), (60.0, "minutes"), (1.0, "s"))

WHY_THEY_DIFFER = (
    "The books count the 25 weights between five inputs and five hidden neurons, and one operation for each "
    "combination. Drawn, that network has 30 weights and 6 biases; and a combination takes two operations "
    "for each weight and row of the data."
)


class BillLine(NamedTuple):
    what: str
    combinations: str
    here: str
    there: str


def bill_lines(
    layout: ParameterLayout, values: int, n_tried_weights: int, n_rows: int, seconds_each: float
) -> tuple[BillLine, ...]:
    """The search under way, the network's own bill and the classic one.

    ``values`` for each weight; ``seconds_each``: measured time of one combination here, 0 if unknown yet.
    """
    known = seconds_each > 0
    own = network_bill(layout, values, n_rows, seconds_each or 1.0)
    classic = classic_bill(seconds_each or 1.0)
    search = n_tried_weights * math.log10(values)
    years = math.log10((seconds_each or 1.0) / SECONDS_A_YEAR)
    return (
        BillLine(
            counted(n_tried_weights, "weight"),
            _combinations(values, n_tried_weights),
            _duration(search + years) if known else "–",
            _duration(search + own.years_there - own.combinations),
        ),
        BillLine(
            f"All {own.weights:,} of this network",
            _combinations(values, own.weights),
            _duration(own.years_here) if known else "–",
            _duration(own.years_there),
        ),
        BillLine(
            f"The books' {classic.weights}",
            _combinations(classic.values, classic.weights),
            _duration(classic.years_here) if known else "–",
            _duration(classic.years_at_one),
        ),
    )


def _combinations(values: int, weights: int) -> str:
    exponent = weights * math.log10(values)
    if exponent <= math.log10(MOST_WRITTEN_OUT):
        return format_count(values**weights)
    return format_power(exponent)


def _duration(log_years: float) -> str:
    """From the logarithm of years: "0.12 s", "3.4 hours", "3.4 × 10⁵⁰ years"."""
    if log_years >= 0.0:
        return f"{format_power(log_years)} years"
    seconds = 10.0 ** (log_years + math.log10(SECONDS_A_YEAR))
    size, unit = next(((s, u) for s, u in _UNITS if seconds >= 2 * s), _UNITS[-1])
    return f"{format_number(seconds / size, 2)} {unit}"
