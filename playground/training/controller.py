"""TrainingController: the window's side of the training. Everything here runs in the GUI thread."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThread, Signal

from playground.document.document import Document
from playground.document.edits import set_seed, set_start
from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.document.weights import RunnerValues
from playground.engine.landscape.surface import window_of
from playground.engine.named_weights import NamedWeights
from playground.engine.snapshot import Snapshot, StopReason
from playground.engine.trainer import TrainerState
from playground.training.changes import Change, change
from playground.training.first_look import first_look
from playground.training.jobs import JobDesk
from playground.training.mailbox import Mailbox
from playground.training.pictures import (
    PictureNeeds,
    PictureRequest,
    Pictures,
    PictureWorker,
)
from playground.training.preparer import Preparer, is_large
from playground.training.prover import SliceProver
from playground.training.turn import DrawingTurn
from playground.training.worker import Assignment, TrainingWorker

ANEW = Change("rebuild", {})

SLOW = 2.0
"""Updates per second up to which every surface stays long enough to look at all that is on it."""

PATIENCE = 0.05
"""Seconds the window may stand still for the first snapshot of a changed project; none if its table is large:
that snapshot would not be there in time."""


class TrainingController(QObject):
    """Trains the document's project in a thread of its own and hands out what there is to see.

    Create it before the views: when they hear of `Document.project_changed`, `snapshot` already belongs to
    the new project. (The controller hands the change to the training thread and waits for its first
    snapshot: usually one slice of 4 ms. If that takes too long, because there are very many rows, the weights
    are carried over here, with unknown costs, and the thread's snapshot follows.) `snapshot_ready` for
    the new project comes once every view has heard of the change.

    Every project change, restart and loaded state starts a new *generation*; snapshots and pictures of an
    older one are dropped.
    """

    snapshot_ready = Signal(object)
    """Snapshot: newer weights (at most 30 times a second), or the first ones after a change"""
    pictures_ready = Signal(object)
    """Pictures: of the latest snapshot, or of a slightly older one of the same project"""
    running_changed = Signal(bool)
    stopped = Signal(object)
    """StopReason: training ended by itself; the last snapshot and `running_changed` came before"""
    failed = Signal(str)
    """a sentence: something went wrong in a thread; training is paused"""
    rate_changed = Signal(float)
    """measured updates per second of the shown runner; 0 when training rests"""

    # To the threads. Connected to bound methods of the workers, so received in their threads.
    _assigned = Signal(object)
    _state_wanted = Signal(object)
    _train_wanted = Signal(int)
    _pause_wanted = Signal()
    _step_wanted = Signal(int, int)
    _speed_wanted = Signal(object)
    _shown_wanted = Signal(int)
    _pictures_wanted = Signal()
    _end_wanted = Signal()
    # To itself, after the present event.
    _announced = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._generation = 0
        self._run = 0
        self._running = False
        self._needs = PictureNeeds()
        self._snapshots: Mailbox[Snapshot] = Mailbox()
        self._requests: Mailbox[PictureRequest] = Mailbox()
        self._pictures: Mailbox[Pictures] = Mailbox()
        self._turn = DrawingTurn(self)
        self._trainer = TrainingWorker(self._snapshots, self._turn.wait)
        self._painter = PictureWorker(self._requests, self._pictures, self._turn.wait)
        self._threads = (QThread(self), QThread(self))
        self.jobs = JobDesk(self._threads[1], self._turn, self)
        self._connect_workers()
        for thread, worker in zip(self._threads, (self._trainer, self._painter), strict=True):
            worker.moveToThread(thread)
            thread.start()
        self.prover = SliceProver(self)
        """Proves what is asked of it, in a process of its own"""
        self.preparer = Preparer(document, self)
        """Works out changes of large tables"""
        self._ended = False
        try:
            self._told = self._snapshot = self._assign(ANEW).result()
        except Exception:
            self.shut_down()
            raise
        self._speed_wanted.emit(document.view.speed)
        document.project_changed.connect(self._follow_project)
        document.replaced.connect(self._begin_afresh)
        document.view_changed.connect(self._follow_view)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.shut_down)

    def _connect_workers(self) -> None:
        trainer, painter = self._trainer, self._painter
        self._assigned.connect(trainer.assign)
        self._state_wanted.connect(trainer.hand_out_state)
        self._train_wanted.connect(trainer.train)
        self._pause_wanted.connect(trainer.pause)
        self._step_wanted.connect(trainer.step)
        self._speed_wanted.connect(trainer.set_speed)
        self._shown_wanted.connect(trainer.show_runner)
        self._pictures_wanted.connect(painter.paint)
        # The jobs' worker goes first: the painter's last act ends the thread that both live in.
        for worker in (self.jobs.worker, trainer, painter):
            self._end_wanted.connect(worker.finish)
        for worker in (trainer, painter):
            worker.failed.connect(self._fail)
        trainer.published.connect(self._receive_snapshot)
        trainer.halted.connect(self._receive_halt)
        trainer.rate_measured.connect(self._receive_rate)
        painter.painted.connect(self._receive_pictures)
        self._turn.over.connect(self._receive_news)
        self._announced.connect(self._tell_snapshot, Qt.ConnectionType.QueuedConnection)

    # -- what there is to see --

    @property
    def snapshot(self) -> Snapshot:
        """The latest snapshot; always one of the document's present project."""
        return self._snapshot

    @property
    def running(self) -> bool:
        """Whether training runs on (single updates and epochs don't count)."""
        return self._running

    def weights_on_screen(self) -> RunnerValues:
        """All weights and biases of the latest snapshot, by runner id and name (cut ones left out)."""
        shot = self._snapshot
        return {runner.id: NamedWeights(shot.network.layout, runner.theta) for runner in shot.runners}

    def state(self) -> TrainerState:
        """The exact present training state. Blocks for one slice (4 ms, or a pass over very many rows)."""
        return self.state_soon().result()

    def state_soon(self) -> Future[TrainerState]:
        """The exact training state as it is now, at hand a little later; for another thread to wait for."""
        reply: Future[TrainerState] = Future()
        self._turn.lend()
        self._state_wanted.emit(reply)
        return reply

    def set_picture_needs(self, needs: PictureNeeds) -> None:
        """Say which pictures are visible now; the others are not computed."""
        if needs != self._needs:
            self._needs = needs
            self._request_pictures()

    # -- what the user asks for --

    def train(self) -> None:
        """Train on until `pause` or a stop condition."""
        if not self._running and not self._ended:
            self._run += 1
            self._set_running(True)
            self._train_wanted.emit(self._run)

    def pause(self) -> None:
        """Training rests from the next slice on; its last snapshot follows. Also ends a running epoch."""
        self._pause_wanted.emit()
        self._set_running(False)

    def toggle(self) -> None:
        """Train if training rests, pause if it runs."""
        if self._running:
            self.pause()
        else:
            self.train()

    def step_update(self) -> None:
        """Pause, and make one more update of the shown runner."""
        self._step(updates=1)

    def step_epoch(self) -> None:
        """Pause, and train the shown runner to the end of its epoch (at full speed)."""
        self._step(epochs=1)

    def train_epochs(self, count: int) -> None:
        """Pause, and train the shown runner for that many epochs more (at full speed)."""
        self._step(epochs=count)

    def _step(self, updates: int = 0, epochs: int = 0) -> None:
        if not self._ended:
            self._set_running(False)
            self._step_wanted.emit(updates, epochs)

    def restart(self) -> None:
        """Back to the first weights: the same ones, with the same row order. Goes on if it was running."""
        self._begin_generation(ANEW)

    def new_weights(self) -> None:
        """Draw other first weights (an edit: can be undone). Start values that were set give way too."""
        project = self._document.project
        drawn = set_start(set_seed(project, project.training.seed + 1), {})
        self._document.edit("New weights", drawn)

    def set_speed(self, rate: float | None) -> None:
        """Updates per second of the shown runner, None for as many as possible. Kept in the ViewState."""
        self._document.set_view(replace(self._document.view, speed=rate))

    def show_runner(self, runner_id: int) -> None:
        """Make this runner the shown one. Kept in the ViewState."""
        self._document.set_view(replace(self._document.view, shown_runner=runner_id))

    def load_state(self, state: TrainerState) -> None:
        """Go on from a saved state of the document's present project, exactly where it was."""
        self.pause()
        self._begin_generation(ANEW, state)

    def shut_down(self) -> None:
        """Stop both threads and wait for them. Call it before the program ends; twice does no harm."""
        if self._ended:
            return
        self._ended = True
        self._set_running(False)
        self._painter.cancel()
        self.jobs.cancel()
        self.prover.shut_down()
        self.preparer.shut_down()
        self._end_wanted.emit()
        self._turn.end()  # nobody waits for drawings that won't come
        for thread in self._threads:
            thread.wait()

    # -- what follows from the document --

    def _follow_project(self, old: Project, new: Project, values: RunnerValues) -> None:
        wanted = change(old, new, values)
        if wanted.kind == "none":
            return
        rests = wanted.begins_anew and old.table != new.table  # another file begins at rest
        if rests:
            self._pause_wanted.emit()
        self._begin_generation(wanted)
        if rests:  # told only now: whoever hears it finds a snapshot that belongs to the project
            self._set_running(False)

    def _begin_afresh(self) -> None:
        """Another project was opened: no weight of the old one goes on, even under the same name."""
        self.pause()
        self.restart()

    def _follow_view(self, old: ViewState, new: ViewState) -> None:
        if new.speed != old.speed:
            self._speed_wanted.emit(new.speed)
        if new.shown_runner != old.shown_runner:
            self._shown_wanted.emit(new.shown_runner)
        if (new.axes, new.plane, new.window) != (old.axes, old.plane, old.window):
            self._request_pictures()

    def _begin_generation(self, wanted: Change, state: TrainerState | None = None) -> None:
        if self._ended:
            return
        self._generation += 1
        # Whoever paints shall not wait, and for a large table's first snapshot nobody should: the thread
        # begins once the change is drawn, and costs follow with its snapshot.
        is_painted = wanted.kind == "rows"
        if is_painted or is_large(self._document.project.table):
            self._turn.begin()
            self._assign(wanted, state, patient=True)
            self._look_first(wanted)
            if not is_painted:
                self._announced.emit()
        elif self._wait_for_first(self._assign(wanted, state), wanted):
            self._announced.emit()
            self._turn.begin()  # every view is about to follow the change

    def _wait_for_first(self, reply: Future[Snapshot], wanted: Change) -> bool:
        """Take a generation's first snapshot, for which the window waits a moment; whether there is one."""
        self._turn.lend()
        try:
            self._snapshot = reply.result(timeout=PATIENCE)
        except TimeoutError:
            self._look_first(wanted)
        except Exception:  # the worker has logged it and tells it by `failed`
            return False
        return True

    def _look_first(self, wanted: Change) -> None:
        project, shown = self._document.project, self._document.view.shown_runner
        self._snapshot = first_look(self._snapshot, project, wanted, shown, self._generation)

    def _assign(
        self, wanted: Change, state: TrainerState | None = None, *, patient: bool = False
    ) -> Future[Snapshot]:
        """Hand the project to the training thread, which replies with its first snapshot."""
        project, shown = self._document.project, self._document.view.shown_runner
        assignment = Assignment(self._generation, project, wanted, shown, state, patient)
        self._assigned.emit(assignment)
        return assignment.reply

    # -- what comes from the threads --

    def _receive_news(self) -> None:
        """One drawing at a time: what came while the window drew is taken when that is over."""
        self._receive_pictures()
        self._receive_snapshot()

    def _receive_snapshot(self) -> None:
        if not self._turn.is_on:
            self._take_snapshot()

    def _take_snapshot(self) -> None:
        snapshot = self._snapshots.take()
        if snapshot is not None and snapshot.generation == self._generation:
            self._snapshot = snapshot
            self._tell_snapshot()

    def _tell_snapshot(self) -> None:
        """Once only: the first snapshot of a generation comes by reply as well as by mailbox."""
        if self._snapshot is not self._told:
            self._told = self._snapshot
            self._turn.begin()
            self.snapshot_ready.emit(self._snapshot)
            self._request_pictures()

    def _receive_pictures(self) -> None:
        if self._turn.is_on:
            return
        pictures = self._pictures.take()
        if pictures is not None and pictures.snapshot.generation == self._generation:
            self._turn.begin()
            self.pictures_ready.emit(pictures)

    def _receive_halt(self, run: int, reason: StopReason | None) -> None:
        self._take_snapshot()  # the last one, although an older one may still be being drawn
        if run == self._run:
            self._set_running(False)
        elif run:  # an older run, paused in the meantime
            return
        if reason is not None:
            self.stopped.emit(reason)

    def _receive_rate(self, rate: float) -> None:
        if self._running:
            self.rate_changed.emit(rate)

    def _fail(self, text: str) -> None:
        self.pause()
        self.failed.emit(text)

    def _set_running(self, running: bool) -> None:
        if running != self._running:
            self._running = running
            self.running_changed.emit(running)
            if not running:
                self.rate_changed.emit(0.0)
                self._request_pictures()

    def _request_pictures(self) -> None:
        if not self._needs or self._ended:
            return
        view = self._document.view
        window = None if view.window is None else window_of(*view.window)
        resting = not self._running or (view.speed is not None and view.speed <= SLOW)
        about = self._snapshot, self._document.project
        request = PictureRequest(*about, view.axes, window, self._needs, resting=resting, plane=view.plane)
        if self._requests.put(request):
            self._pictures_wanted.emit()
