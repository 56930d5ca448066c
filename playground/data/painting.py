"""A table with rows added or taken away by hand. What comes out is what a file of these rows would be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from playground.data.columns import MISSING, Column, Flags, Table
from playground.data.declared import DeclaredColumn
from playground.data.dialect import ReadingChoice
from playground.data.errors import CsvError, DataError
from playground.data.reader import read_table
from playground.data.sheet import (
    can_be_declared,
    csv_line,
    csv_lines,
    declared,
    finite,
    sheet,
    sheet_lines,
    with_rows,
)

WRITTEN = ReadingChoice(encoding="utf-8", delimiter=",", quote='"', header=True, decimal=".")
"""How a painted table with dates is written."""

MOST_ROWS = 5_000
"""Larger tables are not painted on: with every stroke all of their rows are drawn and learned anew."""

Row = Mapping[str, float | str]
"""Values by the names of their columns; columns that are not named are missing."""


def repainted(table: Table, added: Sequence[Row], erased: Collection[int]) -> Table:
    """The table without the rows ``erased`` and with ``added`` ones at its end.

    It is a sheet then: its columns are declared, and stay what they are even without rows. ``DataError`` with
    a sentence if that can't be.
    """
    stays = np.ones(table.n_rows, dtype=np.bool_)
    stays[list(erased)] = False
    if not can_be_declared(table):
        return _read_again(table, added, stays)
    about = table.reading.columns or tuple(map(declared, table.columns))
    columns = [_with(each, column, added, stays) for each, column in zip(about, table.columns, strict=True)]
    lines = [line for line, kept in zip(sheet_lines(table), stays.tolist(), strict=True) if kept]
    return sheet(table.name, about, columns, lines + _lines_of(table, added))


def _with(about: DeclaredColumn, column: Column, added: Sequence[Row], stays: Flags) -> Column:
    given = [row.get(about.name, "") for row in added]
    if about.kind == "number":
        more = finite([np.nan if value == "" else float(value) for value in given])
        return with_rows(about, np.concatenate([column.values[stays], more]), column.codes)
    places = {word: code for code, word in enumerate(about.categories)} | {"": MISSING}
    unknown = [value for value in given if value not in places]
    if unknown:
        raise DataError(f"“{unknown[0]}” is no category of “{about.name}”.")
    codes = np.array([places[str(value)] for value in given], dtype=np.int64)
    return with_rows(about, column.values, np.concatenate([column.codes[stays], codes]))


def _lines_of(table: Table, added: Sequence[Row]) -> list[str]:
    return [csv_line([_cell(row.get(name, "")) for name in table.names]) for row in added]


def _cell(value: float | str) -> str:
    return value if isinstance(value, str) else repr(float(value))


def _read_again(table: Table, added: Sequence[Row], stays: Flags) -> Table:
    """The careful way, for dates: what they are is found in their words again."""
    lines = [line for line, kept in zip(csv_lines(table.columns), stays.tolist(), strict=True) if kept]
    text = "\n".join([csv_line(table.names), *lines, *_lines_of(table, added), ""])
    try:
        result = read_table(text.encode(), table.name, WRITTEN)
    except CsvError as error:
        raise DataError(f"This can't be painted: {error.message}") from error
    if result.names != table.names:
        raise DataError("Some rows have to stay: without them the columns mean something else.")
    return result
