"""The line that says how to begin goes for good once a person has begun."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QSettings

from playground.training.controller import TrainingController
from playground.ui.files import Files
from playground.ui.strips import DropHint

_USED_KEY: Final = "window/hint used"


class FirstHint(QObject):
    """Shows the hint unless it was used in an earlier session."""

    def __init__(
        self, hint: DropHint, files: Files, controller: TrainingController, settings: QSettings
    ) -> None:
        super().__init__(hint)
        self._hint, self._controller, self._settings = hint, controller, settings
        hint.setVisible(not settings.value(_USED_KEY, False, bool))
        files.opened.connect(self._put_away)
        controller.snapshot_ready.connect(self._look)

    def _look(self) -> None:
        if self._controller.snapshot.shown_runner.updates > 0:
            self._put_away()

    def _put_away(self) -> None:
        if not self._hint.isHidden():
            self._hint.hide()
            self._settings.setValue(_USED_KEY, True)
