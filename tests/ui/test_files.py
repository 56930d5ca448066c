"""Opening and saving: what is opened is on screen, trouble becomes a sentence, nothing is lost silently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.data.dialect import ReadingChoice
from playground.data.examples import EXAMPLES
from playground.document.document import Document
from playground.document.edits import add_layer, add_neuron, set_recipe
from playground.document.project_file import load_project
from playground.panels.editor import Editor
from playground.training import preparer
from playground.training.controller import TrainingController
from playground.ui import dialogs
from playground.ui import files as files_module
from playground.ui.files import Files
from playground.ui.undo_commands import UndoCommands


@pytest.fixture
def files(
    qtbot: QtBot, document: Document, controller: TrainingController, settings: QSettings
) -> Iterator[Files]:
    window = QWidget()
    qtbot.addWidget(window)
    made = Files(document, controller, settings, window)
    yield made
    made.shut_down()


def open_and_wait(qtbot: QtBot, files: Files, path: Path) -> None:
    with qtbot.waitSignal(files.opened):
        files.open(path)


def add_a_neuron(document: Document) -> None:
    project = document.project
    document.edit("Add neuron", add_neuron(project, project.network.hidden[0].id))


def test_a_csv_is_opened_as_one_step_that_can_be_undone(
    qtbot: QtBot, files: Files, document: Document, table_file: Path
) -> None:
    before = document.project
    open_and_wait(qtbot, files, table_file)
    assert document.project.name == "steps.csv"
    assert [neuron.name for neuron in document.project.network.inputs.neurons] == ["a", "b"]
    assert not files.something_to_lose
    document.undo_stack.undo()
    assert document.project == before


@pytest.fixture
def all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table counts as large, so that nothing about it is done in this thread."""
    monkeypatch.setattr(preparer, "LARGE", 0)
    monkeypatch.setattr(files_module, "LARGE", 0)


@pytest.mark.usefixtures("all_large")
def test_a_large_table_is_opened_read_again_saved_and_opened(
    qtbot: QtBot, files: Files, document: Document, table_file: Path, tmp_path: Path
) -> None:
    reading: list[bool] = []
    files.reading_changed.connect(reading.append)
    open_and_wait(qtbot, files, table_file)
    assert document.project.name == "steps.csv"
    assert not files.something_to_lose
    assert reading[-1] is False
    files.read_again(ReadingChoice(header=False))
    qtbot.waitUntil(lambda: document.project.table.n_rows == 21)
    assert document.undo_stack.undoText() == "Read steps.csv in another way"
    path = tmp_path / "steps.nnp"
    document.set_path(path)
    with qtbot.waitSignal(document.undo_stack.cleanChanged):
        assert files.save()
    assert not files.something_to_lose
    project = document.project
    add_a_neuron(document)
    files.discard()
    open_and_wait(qtbot, files, path)
    assert document.project == project


@pytest.mark.usefixtures("all_large")
def test_what_is_edited_while_it_is_saved_is_still_to_be_saved(
    qtbot: QtBot, files: Files, document: Document, table_file: Path, tmp_path: Path
) -> None:
    open_and_wait(qtbot, files, table_file)
    document.set_path(tmp_path / "steps.nnp")
    saved = document.project
    with qtbot.waitSignal(files.recent_changed):
        files.save()
        add_a_neuron(document)
    assert files.something_to_lose
    assert load_project(tmp_path / "steps.nnp").project == saved


