"""Sentences about what is doubtful in the place where a table was found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from playground.data.dates import is_date
from playground.data.number_format import is_number
from playground.data.sniffing import is_comment
from playground.data.tokens import Record

_LEAST_ROWS = 3
"""So many rows of equal width, one after the other, look like a table."""
_LEAST_CELLS = 3
"""Lines with fewer are pairs of a word and what it stands for: ``Station, Berlin``."""


def other_table_above(above: Sequence[Record]) -> str | None:
    """A sentence if the lines that were set aside above the table look like another table."""
    run: list[Record] = []
    longest: list[Record] = []
    for record in above:
        if not _is_like_a_row(record):
            run = []
            continue
        run = [*run, record] if run and len(run[-1].cells) == len(record.cells) else [record]
        longest = max(longest, run, key=len)
    if len(longest) < _LEAST_ROWS:
        return None
    where = f"Lines {longest[0].line:,} to {longest[-1].line:,} look like another table"
    return f"{where} ({len(longest[0].cells):,} columns): only the one below them was read."


def _is_like_a_row(record: Record) -> bool:
    filled = [cell for cell in record.cells if cell]
    return len(filled) >= _LEAST_CELLS and not is_comment(record.cells) and any(map(is_number, filled))


def one_name_less(first_column: Sequence[str]) -> str | None:
    """A sentence if a header has one name less than the rows have values, and what was taken for the names
    of the rows doesn't look like that: neither different words nor ascending whole numbers.
    """
    if len(set(first_column)) == len(first_column):
        if not any(is_number(cell) or is_date(cell) for cell in first_column):
            return None
        if all(cell.isdigit() for cell in first_column):
            numbers = [int(cell) for cell in first_column]
            if all(a < b for a, b in pairwise(numbers)):
                return None
    return "The header has one name less than the rows have values: the first column was taken to have none."
