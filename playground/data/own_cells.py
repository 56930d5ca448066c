"""A table's cells as they stand in its file, whatever was made of them: words, gaps, digits as written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from playground.data.blocks import read_blocks
from playground.data.column_types import decimal_marks
from playground.data.columns import Table
from playground.data.csv_output import column_cells
from playground.data.reader import opened
from playground.data.source import Source

Rows = Sequence[Sequence[str]]
"""The cells of some rows, column by column."""

_SOME_WORDS = 1000


def own_names(table: Table) -> list[str]:
    """The names of the columns of `own_cells`: all of the file but those with neither name nor value."""
    return [table.names_in_file[place] for place in _places(table)] or list(table.names)


def own_cells(table: Table) -> Iterator[Rows]:
    """The cells of all rows, some rows at a time, without blanks around them. Columns that were not read
    are there, too.
    """
    places = _places(table)
    if not places:  # a painted table
        yield [column_cells(column) for column in table.columns]
        return
    source = Source(table.raw, table.part, table.container)
    text, dialect, lies, _ = opened(source, table.name, table.reading)
    for block in read_blocks(text, dialect, replace(lies, chosen=None)):
        yield [block.column(place) for place in places]


def has_decimal_commas(table: Table) -> bool:
    """Whether the file writes 1,5 for one and a half, for certain in at least one column of numbers."""
    numbers = {column.name for column in table.columns if column.kind == "number"}
    places = [i for i, name in enumerate(own_names(table)) if name in numbers]
    return any(
        decimal_marks(rows[place][:_SOME_WORDS]) == ","
        for rows in islice(own_cells(table), 1)
        for place in places
    )


def _places(table: Table) -> list[int]:
    names, read_all = table.names_in_file, table.reading.places is None
    return [i for i, name in enumerate(names) if not read_all or name in table.names]
