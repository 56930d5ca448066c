"""The confusion matrix and the spreads of weights and gradients are the numbers themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from playground.appearance.numbers import format_percent
from playground.appearance.theme import DARK, LIGHT
from playground.data.reader import read_table
from playground.data.recipe import with_role
from playground.document import edits
from playground.document.document import Document
from playground.document.project import new_project
from playground.engine.network import Network
from playground.engine.specs import PenaltySpec
from playground.plots.confusion_view import ConfusionView
from playground.plots.weights_view import WeightsView
from playground.resources import resource
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds


@pytest.fixture(params=["iris.csv", "xor.csv"])
def document(request: pytest.FixtureRequest) -> Document:
    return Document(new_project(read_table(Path(resource("examples", request.param)))))


@pytest.fixture
def controller(document: Document) -> Iterator[TrainingController]:
    controller = TrainingController(document)
    document.values_source = controller.weights_on_screen
    yield controller
    controller.shut_down()


def test_nothing_is_counted_in_the_window_s_thread(
    document: Document, controller: TrainingController, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither by the views nor on the way to them: whoever computes is the picture worker."""
    threads = []

    def noting(name: str) -> None:
        real = getattr(Network, name)

        def call(*args: object, **named: object) -> object:
            threads.append(QThread.currentThread())
            return real(*args, **named)

        monkeypatch.setattr(Network, name, call)

    noting("outputs")
    noting("gradient")
    views = WeightsView(document, controller, LIGHT), ConfusionView(document, controller, LIGHT)
    for view in views:
        qtbot.addWidget(view)
        view.show()
        assert view.plot.empty_state.title == "Nothing counted yet"
    controller.set_picture_needs(PictureNeeds(spreads=True, confusion=True))
    qtbot.waitUntil(lambda: all(view.plot.empty_state.isHidden() for view in views))
    assert threads
    assert all(thread is not views[0].thread() for thread in threads)


@pytest.fixture
def counted(document: Document, controller: TrainingController, qtbot: QtBot) -> ConfusionView:
    """The confusion card with its first counts on it."""
    view = ConfusionView(document, controller, LIGHT)
    qtbot.addWidget(view)
    view.show()
    controller.set_picture_needs(PictureNeeds(confusion=True))
    qtbot.waitUntil(lambda: view.picture is not None and not view.is_refresh_due)
    return view


def test_the_counts_are_what_the_network_answers(
    document: Document, controller: TrainingController, counted: ConfusionView
) -> None:
    view = counted
    data, snapshot = document.project.dataset, controller.snapshot
    picture = view.picture
    assert picture is not None
    outputs = snapshot.network.outputs(snapshot.shown_runner.theta, data.x_train)
    several = outputs.shape[1] > 1
    answered = outputs.argmax(axis=1) if several else (outputs[:, 0] > 0.5).astype(int)
    actual = data.y_train.argmax(axis=1) if several else data.y_train[:, 0].astype(int)
    for i in range(len(picture.names)):
        for j in range(len(picture.names)):
            assert picture.counts.train[i, j] == np.sum((actual == i) & (answered == j))
    assert picture.counts.test.sum() == len(data.test_rows)
    right = np.mean(actual == answered)
    view.describe()
    assert f"{100 * right:.1f}" in view.accessibleDescription()
    assert view.plot.legend.entries[0].note == f"{format_percent(right, 1)} right"
    light = view.grab().toImage()
    view.restyle(DARK)
    assert view.grab().toImage() != light


def test_of_a_number_the_errors_are_shown(qtbot: QtBot) -> None:
    houses = Document(new_project(read_table(Path(resource("examples", "houses.csv")))))
    controller = TrainingController(houses)
    view = ConfusionView(houses, controller, LIGHT)
    qtbot.addWidget(view)
    view.resize(420, 300)
    view.show()
    with qtbot.waitSignal(controller.pictures_ready) as told:
        controller.set_picture_needs(PictureNeeds(confusion=True))
    assert told.args[0].confusion is None
    qtbot.waitUntil(lambda: view.errors.empty_state.isHidden() and bool(view.errors.grid.lines))
    assert view.frame is view.errors
    found = {(line.measure, line.rows): line.values for line in view.errors.grid.lines}
    data, network = houses.project.dataset, controller.snapshot.network
    theta, scale = controller.snapshot.shown_runner.theta, data.outputs[0].scale
    for rows, x, y in (
        ("training", data.x_train, data.y_train),
        ("test", data.x_test, data.y_test),
    ):
        off, guess_off = network.outputs(theta, x) - y, data.y_train.mean() - y
        typical, absolute, share = (found[name, rows] for name in ("typical error", "absolute error", "R²"))
        assert typical[2] == pytest.approx(scale * np.sqrt(np.mean(off**2)))
        assert absolute[2] == pytest.approx(scale * np.mean(np.abs(off)))
        assert absolute[0] == pytest.approx(scale * np.mean(np.abs(guess_off)))
        assert share[2] == pytest.approx(1 - np.sum(off**2) / np.sum((y - y.mean()) ** 2))
    assert view.errors.table() is not None
    assert "R² over the test rows: mean" in view.sentence()
    light = view.grab().toImage()
    view.restyle(DARK)
    assert view.grab().toImage() != light
    controller.shut_down()


def test_another_target_empties_the_matrix_until_it_is_counted_anew(
    document: Document, controller: TrainingController, counted: ConfusionView, qtbot: QtBot
) -> None:
    view = counted
    controller.set_picture_needs(PictureNeeds())
    table, recipe = document.project.table, document.project.recipe
    number = next(column.name for column in table.columns if column.is_number)
    recipe = with_role(table, recipe, number, "target")
    recipe = recipe.with_choice(replace(recipe.choice(number), use_as="number"))
    document.edit("Number", edits.set_recipe(document.project, recipe))
    qtbot.waitUntil(lambda: view.picture is None)
    assert view.frame is view.errors
    assert not view.errors.empty_state.isHidden()


def test_spreads_count_every_weight_and_its_slope(
    document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    document.edit("Penalty", edits.set_penalty(document.project, PenaltySpec(l2=0.1)))
    view = WeightsView(document, controller, LIGHT)
    qtbot.addWidget(view)
    view.show()
    controller.set_picture_needs(PictureNeeds(spreads=True))
    qtbot.waitUntil(lambda: bool(view.layers) and not view.is_refresh_due)
    data, snapshot = document.project.dataset, controller.snapshot
    network, theta = snapshot.network, snapshot.shown_runner.theta
    objective = document.project.training.objective
    gradient = network.gradient(objective, theta, data.x_train, data.y_train)
    assert view.plot.grid.names == ("Hidden 1", "Output")
    for index, layer in enumerate(view.layers, 1):
        weights, slopes = network.layout.matrix(theta, index), network.layout.matrix(gradient, index)
        assert layer.weights.counts.sum() == layer.gradients.counts.sum() == weights.size
        assert layer.weights.largest == np.abs(weights).max()
        assert layer.gradients.largest == np.abs(slopes).max()
    before = view.layers
    controller.step_epoch()
    qtbot.waitUntil(lambda: view.layers[0].weights.largest != before[0].weights.largest)
