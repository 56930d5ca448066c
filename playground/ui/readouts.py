"""The running numbers at the right end of the toolbar."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.appearance.numbers import format_count, format_number, format_running
from playground.appearance.text import text_font
from playground.engine.snapshot import Snapshot

NO_VALUE: Final = "–"
_WIDEST_COST: Final = "0.00 × 10¹⁰⁰"
"""Of training that diverged."""


class ReadOut(QWidget):
    """A caption above a number. Its width fits ``widest`` and never changes."""

    def __init__(self, caption: str, widest: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption
        label = QLabel(caption, self)
        label.setFont(text_font("caption"))
        label.setProperty("muted", True)
        self._number = QLabel(NO_VALUE, self)
        self._number.setFont(text_font("readout", medium=True, tabular=True))
        width = QFontMetrics(self._number.font()).horizontalAdvance(widest)
        self.setFixedWidth(max(width, label.sizeHint().width()) + 2)
        self.setToolTip(tip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(label)
        column.addWidget(self._number)
        column.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    @property
    def text(self) -> str:
        return self._number.text()

    def show_text(self, text: str) -> None:
        self._number.setText(text)
        self.setAccessibleName(f"{self._caption} {text}")


class ReadOuts(QWidget):
    """Epoch, update, cost, test cost of the shown runner, and how fast it learns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.epoch = ReadOut("epoch", "0,000,000", "Passes over all training rows", self)
        self.update_count = ReadOut("update", "00,000,000", "Times the weights were changed", self)
        self.cost = ReadOut("cost", _WIDEST_COST, "Cost over all training rows, right now", self)
        self.test = ReadOut("test", _WIDEST_COST, "Cost over the test rows, never trained on", self)
        self.rate = ReadOut("updates / s", "0,000,000", "Changes of the weights per second, measured", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(16)
        for read_out in (self.epoch, self.update_count, self.cost, self.test, self.rate):
            row.addWidget(read_out)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        runner = snapshot.shown_runner
        self.epoch.show_text(format_count(int(runner.epochs)))
        self.update_count.show_text(format_count(runner.updates))
        self.cost.show_text(format_running(runner.cost))
        test = runner.test_cost
        self.test.show_text(NO_VALUE if test is None else format_running(test))

    def show_rate(self, rate: float) -> None:
        self.rate.show_text(format_number(rate) if rate > 0 else NO_VALUE)
