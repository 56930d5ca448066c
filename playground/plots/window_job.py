"""WindowJob: the long computation that a small window starts, watches and stops."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from playground.plots.experiment_window import ExperimentWindow
from playground.training.jobs import Job, JobDesk, News


class WindowJob(QObject):
    """``reported(found, is_done)``: what the window's own job, the one begun last, has found so far."""

    reported = Signal(object, bool)

    def __init__(self, window: ExperimentWindow, desk: JobDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk = window, desk
        self._ticket = 0
        window.stopped.connect(self.stop)
        desk.reported.connect(self._receive)
        desk.ended.connect(self._ended)
        desk.failed.connect(window.message.setText)

    def begin(self, job: Job) -> None:
        """It takes the place of whatever was under way."""
        self._ticket = self._desk.start(job)
        self._window.set_running(True)

    def stop(self) -> None:
        """What was found so far stays."""
        if self._window.is_running:
            self._desk.cancel()

    def _receive(self, news: News) -> None:
        if news.ticket == self._ticket:
            self.reported.emit(news.report, news.is_done)

    def _ended(self) -> None:
        if self._window.is_running and not self._desk.is_busy:
            self._window.set_running(False)
