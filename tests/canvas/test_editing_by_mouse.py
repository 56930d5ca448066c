"""Building with the mouse: every gesture is one named step of the undo stack."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QToolButton

from playground.canvas.activation_palette import MIME_TYPE, PaletteButton
from playground.canvas.activation_picker import ActivationPicker
from playground.canvas.keyboard_walk import incoming
from playground.canvas.targets import Target
from playground.canvas.value_editor import ValueEditor
from playground.document.project import Project
from playground.engine.specs import BIAS, ParameterKey
from tests.canvas import conftest as examples
from tests.canvas.conftest import Show, Shown, entry
from tests.looking import now, present


def test_disc_adds_a_layer_where_it_stands(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    before = [layer.id for layer in shown.network.layers]
    shown.click(Target("add layer", 2))
    after = [layer.id for layer in shown.network.layers]
    assert after[:2] + after[3:] == before
    assert shown.network.layers[2].size == 4
    assert shown.undo_text == "Add hidden layer"
    shown.document.undo_stack.undo()
    assert [layer.id for layer in shown.network.layers] == before


def test_plus_and_minus_add_and_remove_neurons(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    layer = shown.network.hidden[1].id
    shown.click(Target("add neuron", layer))
    assert shown.network.sizes == (2, 4, 3, 1)
    assert shown.undo_text == "Add neuron to hidden layer 2"
    shown.click(Target("remove neuron", layer))
    assert shown.network.sizes == (2, 4, 2, 1)
    assert shown.undo_text == "Remove neuron from hidden layer 2"


def test_a_pushed_button_stays_under_the_mouse(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    target = Target("add neuron", shown.network.hidden[0].id)
    place = shown.place(target)
    for _ in range(3):
        shown.qtbot.mouseClick(shown.canvas, Qt.MouseButton.LeftButton, pos=place)
        assert (shown.place(target) - place).manhattanLength() <= 2
    assert shown.network.sizes == (2, 7, 2, 1)
    zoom = shown.canvas.view.zoom
    shown.hover(QPoint(400, 300))  # away from the button: now it may fit again
    assert shown.canvas.view.zoom < zoom


def test_two_quick_clicks_on_plus_are_two_neurons(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.double_click(Target("add neuron", shown.network.hidden[0].id))
    assert shown.network.sizes == (2, 6, 2, 1)


def test_a_button_acts_only_if_released_on_it(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.drag(shown.place(Target("add layer", 1)), QPoint(400, 380))
    assert shown.network.sizes == (2, 4, 2, 1)


def test_a_refused_edit_says_why_and_changes_nothing(show: Show) -> None:
    shown = show(examples.make_project(examples.spiral_csv(), (1,)))
    shown.click(Target("remove neuron", shown.network.hidden[0].id))
    assert shown.messages == ["A layer needs at least one neuron. Remove the whole layer instead."]
    assert shown.document.undo_stack.count() == 0


def picker_of(shown: Shown) -> ActivationPicker:
    return present(shown.canvas.findChild(ActivationPicker))


def pick(shown: Shown, label: str) -> None:
    button = next(b for b in picker_of(shown).findChildren(QToolButton) if b.text() == label)
    shown.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_badge_opens_the_picker_for_its_neuron(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    neuron = shown.hidden(0, 2)
    shown.click(Target("badge", neuron))
    assert [b.text() for b in picker_of(shown).findChildren(QToolButton) if b.isChecked()] == [
        "Hyperbolic tangent"
    ]
    pick(shown, "Rectifier")
    assert [n.activation for n in shown.network.hidden[0].neurons] == ["tanh", "tanh", "relu", "tanh"]
    assert shown.undo_text == "Set neuron to rectifier"


def test_a_badge_of_a_selected_neuron_stands_for_the_whole_selection(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    first, second = shown.hidden(0, 0), shown.hidden(1, 1)
    shown.click(Target("neuron", first))
    shown.click(Target("neuron", second), Qt.KeyboardModifier.ControlModifier)
    shown.click(Target("badge", first))
    pick(shown, "Sigmoid")
    assert {shown.network.neuron(n).activation for n in (first, second)} == {"sigmoid"}
    assert shown.undo_text == "Set 2 neurons to sigmoid"


def test_double_click_on_a_header_sets_a_whole_layer(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.double_click(Target("header", shown.network.hidden[0].id))
    pick(shown, "Sigmoid")
    assert {n.activation for n in shown.network.hidden[0].neurons} == {"sigmoid"}
    assert shown.undo_text == "Set hidden layer 1 to sigmoid"
    shown.double_click(Target("header", shown.network.inputs.id))
    assert shown.undo_text == "Set hidden layer 1 to sigmoid"


@pytest.mark.parametrize("bias", [False, True])
def test_double_click_types_a_value(show: Show, spiral: Project, bias: bool) -> None:
    shown = show(spiral)
    source = BIAS if bias else shown.network.inputs.neurons[0].id
    key = ParameterKey(source, shown.hidden(0, 0))
    before = shown.view.scene.weight(key)
    shown.double_click(Target("parameter", key))
    editor = present(shown.canvas.findChild(ValueEditor))
    assert editor.selectedText()
    shown.qtbot.keyClicks(editor, "-1,5")
    shown.qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert shown.view.scene.weight(key) == -1.5
    assert shown.undo_text == ("Set bias of Hidden 1, neuron 1" if bias else "Set x₁ → Hidden 1, neuron 1")
    shown.document.undo_stack.undo()
    assert shown.view.scene.weight(key) == before


def test_what_is_no_number_is_refused_and_can_be_mended(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    key = ParameterKey(BIAS, shown.hidden(0, 0))
    shown.double_click(Target("parameter", key))
    editor = present(shown.canvas.findChild(ValueEditor))
    shown.qtbot.keyClicks(editor, "two")
    shown.qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert shown.messages == ["“two” is not a number. Type one such as −0.5 or 1.2e-3."]
    assert shown.document.undo_stack.count() == 0
    shown.qtbot.keyClicks(editor, "2")
    shown.qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert shown.view.scene.weight(key) == 2


def test_esc_leaves_a_value_as_it_was(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.double_click(Target("parameter", ParameterKey(BIAS, shown.hidden(0, 0))))
    editor = present(shown.canvas.findChild(ValueEditor))
    shown.qtbot.keyClicks(editor, "3")
    shown.qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert shown.document.undo_stack.count() == 0
    assert shown.view.window().focusWidget() is shown.canvas


def test_del_removes_selected_neurons_and_undo_brings_their_weights_back(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    gone = (shown.hidden(0, 1), shown.hidden(0, 3))
    scene = shown.view.scene
    old = {
        key: scene.weight(key)
        for key in shown.controller.snapshot.network.layout.keys
        if key.target in gone or key.source in gone
    }
    shown.click(Target("neuron", gone[0]))
    shown.click(Target("neuron", gone[1]), Qt.KeyboardModifier.ControlModifier)
    shown.key(Qt.Key.Key_Delete)
    assert shown.network.sizes == (2, 2, 2, 1)
    assert shown.undo_text == "Remove 2 neurons"
    assert shown.document.view.selection == ()
    shown.document.undo_stack.undo()
    assert {key: scene.weight(key) for key in old} == old


def test_del_on_a_selected_header_removes_the_layer(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.click(Target("header", shown.network.hidden[1].id))
    shown.key(Qt.Key.Key_Delete)
    assert shown.network.sizes == (2, 4, 1)
    assert shown.undo_text == "Remove hidden layer 2"


def test_del_cuts_selected_synapses(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    key = ParameterKey(shown.network.inputs.neurons[1].id, shown.hidden(0, 3))
    shown.click(Target("parameter", key))
    assert shown.document.view.selection == (key,)
    shown.key(Qt.Key.Key_Delete)
    assert shown.network.cut == {key}
    assert shown.undo_text == "Cut synapse"


def test_inputs_and_outputs_cannot_be_removed(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.click(Target("neuron", shown.network.inputs.neurons[0].id))
    shown.key(Qt.Key.Key_Delete)
    shown.click(Target("header", shown.network.outputs.id))
    shown.key(Qt.Key.Key_Delete)
    assert shown.messages == [
        "The inputs follow the data: choose them in the recipe.",
        "The outputs follow the target: choose it in the recipe.",
    ]
    assert shown.network == spiral.network


def test_menu_of_a_synapse_locks_cuts_and_chooses_axes(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    inputs = shown.network.inputs.neurons
    first, second = ParameterKey(inputs[0].id, shown.hidden(0, 0)), ParameterKey(BIAS, shown.hidden(0, 3))
    shown.choose(shown.menu(Target("parameter", first)), "Lock synapse")
    assert shown.network.locked == {first}
    shown.choose(shown.menu(Target("parameter", first)), "Use as horizontal axis of the surface")
    shown.choose(shown.menu(Target("parameter", second)), "Use as vertical axis of the surface")
    assert shown.document.view.axes == (first, second)
    shown.choose(shown.menu(Target("parameter", second)), "Use as horizontal axis of the surface")
    assert shown.document.view.axes == (second, first)
    shown.choose(shown.menu(Target("parameter", first)), "Unlock synapse")
    assert not shown.network.locked
    shown.choose(shown.menu(Target("parameter", second)), "Cut bias")
    assert shown.network.cut == {second}
    assert shown.undo_text == "Cut bias"


def test_menu_of_two_selected_weights_makes_both_axes_and_locks_the_others(
    show: Show, spiral: Project
) -> None:
    shown = show(spiral)
    inputs = shown.network.inputs.neurons
    keys = (ParameterKey(inputs[0].id, shown.hidden(0, 0)), ParameterKey(inputs[1].id, shown.hidden(0, 3)))
    shown.click(Target("parameter", keys[0]))
    shown.click(Target("parameter", keys[1]), Qt.KeyboardModifier.ControlModifier)
    shown.choose(shown.menu(Target("parameter", keys[1])), "Use both as axes of the surface")
    assert shown.document.view.axes == keys
    shown.choose(shown.menu(Target("parameter", keys[1])), "Lock all others")
    layout = shown.controller.snapshot.network.layout
    assert {key for i, key in enumerate(layout.keys) if layout.trainable[i]} == set(keys)
    assert shown.undo_text == "Lock all but 2 synapses"


def test_menu_of_a_neuron_restores_its_cut_synapses(show: Show, houses: Project) -> None:
    shown = show(houses)
    third = shown.hidden(0, 2)
    shown.choose(shown.menu(Target("neuron", third)), "Restore 3 cut synapses")
    assert not {key for key in shown.network.cut if key.target == third}
    assert shown.undo_text == "Restore 3 synapses"


def test_a_right_click_selects_what_it_is_on(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    neuron = shown.hidden(0, 2)
    menu = shown.menu(Target("neuron", neuron))
    assert shown.document.view.selection == (neuron,)
    shown.choose(menu, "Remove neuron")
    assert shown.network.sizes == (2, 3, 2, 1)


def test_menu_of_a_layer_adds_and_removes(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    first = shown.network.hidden[0].id
    shown.choose(shown.menu(Target("header", first)), "Add layer after")
    assert now(shown.network.sizes) == (2, 4, 4, 2, 1)
    shown.choose(shown.menu(Target("header", first)), "Remove layer")
    assert shown.network.sizes == (2, 4, 2, 1)
    assert shown.network.hidden[0].id != first
    shown.choose(shown.menu(Target("header", shown.network.hidden[1].id)), "Number of neurons…")
    editor = present(shown.canvas.findChild(ValueEditor))
    shown.qtbot.keyClicks(editor, "5")
    shown.qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert shown.network.sizes == (2, 4, 5, 1)
    assert shown.undo_text == "Give hidden layer 2 5 neurons"


def test_menu_of_the_canvas_unlocks_and_restores_everything(show: Show, houses: Project) -> None:
    shown = show(houses)
    shown.choose(shown.menu(None), "Unlock everything")
    shown.choose(shown.menu(None), "Restore all cut synapses")
    assert not shown.network.locked
    assert not shown.network.cut


def test_the_dots_of_a_cut_synapse_can_be_restored(show: Show, houses: Project) -> None:
    shown = show(houses)
    third = shown.hidden(0, 2)
    shown.click(Target("neuron", third))
    key = ParameterKey(houses.network.inputs.neurons[1].id, third)
    gap = shown.view.scene.geometry.gaps[0]
    place = shown.at(gap.point(1, 2, 0.62))
    assert shown.canvas.target_at(QPointF(place)) == Target("ghost", key)
    shown.qtbot.mouseDClick(shown.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert key not in shown.network.cut
    assert shown.undo_text == "Restore synapse"


def test_header_buttons_act_on_the_selection(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    _activation, lock, cut, _more = shown.view.header_widgets()
    assert not lock.isEnabled()
    assert not cut.isEnabled()
    key = ParameterKey(BIAS, shown.hidden(0, 1))
    shown.click(Target("parameter", key))
    shown.qtbot.mouseClick(lock, Qt.MouseButton.LeftButton)
    assert shown.network.locked == {key}
    shown.qtbot.mouseClick(lock, Qt.MouseButton.LeftButton)
    assert not shown.network.locked
    shown.qtbot.mouseClick(cut, Qt.MouseButton.LeftButton)
    assert shown.network.cut == {key}


def palette_button(shown: Shown, name: str) -> PaletteButton:
    """The palette's button for an activation; opens the palette."""
    opener = shown.view.header_widgets()[0]
    assert isinstance(opener, QAbstractButton)
    opener.setChecked(True)
    return next(b for b in shown.view.palette_row.findChildren(PaletteButton) if b.name == name)


