"""Opening another project is a beginning, even if its data and its names are the same."""

from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.training.pictures import PictureNeeds
from tests.training.conftest import Make, document_of


def test_nothing_learned_goes_on_in_another_project(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    document = document_of(controller)
    first = controller.snapshot.shown_runner.theta
    controller.train()
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates > 0)
    document.replace(houses, ViewState(), None)
    assert not controller.running
    assert controller.snapshot.shown_runner.updates == 0
    assert np.array_equal(controller.snapshot.shown_runner.theta, first)


def test_whoever_hears_that_training_rests_finds_numbers_of_the_new_project(
    houses: Project, flowers: Project, training: Make, qtbot: QtBot
) -> None:
    """Pictures asked for in between would mix the old network with the new data."""
    controller = training(houses)
    document = document_of(controller)
    heard: list[bool] = []
    failed: list[str] = []
    controller.failed.connect(failed.append)
    controller.running_changed.connect(
        lambda running: heard.append(running or controller.snapshot.network.spec == document.project.network)
    )
    controller.set_picture_needs(PictureNeeds(neuron_pictures=True, predictions=True, gradient=True))
    for project in (flowers, houses, flowers):
        controller.train()
        qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates > 0)
        with qtbot.waitSignal(controller.pictures_ready):
            document.replace(project, ViewState(), None)
        assert not controller.running
    assert heard == [True] * 6
    assert failed == []
