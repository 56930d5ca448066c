"""TrainingController: the window's side of the training. Everything here runs in the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from playground.document.document import Document
from playground.engine.snapshot import Snapshot
from playground.engine.trainer import TrainerState
from playground.training.changes import RunnerValues
from playground.training.pictures import PictureNeeds


class TrainingController(QObject):
    """Trains the document's project in a thread of its own and hands out what there is to see.

    Create it before the views: `snapshot` then belongs to the document's project whenever a view hears
    of a change, and `snapshot_ready` for the new project follows after `Document.project_changed`.
    """

    snapshot_ready = Signal(object)
    """Snapshot: newer weights (at most 30 times a second), or the first ones after a change"""
    pictures_ready = Signal(object)
    """Pictures: of the latest snapshot, or of a slightly older one of the same project"""
    running_changed = Signal(bool)
    stopped = Signal(object)
    """StopReason: training ended by itself; `running_changed` came before"""
    failed = Signal(str)
    """a sentence: something went wrong in a thread; training is paused"""
    rate_changed = Signal(float)
    """measured updates per second of the shown runner; 0 when training rests"""

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)

    @property
    def snapshot(self) -> Snapshot:
        """The latest snapshot; always one of the document's present project."""
        raise NotImplementedError

    @property
    def running(self) -> bool:
        raise NotImplementedError

    def train(self) -> None:
        """Train on until `pause` or a stop condition."""

    def pause(self) -> None: ...

    def toggle(self) -> None:
        """Train if training rests, pause if it runs."""

    def step_update(self) -> None:
        """Pause, and make one more update of the shown runner."""

    def step_epoch(self) -> None:
        """Pause, and train the shown runner to the end of its epoch (at full speed)."""

    def restart(self) -> None:
        """Back to the first weights: the same ones, with the same row order. Goes on if it was running."""

    def new_weights(self) -> None:
        """Draw other first weights (an edit: can be undone)."""

    def set_speed(self, rate: float | None) -> None:
        """Updates per second of the shown runner, None for as many as possible. Kept in the ViewState."""

    def show_runner(self, runner_id: int) -> None:
        """Make this runner the shown one. Kept in the ViewState."""

    def set_picture_needs(self, needs: PictureNeeds) -> None:
        """Say which pictures are visible now; the others are not computed."""

    def weights_on_screen(self) -> RunnerValues:
        """All weights and biases of the latest snapshot, by runner id and name."""
        raise NotImplementedError

    def state(self) -> TrainerState:
        """The exact present training state. Blocks for at most one slice (8 ms, or one update)."""
        raise NotImplementedError

    def load_state(self, state: TrainerState) -> None:
        """Go on from a saved state (of the document's present project)."""

    def shut_down(self) -> None:
        """Stop both threads and wait for them. Call it before the program ends."""