def drop(shown: Shown, data: QMimeData, place: QPoint) -> bool:
    """Drag something over the canvas to a place and let go; whether it was taken."""
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, action, data, button, none)
    QApplication.sendEvent(shown.canvas, enter)
    if not enter.isAccepted():
        return False
    move = QDragMoveEvent(place, action, data, button, none)
    QApplication.sendEvent(shown.canvas, move)
    if not move.isAccepted():
        QApplication.sendEvent(shown.canvas, QDragLeaveEvent())
        return False
    event = QDropEvent(QPointF(place), action, data, button, none)
    QApplication.sendEvent(shown.canvas, event)
    return event.isAccepted()


def dragged(shown: Shown, name: str, monkeypatch: pytest.MonkeyPatch) -> QMimeData:
    """What a real mouse drag from the palette carries."""
    carried: list[QMimeData] = []

    def carry(drag: QDrag, *_actions: object) -> Qt.DropAction:
        data = QMimeData()
        data.setData(MIME_TYPE, drag.mimeData().data(MIME_TYPE))
        carried.append(data)
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", carry)
    button = palette_button(shown, name)
    shown.qtbot.mousePress(button, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    place = QPointF(60, 40)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    kind = QEvent.Type.MouseMove
    event = QMouseEvent(kind, place, button.mapToGlobal(place), Qt.MouseButton.NoButton, left, none)
    QApplication.sendEvent(button, event)
    shown.qtbot.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
    (data,) = carried
    return data


def test_an_activation_is_dragged_from_the_palette_onto_a_neuron(
    show: Show, spiral: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = show(spiral)
    data = dragged(shown, "relu", monkeypatch)
    neuron = shown.hidden(0, 1)
    assert drop(shown, data, shown.place(Target("badge", neuron)))
    assert [n.activation for n in shown.network.hidden[0].neurons] == ["tanh", "relu", "tanh", "tanh"]
    assert shown.undo_text == "Set neuron to rectifier"
    assert shown.view.scene.hovered is None


def test_an_activation_dropped_on_a_header_or_a_selection_sets_all(
    show: Show, spiral: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = show(spiral)
    data = dragged(shown, "sigmoid", monkeypatch)
    assert drop(shown, data, shown.place(Target("header", shown.network.hidden[1].id)))
    assert {n.activation for n in shown.network.hidden[1].neurons} == {"sigmoid"}
    chosen = shown.hidden(0, 0), shown.hidden(0, 3)
    shown.click(Target("neuron", chosen[0]))
    shown.click(Target("neuron", chosen[1]), Qt.KeyboardModifier.ControlModifier)
    assert drop(shown, data, shown.place(Target("neuron", chosen[1])))
    assert [n.activation for n in shown.network.hidden[0].neurons] == ["sigmoid", "tanh", "tanh", "sigmoid"]


def test_inputs_empty_places_and_files_take_no_activation(
    show: Show, spiral: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = show(spiral)
    data = dragged(shown, "relu", monkeypatch)
    assert not drop(shown, data, shown.place(Target("neuron", shown.network.inputs.neurons[0].id)))
    assert not drop(shown, data, QPoint(5, 300))
    files = QMimeData()
    files.setUrls([QUrl("file:///tmp/a.csv")])
    assert not drop(shown, files, shown.place(Target("neuron", shown.hidden(0, 0))))
    assert shown.document.undo_stack.count() == 0


def test_a_click_in_the_palette_is_for_the_selection(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    button = palette_button(shown, "relu")
    shown.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shown.messages == ["Select neurons first, or drag the activation onto one."]
    shown.click(Target("header", shown.network.hidden[1].id))
    shown.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert {n.activation for n in shown.network.hidden[1].neurons} == {"relu"}


def sub_entry(menu: QMenu, title: str, text: str) -> QAction:
    return entry(QMenu.menuInAction(entry(menu, title)), text)


@pytest.mark.parametrize(
    ("preset", "sizes"),
    [
        ("Perceptron", (4, 1)),
        ("One hidden layer", (4, 8, 1)),
        ("Deep", (4, 6, 6, 6, 6, 1)),
        ("Wide", (4, 32, 1)),
    ],
)
def test_presets(show: Show, houses: Project, preset: str, sizes: tuple[int, ...]) -> None:
    shown = show(houses)
    sub_entry(shown.menu(None), "Presets", preset).trigger()
    assert shown.network.sizes == sizes
    assert not shown.network.cut
    assert shown.undo_text == f"Use preset {preset.lower()}"
    shown.document.undo_stack.undo()
    assert shown.network.cut == houses.network.cut


def test_preset_of_the_property_prices(show: Show, houses: Project, spiral: Project) -> None:
    shown = show(houses)
    sub_entry(shown.menu(None), "Presets", "Property prices").trigger()
    names = {neuron.id: neuron.name for neuron in shown.network.inputs.neurons}
    attended = [
        {names[key.source] for key in incoming(shown.network, neuron.id) if not key.is_bias}
        for neuron in shown.network.hidden[0].neurons
    ]
    assert attended == [{"area", "distance"}, {"area", "bedrooms", "age"}, {"age"}]
    assert [n.activation for n in shown.network.hidden[0].neurons] == ["tanh", "tanh", "relu"]
    other = show(spiral)
    sub_entry(other.menu(None), "Presets", "Property prices").trigger()
    assert other.messages == [
        "This preset needs the inputs area, bedrooms, distance and age, as in houses.csv."
    ]
    assert other.network == spiral.network


def test_new_weights_for_one_layer_leave_the_others_and_the_locked_alone(show: Show, houses: Project) -> None:
    shown = show(houses)
    scene, layer = shown.view.scene, shown.network.hidden[0].id
    before = [matrix.copy() for matrix in scene.weights.matrices]
    shown.choose(shown.menu(Target("header", layer)), "Draw new weights into it")
    after = scene.weights.matrices
    assert (before[1] == after[1]).all()
    kept = (before[0] == after[0]) | np.isnan(after[0])
    locked = scene.locked[0] | np.isnan(before[0])
    assert (kept == locked).all()
    assert shown.undo_text == "Draw new weights into hidden layer 1"
    shown.document.undo_stack.undo()
    assert np.array_equal(before[0], scene.weights.matrices[0], equal_nan=True)


def test_what_is_asked_about_a_part_that_goes_is_asked_no_more(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    layer = shown.network.hidden[0].id
    shown.double_click(Target("header", layer))
    picker = picker_of(shown)
    shown.view.editor.remove_layer(layer)
    assert not picker.isVisible()
    shown.double_click(Target("parameter", ParameterKey(BIAS, shown.hidden(0, 0))))
    editor = present(shown.canvas.findChild(ValueEditor))
    menu = shown.menu(Target("neuron", shown.hidden(0, 0)))
    shown.document.undo_stack.undo()
    assert not editor.isVisible()
    assert not menu.isVisible()
