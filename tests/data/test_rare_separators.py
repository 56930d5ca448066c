"""@ ^ ~ : and fixed places cut a text only where nothing else is meant by them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data.dialect import FIXED, ReadingChoice
from playground.data.reader import CsvError, read_table
from playground.data.sniffing import detect_dialect

WORD = st.text("abcdefgh", min_size=2, max_size=7)
CLOCK = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: f"{t[0]:02}:{t[1]:02}")
ADDRESS = st.tuples(WORD, WORD).map(lambda t: f"{t[0]}@{t[1]}.org")
NUMBER = st.integers(-999, 9999).map(str)
SENTENCE = st.lists(WORD, min_size=3, max_size=9).map(" ".join)


def delimiter_of(text: str) -> str:
    return detect_dialect(text, "utf-8", ReadingChoice()).delimiter


@settings(deadline=None, max_examples=40)
@given(st.sampled_from("@^~"), st.lists(st.tuples(WORD, NUMBER, WORD), min_size=4, max_size=12))
def test_they_are_found(mark: str, rows: list[tuple[str, str, str]]) -> None:
    text = "".join(mark.join(row) + "\n" for row in [("name", "size", "kind"), *rows])
    assert delimiter_of(text) == mark


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(CLOCK, ADDRESS, NUMBER), min_size=3, max_size=12), st.sampled_from(",;\t|"))
def test_times_and_addresses_stay_whole(rows: list[tuple[str, str, str]], mark: str) -> None:
    assert delimiter_of("".join(mark.join(row) + "\n" for row in rows)) == mark


@settings(deadline=None, max_examples=40)
@given(st.lists(st.one_of(CLOCK, ADDRESS), min_size=3, max_size=12))
def test_a_column_of_times_or_addresses_is_no_table(cells: list[str]) -> None:
    with pytest.raises(CsvError):
        read_table("".join(f"{cell}\n" for cell in cells).encode(), "t.csv")


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(WORD, SENTENCE), min_size=3, max_size=12))
def test_prose_is_not_cut_at_colons(lines: list[tuple[str, str]]) -> None:
    assert delimiter_of("".join(f"{name}: {what}\n" for name, what in lines)) not in (
        "@",
        "^",
        "~",
        ":",
        FIXED,
    )


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(SENTENCE, NUMBER, st.one_of(st.just(""), NUMBER)), min_size=8, max_size=20))
def test_fixed_places_give_back_every_cell(rows: list[tuple[str, str, str]]) -> None:
    width = max(len(words) for words, _, _ in rows)
    lines = [f"{words:{width}} {a:>6} {b:>6}" for words, a, b in [("what", "left", "right"), *rows]]
    text = "\n".join(lines) + "\n"
    dialect = detect_dialect(text, "utf-8", ReadingChoice(delimiter=FIXED))
    assert [cut for cut in dialect.cuts if cut >= width] == list(dialect.cuts[-2:])
    table = read_table(text.encode(), "t.txt", ReadingChoice(delimiter=FIXED))
    assert table.n_rows == len(rows)
    if table.names == ("what", "left", "right"):
        assert table.column("left").values.tolist() == [float(a) for _, a, _ in rows]


def test_fixed_places_that_are_not_there_are_refused_with_a_sentence() -> None:
    with pytest.raises(CsvError, match="Cut at fixed places"):
        read_table(b"a,b\n1,2\n", "t.csv", ReadingChoice(delimiter=FIXED))
