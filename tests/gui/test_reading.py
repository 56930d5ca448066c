"""Reading in the window: warnings are said, another reading is chosen in the Data panel, Stop stops."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from playground.appearance.fields import ComboField
from playground.data.dialect import ReadingChoice
from playground.data.recipe import with_role
from playground.document.edits import set_recipe
from playground.panels.reading_editor import ReadingEditor
from playground.panels.recipe_view import RecipeView
from playground.training import loader as loader_module
from playground.ui.main_window import MainWindow
from tests.gui.conftest import Person


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


MESSY = (
    "a note; above\nsize;weight;place;kind\n"
    + "".join(f"{i};1.{200 + i};'é {i % 3}';{'fehlt' if i % 2 else i % 7}\n" for i in range(-3, 30))
).encode()


def pick(qtbot: QtBot, field: ComboField, data: object) -> None:
    """Open a list by the keyboard, walk to an entry, and take it."""
    qtbot.keyClick(walk(qtbot, field, data), Qt.Key.Key_Return)


def opened_form(view: RecipeView) -> ReadingEditor:
    """The form below the sentence about reading."""
    view.toggle(next(line.key for line in view.lines if line.sentence.kind == "reading"))
    assert isinstance(view.form, ReadingEditor)
    return view.form


def walk(qtbot: QtBot, field: ComboField, data: object) -> QWidget:
    """Open a list by the keyboard and walk to an entry, without taking it."""
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Space)
    view = field.view()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    for _ in range(field.findData(data)):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    return view


def test_a_form_that_opens_below_what_is_in_sight_is_scrolled_to(
    person: Person, tmp_path: Path, qtbot: QtBot
) -> None:
    path, panel = tmp_path / "messy.csv", person.window.workspace.data
    path.write_bytes(MESSY)
    open_file(person.window, path, qtbot)
    assert panel.verticalScrollBar().value() == 0
    preview = opened_form(panel.recipe).preview

    def in_sight() -> bool:
        place = QRect(preview.mapTo(panel.viewport(), QPoint()), preview.size())
        return panel.viewport().rect().contains(place)

    qtbot.waitUntil(lambda: panel.verticalScrollBar().value() > 0 and in_sight())


def test_what_a_choice_would_make_of_the_file_is_seen_before_it_is_made(
    person: Person, tmp_path: Path, qtbot: QtBot
) -> None:
    path, window, document = tmp_path / "messy.csv", person.window, person.document
    path.write_bytes(MESSY)
    open_file(window, path, qtbot)
    before, view = document.project, window.workspace.data.recipe
    form = opened_form(view)
    preview, height = form.preview, form.preview.height()
    assert preview.headline == "33 rows, 4 columns, 1 set aside"
    assert preview.lines[1] == ("weight", "number", "1.197 · 1.198 · 1.199 · 1.2")
    entries = walk(qtbot, form.fields["decimal"], ",")
    qtbot.waitUntil(lambda: preview.headline.startswith("Would be: 33 rows"), timeout=20_000)
    assert preview.lines[1] == ("weight", "number", "1197 · 1198 · 1199 · 1200")
    assert document.project is before
    assert preview.height() == height
    qtbot.keyClick(entries, Qt.Key.Key_Escape)
    assert preview.headline == "33 rows, 4 columns, 1 set aside"
    entries = walk(qtbot, form.fields["delimiter"], "|")
    qtbot.waitUntil(lambda: "only one column" in preview.trouble, timeout=20_000)
    assert preview.lines == []
    qtbot.keyClick(entries, Qt.Key.Key_Escape)
    form.skip.setFocus()
    qtbot.keyClick(form.skip, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(form.skip, "5")
    qtbot.waitUntil(lambda: preview.headline.startswith("Would be: 30 rows"), timeout=20_000)
    assert document.project is before
    qtbot.keyClick(form.skip, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: document.project.table.reading == ReadingChoice(skip=5), timeout=20_000)
    assert preview.headline.startswith("30 rows")


def test_of_a_large_file_the_beginning_is_looked_at(person: Person, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "large.csv"
    path.write_text("a;b;c\n" + "".join(f"{i};1.{200 + i % 700};{i % 5}\n" for i in range(20_000)))
    open_file(person.window, path, qtbot)
    view = person.window.workspace.data.recipe
    form = opened_form(view)
    entries = walk(qtbot, form.fields["header"], False)
    qtbot.waitUntil(lambda: form.preview.headline == "Would be: 3 columns; the first rows", timeout=20_000)
    assert form.preview.lines[2] == ("column 3", "number", "– · 0 · 1 · 2")
    qtbot.keyClick(entries, Qt.Key.Key_Escape)
    assert form.preview.headline == "20,000 rows, 3 columns"


def enter(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_every_choice_about_reading_is_one_step_and_keeps_roles_by_name(
    person: Person, tmp_path: Path, qtbot: QtBot
) -> None:
    path, window, document = tmp_path / "messy.csv", person.window, person.document
    path.write_bytes(MESSY)
    open_file(window, path, qtbot)
    table, recipe = document.project.table, document.project.recipe
    document.edit(
        "Leave size out", set_recipe(document.project, with_role(table, recipe, "size", "left_out"))
    )
    before, view = document.project, window.workspace.data.recipe
    form = opened_form(view)
    wishes: list[tuple[dict[str, Any], Callable[[], None]]] = [
        ({"encoding": "cp1252"}, lambda: pick(qtbot, form.fields["encoding"], "cp1252")),
        ({"quote": "'"}, lambda: pick(qtbot, form.fields["quote"], "'")),
        ({"decimal": ","}, lambda: pick(qtbot, form.fields["decimal"], ",")),
        ({"words": "fehlt"}, lambda: enter(qtbot, form.words, " fehlt ,")),
        ({"header": False}, lambda: pick(qtbot, form.fields["header"], False)),
        ({"skip": 5}, lambda: enter(qtbot, form.skip, "5")),
    ]
    for chosen, wish in wishes:
        wish()
        qtbot.waitUntil(lambda: document.project != before, timeout=20_000)
        again = document.project
        assert again.table.reading == ReadingChoice(**chosen)
        for name in {"size", "weight"} & set(again.table.names):
            assert again.recipe.choice(name).role == before.recipe.choice(name).role
        assert document.undo_stack.undoText() == "Read messy.csv in another way"
        person.undo()
        assert document.project == before
        assert view.form is form
    assert form.words.text() == ""
    assert form.skip.value == 0
    _refused(person, form, qtbot)


def _refused(person: Person, form: ReadingEditor, qtbot: QtBot) -> None:
    """A choice that cannot work is said, and the fields show what there is."""
    before = person.document.project
    with qtbot.waitSignal(person.window.files.refused, timeout=20_000) as told:
        pick(qtbot, form.fields["delimiter"], "|")
    assert told.args == ["Cut at bar, messy.csv has only one column: choose another separator."]
    assert person.window.workspace.strip.text == told.args[0]
    assert form.fields["delimiter"].choice is None
    with qtbot.waitSignal(person.window.files.refused, timeout=20_000) as told:
        enter(qtbot, form.skip, "900")
    assert told.args == ["messy.csv has no more than the 900 lines that are skipped: skip fewer."]
    assert form.skip.value == 0
    assert person.document.project == before
