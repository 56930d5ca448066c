"""Where the table begins if the notes above it, an instrument's settings say, look like rows of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playground.data.dates import is_date
from playground.data.number_format import is_number
from playground.data.words import is_missing

_FEWEST_ROWS = 10
"""So many lines that hold nothing but numbers, equally many each, are a table."""
_FEWEST_AT_THE_END = 5
_SEPARATORS = re.compile(r"[\s,;|]+")
_MOST_NAME_ROWS = 4
_MOSTLY = 0.9
_FEW = 0.1


def numbers_from(rows: Sequence[Sequence[str]]) -> int:
    """Index of the first of many rows, one after the other, of as many numbers each; 0 if there are none, or
    if they are less than half of what comes from there on.
    """
    best = run = 0
    begins = begin = 0
    for i, cells in enumerate(rows):
        if len(cells) < 2 or not all(map(_is_value, cells)):
            run = 0
            continue
        if not run or len(cells) != len(rows[i - 1]):
            run, begin = 0, i
        run += 1
        if run > best:
            best, begins = run, begin
    return begins if best >= _FEWEST_ROWS and 2 * best >= len(rows) - begins else 0


def _is_value(cell: str) -> bool:
    return is_number(cell) or is_missing(cell) or is_date(cell)


def lines_above_numbers(text: str) -> int:
    """How many lines stand above the rows of numbers in which the text ends, and above their names; 0 if it
    does not end in such rows.
    """
    width, rows, begin = 0, 0, len(text.rstrip())
    while begin > 0:
        line_begin = text.rfind("\n", 0, begin - 1) + 1
        cells = _SEPARATORS.split(text[line_begin:begin].strip())
        if len(cells) < 2 or (rows and len(cells) != width) or not all(map(is_number, cells)):
            break
        width, rows, begin = len(cells), rows + 1, line_begin
    if rows < _FEWEST_AT_THE_END:
        return 0
    n = text.count("\n", 0, begin)
    names = text[text.rfind("\n", 0, begin - 1) + 1 : begin].strip() if begin else ""
    return n - 1 if names and n else n


def below_notes(records: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Index of the record where names, or rows without names, begin below notes that are as wide as they; 0
    if there are no such notes. ``records``: place, comments not counted, and cells of those of its width.

    From there on several columns hold numbers; above, these columns hold mostly words, and not only names.
    """
    cells = [each for _, each in records]
    lower = cells[len(cells) // 2 :]
    columns = [k for k in range(len(cells[0])) if hold_numbers([row[k] for row in lower])] if cells else []
    if len(columns) < 2:
        return 0
    begin = len(cells)
    while begin and _fits([cells[begin - 1][k] for k in columns]):
        begin -= 1
    above = [row[k] for row in cells[:begin] for k in columns if row[k]]
    if len(cells) - begin < _FEWEST_ROWS or 2 * sum(map(is_number, above)) >= max(1, len(above)):
        return 0
    names = begin
    while names and begin - names < _MOST_NAME_ROWS and _are_words(cells[names - 1]):
        between = records[names][0] - records[names - 1][0] - 1
        if between > (1 if names == begin else 0):  # a line may be drawn above the rows
            break
        names -= 1
    if names == 0:
        return 0
    filled = (i for i in range(names, begin) if 2 * sum(bool(cells[i][k]) for k in columns) >= len(columns))
    return next(filled, begin)


def is_label(above: Sequence[str], names: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether a line of words, each with a digit (``<1960 Q1>``), stands above names without any digit, which
    in turn stand above nothing but numbers.
    """
    digits = [[any(map(str.isdigit, cell)) for cell in row] for row in (above, names)]
    columns = zip(*body, strict=True)
    return len(body) > 1 and all(digits[0]) and not any(digits[1]) and all(map(hold_numbers, columns))


def hold_numbers(cells: Sequence[str]) -> bool:
    present = [cell for cell in cells if not is_missing(cell)]
    return len(present) > 1 and sum(map(is_number, present)) >= _MOSTLY * len(present)


def _fits(cells: Sequence[str]) -> bool:
    """Whether more than half of what is known of these cells are numbers."""
    present = [cell for cell in cells if not is_missing(cell)]
    return not present or 2 * sum(map(is_number, present)) > len(present)


def _are_words(cells: Sequence[str]) -> bool:
    """Whether hardly any of them is a number or a date."""
    return sum(is_number(cell) or is_date(cell) for cell in cells) <= _FEW * len(cells)
