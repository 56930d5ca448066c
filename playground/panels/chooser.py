"""What the dialogs have in common that ask how a file is read: a list, and to read or to cancel."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from playground.appearance.text import px, text_font
from playground.panels.page import paragraph


class Chooser(QDialog):
    """``chosen(str)``: what to read; ``dismissed()``: nothing. Not modal; Return reads, Escape dismisses."""

    chosen = Signal(str)
    dismissed = Signal()

    def __init__(self, title: str, explanation: str, read_tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWhatsThis(explanation)
        self.headline = paragraph("", "body", muted=False)
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.setToolTip("Cancel\nWhat is on screen stays (Escape).")
        self.read_button = QPushButton("Read")
        self.read_button.setToolTip(f"Read\n{read_tip}")
        self.read_button.setProperty("filled", True)
        self.read_button.setFont(text_font("body", medium=True))
        for button in (self.cancel_button, self.read_button):
            button.setAutoDefault(False)  # Return reads, wherever the keyboard is
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(16), px(14), px(16), px(14))
        self.column.setSpacing(px(8))
        self.column.addWidget(self.headline)
        self.cancel_button.clicked.connect(self.reject)
        self.read_button.clicked.connect(self._read)

    @property
    def choice(self) -> str | None:
        """What would be read; None for nothing."""
        raise NotImplementedError  # Qt's metaclass leaves no room for an abstract class

    def add_list(self, widget: QWidget) -> None:
        """Put the list on a card of its own."""
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(4), px(4), px(4), px(4))
        inner.addWidget(widget)
        self.column.addWidget(card, 1)

    def add_ends(self, note: QWidget | None = None) -> None:
        """The last row: a note and the two buttons."""
        row = QHBoxLayout()
        row.setSpacing(px(8))
        if note is None:
            row.addStretch(1)
        else:
            row.addWidget(note, 1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.read_button)
        self.column.addLayout(row)

    def present(self, width: int, height: int, first: QWidget) -> None:
        """Show the dialog, no larger than its window; the keyboard is on ``first``."""
        window, size = self.parentWidget(), QSize(px(width), px(height))
        self.resize(size if window is None else size.boundedTo(window.size() - QSize(px(24), px(24))))
        self.show()
        self.raise_()
        self.activateWindow()
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._read()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        super().reject()
        self.dismissed.emit()

    def _read(self) -> None:
        choice = self.choice
        if choice is not None and self.read_button.isEnabled():
            self.hide()
            self.chosen.emit(choice)
