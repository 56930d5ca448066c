"""Whether the first row holds names, and how they are made unique."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from playground.data.column_types import is_missing
from playground.data.number_format import is_number

_SAMPLE_ROWS = 1000
_ENOUGH_CELLS = 100


def has_header(rows: Sequence[Sequence[str]]) -> tuple[bool, bool]:
    """(first row holds names, that is certain) for rows of equal width.

    A column votes: words above numbers are a name, a number above numbers is not, and neither is a word
    that appears again below. Ascending years above numbers that are not years are names.
    """
    first, body = rows[0], rows[1 : 1 + _SAMPLE_ROWS]
    if not body:
        return not any(is_number(cell) for cell in first), True
    votes = [_vote(name, [row[i] for row in body]) for i, name in enumerate(first)]
    for_names, for_values = votes.count(1), votes.count(-1)
    if for_values and _are_years([name for name in first if is_number(name)]):
        below = [row[i] for row in body for i, name in enumerate(first) if is_number(name)]
        if not all(_is_year(cell) for cell in below):
            return True, True
    if for_names == for_values:
        return not any(is_number(cell) for cell in first), False
    return for_names > for_values, min(for_names, for_values) == 0


def _vote(name: str, body: Sequence[str]) -> int:
    present = [cell for cell in body if not is_missing(cell)]
    if not present or is_missing(name):
        return 0
    some = present[:_ENOUGH_CELLS]
    if sum(is_number(cell) for cell in some) > 0.8 * len(some):
        return -1 if is_number(name) else 1
    if is_number(name):
        return 0
    folded = name.casefold()
    if any(cell.casefold() == folded for cell in present):
        return -1
    repeats = len(set(present)) <= len(present) / 2
    return 1 if repeats else 0


def _are_years(cells: Sequence[str]) -> bool:
    """Whether these are ascending years at equal distances, as in ``country, 2000, 2005, 2010``."""
    if len(cells) < 2 or not all(_is_year(cell) for cell in cells):
        return False
    steps = {int(b) - int(a) for a, b in pairwise(cells)}
    return len(steps) == 1 and min(steps) > 0


def _is_year(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and "1000" <= cell < "3000" and len(cell) == 4


def unique_names(first: Sequence[str] | None, width: int) -> tuple[list[str], list[str]]:
    """(names, warnings): ``column 3`` where there is no name, ``area 2`` for a second ``area``."""
    if first is None:
        return [f"column {i + 1}" for i in range(width)], []
    taken = {name for name in first if name}
    names: list[str] = []
    warnings: list[str] = []
    for i, name in enumerate(first):
        new = name or f"column {i + 1}"
        if new in names or (not name and new in taken):
            new = _free_name(new, taken | set(names))
        if name and new != name:
            warnings.append(
                f"The name “{name}” appears twice in the header: column {i + 1} is called “{new}” here."
            )
        names.append(new)
    return names, warnings


def _free_name(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"
