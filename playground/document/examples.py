"""The scenes of the shipped examples; the first one is on screen when the program starts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from playground.data.columns import Table
from playground.data.dataset import prepare
from playground.data.derived import Derived
from playground.data.recipe import ColumnChoice, Recipe, guess_recipe
from playground.document.edits import add_layer, cut, remove_layer, set_cost, set_layer_size
from playground.document.project import Project, fit_neurons, new_project
from playground.document.view_state import ViewState
from playground.engine.specs import (
    BIAS,
    LayerSpec,
    NetworkSpec,
    ParameterKey,
    RunnerSpec,
    TrainingSpec,
)
from playground.resources import resource

RATE = 5.0
START = (-3.5, -0.5)
SEED = 6
NOTED_UPDATES = 300
"""What the note speaks of: ten seconds at the speed the window starts with."""
MEAL_RATE = 0.03
EXAM_RATE = 0.001
"""The mean squared error is steep where inputs are not scaled: larger rates make it diverge."""
DIGITS_NEURONS = 24
WINDOW = (-6.5, 2.0, -7.5, 0.7)


def first_scene(table: Table) -> tuple[Project, ViewState]:
    """One sigmoid neuron with two weights and no bias on ``resources/examples/two_valleys.csv``.

    Gradient descent and stochastic gradient descent start from the same weights and learn at the same
    rate. The cost has two valleys; the first is caught in the shallow one, the second gets out. Nothing is
    staged: this is the ordinary network and trainer, and ``first_scene.json`` beside the table says
    how often it goes so.
    """
    sleep, missed, passed = table.columns
    recipe = Recipe(
        (
            ColumnChoice(sleep.name, "input"),
            ColumnChoice(missed.name, "input"),
            ColumnChoice(passed.name, "target", use_as="category"),
        ),
        test_share=0.0,
    )
    dataset = prepare(table, recipe)
    inputs = fit_neurons((), dataset.inputs, "linear", first_id=1)
    outputs = fit_neurons((), dataset.outputs, "sigmoid", first_id=3)
    axes = ParameterKey(1, 3), ParameterKey(2, 3)
    network = NetworkSpec(
        (LayerSpec(4, inputs), LayerSpec(5, outputs)), next_id=6, cut=frozenset({ParameterKey(BIAS, 3)})
    )
    training = TrainingSpec(
        cost="half_squared",
        runners=(
            RunnerSpec(1, "Gradient descent", learning_rate=RATE, batch_size=None),
            RunnerSpec(2, "Stochastic", learning_rate=RATE, batch_size=1),
        ),
        clock="updates",
        seed=SEED,
        start=tuple(zip(axes, START, strict=True)),
    )
    return Project(table.name, table, recipe, network, training), ViewState(axes=axes, window=WINDOW)


def scene_note(project: Project) -> str:
    """What happens in the first scene, and how often: measured over many seeds, read from where
    ``measure_first_scene.py`` wrote it. Nothing for any other project, where it would not hold."""
    if project.table.digest != _measured_digest():  # other rows under the same name, such as painted ones
        return ""
    if project.name != "two_valleys.csv" or _with_seed(project, SEED) != first_scene(project.table)[0]:
        return ""
    measured = json.loads(resource("examples", "first_scene.json").read_text(encoding="utf-8"))
    times, of = measured["stochastic_out_after_updates"][str(NOTED_UPDATES)], measured["seeds"]
    return (
        f"gradient descent gets caught, stochastic is out by update {NOTED_UPDATES} in {times} of {of} runs"
    )


@cache
def _measured_digest() -> str:
    """Of the file that was measured, as it is shipped."""
    return hashlib.sha256(resource("examples", "two_valleys.csv").read_bytes()).hexdigest()


def _with_seed(project: Project, seed: int) -> Project:
    return replace(project, training=replace(project.training, seed=seed))


def example_scene(table: Table) -> tuple[Project, ViewState]:
    """How a table of the examples is shown: the scene made for it, or a new project."""
    if table.name == "two_valleys.csv":
        return first_scene(table)
    project = _SCENES.get(table.name, new_project)(table)
    view = ViewState()
    if table.name == "digits.csv":  # the first pixels are always blank: their weights change nothing
        first, second = (neuron.id for neuron in project.network.hidden[0].neurons[:2])
        output = project.network.outputs.neurons[0].id
        view = ViewState(axes=(ParameterKey(first, output), ParameterKey(second, output)))
    return project, view


def _all_rows_train(table: Table) -> Project:
    """Four rows, and every one of them is needed."""
    return new_project(table, replace(guess_recipe(table), test_share=0.0))


def _one_neuron(table: Table) -> Project:
    """One linear neuron: a weight for every input and a bias, so that the cost surface is exact."""
    return _without_hidden_layers(new_project(table))


def _meal(table: Table) -> Project:
    """One linear neuron without bias on unscaled numbers: its weights are the prices."""
    project = _without_hidden_layers(new_project(table, _unscaled(table)))
    bias = ParameterKey(BIAS, project.network.outputs.neurons[0].id)
    return _with_rate(cut(project, [bias]), MEAL_RATE)


def _one_exam(table: Table) -> Project:
    """One row, as it is: scaled by itself alone, every number of it would be 0."""
    project = _without_hidden_layers(new_project(table, _unscaled(table)))
    return _with_rate(project, EXAM_RATE)


def _spiral(table: Table) -> Project:
    """With the sines of both places eight neurons find it; without, they hardly get beyond guessing."""
    x, y, _class = table.names
    sines = Derived("sine", (x,)), Derived("sine", (y,))
    return _raced(new_project(table, replace(guess_recipe(table), derived=sines)))


def _waves(table: Table) -> Project:
    """Two hidden layers: with one, the hills stay flat for a long time."""
    project = new_project(table)
    return _raced(add_layer(project, 2, size=project.network.hidden[0].size))


def _points(table: Table) -> Project:
    return _raced(new_project(table))


def _raced(project: Project) -> Project:
    """Mini-batches are shown, and gradient descent shows how much longer all rows at once take."""
    runners = (
        RunnerSpec(1, "Mini-batch", learning_rate=0.1, batch_size=10),
        RunnerSpec(2, "Gradient descent", learning_rate=0.1),
    )
    return replace(project, training=replace(project.training, runners=runners))


def _digits(table: Table) -> Project:
    """Every pixel an input, also those that are always blank: together they are an image."""
    recipe = guess_recipe(table)
    columns = tuple(
        c if c.role == "target" else ColumnChoice(c.name, "input", scaling="normalize")
        for c in recipe.columns
    )
    project = new_project(table, replace(recipe, columns=columns))
    project = set_layer_size(project, project.network.hidden[0].id, DIGITS_NEURONS)
    runners = (RunnerSpec(1, "Mini-batch", learning_rate=0.1, batch_size=32),)
    return replace(project, training=replace(project.training, runners=runners))


def _without_hidden_layers(project: Project) -> Project:
    for layer in project.network.hidden:
        project = remove_layer(project, layer.id)
    return set_cost(project, "mean_squared")


def _unscaled(table: Table) -> Recipe:
    """All columns but the last are inputs, the last is the target, all of them as they are."""
    *inputs, target = table.names
    columns = (
        *(ColumnChoice(name, "input", scaling="none") for name in inputs),
        ColumnChoice(target, "target", scaling="none"),
    )
    return Recipe(columns, test_share=guess_recipe(table).test_share)


def _with_rate(project: Project, rate: float) -> Project:
    """Gradient descent alone at this rate: unscaled inputs bear no larger one."""
    runner = replace(project.training.runners[0], learning_rate=rate)
    return replace(project, training=replace(project.training, runners=(runner,)))


_SCENES: Mapping[str, Callable[[Table], Project]] = {
    "line.csv": _one_neuron,
    "plane.csv": _one_neuron,
    "meal.csv": _meal,
    "one_exam.csv": _one_exam,
    **dict.fromkeys(("circle.csv", "quadrants.csv", "gaussians.csv", "moons.csv"), _points),
    "spiral.csv": _spiral,
    "waves.csv": _waves,
    "xor.csv": _all_rows_train,
    "digits.csv": _digits,
}
"""By the names of their files"""
