"""A hundred thousand columns: refused at once with their names, and any of them read exactly."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import numpy as np
import pytest

from playground.data.columns import Floats
from playground.data.dialect import ReadingChoice
from playground.data.errors import TooWideError
from playground.data.reader import read_table

N_COLUMNS, N_ROWS = 100_000, 40
LONGEST = 20.0
"""Seconds, on a busy machine; it took 47 before the first lines of a wide table were read more sparingly."""


@pytest.fixture(scope="module")
def values() -> Floats:
    return np.round(np.random.default_rng(1).normal(size=(N_ROWS, N_COLUMNS)), 3)


@pytest.fixture(scope="module")
def path(values: Floats, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wide") / "wide.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(f"gene {i + 1}" for i in range(N_COLUMNS)) + ",outcome\n")
        for r, row in enumerate(values):
            file.write(",".join(map(repr, row.tolist())) + f",{'ab'[r % 2]}\n")
    return path


def test_it_is_refused_with_names_and_a_suggestion(path: Path) -> None:
    began = perf_counter()
    with pytest.raises(TooWideError) as caught:
        read_table(path)
    assert perf_counter() - began < LONGEST
    assert len(caught.value.names) == len(caught.value.first_row) == N_COLUMNS + 1
    assert caught.value.suggested == f"1-100, {N_COLUMNS + 1}"
    assert caught.value.target == N_COLUMNS


@pytest.mark.parametrize("places", ["1-100, last", "3, 70001-71500, last", "99999-last"])
def test_chosen_columns_are_read_exactly(path: Path, values: Floats, places: str) -> None:
    began = perf_counter()
    table = read_table(path, reading=ReadingChoice(places=places))
    assert perf_counter() - began < LONGEST
    assert table.n_rows == N_ROWS
    for column in table.columns[:-1]:
        assert np.array_equal(column.values, values[:, int(column.name.split()[1]) - 1])
    assert table.column("outcome").categories == ("a", "b")
