"""Sentences about what is doubtful in where a table was found, and in its first and last rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from playground.data.columns import Codes, Column, Floats, SetAside
from playground.data.dates import is_date
from playground.data.number_format import is_number
from playground.data.sniffing import is_comment
from playground.data.tokens import Record
from playground.data.words import is_total, means_average

_LEAST_ROWS = 3
"""So many rows of equal width, one after the other, look like a table."""
_LEAST_CELLS = 3
"""Lines with fewer are pairs of a word and what it stands for, ``Latitude, 52.5``, unless all are numbers."""
_LEAST_SUMMED = 4
_ABOUT_ALL = 0.9
_LEAST_BELOW = 20
_MANY_ROWS = 50
_MOST_WORDS = 10_000
"""A column with more is not looked through for totals and quotes."""
LAST_WITHOUT_NAME = (
    "The header has one name less than the rows have values: the last column was taken to have none, a guess."
)
_OPENED = re.compile("[“„][^“”]*$")
_CLOSED = re.compile("^[^“”„]*[“”]")


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
    if is_comment(record.cells) or len(filled) < 2 or "=" in filled:
        return False  # b1 = 94.9 says what something is
    return all(map(is_number, filled)) or (len(filled) >= _LEAST_CELLS and any(map(is_number, filled)))


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


def unlike_separators(text: str, first_two: Sequence[Record]) -> str | None:
    """A sentence if only blanks stand between the names, and only tabs between the first values."""
    lines = [text[text.rfind("\n", 0, record.end - 1) + 1 : record.end].strip() for record in first_two]
    if ["\t" in line for line in lines] != [False, True] or " " in lines[1]:
        return None
    where = f"Blanks separate the names in line {first_two[0].line:,}"
    return f"{where}, tabs the values below: check which name stands above which column."


def doubts_about(
    columns: Sequence[Column],
    lines: Codes,
    set_aside: Sequence[SetAside],
    names: Sequence[str] | None,
    by_blanks: bool,
) -> list[str]:
    """Sentences about rows that sum up others, a first row that is none, a table on its side, and a text
    that may be no table. ``lines`` are those of the rows, ``set_aside`` those above and below; ``by_blanks``:
    there are no other separators.
    """
    found = [_totals(columns, lines), _first_row_apart(columns, lines), _on_its_side(columns)]
    found.append(_quotes_apart(columns))
    if names is None:
        found.append(_mostly_notes(set_aside, len(lines)))
        found.append(_hardly_a_table(columns, len(lines), by_blanks))
    return [sentence for sentence in found if sentence is not None]


def _mostly_notes(set_aside: Sequence[SetAside], n_rows: int) -> str | None:
    notes = sum(each.reason.startswith("a note") for each in set_aside)
    if notes <= max(n_rows, _LEAST_ROWS):
        return None
    return f"More lines count as notes ({notes:,}) than as rows ({n_rows:,}): check that this is a table."


def _hardly_a_table(columns: Sequence[Column], n_rows: int, by_blanks: bool) -> str | None:
    """Two lines of words, or of words and numbers between blanks, which may be sentences."""
    numbers = [column.is_number for column in columns]
    if n_rows > 2 or (all(numbers) if by_blanks else any(numbers)):
        return None
    rows = "row" if n_rows == 1 else "rows"
    return f"There are only {n_rows:,} {rows} and no names of columns: check that this is a table."


def _totals(columns: Sequence[Column], lines: Codes) -> str | None:
    """Rows among the others that are called totals by their first words, or a last one that is the sum."""
    first = next((column for column in columns if column.kind in ("category", "text")), None)
    rows: list[int] = []
    if first is not None and len(first.categories) <= _MOST_WORDS:
        totals = [code for code, word in enumerate(first.categories) if is_total(word)]
        rows = _rows_of_totals(first, totals, [c.values for c in columns if c.is_number])
    filled = [c.values for c in columns if c.is_number and not np.isnan(c.values[-1:]).any()]
    sums = sum(map(_ends_in_sum, filled))
    if not rows and sums and 2 * sums >= len(filled):
        rows = [len(lines) - 1]
    if not rows:
        return None
    where = ", ".join(f"{int(lines[row]):,}" for row in rows[:3]) + (" and more" if len(rows) > 3 else "")
    return (
        f"Line {where}: totals of other rows, it seems, which count as rows here: take them out of the file."
    )


def _rows_of_totals(names: Column, totals: Sequence[int], numbers: Sequence[Floats]) -> list[int]:
    """The rows that have these names, without what is only called so: a word that follows itself and means
    an average is a grade (``poor, average, good``); a single one (a company) that sums up nothing is none.
    """
    found: list[int] = []
    all_rows = np.flatnonzero(np.isin(names.codes, totals))
    for code in totals:
        rows = np.flatnonzero(names.codes == code)
        grade = means_average(names.categories[code]) and np.any(np.diff(rows) == 1)
        if grade or (len(rows) == 1 and not _sums_up(int(rows[0]), len(names), all_rows, numbers)):
            continue
        found += rows.tolist()
    return sorted(found)


def _sums_up(row: int, n_rows: int, totals: Codes, numbers: Sequence[Floats]) -> bool:
    """Whether in some column the row has about as much as the rows above it, up to the total before, or as
    those below it have together; or whether it is the first or the last row, or there is nothing to compare.
    """
    if row in (0, n_rows - 1):
        return True
    before = totals[totals < row]
    begin = int(before[-1]) + 1 if len(before) and before[-1] < row - 1 else 0
    compared = False
    for values in numbers:
        for block in (values[begin:row], values[row + 1 :]):
            total = float(np.nansum(block))
            if total == 0 or np.isnan(values[row]):
                continue
            compared = True
            if values[row] / total >= _ABOUT_ALL:
                return True
    return not compared


def _ends_in_sum(values: Floats) -> bool:
    above, last = values[:-1], values[-1]
    known = above[~np.isnan(above)]
    if len(known) < _LEAST_SUMMED or np.count_nonzero(known) < _LEAST_SUMMED or not np.abs(last) > 0:
        return False
    return bool(abs(known.sum() - last) <= 1e-9 * np.abs(known).sum() and last not in known)


def _first_row_apart(columns: Sequence[Column], lines: Codes) -> str | None:
    """Codes above the numbers of an instrument, say: far from all below in several columns."""
    numbers = [column.values for column in columns if column.is_number]
    if len(lines) < _LEAST_BELOW or len(numbers) < 3:
        return None
    if sum(map(_is_apart, numbers)) < max(2, len(numbers) / 3):
        return None
    where = f"The values in line {int(lines[0]):,} are far from all below them"
    return f"{where}: perhaps they are no row but codes."


def _is_apart(values: Floats) -> bool:
    below = values[1:][~np.isnan(values[1:])]
    if len(below) < _LEAST_BELOW - 1 or np.isnan(values[0]):
        return False
    low, high = float(below.min()), float(below.max())
    return not low - 3 * (high - low) <= values[0] <= high + 3 * (high - low)


def _quotes_apart(columns: Sequence[Column]) -> str | None:
    """Typographic quotes that begin in one column and end in the next one: no program takes them for quotes,
    so a separator between them has cut what belongs together.
    """
    for left, right in pairwise(columns):
        if max(len(left.categories), len(right.categories)) > _MOST_WORDS:
            continue
        if any(map(_OPENED.search, left.categories)) and any(map(_CLOSED.search, right.categories)):
            where = f"Quotes (“ ”) begin in “{left.name}” and end in “{right.name}”"
            return f'{where}: the separator between them counts; write plain ones (") around such cells.'
    return None


def _on_its_side(columns: Sequence[Column]) -> str | None:
    """A table whose rows, not its columns, hold values of one kind."""
    if len(columns) < 3 or any(column.kind not in ("category", "text") for column in columns):
        return None
    n_rows = len(columns[0])
    if n_rows >= _MANY_ROWS:
        return None
    rows = ([column.cell(i) for column in columns[1:]] for i in range(n_rows))
    kinds = [{is_number(cell) or is_date(cell) for cell in row} for row in rows]
    if {True} not in kinds or {True, False} in kinds:
        return None
    return "Each row, not each column, holds values of one kind: the table seems to lie on its side."
