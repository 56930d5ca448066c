"""Every entry of every list about learning is picked by keyboard, and one epoch trained with it.

What can't be had in a project is gray in its list and says why; what can, can be had somewhere here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
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
from playground.engine.snapshot import StopReason
from playground.engine.specs import CLOCKS, PenaltySpec
from playground.panels.inspector_panel import InspectorPanel
from playground.panels.learning_panel import LearningPanel
from playground.training.controller import TrainingController
from tests.panels.conftest import Hands, OnScreen


class Desk:
    """A document in training between its learning panel and its inspector."""

    def __init__(self, project: Project, qtbot: QtBot, hands: Hands, on_screen: OnScreen) -> None:
        self.qtbot, self.hands = qtbot, hands
        self.document = Document(project)
        self.controller = TrainingController(self.document)
        self.document.values_source = self.controller.weights_on_screen
        self.panel = LearningPanel(self.document, self.controller, LIGHT)
        self.inspector = InspectorPanel(self.document, self.controller, LIGHT)
        for panel in (self.panel, self.inspector):
            on_screen(panel, 316, 900)

    @property
    def project(self) -> Project:
        return self.document.project

    @property
    def outputs(self) -> list[int]:
        return [neuron.id for neuron in self.project.network.outputs.neurons]

    @property
    def output_activation(self) -> str:
        (name,) = {neuron.activation for neuron in self.project.network.outputs.neurons}
        return name

    def select(self, *items: int) -> None:
        self.document.set_view(replace(self.document.view, selection=items))

    def pick(self, field: QComboBox, data: object) -> None:
        self.hands.choose(field, data)
        assert field.currentData() == data

    def pick_all(self, field: QComboBox, names: Iterator[str], check: Callable[[str], bool]) -> set[str]:
        """Pick what can be picked, one undo step each, and train an epoch with it; gives back what it was.

        The rest is gray and says why, in a sentence.
        """
        picked = set()
        for name in names:
            index = field.model().index(field.findData(name), 0)
            if index.flags() & Qt.ItemFlag.ItemIsEnabled:
                before, steps = self.project, self.document.undo_stack.count()
                self.pick(field, name)
                assert check(name)
                assert self.document.undo_stack.count() == steps + (self.project != before)
                self.train_an_epoch()
                picked.add(name)
            else:
                assert index.data(Qt.ItemDataRole.ToolTipRole).endswith(".")
                assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole).endswith(".")
        return picked

    def train_an_epoch(self) -> None:
        before = self.controller.snapshot.shown_runner.updates
        self.controller.step_epoch()
        self.qtbot.waitUntil(lambda: self.controller.snapshot.shown_runner.updates > before)
        assert np.isfinite(self.controller.snapshot.shown_runner.theta).all()


def _table(target: str, n: int = 30) -> Table:
    """Two inputs; targets between 0 and 1, or of two or three kinds."""
    lines = ["a,b,target"]
    for i in range(n):
        number = f"{0.2 + 0.1 * (i % 7)}"
        value = {"number": number, "two": ("no", "yes")[i % 2], "three": ("red", "green", "blue")[i % 3]}
        lines.append(f"{i % 4 - 1.5},{(i * 7) % 5 - 2.25},{value[target]}")
    return read_table("\n".join(lines).encode(), "tiny.csv")


@pytest.fixture
def sit_at(qtbot: QtBot, hands: Hands, on_screen: OnScreen) -> Iterator[Callable[[Project], Desk]]:
    desks: list[Desk] = []

    def sit(project: Project) -> Desk:
        desks.append(Desk(project, qtbot, hands, on_screen))
        return desks[-1]

    yield sit
    for each in desks:
        each.controller.shut_down()


@pytest.fixture
def desk(sit_at: Callable[[Project], Desk]) -> Desk:
    return sit_at(new_project(_table("number")))


def _projects() -> dict[str, Project]:
    """Targets as they come, targets left as they are (above 0), two and three kinds, and no hidden layer."""
    numbers = new_project(_table("number"))
    choice = replace(numbers.recipe.choice("target"), scaling="none")
    two = new_project(_table("two"))
    return {
        "standardized": numbers,
        "above 0": edits.set_recipe(numbers, numbers.recipe.with_choice(choice)),
        "two kinds": two,
        "three kinds": new_project(_table("three")),
        "one layer": edits.remove_layer(two, two.network.hidden[0].id),
    }


def test_every_cost(sit_at: Callable[[Project], Desk]) -> None:
    picked = {}
    for title, project in _projects().items():
        desk = sit_at(project)

        def fits(name: str, desk: Desk = desk) -> bool:
            allowed = COSTS[name].allowed
            return desk.project.training.cost == name and (
                allowed is None or desk.output_activation in allowed
            )

        picked[title] = desk.pick_all(desk.panel.cost, iter(COSTS), fits)
    assert set.union(*picked.values()) == COSTS.keys()
    any_target = {name for name, cost in COSTS.items() if cost.target_range[0] == -np.inf}
    assert picked["standardized"] == any_target
    assert picked["above 0"] == COSTS.keys() - {"categorical_cross_entropy"}
    assert picked["three kinds"] == COSTS.keys() - {"itakura_saito"}


def test_every_activation_of_a_layer(sit_at: Callable[[Project], Desk]) -> None:
    at_hidden, at_outputs = set(), {}
    for title, project in _projects().items():
        desk = sit_at(project)
        for layer in project.network.layers[1:]:
            desk.select(layer.id)

            def set_to(
                name: str, place: int = project.network.layer_index(layer.id), desk: Desk = desk
            ) -> bool:
                return {neuron.activation for neuron in desk.project.network.layers[place].neurons} == {name}

            found = desk.pick_all(desk.inspector.layer.activation, iter(ACTIVATIONS), set_to)
            if layer is project.network.outputs:
                at_outputs[title] = found
            else:
                at_hidden |= found
    assert at_hidden == ACTIVATIONS.keys() - {"softmax", "perceptron"}
    assert at_outputs["three kinds"] == ACTIVATIONS.keys() - {"perceptron"}
    assert at_outputs["one layer"] == ACTIVATIONS.keys() - {"softmax"}
    assert at_outputs["two kinds"] == ACTIVATIONS.keys() - {"softmax", "perceptron"}


def test_every_activation_of_one_neuron_and_of_several(sit_at: Callable[[Project], Desk]) -> None:
    desk = sit_at(_projects()["three kinds"])
    hidden, output = desk.project.network.hidden[0].neurons[1].id, desk.outputs[1]
    for neuron, impossible in ((hidden, {"softmax", "perceptron"}), (output, {"perceptron"})):
        for others in ((), (desk.project.network.hidden[0].neurons[2].id,)):
            desk.select(neuron, *others)
            page = desk.inspector.group if others else desk.inspector.neuron
            assert desk.inspector.page is page

            def set_to(name: str, neuron: int = neuron) -> bool:
                return desk.project.network.neuron(neuron).activation == name

            gray = impossible | ({"softmax"} if others else set())
            found = desk.pick_all(page.activation, iter(ACTIVATIONS), set_to)
            assert found == ACTIVATIONS.keys() - gray


def test_softmax_gives_way_to_sigmoid_and_comes_back_in_one_step(sit_at: Callable[[Project], Desk]) -> None:
    desk = sit_at(_projects()["three kinds"])
    start, stack = desk.project, desk.document.undo_stack
    desk.pick(desk.panel.cost, "binary_cross_entropy")
    assert desk.output_activation == "sigmoid"
    assert stack.undoText() == "Cost: Binary cross-entropy, outputs: sigmoid"
    desk.train_an_epoch()
    desk.select(desk.project.network.outputs.id)
    desk.pick(desk.inspector.layer.activation, "softmax")
    assert desk.project == start
    assert stack.undoText() == "Softmax for Output, cost: categorical cross-entropy"
    assert desk.panel.cost.choice == "categorical_cross_entropy"
    desk.select(desk.outputs[0])
    desk.pick(desk.inspector.neuron.activation, "linear")
    assert stack.undoText() == "Linear for blue and the other outputs, cost: half squared error"
    assert stack.count() == 3
    stack.undo()
    assert desk.project == start
    index = desk.panel.cost.findData("binary_cross_entropy")
    tip = desk.panel.cost.model().index(index, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.endswith("With it, outputs: sigmoid."), "told before it is picked"


def test_every_optimizer(desk: Desk) -> None:
    for name, optimizer in OPTIMIZERS.items():
        desk.pick(desk.panel.form.optimizer, name)
        assert desk.project.training.runners[0].optimizer == name
        assert list(desk.panel.form.settings) == [setting.name for setting in optimizer.settings]
        desk.train_an_epoch()


def test_an_optimizer_that_cannot_be_had_says_why(desk: Desk) -> None:
    desk.hands.enter(desk.panel.penalty.l2, "0.1")
    index = desk.panel.form.optimizer.model().index(desk.panel.form.optimizer.findData("implicit"), 0)
    assert not index.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "no penalty" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_every_schedule_and_each_of_its_settings(desk: Desk) -> None:
    for name, schedule in SCHEDULES.items():
        desk.pick(desk.panel.form.schedule, name)
        assert desk.project.training.runners[0].schedule.name == name
        for setting in schedule.settings:
            value = setting.low + (setting.default - setting.low) / 2
            desk.hands.enter(desk.panel.form.schedule_settings[setting.name], f"{value:g}")
            chosen = dict(desk.project.training.runners[0].schedule.settings)
            assert chosen.get(setting.name, setting.default) == pytest.approx(value)
        desk.train_an_epoch()


def test_starting_weights_of_all_layers_and_of_each(desk: Desk) -> None:
    for name in INITIALIZERS:
        desk.pick(desk.panel.start, name)
        assert {layer.initializer for layer in desk.project.network.layers[1:]} == {name}
        desk.controller.new_weights()
        desk.train_an_epoch()
    for place in (1, 2):
        layer = desk.project.network.layers[place]
        desk.select(layer.id)
        for name in INITIALIZERS:
            desk.pick(desk.inspector.layer.initializer, name)
            assert desk.project.network.layers[place].initializer == name
            desk.controller.new_weights()
            desk.train_an_epoch()
    assert desk.panel.start.currentText() != "Mixed"
    desk.pick(desk.inspector.layer.initializer, "zeros")
    assert desk.panel.start.currentText() == "Mixed"


def test_every_clock(desk: Desk) -> None:
    for clock in reversed(CLOCKS):
        desk.pick(desk.panel.clock, clock)
        assert desk.project.training.clock == clock
        desk.train_an_epoch()


def test_batches_of_one_some_and_all(desk: Desk) -> None:
    n_train = len(desk.project.dataset.train_rows)
    for typed, expected in (("1", 1), ("7", 7), (str(n_train), None)):
        desk.hands.enter(desk.panel.form.batch.field, typed)
        assert desk.project.training.runners[0].batch_size == expected
        desk.train_an_epoch()


def test_penalties(desk: Desk) -> None:
    desk.hands.enter(desk.panel.penalty.l1, "0.01")
    assert desk.document.undo_stack.undoText() == "Penalty L1: 0.01"
    desk.hands.enter(desk.panel.penalty.l2, "0.2")
    desk.hands.click(desk.panel.penalty.biases)
    assert desk.project.training.penalty == PenaltySpec(0.01, 0.2, True)
    desk.train_an_epoch()
    for _ in range(3):
        desk.document.undo_stack.undo()
    assert desk.project.training.penalty == PenaltySpec()
    assert desk.panel.penalty.l2.value == 0.0


@pytest.mark.parametrize(
    ("condition", "typed", "kind"),
    [
        ("cost", "1000", "cost_below"),
        ("epochs", "3", "epochs"),
        ("updates", "4", "updates"),
        ("no_improvement", "1", "no_improvement"),
        ("seconds", "0.001", "time"),
    ],
)
def test_every_stop_condition_stops(desk: Desk, condition: str, typed: str, kind: str) -> None:
    desk.hands.enter(getattr(desk.panel.stop, condition).field, typed)
    if condition == "no_improvement":
        desk.hands.enter(desk.panel.form.rate.field, "1e-9")
    desk.document.set_view(replace(desk.document.view, speed=None))
    with desk.qtbot.waitSignal(desk.controller.stopped) as told:
        desk.controller.train()
    (reason,) = told.args
    assert isinstance(reason, StopReason)
    assert reason.kind == kind
    desk.qtbot.waitUntil(lambda: reason.text in desk.panel.runners.rows[0].toolTip())


def test_divergence_keeps_finite_weights_and_says_what_to_try(desk: Desk) -> None:
    desk.hands.enter(desk.panel.form.rate.field, "100000")
    desk.controller.train()
    desk.qtbot.waitUntil(lambda: desk.controller.snapshot.shown_runner.stopped is not None)
    row = desk.panel.runners.rows[0]
    desk.qtbot.waitUntil(lambda: row.diverged)
    assert np.isfinite(desk.controller.snapshot.shown_runner.theta).all()
    assert "smaller" in row.toolTip()
