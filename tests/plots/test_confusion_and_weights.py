"""The confusion matrix and the spreads of weights and gradients are the numbers themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT
from playground.data.reader import read_table
from playground.document import edits
from playground.document.document import Document
from playground.document.project import new_project
from playground.engine.specs import PenaltySpec
from playground.plots.confusion_view import ConfusionView
from playground.plots.weights_view import WeightsView
from playground.resources import resource
from playground.training.controller import TrainingController


@pytest.fixture(params=["iris.csv", "xor.csv"])
def document(request: pytest.FixtureRequest) -> Document:
    return Document(new_project(read_table(Path(resource("examples", request.param)))))


@pytest.fixture
def controller(document: Document) -> Iterator[TrainingController]:
    controller = TrainingController(document)
    document.values_source = controller.weights_on_screen
    yield controller
    controller.shut_down()


def test_the_counts_are_what_the_network_answers(
    document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    view = ConfusionView(document, controller, LIGHT)
    qtbot.addWidget(view)
    view.show()
    data, snapshot = document.project.dataset, controller.snapshot
    picture = view.picture
    assert picture is not None
    outputs = snapshot.network.outputs(snapshot.shown_runner.theta, data.x_train)
    several = outputs.shape[1] > 1
    answered = outputs.argmax(axis=1) if several else (outputs[:, 0] > 0.5).astype(int)
    actual = data.y_train.argmax(axis=1) if several else data.y_train[:, 0].astype(int)
    for i in range(len(picture.names)):
        for j in range(len(picture.names)):
            assert picture.train[i, j] == np.sum((actual == i) & (answered == j))
    assert picture.test.sum() == len(data.test_rows)
    right = np.mean(actual == answered)
    view.describe()
    assert f"{100 * right:.1f}" in view.accessibleDescription()
    light = view.grab().toImage()
    view.restyle(DARK)
    assert view.grab().toImage() != light


def test_a_number_has_no_confusion(qtbot: QtBot) -> None:
    houses = Document(new_project(read_table(Path(resource("examples", "houses.csv")))))
    controller = TrainingController(houses)
    view = ConfusionView(houses, controller, LIGHT)
    qtbot.addWidget(view)
    assert view.picture is None
    assert view.plot.empty_state.title == "The target is a number"
    controller.shut_down()


def test_spreads_count_every_weight_and_its_slope(
    document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    document.edit("Penalty", edits.set_penalty(document.project, PenaltySpec(l2=0.1)))
    view = WeightsView(document, controller, LIGHT)
    qtbot.addWidget(view)
    view.show()
    data, snapshot = document.project.dataset, controller.snapshot
    network, theta = snapshot.network, snapshot.shown_runner.theta
    objective = document.project.training.objective
    gradient = network.gradient(objective, theta, data.x_train, data.y_train)
    assert [layer.name for layer in view.layers] == ["Hidden 1", "Output"]
    for index, layer in enumerate(view.layers, 1):
        weights, slopes = network.layout.matrix(theta, index), network.layout.matrix(gradient, index)
        assert layer.weights.counts.sum() == layer.gradients.counts.sum() == weights.size
        assert layer.weights.largest == np.abs(weights).max()
        assert layer.gradients.largest == np.abs(slopes).max()
    before = view.layers
    controller.step_epoch()
    qtbot.waitUntil(lambda: view.layers[0].weights.largest != before[0].weights.largest)
