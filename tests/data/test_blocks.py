"""The quick ways of reading give exactly what the careful ways give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from playground.data import blocks
from playground.data.columns import Table
from playground.data.digits import parse_cells
from playground.data.reader import CsvError, read_table

NUMBERS = st.text(alphabet="0123456789+-.eE", max_size=20)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(NUMBERS | st.floats(allow_nan=False, allow_infinity=False).map(repr), min_size=1, max_size=20)
)
@example(["9007199254740993", "0.1", "-0", "000000000000000.1", "1.", ".5", "+.", "--1", "1e5", ""])
def test_digits_are_read_as_float_reads_them(cells: list[str]) -> None:
    joined = ",".join(cells) + ","
    characters = np.frombuffer(joined.encode(), dtype=np.uint8)
    ends = np.flatnonzero(characters == ord(","))
    starts = np.append(0, ends[:-1] + 1)
    parsed = parse_cells(characters, starts, ends)
    for cell, value, known in zip(cells, parsed.values.tolist(), parsed.known.tolist(), strict=True):
        if known:
            assert value == float(cell)
            assert np.signbit(value) == np.signbit(float(cell))
        else:
            digits = sum(c.isdigit() for c in cell)
            assert "e" in cell.lower() or digits > 15 or len(cell) > 24 or not _is_number(cell)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


CELLS = st.sampled_from(
    [
        "1", "2.5", "-3", "007", "1.234", "12.345", "1.234.567", "1e3",
        "1e31", "12,5", "+7", "0.1234567890123456789",
        "", "NA", "nan", "-", "?", "n/a", "x", "b", "yes", "no", " 4", "5 ", "é", "Ünder", "#6", "2020-01-02",
    ]
)  # fmt: skip


def _read(raw: bytes) -> Table | str:
    try:
        return read_table(raw)
    except CsvError as refused:
        return refused.message


def _content(table: Table | str) -> object:
    if isinstance(table, str):
        return table
    columns = [
        (c.name, c.kind, c.unit, c.values.tobytes(), c.codes.tobytes(), c.categories) for c in table.columns
    ]
    return columns, table.row_lines.tolist(), table.set_aside, table.warnings


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    columns=st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=2, max_size=4),
    choices=st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), min_size=3, max_size=30),
    delimiter=st.sampled_from(",;\t|"),
    size=st.integers(5, 60),
)
def test_blocks_of_any_size_and_both_ways_give_the_same_table(
    columns: list[list[str]],
    choices: list[list[int]],
    delimiter: str,
    size: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [[cells[k % len(cells)] for cells, k in zip(columns, row, strict=False)] for row in choices]
    names = [f"c{i}" for i in range(len(columns))]
    raw = "\n".join(delimiter.join(row) for row in [names, *rows]).encode()
    whole = _content(_read(raw))
    with monkeypatch.context() as patch:
        patch.setattr(blocks, "_grid", lambda *_: None)
        assert _content(_read(raw)) == whole
        patch.setattr(blocks.read_blocks, "__defaults__", (size,))
        assert _content(_read(raw)) == whole
    with monkeypatch.context() as patch:
        patch.setattr(blocks.read_blocks, "__defaults__", (size,))
        assert _content(_read(raw)) == whole


@pytest.mark.parametrize("gap", ["", "NA"])
@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_gaps_beside_decimal_points_where_a_point_might_mark_thousands(gap: str, delimiter: str) -> None:
    lines = [f"size{delimiter}n", *(f"{gap if i % 3 == 1 else i + 0.5}{delimiter}{i}" for i in range(30))]
    size = read_table("\n".join(lines).encode()).column("size")
    expected = [np.nan if i % 3 == 1 else i + 0.5 for i in range(30)]
    assert np.array_equal(size.values, expected, equal_nan=True)
