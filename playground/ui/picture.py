"""A picture of the real window, taken by itself: open, train, wait for fresh pictures, save, close."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QMainWindow

from playground.training.controller import TrainingController
from playground.training.pictures import Pictures
from playground.ui.files import Files

SETTLE_MS: Final = 150
"""Time for the last repaint of views that draw a moment after they hear of something."""


class PictureTaker(QObject):
    """Ends the program with 0 after saving the picture, 3 if the file could not be opened, 1 if not saved."""

    def __init__(
        self, window: QMainWindow, files: Files, controller: TrainingController, target: Path, epochs: int
    ) -> None:
        super().__init__(window)
        self._window = window
        self._files = files
        self._controller = controller
        self._target = target
        self._epochs = epochs
        self._trained = False

    def start(self, file: Path | None) -> None:
        """Open the file, if there is one, and go on from there."""
        self._controller.failed.connect(self._give_up)
        if file is None:
            self._train()
            return
        self._files.opened.connect(self._train)
        self._files.refused.connect(self._refuse)
        self._files.choice_needed.connect(lambda error, _choice: self._refuse(error.message))
        self._files.open(file)

    def _train(self) -> None:
        self._controller.snapshot_ready.connect(self._follow)
        self._controller.stopped.connect(self._follow)
        self._controller.pictures_ready.connect(self._look)
        if self._epochs > 0:
            self._controller.train_epochs(self._epochs)
        else:
            self._trained = True

    def _follow(self) -> None:
        runner = self._controller.snapshot.shown_runner
        self._trained = runner.epochs >= self._epochs or runner.stopped is not None

    def _look(self, pictures: Pictures) -> None:
        now, shown = self._controller.snapshot, pictures.snapshot
        if self._trained and shown.shown_runner.updates == now.shown_runner.updates:
            self._controller.pictures_ready.disconnect(self._look)
            QTimer.singleShot(SETTLE_MS, self._save)

    def _save(self) -> None:
        saved = self._window.grab().save(str(self._target))
        if not saved:
            print(f"The picture could not be written to {self._target}.", file=sys.stderr)
        self._end(0 if saved else 1)

    def _refuse(self, text: str) -> None:
        print(text, file=sys.stderr)
        self._end(3)

    def _give_up(self, text: str) -> None:
        print(text, file=sys.stderr)
        self._end(1)

    def _end(self, code: int) -> None:
        self._controller.shut_down()
        QCoreApplication.exit(code)
