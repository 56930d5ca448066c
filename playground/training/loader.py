"""TableLoader: reads a CSV without making the window wait."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from playground.data.columns import Table
from playground.training.reading import TableProcess, table_or_refusal

LARGE = 4_000_000
"""Bytes from which a file is read in a process of its own. Typing its cells keeps Python busy for seconds,
and the window late (measured: p99 52 ms beside a thread, 12 ms beside a process); a process takes half a
second to start."""


class TableLoader(QObject):
    """Reads one table at a time; asking for another one drops the one under way.

    Signals:
        loaded(table): the `Table` asked for last.
        refused(text): one sentence saying why the file asked for last is not understood.
    """

    loaded = Signal(object)
    refused = Signal(str)

    _read = Signal(int, object)  # emitted in the reading thread, received in the GUI thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._process: TableProcess | None = None
        self._threads: list[threading.Thread] = []
        self._read.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def load(self, path: Path) -> None:
        """Read the file; `loaded` or `refused` follows, unless another load or `cancel` comes first."""
        self.cancel()
        self._process = TableProcess(path) if _size(path) >= LARGE else None
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self._run, args=(self._number, path, self._process))
        self._threads.append(thread)
        thread.start()

    def cancel(self) -> None:
        """Forget the load under way: nothing of it will be told."""
        self._number += 1
        if self._process is not None:
            self._process.stop()
            self._process = None

    def shut_down(self) -> None:
        """Forget the load under way and wait for its thread to end."""
        self.cancel()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _run(self, number: int, path: Path, process: TableProcess | None) -> None:
        result = table_or_refusal(path) if process is None else process.table_or_refusal()
        self._read.emit(number, result)

    def _deliver(self, number: int, result: Table | str) -> None:
        if number != self._number:
            return
        self._process = None
        if isinstance(result, str):
            self.refused.emit(result)
        else:
            self.loaded.emit(result)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0  # reading it will say what is wrong
