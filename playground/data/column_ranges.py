"""Columns by their places, as a person writes them: ``1-20, 57, last``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

LAST = "last"
_ITEM = re.compile(r"([0-9]{1,9}|last)(?:[-–]([0-9]{1,9}|last))?")
_ANY_DASH = re.compile(r"\s*[-–]\s*")


def normalized(text: str) -> str:
    """The same ranges in one way of writing. ``ValueError`` with a sentence if they are none."""
    items = [item for item in re.split(r"[,;\s]+", _ANY_DASH.sub("-", text.strip().casefold())) if item]
    if not items:
        raise ValueError("No column is named: write places such as 1-20, 57, last.")
    for item in items:
        match = _ITEM.fullmatch(item)
        if match is None:
            raise ValueError(f"“{item}” is no place of a column: write places such as 1-20, 57, last.")
        first, end = match[1], match[2] or match[1]
        if first == "0":
            raise ValueError("Columns are counted from 1: there is no column 0.")
        if end != LAST and (first == LAST or int(end) < int(first)):
            raise ValueError(f"“{item}” runs backwards: write the smaller place first.")
    return ", ".join(items)


def places(text: str, width: int) -> list[int]:
    """The columns meant (from 0, ascending, each once) of a table with ``width`` of them.

    ``ValueError`` with a sentence for text that names none, and for places beyond the width.
    """
    found: set[int] = set()
    for item in normalized(text).split(", "):
        first, _, end = item.partition("-")
        low, high = (width if each == LAST else int(each) for each in (first, end or first))
        if max(low, high) > width:
            raise ValueError(f"There is no column {max(low, high):,}: the last one is {width:,}.")
        found.update(range(low - 1, high))
    return sorted(found)


def written(columns: Iterable[int]) -> str:
    """Ascending places (from 0) as the shortest text: ``1-20, 57``."""
    return ", ".join(f"{low + 1}" if low == high else f"{low + 1}-{high + 1}" for low, high in _runs(columns))


def _runs(columns: Iterable[int]) -> Iterator[tuple[int, int]]:
    """(first, last) of every run of neighbors."""
    run: tuple[int, int] | None = None
    for column in columns:
        if run is not None and column == run[1] + 1:
            run = run[0], column
            continue
        if run is not None:
            yield run
        run = column, column
    if run is not None:
        yield run
