"""Columns are chosen in a list or as places; what makes no sense is said and cannot be read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, Theme
from playground.panels import column_chooser
from playground.panels.column_chooser import ColumnChooser

N_COLUMNS = 40
NAMES = [*(f"gene {i + 1}" for i in range(N_COLUMNS - 1)), "outcome"]


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> ColumnChooser:
    monkeypatch.setattr(column_chooser, "MAX_COLUMNS", 20)
    made = ColumnChooser(theme)
    qtbot.addWidget(made)
    made.ask("Too wide.", NAMES, ["1.5"] * N_COLUMNS, "1-3, 40", N_COLUMNS - 1)
    qtbot.waitExposed(made)
    return made


def retype(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("7-", "“7-” is no place of a column"),
        ("1-41", "There is no column 41: the last one is 40."),
        ("5", "choose at least two"),
        ("1-30", "30 chosen: 20 at most"),
    ],
)
def test_what_makes_no_sense_is_said_and_cannot_be_read(
    dialog: ColumnChooser, qtbot: QtBot, text: str, said: str
) -> None:
    retype(qtbot, dialog.places, text)
    assert said in dialog.count.text()
    assert not dialog.read_button.isEnabled()
    assert dialog.places.text() == text
    qtbot.keyClick(dialog.places, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.list.columns.toggle(1)
    assert dialog.places.text() != text
    retype(qtbot, dialog.places, "1-20")
    with qtbot.waitSignal(dialog.chosen) as told:
        qtbot.keyClick(dialog.places, Qt.Key.Key_Return)
    assert told.args == ["1-20"]


def test_found_columns_are_ticked_together_and_by_the_keyboard(dialog: ColumnChooser, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.search, "gene 3")
    assert dialog.found.text() == "11 found"
    qtbot.mouseClick(dialog.all_button, Qt.MouseButton.LeftButton)
    assert dialog.list.columns.chosen == [0, 1, 2, *range(29, 40)]
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Home)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Space)
    assert 29 not in dialog.list.columns.chosen
    qtbot.mouseClick(dialog.none_button, Qt.MouseButton.LeftButton)
    assert dialog.list.columns.chosen == [0, 1, 39]
    qtbot.keyClicks(dialog.search, "x")
    assert dialog.found.text() == "0 found"
    assert not dialog.all_button.isEnabled()


def test_each_column_says_what_it_is(dialog: ColumnChooser) -> None:
    model = dialog.list.columns
    spoken = model.data(model.index(N_COLUMNS - 1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Column 40, outcome, chosen, first value: 1.5, likely to be the target"
    assert model.data(model.index(5, 0), Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked


def test_it_follows_the_scheme(dialog: ColumnChooser) -> None:
    light = dialog.list.grab().toImage()
    dialog.restyle(DARK)
    assert dialog.list.grab().toImage() != light


def test_a_hundred_thousand_columns_are_searched_and_ticked(dialog: ColumnChooser, qtbot: QtBot) -> None:
    names = [f"x{i}" for i in range(100_000)]
    dialog.ask("Too wide.", names, (), "1-3", 99_999)
    qtbot.keyClicks(dialog.search, "x9999")
    assert dialog.list.columns.rowCount() == 11
    qtbot.mouseClick(dialog.all_button, Qt.MouseButton.LeftButton)
    assert dialog.places.text() == "1-3, 10000, 99991-100000"
