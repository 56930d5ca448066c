"""Numbers that stand for "no value" are suspected, said, and taken out when a person says so."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.columns import Table
from playground.data.dialect import ReadingChoice
from playground.data.reader import read_table


def table_of(column: list[float], reading: ReadingChoice | None = None) -> Table:
    rows = "".join(f"{value:g},{i % 3}\n" for i, value in enumerate(column))
    return read_table(f"x,y\n{rows}".encode(), reading=reading or ReadingChoice())


@pytest.mark.parametrize(
    "column",
    [
        [*range(10), -200],
        [*range(600, 2000, 20), -200, -200],
        [1.5, 2.5, 3.0, 2.0, 1.0, 999, 999],
        [20.5, 18.0, -3.0, 7.5, -9999, 11.0, 12.0],
        [0.1, 0.4, 0.3, 0.2, 0.6, -99.9],
    ],
)
def test_far_out_marks_are_suspected(column: list[float]) -> None:
    table = table_of(column)
    assert len(table.warnings) == 1
    assert "perhaps it means “no value” and should be missing" in table.warnings[0]
    assert table.column("x").n_missing == 0
    mark = max(column, key=lambda v: abs(v - float(np.median(column))))
    without = table_of(column, ReadingChoice(absent=f"{mark:g}"))
    assert without.column("x").n_missing == column.count(mark)
    assert without.warnings == ()


@pytest.mark.parametrize(
    "column",
    [
        [*range(90, 100)],
        [0, 1, 0, 1, 99, 99, 50, 20],
        [-5, 3, 8, -99, -80, -60, 40],
        [1000, 2000, 3000, 9999, 12000, 11000],
        [0, 0, 0, 0, 0, 1000, 1000, 1000],
        [1, 2, 3, 1, 2, 3, 250],
        [1851, 1852, 1853, 1600, 1600, 1600, 1600],
        [3, 4, 5, 3, 4, 5, 500, 500, 500],
    ],
)
def test_ordinary_columns_are_not_suspected(column: list[float]) -> None:
    assert table_of(column).warnings == ()
