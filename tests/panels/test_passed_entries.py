"""Keys that walk over a closed list choose every entry they pass; one walk is one undo step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.appearance.fields import ComboField
from playground.appearance.theme import LIGHT, Theme
from playground.document.document import Document
from playground.panels.data_panel import DataPanel
from playground.panels.learning_panel import LearningPanel
from playground.training.controller import TrainingController
from tests.looking import present

DOWN, UP = Qt.Key.Key_Down, Qt.Key.Key_Up


def walk(qtbot: QtBot, field: QWidget, keys: Sequence[Qt.Key]) -> None:
    for key in keys:
        qtbot.keyClick(field, key)


def learning(document: Document, controller: TrainingController, theme: Theme, qtbot: QtBot) -> LearningPanel:
    """In a window that has the keyboard: otherwise no field could lose it."""
    panel = LearningPanel(document, controller, theme)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel


def test_a_walk_over_a_list_is_one_step(
    document: Document, controller: TrainingController, theme: Theme, qtbot: QtBot
) -> None:
    panel = learning(document, controller, theme, qtbot)
    for field in (panel.form.optimizer, panel.form.schedule, panel.start, panel.clock, panel.cost):
        before, count = document.project, document.undo_stack.count()
        field.setFocus()
        walk(qtbot, field, (DOWN, DOWN))
        assert document.project != before
        assert document.undo_stack.count() == count + 1, field.accessibleName()
        document.undo_stack.undo()
        assert document.project == before
        document.undo_stack.redo()


def test_another_walk_is_another_step(
    document: Document, controller: TrainingController, theme: Theme, qtbot: QtBot
) -> None:
    panel = learning(document, controller, theme, qtbot)
    optimizer = panel.form.optimizer
    optimizer.setFocus()
    walk(qtbot, optimizer, (DOWN, DOWN))
    panel.form.schedule.setFocus()  # elsewhere in between
    optimizer.setFocus()
    walk(qtbot, optimizer, (DOWN,))
    assert document.undo_stack.count() == 2
    walk(qtbot, optimizer, (UP,))
    assert document.undo_stack.count() == 1, "back where the walk began, it is no step"
    qtbot.mouseClick(panel.add_button, Qt.MouseButton.LeftButton)  # takes no focus
    walk(qtbot, optimizer, (DOWN,))
    assert document.undo_stack.count() == 3


def test_entries_picked_from_the_open_list_are_steps_of_their_own(qtbot: QtBot) -> None:
    field = ComboField("Letter", LIGHT, [(letter, letter) for letter in "abcd"])
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    heard: list[str] = []
    field.pressed.connect(lambda: heard.append("pressed"))
    field.released.connect(lambda: heard.append("released"))
    field.chosen.connect(heard.append)
    walk(qtbot, field, (DOWN, Qt.Key.Key_D))
    qtbot.keyClick(field, Qt.Key.Key_Space)
    walk(qtbot, field.view(), (Qt.Key.Key_Home, Qt.Key.Key_Return))
    assert heard == ["pressed", "b", "d", "released", "a"]


def test_a_recipe_s_lists_are_walked_over_in_one_step(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    line = next(each for each in panel.recipe.lines if each.sentence.kind == "inputs")
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    field = next(each for each in present(panel.recipe.form).findChildren(ComboField) if each.isVisible())
    before, count = document.project, document.undo_stack.count()
    field.setFocus()
    walk(qtbot, field, (DOWN, DOWN, DOWN))
    assert document.project.recipe != before.recipe
    assert document.undo_stack.count() == count + 1
    document.undo_stack.undo()
    assert document.project == before
