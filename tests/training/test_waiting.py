"""While there is too little to learn from, weights wait; when there is enough, training goes on with them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.document.document import Document
from playground.document.edits import set_layer_size
from playground.document.painting import blank_project, paint
from playground.document.state_check import check_state
from playground.document.weights import RunnerValues
from playground.engine.network import Network
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds, Pictures
from playground.training.waiting import WaitingTrainer

A: dict[str, float | str] = {"x": 1.0, "y": 1.0, "class": "A"}
B: dict[str, float | str] = {"x": -1.0, "y": -0.5, "class": "B"}


@pytest.fixture
def document() -> Document:
    return Document(blank_project("category"))


@pytest.fixture
def controller(document: Document) -> Iterator[TrainingController]:
    controller = TrainingController(document)
    document.values_source = controller.weights_on_screen
    yield controller
    controller.shut_down()


def thetas(controller: TrainingController) -> RunnerValues:
    return controller.weights_on_screen()


def test_a_waiting_trainer_stands_at_the_start_and_hands_out_copies() -> None:
    project = blank_project("category")
    network = Network(project.network)
    waiting = WaitingTrainer(network, project.training, None)
    shot = waiting.snapshot()
    assert np.array_equal(shot.shown_runner.theta, network.initial_theta(project.training.seed))
    assert np.isnan(shot.shown_runner.cost)
    waiting.run(updates=3)
    assert (waiting.updates, waiting.epochs_ended) == (0, 0)
    state = waiting.state()
    check_state(state, project)
    state.runners[1].theta[:] = 7.0
    assert not np.array_equal(waiting.state().runners[1].theta, state.runners[1].theta)


def test_training_begins_with_both_kinds_and_not_before(
    document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    controller.train()
    first = thetas(controller)
    document.edit("Paint", paint(document.project, [A, A]))
    qtbot.waitUntil(lambda: controller.snapshot.generation > 0)
    qtbot.wait(50)
    assert controller.running
    assert controller.snapshot.shown_runner.updates == 0
    assert thetas(controller) == first
    controller.step_update()  # there is nothing to update on
    controller.train()
    document.edit("Paint", paint(document.project, [B]))
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates > 20, timeout=20_000)
    history = controller.snapshot.shown_runner.history
    assert history.updates[0] == 0
    assert np.isfinite(history.train).all()
    assert thetas(controller) != first


def test_weights_and_epochs_outlast_an_empty_table(
    document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    document.edit("Paint", paint(document.project, [A, B, A, B]))
    controller.train_epochs(30)
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.epochs == 30, timeout=20_000)
    learned = thetas(controller)
    document.edit("Erase", paint(document.project, [], range(4)))
    qtbot.waitUntil(lambda: np.isnan(controller.snapshot.shown_runner.cost))
    assert thetas(controller) == learned
    assert controller.state().runners[1].rows_seen == 30, "as of one row"
    document.undo_stack.undo()
    qtbot.waitUntil(lambda: np.isfinite(controller.snapshot.shown_runner.cost))
    assert controller.snapshot.shown_runner.epochs == 30
    assert thetas(controller) == learned


def test_a_network_can_be_changed_while_it_waits(document: Document, controller: TrainingController) -> None:
    project = document.project
    before = thetas(controller)[1]
    document.edit("Fewer", set_layer_size(project, project.network.hidden[0].id, 3))
    after = thetas(controller)[1]
    assert after.keys() < before.keys()
    assert all(before[key] == value for key, value in after.items())
    document.undo_stack.undo()
    assert thetas(controller)[1] == before


def test_only_what_needs_no_rows_is_drawn(
    document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    found: list[Pictures] = []
    controller.pictures_ready.connect(found.append)
    every = PictureNeeds(
        surface=True, neuron_pictures=True, predictions=True, gradient=True, spreads=True, confusion=True,
        slopes=True,
    )  # fmt: skip
    controller.set_picture_needs(every)
    qtbot.waitUntil(lambda: bool(found))
    last = found[-1]
    assert last.no_surface == ("Nothing to learn from yet", document.project.dataset.lack)
    assert last.neuron_pictures is not None
    assert last.predictions is not None
    assert len(last.predictions.points.rows) == 0
    assert (last.surface, last.gradient, last.spreads, last.confusion, last.standing) == (None,) * 5
    document.edit("Paint", paint(document.project, [A, B, A]))
    qtbot.waitUntil(lambda: found[-1].surface is not None, timeout=20_000)
    assert found[-1].standing is not None
