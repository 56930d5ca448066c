"""TableLoader: reads a CSV without making the window wait."""

from __future__ import annotations

import logging
import threading
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from playground.data.columns import Table
from playground.data.dialect import ReadingChoice
from playground.data.errors import CsvError, SeveralTablesError, TooWideError
from playground.data.reader import Readable
from playground.data.source import Source, beginning, of_table
from playground.training.newest_thread import NewestThread
from playground.training.reading import TableProcess, look_over, table_or_refusal

log = logging.getLogger(__name__)

LARGE = 1_000_000
"""Bytes from which a file is read in a process of its own. Typing its cells keeps Python busy for seconds,
and the window late (measured: p99 52 ms beside a thread, 12 ms beside a process); a process takes half a
second to start."""
AS_FOUND = ReadingChoice()


class TableLoader(QObject):
    """Reads one table at a time; asking for another one drops the one under way.

    Signals:
        loaded(table): the `Table` asked for last.
        refused(text): one sentence saying why the file asked for last is not understood.
        choice_needed(error): a `TooWideError` or `SeveralTablesError`: it can be read once that is chosen.
        progressed(share): how much of a large file has been read, 0 to 1.
    """

    loaded = Signal(object)
    refused = Signal(str)
    choice_needed = Signal(object)
    progressed = Signal(float)

    _read = Signal(int, object)  # emitted in the reading thread, received in the GUI thread
    _came = Signal(int, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = NewestThread()
        self._lock = threading.Lock()
        self._process: TableProcess | None = None  # guarded by the lock
        self._read.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._came.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)

    def load(self, path: Path, choice: ReadingChoice = AS_FOUND) -> None:
        """Read the file; `loaded`, `refused` or `choice_needed` follows, unless another load comes first, or
        `cancel`.
        """
        self._begin(path, path.name, choice, size_of(path))

    def load_again(self, table: Table, choice: ReadingChoice) -> None:
        """Read a table's bytes in another way, or another table of its file; the same follows."""
        source = of_table(table, choice.member)
        self._begin(source, table.name, choice, len(source.raw if isinstance(source, Source) else source))

    def peek(self, table: Table, choice: ReadingChoice) -> None:
        """Read the beginning of a table's bytes in another way; the same follows."""
        source = beginning(of_table(table, choice.member))
        self._begin(source, table.name, choice, len(source.raw if isinstance(source, Source) else source))

    def _begin(self, source: Readable, name: str, choice: ReadingChoice, size: int) -> None:
        self.cancel()
        # In a thread: bytes take as long to hand over as the child takes to start.
        self._thread.begin(partial(self._run, source, name, choice, size >= LARGE))

    def cancel(self) -> None:
        """Forget the load under way: nothing of it will be told, and its memory is given back."""
        with self._lock:
            self._thread.forget()
            if self._process is not None:
                self._process.stop()
                self._process = None

    def shut_down(self) -> None:
        """Forget the load under way and wait for its thread to end."""
        self.cancel()
        self._thread.join()

    def _run(self, source: Readable, name: str, choice: ReadingChoice, is_large: bool, number: int) -> None:
        read = self._read_elsewhere if is_large else self._read_here
        result = read(source, name, choice, number)
        if isinstance(result, Table) and self._thread.counts(number):
            try:
                look_over(result)
            except Exception:  # whoever asks for it will hear of it
                log.exception("Looking over %s failed", name)
        self._read.emit(number, result)

    def _read_here(self, source: Readable, name: str, choice: ReadingChoice, number: int) -> Table | CsvError:
        return table_or_refusal(source, name, choice, partial(self._came.emit, number))

    def _read_elsewhere(
        self, source: Readable, name: str, choice: ReadingChoice, number: int
    ) -> Table | CsvError:
        """What a process makes of it; `cancel` ends that process."""
        try:
            process = TableProcess(source, name, choice)
        except Exception as error:
            log.exception("A process to read in could not begin")
            return CsvError(f"{name} cannot be read ({error}).")
        with self._lock:
            if self._thread.counts(number):
                self._process = process
            else:
                process.stop()
        result = process.table_or_refusal(partial(self._came.emit, number))
        with self._lock:
            if self._process is process:
                self._process = None
        return result

    def _tell_progress(self, number: int, share: float) -> None:
        if self._thread.counts(number):
            self.progressed.emit(share)

    def _deliver(self, number: int, result: Table | CsvError) -> None:
        if not self._thread.counts(number):
            return
        if isinstance(result, Table):
            self.loaded.emit(result)
        elif isinstance(result, TooWideError | SeveralTablesError):
            self.choice_needed.emit(result)
        else:
            self.refused.emit(result.message)


def size_of(path: Path) -> int:
    """Bytes; 0 where there is no such file."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0  # reading it will say what is wrong
