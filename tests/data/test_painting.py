"""A painted table is what a file of its rows would be."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data.declared import DeclaredColumn
from playground.data.dialect import ReadingChoice
from playground.data.errors import CsvError, DataError
from playground.data.painting import repainted
from playground.data.reader import read_table
from playground.data.sheet import empty_sheet, sheet_reading

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


def test_without_rows_a_painted_table_is_still_the_same_table() -> None:
    none = repainted(TABLE, [], range(4))
    assert none.n_rows == 0
    assert none.raw == b'x,"y, up",note,class\n'
    again = repainted(none, [{"x": 2.0, "note": "c", "class": "yes"}], [])
    assert [(c.kind, c.categories, c.label, c.unit) for c in again.columns] == [
        (c.kind, c.categories, c.label, c.unit) for c in TABLE.columns
    ]
    assert again.columns[0].span == (-3.25, 7.0), "what is drawn stays"


def test_what_is_no_category_is_refused() -> None:
    with pytest.raises(DataError, match=r"“maybe” is no category of “class”\."):
        repainted(TABLE, [{"class": "maybe"}], [])


def test_dates_are_read_from_their_words_again() -> None:
    days = read_table(b"day,x,y\n2024-03-01,1.5,2\n2024-04-02,2.5,3\n2024-05-03,3.5,5\n", "days.csv")
    assert days.columns[0].kind == "date"
    more = repainted(days, [{"x": 4.5, "y": 6.0}], [1])
    assert more.columns[0].kind == "date"
    assert more.columns[1].values.tolist() == [1.5, 3.5, 4.5]
    assert read_table(more.raw, more.name, more.reading) == more
    with pytest.raises(DataError, match=r"\.$"):
        repainted(days, [], range(3))


WORDS = ["plain", "a, b", 'say "hi"', "two\nlines", " edge ", "北京", "'", "NA"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_painted_table_is_what_a_file_of_it_opens_as(data: st.DataObject) -> None:
    """Bit for bit, whatever was painted and erased."""
    about = (
        DeclaredColumn("x (m)", "number", "x", "m", (), (-1.0, 1.0)),
        DeclaredColumn("a, b", "category", "a, b", "", tuple(WORDS)),
        DeclaredColumn("y", "number", "y"),
    )
    table = empty_sheet("sheet.csv", about)
    for _ in range(data.draw(st.integers(1, 5))):
        rows: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
            {},
            optional={
                "x (m)": st.floats(allow_nan=False, allow_infinity=False),
                "a, b": st.sampled_from(WORDS),
                "y": st.floats(-1e6, 1e6),
            },
        )
        added = data.draw(st.lists(rows, max_size=5))
        erased = data.draw(st.sets(st.integers(0, table.n_rows - 1))) if table.n_rows else set()
        before = [[column.cell(row) for column in table.columns] for row in range(table.n_rows)]
        table = repainted(table, added, erased)
        kept = [cells for row, cells in enumerate(before) if row not in erased]
        assert [[c.cell(row) for c in table.columns] for row in range(len(kept))] == kept
        assert table.n_rows == len(kept) + len(added)
        reading = ReadingChoice.from_json(json.loads(json.dumps(table.reading.to_json())))
        again = read_table(table.raw, table.name, reading)
        assert again == table
        for one, other in zip(again.columns, table.columns, strict=True):
            assert one.values.tobytes() == other.values.tobytes()
            assert one.codes.tolist() == other.codes.tolist()
            assert (one.categories, one.span, one.unit) == (other.categories, other.span, other.unit)
        assert again.row_lines.tolist() == table.row_lines.tolist()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"x,z\n1,A\n",
        b"x,class\n1\n",
        b"x,class\nfar,A\n",
        b"x,class\n1,C\n",
        b'x,class\n1,"A\n',
        b"\xff",
    ],
)
def test_what_is_no_such_file_is_refused(raw: bytes) -> None:
    about = (DeclaredColumn("x", "number", "x"), DeclaredColumn("class", "category", "class", "", ("A", "B")))
    with pytest.raises(CsvError, match=r"\.$"):
        read_table(raw, "sheet.csv", sheet_reading(about))


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "date"},
        {"name": 3},
        {"categories": ["A", "A"]},
        {"categories": [""]},
        {"categories": "A"},
        {"span": [1]},
        {"span": [2.0, 1.0]},
        {"span": [0.0, float("inf")]},
        {"more": 1},
    ],
)
def test_what_is_no_declaration_is_refused(change: dict[str, object]) -> None:
    good = sheet_reading((DeclaredColumn("x", "number", "x", "", (), (0.0, 1.0)),)).to_json()
    assert ReadingChoice.from_json(json.loads(json.dumps(good))).to_json() == good
    columns = [{**good["columns"][0], **change}]
    with pytest.raises(ValueError, match=r"\.$"):
        ReadingChoice.from_json({**good, "columns": columns})
