"""First guesses, what is said about them, and the recipe as a value."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.data.choices import ColumnChoice
from playground.data.columns import Table
from playground.data.dataset import prepare
from playground.data.reader import read_table
from playground.data.recipe import Recipe, guess_recipe, sentences, with_role, with_target


def table(header: str, *rows: str) -> Table:
    return read_table("\n".join([header, *rows, ""]).encode())


def numbered(header: str, n_rows: int = 40) -> Table:
    """A table of whole numbers; every column repeats with another period."""
    n_columns = len(header.split(","))
    return table(header, *(",".join(str(i % (7 + 2 * k)) for k in range(n_columns)) for i in range(n_rows)))


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("a,b,c", "c"),
        ("a,target,c", "target"),
        ("label,b,c", "label"),
        ("a,Class,c", "Class"),
        ("price (€),b,c", "price (€)"),
        ("SalePrice,b,c", "SalePrice"),
        ("price,b,class", "class"),
        ("y,x", "y"),
        ("x,y", "y"),
        ("y,a,b", "y"),
        ("x,y,color", "color"),
        ("x,y,z", "z"),
        ("a,b,id", "b"),
    ],
)
def test_the_target_is_the_last_column_unless_a_name_says_otherwise(header: str, target: str) -> None:
    raw = numbered(header)
    if "id" in header:
        raw = table(header, *(f"{i % 5},{i % 7},{i}" for i in range(40)))
    assert guess_recipe(raw).target == target


def test_a_target_that_cannot_be_learned_is_passed_over() -> None:
    t = table("a,b,note,gap", *(f"{i % 5},{i % 7},note {i}," for i in range(30)))
    assert guess_recipe(t).target == "b"


def test_a_given_target_is_taken_or_unknown() -> None:
    t = numbered("a,b,c")
    assert guess_recipe(t, "a").target == "a"
    assert [c.role for c in guess_recipe(t, "a").columns] == ["target", "input", "input"]
    with pytest.raises(KeyError):
        guess_recipe(t, "d")


@pytest.mark.parametrize(
    ("name", "cells", "use"),
    [
        ("t", "0,1,1,0", "category"),
        ("t", "-1,1,1,-1", "category"),
        ("t", "1,2,1,2", "number"),
        ("class", "1,2,3,1", "category"),
        ("class", "1.5,2,3,1", "number"),
        ("target", ",".join("012" * 10), "category"),
        ("target", ",".join("123" * 10), "number"),
        ("rooms", ",".join("012" * 10), "number"),
        ("t", "1,1,1,1", "number"),
    ],
)
def test_whole_numbers_as_target(name: str, cells: str, use: str) -> None:
    t = table(f"x,{name}", *(f"{i},{c}" for i, c in enumerate(cells.split(","))))
    assert guess_recipe(t, name).choice(name).use_as == use


def test_inputs_of_zeros_and_ones_stay_numbers() -> None:
    recipe = guess_recipe(table("a,b,t", "0,0,0", "0,1,1", "1,0,1", "1,1,0"))
    assert [(c.role, c.use_as) for c in recipe.columns] == [
        ("input", "number"),
        ("input", "number"),
        ("target", "category"),
    ]
    assert recipe.test_share == 0


def test_columns_that_teach_nothing_are_left_out_with_their_reason() -> None:
    header = "id,same,gap,few,note,many,day,copy,x,y"
    rows = [
        f"{i},5,,{1 if i < 20 else ''},opinion number {i},m{i // 2},2024-01-{i % 28 + 1:02},"
        f"{i % 7},{i % 3},{i % 7}"
        for i in range(120)
    ]
    recipe = guess_recipe(table(header, *rows), "y")
    reasons = {c.name: c.reason for c in recipe.columns if c.role == "left_out"}
    assert reasons == {
        "id": "it numbers the rows",
        "same": "every value is the same",
        "gap": "it is empty",
        "few": "every value is the same",
        "note": "every value is different",
        "many": "60 categories, more than 50",
        "copy": "a copy of the target y",
    }
    assert [c.name for c in recipe.inputs] == ["day", "x"]
    assert recipe.choice("day").use_as == "number"


def test_mostly_missing_free_text_and_copied_words() -> None:
    rows = [
        f"{i % 9 if i < 40 else ''},text {i // 2 if i < 90 else i},k{i % 3},{i % 7},c{i % 3}"
        for i in range(100)
    ]
    recipe = guess_recipe(table("few,note,copy,x,kind", *rows), "kind")
    reasons = {c.name: c.reason for c in recipe.columns if c.role == "left_out"}
    assert reasons == {
        "few": "60 of 100 values are missing",
        "note": "free text",
        "copy": "a copy of the target kind",
    }


def test_the_only_input_stays_even_if_it_tells_the_target() -> None:
    t = table("weather,answer", "sun,yes", "rain,no", "sun,yes", "rain,no")
    assert [c.name for c in guess_recipe(t).inputs] == ["weather"]


@pytest.mark.parametrize("name", ["id", "ID", "PassengerId", "customer_id", "row", "Unnamed: 0"])
def test_names_of_numbering_columns(name: str) -> None:
    t = table(f"{name},x,y", *(f"{i + 100},{i % 3},{i % 5}" for i in range(30)))
    assert guess_recipe(t).choice(name).reason == "it numbers the rows"


@pytest.mark.parametrize("name", ["day", "humid", "x", "hours"])
def test_a_count_under_a_real_name_is_an_input(name: str) -> None:
    t = table(f"{name},x2,y", *(f"{i},{i % 3},{i % 5}" for i in range(30)))
    assert guess_recipe(t).choice(name).role == "input"


def test_an_unnamed_count_in_front_numbers_the_rows() -> None:
    rows = [f"{i},{i % 3}.5,{i % 5}" for i in range(30)]
    assert guess_recipe(table(",x,y", *rows)).choice("column 1").role == "left_out"
    assert guess_recipe(read_table("\n".join(r.rpartition(",")[0] for r in rows).encode())).inputs


def test_small_tables_are_not_split() -> None:
    assert guess_recipe(numbered("a,b", 19)).test_share == 0
    assert guess_recipe(numbered("a,b", 20)).test_share == 0.2


def test_a_new_target_frees_the_old_one() -> None:
    t = numbered("a,b,c")
    recipe = with_role(t, guess_recipe(t, seed=5), "a", "left_out")
    assert recipe.choice("a") == replace(guess_recipe(t).choice("a"), role="left_out", reason="")
    changed = with_target(t, recipe, "b")
    assert [c.role for c in changed.columns] == ["left_out", "target", "input"]
    assert changed.seed == 5
    assert with_role(t, recipe, "b", "target") == changed


def test_what_was_a_copy_of_the_old_target_is_an_input_for_the_new_one() -> None:
    t = table("copy,x,y,z", *(f"{i % 5},{i % 3},{i % 5},{i % 7}" for i in range(30)))
    recipe = guess_recipe(t, "y")
    assert recipe.choice("copy").role == "left_out"
    assert with_target(t, recipe, "z").choice("copy").role == "input"


def said(t: Table, recipe: Recipe) -> list[str]:
    return [f"{s.title} | {s.detail}" for s in sentences(t, recipe)]


def test_the_sentences_say_every_decision() -> None:
    rows = [
        f"{i},{i % 9}.5,{'ab c'[i % 4].strip()},{'yes' if i % 2 else 'no'},{i % 5 + 1}" for i in range(50)
    ]
    t = table("id,area (m²),kind,garden,price (€)", *rows, "50,,a,no,3", "51,2,a,no,", ",,,,")
    assert said(t, guess_recipe(t, seed=5)) == [
        "Target is price | a number, in €, standardized",
        "area standardized | mean 0, standard deviation 1, from the training rows",
        "kind becomes 3 inputs | one for each category, 0 or 1: a, b, c",
        "garden becomes 0 or 1 | 1 means yes, 0 means no",
        "price is missing in 1 row, left out | nothing to learn from there (line 53)",
        "area is missing in 1 row, filled | with the median of the training rows (line 52)",
        "kind is missing in 12 rows, filled | with the most frequent value of the training rows "
        "(lines 4, 8, 12, 16, …)",
        "Shuffled, then split 80 : 20 | 41 rows to train, 10 to test, seed 5",
        "Column id left out | it numbers the rows",
        "1 line set aside | line 54: no value in it",
        "Values separated by comma | the first row holds the names, UTF-8 text",
    ]
    warned = {s.kind for s in sentences(t, guess_recipe(t)) if s.warning}
    assert warned == {"missing", "left_out", "set_aside"}


def test_the_sentences_follow_a_persons_changes() -> None:
    t = table("a,b,c,y", *(f"{i % 5},{i % 7},{'' if i == 3 else i % 3},{'uvw'[i % 3]}" for i in range(30)))
    recipe = guess_recipe(t)
    assert said(t, recipe)[0] == "Target is y | 3 categories: u, v, w; one output for each"
    recipe = recipe.with_choice(replace(recipe.choice("a"), scaling="none"))
    recipe = recipe.with_choice(replace(recipe.choice("b"), scaling="normalize"))
    recipe = recipe.with_choice(replace(recipe.choice("c"), missing="drop_row", use_as="category"))
    recipe = replace(recipe, split="in_order", test_share=0.3)
    assert said(t, recipe)[1:6] == [
        "b normalized | smallest 0, largest 1, from the training rows",
        "a used as it is | not scaled",
        "c becomes 3 inputs | one for each category, 0 or 1: 0, 1, 2",
        "c is missing in 1 row, left out | line 5",
        "The last 30 % of the rows test | 20 rows to train, 9 to test",
    ]


def test_many_columns_with_the_same_fate_share_a_sentence() -> None:
    header = ",".join([*(f"s{i}" for i in range(9)), *(f"g{i}" for i in range(4)), "y"])
    rows = [
        ",".join(["1"] * 9 + ["" if i == k else str(i % 5) for k in range(4)] + [str(i % 3)])
        for i in range(30)
    ]
    t = table(header, *rows)
    shared = [s for s in sentences(t, guess_recipe(t)) if s.kind in ("left_out", "missing")]
    assert [f"{s.title} | {s.detail}" for s in shared] == [
        "Gaps in 4 columns filled | with the median of the training rows: g0, g1, g2, g3",
        "9 columns left out | every value is the same: s0, s1, s2, s3, s4 and 4 more",
    ]
    assert [len(s.columns) for s in shared] == [4, 9]


def test_xor_says_what_0_and_1_are_and_that_nothing_is_tested() -> None:
    t = table("x,y,xor", "0,0,0", "0,1,1", "1,0,1", "1,1,0")
    lines = said(t, guess_recipe(t))
    assert lines[0] == "Target is xor | only 0 and 1, so a yes/no question: 1 means 1, 0 means 0"
    assert "All 4 rows train | too few to keep some for testing" in lines


def test_warnings_of_the_reader_are_said() -> None:
    t = table("a,a", "1,2", "3,odd", "5,6", *[f"{i},{i}" for i in range(20)])
    told = sentences(t, guess_recipe(t))
    assert any(s.warning and "“odd” (line 3) is no number" in s.detail for s in told)
    assert any(not s.warning and "appears twice" in s.detail for s in told)


def test_a_recipe_that_cannot_be_learned_is_one_warning() -> None:
    t = numbered("a,b")
    recipe = with_role(t, guess_recipe(t), "a", "left_out")
    (only,) = sentences(t, recipe)
    assert only.warning
    assert "No column is used as input" in only.detail


choices = st.builds(
    ColumnChoice,
    name=st.text(max_size=5),
    role=st.sampled_from(["input", "left_out"]),
    scaling=st.sampled_from(["standardize", "normalize", "symmetric", "none"]),
    reason=st.text(max_size=5),
    use_as=st.sampled_from(["number", "category"]),
    missing=st.sampled_from(["median", "mean", "most_frequent", "drop_row"]),
    indicator=st.booleans(),
    one_hot=st.booleans(),
)
recipes = st.builds(
    Recipe,
    st.lists(choices, max_size=4, unique_by=lambda c: c.name).map(tuple),
    st.floats(0, 0.99),
    st.sampled_from(["stratified", "random", "in_order", "by_column"]),
    st.integers(0, 2**63),
    st.text(max_size=5),
    st.text(max_size=5),
    st.booleans(),
)


@given(recipes)
def test_json_both_ways(recipe: Recipe) -> None:
    assert Recipe.from_json(json.loads(json.dumps(recipe.to_json()))) == recipe


GOOD: dict[str, Any] = Recipe((ColumnChoice("a", "input"), ColumnChoice("b", "target"))).to_json()


def changed_column(**changes: object) -> dict[str, Any]:
    return GOOD | {"columns": [GOOD["columns"][0] | changes, GOOD["columns"][1]]}


@pytest.mark.parametrize(
    "data",
    [
        [],
        {},
        GOOD | {"more": 1},
        GOOD | {"test_share": 1.0},
        GOOD | {"test_share": float("nan")},
        GOOD | {"test_share": "0.2"},
        GOOD | {"test_share": True},
        GOOD | {"split": "shuffled"},
        GOOD | {"seed": -1},
        GOOD | {"seed": 1.5},
        GOOD | {"columns": {}},
        GOOD | {"columns": [5]},
        changed_column(role="teacher"),
        changed_column(role=["input"]),
        changed_column(name=5),
        changed_column(name="b"),
        changed_column(role="target"),
        changed_column(extra=1),
    ],
)
def test_json_that_is_no_recipe_is_refused_with_a_sentence(data: Any) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        Recipe.from_json(data)


def test_recipes_can_be_keys() -> None:
    t = numbered("a,b")
    assert prepare(t, guess_recipe(t)) is prepare(t, guess_recipe(t))


def test_a_recipe_of_the_first_version_still_opens() -> None:
    old = {
        "columns": [
            {"name": "a", "role": "input", "scaling": "normalize", "reason": "", "use_as": "number",
             "missing": "median"},
        ],
        "test_share": 0.25,
        "shuffle": False,
        "seed": 4,
    }  # fmt: skip
    recipe = Recipe.from_json(old)
    assert recipe == Recipe((ColumnChoice("a", "input", "normalize"),), 0.25, "in_order", 4)
    assert Recipe.from_json(old | {"shuffle": True}).split == "stratified"


def test_a_column_that_says_train_and_test_splits_the_rows_and_is_no_input() -> None:
    rows = (f"{i % 5},{i % 7},{'Test' if i % 4 == 0 else 'Train'}" for i in range(40))
    t = table("a,b,set", *rows)
    recipe = guess_recipe(t)
    assert (recipe.target, recipe.split, recipe.split_column, recipe.test_value) == (
        "b", "by_column", "set", "Test",
    )  # fmt: skip
    assert recipe.choice("set").role == "left_out"
    assert prepare(t, recipe).test_rows.tolist() == list(range(0, 40, 4))
    assert "Rows with Test in set test | 30 rows to train, 10 to test" in said(t, recipe)


def test_a_rare_category_is_offered_weight() -> None:
    t = table("a,kind", *(f"{i % 5},{'rare' if i % 10 == 0 else 'usual'}" for i in range(100)))
    recipe = guess_recipe(t)
    assert "rare is rare | 10.0% of the training rows; every row weighs the same" in said(t, recipe)
    weighted = said(t, replace(recipe, balance=True))
    assert "Categories weigh the same | each row is learned several times: rare 9×" in weighted


def test_a_single_row_is_learned_from_as_it_is() -> None:
    """Scaled by itself alone, every number of it would be 0."""
    table = read_table(b"study,sleep,exam\n6,7.5,8.1\n")
    recipe = guess_recipe(table)
    assert [(c.role, c.scaling) for c in recipe.columns] == [
        ("input", "none"),
        ("input", "none"),
        ("target", "none"),
    ]
    assert prepare(table, recipe).x_train.tolist() == [[6.0, 7.5]]


@pytest.mark.parametrize(("n", "title"), [(2, "All 2 rows train"), (1, "The only row trains")])
def test_rows_that_all_train_are_counted(n: int, title: str) -> None:
    made = read_table(("a,b\n" + "".join(f"{i},{i * i + 2}\n" for i in range(n))).encode())
    recipe = replace(guess_recipe(made), test_share=0.0)
    (split,) = [each for each in sentences(made, recipe) if each.kind == "split"]
    assert split.title == title
