"""How far the reading of a large file is, and a button to stop it: shown in the status bar while it lasts."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from playground.appearance.text import px, text_font
from playground.ui.files import Files

PATIENCE = 400
"""ms before it shows: what is read sooner needs no bar."""


class ReadingProgress(QWidget):
    """Hidden unless a file is being read for longer than a moment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(px(140), px(8))
        self.bar.setAccessibleName("Share of the file that has been read")
        self.button = QPushButton("Stop reading", self)
        self.button.setFont(text_font("label"))
        self.button.setFixedHeight(px(22))
        self.button.setStyleSheet("padding: 0 8px; min-height: 0")
        self.button.setToolTip("Stop reading\nWhat is on screen stays.\nCtrl+.")
        self.button.setAccessibleName("Stop reading the file")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(8), 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self.bar)
        row.addWidget(self.button)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self.show)
        self.hide()

    def watch(self, files: Files) -> None:
        """Follow what is being read, and stop it when asked to."""
        files.reading_changed.connect(self.follow)
        files.read_so_far.connect(self.show_share)
        self.button.clicked.connect(files.stop_reading)

    def follow(self, reading: bool) -> None:
        """A file is being read, or no longer: it is done, refused, or given up."""
        if reading:
            self.bar.setValue(0)
            self._patience.start()
        else:
            self._patience.stop()
            self.hide()

    def show_share(self, share: float) -> None:
        self.bar.setValue(round(1000 * share))
