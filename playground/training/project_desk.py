"""ProjectDesk: reads and writes project files without making the window wait."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from playground.data.columns import Table
from playground.data.dialect import ReadingChoice
from playground.data.errors import CsvError
from playground.data.reader import read_table
from playground.data.source import Source
from playground.document.project import Project
from playground.document.project_file import LoadedProject, ProjectFileError, load_project, save_project
from playground.document.view_state import ViewState
from playground.engine.trainer import TrainerState
from playground.training.loader import LARGE
from playground.training.newest_thread import NewestThread
from playground.training.reading import TableProcess, look_over

log = logging.getLogger(__name__)


class ProjectDesk(QObject):
    """Does one thing at a time; asking for another one drops a file that is being read, but lets one that is
    being written get written.

    Signals:
        loaded(project, path): a `LoadedProject`.
        saved(path): what was given lies in that file.
        refused(text): one sentence: why a file could not be read or written.
    """

    loaded = Signal(object, object)
    saved = Signal(object)
    refused = Signal(str)

    _done = Signal(int, object)  # emitted in the working thread, received in the GUI thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = NewestThread()
        self._busy = False
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether something is still to be told."""
        return self._busy

    def load(self, path: Path) -> None:
        """Read a project file; `loaded` or `refused` follows."""
        self._begin(lambda: (_load(path), path))

    def save(self, path: Path, project: Project, view: ViewState, state: Future[TrainerState]) -> None:
        """Write a project file; `saved` or `refused` follows."""

        def write() -> Path:
            save_project(path, project, view, state.result())
            return path

        self._begin(write)

    def cancel(self) -> None:
        """Nothing of what is under way will be told."""
        self._thread.forget()
        self._busy = False

    def shut_down(self) -> None:
        """Wait until a file that is being written is whole."""
        self.cancel()
        self._thread.join()

    def _begin(self, work: Callable[[], object]) -> None:
        self._busy = True
        self._thread.begin(partial(self._run, work))

    def _run(self, work: Callable[[], object], number: int) -> None:
        result: object
        try:
            result = work()
        except ProjectFileError as error:
            result = str(error)
        except Exception as error:
            log.exception("A project file could not be read or written")
            result = f"The project file could not be read or written ({error})."
        self._done.emit(number, result)

    def _deliver(self, number: int, result: object) -> None:
        if not self._thread.counts(number):
            return
        self._busy = False
        if isinstance(result, str):
            self.refused.emit(result)
        elif isinstance(result, Path):
            self.saved.emit(result)
        else:
            assert isinstance(result, tuple)
            self.loaded.emit(*result)


def _load(path: Path) -> LoadedProject:
    loaded = load_project(path, _read)
    look_over(loaded.project.table, loaded.project.recipe)
    return loaded


def _read(source: Source, name: str, reading: ReadingChoice) -> Table:
    """The table, a large one read in a process of its own."""
    if len(source.raw) < LARGE:
        return read_table(source, name, reading)
    result = TableProcess(source, name, reading).table_or_refusal(lambda _share: None)
    if isinstance(result, CsvError):
        raise result
    return result