def test_long_paths_are_saved_while_the_window_goes_on(
    qtbot: QtBot, files: Files, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("playground.ui.files.LONG_PATHS", 0)
    path = tmp_path / "mine.nnp"
    monkeypatch.setattr(dialogs, "choose_file_to_save", lambda *_: path)
    add_a_neuron(document)
    with qtbot.waitSignal(files.recent_changed):
        assert files.save()
        assert files.something_to_lose  # not yet there
    assert (document.path, files.something_to_lose) == (path, False)
    assert load_project(path).project == document.project


@pytest.mark.usefixtures("all_large")
def test_leaving_waits_until_a_large_project_is_saved(
    qtbot: QtBot,
    files: Files,
    document: Document,
    table_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_and_wait(qtbot, files, table_file)
    add_a_neuron(document)
    document.set_path(tmp_path / "steps.nnp")
    monkeypatch.setattr(dialogs, "ask_about_changes", lambda *_: "save")
    assert files.may_go_on()
    assert load_project(tmp_path / "steps.nnp").project == document.project
    assert not files.something_to_lose
    add_a_neuron(document)
    document.set_path(tmp_path / "no folder" / "steps.nnp")
    assert not files.may_go_on()


@pytest.mark.usefixtures("all_large")
def test_reading_stops_while_a_large_table_is_worked_out(
    qtbot: QtBot, files: Files, document: Document, table_file: Path, controller: TrainingController
) -> None:
    before = document.project
    with qtbot.waitSignal(controller.preparer.busy_changed):
        files.open(table_file)
    files.stop_reading()
    assert not controller.preparer.busy
    qtbot.wait(50)
    assert document.project is before


@pytest.mark.usefixtures("all_large")
def test_undo_and_redo_of_a_large_table(
    qtbot: QtBot, files: Files, document: Document, table_file: Path, controller: TrainingController
) -> None:
    commands = UndoCommands(document, controller.preparer, files)
    first = document.project
    open_and_wait(qtbot, files, table_file)
    second = document.project
    editor = Editor(document, files, controller.preparer)
    share = replace(second.recipe, test_share=0.5)
    assert editor.edit("Half of them", lambda project: set_recipe(project, share))
    assert document.project is second
    commands.undo()  # not yet done: given up
    assert not controller.preparer.busy
    editor.edit("Half of them", lambda project: set_recipe(project, share))
    qtbot.waitUntil(lambda: document.project.recipe == share)
    third = document.project
    commands.undo()
    commands.undo()
    qtbot.waitUntil(lambda: document.project == first)
    commands.redo()
    commands.redo()
    commands.redo()  # one more than there are
    qtbot.waitUntil(lambda: not controller.preparer.busy)
    assert document.project == third
    add_a_neuron(document)
    commands.undo()  # the same rows: at once
    assert document.project == third


def test_a_bad_file_is_refused_in_a_sentence_and_nothing_changes(
    qtbot: QtBot, files: Files, document: Document, tmp_path: Path
) -> None:
    before = document.project
    bad = tmp_path / "broken.nnp"
    bad.write_bytes(b"no project")
    with qtbot.waitSignal(files.refused) as signal:
        files.open(bad)
    assert "broken.nnp" in signal.args[0]
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    with qtbot.waitSignal(files.refused) as signal:
        files.open(empty)
    assert signal.args[0].endswith(".")
    assert document.project == before


def test_of_several_files_the_first_is_opened_and_that_is_said(
    qtbot: QtBot, files: Files, document: Document, table_file: Path, tmp_path: Path
) -> None:
    heard: list[str] = []
    files.told.connect(heard.append)
    with qtbot.waitSignal(files.opened):
        files.open_dropped([table_file, tmp_path / "other.csv"])
    assert any("one file at a time" in text for text in heard)
    assert document.project.name == "steps.csv"


@pytest.mark.parametrize("file", [example.file for example in EXAMPLES])
def test_every_example_opens(qtbot: QtBot, files: Files, document: Document, file: str) -> None:
    with qtbot.waitSignal(files.opened):
        files.open_example(file)
    assert document.project.table.name == file
    assert files.recent == []
    assert not files.something_to_lose


def test_an_example_brings_its_own_network_and_asks_before_it_replaces_changes(
    qtbot: QtBot, files: Files, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    with qtbot.waitSignal(files.opened):
        files.open_example("line.csv")
    assert document.project.network.sizes == (1, 1)
    document.edit("Add layer", add_layer(document.project, 1))
    changed = document.project
    asked: list[str] = []

    def cancel(_parent: QWidget, name: str) -> str:
        asked.append(name)
        return "cancel"

    monkeypatch.setattr(dialogs, "ask_about_changes", cancel)
    files.open_example("iris.csv")
    qtbot.waitUntil(lambda: asked == ["line.csv"])
    assert document.project == changed


def test_saved_and_opened_again_is_the_same(
    qtbot: QtBot,
    files: Files,
    document: Document,
    controller: TrainingController,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_a_neuron(document)
    with qtbot.waitSignal(controller.snapshot_ready, check_params_cb=lambda s: s.shown_runner.updates == 5):
        controller.train_epochs(5)
    path = tmp_path / "mine.nnp"
    monkeypatch.setattr(dialogs, "choose_file_to_save", lambda *_: path)
    assert files.save()
    assert (document.path, files.something_to_lose) == (path, False)
    saved, theta = document.project, controller.snapshot.shown_runner.theta.copy()
    add_a_neuron(document)
    assert files.something_to_lose
    monkeypatch.setattr(dialogs, "ask_about_changes", lambda *_: "discard")
    open_and_wait(qtbot, files, path)
    assert document.project == saved
    assert controller.snapshot.shown_runner.theta.tobytes() == theta.tobytes()
    assert controller.snapshot.shown_runner.updates == 5
    assert files.recent == [path]


def test_training_a_saved_project_is_something_to_lose(
    qtbot: QtBot,
    files: Files,
    controller: TrainingController,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not files.something_to_lose
    monkeypatch.setattr(dialogs, "choose_file_to_save", lambda *_: tmp_path / "mine.nnp")
    assert files.save()
    assert not files.something_to_lose
    with qtbot.waitSignal(controller.snapshot_ready, check_params_cb=lambda s: s.shown_runner.updates == 1):
        controller.step_update()
    assert files.something_to_lose


@pytest.mark.parametrize(("answer", "goes_on"), [("cancel", False), ("discard", True), ("save", True)])
def test_changes_are_asked_about(
    files: Files,
    document: Document,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    goes_on: bool,
) -> None:
    add_a_neuron(document)
    path = tmp_path / "kept.nnp"
    monkeypatch.setattr(dialogs, "ask_about_changes", lambda *_: answer)
    monkeypatch.setattr(dialogs, "choose_file_to_save", lambda *_: path)
    assert files.may_go_on() is goes_on
    assert path.exists() is (answer == "save")


def test_giving_up_the_choice_of_a_file_changes_nothing(
    files: Files, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = document.project
    monkeypatch.setattr(dialogs, "choose_file_to_open", lambda *_: None)
    monkeypatch.setattr(dialogs, "choose_file_to_save", lambda *_: None)
    files.choose_and_open()
    assert not files.save_as()
    assert document.project == before


def test_where_nothing_can_be_written_it_is_said(
    qtbot: QtBot, files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "choose_file_to_save", lambda *_: tmp_path / "no" / "such" / "a.nnp")
    with qtbot.waitSignal(files.refused):
        assert not files.save()


def test_recent_files_are_kept_newest_first_and_outlive_the_window(
    qtbot: QtBot, files: Files, table_file: Path, tmp_path: Path, settings: QSettings
) -> None:
    others: list[Path] = []
    for i in range(9):
        other = tmp_path / f"t{i}.csv"
        other.write_text(table_file.read_text())
        open_and_wait(qtbot, files, other)
        others.insert(0, other)
    assert files.recent == others[:8]
    open_and_wait(qtbot, files, others[3])
    assert files.recent[0] == others[3]
    settings.sync()
    stored = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    assert stored.value("files/recent") == [str(path) for path in files.recent]
    files.clear_recent()
    assert files.recent == []


def test_a_recent_file_that_is_gone_leaves_the_list(qtbot: QtBot, files: Files, table_file: Path) -> None:
    open_and_wait(qtbot, files, table_file)
    table_file.unlink()
    with qtbot.waitSignal(files.refused):
        files.open(table_file)
    assert files.recent == []
