"""A pill that says how far a picture can be trusted: exact, n updates old, off the plane by d."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme

Tone = Literal["good", "warn", "bad", "muted"]
TINT_OPACITY = 0.13


class Badge(QWidget):
    """Text on a tint of its own color. Empty text hides the pill but keeps its place free."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._tone: Tone = "muted"
        self.setFont(text_font("label", medium=True, tabular=True))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        return self._text

    @property
    def tone(self) -> Tone:
        return self._tone

    def set_state(self, text: str, tone: Tone, tip: str = "") -> None:
        """Say ``text`` in that tone; ``tip`` explains it in a sentence when the mouse rests on it."""
        self.setToolTip(tip)
        if (text, tone) == (self._text, self._tone):
            return
        resized = self._width(text) != self._width(self._text)
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        if resized:
            self.updateGeometry()
        self.update()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._width(self._text), px(22))

    def _width(self, text: str) -> int:
        # Rounded up to steps of 8: a running number of updates must not make its neighbors jitter.
        width = QFontMetrics(self.font()).horizontalAdvance(text) + px(20)
        return (width + 7) // 8 * 8 if text else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = QColor(getattr(self._theme, self._tone))
        tint = QColor(color)
        tint.setAlphaF(TINT_OPACITY)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        rect = QRectF(self.rect())
        painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
        painter.setPen(color)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._text)
        painter.end()
