"""Random tables, written in random dialects, are read back equal."""

from __future__ import annotations

import csv
import io
import math
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data.columns import Table
from playground.data.number_format import FORMATS, POINT, NumberFormat, parse
from playground.data.reader import CsvError, read_table
from playground.data.recipe import guess_recipe, sentences

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False).map(lambda v: round(v, 5) + 0.0)
WORDS = st.sampled_from(["red", "dark blue", 'say "hi"', "a, b; c", "naïve", "two\nlines", "北京", "it's"])


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[float | str | None]]:
    """Columns of numbers (some missing) and one of words, between 12 and 30 rows."""
    n_rows = draw(st.integers(12, 30))
    table: dict[str, list[float | str | None]] = {}
    for i in range(draw(st.integers(1, 4))):
        numbers = draw(st.lists(NUMBERS | st.none(), min_size=n_rows - 1, max_size=n_rows - 1))
        table[f"x{i}"] = [0.5, *numbers]  # one value that is certainly a number with a decimal mark
    table["word"] = [*draw(st.lists(WORDS, min_size=n_rows - 2, max_size=n_rows - 2)), "red", "red"]
    return table


def as_text(value: float | str | None, decimal: str) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else repr(value).replace(".", decimal)


@settings(max_examples=150, deadline=None)
@given(
    table=tables(),
    delimiter=st.sampled_from(",;\t|"),
    decimal_comma=st.booleans(),
    line_end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quote_all=st.booleans(),
    header=st.booleans(),
)
def test_what_was_written_is_read(
    table: dict[str, list[float | str | None]],
    delimiter: str,
    decimal_comma: bool,
    line_end: str,
    encoding: str,
    quote_all: bool,
    header: bool,
) -> None:
    decimal = "," if decimal_comma and delimiter != "," else "."
    stream = io.StringIO()
    writer = csv.writer(
        stream,
        delimiter=delimiter,
        lineterminator=line_end,
        quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL,
    )
    if header:
        writer.writerow(table)
    rows = [[as_text(v, decimal) for v in row] for row in zip(*table.values(), strict=True)]
    writer.writerows(rows)

    read = read_table(stream.getvalue().encode(encoding))

    assert read.dialect.delimiter == delimiter
    assert read.dialect.header == header
    assert read.n_rows == len(rows)
    if header:
        assert list(read.names) == list(table)
    for column, expected in zip(read.columns, table.values(), strict=True):
        if column.is_number:
            got = [None if math.isnan(v) else v for v in column.values.tolist()]
        else:
            got = [column.cell(i) for i in range(len(column))]
        assert got == expected


def read_or_refuse(raw: bytes) -> Table | None:
    """The table, or None for what is refused; any other exception fails the test."""
    try:
        return read_table(raw, "any.csv")
    except CsvError:
        return None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    table = read_or_refuse(raw)
    if table is not None:
        assert table.n_rows > 0
        assert len(table.columns) > 1


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab,;\t|\"'\n\r 1.5e-%$", max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    table = read_or_refuse(text.encode())
    if table is not None:
        recipe = guess_recipe(table)
        assert all(sentence.title for sentence in sentences(table, recipe))
        assert all(len(column) == table.n_rows for column in table.columns)
        assert len(set(table.names)) == len(table.columns)


@settings(max_examples=500)
@given(st.lists(st.text(alphabet="0123456789+-.eE_n", max_size=7), min_size=1, max_size=3))
def test_plain_numbers_follow_the_grammar_on_both_ways_of_parsing(cells: list[str]) -> None:
    """``parse`` has a quick way (float on known characters) and a careful one; both follow one grammar."""
    grammar = re.compile(
        r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[0-9]+(\.[0-9]*)?-"  # or the sign behind
    )
    values = parse(cells, POINT).tolist()
    for cell, value in zip(cells, values, strict=True):
        assert (not math.isnan(value)) == (grammar.fullmatch(cell) is not None)
        if not math.isnan(value):
            assert value == float(f"-{cell[:-1]}" if cell[-1] == "-" else cell)


@given(st.integers(-(10**9), 10**9), st.integers(0, 99), st.sampled_from(FORMATS))
def test_every_format_reads_what_it_writes(whole: int, cents: int, number_format: NumberFormat) -> None:
    text = f"{whole:,}".replace(",", number_format.group) + f"{number_format.decimal}{cents:02}"
    assert parse([text], number_format).tolist() == [float(f"{whole}.{cents:02}")]


def test_marks_between_thousands_must_part_groups_of_three() -> None:
    grouped = NumberFormat(".", ",")
    values = parse(["1,234", "12,34", "1234,567", ",123", "1,234.5", "1,234,5"], grouped).tolist()
    assert [v if v == v else None for v in values] == [1234, None, None, None, 1234.5, None]
