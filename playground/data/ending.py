"""Where the rows end, and what stands below them: notes, comments, totals, another table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from playground.data.columns import SetAside
from playground.data.dates import is_date
from playground.data.dialect import Dialect
from playground.data.header import has_header
from playground.data.number_format import is_number
from playground.data.sniffing import is_comment
from playground.data.tokens import Record, fitted, read_records
from playground.data.words import is_missing, is_total

RULE = re.compile(r"[-=_+:*.# ]{3,}")
"""A drawn line."""
_TAIL_LINES = 60
_TAIL_CHARACTERS = 1 << 16
_LONG_NOTE = 30
_EMPTY_LINES = re.compile(r"\n(?:[ \t,;|]*\n)+(?=[^\n])")
_MOST_GAPS = 100
_LINES_OF_A_TABLE = 8
_MOST_LINES_BELOW = 20_000


def aside(record: Record, dialect: Dialect, reason: str) -> SetAside:
    return SetAside(record.line, dialect.delimiter.join(record.cells), reason)


@dataclass(frozen=True, slots=True)
class OtherTable:
    """Another table that begins at the character ``begin`` of a text; its lines, and a sentence about it."""

    begin: int
    set_aside: tuple[SetAside, ...]
    warning: str


def other_table_below(
    text: str, dialect: Dialect, start: int, line: int, names: Sequence[str], has_numbers: bool
) -> OtherTable | None:
    """The first table below empty lines that has other names, above rows of its own. The rows above it begin
    at the character ``start`` in this ``line``; ``has_numbers``: some of their columns hold numbers.
    """
    for gap in islice(_EMPTY_LINES.finditer(text, start), _MOST_GAPS):
        place = gap.end()
        n = line + text.count("\n", start, place)
        records = list(islice(read_records(text, dialect, place, n), _LINES_OF_A_TABLE))
        first = next((i for i, record in enumerate(records) if len(record.cells) > 1), len(records))
        cells = [fitted(record.cells, 2) for record in records[first:]]
        if len(cells) < 3 or not _is_table(cells) or cells[0] == list(names):
            continue
        if len(cells[0]) == len(names) and not has_numbers:
            continue  # words below words may be rows
        rest = list(islice(read_records(text, dialect, place, n), _MOST_LINES_BELOW + 1))
        if len(rest) > _MOST_LINES_BELOW:
            return None
        where = f"Another table begins in line {records[first].line:,} ({len(cells[0]):,} columns)"
        below = tuple(aside(record, dialect, "another table") for record in rest)
        return OtherTable(gap.start() + 1, below, f"{where}: only the one above it was read.")
    return None


def _is_table(cells: Sequence[list[str]]) -> bool:
    """Whether the first row is full of words, which are names of the others for certain."""
    names, rows = cells[0], [row for row in cells[1:] if len(row) == len(cells[0])]
    if len(rows) < max(2, len(cells) - 2) or not all(names) or any(map(is_number, names)):
        return False
    return has_header([names, *rows]) == (True, True)


def end_of_rows(text: str, dialect: Dialect, start: int, line: int, width: int) -> tuple[int, list[SetAside]]:
    """Where the rows end, and what stands below them: notes, comments and totals."""
    tail_start, tail_line = _tail(text, start, line)
    records = list(read_records(text, dialect, tail_start, tail_line, width))
    begins = [tail_start, *(record.end for record in records)]
    first_cells = [r.cells[0] for r in records if len(r.cells) == width]
    end = len(records)
    reasons: list[str] = []
    while end > 0:
        gap = end > 1 and records[end - 1].line > records[end - 2].line + 1
        cells = records[end - 1].cells
        reason = _why_below(cells, width, first_cells, gap)
        if reason is None and reasons and 2 * len(cells) <= width and not any(map(is_number, cells)):
            reason = "a note below the table"  # a few words above other notes
        if reason is None:
            break
        reasons.append(reason)
        end -= 1
    if (end == 0 and tail_start > start) or end == len(records):
        return len(text), []
    below = [aside(r, dialect, why) for r, why in zip(records[end:], reversed(reasons), strict=True)]
    return begins[end], below


def _tail(text: str, start: int, line: int) -> tuple[int, int]:
    """Character and number of a line some lines before the end, at least the first one of the rows."""
    limit = max(start, len(text) - _TAIL_CHARACTERS)
    place = len(text)
    for _ in range(_TAIL_LINES):
        found = text.rfind("\n", limit, place - 1)
        if found < 0:
            break
        place = found + 1
    else:
        return place, line + text.count("\n", start, place)
    return (start, line) if limit == start else (place, line + text.count("\n", start, place))


def _why_below(cells: list[str], width: int, first_cells: Sequence[str], gap: bool) -> str | None:
    """Why this record at the end is no row of the table; None if it is one."""
    cells = fitted(cells, width)
    filled = [cell for cell in cells if cell]
    if not filled:
        return "no value in it"
    if is_comment(cells) and (len(cells) != width or len(filled) == 1):
        return "a comment"
    if is_total(filled[0]):
        again = sum(cell.casefold() == filled[0].casefold() for cell in first_cells) > 1
        return None if again else "a total of the rows above"
    if len(filled) > 1 and len(cells) >= width:
        return None
    note = "a note below the table"
    if len(filled) == 1 and RULE.fullmatch(filled[0]):
        return note
    if len(filled) == 1 and cells[0] and not is_number(cells[0]):
        others = [cell for cell in first_cells if not is_missing(cell)]
        if is_date(cells[0]) and 2 * sum(map(is_date, others)) > len(others):
            return None  # nothing was measured on that day
        numbers = sum(map(is_number, others)) > 0.8 * max(1, len(others))
        long = len(cells[0]) > _LONG_NOTE or ":" in cells[0]
        if gap or numbers or long or (len(cells) == 1 and width > 2):
            return note
    if len(cells) < width and gap and not any(map(is_number, cells)):
        return note
    return None
