"""The records of a text, checked to be equally wide; what is no row of the table is set aside."""

from __future__ import annotations

from collections import Counter

from playground.data.columns import SetAside
from playground.data.dialect import Dialect, Record, RecordError, records
from playground.data.errors import CsvError
from playground.data.header import has_header

MAX_COLUMNS = 2_000
MAX_ROWS = 2_000_000


def even_rows(text: str, dialect: Dialect, name: str) -> tuple[list[Record], tuple[SetAside, ...]]:
    """(records of equal width, lines set aside). ``CsvError`` names the first line that does not fit."""
    rows: list[Record] = []
    try:
        for line, cells in records(text, dialect):
            rows.append((line, cells))
            _check_size(rows, name)
    except RecordError as broken:
        raise CsvError(f"Line {broken.line} of {name} {broken.reason}.", broken.line) from None
    if not rows:
        raise CsvError(f"{name} holds no values: choose a file with a table in it.")
    usual = Counter(len(cells) for _, cells in rows).most_common(1)[0][0]
    if usual == 1:
        raise CsvError(
            f"{name} has only one column: separate the values of a row with commas, semicolons or tabs."
        )
    rows, comments = _without_comments(rows, usual, dialect)
    rows, blank = _without_blank_rows(rows, dialect)
    if not rows:
        raise CsvError(f"{name} holds no values: choose a file with a table in it.")
    rows = _with_name_for_row_names(rows, usual)
    for line, cells in rows:
        if len(cells) != usual:
            raise CsvError(_uneven(name, line, len(cells), usual), line)
    return rows, (*comments, *blank)


def _check_size(rows: list[Record], name: str) -> None:
    line, cells = rows[-1]
    if len(cells) > MAX_COLUMNS:
        too_wide = f"{name} has {len(cells):,} columns, more than {MAX_COLUMNS:,}: keep the columns you need."
        raise CsvError(too_wide, line)
    if len(rows) > MAX_ROWS + 1:
        raise CsvError(f"{name} has more than {MAX_ROWS:,} rows: keep part of them.", line)


def _uneven(name: str, line: int, width: int, usual: int) -> str:
    values = "1 value" if width == 1 else f"{width:,} values"
    return (
        f"Line {line} of {name} has {values} where most lines have {usual:,}: add or remove separators there."
    )


def _without_comments(
    rows: list[Record], usual: int, dialect: Dialect
) -> tuple[list[Record], list[SetAside]]:
    """Lines before the table that begin with # and are not its header."""
    first = 0
    while first < len(rows) and len(rows[first][1]) != usual and rows[first][1][0].startswith("#"):
        first += 1
    aside = [SetAside(line, dialect.delimiter.join(cells), "a comment") for line, cells in rows[:first]]
    return rows[first:], aside


def _without_blank_rows(rows: list[Record], dialect: Dialect) -> tuple[list[Record], list[SetAside]]:
    aside = [
        SetAside(line, dialect.delimiter.join(cells), "no value in it")
        for line, cells in rows
        if not any(cells)
    ]
    return [record for record in rows if any(record[1])], aside


def _with_name_for_row_names(rows: list[Record], usual: int) -> list[Record]:
    """A header with one name less than all rows have values: R's way to write row names, in front.

    If every row ends in a separator instead, it is the last column that has neither name nor values.
    Only where the rest certainly is a header: a title above the table may have any width.
    """
    (line, names), body = rows[0], rows[1:]
    if not body or len(names) != usual - 1 or any(len(cells) != usual for _, cells in body):
        return rows
    at_end = all(not cells[-1] for _, cells in body)
    completed = [*names, ""] if at_end else ["", *names]
    if has_header([completed, *(cells for _, cells in body)]) != (True, True):
        return rows
    return [(line, completed), *body]
