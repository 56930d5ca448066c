"""TablePredictor: asks a network about a table's rows and saves the answers, beside the window's thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from playground.data.columns import Table
from playground.data.errors import DataError
from playground.document.predict import Predicted, predict_table, predicted_csv
from playground.document.project import Project
from playground.document.whole_file import NotSavedError, write_whole
from playground.engine.layout import Array
from playground.training.newest_thread import NewestThread

log = logging.getLogger(__name__)


class TablePredictor(QObject):
    """One table at a time; asking for another one drops the one under way.

    Signals:
        predicted(result, updates): the `Predicted`, and after how many updates the weights were so.
        saved(path): the answers are in that file.
        refused(text): one sentence saying why there are no answers, or no file.
    """

    predicted = Signal(object, int)
    saved = Signal(object)
    refused = Signal(str)

    _done = Signal(int, object)  # emitted in the working thread, received in the GUI thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = NewestThread()
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def predict(self, project: Project, theta: Array, table: Table, updates: int) -> None:
        """Ask the network at the weights ``theta``; `predicted` or `refused` follows."""
        self._begin(lambda: (predict_table(project, theta, table), updates))

    def save(self, predicted: Predicted, path: Path) -> None:
        """Write the table's columns and the answers; `saved` or `refused` follows."""

        def write() -> Path:
            write_whole(path, predicted_csv(predicted))
            return path

        self._begin(write)

    def shut_down(self) -> None:
        """Forget what is under way and wait for its thread to end."""
        self._thread.forget()
        self._thread.join()

    def _begin(self, work: Callable[[], object]) -> None:
        self._thread.begin(partial(self._run, work))

    def _run(self, work: Callable[[], object], number: int) -> None:
        result: object
        try:
            result = work()
        except (DataError, NotSavedError) as error:
            result = str(error)
        except Exception as error:
            log.exception("Predicting a table failed")
            result = f"The table could not be predicted ({error})."
        self._done.emit(number, result)

    def _deliver(self, number: int, result: object) -> None:
        if not self._thread.counts(number):
            return
        if isinstance(result, str):
            self.refused.emit(result)
        elif isinstance(result, Path):
            self.saved.emit(result)
        else:
            assert isinstance(result, tuple)
            self.predicted.emit(*result)
