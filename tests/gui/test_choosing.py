"""What cannot be read without a choice is asked about: columns of a wide table, tables of an archive."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from playground.data import column_choice
from playground.data.dialect import ReadingChoice
from playground.document.project_file import load_project
from playground.panels import column_chooser
from playground.panels.column_chooser import ColumnChooser
from playground.panels.member_chooser import MemberChooser
from playground.panels.reading_editor import ReadingEditor
from playground.ui import dialogs
from tests.gui.conftest import Person
from tests.looking import now, present

LEFT = Qt.MouseButton.LeftButton
N_COLUMNS = 40


@pytest.fixture
def narrow_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small table is too wide."""
    monkeypatch.setattr(column_choice, "MAX_COLUMNS", 20)
    monkeypatch.setattr(column_chooser, "MAX_COLUMNS", 20)
    monkeypatch.setattr(column_choice, "FIRST_CHOSEN", 3)


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    names = [f"gene {i + 1}" for i in range(N_COLUMNS - 1)] + ["outcome"]
    rows = [[f"{r * i % 17 + 0.5}" for i in range(N_COLUMNS - 1)] + ["ab"[r % 2]] for r in range(24)]
    path = tmp_path / "wide.csv"
    path.write_text("\n".join(",".join(row) for row in [names, *rows]), encoding="utf-8")
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, names in (("first.csv", "a,b,y"), ("second.csv", "b,c,y")):
            packed.writestr(name, f"{names}\n" + "".join(f"{i},{i % 5},{i * i}\n" for i in range(30)))
    return path


def column_dialog(person: Person, qtbot: QtBot) -> ColumnChooser:
    choosing = person.window.choosing
    qtbot.waitUntil(lambda: choosing.columns is not None and choosing.columns.isVisible(), timeout=20_000)
    assert isinstance(choosing.columns, ColumnChooser)
    return choosing.columns


def member_dialog(person: Person, qtbot: QtBot) -> MemberChooser:
    choosing = person.window.choosing
    qtbot.waitUntil(lambda: choosing.members is not None and choosing.members.isVisible(), timeout=20_000)
    assert isinstance(choosing.members, MemberChooser)
    return choosing.members


def retype(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, text)


def reading_form(person: Person, kind: str) -> ReadingEditor:
    """Click on the recipe's line of that kind and return the form that opens below it."""
    recipe = person.window.workspace.data.recipe
    line = next(line for line in recipe.lines if line.sentence.kind == kind)
    if recipe.form is None:
        person.qtbot.mouseClick(line, LEFT)
    assert isinstance(recipe.form, ReadingEditor)
    return recipe.form


@pytest.mark.usefixtures("narrow_limit")
def test_columns_of_a_wide_table_are_chosen(person: Person, wide: Path, qtbot: QtBot, tmp_path: Path) -> None:
    person.drop(wide)
    dialog = column_dialog(person, qtbot)
    assert "wide.csv has 40 columns, more than 20, too wide" in dialog.headline.text()
    assert dialog.places.text() == "1-3, 40"
    assert dialog.count.text() == "4 chosen, with outcome to learn"
    qtbot.keyClicks(dialog.search, "NE 1")
    assert dialog.found.text() == "11 found"
    row = dialog.list.visualRect(dialog.list.columns.index(1, 0))
    qtbot.mouseClick(dialog.list.viewport(), LEFT, pos=QPoint(20, row.center().y()))
    assert dialog.places.text() == "1-3, 10, 40"
    with qtbot.waitSignal(person.window.files.opened, timeout=20_000):
        qtbot.mouseClick(dialog.read_button, LEFT)
    table = person.document.project.table
    assert table.names == ("gene 1", "gene 2", "gene 3", "gene 10", "outcome")
    assert table.reading == ReadingChoice(places="1-3, 10, 40")
    assert person.document.project.recipe.target == "outcome"
    _change_the_columns(person, qtbot)
    _saved_with_them(person, tmp_path / "p.nnp")


def _change_the_columns(person: Person, qtbot: QtBot) -> None:
    """Later, by the button in the recipe: roles stay by name, and it is undone."""
    before = person.document.project
    form = reading_form(person, "columns_read")
    assert form.columns.text() == "5 of 40 …"
    qtbot.mouseClick(form.columns, LEFT)
    dialog = column_dialog(person, qtbot)
    assert dialog.places.text() == "1-3, 10, 40"
    assert dialog.list.columns.target == N_COLUMNS - 1
    retype(qtbot, dialog.places, "2-5, last")
    assert dialog.places.text() == "2-5, last"
    assert dialog.list.columns.chosen == [1, 2, 3, 4, 39]
    qtbot.keyClick(dialog.places, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: person.document.project != before, timeout=20_000)
    assert person.document.project.table.names == ("gene 2", "gene 3", "gene 4", "gene 5", "outcome")
    assert person.document.project.recipe.target == "outcome"
    assert person.document.undo_stack.undoText() == "Read 5 columns of wide.csv"
    person.undo()
    assert person.document.project == before
    person.window.named_actions["redo"].trigger()


def _saved_with_them(person: Person, path: Path) -> None:
    person.document.set_path(path)
    assert person.window.files.save()
    assert load_project(path).project.table.reading.places == "2-5, 40"


