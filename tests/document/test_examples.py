"""The shipped examples can be read and trained, and the first scene does what it promises."""

from __future__ import annotations

import json
import runpy
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.data.dataset import prepare
from playground.data.examples import EXAMPLES
from playground.data.generators import house_price
from playground.data.reader import read_table
from playground.data.recipe import guess_recipe
from playground.document.edits import set_cost
from playground.document.examples import example_scene, first_scene, scene_note
from playground.document.painting import paint
from playground.engine.layout import ParameterLayout
from playground.engine.specs import BIAS, ParameterKey
from playground.resources import resource

Measure = Callable[[range], dict[str, Any]]
FOLDER = resource("examples")
SYNTHETIC = sorted(example.file for example in EXAMPLES if example.make is not None)


@pytest.fixture(scope="module")
def measure() -> Measure:
    found: Measure = runpy.run_path(str(FOLDER / "measure_first_scene.py"))["measure"]
    return found


def test_the_script_writes_the_synthetic_examples_byte_for_byte(tmp_path: Path) -> None:
    runpy.run_path(str(FOLDER / "generate.py"))["write"](tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == SYNTHETIC
    for name in SYNTHETIC:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()


def test_every_example_is_described() -> None:
    text = (FOLDER / "README.md").read_text("utf-8")
    for path in FOLDER.glob("*.csv"):
        assert f"`{path.name}`" in text


@pytest.mark.parametrize(
    ("name", "target", "task", "n_rows", "n_inputs"),
    [
        ("houses", "price (k€)", "regression", 180, 4),
        ("line", "y", "regression", 40, 1),
        ("iris", "species", "categorical", 150, 4),
        ("xor", "a xor b", "binary", 4, 2),
        ("two_valleys", "passed", "binary", 47, 2),
    ],
)
def test_an_example_is_understood_without_help(
    name: str, target: str, task: str, n_rows: int, n_inputs: int
) -> None:
    table = read_table(FOLDER / f"{name}.csv")
    recipe = guess_recipe(table)
    dataset = prepare(table, recipe)
    assert (recipe.target, dataset.task, table.n_rows) == (target, task, n_rows)
    assert len(dataset.inputs) == n_inputs
    assert table.set_aside == ()
    assert table.warnings == ()


def test_iris_is_fishers() -> None:
    table = read_table(FOLDER / "iris.csv")
    species = table.column("species")
    assert Counter(species.cell(row) for row in range(150)) == {
        "setosa": 50,
        "versicolor": 50,
        "virginica": 50,
    }
    # Row 35, which many copies have wrong.
    assert [table.columns[i].values[34] for i in range(4)] == [4.9, 3.1, 1.5, 0.2]


def test_old_houses_gain_value() -> None:
    age = np.array([0.0, 40.0, 75.0, 100.0, 130.0])
    prices = house_price(np.full(5, 120.0), np.full(5, 3.0), np.full(5, 5.0), age)
    assert (np.diff(prices)[:2] < 0).all()
    assert (np.diff(prices)[2:] > 0).all()
    assert [str(column.unit) for column in read_table(FOLDER / "houses.csv").columns] == [
        "m²",
        "",
        "km",
        "years",
        "k€",
    ]


def test_the_first_scene_has_exactly_two_parameters_to_train() -> None:
    project, view = first_scene(read_table(FOLDER / "two_valleys.csv"))
    layout = ParameterLayout(project.network)
    assert layout.trainable.tolist() == [True, True, False]
    assert ParameterKey(BIAS, 3) in project.network.cut
    assert view.axes == layout.keys[:2]
    assert len(project.dataset.x_train) == 47
    rates = {runner.learning_rate for runner in project.training.runners}
    assert len(rates) == 1


def test_the_first_scene_does_in_ten_seconds_what_it_promises(measure: Measure) -> None:
    """At 30 updates a second; the share over 100 seeds is measured again in ``tests/slow``."""
    found = measure(range(6, 7))
    assert found["gradient_descent_caught"]
    out = found["stochastic_out_after_updates"]
    assert (out["150"], out["300"], out["600"]) == (1, 1, 1)
    deep, shallow = found["minima"]
    assert shallow["cost"] > 1.2 * deep["cost"]
    promised = json.loads((FOLDER / "first_scene.json").read_text("utf-8"))
    assert found["minima"] == promised["minima"]
    assert promised["stochastic_out_after_updates"]["300"] >= 85


def test_the_line_fit_has_a_slope_and_an_intercept_and_nothing_else() -> None:
    project, _view = example_scene(read_table(FOLDER / "line.csv"))
    assert project.network.sizes == (1, 1)
    assert ParameterLayout(project.network).n_params == 2
    assert project.training.cost == "mean_squared"


def test_all_four_rows_of_xor_are_trained() -> None:
    project, _view = example_scene(read_table(FOLDER / "xor.csv"))
    assert len(project.dataset.x_train) == 4


def test_the_other_scenes() -> None:
    table = read_table(FOLDER / "two_valleys.csv")
    assert example_scene(table) == first_scene(table)
    houses, view = example_scene(read_table(FOLDER / "houses.csv"))
    assert houses.network.hidden
    assert view.axes is None


def test_the_first_scene_says_how_often_it_goes_so_and_no_other_project_does() -> None:
    project, _ = first_scene(read_table(FOLDER / "two_valleys.csv"))
    measured = json.loads((FOLDER / "first_scene.json").read_text("utf-8"))
    times = measured["stochastic_out_after_updates"]["300"]
    assert f"in {times} of {measured['seeds']} runs" in scene_note(project)
    other_seed = replace(project, training=replace(project.training, seed=77))
    assert scene_note(other_seed) == scene_note(project)
    assert scene_note(set_cost(project, "mean_squared")) == ""
    assert scene_note(example_scene(read_table(FOLDER / "iris.csv"))[0]) == ""
    painted = paint(project, [{"sleep (h)": 7.0, "lessons missed": 3.0, "passed": "no"}])
    assert painted.table.n_rows == project.table.n_rows + 1
    assert scene_note(painted) == ""
