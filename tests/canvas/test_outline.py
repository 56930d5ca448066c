"""The outline: the same network as a tree, in step with the canvas both ways."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from playground.canvas.outline_model import OutlineModel
from playground.canvas.targets import Target
from playground.document.project import Project
from playground.engine.specs import BIAS, ParameterKey
from tests.canvas import conftest as examples
from tests.canvas.conftest import Show, Shown
from tests.looking import present

EDITABLE = Qt.ItemFlag.ItemIsEditable


def outlined(show: Show, project: Project) -> Shown:
    shown = show(project)
    shown.key(Qt.Key.Key_O)
    assert shown.view.outline.isVisible()
    assert not shown.canvas.isVisible()
    return shown


def model_of(shown: Shown) -> OutlineModel:
    model = shown.view.outline.model()
    assert isinstance(model, OutlineModel)
    return model


def texts(model: QAbstractItemModel, parent: QModelIndex) -> list[str]:
    rows = range(model.rowCount(parent))
    return [f"{model.index(r, 0, parent).data()} {model.index(r, 1, parent).data()}".strip() for r in rows]


def test_the_tree_names_every_layer_neuron_and_weight(show: Show, houses: Project) -> None:
    shown = outlined(show, houses)
    model = model_of(shown)
    root = QModelIndex()
    assert texts(model, root) == ["Inputs, 4", "Hidden 1, mixed · 3", "Output, linear · 1"]
    assert texts(model, model.index(0, 0, root)) == ["area", "bedrooms", "distance", "age"]
    hidden = model.index(1, 0, root)
    assert texts(model, hidden)[2] == "neuron 3, rectifier"
    rows = texts(model, model.index(2, 0, hidden))
    assert rows[:3] == ["from area cut", "from bedrooms cut", "from distance cut"]
    assert rows[3].startswith("from age ")
    assert rows[3].endswith(" locked")
    assert rows[4].startswith("bias ")
    assert texts(model, model.index(0, 0, model.index(0, 0, root))) == []


def test_the_model_keeps_qts_rules(show: Show, flowers: Project) -> None:
    shown = show(flowers)
    model = model_of(shown)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.rebuild()
    del tester


def test_every_row_leads_back_to_its_part(show: Show, houses: Project) -> None:
    shown = show(houses)
    model, network = model_of(shown), houses.network
    keys = [ParameterKey(BIAS, n.id) for layer in network.layers[1:] for n in layer.neurons]
    items = [layer.id for layer in network.layers] + [n.id for n in network.neurons()] + keys
    for item in items:
        assert model.item(model.index_of(item)) == item
    assert not model.index_of(9999).isValid()
    assert not model.index_of(ParameterKey(BIAS, 9999)).isValid()


def test_selection_goes_both_ways(show: Show, spiral: Project) -> None:
    shown = outlined(show, spiral)
    outline, model = shown.view.outline, model_of(shown)
    neuron, key = shown.hidden(0, 1), ParameterKey(BIAS, shown.hidden(1, 0))
    shown.document.set_view(replace(shown.document.view, selection=(neuron, key)))
    assert {model.item(i) for i in outline.selectionModel().selectedRows()} == {neuron, key}
    assert outline.isExpanded(model.index_of(key).parent())
    outline.setCurrentIndex(model.index_of(shown.network.hidden[0].id))
    assert shown.document.view.selection == (shown.network.hidden[0].id,)


def test_open_rows_stay_open_when_the_network_changes(show: Show, spiral: Project) -> None:
    shown = outlined(show, spiral)
    outline, model = shown.view.outline, model_of(shown)
    layers = shown.network.hidden
    outline.expand(model.index_of(layers[1].id))
    shown.view.editor.add_layer(1)
    assert outline.isExpanded(model.index_of(layers[1].id))
    assert not outline.isExpanded(model.index_of(layers[0].id))
    shown.view.editor.remove_layer(layers[1].id)
    assert model.rowCount() == 4


def test_del_removes_and_enter_types_a_value(show: Show, spiral: Project) -> None:
    shown = outlined(show, spiral)
    outline, model = shown.view.outline, model_of(shown)
    key = ParameterKey(BIAS, shown.hidden(0, 1))
    outline.setCurrentIndex(model.index_of(key))
    shown.qtbot.keyClick(outline, Qt.Key.Key_Return)
    editor = present(outline.findChild(QLineEdit))
    editor.selectAll()
    shown.qtbot.keyClicks(editor, "1.25")
    shown.qtbot.keyClick(editor, Qt.Key.Key_Return)
    shown.qtbot.waitUntil(lambda: shown.view.scene.weight(key) == 1.25)
    assert model.index_of(key).siblingAtColumn(1).data() == "1.25"
    outline.setCurrentIndex(model.index_of(shown.hidden(0, 1)))
    shown.qtbot.keyClick(outline, Qt.Key.Key_Delete)
    assert shown.network.sizes == (2, 3, 2, 1)
    assert not model.setData(model.index_of(ParameterKey(BIAS, shown.hidden(0, 0))), "much")
    assert shown.messages == ["“much” is not a number. Type one such as −0.5 or 1.2e-3."]


def test_cut_rows_can_be_restored_by_their_menu(show: Show, houses: Project) -> None:
    shown = outlined(show, houses)
    outline, model = shown.view.outline, model_of(shown)
    key = min(houses.network.cut)
    index = model.index_of(key)
    outline.expand(index.parent().parent())
    outline.expand(index.parent())
    outline.scrollTo(index)
    outline.setCurrentIndex(index)
    assert shown.document.view.selection == ()
    outline.customContextMenuRequested.emit(outline.visualRect(index).center())
    shown.qtbot.waitUntil(lambda: any(m.isVisible() for m in shown.canvas.findChildren(QMenu)))
    menu = next(m for m in shown.canvas.findChildren(QMenu) if m.isVisible())
    shown.choose(menu, "Restore synapse")
    assert key not in shown.network.cut


@pytest.mark.parametrize("back", ["key", "menu"])
def test_the_picture_comes_back(show: Show, spiral: Project, back: str) -> None:
    shown = outlined(show, spiral)
    if back == "key":
        shown.qtbot.keyClick(shown.view.outline, Qt.Key.Key_O)
    else:
        shown.view.toggle_outline()
    assert shown.canvas.isVisible()
    shown.click(Target("neuron", shown.hidden(0, 0)))
    assert shown.document.view.selection == (shown.hidden(0, 0),)


def test_numbers_follow_the_training(show: Show, spiral: Project) -> None:
    shown = outlined(show, spiral)
    model, key = model_of(shown), ParameterKey(BIAS, shown.hidden(0, 0))
    before = model.index_of(key).siblingAtColumn(1).data()
    shown.controller.publish(examples.make_snapshot(spiral, seed=42))
    assert model.index_of(key).siblingAtColumn(1).data() != before


def test_f2_types_a_layers_size(show: Show, spiral: Project) -> None:
    shown = outlined(show, spiral)
    outline, model = shown.view.outline, model_of(shown)
    layer = shown.network.hidden[0].id

    def type_size(text: str) -> None:
        outline.setCurrentIndex(model.index_of(layer))
        shown.qtbot.keyClick(outline, Qt.Key.Key_F2)
        editor = present(outline.findChild(QLineEdit))
        assert editor.text() == str(shown.network.hidden[0].size)
        editor.selectAll()
        shown.qtbot.keyClicks(editor, text)
        shown.qtbot.keyClick(editor, Qt.Key.Key_Return)

    type_size("6")
    shown.qtbot.waitUntil(lambda: shown.network.sizes == (2, 6, 2, 1))
    shown.qtbot.waitUntil(lambda: outline.findChild(QLineEdit) is None)
    index = model.index_of(layer).siblingAtColumn(1)
    assert not model.setData(index, "2.5")
    assert shown.messages == ["A layer has a whole number of neurons."]
    assert not model.flags(model.index_of(shown.network.inputs.id).siblingAtColumn(1)) & EDITABLE
    assert shown.network.sizes == (2, 6, 2, 1)


def test_the_menu_key_opens_the_menu_of_the_current_row(show: Show, spiral: Project) -> None:
    shown = outlined(show, spiral)
    outline, model = shown.view.outline, model_of(shown)
    outline.setCurrentIndex(model.index_of(shown.network.hidden[1].id))
    place = outline.visualRect(outline.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, outline.mapToGlobal(place))
    QApplication.sendEvent(outline.viewport(), event)
    shown.qtbot.waitUntil(lambda: any(m.isVisible() for m in shown.canvas.findChildren(QMenu)))
    menu = next(m for m in shown.canvas.findChildren(QMenu) if m.isVisible())
    shown.choose(menu, "Add layer after")
    assert len(shown.network.hidden) == 3
