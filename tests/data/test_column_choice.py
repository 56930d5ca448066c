"""Which columns of a file are read: places as a person writes them, too many of them, what is suggested."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data import blocks, column_choice
from playground.data.column_choice import likely_target, suggested_columns
from playground.data.column_ranges import normalized, places, written
from playground.data.dialect import ReadingChoice
from playground.data.errors import CsvError, TooWideError
from playground.data.reader import read_table
from playground.data.recipe import guess_recipe, sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1", [0]),
        ("1-3, 7, last", [0, 1, 2, 6, 9]),
        (" 2 – 4;9 ", [1, 2, 3, 8]),
        ("8-last", [7, 8, 9]),
        ("3,1-3,2", [0, 1, 2]),
        ("LAST", [9]),
    ],
)
def test_places_are_read(text: str, found: list[int]) -> None:
    assert places(text, 10) == found
    assert places(normalized(text), 10) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "No column is named"),
        ("x", "“x” is no place of a column"),
        ("1-2-3", "no place of a column"),
        ("0-2", "counted from 1"),
        ("5-2", "runs backwards"),
        ("last-3", "runs backwards"),
        ("11", "no column 11: the last one is 10"),
        ("2-900", "no column 900"),
    ],
)
def test_what_is_no_place_is_said(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        places(text, 10)
    assert str(caught.value).endswith(".")


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40))
def test_what_is_written_is_read_again(numbers: list[int]) -> None:
    chosen = sorted(set(numbers))
    text = written(chosen)
    assert places(text, 61) == chosen
    assert normalized(text) == text


def wide(n_rows: int = 12, n_columns: int = 30) -> bytes:
    rows = [",".join([f"x{i + 1}" for i in range(n_columns - 1)] + ["kind"])]
    rows += [",".join([*(f"{r + i / 10}" for i in range(n_columns - 1)), "ab"[r % 2]]) for r in range(n_rows)]
    return "\n".join(rows).encode()


def test_only_the_chosen_columns_are_read_and_all_names_are_known() -> None:
    whole = read_table(wide())
    table = read_table(wide(), reading=ReadingChoice(places="2, 5-6, last"))
    assert table.names == ("x2", "x5", "x6", "kind")
    assert table.names_in_file == whole.names == whole.names_in_file
    for column in table.columns:
        assert np.array_equal(column.values, whole.column(column.name).values)
    assert guess_recipe(table).target == "kind"
    said = next(s for s in sentences(table, guess_recipe(table)) if s.kind == "columns_read")
    assert (said.title, said.detail[:12]) == ("4 of 30 columns read", "2, 5-6, last")
    assert table != whole


def test_quotes_and_few_long_lines_are_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = ReadingChoice(places="1-3, 29-30")
    plain = read_table(wide(), reading=choice)
    quoted = read_table(wide().replace(b",a\n", b',"a"\n'), reading=choice)
    monkeypatch.setattr(blocks, "BLOCK", 100)
    monkeypatch.setattr(blocks, "_LARGEST", 400)
    some = read_table(wide(), reading=choice)
    for other in (quoted, some):
        assert other.names == plain.names
        assert [c.coded for c in other.columns][-1][1] == ("a", "b")
        assert np.array_equal(other.column("x29").values, plain.column("x29").values)


def test_too_many_columns_are_refused_with_names_and_a_suggestion(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(column_choice, "MAX_COLUMNS", 20)
    monkeypatch.setattr(column_choice, "FIRST_CHOSEN", 5)
    with pytest.raises(TooWideError, match="t has 30 columns, more than 20, too wide: choose") as caught:
        read_table(wide(), "t")
    error = pickle.loads(pickle.dumps(caught.value))
    assert error.message == caught.value.message
    assert error.names[:2] == ("x1", "x2")
    assert error.first_row[-1] == "a"
    assert error.suggested == "1-5, 30"
    assert read_table(wide(), "t", ReadingChoice(places=error.suggested)).names[-1] == "kind"
    with pytest.raises(TooWideError, match="25 columns of t are chosen, more than 20"):
        read_table(wide(), "t", ReadingChoice(places="1-25"))


def test_wrong_columns_are_refused_in_a_sentence() -> None:
    with pytest.raises(CsvError, match=r"columns of t cannot be read\. There is no column 31") as caught:
        read_table(wide(), "t", ReadingChoice(places="1, 31"))
    assert not isinstance(caught.value, TooWideError)
    with pytest.raises(CsvError, match="only one column with values among the 1 chosen"):
        read_table(wide(), "t", ReadingChoice(places="3"))


def test_the_likely_target_is_known_by_its_name_else_the_last() -> None:
    assert likely_target(["a", "Class", "b", "price"]) == 1
    assert likely_target(["a", "Sale_Price", "b"]) == 1
    assert likely_target(["a", "b", "c"]) == 2
    assert suggested_columns(500, 499) == "1-100, 500"
    assert suggested_columns(2, 1) == "1-2"


def test_very_many_columns_of_one_name_get_names_at_once() -> None:
    with pytest.raises(TooWideError) as caught:
        read_table(b",".join([b"x"] * 20_000) + b"\n" + b",".join([b"1"] * 20_000) + b"\n", "t")
    assert caught.value.names[:3] == ("x", "x 2", "x 3")
    assert len(set(caught.value.names)) == 20_000


@pytest.mark.parametrize("columns", ["1- 3", "x", "", 5, "1,2"])
def test_a_choice_from_a_file_must_be_places(columns: object) -> None:
    with pytest.raises(ValueError, match=r"column|must be text"):
        ReadingChoice.from_json({"places": columns})
