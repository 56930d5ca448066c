"""The line on a panel that says why something can't be done."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.appearance.icons import paint_icon
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.panels.page import paragraph

TINT_OPACITY = 0.13


class Notice(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._label = paragraph("", "label", muted=False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(34), px(8), px(10), px(16))
        row.addWidget(self._label)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def say(self, text: str) -> None:
        self._label.setText(text)
        self.setAccessibleName(text)
        self.show()

    def clear(self) -> None:
        if not self.isHidden():
            self.hide()
            self._label.clear()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = QColor(self._theme.warn)
        tint.setAlphaF(TINT_OPACITY)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0, 0, 0, -px(8)), 6, 6)
        paint_icon(painter, "warning", self._theme.warn, QRectF(px(9), px(7), px(18), px(18)))
        painter.end()
