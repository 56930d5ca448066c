"""The three cards on the real training, with its threads: from the first picture to the last."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest
from pytestqt.qtbot import QtBot

from playground.appearance.theme import LIGHT
from playground.document.document import Document
from playground.engine.layout import Array
from playground.engine.specs import ParameterKey
from playground.plots.history_view import HistoryView
from playground.plots.predictions_view import PredictionsView
from playground.plots.surface_view import SurfaceView
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds
from tests.looking import present
from tests.plots.conftest import MakeCase

WAIT = 10_000


class Make(Protocol):
    def __call__(self, *, only_two: bool) -> tuple[Document, TrainingController]: ...


@pytest.fixture
def training(case: MakeCase) -> Iterator[Make]:
    made: list[TrainingController] = []

    def start(*, only_two: bool) -> tuple[Document, TrainingController]:
        document = Document(case(only_two=only_two).project)
        controller = TrainingController(document)
        document.values_source = controller.weights_on_screen
        controller.set_picture_needs(PictureNeeds(surface=True, predictions=True))
        made.append(controller)
        return document, controller

    yield start
    for controller in made:
        controller.shut_down()


def true_cost(document: Document, controller: TrainingController, theta: Array) -> float:
    data = document.project.dataset
    cost = document.project.training.cost
    return controller.snapshot.network.cost(cost, theta, data.x_train, data.y_train)


@pytest.mark.parametrize("only_two", [True, False])
def test_the_surface_follows_the_training_and_is_exact_when_it_rests(
    training: Make, qtbot: QtBot, only_two: bool
) -> None:
    document, controller = training(only_two=only_two)
    surface = SurfaceView(document, controller, LIGHT)
    surface.show()
    qtbot.waitUntil(lambda: surface.picture is not None, timeout=WAIT)
    controller.set_speed(None)
    controller.train()
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates > 300, timeout=WAIT)
    controller.pause()

    def is_newest() -> bool:
        theta = controller.snapshot.shown_runner.theta
        indices = [controller.snapshot.network.layout.index(key) for key in present(surface.axes_button.axes)]
        ball = present(surface.picture).traces[-1].ball
        return present(surface.picture).freshness.is_exact and bool(
            (abs(ball - theta[indices]) < 1e-12).all()
        )

    qtbot.waitUntil(is_newest, timeout=WAIT)
    qtbot.waitUntil(lambda: surface.badge.text == "exact", timeout=WAIT)
    assert present(surface.picture).exact_for_all is only_two
    shown = present(surface.picture).traces[-1]
    theta = controller.snapshot.shown_runner.theta
    assert shown.cost == pytest.approx(true_cost(document, controller, theta), rel=1e-9)


def test_lock_the_others_makes_it_exact_for_all_without_losing_what_was_learned(
    training: Make, qtbot: QtBot
) -> None:
    document, controller = training(only_two=False)
    surface = SurfaceView(document, controller, LIGHT)
    surface.show()
    qtbot.waitUntil(lambda: surface.picture is not None, timeout=WAIT)
    axes = surface.axes_button.axes
    before = controller.snapshot.shown_runner.theta.copy()
    surface.axes_button.lock_others()
    assert controller.snapshot.shown_runner.theta == pytest.approx(before)
    qtbot.waitUntil(lambda: present(surface.picture).exact_for_all, timeout=WAIT)
    controller.step_epoch()
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates > 0, timeout=WAIT)
    qtbot.waitUntil(lambda: surface.badge.text == "exact", timeout=WAIT)
    assert surface.axes_button.axes == axes
    assert all(trace.distance == 0.0 for trace in present(surface.picture).traces)


def test_choosing_an_axis_brings_its_surface(training: Make, qtbot: QtBot) -> None:
    document, controller = training(only_two=False)
    surface = SurfaceView(document, controller, LIGHT)
    surface.show()
    qtbot.waitUntil(lambda: surface.picture is not None, timeout=WAIT)
    output = document.project.network.outputs.neurons[0].id
    surface.axes_button.choose_y(ParameterKey(0, output))
    qtbot.waitUntil(lambda: surface.map.y_axis.title == "bias y", timeout=WAIT)
    surface.show_frame(0)
    assert surface.curve.x_axis.title == surface.map.x_axis.title


def test_history_and_predictions_fill_themselves(training: Make, qtbot: QtBot) -> None:
    document, controller = training(only_two=False)
    history = HistoryView(document, controller, LIGHT)
    predictions = PredictionsView(document, controller, LIGHT)
    for view in (history, predictions):
        view.show()
    assert history.plot.empty_state.isVisible()
    controller.step_epoch()
    qtbot.waitUntil(lambda: not history.plot.empty_state.isVisible(), timeout=WAIT)
    qtbot.waitUntil(lambda: predictions.plot.picture is not None, timeout=WAIT)
    assert present(predictions.plot.picture).kind == "curve"
    assert present(history.plot.picture).curves[-1].raw[-1] == controller.snapshot.shown_runner.cost
