"""A sheet: a table whose columns are declared, so that it may have any rows, or none.

It is CSV text of its own: `read_sheet` makes the same table of it, bit for bit, as painting did.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import get_args

import numpy as np

from playground.data.columns import MISSING, Codes, Column, Floats, Table
from playground.data.declared import DeclaredColumn, DeclaredKind
from playground.data.dialect import Dialect, ReadingChoice
from playground.data.errors import CsvError
from playground.data.tokens import LONGEST_CELL


def is_sheet(table: Table) -> bool:
    """Whether the table's columns are declared."""
    return bool(table.reading.columns)


def can_be_declared(table: Table) -> bool:
    """Whether its columns can be: a date is only what its words say."""
    return all(column.kind in get_args(DeclaredKind) for column in table.columns)


def declared(column: Column) -> DeclaredColumn:
    """What is said of a column that has become part of a sheet."""
    kind: DeclaredKind = column.kind  # type: ignore[assignment]  # `can_be_declared` was asked
    span = column.span
    if column.is_number and span is None and column.n_missing < len(column):
        known = column.values[~column.missing]
        span = float(known.min()), float(known.max())
    return DeclaredColumn(column.name, kind, column.label, column.unit, column.categories, span)


def sheet(name: str, about: Sequence[DeclaredColumn], columns: Sequence[Column], lines: list[str]) -> Table:
    """The table of these ``columns``, whose rows are the CSV ``lines``."""
    raw = "\n".join([csv_line([each.name for each in about]), *lines, ""]).encode()
    heights = np.array([1, *(1 + line.count("\n") for line in lines)], dtype=np.int64)
    return Table(
        name=name,
        columns=tuple(columns),
        n_rows=len(lines),
        raw=raw,
        digest=hashlib.sha256(raw).hexdigest(),
        row_lines=1 + np.cumsum(heights)[:-1],
        dialect=Dialect(),
        reading=sheet_reading(about),
    )


def sheet_reading(about: Sequence[DeclaredColumn]) -> ReadingChoice:
    """How a sheet is written, so nothing about it has to be found out."""
    return ReadingChoice(
        encoding="utf-8", delimiter=",", quote='"', header=True, decimal=".", columns=tuple(about)
    )


def empty_sheet(name: str, about: Sequence[DeclaredColumn]) -> Table:
    """A sheet without rows."""
    return sheet(name, about, [column_of(each, ()) for each in about], [])


def read_sheet(raw: bytes, name: str, reading: ReadingChoice) -> Table:
    """The table that was written as these bytes. ``CsvError`` if they are not such."""
    about = reading.columns
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(raw.decode(), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise CsvError(f"{name} is not as it was painted ({error}).") from None
    if not rows or rows[0] != [each.name for each in about]:
        raise CsvError(f"{name} is not as it was painted: its first line names other columns.", 1)
    if any(len(row) != len(about) for row in rows):
        raise CsvError(f"{name} is not as it was painted: not all rows have {len(about)} values.")
    cells = zip(*rows[1:], strict=True) if len(rows) > 1 else [()] * len(about)
    try:
        columns = [column_of(each, column) for each, column in zip(about, cells, strict=True)]
    except (ValueError, KeyError) as error:
        raise CsvError(f"{name} is not as it was painted: {error} stands in a wrong column.") from None
    return sheet(name, about, columns, csv_lines(columns))


def column_of(about: DeclaredColumn, cells: Iterable[str]) -> Column:
    """The declared column of these cells; empty ones are missing. ``ValueError`` or ``KeyError`` for others
    than were declared."""
    values, codes = np.empty(0), np.empty(0, dtype=np.int64)
    if about.kind == "number":
        values = finite([float(cell) if cell else np.nan for cell in cells])
    else:
        places = {word: code for code, word in enumerate(about.categories)} | {"": MISSING}
        codes = np.array([places[cell] for cell in cells], dtype=np.int64)
    return with_rows(about, values, codes)


def with_rows(about: DeclaredColumn, values: Floats, codes: Codes) -> Column:
    """The declared column with these values, or codes."""
    return Column(
        about.name, about.kind, about.label, about.unit, values, codes, about.categories, about.span
    )


def finite(values: Sequence[float]) -> Floats:
    """Numbers, NaN in place of what is none."""
    found = np.array(values, dtype=np.float64)
    found[~np.isfinite(found)] = np.nan
    return found


def sheet_lines(table: Table) -> list[str]:
    """The table's rows as CSV: cut from its own text where that is a sheet's, without line breaks in it."""
    if is_sheet(table):
        lines = table.raw.decode().split("\n")[1:-1]
        if len(lines) == table.n_rows:
            return lines
    return csv_lines(table.columns)


def csv_lines(columns: Sequence[Column]) -> list[str]:
    """Every row as a line of CSV text; one with a line break in a word has several."""
    return [csv_line(cells) for cells in zip(*map(_cells, columns), strict=True)]


def csv_line(cells: Sequence[str]) -> str:
    """One row; only what needs quotes has them."""
    return ",".join(map(_quoted, cells))


def _quoted(cell: str) -> str:
    if not any(mark in cell for mark in ',"\n\r'):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def _cells(column: Column) -> list[str]:
    """All cells of a column as text that reads back as the same values; missing ones are empty."""
    if column.is_number:
        return ["" if value != value else repr(value) for value in column.values.tolist()]
    words = (*column.categories, "")  # a missing value's code is −1
    return [words[code] for code in column.codes.tolist()]
