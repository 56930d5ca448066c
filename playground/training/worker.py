"""TrainingWorker: owns the one `Trainer` and lives in the training thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from playground.data.dataset import Dataset
from playground.document.project import Project
from playground.engine.network import Network
from playground.engine.snapshot import Snapshot, StopReason
from playground.engine.trainer import Rows, Trainer, TrainerState
from playground.engine.transplant import onto_other_rows, transplant
from playground.training.changes import Change
from playground.training.mailbox import Mailbox
from playground.training.pace import Pacer, RateMeter
from playground.training.waiting import ONE_ROW, WaitingTrainer

SLICE = 0.004
"""Seconds of training before the thread looks for messages again, and whether the window draws: pause and
edits need no flag."""

PUBLISH_INTERVAL = 1 / 30
PUBLISH_SHARE = 0.2
"""At most this share of the time goes into snapshots (they cost a pass over all rows)."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Assignment:
    """What to train from now on. ``state`` is where to go on; None: as ``change`` says.

    ``reply`` gets the first snapshot (which is published as well), or the exception. ``patient``: nobody
    waits for it, so the window may draw what has changed first.
    """

    generation: int
    project: Project
    change: Change
    shown: int
    state: TrainerState | None = None
    patient: bool = False
    reply: Future[Snapshot] = field(default_factory=Future)


