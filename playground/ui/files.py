"""Opening and saving: CSV files, projects, examples, and the list of recent files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from playground.data.columns import Table
from playground.data.dialect import ReadingChoice
from playground.data.errors import DataError
from playground.data.matching import has_an_input
from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.edits import EditError, open_table
from playground.document.examples import example_scene
from playground.document.project_file import (
    SUFFIX,
    LoadedProject,
    ProjectFileError,
    load_project,
    save_project,
)
from playground.document.rereading import read_again
from playground.resources import resource
from playground.training.controller import TrainingController
from playground.training.loader import TableLoader
from playground.ui import dialogs

FIRST_SCENE: Final = "two_valleys.csv"

_MOST_RECENT: Final = 8
_RECENT_KEY: Final = "files/recent"


class Files(QObject):
    """Puts files into the document and the document into files. Trouble becomes a sentence.

    Signals:
        told(text): something worth saying went well.
        cautioned(text): a file is on screen, but something in it had to be guessed or mended.
        refused(text): one sentence: why a file could not be opened or saved.
        opened(): a file or an example is on screen.
        reading_changed(reading): a file is being read, or no longer.
        read_so_far(share): how much of it, 0 to 1.
        recent_changed(): the list of recent files is another one.
        asked(table, path): a dropped table could be learned from or, by the trained network, be predicted.
    """

    told = Signal(str)
    cautioned = Signal(str)
    refused = Signal(str)
    opened = Signal()
    reading_changed = Signal(bool)
    read_so_far = Signal(float)
    recent_changed = Signal()
    asked = Signal(object, object)

    def __init__(
        self, document: Document, controller: TrainingController, settings: QSettings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document = document
        self._controller = controller
        self._settings = settings
        self._window = window
        self._loader = TableLoader(self)
        self._loading: Path | None = None
        self._is_example = self._is_dropped = self._again = False
        self._updates_kept = 0
        self._loader.loaded.connect(self._show_table)
        self._loader.refused.connect(self._refuse_table)
        self._loader.choice_needed.connect(lambda error: self._refuse_table(error.message))
        self._loader.progressed.connect(self.read_so_far)

    # -- open --

    def choose_and_open(self) -> None:
        """Let the user choose a file."""
        path = dialogs.choose_file_to_open(self._window, self.folder())
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> None:
        """Open a project or a CSV file. A CSV is read in a thread: `opened` or `refused` follows."""
        if path.suffix.lower() == SUFFIX:
            self._open_project(path)
        else:
            self._load(path, is_example=False)

    def open_dropped(self, paths: list[Path]) -> None:
        """Open what was dropped: the first of several files. A table that the trained network knows columns
        of is `asked` about first."""
        self.open(paths[0])
        self._is_dropped = True
        if len(paths) > 1:
            self.told.emit(f"Only “{paths[0].name}” is opened: one file at a time.")

    def open_example(self, file: str, text: str | None = None) -> None:
        """Open an example, with the network made for it: the shipped file, or ``text``, drawn differently."""
        if text is None:
            self._load(resource("examples", file), is_example=True)
            return
        self._drop_load()
        self._is_example, self._again = True, False
        self._show_table(read_table(text.encode(), file))

    def _load(self, path: Path, *, is_example: bool) -> None:
        self._loading, self._is_example = path, is_example
        self._is_dropped = self._again = False
        self.told.emit(f"Reading {path.name} …")
        self.reading_changed.emit(True)
        self._loader.load(path)

    def read_again(self, choice: ReadingChoice) -> None:
        """Read the bytes of the table on screen in another way: one step that can be undone."""
        table = self._document.project.table
        self._loading, self._again = Path(table.name), True
        self.told.emit(f"Reading {table.name} again …")
        self.reading_changed.emit(True)
        self._loader.load_again(table, choice)

    def stop_reading(self) -> None:
        """Give up the file that is being read, if one is; what is on screen stays."""
        if self._loading is not None:
            self.told.emit(f"{self._loading.name} was not read to its end")
        self._drop_load()

    def _drop_load(self) -> None:
        self._loader.cancel()
        self._loading = None
        self.reading_changed.emit(False)

    def _open_project(self, path: Path) -> None:
        if not self.may_go_on():
            return
        try:
            loaded = load_project(path)
        except ProjectFileError as error:
            self.refused.emit(str(error))
            return
        self._drop_load()
        self.show_loaded(loaded, path)

    def show_loaded(self, loaded: LoadedProject, path: Path) -> None:
        """Show a project that was read from a file, where its training stopped."""
        self._document.replace(loaded.project, loaded.view, path)
        if loaded.state is not None:
            self._controller.load_state(loaded.state)
        self._keep_in_mind(path)
        self.told.emit(f"{path.name} opened")
        self.opened.emit()

    def _show_table(self, table: Table) -> None:
        path, is_example = self._loading, self._is_example
        self._loading = None
        self.reading_changed.emit(False)
        if self._again:
            self._show_again(table)
            return
        if path is not None and self._is_dropped and not is_example and self._could_predict(table):
            self.asked.emit(table, path)
            return
        try:
            if not (self._show_example(table) if is_example else self._show_data(table)):
                return
        except (EditError, DataError) as error:
            self.refused.emit(str(error))
            return
        self._document.set_path(None)
        self.discard()  # what was just opened can be opened again: there is nothing to lose yet
        if path is not None and not is_example:
            self._remember(path)
        self._tell_opened(table)
        self.opened.emit()

    def _show_again(self, table: Table) -> None:
        project = self._document.project
        if table.digest != project.table.digest:
            return  # an undo has brought back another file
        try:
            text = f"Read {table.name} in another way"
            self._document.edit(text, read_again(project, table), merge_key="reading")
        except (EditError, DataError) as error:
            self.refused.emit(str(error))
            return
        self._tell_opened(table)

    def _tell_opened(self, table: Table) -> None:
        text = f"{table.name} opened: {table.n_rows:,} rows, {len(table.columns)} columns"
        if not table.warnings:
            self.told.emit(text)
            return
        more = len(table.warnings) - 1
        others = f" ({more:,} more such {'note' if more == 1 else 'notes'} in the Data panel)" if more else ""
        self.cautioned.emit(f"{text}. {table.warnings[0]}{others}")

    def _could_predict(self, table: Table) -> bool:
        """Whether the network has learned something, from columns of which the table has some too."""
        updates = self._controller.snapshot.shown_runner.updates
        return updates > 0 and has_an_input(table, self._document.project.recipe)

    def train_on(self, table: Table, path: Path) -> None:
        """Learn from a table that was asked about."""
        self._loading, self._is_example = path, False
        self._is_dropped = self._again = False
        self._show_table(table)

    def _show_data(self, table: Table) -> bool:
        """Other data for the network on screen: one step that can be undone."""
        self._document.edit(f"Open {table.name}", open_table(self._document.project, table))
        return True

    def _show_example(self, table: Table) -> bool:
        """An example is a scene of its own; whether the user left what was on screen."""
        if not self.may_go_on():
            return False
        project, view = example_scene(table)
        self._document.replace(project, replace(view, speed=self._document.view.speed), None)
        return True

    def _refuse_table(self, text: str) -> None:
        if self._loading is not None and not self._again:
            self._forget(self._loading)
        self._loading = None
        self.reading_changed.emit(False)
        self.refused.emit(text)

    # -- save --

    def save(self) -> bool:
        """Save where the project belongs, or ask where; whether it was saved."""
        path = self._document.path
        return self.save_as() if path is None else self._save_to(path)

    def save_as(self) -> bool:
        """Ask where to save; whether it was saved."""
        name = Path(self._document.project.name).stem or "project"
        path = dialogs.choose_file_to_save(self._window, str(Path(self.folder()) / f"{name}{SUFFIX}"))
        return path is not None and self._save_to(path)

    def _save_to(self, path: Path) -> bool:
        project, view = self._document.project, self._document.view
        try:
            save_project(path, project, view, self._controller.state())
        except ProjectFileError as error:
            self.refused.emit(str(error))
            return False
        self._document.saved_as(path)
        self._keep_in_mind(path)
        self.told.emit(f"Saved as {path.name}")
        return True

    def may_go_on(self) -> bool:
        """Whether what is on screen may be left: nothing to lose, saved now, or given up by the user."""
        if not self.something_to_lose:
            return True
        answer = dialogs.ask_about_changes(self._window, self._document.project.name)
        return answer == "discard" or (answer == "save" and self.save())

    @property
    def something_to_lose(self) -> bool:
        """Whether there are changes since the last save, or training since then of a saved project."""
        if not self._document.undo_stack.isClean():
            return True
        updates = self._controller.snapshot.shown_runner.updates
        return self._document.path is not None and updates != self._updates_kept

    def discard(self) -> None:
        """Nothing on screen is worth keeping: until the next change, nobody is asked about it."""
        self._document.undo_stack.setClean()
        self._updates_kept = self._controller.snapshot.shown_runner.updates

    def shut_down(self) -> None:
        """Drop a file that is just being read."""
        self._loader.shut_down()

    # -- recent files --

    @property
    def recent(self) -> list[Path]:
        stored = self._settings.value(_RECENT_KEY, [])
        names = [stored] if isinstance(stored, str) else list(stored) if isinstance(stored, list) else []
        return [Path(str(name)) for name in names if name]

    def clear_recent(self) -> None:
        self._store_recent([])

    def _keep_in_mind(self, path: Path) -> None:
        self._updates_kept = self._controller.snapshot.shown_runner.updates
        self._remember(path)

    def _remember(self, path: Path) -> None:
        path = path.absolute()
        self._store_recent([path, *(other for other in self.recent if other != path)][:_MOST_RECENT])

    def _forget(self, path: Path) -> None:
        if path.absolute() in self.recent:
            self._store_recent([other for other in self.recent if other != path.absolute()])

    def _store_recent(self, paths: list[Path]) -> None:
        self._settings.setValue(_RECENT_KEY, [str(path) for path in paths])
        self.recent_changed.emit()

    def folder(self) -> str:
        """Where files were opened or saved last, to begin with there."""
        recent = self.recent
        if recent:
            return str(recent[0].parent)
        return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
