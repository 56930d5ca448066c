"""Weights in the file's own units: exact, and for a converged straight line the least squares themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.data.choices import Scaling
from playground.data.columns import Table
from playground.data.dataset import Dataset
from playground.data.reader import read_table
from playground.document.edits import add_layer, remove_layer, set_activation, set_cost
from playground.document.original_units import in_original_units, linear_formula
from playground.document.project import Project, new_project
from playground.engine.network import Network
from playground.engine.specs import BIAS, ParameterKey, RunnerSpec, StopSpec
from playground.engine.trainer import Rows, Trainer


def homes(n: int = 60, seed: int = 4) -> Table:
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(n):
        area, year = rng.uniform(30, 300), rng.integers(1950, 2020)
        price = 2.1 * area + 0.5 * (year - 1950) + 13 + rng.normal(0, 20)
        rows.append(f"{area:.2f},{year},{'ns'[rng.integers(2)]},{price:.3f}")
    return read_table("\n".join(["area (m²),year,side,price (k€)", *rows, ""]).encode(), "homes.csv")


def straight(table: Table, scaling: Scaling = "standardize") -> Project:
    """No hidden neurons."""
    project = new_project(table)
    recipe = project.recipe
    for choice in recipe.columns:
        recipe = recipe.with_choice(replace(choice, scaling=scaling))
    project = new_project(table, recipe)
    return remove_layer(project, project.network.hidden[0].id)


def raw_inputs(project: Project, rows: np.ndarray) -> np.ndarray:
    table = project.table
    side = (table.column("side").codes[rows] == 1).astype(float)
    return np.column_stack([table.column("area (m²)").values[rows], table.column("year").values[rows], side])


@pytest.mark.parametrize("scaling", ["standardize", "normalize", "symmetric", "none"])
def test_the_formula_answers_as_the_network_does(scaling: Scaling) -> None:
    project = straight(homes(), scaling)
    network, data = Network(project.network), project.dataset
    theta = np.random.default_rng(1).normal(size=network.layout.n_params)
    formula = linear_formula(network, data, theta)
    assert formula is not None
    answers = raw_inputs(project, data.train_rows) @ formula.slopes.T + formula.intercepts
    expected = data.outputs[0].to_original(network.outputs(theta, data.x_train))
    assert np.allclose(answers, expected, rtol=1e-12, atol=1e-12 * np.abs(expected).max())


def test_one_weight_at_a_time_says_the_same_as_the_formula() -> None:
    project = straight(homes())
    network, data = Network(project.network), project.dataset
    theta = np.random.default_rng(2).normal(size=network.layout.n_params)
    formula = linear_formula(network, data, theta)
    assert formula is not None
    (output,) = project.network.outputs.neurons
    for i, source in enumerate(project.network.inputs.neurons):
        found = in_original_units(network, data, theta, ParameterKey(source.id, output.id))
        assert found is not None
        assert found.value == pytest.approx(formula.slopes[0, i], rel=1e-12)
    area = in_original_units(
        network, data, theta, ParameterKey(project.network.inputs.neurons[0].id, output.id)
    )
    assert area is not None
    assert area.unit == "k€ per m²"
    bias = in_original_units(network, data, theta, ParameterKey(BIAS, output.id))
    assert bias is not None
    assert bias.value == pytest.approx(formula.intercepts[0], rel=1e-12)
    assert bias.unit == "k€"


def test_first_weights_of_a_bent_network_give_the_same_sums() -> None:
    project = new_project(homes())
    network, data = Network(project.network), project.dataset
    theta = np.random.default_rng(3).normal(size=network.layout.n_params)
    hidden = project.network.hidden[0].neurons[2]
    keys = [ParameterKey(n.id, hidden.id) for n in project.network.inputs.neurons]
    found = [in_original_units(network, data, theta, key) for key in (*keys, ParameterKey(BIAS, hidden.id))]
    values = np.array([each.value for each in found if each is not None])
    sums = raw_inputs(project, data.train_rows) @ values[:-1] + values[-1]
    matrix = network.layout.matrix(theta, 1)[2]
    expected = data.x_train @ matrix[:-1] + matrix[-1]
    assert np.allclose(sums, expected, rtol=0, atol=1e-12 * np.abs(expected).max() * 100)
    assert linear_formula(network, data, theta) is None
    out = ParameterKey(hidden.id, project.network.outputs.neurons[0].id)
    last = in_original_units(network, data, theta, out)
    assert last is not None
    assert last.value == theta[network.layout.index(out)] * data.outputs[0].scale
    deeper = add_layer(project, 2, 3)
    between = ParameterKey(hidden.id, deeper.network.layers[2].neurons[0].id)
    assert in_original_units(Network(deeper.network), data, np.zeros(200), between) is None


def trained(project: Project, epochs: int) -> np.ndarray:
    runner = RunnerSpec(1, "all", "plain", learning_rate=0.3, batch_size=None)
    training = replace(project.training, runners=(runner,), stop=StopSpec(epochs=epochs))
    data = project.dataset
    trainer = Trainer(
        Network(project.network), training, Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
    )
    trainer.run()
    return trainer.snapshot().shown_runner.theta


def least_squares(project: Project, data: Dataset) -> np.ndarray:
    wide = np.column_stack([raw_inputs(project, data.train_rows), np.ones(len(data.train_rows))])
    target = project.table.column("price (k€)").values[data.train_rows]
    best: np.ndarray = np.linalg.lstsq(wide, target, rcond=None)[0]
    return best


@pytest.mark.parametrize("hidden", [False, True])
def test_a_converged_straight_network_shows_the_least_squares_slopes_and_intercept(hidden: bool) -> None:
    project = straight(homes())
    if hidden:
        project = add_layer(project, 1, 3, "linear")
    network = Network(project.network)
    formula = linear_formula(network, project.dataset, trained(project, epochs=6000))
    assert formula is not None
    shown = np.append(formula.slopes[0], formula.intercepts[0])
    assert np.allclose(shown, least_squares(project, project.dataset), rtol=1e-6)


def test_chances_are_named_with_their_link() -> None:
    table = read_table(
        b"a,b,ok\n" + b"".join(b"%d,%d,%s\n" % (i % 7, i % 5, [b"no", b"yes"][i % 2]) for i in range(40))
    )
    project = new_project(table)
    project = remove_layer(project, project.network.hidden[0].id)
    network, data = Network(project.network), project.dataset
    theta = np.random.default_rng(0).normal(size=network.layout.n_params)
    formula = linear_formula(network, data, theta)
    assert formula is not None
    assert formula.link == "sigmoid"
    values = np.column_stack([table.column(n).values[data.train_rows] for n in "ab"])
    z = values @ formula.slopes.T + formula.intercepts
    assert np.allclose(1 / (1 + np.exp(-z)), network.outputs(theta, data.x_train), atol=1e-12)
    tanh = set_cost(project, "half_squared")
    tanh = set_activation(tanh, [n.id for n in tanh.network.outputs.neurons], "tanh")
    assert linear_formula(Network(tanh.network), data, theta) is None