@pytest.mark.usefixtures("narrow_limit")
def test_giving_up_leaves_everything_as_it_was(person: Person, wide: Path, qtbot: QtBot) -> None:
    before = person.document.project
    person.drop(wide)
    dialog = column_dialog(person, qtbot)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert person.document.project == before
    assert person.window.status_line.message.full_text == "wide.csv was not read"
    person.drop(wide)
    column_dialog(person, qtbot)
    person.drop_and_wait(person.example("iris"))
    assert not dialog.isVisible()
    assert person.document.project.name == "iris.csv"
    _a_table_alone_in_its_file(person, qtbot)


def _a_table_alone_in_its_file(person: Person, qtbot: QtBot) -> None:
    form = reading_form(person, "reading")
    assert form.rows["member"].isHidden()
    assert form.columns.text() == "all 5 columns …"
    qtbot.mouseClick(form.columns, LEFT)
    dialog = column_dialog(person, qtbot)
    assert dialog.places.text() == "1-5"
    qtbot.mouseClick(dialog.read_button, LEFT)
    assert person.document.project.table.reading == ReadingChoice()


def test_one_of_several_tables_is_chosen_and_another_later(
    person: Person, archive: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.drop(archive)
    dialog = member_dialog(person, qtbot)
    assert dialog.headline.text() == "t.zip holds 2 tables. Which one is read?"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(person.window.files.opened, timeout=20_000):
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    before = person.document.project
    assert before.table.names == ("b", "c", "y")
    form = reading_form(person, "member")
    field = form.fields["member"]
    assert now(field.choice) == "second.csv"
    assert form.rows["member"].isVisible()
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: person.document.project.table.names == ("a", "b", "y"), timeout=20_000)
    assert now(field.choice) == "first.csv"
    assert person.document.undo_stack.undoText() == "Read “first.csv” of t.zip"
    assert person.document.project.recipe.choice("b") == before.recipe.choice("b")
    person.undo()
    assert person.document.project == before
    assert field.choice == "second.csv"
    _chosen_to_predict(person, archive, qtbot, monkeypatch)


def _chosen_to_predict(person: Person, archive: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    person.window.named_actions["update"].trigger()
    qtbot.waitUntil(lambda: person.shown.updates > 0)
    monkeypatch.setattr(dialogs, "choose_table_to_predict", lambda *_: archive)
    person.window.named_actions["predict"].trigger()
    dialog = member_dialog(person, qtbot)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(person.window.applying.shown, timeout=20_000):
        qtbot.mouseClick(dialog.read_button, LEFT)
    assert present(person.window.workspace.apply.file.predicted).table.reading.member == "second.csv"


@pytest.mark.usefixtures("narrow_limit")
def test_a_wide_file_is_predicted_by_the_columns_the_network_knows(
    person: Person, wide: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.drop(wide)
    with qtbot.waitSignal(person.window.files.opened, timeout=20_000):
        qtbot.mouseClick(column_dialog(person, qtbot).read_button, LEFT)
    person.window.named_actions["update"].trigger()
    qtbot.waitUntil(lambda: person.shown.updates > 0)
    monkeypatch.setattr(dialogs, "choose_table_to_predict", lambda *_: wide)
    with qtbot.waitSignal(person.window.applying.shown, timeout=20_000):
        person.window.named_actions["predict"].trigger()
    predicted = present(person.window.workspace.apply.file.predicted)
    assert predicted.table.names == ("gene 2", "gene 3", "outcome")  # the first is constant
    assert predicted.scores is not None
    _dropped_its_columns_are_ticked(person, wide, qtbot)


def _dropped_its_columns_are_ticked(person: Person, wide: Path, qtbot: QtBot) -> None:
    """Not the first columns of the file, but those that the network has learned from."""
    other = wide.with_name("other.csv")
    rows = [line.split(",")[::-1] for line in wide.read_text(encoding="utf-8").splitlines()]
    other.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    person.drop(other)
    dialog = column_dialog(person, qtbot)
    assert dialog.places.text() == "1, 38-39"
    dialog.hide()
    far = wide.with_name("far.csv")
    far.write_text("\n".join(",".join([*row[1:], row[0]]) for row in rows), encoding="utf-8")
    person.drop(far)
    dialog = column_dialog(person, qtbot)
    assert dialog.places.text() == "37-38, 40"
    first = dialog.list.visualRect(dialog.list.columns.index(36, 0))
    assert dialog.list.viewport().rect().contains(first), "the first of them is in sight"
    dialog.hide()
    person.drop(other)
    dialog = column_dialog(person, qtbot)
    assert dialog.headline.text().endswith("The network’s own are ticked.")
    assert dialog.count.text() == "3 chosen, with outcome to learn"
    with qtbot.waitSignal(person.window.files.asked, timeout=20_000):
        qtbot.mouseClick(dialog.read_button, LEFT)
    with qtbot.waitSignal(person.window.applying.shown, timeout=20_000):
        qtbot.mouseClick(person.window.workspace.question.predict, LEFT)
    predicted = person.window.workspace.apply.file.predicted
    assert predicted is not None
    assert predicted.table.names == ("outcome", "gene 3", "gene 2")
    stranger = wide.with_name("stranger.csv")
    stranger.write_text(wide.read_text(encoding="utf-8").replace("gene 2,", "other,"), encoding="utf-8")
    person.drop(stranger)
    assert column_dialog(person, qtbot).places.text() == "1-3, 40"
