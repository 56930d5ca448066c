"""The picture worker: newest request wins, one snapshot per set of pictures, nothing that nobody needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from playground.document.edits import set_penalty
from playground.document.plane_choice import PlaneChoice, PlaneKind
from playground.document.project import Project
from playground.engine.landscape.surface import Surface, Window, compute_surface
from playground.engine.population import CancelledError
from playground.engine.specs import BIAS, ParameterKey, PenaltySpec
from playground.training import slices as slices_module
from playground.training.controller import TrainingController
from playground.training.mailbox import Mailbox
from playground.training.pictures import PictureNeeds, PictureRequest, Pictures, PictureWorker
from tests.looking import now
from tests.training.conftest import Make, document_of

EVERYTHING = PictureNeeds(surface=True, neuron_pictures=True, predictions=True)


class Album(QObject):
    """A view that keeps all pictures it is shown, and checks that each belongs to the project."""

    def __init__(self, controller: TrainingController) -> None:
        super().__init__()
        self.controller = controller
        document = document_of(controller)
        assert document is not None
        self.document = document
        self.pictures: list[Pictures] = []
        controller.pictures_ready.connect(self.keep)

    def keep(self, pictures: Pictures) -> None:
        assert pictures.snapshot.network.spec == self.document.project.network
        assert pictures.snapshot.generation == self.controller.snapshot.generation
        self.pictures.append(pictures)

    def shows_latest(self) -> bool:
        return bool(self.pictures) and self.pictures[-1].snapshot is self.controller.snapshot


@pytest.fixture
def mailboxes() -> tuple[Mailbox[PictureRequest], Mailbox[Pictures]]:
    return Mailbox(), Mailbox()


def test_everything_asked_for_comes_from_one_snapshot(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    album = Album(controller)
    controller.set_picture_needs(EVERYTHING)
    qtbot.waitUntil(album.shows_latest)
    controller.set_speed(None)
    controller.train()
    qtbot.waitUntil(lambda: len(album.pictures) >= 5)
    controller.pause()
    qtbot.wait(50)  # the last snapshot of the run may be under way still
    qtbot.waitUntil(album.shows_latest)
    for pictures in album.pictures:
        assert pictures.surface is not None
        assert pictures.axes is not None
        assert pictures.predictions is not None
        assert pictures.neuron_pictures is not None
        theta = pictures.snapshot.shown_runner.theta
        index = [pictures.snapshot.network.layout.index(key) for key in pictures.axes]
        off = theta - pictures.surface.plane.origin
        off[index] = 0
        assert not off.any()


def test_only_what_is_needed(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    album = Album(controller)
    controller.step_update()
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates == 1)
    qtbot.wait(50)
    assert not album.pictures
    controller.set_picture_needs(PictureNeeds(predictions=True))
    qtbot.waitUntil(album.shows_latest)
    assert now(album.pictures[-1].predictions) is not None
    assert album.pictures[-1].surface is None
    assert now(album.pictures[-1].neuron_pictures) is None
    controller.set_picture_needs(PictureNeeds(neuron_pictures=True))
    qtbot.waitUntil(lambda: album.pictures[-1].neuron_pictures is not None)
    assert album.pictures[-1].predictions is None
    controller.set_picture_needs(PictureNeeds())
    shown = len(album.pictures)
    controller.step_update()
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates == 2)
    qtbot.wait(50)
    assert len(album.pictures) == shown


def test_the_gradient_is_that_of_all_training_rows_and_the_penalty(
    houses: Project, training: Make, qtbot: QtBot
) -> None:
    penalized = set_penalty(houses, PenaltySpec(l2=0.01))
    controller = training(penalized)
    album = Album(controller)
    controller.show_runner(2)  # the stochastic one follows single rows, but the gradient is everyone's
    controller.set_picture_needs(PictureNeeds(gradient=True))
    controller.step_update()
    qtbot.waitUntil(lambda: album.shows_latest() and album.pictures[-1].snapshot.shown_runner.updates == 1)
    shot, gradient = album.pictures[-1].snapshot, album.pictures[-1].gradient
    assert shot.shown == 2
    assert gradient is not None
    data, theta = penalized.dataset, shot.shown_runner.theta.copy()
    for i in range(0, len(theta), 5):
        costs = []
        for step in (1e-6, -1e-6):
            theta[i] += step
            costs.append(shot.network.cost(penalized.training.objective, theta, data.x_train, data.y_train))
            theta[i] -= step
        assert gradient[i] == pytest.approx((costs[0] - costs[1]) / 2e-6, rel=1e-4, abs=1e-7)


def test_pictures_follow_the_view_at_rest(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    album = Album(controller)
    controller.set_picture_needs(PictureNeeds(surface=True))
    qtbot.waitUntil(album.shows_latest)
    target = houses.network.hidden[0].neurons[3].id
    axes = ParameterKey(BIAS, target), ParameterKey(houses.network.inputs.neurons[1].id, target)
    view = album.document.view
    album.document.set_view(replace(view, axes=axes, window=(-1.0, 3.0, -0.5, 0.25)))
    qtbot.waitUntil(lambda: album.pictures[-1].axes == axes)
    surface = album.pictures[-1].surface
    assert surface is not None
    assert surface.window == Window(-1.0, 3.0, -0.5, 0.25)


def test_pictures_of_the_shown_runner(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    album = Album(controller)
    controller.set_picture_needs(EVERYTHING)
    controller.step_epoch()
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates == 1)
    controller.show_runner(2)
    qtbot.waitUntil(lambda: bool(album.pictures) and album.pictures[-1].snapshot.shown == 2)
    surface = album.pictures[-1].surface
    assert surface is not None
    theta = controller.snapshot.runner(2).theta
    assert surface.plane.distances(theta[None, :])[0] == 0.0


def test_unwanted_pictures_are_dropped_half_way(
    houses: Project,
    training: Make,
    mailboxes: tuple[Mailbox[PictureRequest], Mailbox[Pictures]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shot = training(houses).snapshot
    requests, results = mailboxes
    worker = PictureWorker(requests, results, lambda: None)
    first = PictureRequest(shot, houses, needs=EVERYTHING)
    asked: list[bool] = []

    def compute(*_arguments: object, cancelled: Callable[[], bool], **_options: object) -> object:
        for later in (
            replace(first, snapshot=replace(shot)),  # newer weights: the old picture is still wanted
            replace(first, window=Window(0.0, 1.0, 0.0, 1.0)),
            replace(first, needs=PictureNeeds(predictions=True)),
            replace(first, snapshot=replace(shot, generation=shot.generation + 1)),
            replace(first, snapshot=replace(shot, shown=2)),
        ):
            requests.put(later)
            asked.append(cancelled())
        raise CancelledError

    monkeypatch.setattr(slices_module, "compute_surface", compute)
    requests.put(first)
    worker.paint()
    assert asked == [False, True, True, True, True]
    assert results.take() is None


GRADIENT = PictureNeeds(gradient=True, confusion=True)


@pytest.mark.parametrize(
    ("later", "dropped"),
    [
        (lambda first: replace(first, snapshot=replace(first.snapshot)), False),
        (lambda first: replace(first, snapshot=replace(first.snapshot, generation=77)), True),
        (lambda first: replace(first, snapshot=replace(first.snapshot, shown=2)), True),
        (lambda first: replace(first, needs=PictureNeeds(gradient=True)), True),
        (lambda first: replace(first, needs=EVERYTHING), True),
    ],
    ids=["newer weights", "another network", "another runner", "nothing to count", "other pictures"],
)
def test_a_gradient_of_many_rows_is_dropped_half_way_when_it_is_not_wanted_any_more(
    later: Callable[[PictureRequest], PictureRequest],
    dropped: bool,
    houses: Project,
    training: Make,
    mailboxes: tuple[Mailbox[PictureRequest], Mailbox[Pictures]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("playground.engine.plan.MAX_VALUES", 1)  # row by row
    requests, results = mailboxes
    asked = 0

    def wait_for_drawing() -> None:
        nonlocal asked
        asked += 1
        if asked == 5:
            requests.put(later(first))

    first = PictureRequest(training(houses).snapshot, houses, needs=GRADIENT)
    worker = PictureWorker(requests, results, wait_for_drawing)
    requests.put(first)
    worker.paint()
    pictures, n_rows = results.take(), len(houses.dataset.x_train)
    if dropped:
        assert pictures is None
        assert asked == 5
    else:
        assert pictures is not None
        assert pictures.gradient is not None
        assert asked >= n_rows > 5


def test_closing_the_window_ends_a_gradient_under_way(
    houses: Project,
    training: Make,
    mailboxes: tuple[Mailbox[PictureRequest], Mailbox[Pictures]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("playground.engine.plan.MAX_VALUES", 1)
    requests, results = mailboxes
    asked = 0

    def wait_for_drawing() -> None:
        nonlocal asked
        asked += 1
        if asked == 5:
            worker.cancel()

    worker = PictureWorker(requests, results, wait_for_drawing)
    requests.put(PictureRequest(training(houses).snapshot, houses, needs=PictureNeeds(spreads=True)))
    worker.paint()
    assert results.take() is None
    assert asked == 5


def test_an_error_is_told_once_and_training_goes_on_after_it(
    houses: Project, training: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_options: object) -> object:
        raise ArithmeticError("no picture today")

    controller = training(houses)
    album = Album(controller)
    failures: list[str] = []
    controller.failed.connect(failures.append)
    with monkeypatch.context() as context:
        context.setattr(slices_module, "compute_surface", broken)
        controller.set_picture_needs(PictureNeeds(surface=True))
        qtbot.waitUntil(lambda: bool(failures))
        controller.step_update()
        qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates == 1)
        qtbot.wait(50)
    assert len(failures) == 1
    assert "no picture today" in failures[0]
    controller.step_update()
    qtbot.waitUntil(album.shows_latest)
    assert album.pictures[-1].surface is not None


def test_a_rough_surface_is_followed_by_the_fine_one_unless_newer_pictures_are_asked_for(
    houses: Project,
    training: Make,
    mailboxes: tuple[Mailbox[PictureRequest], Mailbox[Pictures]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(slices_module, "QUICK", 0.0)
    shot = training(houses).snapshot
    requests, results = mailboxes
    worker = PictureWorker(requests, results, lambda: None)
    delivered: list[Pictures] = []
    monkeypatch.setattr(results, "put", delivered.append)
    request = PictureRequest(shot, houses, needs=EVERYTHING)
    requests.put(request)
    worker.paint()
    assert [pictures.rough for pictures in delivered] == [True, False, False]
    assert [pictures.all_kinds for pictures in delivered] == [False, False, True]
    rough, fine, finished = delivered
    assert rough.snapshot is fine.snapshot is finished.snapshot
    assert finished.surface is fine.surface
    assert rough.predictions is fine.predictions
    assert fine.surface is not None
    assert fine.surface.costs.shape == (41, 41)

    delivered.clear()

    def compute(*arguments: Any, **options: Any) -> Surface:
        if delivered:  # the fine one has begun
            requests.put(replace(request, snapshot=replace(shot)))
        return compute_surface(*arguments, **options)

    monkeypatch.setattr(slices_module, "compute_surface", compute)
    requests.put(replace(request, window=Window(0.0, 1.0, 0.0, 1.0)))
    worker.paint()
    assert [pictures.rough for pictures in delivered] == [True]
    assert requests.peek() is not None


@pytest.mark.parametrize("kind", ["random", "paths", "points", "axes"])
def test_another_plane_is_drawn_as_soon_as_it_is_chosen(
    kind: PlaneKind, houses: Project, training: Make, qtbot: QtBot
) -> None:
    controller = training(houses)
    album = Album(controller)
    controller.set_picture_needs(PictureNeeds(surface=True))
    controller.set_speed(None)
    controller.train()
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates > 30)
    controller.pause()
    choice = PlaneChoice(kind, logarithmic=kind == "axes")
    album.document.set_view(album.document.view.on(choice))
    qtbot.waitUntil(lambda: bool(album.pictures) and _choice(album.pictures[-1]) == choice)
    qtbot.waitUntil(album.shows_latest)
    pictures = album.pictures[-1]
    assert pictures.surface is not None
    plane, shown = pictures.surface.plane, pictures.snapshot.shown_runner
    assert plane.distances(shown.theta[np.newaxis])[0] < 1e-9
    assert set(pictures.feet) == {runner.id for runner in pictures.snapshot.runners}
    if not plane.logarithmic:  # there a weight that is not positive has no place
        assert pictures.feet[shown.id].gap == pytest.approx(0.0, abs=1e-9)
    assert (pictures.axes is None) == (kind != "axes")


def test_restarted_paths_span_no_plane_and_it_is_said(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    album = Album(controller)
    album.document.set_view(album.document.view.on(PlaneChoice("paths")))
    controller.set_picture_needs(PictureNeeds(surface=True))
    qtbot.waitUntil(lambda: bool(album.pictures) and album.pictures[-1].no_surface is not None)
    assert album.pictures[-1].surface is None
    controller.train()
    qtbot.waitUntil(lambda: album.pictures[-1].surface is not None)
    controller.pause()


def _choice(pictures: Pictures) -> PlaneChoice | None:
    return None if pictures.drawn is None else pictures.drawn.choice
