"""How fast training goes and why it stopped, as the real window says it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from playground.document.edits import set_runner
from playground.engine.specs import RunnerSpec
from playground.ui.readouts import NO_VALUE
from tests.gui.conftest import Person
from tests.looking import present


def enter(person: Person, field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    person.qtbot.keyClicks(field, text)
    person.qtbot.keyClick(field, Qt.Key.Key_Return)


def said(person: Person) -> str:
    return str(person.window.status_line.message.full_text)


def number(text: str) -> float:
    return float(text.replace(",", ""))


def test_updates_per_second_are_told_while_training_runs(person: Person) -> None:
    person.controller.set_speed(100.0)
    rate = person.window.toolbar.read_outs.rate
    assert rate.text == NO_VALUE
    person.press_train()
    person.qtbot.waitUntil(lambda: rate.text != NO_VALUE and f"{rate.text} updates/s" in said(person))
    assert 0 < number(rate.text) < 200
    person.press_train()
    assert rate.text == NO_VALUE
    assert said(person).startswith("Paused after ")


@pytest.mark.parametrize(
    ("condition", "typed", "words"),
    [("epochs", "2", "2 epochs done, as chosen."), ("updates", "3", "3 updates done, as chosen.")],
)
def test_why_training_stopped_is_told(person: Person, condition: str, typed: str, words: str) -> None:
    person.controller.set_speed(None)
    enter(person, getattr(person.window.workspace.learning.stop, condition).field, typed)
    person.press_train()
    person.qtbot.waitUntil(lambda: not person.controller.running)
    person.qtbot.waitUntil(lambda: said(person).startswith(words))
    assert said(person) == present(person.shown.stopped).text
    assert "to train on" in said(person), "and what to do about it"
    assert person.window.toolbar.train_button.text() == "Train"
    assert person.window.toolbar.read_outs.rate.text == NO_VALUE
    assert person.window.workspace.strip.isHidden(), "it is no trouble"


def test_divergence_stops_at_finite_weights_and_says_what_to_try(person: Person) -> None:
    person.drop_and_wait(person.example("houses"))
    project = person.document.project
    person.document.edit("Plain", set_runner(project, RunnerSpec(1, "Plain", batch_size=10)))
    person.controller.set_speed(None)
    learning, strip = person.window.workspace.learning, person.window.workspace.strip
    enter(person, learning.form.rate.field, "100000")
    person.press_train()
    person.qtbot.waitUntil(lambda: strip.isVisible())
    shown = person.shown
    stopped = present(shown.stopped)
    assert stopped.kind == "diverged"
    assert np.isfinite(shown.theta).all()
    assert np.isfinite(shown.history.train[:1]).all()
    assert strip.text == said(person) == stopped.text
    assert "learning rate ten times smaller" in strip.text
    assert not person.controller.running
    person.window.named_actions["restart"].trigger()
    person.qtbot.waitUntil(lambda: strip.isHidden())
    enter(person, learning.form.rate.field, "0.1")
    person.press_train()
    person.wait_for_updates(3)
    assert np.isfinite(person.shown.cost)


def test_what_a_choice_brought_along_is_told(person: Person) -> None:
    """In the status bar: the field that changed may be behind a tab."""
    person.drop_and_wait(person.example("iris"))
    workspace, before = person.window.workspace, person.document.undo_stack.index()
    cost = workspace.learning.cost
    person.qtbot.keyClick(cost, Qt.Key.Key_Space)
    view = cost.view()
    person.qtbot.keyClick(view, Qt.Key.Key_Home)
    while view.currentIndex().row() < cost.findData("binary_cross_entropy"):
        person.qtbot.keyClick(view, Qt.Key.Key_Down)
    person.qtbot.keyClick(view, Qt.Key.Key_Return)
    assert said(person) == "Cost: Binary cross-entropy, outputs: sigmoid"
    outputs = [neuron.id for neuron in person.document.project.network.outputs.neurons]
    workspace.network.editor.set_activation(outputs[:1], "softmax")
    assert said(person) == "Set 3 neurons to softmax, cost: categorical cross-entropy"
    person.undo()
    person.undo()
    assert person.document.project.training.cost == "categorical_cross_entropy"
    assert person.document.undo_stack.index() == before


def test_a_dropped_file_is_learned_within_seconds_and_its_result_is_judged(person: Person) -> None:
    person.drop_and_wait(person.example("iris"))
    epochs = person.document.project.training.stop.epochs
    speed = person.document.view.speed
    assert epochs is not None
    assert speed is not None
    assert 5.0 < epochs * 8 / speed < 7.0, "some seconds, in which it can be watched"
    person.controller.set_speed(None)
    person.press_train()
    person.qtbot.waitUntil(lambda: not person.controller.running, timeout=60_000)
    person.qtbot.waitUntil(lambda: "good settings" in said(person), timeout=20_000)
    assert said(person).startswith("The network is ")
    assert f"{epochs} epochs done. " in said(person)
    assert present(person.shown.stopped).kind == "epochs"


def test_a_speed_that_was_chosen_stays(person: Person) -> None:
    person.window.speed.choose(200.0)
    person.drop_and_wait(person.example("iris"))
    assert person.document.view.speed == 200.0
