"""The chosen row on its way through the network: the numbers are the engine's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from playground.canvas.hover_texts import chip_lines
from playground.canvas.paint_row import _terms
from playground.canvas.row_values import NO_ROW, row_values
from playground.canvas.targets import Target
from playground.document.project import Project
from playground.engine.specs import BIAS, ParameterKey
from tests.canvas import conftest as examples
from tests.canvas.conftest import Show, Shown
from tests.looking import present


def with_row(show: Show, project: Project) -> Shown:
    shown = show(project)
    shown.document.set_view(replace(shown.document.view, row=int(project.dataset.train_rows[3])))
    return shown


def test_neurons_pass_on_what_the_engine_says(show: Show, houses: Project) -> None:
    shown = with_row(show, houses)
    scene = shown.view.scene
    snapshot = shown.controller.snapshot
    layers = snapshot.network.activations(snapshot.shown_runner.theta, houses.dataset.x_train[3:4])
    values = [scene.row.neurons[neuron.id] for neuron in houses.network.neurons()]
    assert values == np.concatenate([layer[0] for layer in layers]).tolist()


def test_terms_and_bias_add_up_to_the_sum(show: Show, houses: Project) -> None:
    scene = with_row(show, houses).view.scene
    (output,) = houses.network.outputs.neurons  # linear: its sum is its answer
    hidden = [neuron.id for neuron in houses.network.hidden[0].neurons]
    keys = [ParameterKey(source, output.id) for source in (*hidden, BIAS)]
    terms = [scene.row.term(key, present(scene.weight(key))) for key in keys]
    assert sum(present(term) for term in terms) == pytest.approx(scene.row.neurons[output.id])


def test_few_synapses_show_all_terms_many_only_those_of_the_selected(
    show: Show, houses: Project, flowers: Project
) -> None:
    assert len(list(_terms(with_row(show, houses).view.scene))) == 4 * 3 - 6 + 3 + 3 + 1
    shown = with_row(show, flowers)
    assert not list(_terms(shown.view.scene))
    neuron = shown.hidden(0, 2)
    shown.click(Target("neuron", neuron))
    QApplication.sendEvent(shown.canvas, QEvent(QEvent.Type.Leave))
    assert {key.target for key in _terms(shown.view.scene)} == {neuron}
    assert len(list(_terms(shown.view.scene))) == 5


def test_numbers_appear_with_the_row_and_go_with_it(show: Show, houses: Project) -> None:
    shown = show(houses)
    plain = shown.canvas.grab().toImage()
    shown.document.set_view(replace(shown.document.view, row=int(houses.dataset.train_rows[3])))
    assert shown.canvas.grab().toImage() != plain
    shown.document.set_view(replace(shown.document.view, row=None))
    assert shown.canvas.grab().toImage() == plain
    assert shown.view.scene.row == NO_ROW


def test_the_chip_shows_the_product(show: Show, houses: Project) -> None:
    shown = with_row(show, houses)
    scene = shown.view.scene
    key = ParameterKey(houses.network.inputs.neurons[0].id, shown.hidden(0, 0))
    line = chip_lines(scene, Target("parameter", key))[-1].replace("−", "-")
    factors, product = line.split(" = ")
    value, weight = map(float, factors.split(" × "))
    assert value == pytest.approx(scene.row.neurons[key.source], rel=5e-3)
    assert weight == pytest.approx(scene.weight(key), rel=5e-3)
    assert float(product) == pytest.approx(value * weight, rel=2e-2)


def test_a_snapshot_of_other_data_shows_no_row(houses: Project, flowers: Project) -> None:
    row = int(houses.dataset.train_rows[0])
    assert row_values(houses.dataset, examples.make_snapshot(flowers), row) == NO_ROW
