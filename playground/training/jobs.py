"""Long computations a person asked for (a fan of seeds, trying every value), in the pictures' thread.

They take turns with the pictures: a few slices of some milliseconds, then whatever else the thread was asked
for. So there is no third thread to quarrel with, and the training never knows.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from playground.training.mailbox import Mailbox
from playground.training.turn import DrawingTurn

SLICE = 0.006
"""Seconds of work before the window may draw."""
TURN = 0.03
"""Seconds of slices before the pictures have their turn: one of them may take longer than that, too."""
NEWS_INTERVAL = 1 / 15
"""Seconds between two reports: dots and paths that appear can be watched, and cost little to draw."""

log = logging.getLogger(__name__)


class Job(Protocol):
    """Something that is done piece by piece. What it returns is never written again."""

    @property
    def is_done(self) -> bool: ...

    def work(self, seconds: float) -> float:
        """Go on for about so long; returns the seconds until there is more to do (0: at once)."""

    def report(self) -> object:
        """What has been found so far."""


@dataclass(frozen=True)
class News:
    """A job's report. ``ticket`` tells jobs apart; ``is_done``: it is the last one."""

    ticket: int
    report: object
    is_done: bool


class JobWorker(QObject):
    """Works in its thread on the newest job.

    Signals:
        reported(): news lie in the mailbox, which was empty before.
        failed(ticket, text): a job ended with an error.
    """

    reported = Signal()
    failed = Signal(int, str)

    def __init__(self, mailbox: Mailbox[News], wait_for_drawing: Callable[[], object]) -> None:
        super().__init__()
        self._home = self.thread()
        self._mailbox, self._wait_for_drawing = mailbox, wait_for_drawing
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._slice)
        self._job: Job | None = None
        self._ticket = 0
        self._next_news = 0.0

    def start(self, ticket: int, job: Job) -> None:
        """Begin with this one; the one under way is dropped."""
        self._ticket, self._job = ticket, job
        self._next_news = 0.0
        self._timer.start(0)

    def stop(self) -> None:
        self._timer.stop()
        self._job = None

    def finish(self) -> None:
        """The last thing asked for: stop, and go home to the GUI thread, to be deleted there."""
        self.stop()
        self.moveToThread(self._home)

    def _slice(self) -> None:
        job = self._job
        if job is None:
            return
        try:
            wait = self._work(job)
            now = perf_counter()
            if job.is_done or now >= self._next_news:
                self._next_news = now + NEWS_INTERVAL
                if self._mailbox.put(News(self._ticket, job.report(), job.is_done)):
                    self.reported.emit()
        except Exception as error:
            log.exception("A job ended with an error")
            self.stop()
            self.failed.emit(self._ticket, str(error))
            return
        if job.is_done:
            self._job = None
        else:
            self._timer.start(int(1000 * wait))

    def _work(self, job: Job) -> float:
        """One turn; returns the seconds until there is more to do."""
        end = perf_counter() + TURN
        wait = 0.0
        while not wait and not job.is_done and perf_counter() < end:
            self._wait_for_drawing()
            wait = job.work(SLICE)
        return wait


class JobDesk(QObject):
    """The window's side: one job at a time. Everything here runs in the GUI thread.

    Signals:
        reported(News): of the job under way.
        failed(text): it ended with an error.
        ended(): it is done, failed, or was cancelled.
    """

    reported = Signal(object)
    failed = Signal(str)
    ended = Signal()

    _start_wanted = Signal(int, object)
    _stop_wanted = Signal()

    def __init__(self, thread: QThread, turn: DrawingTurn, parent: QObject) -> None:
        """``thread``: where to work; it need not run yet."""
        super().__init__(parent)
        self._turn = turn
        self._mailbox: Mailbox[News] = Mailbox()
        self._tickets = count(1)
        self._ticket: int | None = None
        self.worker = JobWorker(self._mailbox, turn.wait)
        self.worker.moveToThread(thread)
        self._start_wanted.connect(self.worker.start)
        self._stop_wanted.connect(self.worker.stop)
        self.worker.reported.connect(self._receive)
        self.worker.failed.connect(self._fail)
        turn.over.connect(self._receive)

    @property
    def is_busy(self) -> bool:
        return self._ticket is not None

    def start(self, job: Job) -> int:
        """Begin; the job under way is cancelled. Returns the ticket that its news carry."""
        self.cancel()
        self._ticket = next(self._tickets)
        self._start_wanted.emit(self._ticket, job)
        return self._ticket

    def cancel(self) -> None:
        """Nothing more is heard of the job under way."""
        if self._ticket is not None:
            self._ticket = None
            self._stop_wanted.emit()
            self.ended.emit()

    def _receive(self) -> None:
        if self._turn.is_on:  # one drawing at a time: `over` calls again
            return
        news = self._mailbox.take()
        if news is None or news.ticket != self._ticket:
            return
        self._turn.begin()
        if news.is_done:
            self._ticket = None
        self.reported.emit(news)
        if news.is_done:
            self.ended.emit()

    def _fail(self, ticket: int, text: str) -> None:
        if ticket == self._ticket:
            self._ticket = None
            self.failed.emit(text)
            self.ended.emit()
