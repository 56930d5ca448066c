"""What a person chooses about reading: lines to skip, words for no value, and what cannot work."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.dialect import ReadingChoice
from playground.data.errors import CsvError
from playground.data.reader import read_table
from playground.data.recipe import guess_recipe, sentences

ROWS = b"a,b,c\n1,fehlt,2\n3,4,5\n5,Fehlt,-9\n7,8,x1\n"


def test_words_count_as_missing_in_every_kind_of_column() -> None:
    assert read_table(ROWS).column("c").kind == "text"
    table = read_table(ROWS, reading=ReadingChoice(words="fehlt, X1, -9"))
    assert np.array_equal(table.column("b").values, [np.nan, 4, np.nan, 8], equal_nan=True)
    assert np.array_equal(table.column("c").values, [2, 5, np.nan, np.nan], equal_nan=True)
    said = sentences(table, guess_recipe(table))[-1]
    assert said.detail.endswith("fehlt, X1, -9 count as missing")


def test_a_word_that_begins_late_is_found_in_a_column_of_numbers() -> None:
    raw = b"a,b\n" + b"".join(b"%d,%d\n" % (i, i) for i in range(200_000)) + b"7,none at all\n"
    table = read_table(raw, reading=ReadingChoice(words="None at all"))
    assert table.column("b").kind == "number"
    assert table.column("b").n_missing == 1


def test_lines_are_skipped_and_listed() -> None:
    raw = b"1,2,3\n\nx,y,z\n" + ROWS
    table = read_table(raw, reading=ReadingChoice(skip=3))
    assert table.names == ("a", "b", "c")
    assert table.row_lines.tolist() == [5, 6, 7, 8]
    assert [(a.line, a.text, a.reason) for a in table.set_aside] == [
        (1, "1,2,3", "skipped, your choice"),
        (3, "x,y,z", "skipped, your choice"),
    ]
    assert "3 lines skipped" in sentences(table, guess_recipe(table))[-1].detail


def test_a_line_that_names_the_separator_is_skipped_anyway() -> None:
    raw = b"sep=;\nnot this;1\na;b\n1;2\n3;4\n"
    assert read_table(raw, reading=ReadingChoice(skip=2)).names == ("a", "b")
    assert read_table(raw, reading=ReadingChoice(skip=0)).names != ("a", "b")


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (ReadingChoice(delimiter=";"), "Cut at semicolon, t has only one column: choose another separator."),
        (ReadingChoice(skip=40), "t has no more than the 40 lines that are skipped: skip fewer."),
        (ReadingChoice(encoding="utf-16"), "Read as UTF-16, t has only one column: choose another encoding."),
        (ReadingChoice(encoding="klingon"), "There is no encoding klingon: choose another one for t."),
        (ReadingChoice(places="9"), "There is no column 9: the last one is 3."),
    ],
)
def test_a_choice_that_cannot_work_is_refused_in_a_sentence(choice: ReadingChoice, said: str) -> None:
    with pytest.raises(CsvError) as caught:
        read_table(ROWS, "t", choice)
    assert said in caught.value.message
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(
    "damaged", [{"skip": -1}, {"skip": True}, {"skip": "3"}, {"words": 5}, {"member": 1}]
)
def test_a_damaged_choice_is_none(damaged: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must be"):
        ReadingChoice.from_json(damaged)


def test_every_choice_is_written_and_read() -> None:
    choice = ReadingChoice("utf-8", ";", "", True, ",", "-999", "fehlt", 3, "1-2, 5", "Sheet 2")
    assert ReadingChoice.from_json(choice.to_json()) == choice
    assert ReadingChoice.from_json(ReadingChoice().to_json()) == ReadingChoice()
