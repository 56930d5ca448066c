"""Small pictures of what every neuron answers."""

from __future__ import annotations

import numpy as np
import pytest

from playground.document.project import Project
from playground.engine.network import Network
from playground.engine.specs import NetworkSpec
from playground.training.neuron_pictures import NeuronSample, evenly_spread


def everything(project: Project) -> tuple[Network, np.ndarray, NeuronSample]:
    network = Network(project.network)
    return network, network.initial_theta(3), NeuronSample(project.dataset)


def ids(network: NetworkSpec) -> set[int]:
    return {neuron.id for neuron in network.neurons()}


def test_two_inputs_make_maps_whose_first_row_is_the_lowest(flowers: Project) -> None:
    network, theta, sample = everything(flowers)
    pictures = sample.pictures(network, theta)
    assert pictures.kind == "map"
    assert set(pictures.values) == ids(flowers.network)
    assert {value.shape for value in pictures.values.values()} == {(32, 32)}
    first, second = (pictures.values[neuron.id] for neuron in flowers.network.inputs.neurons)
    assert np.all(np.diff(first, axis=1) > 0)
    assert np.all(np.diff(first, axis=0) == 0)
    assert np.all(np.diff(second, axis=0) > 0)
    assert np.all(np.diff(second, axis=1) == 0)


def test_a_map_holds_the_answers_at_its_cell_centers(flowers: Project) -> None:
    network, theta, sample = everything(flowers)
    pictures = sample.pictures(network, theta)
    inputs = [pictures.values[neuron.id] for neuron in flowers.network.inputs.neurons]
    row, column = 5, 27
    x = np.array([[inputs[0][row, column], inputs[1][row, column]]])
    expected = network.activations(theta, x)
    for layer, answers in zip(flowers.network.layers, expected, strict=True):
        for place, neuron in enumerate(layer.neurons):
            assert pictures.values[neuron.id][row, column] == pytest.approx(answers[0, place], rel=1e-12)


def test_extent_is_in_original_units_and_a_little_wider_than_the_data(flowers: Project) -> None:
    network, theta, sample = everything(flowers)
    extent = sample.pictures(network, theta).extent
    assert extent is not None
    for column, low, high in zip(flowers.table.columns, extent[::2], extent[1::2], strict=False):
        span = float(np.ptp(column.values))
        assert low == pytest.approx(column.values.min() - 0.1 * span)
        assert high == pytest.approx(column.values.max() + 0.1 * span)


def test_one_input_makes_curves(line: Project) -> None:
    network, theta, sample = everything(line)
    pictures = sample.pictures(network, theta)
    assert pictures.kind == "curve"
    assert {value.shape for value in pictures.values.values()} == {(64,)}
    x = line.table.columns[0].values
    assert pictures.extent is not None
    assert pictures.extent[0] < x.min() < x.max() < pictures.extent[1]
    assert pictures.extent[2:] == (0.0, 0.0)


def test_more_inputs_make_strips_sorted_by_the_target(houses: Project) -> None:
    network, theta, sample = everything(houses)
    pictures = sample.pictures(network, theta)
    assert pictures.kind == "strip"
    assert pictures.extent is None
    price = houses.table.columns[3].values[pictures.rows]
    assert len(price) == len(houses.dataset.train_rows)
    assert np.all(np.diff(price) >= 0)
    area = houses.dataset.inputs[0].to_original(pictures.values[houses.network.inputs.neurons[0].id])
    assert area == pytest.approx(houses.table.columns[0].values[pictures.rows])


@pytest.mark.parametrize(("n", "most"), [(1, 64), (2, 64), (64, 64), (65, 64), (10_000, 64), (3, 1)])
def test_spread_rows_are_even_and_different(n: int, most: int) -> None:
    rows = evenly_spread(n, most)
    assert len(rows) == min(n, most)
    assert len(set(rows.tolist())) == len(rows)
    assert rows[0] == 0
    if most > 1:
        assert rows[-1] == n - 1
        steps = np.diff(rows)
        assert len(steps) == 0 or steps.max() - steps.min() <= 1
