"""Opening another project is a beginning, even if its data and its names are the same."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from pytestqt.qtbot import QtBot

from playground.document.document import Document
from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.training.controller import TrainingController


def test_nothing_learned_goes_on_in_another_project(
    houses: Project, training: Callable[[Project], TrainingController], qtbot: QtBot
) -> None:
    controller = training(houses)
    document = controller.findChild(Document)
    first = controller.snapshot.shown_runner.theta
    controller.train()
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates > 0)
    document.replace(houses, ViewState(), None)
    assert not controller.running
    assert controller.snapshot.shown_runner.updates == 0
    assert np.array_equal(controller.snapshot.shown_runner.theta, first)
