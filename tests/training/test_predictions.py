"""Predictions in the data's own units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.data.dataset import prepare
from playground.data.derived import Derived
from playground.data.examples import example
from playground.data.reader import read_table
from playground.data.recipe import guess_recipe, with_role
from playground.document.project import Project
from playground.engine.network import Network
from playground.engine.specs import LayerSpec, NetworkSpec, NeuronSpec
from playground.training.neuron_pictures import NeuronSample
from playground.training.predictions import (
    MOST_POINTS,
    DecisionMap,
    FittedCurve,
    PredictedAgainstActual,
    PredictionSample,
)


def test_two_inputs_make_a_decision_map(flowers: Project) -> None:
    network = Network(flowers.network)
    theta = network.initial_theta(3)
    found = PredictionSample(flowers.dataset).predictions(network, theta)
    assert isinstance(found, DecisionMap)
    assert found.kind == "map"
    assert found.values.shape == (len(found.y), len(found.x), 3)
    assert found.task == "categorical"
    row, column = 7, 50
    x, y = (f.to_scaled(v) for f, v in zip(found.inputs, (found.x[column], found.y[row]), strict=True))
    assert found.values[row, column] == pytest.approx(network.outputs(theta, np.array([[x, y]]))[0])


def test_points_are_the_rows_of_the_table(flowers: Project) -> None:
    network = Network(flowers.network)
    points = PredictionSample(flowers.dataset).predictions(network, network.initial_theta(1)).points
    assert points.rows.tolist() == list(range(45))
    for i, column in enumerate(flowers.table.columns[:2]):
        assert points.inputs[:, i] == pytest.approx(column.values)
    species = flowers.table.columns[2]
    names = [feature.category for feature in flowers.dataset.outputs]
    assert [names[i] for i in points.targets.argmax(axis=1)] == [species.cell(row) for row in range(45)]
    assert set(points.rows[points.is_test].tolist()) == set(flowers.dataset.test_rows.tolist())


def test_one_input_makes_a_curve_in_original_units(line: Project) -> None:
    network = Network(line.network)
    theta = network.initial_theta(2)
    found = PredictionSample(line.dataset).predictions(network, theta)
    assert isinstance(found, FittedCurve)
    x, target = line.dataset.inputs[0], line.dataset.outputs[0]
    answers = network.outputs(theta, np.asarray(x.to_scaled(found.x))[:, None])
    assert found.values[:, 0] == pytest.approx(target.to_original(answers[:, 0]))
    assert np.all(np.diff(found.x) > 0)
    assert found.x[0] < line.table.columns[0].values.min()
    assert found.points.targets[:, 0] == pytest.approx(line.table.columns[1].values)


def test_more_inputs_are_predicted_against_actual(houses: Project) -> None:
    network = Network(houses.network)
    theta = network.initial_theta(2)
    found = PredictionSample(houses.dataset).predictions(network, theta)
    assert isinstance(found, PredictedAgainstActual)
    assert found.values.shape == found.points.targets.shape == (40, 1)
    assert found.points.targets[:, 0] == pytest.approx(houses.table.columns[3].values)
    data = houses.dataset
    test = data.outputs[0].to_original(network.outputs(theta, data.x_test)[:, 0])
    assert found.values[found.points.is_test, 0] == pytest.approx(test)


def test_many_rows_are_thinned_evenly(houses: Project) -> None:
    data = houses.dataset
    n = 50 * len(data.train_rows)
    large = replace(
        data,
        x_train=np.tile(data.x_train, (50, 1)),
        y_train=np.tile(data.y_train, (50, 1)),
        known_train=np.tile(data.known_train, (50, 1)),
        train_rows=np.arange(n),
        test_rows=np.arange(n, n + len(data.test_rows)),
    )
    network = Network(houses.network)
    points = PredictionSample(large).predictions(network, network.initial_theta(1)).points
    assert len(points.rows) == MOST_POINTS
    assert np.all(np.diff(points.rows) > 0)
    assert points.rows[-1] == n + len(data.test_rows) - 1


def test_with_computed_inputs_the_map_still_lies_over_the_two_columns() -> None:
    """x · y alone tells the quadrants apart: the map of a network that passes it on is the product."""
    table = read_table(example("quadrants.csv").text().encode())
    derived = (Derived("product", ("x", "y")),)
    dataset = prepare(table, replace(guess_recipe(table), derived=derived))
    inputs = tuple(NeuronSpec(i, "linear") for i in (1, 2, 3))
    network = Network(
        NetworkSpec((LayerSpec(5, inputs), LayerSpec(6, (NeuronSpec(4, "linear"),))), next_id=7)
    )
    theta = np.array([0.0, 0.0, 1.0, 0.0])
    found = PredictionSample(dataset).predictions(network, theta)
    assert isinstance(found, DecisionMap)
    assert [f.name for f in found.inputs] == ["x", "y"]
    product = dataset.inputs[2].to_scaled(found.y[:, None] * found.x[None, :])
    assert np.allclose(found.values[..., 0], product, atol=1e-12)
    assert found.points.inputs.shape[1] == 2
    pictures = NeuronSample(dataset).pictures(network, theta)
    assert pictures.kind == "map"
    assert pictures.extent is not None
    assert pictures.values[3].shape == (32, 32)
    assert np.allclose(pictures.values[3], pictures.values[4])
    corners = pictures.values[3][[0, 0, -1, -1], [0, -1, 0, -1]]
    assert (np.sign(corners) == [1, -1, -1, 1]).all()


def test_the_map_lies_over_a_column_that_is_left_out_but_computed_from() -> None:
    table = read_table(example("quadrants.csv").text().encode())
    recipe = replace(guess_recipe(table), derived=(Derived("product", ("x", "y")),))
    dataset = prepare(table, with_role(table, recipe, "x", "left_out"))
    assert [f.name for f in dataset.inputs] == ["y", "x · y"]
    inputs = tuple(NeuronSpec(i, "linear") for i in (1, 2))
    network = Network(
        NetworkSpec((LayerSpec(4, inputs), LayerSpec(5, (NeuronSpec(3, "linear"),))), next_id=6)
    )
    theta = np.array([0.0, 1.0, 0.0])
    found = PredictionSample(dataset).predictions(network, theta)
    assert isinstance(found, DecisionMap)
    assert [f.name for f in found.inputs] == ["x", "y"]
    product = dataset.inputs[1].to_scaled(found.y[:, None] * found.x[None, :])
    assert np.allclose(found.values[..., 0], product, atol=1e-12)
    rows = found.points.rows
    known = np.column_stack([table.column(name).values[rows] for name in ("x", "y")])
    assert np.allclose(found.points.inputs, known)
    assert NeuronSample(dataset).pictures(network, theta).extent is not None
