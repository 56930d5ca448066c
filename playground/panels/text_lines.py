"""Texts that wrap to a given number of lines and end in … where they don't fit."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.appearance.text import plain_tip


def wrapped(text: str, font: QFont, room: int, most_lines: int) -> list[str]:
    """The text in lines of at most ``room`` pixels; what doesn't fit the last line is cut with an …."""
    metrics = QFontMetrics(font)
    lines = [""]
    words = text.split(" ")
    for i, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if metrics.horizontalAdvance(longer) <= room:
            lines[-1] = longer
        elif len(lines) == most_lines:
            rest = " ".join([lines[-1], *words[i:]])
            lines[-1] = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)
            break
        else:
            lines.append(metrics.elidedText(word, Qt.TextElideMode.ElideRight, room))
    return [line for line in lines if line]


def paint_lines(painter: QPainter, lines: list[str], font: QFont, color: str, place: QPoint) -> int:
    """Draw lines under each other from ``place`` on; gives back where they end."""
    painter.setFont(font)
    painter.setPen(QColor(color))
    metrics = painter.fontMetrics()
    for i, line in enumerate(lines):
        painter.drawText(place.x(), place.y() + metrics.ascent() + i * metrics.lineSpacing(), line)
    return place.y() + len(lines) * metrics.lineSpacing()


class WrappedLabel(QWidget):
    """A text in at most ``most_lines`` lines, as tall as it needs to be; all of it in the tooltip if cut."""

    def __init__(self, font: QFont, most_lines: int = 2) -> None:
        super().__init__()
        self._text = ""
        self._most = most_lines
        self.setFont(font)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        lines = wrapped(self._text, self.font(), self.width(), self._most)
        paint_lines(painter, lines, self.font(), self.palette().windowText().color().name(), QPoint(0, 0))
        painter.end()

    def _fit(self) -> None:
        lines = wrapped(self._text, self.font(), self.width(), self._most)
        self.setFixedHeight(max(1, len(lines)) * self.fontMetrics().lineSpacing() + 1)
        self.setToolTip(plain_tip(self._text) if lines and lines[-1].endswith("…") else "")
        self.update()
