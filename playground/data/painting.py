"""A table with rows added or taken away by hand. What comes out is what a file of these rows would be."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence

from playground.data.columns import Column, Table
from playground.data.dialect import ReadingChoice
from playground.data.errors import CsvError, DataError
from playground.data.reader import read_table

WRITTEN = ReadingChoice(encoding="utf-8", delimiter=",", quote='"', header=True, decimal=".")
"""How a painted table is written, so nothing about it has to be found out."""

MOST_ROWS = 5_000
"""Larger tables are not painted on: every stroke writes and reads all of their rows."""


def repainted(table: Table, added: Sequence[Mapping[str, float | str]], erased: Collection[int]) -> Table:
    """The table without the rows ``erased`` and with ``added`` ones at its end, each by column name.

    Columns that an added row doesn't name are missing there. ``DataError`` with a sentence if the columns
    would not be the same any more.
    """
    text, gone = io.StringIO(), frozenset(erased)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.names)
    rows = zip(*(_cells(column) for column in table.columns), strict=True)
    writer.writerows(cells for row, cells in enumerate(rows) if row not in gone)
    writer.writerows([_cell(row.get(name, "")) for name in table.names] for row in added)
    try:
        result = read_table(text.getvalue().encode(), table.name, WRITTEN)
    except CsvError as error:
        raise DataError(f"This can't be painted: {error.message}") from error
    if result.names != table.names:
        raise DataError("Some rows have to stay: without them the columns mean something else.")
    return result


def _cells(column: Column) -> list[str]:
    """All cells of a column as text that reads back as the same values; missing ones are empty."""
    if column.is_number:
        return ["" if value != value else repr(value) for value in column.values.tolist()]
    words = (*column.categories, "")  # a missing value's code is −1
    return [words[code] for code in column.codes.tolist()]


def _cell(value: float | str) -> str:
    return value if isinstance(value, str) else repr(value)
