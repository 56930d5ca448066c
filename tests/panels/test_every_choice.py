"""Every entry of every list on the learning panel is picked by keyboard, and one epoch trained with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from playground.appearance.theme import LIGHT
from playground.data.columns import Table
from playground.data.reader import read_table
from playground.document import edits
from playground.document.document import Document
from playground.document.project import Project, new_project
from playground.engine.activations import ACTIVATIONS
from playground.engine.costs import COSTS
from playground.engine.initializers import INITIALIZERS
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.schedules import SCHEDULES
from playground.engine.specs import PenaltySpec
from playground.panels.inspector_panel import InspectorPanel
from playground.panels.learning_panel import LearningPanel
from playground.training.controller import TrainingController


class Desk:
    """A document in training beside its learning panel."""

    def __init__(self, project: Project, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.document = Document(project)
        self.controller = TrainingController(self.document)
        self.document.values_source = self.controller.weights_on_screen
        self.panel = LearningPanel(self.document, self.controller, LIGHT)
        qtbot.addWidget(self.panel)
        self.panel.resize(316, 900)
        self.panel.show()
        qtbot.waitExposed(self.panel)

    def pick(self, field: QComboBox, data: object) -> None:
        """Walk to an entry with the arrow keys, as a person does; gray ones are passed over."""
        for key in (Qt.Key.Key_Home, *[Qt.Key.Key_Down] * field.count()):
            QTest.keyClick(field, key)
            if field.currentData() == data:
                return
        raise AssertionError(f"{data} can't be reached")

    def enter(self, field: QLineEdit, text: str) -> None:
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def train_an_epoch(self) -> None:
        before = self.controller.snapshot.shown_runner.updates
        self.controller.step_epoch()
        self.qtbot.waitUntil(lambda: self.controller.snapshot.shown_runner.updates > before)
        assert np.isfinite(self.controller.snapshot.shown_runner.theta).all()


def _table(target: str, n: int = 12) -> Table:
    """Targets above 0, two inputs; or one of three kinds."""
    lines = ["a,b,target"]
    for i in range(n):
        value = f"{1 + i % 5 + 0.5 * (i % 2)}" if target == "number" else ("red", "green", "blue")[i % 3]
        lines.append(f"{i % 4 - 1.5},{(i * 7) % 5 - 2.25},{value}")
    return read_table("\n".join(lines).encode(), "tiny.csv")


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(new_project(_table("number")), qtbot)
    yield desk
    desk.controller.shut_down()


@pytest.fixture
def kinds(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(new_project(_table("kind", 30)), qtbot)
    yield desk
    desk.controller.shut_down()


def test_every_cost(desk: Desk, kinds: Desk) -> None:
    picked = set()
    for each in (desk, kinds):
        for outputs in ("softplus", "sigmoid", "softmax", "linear"):
            project = edits.set_cost(each.document.project, "half_squared")
            ids = [neuron.id for neuron in project.network.outputs.neurons]
            if outputs == "softmax" and len(ids) < 2:
                continue
            each.document.edit("Outputs", edits.set_activation(project, ids, outputs))
            for name in COSTS:
                index = each.panel.cost.model().index(each.panel.cost.findData(name), 0)
                if index.flags() & Qt.ItemFlag.ItemIsEnabled:
                    each.pick(each.panel.cost, name)
                    assert each.document.project.training.cost == name
                    each.train_an_epoch()
                    picked.add(name)
                else:
                    assert index.data(Qt.ItemDataRole.ToolTipRole).endswith(".")
            each.pick(each.panel.cost, "half_squared")
    # Targets of these columns are standardised or 0 and 1: never above 0 throughout.
    assert picked == COSTS.keys() - {"itakura_saito"}


def test_every_optimizer(desk: Desk) -> None:
    for name, optimizer in OPTIMIZERS.items():
        desk.pick(desk.panel.form.optimizer, name)
        assert desk.document.project.training.runners[0].optimizer == name
        assert list(desk.panel.form.settings) == [setting.name for setting in optimizer.settings]
        desk.train_an_epoch()


def test_every_schedule_and_each_of_its_settings(desk: Desk) -> None:
    for name, schedule in SCHEDULES.items():
        desk.pick(desk.panel.form.schedule, name)
        assert desk.document.project.training.runners[0].schedule.name == name
        for setting in schedule.settings:
            value = setting.low + (setting.default - setting.low) / 2
            desk.enter(desk.panel.form.schedule_settings[setting.name], f"{value:g}")
            chosen = dict(desk.document.project.training.runners[0].schedule.settings)
            assert chosen.get(setting.name, setting.default) == pytest.approx(value)
        desk.train_an_epoch()


def test_all_starting_weights(desk: Desk) -> None:
    for name in INITIALIZERS:
        desk.pick(desk.panel.start, name)
        assert {layer.initializer for layer in desk.document.project.network.layers[1:]} == {name}
        desk.train_an_epoch()


def test_both_clocks(desk: Desk) -> None:
    for clock in ("updates", "epochs"):
        desk.pick(desk.panel.clock, clock)
        assert desk.document.project.training.clock == clock
        desk.train_an_epoch()


def test_penalties(desk: Desk) -> None:
    desk.enter(desk.panel.penalty.l1, "0.01")
    assert desk.document.undo_stack.undoText() == "Penalty L1: 0.01"
    desk.enter(desk.panel.penalty.l2, "0.2")
    QTest.mouseClick(desk.panel.penalty.biases, Qt.MouseButton.LeftButton)
    assert desk.document.project.training.penalty == PenaltySpec(0.01, 0.2, True)
    desk.train_an_epoch()
    for _ in range(3):
        desk.document.undo_stack.undo()
    assert desk.document.project.training.penalty == PenaltySpec()
    assert desk.panel.penalty.l2.value == 0.0


def test_every_activation_of_a_hidden_layer(desk: Desk, qtbot: QtBot) -> None:
    inspector = InspectorPanel(desk.document, desk.controller, LIGHT)
    qtbot.addWidget(inspector)
    inspector.show()
    layer = desk.document.project.network.hidden[0]
    desk.document.set_view(replace(desk.document.view, selection=tuple(n.id for n in layer.neurons)))
    boxes = inspector.findChildren(QComboBox)
    field = next(box for box in boxes if box.isVisible() and box.findData("tanh") >= 0)
    refused = set()
    for name in ACTIVATIONS:
        index = field.model().index(field.findData(name), 0)
        if index.flags() & Qt.ItemFlag.ItemIsEnabled:
            desk.pick(field, name)
            assert {n.activation for n in desk.document.project.network.hidden[0].neurons} == {name}
            desk.train_an_epoch()
        else:
            refused.add(name)
            assert index.data(Qt.ItemDataRole.ToolTipRole).endswith(".")
    assert refused == {"softmax", "perceptron"}


def test_divergence_keeps_finite_weights_and_says_what_to_try(desk: Desk) -> None:
    desk.enter(desk.panel.form.rate.field, "100000")
    desk.controller.train()
    desk.qtbot.waitUntil(lambda: desk.controller.snapshot.shown_runner.stopped is not None)
    row = desk.panel.runners.rows[0]
    desk.qtbot.waitUntil(lambda: row.diverged)
    assert np.isfinite(desk.controller.snapshot.shown_runner.theta).all()
    assert "smaller" in row.toolTip()
