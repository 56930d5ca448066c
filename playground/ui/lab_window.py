"""The landscape lab's window: its choices at the left, its pictures at the right."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QPushButton, QSplitter, QVBoxLayout, QWidget

from playground.appearance.card import Card
from playground.appearance.icons import icon
from playground.appearance.numbers import format_count
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.document.lab_choices import LabChoices, choices_from_text, choices_to_text
from playground.panels.lab_form import LabForm
from playground.plots.lab_view import LabView
from playground.training.lab import Lab
from playground.ui.speed import SpeedControl

SIZE: Final = QSize(1080, 720)
LEAST_SIZE: Final = QSize(820, 560)
FORM_WIDTH: Final = 300
_CHOICES_KEY: Final = "lab/choices"
_GEOMETRY_KEY: Final = "lab/geometry"


class LabWindow(QMainWindow):
    def __init__(self, settings: QSettings, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._settings, self._theme = settings, theme
        self.setWindowTitle("Landscape lab – Neural playground")
        self.setAccessibleName("Landscape lab")
        self.setMinimumSize(LEAST_SIZE)
        self.resize(SIZE)
        self.lab = Lab(choices_from_text(str(settings.value(_CHOICES_KEY, ""))), self)
        self.form = LabForm(self.lab, theme)
        self.view = LabView(self.lab, theme)
        self.train_button = QPushButton("Train")
        self.train_button.setProperty("filled", True)
        self.update_button = QPushButton("Update")
        self.restart_button = QPushButton("Restart")
        self.noise_button = QPushButton("Other noise")
        self.speed = SpeedControl()
        self.counter = QLabel()
        self.message = QLabel()
        self.setCentralWidget(self._center())
        self._connect()
        geometry = settings.value(_GEOMETRY_KEY)
        if geometry is not None:
            self.restoreGeometry(geometry)
        self._follow_choices(self.lab.choices, self.lab.choices)
        self._follow_running(False)
        self.restyle(theme)

    def _center(self) -> QWidget:
        top = QHBoxLayout()
        top.setContentsMargins(px(10), px(8), px(10), px(2))
        top.setSpacing(px(8))
        for button, tip in (
            (self.train_button, "Train\nAll runners walk, or rest (Ctrl+Return)."),
            (self.update_button, "Update\nOne update of every runner, then rest (F10)."),
            (self.restart_button, "Restart\nBack to the start, with the same noise (Ctrl+R)."),
            (self.noise_button, "Other noise\nBack to the start, with other random numbers (Ctrl+Shift+R)."),
        ):
            button.setToolTip(tip)
            top.addWidget(button)
        top.addWidget(self.speed)
        top.addStretch(1)
        top.addWidget(self.message)
        top.addWidget(self.counter)
        self.counter.setFont(text_font("body", tabular=True))
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setHandleWidth(6)
        parts.setChildrenCollapsible(False)
        parts.addWidget(Card("Landscape", self.form))
        parts.addWidget(Card("Cost surface", self.view, self.view.header_widgets()))
        parts.setStretchFactor(1, 1)
        parts.setSizes([px(FORM_WIDTH), px(SIZE.width() - FORM_WIDTH)])
        center = QWidget()
        column = QVBoxLayout(center)
        column.setContentsMargins(6, 0, 6, 6)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(parts, 1)
        return center

    def _connect(self) -> None:
        lab = self.lab
        for button, keys, act in (
            (self.train_button, "Ctrl+Return", lab.toggle),
            (self.update_button, "F10", lab.step),
            (self.restart_button, "Ctrl+R", lab.restart),
            (self.noise_button, "Ctrl+Shift+R", lab.draw_noise),
        ):
            button.clicked.connect(act)
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        QShortcut(QKeySequence.StandardKey.Close, self).activated.connect(self.close)
        self.speed.chosen.connect(self._choose_speed)
        lab.changed.connect(self._follow_choices)
        lab.moved.connect(self._follow_runners)
        lab.running_changed.connect(self._follow_running)
        lab.failed.connect(self.message.setText)

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.form.restyle(theme)
        self.view.restyle(theme)
        self.update_button.setIcon(icon("update", theme, "text"))
        self.restart_button.setIcon(icon("restart", theme, "text"))
        self.noise_button.setIcon(icon("dice", theme, "text"))
        self._follow_running(self.lab.running)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.lab.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.lab.pause()
        self._settings.setValue(_CHOICES_KEY, choices_to_text(self.lab.choices))
        self._settings.setValue(_GEOMETRY_KEY, self.saveGeometry())
        event.accept()

    def _choose_speed(self, speed: float | None) -> None:
        self.lab.choose(replace(self.lab.choices, speed=speed))

    def _follow_choices(self, _old: LabChoices, new: LabChoices) -> None:
        self.speed.show_rate(new.speed)
        self.message.setText("")
        self._follow_runners()

    def _follow_runners(self) -> None:
        runners = self.lab.runners()
        most = max((runner.updates for runner in runners), default=0)
        self.counter.setText(f"update {format_count(most)}")
        self.message.setText(next((runner.stopped for runner in runners if runner.stopped), ""))

    def _follow_running(self, running: bool) -> None:
        self.train_button.setText("Pause" if running else "Train")
        self.train_button.setIcon(icon("pause" if running else "train_filled", self._theme, "on_accent"))
