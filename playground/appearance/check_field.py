"""A check box in the program's own look."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

from playground.appearance.icons import paint_icon
from playground.appearance.text import px
from playground.appearance.theme import Theme


class CheckField(QCheckBox):
    """A check box drawn in the theme: outline in ``control``, filled with the accent when on."""

    def __init__(self, text: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setMinimumHeight(px(24))

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text()) + px(18) + (px(10) if self.text() else 2)
        return QSize(width, px(30))

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        side = px(18)
        box = QRectF(1, (self.height() - side) / 2, side, side)
        theme = self._theme
        painter.setPen(QPen(QColor(theme.accent if self.isChecked() else theme.control), 1.5))
        painter.setBrush(QColor(theme.accent if self.isChecked() else theme.panel))
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)
        if self.isChecked():
            paint_icon(painter, "check", theme.on_accent, box.adjusted(1.5, 1.5, -1.5, -1.5))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0, 0, 0, 0), 4, 4)
        painter.setPen(QColor(theme.text))
        text = QRectF(self.rect()).adjusted(side + px(9), 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()
