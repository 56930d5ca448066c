"""A painted table is what a file of its rows would be."""

from __future__ import annotations

import pytest

from playground.data.errors import DataError
from playground.data.painting import repainted
from playground.data.reader import read_table

RAW = b'x,"y, up",note,class\n0.1,2,"a, b",yes\n-3.25,,c,no\n1e-7,4,"say ""hi""",yes\n7,8,c,no\n'
TABLE = read_table(RAW, "mine.csv")


def test_nothing_added_and_nothing_erased_changes_no_value() -> None:
    again = repainted(TABLE, [], [])
    assert again.names == TABLE.names
    cells = [[column.cell(row) for column in again.columns] for row in range(4)]
    assert cells == [[column.cell(row) for column in TABLE.columns] for row in range(4)]
    assert again.columns[0].values.tolist() == TABLE.columns[0].values.tolist()
    assert again.name == "mine.csv"


def test_rows_are_added_at_the_end_and_what_they_do_not_say_is_missing() -> None:
    more = repainted(TABLE, [{"x": 0.1 + 0.2, "class": "no"}], [1])
    assert more.n_rows == 4
    assert more.columns[0].values.tolist() == [0.1, 1e-7, 7.0, 0.1 + 0.2]
    assert more.columns[1].missing.tolist() == [False, False, False, True]
    assert more.columns[3].cell(3) == "no"
    assert more.digest != TABLE.digest
    assert read_table(more.raw, more.name, more.reading) == more


def test_what_would_change_the_columns_is_refused() -> None:
    with pytest.raises(DataError, match=r"\.$"):
        repainted(TABLE, [], [0, 1, 2, 3])
