"""Opening and saving: CSV files, projects, examples, and the list of recent files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from playground.data.columns import Table
from playground.data.dialect import ReadingChoice
from playground.data.errors import CsvError, DataError, TooWideError
from playground.data.matching import has_an_input, with_its_columns
from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.edits import EditError
from playground.document.examples import example_scene
from playground.document.opening import open_to_train, watched_speed
from playground.document.project import Project
from playground.document.project_file import (
    SUFFIX,
    LoadedProject,
    ProjectFileError,
    load_project,
    save_project,
)
from playground.document.rereading import how_read, read_again
from playground.document.view_state import ViewState
from playground.resources import resource
from playground.training.controller import TrainingController
from playground.training.loader import AS_FOUND, LARGE, TableLoader, size_of
from playground.training.preparer import Wish, is_large
from playground.training.project_desk import ProjectDesk
from playground.ui import dialogs
from playground.ui.opened_text import opened_text
from playground.ui.recent_files import RecentFiles

FIRST_SCENE: Final = "two_valleys.csv"
LONG_PATHS: Final = 500_000
"""Bytes of paths from which on a project is written beside the window's work."""


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
        choice_needed(error, choice): a file cannot be read as ``choice`` says, but could with another one:
            `go_on` or `give_up` follows.
    """

    told = Signal(str)
    cautioned = Signal(str)
    refused = Signal(str)
    opened = Signal()
    reading_changed = Signal(bool)
    read_so_far = Signal(float)
    recent_changed = Signal()
    asked = Signal(object, object)
    choice_needed = Signal(object, object)

    def __init__(
        self, document: Document, controller: TrainingController, settings: QSettings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document = document
        self._controller = controller
        self._recent = RecentFiles(settings, self)
        self._recent.changed.connect(self.recent_changed)
        self.window = window
        self._loader = TableLoader(self)
        self._loading: Path | None = None
        self._choice = AS_FOUND
        self._again: Table | None = None
        self._is_example = self._is_dropped = False
        self._n_others = 0
        self._updates_kept = self._updates_written = 0
        self._loader.loaded.connect(self._show_table)
        self._loader.refused.connect(self._refuse_table)
        self._loader.choice_needed.connect(self._ask_for_choice)
        self._loader.progressed.connect(self.read_so_far)
        self._reader, self._writer = ProjectDesk(self), ProjectDesk(self)
        self._reader.loaded.connect(self.show_loaded)
        self._reader.refused.connect(self._give_up)
        self._writer.saved.connect(self._keep)
        self._writer.refused.connect(self.refused)
        self._written: Project | None = None

    # -- open --

    def choose_and_open(self) -> None:
        """Let the user choose a file."""
        path = dialogs.choose_file_to_open(self.window, self.folder())
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
        self._is_dropped, self._n_others = True, len(paths) - 1

    def open_example(self, file: str, text: str | None = None) -> None:
        """Open an example, with the network made for it: the shipped file, or ``text``, drawn differently."""
        if text is None:
            self._load(resource("examples", file), is_example=True)
            return
        self._drop_load()
        self._is_example, self._again = True, None
        self._show_table(read_table(text.encode(), file))

    def _load(self, path: Path, *, is_example: bool) -> None:
        self._drop_load()
        self._is_example, self._is_dropped, self._n_others, self._again = is_example, False, 0, None
        self._begin_reading(path)
        self._loader.load(path)

    def go_on(self, choice: ReadingChoice) -> None:
        """Read the file under way, or the table on screen again, as chosen."""
        self._choice = choice
        if self._loading is None:
            return
        self.reading_changed.emit(True)
        if self._again is not None:
            self._loader.load_again(self._again, choice)
        else:
            self._loader.load(self._loading, choice)

    def give_up(self) -> None:
        """Nothing was chosen for a file that needs it: what is on screen stays."""
        if self._loading is not None:
            self.told.emit(f"{self._loading.name} was not read")
        self._end_reading()

    def _ask_for_choice(self, error: CsvError) -> None:
        self.reading_changed.emit(False)
        if isinstance(error, TooWideError) and self._is_dropped and self._has_learned:
            error = with_its_columns(error, self._document.project.recipe)
        self.choice_needed.emit(error, self._choice)

    def _begin_reading(self, path: Path) -> None:
        self._loading, self._choice = path, AS_FOUND
        self.told.emit(f"Reading {path.name} …")
        self.reading_changed.emit(True)

    def read_again(self, choice: ReadingChoice) -> None:
        """Read the bytes of the table on screen in another way: one step that can be undone."""
        table = self._document.project.table
        self._loading, self._again = Path(table.name), table
        self.told.emit(f"Reading {table.name} again …")
        self.go_on(choice)

    def stop_reading(self) -> None:
        """Give up the file that is being read, if one is; what is on screen stays."""
        if self._loading is not None:
            self.told.emit(f"{self._loading.name} was not read to its end")
        self._drop_load()

    def _drop_load(self) -> None:
        self._loader.cancel()
        self._reader.cancel()
        self._controller.preparer.drop()
        self._end_reading()

    def _end_reading(self) -> None:
        self._loading = None
        self.reading_changed.emit(False)

    def _open_project(self, path: Path) -> None:
        if not self.may_go_on():
            return
        if size_of(path) >= LARGE:
            self._drop_load()
            self._begin_reading(path)
            self._reader.load(path)
            return
        try:
            loaded = load_project(path)
        except ProjectFileError as error:
            self.refused.emit(str(error))
            return
        self._drop_load()
        self.show_loaded(loaded, path)

    def _give_up(self, text: str) -> None:
        self._end_reading()
        self.refused.emit(text)

    def show_loaded(self, loaded: LoadedProject, path: Path) -> None:
        """Show a project that was read from a file, where its training stopped."""
        self._end_reading()
        self._document.replace(loaded.project, loaded.view, path)
        if loaded.state is not None:
            self._controller.load_state(loaded.state)
        self._updates_kept = self._controller.snapshot.shown_runner.updates
        self._recent.remember(path)
        self.told.emit(f"{path.name} opened")
        self.opened.emit()

    def _show_table(self, table: Table) -> None:
        path = self._loading
        if self._again is not None:
            make = partial(_read_again, before=self._again, table=table)
            self._change(how_read(self._again, table), table, make, self._tell_opened, "reading")
        elif path is not None and self._is_dropped and not self._is_example and self._could_predict(table):
            self._end_reading()
            self.asked.emit(table, path)
        elif self._is_example:
            self._end_reading()
            self._show_example(table)
        else:
            make = partial(open_to_train, table=table)
            self._change(f"Open {table.name}", table, make, partial(self._put_on_screen, path))

    def _change(
        self,
        text: str,
        table: Table,
        make: Callable[[Project], Project],
        then: Callable[[Table], None],
        merge_key: str | None = None,
    ) -> None:
        """Other data for the network on screen: one step that can be undone."""

        def show(new: Project) -> None:
            self._end_reading()
            if new is not self._document.project:
                self._document.edit(text, new, merge_key=merge_key)
                then(table)

        if is_large(table):
            wish = Wish(text, partial(partial, make), show, self._give_up, self._end_reading, merge_key)
            self._controller.preparer.fulfil(wish)
            return
        try:
            new = make(self._document.project)
        except (EditError, DataError) as error:
            self._give_up(str(error))
            return
        show(new)

    def _put_on_screen(self, path: Path | None, table: Table) -> None:
        self._document.set_path(None)
        self.discard()  # what was just opened can be opened again: there is nothing to lose yet
        if path is not None and not self._is_example:
            self._recent.remember(path)
            self._choose_speed()
        self._tell_opened(table)
        self.opened.emit()

    def _choose_speed(self) -> None:
        """One at which the new data are learned in some seconds, unless another one was chosen."""
        view = self._document.view
        if view.speed == ViewState().speed:
            self._document.set_view(replace(view, speed=watched_speed(self._document.project)))

    def _tell_opened(self, table: Table) -> None:
        tell = self.cautioned if table.warnings else self.told
        tell.emit(opened_text(table, self._n_others))
        self._n_others = 0

    def _could_predict(self, table: Table) -> bool:
        """Whether the network has learned something, from columns of which the table has some too."""
        return self._has_learned and has_an_input(table, self._document.project.recipe)

    @property
    def _has_learned(self) -> bool:
        return self._controller.snapshot.shown_runner.updates > 0

    def train_on(self, table: Table, path: Path) -> None:
        """Learn from a table that was asked about."""
        self._loading, self._is_example = path, False
        self._is_dropped, self._again = False, None
        self._show_table(table)

    def _show_example(self, table: Table) -> None:
        """An example is a scene of its own."""
        if not self.may_go_on():
            return
        try:
            project, view = example_scene(table)
        except (EditError, DataError) as error:
            self.refused.emit(str(error))
            return
        self._document.replace(project, replace(view, speed=self._document.view.speed), None)
        self._put_on_screen(None, table)

    def _refuse_table(self, text: str) -> None:
        if self._loading is not None and self._again is None:
            self._recent.forget(self._loading)
        self._give_up(text)

    # -- save --

    def save(self) -> bool:
        """Save where the project belongs, or ask where; whether it was saved."""
        path = self._document.path
        return self.save_as() if path is None else self._save_to(path)

    def save_as(self) -> bool:
        """Ask where to save; whether it was saved."""
        name = Path(self._document.project.name).stem or "project"
        path = dialogs.choose_file_to_save(self.window, str(Path(self.folder()) / f"{name}{SUFFIX}"))
        return path is not None and self._save_to(path)

    def _save_to(self, path: Path) -> bool:
        self._written, view = self._document.project, self._document.view
        self._updates_written = self._controller.snapshot.shown_runner.updates
        if is_large(self._written.table) or self._controller.snapshot.n_bytes > LONG_PATHS:
            self.told.emit(f"Saving {path.name} …")
            self._writer.save(path, self._written, view, self._controller.state_soon())
            return True
        try:
            save_project(path, self._written, view, self._controller.state())
        except ProjectFileError as error:
            self.refused.emit(str(error))
            return False
        self._keep(path)
        return True

    def _keep(self, path: Path) -> None:
        """What was on screen when saving began is in that file now."""
        self._updates_kept = self._updates_written
        written, project = self._written, self._document.project
        if project is written:
            self._document.saved_as(path)
        elif written is not None and project.table is written.table:  # edited while it was written
            self._document.set_path(path)
        self._written = None
        self._recent.remember(path)
        self.told.emit(f"Saved as {path.name}")

    def may_go_on(self) -> bool:
        """Whether what is on screen may be left: nothing to lose, saved now, or given up by the user."""
        if not self.something_to_lose:
            return True
        answer = dialogs.ask_about_changes(self.window, self._document.project.name)
        return answer == "discard" or (answer == "save" and self.save() and self._is_written())

    def _is_written(self) -> bool:
        """Whether what is being saved has been; a person may look on until it is."""
        return not self._writer.busy or dialogs.wait_for_saving(self.window, self._writer)

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
        """Drop a file that is just being read, and finish one that is being written."""
        for part in (self._loader, self._reader, self._writer):
            part.shut_down()

    # -- recent files --

    @property
    def recent(self) -> list[Path]:
        return self._recent.paths

    def clear_recent(self) -> None:
        self._recent.clear()

    def folder(self) -> str:
        """Where files were opened or saved last, to begin with there."""
        return self._recent.folder


def _read_again(project: Project, before: Table, table: Table) -> Project:
    """Another reading of the project's file; not of one that an undo has taken away."""
    return read_again(project, table) if before.digest == project.table.digest else project
