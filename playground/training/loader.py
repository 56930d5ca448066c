"""TableLoader: reads a CSV without making the window wait."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from playground.data.columns import Table
from playground.data.errors import CsvError
from playground.data.reader import read_table

log = logging.getLogger(__name__)


class TableLoader(QObject):
    """Reads one table at a time in a thread; asking for another one drops the one under way.

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
        self._threads: list[threading.Thread] = []
        self._read.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def load(self, path: Path) -> None:
        """Read the file; `loaded` or `refused` follows, unless another load comes first."""
        self._number += 1
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self._run, args=(self._number, path), name="table loader")
        self._threads.append(thread)
        thread.start()

    def cancel(self) -> None:
        """Forget the load under way: nothing of it will be told."""
        self._number += 1

    def shut_down(self) -> None:
        """Forget the load under way and wait for its thread to end."""
        self.cancel()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def _run(self, number: int, path: Path) -> None:
        result: Table | str
        try:
            result = read_table(path)
        except CsvError as error:
            result = error.message
        except Exception as error:
            log.exception("Reading %s failed", path)
            result = f"{path.name} cannot be read ({error})."
        self._read.emit(number, result)

    def _deliver(self, number: int, result: Table | str) -> None:
        if number != self._number:
            return
        if isinstance(result, str):
            self.refused.emit(result)
        else:
            self.loaded.emit(result)
