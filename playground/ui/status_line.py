"""The status bar: the last message, and how true the pictures are right now."""

from __future__ import annotations

from typing import Final, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from playground.appearance.buttons import ElidedLabel
from playground.appearance.icons import icon_pixmap
from playground.appearance.numbers import format_count, format_number
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.document.examples import scene_note
from playground.document.project import Project
from playground.engine.snapshot import Snapshot, StopReason
from playground.training.controller import TrainingController
from playground.training.pictures import Pictures
from playground.ui.reading_progress import ReadingProgress

Tone = Literal["good", "warn"]
OLD: Final = "Pictures: {} updates old"
ALL_EXACT: Final = "Network, predictions and cost surface: exact"
SHOWN_EXACT: Final = "All exact; the surface is the shown runner's slice"
POINTS_EXACT: Final = "All exact; the surface goes through three points"
BETTER: Final = "Find good settings, in the menu Train, may do better; or choose more epochs."
_WIDEST: Final = (OLD.format("10,000,000"), ALL_EXACT, SHOWN_EXACT, POINTS_EXACT)


class StatusLine(QStatusBar):
    """Left: what happened last. Right: whether the network, the predictions and the surface show the same."""

    def __init__(
        self, document: Document, controller: TrainingController, theme: Theme, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._controller = controller
        self._theme = theme
        self._tone: Tone = "good"
        self._on_training = False
        self._work = ""
        self._rate = 0.0
        self._pictures: Pictures | None = None
        self._end: StopReason | None = None
        self._note = scene_note(document.project)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(px(30))
        self._picture = QLabel(self)
        self.message = ElidedLabel("", self)
        self.exactness = QLabel(self)
        for label in (self.message, self.exactness):
            label.setFont(text_font("body", tabular=True))
        # Room for all it can say: a bar is laid out anew only a moment after a text has grown, and the texts
        # alternate many times a second while training runs.
        advance = self.exactness.fontMetrics().horizontalAdvance
        self.exactness.setMinimumWidth(max(advance(text) for text in _WIDEST))
        self.exactness.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.addWidget(_row(self._picture, self.message), 1)
        self.reading = ReadingProgress(self)
        self.addPermanentWidget(self.reading)
        self.addPermanentWidget(_row(self.exactness))
        document.project_changed.connect(self._take_note)
        controller.snapshot_ready.connect(self._follow_snapshot)
        controller.pictures_ready.connect(self._follow_pictures)
        controller.running_changed.connect(self.tell_training)
        controller.stopped.connect(self._tell_stop)
        controller.rate_changed.connect(self._note_rate)
        controller.preparer.busy_changed.connect(self._tell_work)

    def tell(self, text: str) -> None:
        """Say that something went well."""
        self._on_training = False
        self._say(text, "good")

    def warn(self, text: str) -> None:
        """Say that something went wrong."""
        self._on_training = False
        self._say(text, "warn")

    def tell_training(self) -> None:
        """Say how far the training is; until something else is said, this keeps up with it."""
        self._on_training = True
        project = self._document.project
        updates, lack = self._controller.snapshot.shown_runner.updates, project.dataset.lack
        if lack:
            self._say(f"Training waits. {lack}" if self._controller.running else lack, "good")
        elif self._controller.running:
            count = sum(runner.enabled for runner in project.training.runners)
            text = f"Training {count} {'runner' if count == 1 else 'runners'} on {project.name}"
            if self._rate > 0:
                text += f" · {format_number(self._rate)} updates/s"
            self._say(f"{text}: {self._note}" if self._note else text, "good")
        elif updates > 0:
            plural = "update" if updates == 1 else "updates"
            self._say(f"Paused after {format_count(updates)} {plural}", "good")
        else:
            text = f"{project.name} is ready to train"
            self._say(f"{text}: {self._note}" if self._note else text, "good")

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self._draw_icon()

    def _take_note(self, _old: Project, new: Project) -> None:
        self._note = scene_note(new)

    def _say(self, text: str, tone: Tone) -> None:
        if text != self.message.full_text or tone != self._tone:
            self._tone = tone
            self.message.setText(text)
            self._draw_icon()

    def _draw_icon(self) -> None:
        if not self.message.full_text:
            self._picture.setPixmap(QPixmap())
            return
        name = "check" if self._tone == "good" else "warning"
        color = self._theme.good if self._tone == "good" else self._theme.warn
        self._picture.setPixmap(icon_pixmap(name, color, px(16), self.devicePixelRatioF()))

    def _tell_work(self, text: str) -> None:
        """Say what is being worked out, until something else is said; an empty text: nothing is any more."""
        if text:
            self._work = f"{text} …"
            self.tell(self._work)
        elif self.message.full_text == self._work:
            self.tell_training()

    def _note_rate(self, rate: float) -> None:
        self._rate = rate

    def _tell_stop(self, reason: StopReason) -> None:
        self._on_training = False
        self._end = reason
        self._say(reason.text, "warn" if reason.kind == "diverged" else "good")
        self._judge_end()

    def _follow_snapshot(self, snapshot: Snapshot) -> None:
        pictures = self._pictures
        if pictures is not None and pictures.snapshot.generation != snapshot.generation:
            self._pictures = None
        if self._on_training:
            self.tell_training()
        self._show_exactness()

    def _follow_pictures(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._judge_end()
        self._show_exactness()

    def _judge_end(self) -> None:
        """Say how good the network is that training has ended with, as soon as that is known."""
        end, snapshot, pictures = self._end, self._controller.snapshot, self._pictures
        if end is None or pictures is None or self.message.full_text != end.text or end.kind == "diverged":
            return
        same = pictures.snapshot.shown_runner.updates == snapshot.shown_runner.updates
        if same and pictures.standing is not None:
            self._end = None
            epochs = format_count(int(snapshot.shown_runner.epochs))
            told = f"{epochs} epochs done. {BETTER}" if end.kind == "epochs" else end.text
            self._say(f"{pictures.standing.comparison.sentence} {told}", self._tone)

    def _show_exactness(self) -> None:
        self.exactness.setText(exactness(self._controller.snapshot, self._pictures))


def _row(*widgets: QWidget) -> QWidget:
    """The widgets side by side, clear of the window's edge; the last one takes what room there is."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(8, 0, 8, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, int(widget is widgets[-1]))
    return holder


def exactness(snapshot: Snapshot, pictures: Pictures | None) -> str:
    """One line: how old the pictures are, and whether the surface holds every runner's whole path."""
    if pictures is None:
        return ""
    age = snapshot.shown_runner.updates - pictures.snapshot.shown_runner.updates
    if age > 0:
        return OLD.format(format_count(age)) if age > 1 else "Pictures: 1 update old"
    if pictures.surface is None:
        return "Pictures: exact"
    if pictures.exact_for_all:
        return ALL_EXACT
    through_points = pictures.drawn is not None and pictures.drawn.points is not None
    return POINTS_EXACT if through_points else SHOWN_EXACT
