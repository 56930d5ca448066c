"""Inputs computed from others: the right numbers, for training rows, test rows and new rows alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.data.apply import input_fields, scaled_row
from playground.data.choices import Scaling
from playground.data.columns import Table
from playground.data.dataset import DataError, prepare
from playground.data.derived import FORMULAS, MOST_SOURCES, Derived, offered
from playground.data.features import matrix
from playground.data.matching import match_table
from playground.data.reader import read_table
from playground.data.recipe import Recipe, guess_recipe, sentences, with_role
from playground.engine.layout import Array

EXPECTED: dict[str, Callable[[Array, Array], Array]] = {
    "square": lambda x, _y: x**2,
    "product": lambda x, y: x * y,
    "sine": lambda x, _y: np.sin(x),
    "cosine": lambda x, _y: np.cos(x),
    "cube": lambda x, _y: x**3,
}


def table(gap: bool = False) -> Table:
    rng = np.random.default_rng(1)
    x, y = rng.normal(2, 3, (2, 60))
    lines = [f"{a!r},{b!r},{a - b!r}" for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    if gap:
        lines[3] = ",0.5,1.0"
    return read_table("\n".join(["x (m),y,result", *lines, ""]).encode())


def everything(made: Table) -> Recipe:
    return replace(guess_recipe(made), derived=tuple(offered(["x (m)", "y"])))


def test_every_formula_says_what_it_computes() -> None:
    made = table()
    data = prepare(made, everything(made))
    assert [f.name for f in data.inputs] == [
        *("x", "y", "x²", "y²", "x · y", "sin x", "sin y", "cos x", "cos y", "x³", "y³")
    ]
    assert set(EXPECTED) == set(FORMULAS)
    values = {c.name: c.values for c in made.columns}
    for i, feature in enumerate(data.inputs[2:], start=2):
        names = [source.column for source in feature.sources]
        expected = EXPECTED[feature.formula](values[names[0]], values[names[-1]])
        for rows, x in ((data.train_rows, data.x_train), (data.test_rows, data.x_test)):
            assert np.allclose(feature.to_original(x[:, i]), expected[rows], rtol=1e-12, atol=1e-9)
        assert abs(data.x_train[:, i].mean()) < 1e-12
        assert abs(data.x_train[:, i].std() - 1) < 1e-12


def test_test_rows_touch_no_statistic() -> None:
    made = table()
    before = prepare(made, everything(made))
    lines = made.raw.decode().splitlines()
    for row in before.test_rows:
        lines[row + 1] = "900,-900,5"
    changed = read_table("\n".join([*lines, ""]).encode())
    after = prepare(changed, everything(changed))
    assert before.inputs == after.inputs
    assert before.x_train.tobytes() == after.x_train.tobytes()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(list(offered(["x (m)", "y"]))), unique=True),
    st.sampled_from(["standardize", "normalize", "symmetric", "none"]),
    st.booleans(),
)
def test_a_row_known_by_its_given_inputs_is_completed_as_in_training(
    derived: list[Derived], scaling: Scaling, gap: bool
) -> None:
    made = table(gap)
    recipe = replace(guess_recipe(made), derived=tuple(derived))
    columns = tuple(replace(c, scaling=scaling) for c in recipe.columns)
    data = prepare(made, replace(recipe, columns=columns))
    n = len(data.given)
    assert [f.name for f in data.given] == ["x", "y"]
    for x in (data.x_train, data.x_test):
        assert np.allclose(data.completed(x[:, :n]), x, rtol=1e-9, atol=1e-9)
        assert data.completed(x[:, :n]).shape == x.shape


def test_new_rows_are_computed_from_their_columns() -> None:
    made = table()
    data = prepare(made, everything(made))
    columns = {column.name: column for column in made.columns}
    rows = np.concatenate([data.train_rows, data.test_rows])
    again = matrix(columns, data.inputs, rows)
    assert np.array_equal(again, np.concatenate([data.x_train, data.x_test]))


def test_a_gap_is_filled_before_anything_is_computed_from_it() -> None:
    made = table(gap=True)
    data = prepare(made, replace(everything(made), test_share=0.0))
    x, squared = data.inputs[0], data.inputs[2]
    assert squared.to_original(data.x_train[3, 2]) == pytest.approx(x.fill**2)


def test_what_is_computed_stays_when_its_column_is_left_out() -> None:
    made = table()
    recipe = everything(made)
    whole, data = prepare(made, recipe), prepare(made, with_role(made, recipe, "y", "left_out"))
    names = [f.name for f in whole.inputs]
    assert [f.name for f in data.inputs] == [name for name in names if name != "y"]
    assert np.array_equal(data.x_train, np.delete(whole.x_train, names.index("y"), axis=1))
    assert data.given == whole.given
    assert np.array_equal(data.known_test, whole.known_test)
    assert np.allclose(data.completed(data.known_train), data.x_train, rtol=1e-9, atol=1e-9)


def test_a_network_may_know_nothing_but_what_is_computed() -> None:
    made = table(gap=True)
    recipe = with_role(made, guess_recipe(made), "x (m)", "left_out")
    recipe = with_role(made, recipe, "y", "left_out")
    with pytest.raises(DataError, match="No column is used as input"):
        prepare(made, recipe)
    recipe = replace(recipe, derived=(Derived("square", ("x (m)",)),), test_share=0.0)
    data = prepare(made, recipe)
    assert [f.name for f in data.inputs] == ["x²"]
    assert [f.name for f in data.given] == ["x"]
    assert data.inputs[0].to_original(data.x_train[3, 0]) == pytest.approx(data.given[0].fill ** 2)
    row = scaled_row(made, recipe, data, {"x (m)": 1.5})
    assert data.inputs[0].to_original(row[0, 0]) == pytest.approx(2.25)
    assert [field.column for field in input_fields(made, recipe, data)] == ["x (m)"]
    matched = match_table(made, made, recipe, data)
    assert np.array_equal(matched.x[data.train_rows], data.x_train)
    told = {s.kind: s for s in sentences(made, recipe) if s.columns == ("x (m)",)}
    assert told["left_out"].detail == "your choice; x² is computed"
    assert told["missing"].title.startswith("x is missing in 1 row, filled")
    dropping = recipe.with_choice(replace(recipe.choice("x (m)"), missing="drop_row"))
    assert len(prepare(made, dropping).train_rows) == len(data.train_rows) - 1


def test_what_is_computed_from_the_target_rests_until_it_is_none() -> None:
    made = table()
    recipe = everything(made)
    as_target = with_role(made, recipe, "x (m)", "target")
    assert all("x" not in f.name for f in prepare(made, as_target).inputs if f.formula)
    back = with_role(made, as_target, "result", "target")
    assert prepare(made, with_role(made, back, "x (m)", "input")).inputs == prepare(made, recipe).inputs


def test_dates_stand_before_numbers_and_are_completed_too() -> None:
    days = [f"2023-{month:02d}-{day:02d}" for month in range(1, 13) for day in (1, 2, 5, 9, 14, 20, 25)]
    rows = "".join(f"{day},{i * i % 7},{i % 5}\n" for i, day in enumerate(days))
    made = read_table(f"day,x,result\n{rows}".encode())
    data = prepare(made, guess_recipe(made))
    assert [f.name for f in data.given] == ["day", "x"]
    assert data.inputs[-1].name == "x"
    assert len(data.inputs) == 6
    assert np.allclose(data.completed(data.known_train), data.x_train, atol=1e-6)


def test_the_recipe_remembers_and_says_it() -> None:
    made = table()
    recipe = everything(made)
    assert Recipe.from_json(json.loads(json.dumps(recipe.to_json()))) == recipe
    assert Recipe.from_json(recipe.to_json()) == recipe
    old = recipe.to_json()
    del old["derived"]
    assert Recipe.from_json(old) == replace(recipe, derived=())
    said = next(s for s in sentences(made, recipe) if s.kind == "computed")
    assert said.title.startswith("x², y², x · y")
    assert not any(s.kind == "computed" for s in sentences(made, guess_recipe(made)))


@pytest.mark.parametrize(
    "broken",
    [
        "x²",
        ["x²"],
        [{"formula": "square"}],
        [{"formula": "power", "columns": ["x"]}],
        [{"formula": "square", "columns": "x"}],
        [{"formula": "square", "columns": ["x", "y"]}],
        [{"formula": "product", "columns": ["x", "x"]}],
        [{"formula": "square", "columns": ["x"]}] * 2,
    ],
)
def test_a_broken_recipe_is_refused(broken: object) -> None:
    data = guess_recipe(table()).to_json() | {"derived": broken}
    with pytest.raises(ValueError, match=r"comput.*\."):
        Recipe.from_json(data)


def test_names_with_blanks_are_put_in_brackets_and_many_columns_offer_nothing() -> None:
    assert Derived("sine", ("a",)).name(["lessons missed"]) == "sin (lessons missed)"
    assert not list(offered([str(i) for i in range(MOST_SOURCES + 1)]))
    assert len(list(offered([str(i) for i in range(MOST_SOURCES)]))) == 4 * MOST_SOURCES + 6
