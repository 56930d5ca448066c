"""Reading in the window: warnings are said, another reading is chosen in the Data panel, Stop stops."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.panels.reading_editor import ReadingEditor
from playground.training import loader as loader_module
from playground.ui.main_window import MainWindow

Person = Any  # the class stands in conftest.py, which cannot be imported from here


def open_file(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.files.opened, timeout=20_000):
        window.files.open(path)


def test_a_warning_is_said_when_the_file_is_open(person: Person, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "ragged.csv"
    window = person.window
    path.write_text("a,b,y\n1,2,3\n4,5\n7,8,9\n1,1,1,1\n", encoding="utf-8")
    open_file(window, path, qtbot)
    message = window.status_line.message.full_text
    assert "Line 5 has more or fewer values" in message
    assert "1 more such note in the Data panel" in message
    lines = [line.sentence for line in window.workspace.data.recipe.lines]
    assert any(line.warning and line.detail.startswith("Line 3 has fewer values") for line in lines)
    assert any(line.title == "1 line set aside" for line in lines)


def test_the_decimal_mark_is_changed_in_the_data_panel(person: Person, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "odd.csv"
    window = person.window
    path.write_text("a;b;c\n" + "".join(f"{i};1.{200 + i};{i % 5}\n" for i in range(30)), encoding="utf-8")
    open_file(window, path, qtbot)
    before = window.files._document.project
    view = window.workspace.data.recipe
    key = next(line.key for line in view.lines if line.sentence.title.startswith("Values separated by"))
    view.toggle(key)
    form = view.form
    assert isinstance(form, ReadingEditor)
    assert before.table.column("b").values[0] == 1.2
    field = form.fields["decimal"]
    field.setCurrentIndex(field.findData(","))
    field.activated.emit(field.currentIndex())
    qtbot.waitUntil(lambda: window.files._document.project != before, timeout=10_000)
    table = window.files._document.project.table
    assert table.column("b").values[0] == 1200
    assert table.reading.decimal == ","
    assert view.form is form
    assert field.choice == ","
    window.named_actions["undo"].trigger()
    assert window.files._document.project == before


def test_reading_is_stopped_by_button_and_key(
    person: Person, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = person.window
    monkeypatch.setattr(loader_module, "LARGE", 0)
    before = window.files._document.project
    path = tmp_path / "large.csv"
    path.write_text("x,y\n" + "1.5,2.25\n" * 3_000_000, encoding="utf-8")
    reading = window.status_line.reading
    window.files.open(path)
    assert window.named_actions["stop_reading"].isEnabled()
    qtbot.waitUntil(lambda: reading.isVisible(), timeout=10_000)
    qtbot.mouseClick(reading.button, Qt.MouseButton.LeftButton)
    assert not reading.isVisible()
    assert not window.named_actions["stop_reading"].isEnabled()
    assert "was not read to its end" in window.status_line.message.full_text
    window.files.open(path)
    window.named_actions["stop_reading"].trigger()
    assert not window.named_actions["stop_reading"].isEnabled()
    assert window.files._document.project == before
