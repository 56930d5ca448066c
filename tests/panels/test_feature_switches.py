"""Computed inputs are switched on and off by hand; each switch is one step that can be undone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT, apply_theme
from playground.data.derived import Derived
from playground.data.reader import read_table
from playground.data.recipe import guess_recipe, with_role
from playground.document.document import Document
from playground.document.edits import open_table, set_recipe
from playground.panels.data_panel import DataPanel
from playground.training.controller import TrainingController


def chip(panel: DataPanel, name: str) -> QToolButton:
    return next(each for each in panel.features.switches.chips if each.accessibleName() == name)


def names(document: Document) -> list[str]:
    return [neuron.name for neuron in document.project.network.inputs.neurons]


def test_a_click_adds_an_input_and_another_takes_it_away(
    panel: DataPanel, document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    assert [each.accessibleName() for each in panel.features.switches.chips] == [
        *("x1²", "x2²", "x1 · x2", "sin x1", "sin x2", "cos x1", "cos x2", "x1³", "x2³")
    ]
    qtbot.mouseClick(chip(panel, "sin x2"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(chip(panel, "x1 · x2"), Qt.MouseButton.LeftButton)
    assert names(document) == ["x1", "x2", "x1 · x2", "sin x2"]
    assert document.undo_stack.undoText() == "Compute x1 · x2"
    assert chip(panel, "sin x2").isChecked()
    assert any(each.sentence.title == "x1 · x2, sin x2 computed" for each in panel.recipe.lines)
    qtbot.waitUntil(lambda: controller.snapshot.network.spec.inputs.size == 4)
    qtbot.mouseClick(chip(panel, "sin x2"), Qt.MouseButton.LeftButton)
    assert names(document) == ["x1", "x2", "x1 · x2"]
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert names(document) == ["x1", "x2", "sin x2"]
    assert not chip(panel, "x1 · x2").isChecked()
    document.undo_stack.undo()
    assert names(document) == ["x1", "x2"]
    assert not any(each.isChecked() for each in panel.features.switches.chips)


def test_they_are_reached_and_switched_by_the_keyboard(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    chip(panel, "x1²").setFocus()
    qtbot.keyClick(chip(panel, "x1²"), Qt.Key.Key_Tab)
    assert chip(panel, "x2²").hasFocus()
    qtbot.keyClick(chip(panel, "x2²"), Qt.Key.Key_Space)
    assert names(document) == ["x1", "x2", "x2²"]


def test_no_switch_is_squeezed_or_leaves_the_panel(panel: DataPanel) -> None:
    for width in (250, 276, 420):
        panel.resize(width, 1000)
        box = panel.features.switches.rect()
        boxes = [each.geometry() for each in panel.features.switches.chips]
        assert all(box.contains(each) for each in boxes)
        assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_what_is_computed_stays_on_when_its_column_is_left_out(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    qtbot.mouseClick(chip(panel, "x1²"), Qt.MouseButton.LeftButton)
    table, recipe = document.project.table, document.project.recipe
    document.edit("Leave x1 out", set_recipe(document.project, with_role(table, recipe, "x1", "left_out")))
    assert names(document) == ["x2", "x1²"]
    assert chip(panel, "x1²").isChecked()
    line = next(each for each in panel.recipe.lines if each.sentence.kind == "left_out")
    assert line.sentence.detail == "your choice; x1² is computed"
    qtbot.mouseClick(chip(panel, "sin x1"), Qt.MouseButton.LeftButton)
    assert names(document) == ["x2", "x1²", "sin x1"]
    qtbot.mouseClick(chip(panel, "x1²"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(chip(panel, "sin x1"), Qt.MouseButton.LeftButton)
    assert names(document) == ["x2"]
    assert not chip(panel, "x1²").isChecked()


def test_what_is_computed_can_be_switched_off_beside_many_inputs(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    rows = "".join(f"{i},{i * i},{i % 7},{i % 3},{i % 4},{i % 5}\n" for i in range(30))
    table = read_table(f"a,b,c,d,e,result\n{rows}".encode(), "five.csv")
    recipe = replace(guess_recipe(table), derived=(Derived("square", ("a",)),))
    document.edit("Open", open_table(document.project, table, recipe))
    assert [each.accessibleName() for each in panel.features.switches.chips] == ["a²"]
    qtbot.mouseClick(chip(panel, "a²"), Qt.MouseButton.LeftButton)
    assert names(document) == ["a", "b", "c", "d", "e"]
    assert not panel.features.isVisible()


def test_they_are_folded_up_for_more_inputs_and_gone_for_many(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    four = "\n".join(["a,b,c,d,result", *(f"{i},{i * i},{i % 7},{i % 3},{i % 5}" for i in range(30))])
    document.edit("Open", open_table(document.project, read_table(four.encode(), "four.csv")))
    assert panel.features.isVisible()
    assert not panel.features.switches.isVisible()
    qtbot.mouseClick(panel.features.fold_button, Qt.MouseButton.LeftButton)
    assert len([each for each in panel.features.switches.chips if each.isVisible()]) == 22
    five = "\n".join(
        ["a,b,c,d,e,result", *(f"{i},{i * i},{i % 7},{i % 3},{i % 4},{i % 5}" for i in range(30))]
    )
    document.edit("Open", open_table(document.project, read_table(five.encode(), "five.csv")))
    assert not panel.features.isVisible()


def test_they_follow_the_scheme(panel: DataPanel, qapp: QApplication) -> None:
    light = chip(panel, "x1²").grab().toImage()
    apply_theme(qapp, DARK)
    assert chip(panel, "x1²").grab().toImage() != light
    apply_theme(qapp, LIGHT)
    assert chip(panel, "x1²").grab().toImage() == light
