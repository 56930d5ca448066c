"""A restless user: hundreds of random edits and commands while it trains. Nothing stale, nothing lost."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, replace

from playground.document.project import Project

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.data.reader import read_table
from playground.document import edits
from playground.document.document import Document
from playground.document.edits import EditError
from playground.document.project import new_project, present_parameters
from playground.engine.snapshot import Snapshot
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds, Pictures

ACTIONS = 400


class Witness(QObject):
    """Checks on everything it is told that it belongs to the present project."""

    def __init__(self, document: Document, controller: TrainingController) -> None:
        super().__init__()
        self.document, self.controller = document, controller
        self.failures: list[str] = []
        self.snapshots = self.pictures = 0
        controller.snapshot_ready.connect(self.see_snapshot)
        controller.pictures_ready.connect(self.see_pictures)
        controller.failed.connect(self.failures.append)
        document.project_changed.connect(self.see_change)

    def see_change(self) -> None:
        self.check(self.controller.snapshot)

    def see_snapshot(self, snapshot: Snapshot) -> None:
        self.snapshots += 1
        assert snapshot is self.controller.snapshot
        self.check(snapshot)

    def see_pictures(self, pictures: Pictures) -> None:
        self.pictures += 1
        self.check(pictures.snapshot)

    def check(self, snapshot: Snapshot) -> None:
        project = self.document.project
        assert snapshot.network.spec == project.network
        enabled = [runner.id for runner in project.training.runners if runner.enabled]
        assert [runner.id for runner in snapshot.runners] == enabled
        assert snapshot.shown in enabled
        for runner in snapshot.runners:
            assert np.all(np.isfinite(runner.theta))
            assert np.all(runner.theta[~snapshot.network.layout.present] == 0)


class User:
    """Does something at random, as `random.Random` says."""

    def __init__(self, document: Document, controller: TrainingController, seed: int) -> None:
        self.document, self.controller, self.random = document, controller, random.Random(seed)

    def act(self) -> None:
        choices: list[Callable[[], None]] = [
            self.controller.toggle,
            self.controller.step_update,
            self.controller.step_epoch,
            self.controller.restart,
            self.document.undo_stack.undo,
            self.document.undo_stack.redo,
            self.edit,
            self.edit,
            self.edit,
            self.look_elsewhere,
            self.load_own_state,
        ]
        if len(present_parameters(self.document.project.network)) < 2:
            self.document.undo_stack.undo()  # all cut: nothing left to play with
            return
        with suppress(EditError):
            self.random.choice(choices)()

    def edit(self) -> None:
        project, pick = self.document.project, self.random
        layer = pick.choice(project.network.hidden) if project.network.hidden else None
        key = pick.choice(sorted(present_parameters(project.network)))
        runner = pick.choice(project.training.runners)
        rate = pick.choice([0.001, 0.01, 0.1])
        kinds: list[Callable[[], Project]] = [
            lambda: edits.set_runner(project, replace(runner, learning_rate=rate)),
            lambda: edits.set_runner(project, replace(runner, optimizer=pick.choice(["plain", "adam"]))),
            lambda: edits.set_runner(project, replace(runner, batch_size=pick.choice([None, 1, 7]))),
            lambda: edits.set_runner(project, replace(runner, enabled=not runner.enabled)),
            lambda: edits.cut(project, [key]),
            lambda: edits.lock(project, [key]),
            lambda: edits.set_clock(project, pick.choice(["epochs", "updates"])),
            lambda: edits.set_cost(project, pick.choice(["half_squared", "mean_squared"])),
            lambda: edits.add_layer(project, 1, 3),
        ]
        if layer is not None:
            kinds += [
                lambda: edits.add_neuron(project, layer.id),
                lambda: edits.remove_neuron(project, pick.choice(layer.neurons).id),
                lambda: edits.remove_layer(project, layer.id),
                lambda: edits.set_activation(
                    project, [layer.neurons[0].id], pick.choice(["tanh", "sigmoid"])
                ),
            ]
        choice = pick.randrange(len(kinds) + 2)
        if choice == len(kinds):
            self.controller.new_weights()
        elif choice > len(kinds):
            self.document.edit("Type", project, typed={key: pick.uniform(-1, 1)})
        else:
            self.document.edit("Edit", kinds[choice]())

    def look_elsewhere(self) -> None:
        view, project = self.document.view, self.document.project
        keys = self.random.sample(sorted(present_parameters(project.network)), 2)
        axes = self.random.choice([None, (keys[0], keys[1])])
        shown = self.random.choice(project.training.runners).id
        speed = self.random.choice([None, None, 30.0, 500.0])
        self.document.set_view(replace(view, axes=axes, shown_runner=shown, speed=speed))
        flags = [self.random.random() < 0.7 for _ in fields(PictureNeeds)]
        self.controller.set_picture_needs(PictureNeeds(*flags))

    def load_own_state(self) -> None:
        state = self.controller.state()
        self.controller.load_state(state)


@pytest.fixture
def document(qapp: QApplication) -> Document:
    assert qapp
    rows = "\n".join(f"{i % 17},{i % 5},{i % 7},{(i % 17) * (i % 5)}" for i in range(200))
    return Document(new_project(read_table(f"a,b,c,product\n{rows}\n".encode(), "product.csv")))


@pytest.fixture
def controller(document: Document) -> Iterator[TrainingController]:
    made = TrainingController(document)
    document.values_source = made.weights_on_screen
    yield made
    made.shut_down()


@pytest.mark.parametrize("seed", range(6))
def test_nothing_stale_and_nothing_lost(
    document: Document, controller: TrainingController, qtbot: QtBot, seed: int
) -> None:
    witness = Witness(document, controller)
    user = User(document, controller, seed)
    controller.set_picture_needs(PictureNeeds(surface=True, neuron_pictures=True, predictions=True))
    for done in range(10 * ACTIONS):  # so many only where a busy machine draws hardly any pictures
        if done >= ACTIONS and witness.snapshots > 50 and witness.pictures > 20:
            break
        user.act()
        if user.random.random() < 0.5:
            qtbot.wait(user.random.choice([0, 1, 5, 30]))
    controller.pause()
    controller.set_picture_needs(PictureNeeds(surface=True))
    qtbot.wait(200)
    assert not witness.failures
    assert witness.snapshots > 50
    assert witness.pictures > 20
    exact = controller.state()
    for runner in controller.snapshot.runners:
        assert runner.theta.tobytes() == exact.runners[runner.id].theta.tobytes()
