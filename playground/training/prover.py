"""SliceProver: proves the lowest minimum of a slice without making the window wait."""

from __future__ import annotations

import logging
import threading
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from playground.engine.landscape.proof import SECONDS, ProofProgress
from playground.training.newest_thread import NewestThread
from playground.training.proving import ProofProcess, ProofTask, SliceProof

log = logging.getLogger(__name__)


class SliceProver(QObject):
    """Proves one slice at a time; starting another one drops the one under way.

    Signals:
        progressed(progress): a `ProofProgress`, at most ten times a second.
        finished(result): the `SliceProof` asked for last.
        refused(text): one sentence saying why there is no proof.
    """

    progressed = Signal(object)
    finished = Signal(object)
    refused = Signal(str)

    _told = Signal(int, object)  # emitted in the waiting thread, received in the GUI thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = NewestThread()
        self._task: ProofTask | None = None
        self._lock = threading.Lock()
        self._process: ProofProcess | None = None  # guarded by the lock
        self._told.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def task(self) -> ProofTask | None:
        """What is being proven; None at rest."""
        return self._task

    def start(self, task: ProofTask, seconds: float = SECONDS) -> None:
        """Begin; `finished` or `refused` follows, unless another start or `cancel` comes first."""
        self.cancel()
        self._task = task
        # In a thread: a large task takes as long to hand over as the child takes to start.
        self._thread.begin(partial(self._run, task, seconds))

    def cancel(self) -> None:
        """Forget the proof under way: nothing of it will be told."""
        with self._lock:
            self._thread.forget()
            self._task = None
            if self._process is not None:
                self._process.stop()
                self._process = None

    def shut_down(self) -> None:
        """Forget the proof under way and wait for its thread to end."""
        self.cancel()
        self._thread.join()

    def _run(self, task: ProofTask, seconds: float, number: int) -> None:
        try:
            process = ProofProcess(task, seconds)
        except Exception as error:
            log.exception("A proof could not begin")
            self._told.emit(number, f"The proof could not begin: {error}.")
            return
        with self._lock:
            if self._thread.counts(number):
                self._process = process
            else:
                process.stop()

        def tell(progress: ProofProgress) -> None:
            self._told.emit(number, progress)

        result = process.result(tell)
        with self._lock:
            if self._process is process:
                self._process = None
        self._told.emit(number, result)

    def _deliver(self, number: int, message: ProofProgress | SliceProof | str) -> None:
        if not self._thread.counts(number):
            return
        if isinstance(message, ProofProgress):
            self.progressed.emit(message)
            return
        self._task = None
        if isinstance(message, str):
            self.refused.emit(message)
        else:
            self.finished.emit(message)
