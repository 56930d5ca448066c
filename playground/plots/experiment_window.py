"""The small windows beside the cost surface in which something is tried out: choices, progress, result."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.appearance.screens import room_around
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme

WIDTH = 460


class ExperimentWindow(QDialog):
    """Not modal. Subclasses put their fields into ``form`` and what was found into ``found``.

    Signals:
        started(): the button was pressed, or Return.
        stopped(): the button was pressed while the experiment runs.
        closed(): it is out of sight; nothing of it shall stay on the surface.
    """

    started = Signal()
    stopped = Signal()
    closed = Signal()

    def __init__(self, title: str, intro: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Tool)
        self.setWindowTitle(title)
        self.setFixedWidth(px(WIDTH))
        self._theme = theme
        self._running = False
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(12), px(14), px(14))
        column.setSpacing(px(8))
        self.intro = wrapped(intro, muted=True)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(px(12))
        self.form.setVerticalSpacing(px(6))
        self.button = QPushButton("Start", self)
        self.button.setDefault(True)
        self.button.clicked.connect(self._press)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(px(6))
        self.progress.setAccessibleName("Progress")
        self.message = wrapped("")
        self.found = QVBoxLayout()
        self.found.setSpacing(px(4))
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(self.progress, 1)
        row.addWidget(self.button)
        column.addWidget(self.intro)
        column.addLayout(self.form)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addLayout(self.found)
        column.addStretch(1)
        self.set_running(False)

    @property
    def is_running(self) -> bool:
        return self._running

    def set_running(self, running: bool) -> None:
        self._running = running
        self.button.setText("Cancel" if running else "Start")
        self.button.setAccessibleName(f"{self.button.text()}: {self.windowTitle()}")
        for row in range(self.form.rowCount()):
            item = self.form.itemAt(row, QFormLayout.ItemRole.FieldRole)
            field = None if item is None else item.widget()
            if field is not None:
                field.setEnabled(not running)

    def show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)

    def show_beside(self, card: QWidget) -> None:
        """Above the card, so that what happens on it can be seen; within the screen."""
        self.fit()
        if not self.isVisible():
            screen = room_around(card.mapToGlobal(card.rect().center()))
            at = card.mapToGlobal(QPoint(0, -self.height() - px(52)))
            x = min(max(at.x(), screen.left()), screen.right() - self.width())
            y = min(max(at.y(), screen.top()), screen.bottom() - self.height())
            self.move(x, y)
        self.show()
        self.raise_()
        self.activateWindow()

    def fit(self) -> None:
        """As high as its texts need."""
        self._column.activate()
        self.setFixedHeight(self._column.totalHeightForWidth(self.width()))

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        for child in self.findChildren(QWidget):
            restyle = getattr(child, "restyle", None)
            if restyle is not None:
                restyle(theme)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.closed.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.hide()
        event.accept()

    def _press(self) -> None:
        if self._running:
            self.stopped.emit()
        else:
            self.started.emit()


def wrapped(text: str, *, muted: bool = False) -> QLabel:
    """Sentences in as many lines as they need."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(text_font("caption" if muted else "body", tabular=True))
    if muted:
        label.setProperty("muted", True)
    return label
