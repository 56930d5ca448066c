"""Selecting, hovering, zooming, panning, and the keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.appearance.numbers import format_number
from playground.canvas.activation_picker import ActivationPicker
from playground.canvas.hover_texts import chip_lines, tooltip
from playground.canvas.targets import Target
from playground.canvas.value_editor import ValueEditor
from playground.document.project import Project
from playground.engine.specs import BIAS, ParameterKey
from tests.canvas import conftest as examples
from tests.canvas.conftest import Show
from tests.looking import now, present

CTRL = Qt.KeyboardModifier.ControlModifier


def test_clicks_select_and_ctrl_clicks_add_and_take_away(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    a, b, key = shown.hidden(0, 0), shown.hidden(0, 1), ParameterKey(BIAS, shown.hidden(0, 3))
    shown.click(Target("neuron", a))
    assert now(shown.document.view.selection) == (a,)
    shown.click(Target("neuron", b), CTRL)
    shown.click(Target("parameter", key), CTRL)
    assert now(shown.document.view.selection) == (a, b, key)
    shown.click(Target("neuron", a), CTRL)
    assert now(shown.document.view.selection) == (b, key)
    shown.qtbot.mouseClick(shown.canvas, Qt.MouseButton.LeftButton, pos=QPoint(5, 300))
    assert shown.document.view.selection == ()
    assert shown.document.undo_stack.count() == 0


def test_a_rubber_band_selects_the_neurons_inside(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    layer = shown.view.scene.geometry.layers[1]
    start, end = (
        shown.at(QPointF(layer.x - 60, layer.ys[0] - 21)),
        shown.at(QPointF(layer.x + 60, layer.ys[2] + 10)),
    )
    shown.drag(start, end)
    assert shown.document.view.selection == tuple(shown.hidden(0, i) for i in range(3))
    shown.click(Target("neuron", shown.hidden(1, 0)))
    shown.drag(start, shown.at(QPointF(layer.x + 60, layer.ys[0] + 10)), modifier=CTRL)
    assert shown.document.view.selection == (shown.hidden(1, 0), shown.hidden(0, 0))


def test_esc_cancels_a_rubber_band_and_then_the_selection(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    kept = shown.hidden(1, 1)
    shown.click(Target("neuron", kept))
    shown.qtbot.mousePress(shown.canvas, Qt.MouseButton.LeftButton, pos=QPoint(3, 60))
    shown.hover(QPoint(5, 61))  # trembling is no drag
    assert now(shown.document.view.selection) == (kept,)
    present(shown.canvas._gesture).move(QPointF(790, 410))
    assert len(shown.document.view.selection) == 9
    shown.key(Qt.Key.Key_Escape)
    assert now(shown.document.view.selection) == (kept,)
    shown.qtbot.mouseRelease(shown.canvas, Qt.MouseButton.LeftButton, pos=QPoint(790, 410))
    shown.key(Qt.Key.Key_Escape)
    assert shown.document.view.selection == ()


def test_a_selection_made_elsewhere_is_shown(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    neuron = shown.hidden(0, 1)
    ring = shown.at(shown.view.scene.geometry.neuron(neuron).center() - QPointF(0, 22 + 5))
    accent = shown.view.scene.theme.accent
    assert shown.canvas.grab().toImage().pixelColor(ring).name() != accent
    shown.document.set_view(replace(shown.document.view, selection=(neuron,)))
    assert shown.canvas.grab().toImage().pixelColor(ring).name() == accent
    assert shown.canvas.accessibleDescription().endswith("Selected: Hidden 1, neuron 2.")


def test_the_wheel_zooms_about_the_mouse(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    mouse = QPoint(300, 200)
    before, zoom = shown.canvas.view.to_scene(QPointF(mouse)), shown.canvas.view.zoom
    shown.wheel(mouse, 2)
    assert shown.canvas.view.zoom == pytest.approx(zoom * 1.0015**240)
    assert (shown.canvas.view.to_screen(before) - QPointF(mouse)).manhattanLength() < 1e-6
    shown.wheel(mouse, -2)
    assert shown.canvas.view.zoom == pytest.approx(zoom)


@pytest.mark.parametrize("how", ["middle", "space"])
def test_panning(show: Show, spiral: Project, how: str) -> None:
    shown = show(spiral)
    before = shown.canvas.view
    if how == "middle":
        shown.drag(QPoint(300, 200), QPoint(350, 170), Qt.MouseButton.MiddleButton)
    else:
        shown.qtbot.keyPress(shown.canvas, Qt.Key.Key_Space)
        assert shown.canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
        shown.drag(QPoint(300, 200), QPoint(350, 170))
        shown.qtbot.keyRelease(shown.canvas, Qt.Key.Key_Space)
    after = shown.canvas.view
    assert (after.zoom, after.dx - before.dx, after.dy - before.dy) == pytest.approx((before.zoom, 50, -30))
    assert shown.document.view.selection == ()
    shown.drag(QPoint(5, 390), QPoint(30, 400))
    assert shown.canvas.view == after  # without Space the left button draws a rubber band


def test_f_fits_and_the_picture_then_follows_the_window(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    fitted = shown.canvas.view
    shown.wheel(QPoint(10, 10), 5)
    shown.view.resize(700, 420)
    assert shown.canvas.view.zoom == pytest.approx(fitted.zoom * 1.0015**600)
    shown.key(Qt.Key.Key_F)
    narrow = shown.canvas.view
    shown.view.resize(800, 420)
    assert shown.canvas.view == fitted
    assert narrow.zoom < fitted.zoom


def test_the_zoom_box_zooms_and_shows_it(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    box = shown.view._zoom_box
    zoom = shown.canvas.view.zoom
    shown.qtbot.mouseClick(box._in, Qt.MouseButton.LeftButton)
    assert shown.canvas.view.zoom == pytest.approx(zoom * 1.25)
    assert box._percent.text() == f"{round(zoom * 125)}\u2009%"
    shown.qtbot.mouseClick(box._fit, Qt.MouseButton.LeftButton)
    assert shown.canvas.view.zoom == zoom
    shown.qtbot.mouseClick(box._out, Qt.MouseButton.LeftButton)
    assert shown.canvas.view.zoom == pytest.approx(zoom / 1.25)


def test_hovering_a_synapse_says_its_weight_scaled_and_original(show: Show, houses: Project) -> None:
    shown = show(houses)
    area = houses.network.inputs.neurons[0]
    key = ParameterKey(area.id, shown.hidden(0, 0))
    plain = shown.canvas.grab().toImage()
    shown.hover(shown.place(Target("parameter", key)))
    assert shown.view.scene.hovered == Target("parameter", key)
    weight, scale = present(shown.view.scene.weight(key)), houses.dataset.inputs[0].scale
    first, second = chip_lines(shown.view.scene, shown.view.scene.hovered)
    assert float(first.removeprefix("w = ").replace("−", "-")) == pytest.approx(weight, rel=5e-3)
    number, unit = second.split(" per ")
    assert float(number.replace("−", "-")) == pytest.approx(weight / scale, rel=5e-3)
    assert unit == "m²"
    assert shown.canvas.grab().toImage() != plain
    QApplication.sendEvent(shown.canvas, QEvent(QEvent.Type.Leave))
    assert shown.canvas.grab().toImage() == plain


def test_buttons_show_a_hand(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.hover(shown.place(Target("add layer", 1)))
    assert shown.canvas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    shown.hover(QPoint(5, 300))
    assert shown.canvas.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_every_part_has_a_tooltip(show: Show, houses: Project) -> None:
    shown = show(houses)
    network, scene = shown.network, shown.view.scene
    hidden, key = network.hidden[0], ParameterKey(BIAS, shown.hidden(0, 0))
    texts = {
        Target("neuron", network.inputs.neurons[0].id): "Area\nscaled = (area",
        Target("neuron", hidden.neurons[2].id): "Hidden 1, neuron 3\nRectifier.",
        Target("badge", hidden.neurons[2].id): "Rectifier. Click",
        Target("parameter", key): "Bias of Hidden 1, neuron 1",
        Target("ghost", key): "Bias of Hidden 1, neuron 1\nCut",
        Target("header", hidden.id): "Hidden 1",
        Target("header", network.inputs.id): "Inputs: they follow the data",
        Target("add layer", 1): "Add a layer here",
        Target("add neuron", hidden.id): "Add a neuron to Hidden 1",
        Target("remove neuron", hidden.id): "Remove the last neuron of Hidden 1",
    }
    for target, start in texts.items():
        assert tooltip(scene, target).startswith(start)
    place = shown.place(Target("add layer", 1))
    event = QHelpEvent(QEvent.Type.ToolTip, place, shown.canvas.mapToGlobal(place))
    QApplication.sendEvent(shown.canvas, event)
    assert "Add a layer here" in QToolTip.text()
    QToolTip.hideText()


def test_names_from_the_data_are_never_markup(show: Show) -> None:
    rows = "\n".join(f"{i},{i % 7},{i * 2}" for i in range(30))
    shown = show(examples.make_project(f"<b>a</b>,c,y\n{rows}".encode(), (2,)))
    place = shown.place(Target("neuron", shown.network.inputs.neurons[0].id))
    QApplication.sendEvent(
        shown.canvas, QHelpEvent(QEvent.Type.ToolTip, place, shown.canvas.mapToGlobal(place))
    )
    assert "&lt;b&gt;a" in QToolTip.text()
    QToolTip.hideText()


def test_tab_walks_the_neurons_and_leaves_at_the_end(show: Show, qtbot: QtBot) -> None:
    shown = show(examples.make_project(examples.spiral_csv(), (1,)))
    window = QWidget()
    qtbot.addWidget(window)
    after = QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(shown.view)
    layout.addWidget(after)
    window.resize(800, 460)
    window.show()
    qtbot.waitExposed(window)
    shown.canvas.setFocus()
    seen: list[int | ParameterKey] = []
    for _ in range(4):
        shown.key(Qt.Key.Key_Tab)
        seen.extend(shown.document.view.selection)
    assert seen == [n.id for n in shown.network.neurons()]
    shown.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert shown.document.view.selection == (seen[-2],)
    shown.key(Qt.Key.Key_Tab)
    shown.key(Qt.Key.Key_Tab)
    assert not shown.canvas.hasFocus()


def test_arrows_walk_and_enter_edits(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    neuron = shown.hidden(0, 1)
    shown.click(Target("neuron", neuron))
    shown.key(Qt.Key.Key_Left)
    first, second = (ParameterKey(n.id, neuron) for n in shown.network.inputs.neurons)
    assert now(shown.document.view.selection) == (first,)
    shown.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert now(shown.document.view.selection) == (first, second)
    shown.key(Qt.Key.Key_Down)
    assert shown.document.view.selection == (ParameterKey(BIAS, neuron),)
    shown.key(Qt.Key.Key_Return)
    editor = shown.canvas.findChild(ValueEditor)
    shown.qtbot.keyClicks(editor, "0.75")
    shown.qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert shown.view.scene.weight(ParameterKey(BIAS, neuron)) == 0.75
    shown.key(Qt.Key.Key_Right)
    shown.key(Qt.Key.Key_Return)
    picker = shown.canvas.findChild(ActivationPicker)
    shown.qtbot.keyClick(picker, Qt.Key.Key_Right)
    shown.qtbot.keyClick(picker, Qt.Key.Key_Return)
    assert shown.network.neuron(neuron).activation == "relu"


def test_enter_on_a_header_asks_for_its_size(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.click(Target("header", shown.network.hidden[0].id))
    shown.key(Qt.Key.Key_Return)
    editor = shown.canvas.findChild(ValueEditor)
    shown.qtbot.keyClicks(editor, "2.5")
    shown.qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert shown.messages == ["A layer has a whole number of neurons."]
    assert shown.network.sizes == (2, 4, 2, 1)


def test_ctrl_a_selects_all_neurons(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.key(Qt.Key.Key_A, CTRL)
    assert shown.document.view.selection == tuple(n.id for n in shown.network.neurons())


def test_zooming_by_keys_and_finding_the_selection(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.key(Qt.Key.Key_Plus)
    for _ in range(8):
        shown.wheel(QPoint(10, 10), 2)
    shown.key(Qt.Key.Key_Tab)
    inside = QRectF(shown.canvas.rect()).adjusted(39, 59, -39, -59)
    for _ in range(8):
        neuron = shown.document.view.selection[-1]
        assert isinstance(neuron, int)
        center = shown.canvas.view.to_screen(shown.view.scene.geometry.neuron(neuron).center())
        assert inside.contains(center)
        shown.key(Qt.Key.Key_Tab)


def test_the_menu_key_opens_the_menu_of_the_selection(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.document.set_view(replace(shown.document.view, selection=(shown.network.hidden[0].id,)))
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1), Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(shown.canvas, event)
    menu = present(QApplication.activePopupWidget())
    assert "Remove layer\tDel" in [action.text() for action in menu.actions()]
    menu.close()


@pytest.mark.parametrize("size", [(460, 260), (460, 300), (790, 380), (1400, 900)])
def test_badges_and_neurons_can_both_be_hit_in_small_windows(
    show: Show, flowers: Project, size: tuple[int, int]
) -> None:
    shown = show(flowers)
    shown.view.resize(*size)
    for layer in flowers.network.layers[1:]:
        for neuron in layer.neurons:
            found = {
                shown.canvas.target_at(shown.canvas.view.to_screen(rect.center()))
                for rect in (
                    shown.view.scene.geometry.badge(neuron.id),
                    shown.view.scene.geometry.neuron(neuron.id),
                )
            }
            readable = shown.canvas.view.zoom * 44 >= 13
            expected = {Target("neuron", neuron.id)} | ({Target("badge", neuron.id)} if readable else set())
            assert found == expected


def test_the_buttons_of_a_layer_are_shown_while_the_mouse_is_over_it_or_it_is_selected(
    show: Show, spiral: Project
) -> None:
    shown = show(spiral)
    scene, network = shown.view.scene, shown.network
    first, second = (layer.id for layer in network.hidden)
    assert not any(scene.shows_buttons(i) for i in range(4))
    plain = shown.canvas.grab().toImage()
    shown.hover(shown.place(Target("header", first)))
    assert [scene.shows_buttons(i) for i in range(4)] == [False, True, False, False]
    shown.hover(shown.place(Target("add neuron", first)))
    assert scene.shows_buttons(1)
    assert shown.canvas.grab().toImage() != plain
    shown.hover(shown.neuron_place(network.hidden[1].neurons[0].id))
    assert [scene.shows_buttons(i) for i in range(4)] == [False, False, True, False]
    QApplication.sendEvent(shown.canvas, QEvent(QEvent.Type.Leave))
    assert not any(scene.shows_buttons(i) for i in range(4))
    shown.document.set_view(replace(shown.document.view, selection=(second,)))
    assert scene.shows_buttons(2)
    shown.document.set_view(replace(shown.document.view, selection=(network.inputs.id,)))
    assert not any(scene.shows_buttons(i) for i in range(4))


def test_tooltips_of_neurons_have_numbers_scaled_and_original(show: Show, houses: Project) -> None:
    shown = show(houses)
    shown.controller.publish_pictures()
    scene, data = shown.view.scene, houses.dataset
    area = houses.network.inputs.neurons[0].id
    strip = present(shown.make_pictures().neuron_pictures).values[area]
    low, high = strip.min(), strip.max()
    own = [format_number(float(data.inputs[0].to_original(end))) for end in (low, high)]
    text = tooltip(scene, Target("neuron", area))
    assert f"{low:.2f}".replace("-", "−") in text
    assert f": {own[0]} to {own[1]}" in text
    assert "m²" in text
    hidden = tooltip(scene, Target("neuron", shown.hidden(0, 1)))
    assert "for the rows drawn." in hidden
    assert "Row" not in hidden
    row = int(data.train_rows[3])
    shown.document.set_view(replace(shown.document.view, row=row))
    output = houses.network.outputs.neurons[0].id
    assert f"Row {row + 1}: " in tooltip(scene, Target("neuron", output))
    assert "k€" in tooltip(scene, Target("neuron", output))


def test_tooltips_of_synapses_and_layers_have_numbers(show: Show, houses: Project) -> None:
    shown = show(houses)
    area, neuron = houses.network.inputs.neurons[0].id, shown.hidden(0, 0)
    text = tooltip(shown.view.scene, Target("parameter", ParameterKey(area, neuron)))
    assert "Weight" in text
    assert "per m²" in text
    layer = tooltip(shown.view.scene, Target("header", houses.network.hidden[0].id))
    assert "3 neurons, 9 weights and biases into them" in layer, "6 of 12 synapses are cut; 3 biases"
    locked = tooltip(shown.view.scene, Target("parameter", next(iter(houses.network.locked))))
    assert "Locked" in locked
