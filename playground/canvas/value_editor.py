"""A small field over a synapse or bias, in which its value is typed."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.appearance.numbers import format_setting, parse_number
from playground.appearance.text import px, text_font


class ValueEditor(QLineEdit):
    """Enter takes the number, Esc and a click elsewhere leave it as it was.

    Signals:
        entered(float): the typed number.
        refused(str): a sentence: what was typed is no number.
    """

    entered = Signal(float)
    refused = Signal(str)

    def __init__(self, name: str, value: float | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = parent
        self.setAccessibleName(f"Value of {name}")
        self.setFont(text_font("body", tabular=True))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFixedWidth(px(96))
        self.setText("" if value is None else format_setting(value))
        self.selectAll()
        self._done = False

    def open_at(self, center: QPointF) -> None:
        """Show it centered on a point of its parent, inside the parent."""
        self.adjustSize()
        x = min(max(center.x() - self.width() / 2, 2), self._canvas.width() - self.width() - 2)
        y = min(max(center.y() - self.height() / 2, 2), self._canvas.height() - self.height() - 2)
        self.move(round(x), round(y))
        self.show()
        self.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._close(back_to_canvas=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close(back_to_canvas=True)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:  # its own context menu keeps it open
            self._close(back_to_canvas=False)

    def _take(self) -> None:
        value = parse_number(self.text())
        if value is None:
            self.refused.emit(f"“{self.text()}” is not a number. Type one such as −0.5 or 1.2e-3.")
            self.selectAll()
            return
        self._close(back_to_canvas=True)
        self.entered.emit(value)

    def _close(self, *, back_to_canvas: bool) -> None:
        if self._done:  # hiding takes the focus away: this comes again
            return
        self._done = True
        if back_to_canvas:
            self._canvas.setFocus()
        self.hide()
        self.deleteLater()