class TrainingWorker(QObject):
    """Trains in slices of about 4 ms; between two slices it does what its slots were asked to.

    Signals:
        published(): a snapshot lies in the mailbox, which was empty before.
        halted(run, reason): the run of that number (0: single updates or epochs) ended by itself, with a
            `StopReason`, or None after an error.
        failed(text): what went wrong.
        rate_measured(rate): updates per second of the shown runner.
    """

    published = Signal()
    halted = Signal(int, object)
    failed = Signal(str)
    rate_measured = Signal(float)

    def __init__(self, mailbox: Mailbox[Snapshot], wait_for_drawing: Callable[[], object]) -> None:
        """``wait_for_drawing`` is called before every slice."""
        super().__init__()
        self._home = self.thread()
        self._mailbox = mailbox
        self._wait_for_drawing = wait_for_drawing
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._slice)
        self._generation = 0
        self._trainer: Trainer | WaitingTrainer
        self._network: Network
        self._dataset: Dataset | None = None
        self._rows: tuple[Rows, Rows]  # of the dataset, to train and to test
        self._n_rows = 0
        self._ready = False  # there is something to train: the last assignment could be followed
        self._run = 0
        self._running = False  # trains on, at the chosen speed
        self._updates_left = self._epochs_left = 0  # single ones asked for, at full speed
        self._rate: float | None = None
        self._pacer: Pacer | None = None
        self._meter: RateMeter | None = None
        self._unfinished = False
        self._unpublished = False
        self._next_publication = 0.0

    # -- what the controller asks for: slots, so all in the training thread --

    def assign(self, assignment: Assignment) -> None:
        """Go over to another project, or back to the beginning. A run goes on with it."""
        if assignment.patient:
            self._wait_for_drawing()
        try:
            self._trainer = self._trainer_for(assignment)
            self._network = Network(assignment.project.network)
            self._n_rows = _rows_of(assignment.project)
            self._generation = assignment.generation
            self._trainer.shown = assignment.shown
            self._meter = None
            self._ready = True
            assignment.reply.set_result(self._publish())
            self._wake_or_wait()
        except Exception as error:
            log.exception("Training could not follow a change")
            self._rest()
            self._ready = False
            assignment.reply.set_exception(error)
            self.failed.emit(f"Training can't go on with this change: {error}")

    def hand_out_state(self, reply: Future[TrainerState]) -> None:
        """The exact present state, a deep copy."""
        try:
            reply.set_result(self._trainer.state())
        except Exception as error:
            reply.set_exception(error)

    def train(self, run: int) -> None:
        """Train on; ``run`` is the number that `halted` will carry."""
        self._rest()
        self._run, self._running = run, True
        if self._ready:
            self.set_speed(self._rate)
        else:
            self._end(None)

    def pause(self) -> None:
        self._rest()
        self._publish_news()

    def step(self, updates: int, epochs: int) -> None:
        """Make so many more updates, then end so many more epochs, of the shown runner, at full speed."""
        self._running = False
        if self._ready:
            self._updates_left += updates
            self._epochs_left += epochs
            self._wake_or_wait()

    def set_speed(self, rate: float | None) -> None:
        """Updates per second of the shown runner; None as many as possible."""
        self._rate = rate
        if self._running:
            self._pacer = None if rate is None else Pacer(rate, perf_counter())
            self._meter = None
            self._wake_or_wait()

    def show_runner(self, runner: int) -> None:
        """The runner whose updates, epochs and speed count."""
        self._trainer.shown = runner
        self._meter = None
        self._publish()

    def finish(self) -> None:
        """The last thing asked for: stop, and go home to the GUI thread, to be deleted there."""
        self._rest()
        self.moveToThread(self._home)
        QThread.currentThread().quit()

    def _wake_or_wait(self) -> None:
        """Go on with what was asked for. A run waits for rows; single updates and epochs do not."""
        if isinstance(self._trainer, WaitingTrainer):
            self._timer.stop()
            self._updates_left = self._epochs_left = 0
        elif self._running or self._updates_left or self._epochs_left:
            self._timer.start(0)

    # -- training --

    def _slice(self) -> None:
        began = perf_counter()
        self._wait_for_drawing()
        # What is waited for drawings is not to be drawn about: training gets its full interval in between.
        self._next_publication += perf_counter() - began
        try:
            reason = self._run_on() if self._running else self._step_on()
            if perf_counter() >= self._next_publication:
                self._publish_news()
        except Exception as error:
            log.exception("Training failed")
            self._end(None)
            self.failed.emit(f"Training was paused by an error: {error}")
            return
        if reason is not None:
            self._publish_news()  # the last snapshot comes before the news
            self._end(reason)
        elif not (self._running or self._updates_left or self._epochs_left or self._unfinished):
            self.pause()

    def _run_on(self) -> StopReason | None:
        """One slice at the chosen speed."""
        reason = None
        if self._pacer is None:
            reason = self._advance()
        else:
            before = self._trainer.updates
            due = self._pacer.due(perf_counter())
            if due or self._unfinished:
                reason = self._advance(updates=due)
            self._pacer.made(self._trainer.updates - before)
            self._sleep(self._pacer)
        self._measure()
        return reason

    def _step_on(self) -> StopReason | None:
        """One slice of the updates and epochs asked for one by one."""
        if self._updates_left or not self._epochs_left:
            before = self._trainer.updates
            reason = self._advance(updates=self._updates_left)
            self._updates_left -= self._trainer.updates - before
        else:
            before = self._trainer.epochs_ended
            reason = self._advance(epochs=self._epochs_left)
            self._epochs_left -= self._trainer.epochs_ended - before
        return reason

    def _advance(self, updates: int | None = None, epochs: int | None = None) -> StopReason | None:
        self._unpublished = True
        began = perf_counter()
        # Not beyond the next publication: snapshots would come in whole slices, 25 a second.
        seconds = min(SLICE, max(SLICE / 8, self._next_publication - began))
        reason = self._trainer.run(updates=updates, epochs=epochs, seconds=seconds)
        # Out of time: perhaps the other runners still have to catch up with the shown one.
        self._unfinished = perf_counter() - began >= seconds
        return reason

    def _sleep(self, pacer: Pacer) -> None:
        """Wake again when the next update is due, or a snapshot that had to wait."""
        now = perf_counter()
        wait = 0.0 if self._unfinished else pacer.wait(now)
        if self._unpublished:
            wait = min(wait, max(0.0, self._next_publication - now))
        self._timer.start(int(1000 * wait))

    def _measure(self) -> None:
        now, updates = perf_counter(), self._trainer.updates
        if self._meter is None:
            self._meter = RateMeter(now, updates)
            return
        rate = self._meter.measure(now, updates)
        if rate is not None:
            self.rate_measured.emit(rate)

    def _rest(self) -> None:
        self._timer.stop()
        self._running = False
        self._updates_left = self._epochs_left = 0

    def _end(self, reason: StopReason | None) -> None:
        run = self._run if self._running else 0
        self._rest()
        self.halted.emit(run, reason)

    # -- snapshots --

    def _publish_news(self) -> None:
        if self._unpublished:
            self._publish()

    def _publish(self) -> Snapshot:
        began = perf_counter()
        self._unpublished = False
        snapshot = replace(self._trainer.snapshot(), generation=self._generation)
        if self._mailbox.put(snapshot):
            self.published.emit()
        now = perf_counter()
        self._next_publication = began + max(PUBLISH_INTERVAL, (now - began) / PUBLISH_SHARE)
        return snapshot

    # -- changes --

    def _trainer_for(self, assignment: Assignment) -> Trainer | WaitingTrainer:
        project, change, state = assignment.project, assignment.change, assignment.state
        network = Network(project.network)
        if self._ready and not change.begins_anew:
            state = self._trainer.state()
            if change.kind == "rows":
                state = onto_other_rows(state, self._n_rows, _rows_of(project))
            state = transplant(state, self._network, network, project.training, change.values)
        trainer = self._make_trainer(network, project, state)
        if change.begins_anew and change.values:
            state = transplant(trainer.state(), network, network, project.training, change.values)
            trainer = self._make_trainer(network, project, state)
        return trainer

    def _make_trainer(
        self, network: Network, project: Project, state: TrainerState | None
    ) -> Trainer | WaitingTrainer:
        data = project.dataset
        if data.lack:
            return WaitingTrainer(network, project.training, state)
        if data is not self._dataset:
            self._dataset = data
            self._rows = Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
        return Trainer(network, project.training, *self._rows, state)


def _rows_of(project: Project) -> int:
    """The training rows that a state of the project belongs to."""
    return ONE_ROW if project.dataset.lack else len(project.dataset.train_rows)
