"""Tables at the edge of what there is: nothing crashes, and what cannot be read is said in one sentence."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.dataset import DataError, prepare
from playground.data.reader import CsvError, read_table
from playground.data.recipe import guess_recipe, sentences


def refusal(raw: bytes) -> str:
    with pytest.raises(CsvError) as caught:
        read_table(raw, "t.csv")
    return caught.value.message


def test_no_rows_one_column_no_values() -> None:
    assert "has a header but no rows" in refusal(b"a,b\n")
    assert "only one column" in refusal(b"a\n1\n2\n")
    assert "has a header but no rows" in refusal(b"a,b\n,\n,\n")
    assert "only one column with values" in refusal(b"a,b\n1,\n2,\n")
    assert "only one column with values" in refusal(b"a,b\nNA,1\n?,2\n")


def test_values_beyond_all_measure_are_missing_and_said() -> None:
    table = read_table(b"a,b,y\n1e308,1,7\n-1e308,2,8\ninf,3,9\n1e31,4,3\n5,5,5\n6,6,4\n", "t.csv")
    assert table.column("a").n_missing == 4
    assert "beyond 1e30" in table.warnings[0]
    assert np.all(np.isfinite(prepare(table, guess_recipe(table)).x_train))


def test_hundreds_of_thousands_of_categories_are_one_column_left_out() -> None:
    n = 200_000
    raw = b"word,x,y\n" + b"".join(b"w%d,%d,%d\n" % (i, i % 97, i % 7) for i in range(n))
    table = read_table(raw, "t.csv")
    assert table.column("word").n_distinct == n
    recipe = guess_recipe(table)
    assert recipe.choice("word").role == "left_out"
    assert prepare(table, recipe).x_train.shape[1] == 1


def test_a_table_in_which_the_target_is_unknown_everywhere() -> None:
    table = read_table(b"a,b,y\n1,2,\n3,4,\n5,6,\n", "t.csv")
    recipe = guess_recipe(table)
    assert recipe.target != "y"
    with pytest.raises(DataError, match="holds no values"):
        prepare(table, guess_recipe(table, "y"))
    assert sentences(table, recipe)
