"""What a newcomer does in the first minutes, through the real window with real events."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from playground.canvas.activation_picker import ActivationPicker
from playground.canvas.targets import Target
from playground.engine.activations import ACTIVATIONS
from playground.engine.specs import ParameterKey
from playground.resources import resource
from playground.ui import dialogs
from tests.gui.conftest import Person, SitDown
from tests.looking import now

IRIS = resource("examples", "iris.csv")
LEFT = Qt.MouseButton.LeftButton


def weights_of(person: Person, neuron: int) -> dict[ParameterKey, float]:
    """All weights into and out of a neuron, of the shown runner."""
    values = person.controller.weights_on_screen()[person.document.view.shown_runner]
    return {key: value for key, value in values.items() if neuron in key}


def test_drop_iris_and_train(person: Person) -> None:
    """The first epoch ends before the 5 s that pytest-qt waits are over."""
    person.drop_and_wait(IRIS)
    assert person.document.project.name == "iris.csv"
    assert person.document.project.dataset.task == "categorical"
    assert person.window.workspace.hint.isHidden()
    person.press_train()
    person.qtbot.waitUntil(lambda: person.shown.epochs >= 1)
    assert person.window.toolbar.train_button.text() == "Pause"
    person.press_train()
    assert not person.controller.running
    assert person.window.toolbar.train_button.text() == "Train"


def test_a_file_is_taken_over_every_part_of_the_window(person: Person) -> None:
    """Canvas, plots and fields that take drops themselves must not swallow it."""
    greedy = [child for child in person.window.findChildren(QWidget) if child.acceptDrops()]
    workspace = person.window.workspace
    for target in [*greedy, workspace.network.canvas, workspace.surface, workspace.data]:
        event = person.hold_over(IRIS, target)
        assert event.isAccepted(), target
        assert person.window.drop.frame.isVisible()
    person.drop_and_wait(IRIS, onto=workspace.network.canvas)
    assert not person.window.drop.frame.isVisible()
    assert person.document.project.name == "iris.csv"


def test_a_bad_file_is_told_and_the_program_goes_on(person: Person, tmp_path: Path) -> None:
    before = person.document.project
    bad = tmp_path / "holiday.csv"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    with person.qtbot.waitSignal(person.window.files.refused):
        person.drop(bad)
    strip = person.window.workspace.strip
    assert strip.isVisible()
    assert "holiday.csv" in strip.text
    assert person.window.status_line.message.full_text == strip.text
    assert person.document.project == before
    person.press_train()
    person.wait_for_updates(1)
    person.drop_and_wait(IRIS)
    assert strip.isHidden()


def test_add_a_layer_with_the_mouse(person: Person) -> None:
    person.drop_and_wait(IRIS)
    hidden = len(person.document.project.network.hidden)
    person.click_canvas(Target("add layer", 1))
    assert len(person.document.project.network.hidden) == hidden + 1
    assert person.window.named_actions["undo"].text() == "Undo add hidden layer"
    person.press_train()
    person.wait_for_updates(1)
    person.undo()
    assert len(person.document.project.network.hidden) == hidden


def test_change_an_activation_in_the_picker(person: Person) -> None:
    person.drop_and_wait(IRIS)
    neuron = person.document.project.network.hidden[0].neurons[1].id
    assert person.document.project.network.neuron(neuron).activation == "tanh"
    person.click_canvas(Target("neuron", neuron))
    person.key(Qt.Key.Key_Return)
    picker = person.window.findChild(ActivationPicker)
    assert picker is not None
    person.qtbot.waitExposed(picker)
    label = ACTIVATIONS["relu"].label
    (relu,) = [button for button in picker.findChildren(QToolButton) if button.text() == label]
    person.qtbot.mouseClick(relu, LEFT)
    assert person.document.project.network.neuron(neuron).activation == "relu"


def test_a_deleted_neuron_comes_back_with_its_deleted_weights(person: Person) -> None:
    person.drop_and_wait(IRIS)
    neuron = person.document.project.network.hidden[0].neurons[2].id
    first = weights_of(person, neuron)
    person.press_train()
    person.wait_for_updates(3)
    person.press_train()
    person.controller.state()  # the last slice is over, its snapshot under way
    person.qtbot.wait(1)
    person.click_canvas(Target("neuron", neuron))
    assert person.document.view.selection == (neuron,)
    deleted = weights_of(person, neuron)
    assert deleted != first
    person.key(Qt.Key.Key_Delete)
    assert weights_of(person, neuron) == {}
    person.press_train()
    person.wait_for_updates(3)
    person.press_train()
    person.undo()
    assert weights_of(person, neuron) == deleted


def test_a_neuron_added_while_training_leaves_the_others_their_weights(person: Person) -> None:
    person.drop_and_wait(IRIS)
    layer = person.document.project.network.hidden[0]
    person.controller.set_speed(30.0)
    person.press_train()
    person.wait_for_updates(2)
    before = person.controller.weights_on_screen()[1]
    start = person.shown.updates
    person.window.named_actions["add_neuron"].trigger()
    after = person.controller.weights_on_screen()[1]
    assert person.document.project.network.hidden[0].size == layer.size + 1
    assert after.keys() > before.keys()
    # The training thread may have made a few updates between the two looks, not more.
    assert person.shown.updates - start <= 3
    assert max(abs(after[key] - before[key]) for key in before) < 0.5
    person.wait_for_updates(1)
    assert person.controller.running


def all_at(person: Person, epochs: int) -> bool:
    """Whether all runners are there: a snapshot may show the others still catching up."""
    return all(runner.epochs == epochs for runner in person.controller.snapshot.runners)


def test_saved_and_opened_again_goes_on_bit_for_bit(
    sit_down: SitDown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.nnp"
    monkeypatch.setattr(dialogs, "choose_file_to_save", lambda *_: path)
    first = sit_down()
    first.drop_and_wait(IRIS)
    first.controller.train_epochs(2)
    first.qtbot.waitUntil(lambda: all_at(first, 2))
    first.window.named_actions["save"].trigger()
    assert path.exists()
    first.controller.train_epochs(3)
    first.qtbot.waitUntil(lambda: all_at(first, 5))

    second = sit_down()
    second.drop_and_wait(path)
    assert second.document.project == first.document.project
    second.controller.train_epochs(3)
    second.qtbot.waitUntil(lambda: all_at(second, 5))
    for one, other in zip(first.controller.snapshot.runners, second.controller.snapshot.runners, strict=True):
        assert one.updates == other.updates
        assert one.theta.tobytes() == other.theta.tobytes()


def test_training_by_keyboard(person: Person) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    person.key(Qt.Key.Key_F10)
    person.qtbot.waitUntil(lambda: person.shown.updates == 1)
    person.key(Qt.Key.Key_Return, control)
    assert now(person.controller.running)
    person.wait_for_updates(1)
    person.key(Qt.Key.Key_Return, control)
    assert not person.controller.running
    person.key(Qt.Key.Key_R, control)
    person.qtbot.waitUntil(lambda: person.shown.updates == 0)


def test_the_speed_can_be_dragged_and_typed(person: Person) -> None:
    slider = person.window.speed.slider
    assert now(person.document.view.speed) == 30.0
    y = slider.height() // 2
    person.qtbot.mousePress(slider, LEFT, pos=QPoint(20, y))
    person.qtbot.mouseMove(slider, QPoint(slider.width() - 1, y))
    person.qtbot.mouseRelease(slider, LEFT, pos=QPoint(slider.width() - 1, y))
    assert now(person.document.view.speed) is None
    field = person.window.speed.field
    field.selectAll()
    person.qtbot.keyClicks(field, "5")
    person.qtbot.keyClick(field, Qt.Key.Key_Return)
    assert person.document.view.speed == 5.0
