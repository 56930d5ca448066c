"""Where the rows begin below a text, a report say, some lines of which happen to be as wide as the table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from playground.data.dates import is_date
from playground.data.number_format import is_number
from playground.data.tokens import Record
from playground.data.words import is_missing

_LEAST_ROWS = 5
_LEAST_NOTES = 5
_LEAST_ODD = 0.3


def below_report(head: Sequence[Record], first: int, width: int) -> int:
    """Index in ``head`` at which the table begins: ``first``, or the longest run of rows of numbers below it
    if some of the lines between are not as wide as the table; with names right above them, if there are some.
    """
    begin, length = _longest_run([_holds_values(record.cells, width) for record in head])
    above = head[first:begin]
    odd = sum(len(record.cells) != width for record in above)
    if length < _LEAST_ROWS or len(above) < _LEAST_NOTES or odd < _LEAST_ODD * len(above):
        return first
    names = head[begin - 1]
    beside = len(names.cells) == width and names.line == head[begin].line - 1
    return begin - 1 if beside and not any(map(is_number, names.cells)) else begin


def _holds_values(cells: Sequence[str], width: int) -> bool:
    known = [cell for cell in cells if not is_missing(cell)]
    return len(cells) == width and bool(known) and all(is_number(cell) or is_date(cell) for cell in known)


def _longest_run(fit: Sequence[bool]) -> tuple[int, int]:
    """(begin, length) of the longest run of True."""
    best = (0, 0)
    place = 0
    for value, run in groupby(fit):
        n = sum(1 for _ in run)
        if value and n > best[1]:
            best = (place, n)
        place += n
    return best
