"""Training that diverged says so above the network, with what to try: the status bar may be too short."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.engine.snapshot import Snapshot, StopReason
from playground.training.controller import TrainingController
from playground.ui.strips import MessageStrip


class DivergenceNews(QObject):
    """Shows the strip when training diverges; puts it away once the shown runner can go on."""

    def __init__(self, controller: TrainingController, strip: MessageStrip) -> None:
        super().__init__(strip)
        self._strip = strip
        self._said = ""
        controller.stopped.connect(self._tell)
        controller.snapshot_ready.connect(self._follow)

    def _tell(self, reason: StopReason) -> None:
        if reason.kind == "diverged":
            self._said = reason.text
            self._strip.show_message(reason.text)

    def _follow(self, snapshot: Snapshot) -> None:
        if self._said and snapshot.shown_runner.stopped is None:
            if self._strip.text == self._said:
                self._strip.hide()
            self._said = ""
