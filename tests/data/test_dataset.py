"""Scaled numbers: exact both ways, and every statistic from the training rows alone."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playground.data import dataset as dataset_module
from playground.data.columns import Table
from playground.data.dataset import DataError, Dataset, Feature, prepare
from playground.data.reader import read_table
from playground.data.recipe import Recipe, Scaling, guess_recipe, with_role
from playground.data.split import split_rows


def table(header: str, *rows: str) -> Table:
    return read_table("\n".join([header, *rows, ""]).encode())


def random_cells(seed: int, n: int = 60) -> list[list[str]]:
    """Rows of: number with gaps, word with gaps, yes/no, number; target a number."""
    rng = np.random.default_rng(seed)
    return [
        [
            "" if rng.random() < 0.1 else f"{rng.normal(5, 2):.6f}",
            "" if rng.random() < 0.1 else "rgb"[rng.integers(3)],
            ["yes", "no"][rng.integers(2)],
            f"{rng.normal():.6f}",
            f"{rng.normal(100, 30):.6f}",
        ]
        for _ in range(n)
    ]


HEADER = "a,color,ok,b,price"


def from_cells(cells: list[list[str]]) -> Table:
    return table(HEADER, *(",".join(row) for row in cells))


@pytest.mark.parametrize("scaling", ["standardize", "normalize", "symmetric", "none"])
@pytest.mark.parametrize("missing", ["median", "mean", "most_frequent"])
def test_test_rows_touch_no_statistic(
    scaling: Scaling, missing: Literal["median", "mean", "most_frequent"]
) -> None:
    """Whatever stands in the test rows, training rows and features stay bit for bit the same."""
    cells = random_cells(1)
    recipe = guess_recipe(from_cells(cells), seed=3)
    for name in ("a", "b", "price"):
        recipe = recipe.with_choice(
            replace(recipe.choice(name), scaling=scaling, missing=missing, indicator=True)
        )
    before = prepare(from_cells(cells), recipe)
    assert len(before.test_rows) == 12
    for i in before.test_rows:
        cells[i] = ["1000.5", "g", "yes", "-5000.25", "777777"]
    after = prepare(from_cells(cells), recipe)
    assert np.array_equal(after.test_rows, before.test_rows)
    assert after.inputs == before.inputs
    assert after.outputs == before.outputs
    assert np.array_equal(after.x_train, before.x_train)
    assert np.array_equal(after.y_train, before.y_train)
    assert not np.array_equal(after.x_test, before.x_test)


def test_the_training_rows_decide_every_statistic() -> None:
    """The opposite: one changed training value is seen by scaling and filling, so the test above can fail."""
    cells = random_cells(1)
    recipe = guess_recipe(from_cells(cells), seed=3)
    before = prepare(from_cells(cells), recipe)
    row = int(before.train_rows[0])
    cells[row] = ["1000.5", "g", "yes", "-5000.25", "777777"]
    after = prepare(from_cells(cells), recipe)
    for i in (0, 5):
        assert after.inputs[i].offset != before.inputs[i].offset
    assert after.outputs[0].scale != before.outputs[0].scale


def test_standardized_training_columns_have_mean_0_and_deviation_1() -> None:
    data = prepare(from_cells(random_cells(2)), guess_recipe(from_cells(random_cells(2))))
    names = [f.name for f in data.inputs]
    assert names == ["a", "color: b", "color: g", "color: r", "ok: yes", "b"]
    for i in (0, 5):
        assert abs(data.x_train[:, i].mean()) < 1e-12
        assert abs(data.x_train[:, i].std() - 1) < 1e-12
    assert abs(data.y_train.std() - 1) < 1e-12
    assert set(np.unique(data.x_train[:, 1:5])) == {0.0, 1.0}


def test_normalized_training_columns_go_from_0_to_1() -> None:
    t = from_cells(random_cells(2))
    recipe = guess_recipe(t)
    recipe = recipe.with_choice(replace(recipe.choice("b"), scaling="normalize"))
    column = prepare(t, recipe).x_train[:, 5]
    assert (column.min(), column.max()) == (0, 1)


values = st.floats(-1e30, 1e30, allow_nan=False, allow_subnormal=False)


@settings(max_examples=200, deadline=None)
@given(st.lists(values, min_size=3, max_size=30), st.sampled_from(["standardize", "normalize", "none"]))
def test_scaling_and_back_is_the_same_number(numbers: list[float], scaling: Scaling) -> None:
    t = table("x,y", *(f"{v!r},{i % 5}" for i, v in enumerate(numbers)))
    recipe = replace(with_role(t, guess_recipe(t, "y"), "x", "input"), test_share=0.0)
    data = prepare(t, recipe.with_choice(replace(recipe.choice("x"), scaling=scaling)))
    (feature,) = data.inputs
    original = t.column("x").values
    assume(feature.scale > 1e-280)
    back = feature.to_original(data.x_train[:, 0])
    assert np.all(np.isfinite(data.x_train))
    assert np.allclose(back, original, rtol=1e-12, atol=1e-12 * np.max(np.abs(original)))
    assert np.array_equal(feature.to_scaled(original), data.x_train[:, 0])


@settings(max_examples=100)
@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e3), st.floats(-1e6, 1e6))
def test_a_feature_is_its_own_inverse(offset: float, scale: float, value: float) -> None:
    feature = Feature("x", "x", offset=offset, scale=scale)
    assert float(feature.to_original(feature.to_scaled(value))) == pytest.approx(value, rel=1e-12, abs=1e-9)


def test_huge_tiny_and_far_off_columns_are_standardized() -> None:
    rows = [f"{s}e30,{s}e-300,{1.6e9 + i},{i % 5}" for i, s in enumerate([1, -1, 0.5, -0.25, 0.75, 0.1])]
    t = table("huge,tiny,time,y", *rows)
    data = prepare(t, guess_recipe(t))
    assert np.allclose(data.x_train.mean(axis=0), 0, atol=1e-12)
    assert np.allclose(data.x_train.std(axis=0), 1, atol=1e-12)


def test_a_constant_column_becomes_zeros_not_nan() -> None:
    t = table("same,x,y", "0.1,1,2", "0.1,2,3", "0.1,3,7")
    data = prepare(t, with_role(t, guess_recipe(t), "same", "input"))
    assert data.x_train[:, 0].tolist() == [0, 0, 0]
    t = table("x,y", "1,0.75", "10,0.75", "100,0.75")
    data = prepare(t, guess_recipe(t))
    assert (data.task, data.y_train.tolist()) == ("regression", [[0], [0], [0]])


def filled(missing: Literal["median", "mean", "most_frequent"]) -> float:
    t = table("x,c,y", "1,a,1", "1,a,2", "4,b,3", "10,c,4", ",,5", "2,a,6")
    recipe = guess_recipe(t, "y")
    recipe = recipe.with_choice(replace(recipe.choice("x"), missing=missing, scaling="none"))
    data = prepare(t, recipe)
    assert data.x_train[4, 1:].tolist() == [1, 0, 0]  # the most frequent category
    return float(data.x_train[4, 0])


def test_gaps_are_filled() -> None:
    assert filled("median") == 2
    assert filled("mean") == pytest.approx(3.6, rel=1e-13)
    assert filled("most_frequent") == 1


def test_rows_with_gaps_can_be_dropped_and_rows_without_target_always_are() -> None:
    t = table("x,z,y", "1,1,1", ",2,2", "3,3,", "4,,4", "5,5,6")
    recipe = guess_recipe(t, "y")
    assert prepare(t, recipe).train_rows.tolist() == [0, 1, 3, 4]
    recipe = recipe.with_choice(replace(recipe.choice("x"), missing="drop_row"))
    assert prepare(t, recipe).train_rows.tolist() == [0, 3, 4]


def test_a_binary_target_is_one_output_that_knows_its_words() -> None:
    t = table("x,y", *(f"{i},{'nein' if i % 3 else 'ja'}" for i in range(30)))
    data = prepare(t, guess_recipe(t))
    (output,) = data.outputs
    assert (data.task, output.name, output.category, output.otherwise) == ("binary", "y", "ja", "nein")
    assert data.y_train[:, 0].tolist() == [float(i % 3 == 0) for i in data.train_rows]
    t = table("x,pet", *(f"{i},{'cat' if i % 3 else 'dog'}" for i in range(30)))
    assert [f.name for f in prepare(t, guess_recipe(t)).outputs] == ["dog"]


def test_a_categorical_target_has_one_output_for_each() -> None:
    t = table("x,y", *(f"{i},{'uvw'[i % 3]}" for i in range(30)))
    data = prepare(t, guess_recipe(t))
    assert [f.name for f in data.outputs] == ["u", "v", "w"]
    assert np.array_equal(data.y_train.argmax(axis=1), data.train_rows % 3)
    assert np.all(data.y_train.sum(axis=1) == 1)


def test_arrays_are_c_order_and_read_only() -> None:
    t = from_cells(random_cells(4))
    data = prepare(t, guess_recipe(t))
    for array in (data.x_train, data.y_train, data.x_test, data.y_test):
        assert array.flags.c_contiguous
        assert array.dtype == np.float64
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1


def labelled(sizes: list[int]) -> Table:
    rows = [f"{i},{'abcdef'[k]}" for k, size in enumerate(sizes) for i in range(size)]
    return table("x,kind", *rows)


def counts(data: Dataset, rows: Literal["train", "test"]) -> list[int]:
    y = data.y_train if rows == "train" else data.y_test
    return [int(n) for n in y.sum(axis=0)]


def test_categories_are_split_in_equal_shares() -> None:
    t = labelled([50, 50, 50])
    data = prepare(t, guess_recipe(t))
    assert (counts(data, "train"), counts(data, "test")) == ([40] * 3, [10] * 3)
    data = prepare(labelled([60, 30, 1]), guess_recipe(labelled([60, 30, 1])))
    assert counts(data, "test") == [12, 6, 0]


@settings(max_examples=200)
@given(
    st.lists(st.integers(1, 30), min_size=1, max_size=6),
    st.floats(0, 0.95),
    st.integers(0, 1000),
    st.booleans(),
    st.booleans(),
)
def test_a_split_parts_the_rows(
    sizes: list[int], share: float, seed: int, shuffle: bool, stratify: bool
) -> None:
    categories = np.repeat(np.arange(len(sizes)), sizes)
    rows = np.arange(len(categories))[::-1][: len(categories)][::-1]
    train, test = split_rows(rows, categories if stratify else None, share, shuffle, seed)
    assert np.array_equal(np.sort(np.concatenate([train, test])), rows)
    assert np.array_equal(train, np.sort(train))
    assert len(train) >= 1
    again = split_rows(rows, categories if stratify else None, share, shuffle, seed)
    assert np.array_equal(train, again[0])
    if stratify and shuffle:
        in_test = np.bincount(categories[test], minlength=len(sizes))
        assert np.all(in_test < np.array(sizes))
        assert np.all(in_test <= np.ceil(share * np.array(sizes)) + 1)
    else:
        assert len(test) == min(round(share * len(rows)), len(rows) - 1)


def test_another_seed_is_another_split_and_the_order_split_takes_the_last_rows() -> None:
    rows = np.arange(100)
    first, second = (split_rows(rows, None, 0.2, True, seed)[1] for seed in (1, 2))
    assert not np.array_equal(first, second)
    assert split_rows(rows, None, 0.2, False, 1)[1].tolist() == list(range(80, 100))
    with pytest.raises(DataError):
        split_rows(rows, None, 1.0, True, 1)


def error(t: Table, recipe: Recipe) -> str:
    with pytest.raises(DataError) as caught:
        prepare(t, recipe)
    assert str(caught.value).endswith(".")
    return str(caught.value)


def test_what_cannot_be_learned_is_said() -> None:
    t = table("a,b,word,same,gap", *(f"{i % 5},{i % 7},w{i % 3},s," for i in range(130)))
    recipe = guess_recipe(t, "b")
    without_target = recipe.with_choice(replace(recipe.choice("b"), role="left_out"))
    assert "No column is the target" in error(t, without_target)
    as_number = recipe.with_choice(replace(recipe.choice("word"), use_as="number"))
    assert "“word” holds words" in error(t, as_number)
    assert "“same” is the same in every row" in error(t, with_role(t, recipe, "same", "target"))
    assert "“gap” holds no values" in error(t, with_role(t, recipe, "gap", "target"))
    assert "no column “b”" in error(table("a,c", "1,2"), recipe)
    only = replace(recipe, columns=tuple(c for c in recipe.columns if c.role != "input"))
    assert "No column is used as input" in error(t, only)
    dropping = with_role(t, recipe, "gap", "input")
    dropping = dropping.with_choice(replace(dropping.choice("gap"), missing="drop_row"))
    assert "All 130 rows lack a value" in error(t, dropping)


def test_too_many_categories_are_no_target() -> None:
    t = table("x,name", *(f"{i},n{i}" for i in range(101)))
    assert "101 categories, more than 100" in error(t, guess_recipe(t, "name"))


def test_an_input_without_values_among_the_training_rows_is_said() -> None:
    t = table("x,z,y", *(f"{i},{i if i == 4 else ''},{i % 3}" for i in range(5)))
    recipe = with_role(t, guess_recipe(t, "y"), "z", "input")
    assert "“z” has no value in the training rows" in error(
        t, replace(recipe, split="in_order", test_share=0.2)
    )


def test_the_symmetric_scaling_goes_from_minus_1_to_1_over_the_training_rows() -> None:
    t = table("a,y", *(f"{i * i},{i % 7}" for i in range(50)))
    recipe = guess_recipe(t)
    recipe = recipe.with_choice(replace(recipe.choice("a"), scaling="symmetric"))
    data = prepare(t, recipe)
    assert (data.x_train.min(), data.x_train.max()) == (-1.0, 1.0)


def test_an_indicator_is_1_where_the_value_was_missing() -> None:
    t = table("a,b,y", *(f"{'' if i % 5 == 0 else i},{i % 3},{i % 7}" for i in range(40)))
    recipe = guess_recipe(t)
    recipe = recipe.with_choice(replace(recipe.choice("a"), indicator=True, missing="mean"))
    data = prepare(t, recipe)
    assert [f.name for f in data.inputs] == ["a", "a is missing", "b"]
    gaps = (data.train_rows % 5 == 0).astype(float)
    assert np.array_equal(data.x_train[:, 1], gaps)
    mean = np.mean([i for i in data.train_rows if i % 5])
    assert data.inputs[0].fill == pytest.approx(mean, rel=1e-13)


def test_two_categories_become_one_input_or_two() -> None:
    t = table("a,sex,y", *(f"{i % 9},{'fm'[i % 2]},{i % 7}" for i in range(40)))
    recipe = guess_recipe(t)
    assert [f.name for f in prepare(t, recipe).inputs] == ["a", "sex: m"]
    both = prepare(t, recipe.with_choice(replace(recipe.choice("sex"), one_hot=True)))
    assert [f.name for f in both.inputs] == ["a", "sex: f", "sex: m"]
    assert np.all(both.x_train[:, 1] + both.x_train[:, 2] == 1)


def test_a_column_splits_the_rows() -> None:
    t = table("a,year,y", *(f"{i % 9},{2019 + i // 20},{i % 7}" for i in range(60)))
    recipe = replace(guess_recipe(t), split="by_column", split_column="year", test_value="2021")
    data = prepare(t, recipe)
    assert data.test_rows.tolist() == list(range(40, 60))
    assert "No row has “1999”" in error(t, replace(recipe, test_value="1999"))
    assert "choose one" in error(t, replace(recipe, split_column="day"))


def test_balanced_rows_are_the_weighted_mean_and_touch_no_statistic() -> None:
    """Whole-number weights: the cost over the repeated rows is Σ wᵢ Cᵢ / Σ wᵢ."""
    t = table("a,kind", *(f"{i % 11},{'u' if i % 6 else 'v'}" for i in range(90)))
    recipe = guess_recipe(t)
    plain, balanced = prepare(t, recipe), prepare(t, replace(recipe, balance=True))
    assert balanced.inputs == plain.inputs
    assert np.array_equal(balanced.once().x_train, plain.x_train)
    assert np.array_equal(balanced.x_test, plain.x_test)
    is_rare = plain.y_train[:, 0] == 1
    weight = round(np.sum(~is_rare) / np.sum(is_rare))
    assert weight == 5
    assert np.sum(balanced.y_train[:, 0] == 1) == weight * np.sum(is_rare)
    squares = (plain.x_train[:, 0] - plain.y_train[:, 0]) ** 2
    weights = np.where(is_rare, weight, 1)
    repeated = (balanced.x_train[:, 0] - balanced.y_train[:, 0]) ** 2
    assert repeated.mean() == pytest.approx(np.sum(weights * squares) / np.sum(weights), rel=1e-14)


def test_of_large_datasets_only_two_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    read = table("a,b,y", *(f"{i},{i % 7},{i % 3}" for i in range(60)))
    recipes = [replace(guess_recipe(read), seed=seed) for seed in range(100, 106)]
    made = [prepare(read, recipe) for recipe in recipes]
    assert all(prepare(read, recipe) is each for recipe, each in zip(recipes[2:], made[2:], strict=True))
    monkeypatch.setattr(dataset_module._Prepared, "MOST_BYTES", 0)
    last = prepare(read, recipes[0])
    assert prepare(read, recipes[0]) is last
    assert prepare(read, recipes[5]) is made[5]
    assert prepare(read, recipes[4]) is not made[4]


def test_a_category_that_no_training_row_has_counts_as_missing() -> None:
    cells = "".join(f"{'teal' if i == 99 else ('red', 'blue', 'red')[i % 3]},{i},{i}\n" for i in range(100))
    t = read_table(f"color,x,y\n{cells}".encode())
    data = prepare(t, replace(guess_recipe(t, "y"), split="in_order"))
    names = [feature.name for feature in data.inputs]
    assert {feature.unknown for feature in data.inputs if feature.column == "color"} == {("teal",)}
    last = dict(zip(names, data.x_test[-1], strict=True))
    assert (last["color: red"], last["color: blue"], last["color: teal"]) == (1, 0, 0), "the most frequent"
    assert not data.x_train[:, names.index("color: teal")].any()


def test_an_answer_that_no_training_row_gives_counts_as_missing() -> None:
    cells = "".join(f"{'yes' if i > 95 else 'no'},{i},{i}\n" for i in range(100))
    t = read_table(f"said,x,y\n{cells}".encode())
    data = prepare(t, replace(guess_recipe(t, "y"), split="in_order"))
    assert not data.x_train[:, 0].any()
    assert not data.x_test[:, 0].any()


def test_whatever_the_recipe_it_is_what_plain_loops_make_of_it() -> None:
    """Fills, means, deviations and categories counted by hand over the training rows alone."""
    rng = np.random.default_rng(8)
    rows = [
        (
            f"{rng.uniform(10, 90):.3f}",
            str(rng.choice(["red", "green", "blue"])),
            str(rng.choice(["yes", "no"])),
        )
        for _ in range(60)
    ]
    rows = [("" if i % 7 == 3 else size, color, said) for i, (size, color, said) in enumerate(rows)]
    prices = [f"{rng.normal(100, 20):.2f}" for _ in rows]
    lines = [",".join((*row, price)) for row, price in zip(rows, prices, strict=True)]
    t = read_table("\n".join(["size,color,said,price", *lines]).encode())
    recipe = guess_recipe(t, "price", seed=3)
    data = prepare(t, recipe.with_choice(replace(recipe.choice("size"), indicator=True)))
    known = sorted(float(rows[r][0]) for r in data.train_rows if rows[r][0])
    half = len(known) // 2
    middle = known[half] if len(known) % 2 else (known[half - 1] + known[half]) / 2
    filled = [float(size) if size else middle for size, _, _ in rows]

    def scaled(values: list[float], row: int) -> float:
        train: list[float] = [values[r] for r in data.train_rows]
        mean = sum(train) / len(train)
        return (values[row] - mean) / math.sqrt(sum((v - mean) ** 2 for v in train) / len(train))

    for part, x, y in (
        (data.train_rows, data.x_train, data.y_train),
        (data.test_rows, data.x_test, data.y_test),
    ):
        for row, inputs, outputs in zip(part, x, y, strict=True):
            size, color, said = rows[row]
            of_color = [float(color == each) for each in ("blue", "green", "red")]
            expected = [scaled(filled, row), float(not size), *of_color, float(said == "yes")]
            assert inputs == pytest.approx(expected, abs=1e-12)
            assert outputs[0] == pytest.approx(scaled([float(p) for p in prices], row), abs=1e-12)
