"""A field for a formula in x and y: what is wrong is said under it, with a caret at the very character."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.engine.landscape.formula import FUNCTIONS, LONGEST, FormulaError, parse

ROOM = 30
"""Characters of the formula that are repeated around the caret."""


class FormulaField(QWidget):
    """``entered(str)``: a valid formula, at every key that makes it one."""

    entered = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit(self)
        self.edit.setMaxLength(LONGEST + 1)
        self.edit.setAccessibleName("Formula in x and y")
        self.edit.setPlaceholderText("x^2 + y^2")
        self.edit.setToolTip(
            f"Formula in x and y\n+ − * / ^ and parentheses, pi, e, and the functions {', '.join(FUNCTIONS)}."
        )
        self.error = QLabel(self)
        self.error.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.reason = QLabel(self)
        self.reason.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        for widget in (self.edit, self.error, self.reason):
            column.addWidget(widget)
        self.edit.textEdited.connect(self._check)
        self.restyle(theme)
        self._tell(None)

    def show_formula(self, text: str) -> None:
        """Show a formula without reporting it; leaves the text alone while a person is typing."""
        if not self.edit.hasFocus() and text != self.edit.text():
            self.edit.setText(text)
            self._tell(None)

    def restyle(self, theme: Theme) -> None:
        for label in (self.error, self.reason):
            label.setStyleSheet(f"color: {theme.bad};")

    def _check(self, text: str) -> None:
        try:
            parse(text)
        except FormulaError as error:
            self._tell(error)
        else:
            self._tell(None)
            self.entered.emit(text)

    def _tell(self, error: FormulaError | None) -> None:
        self.error.setVisible(error is not None)
        self.reason.setVisible(error is not None)
        if error is not None:
            self.error.setText(caret_lines(self.edit.text(), error.at))
            self.reason.setText(str(error))
            self.edit.setAccessibleDescription(f"{error} At character {error.at + 1}.")
        else:
            self.edit.setAccessibleDescription("")


def caret_lines(text: str, at: int) -> str:
    """The formula around a character, and below it a caret under that very one; both in a fixed font."""
    at = min(at, len(text))
    start = max(0, at - ROOM // 2) if len(text) > ROOM else 0
    part = text[start : start + ROOM].replace("\n", " ").replace("\t", " ")
    before = "…" if start else ""
    after = "…" if start + ROOM < len(text) else ""
    return f"{before}{part}{after}\n{' ' * (len(before) + at - start)}^"
