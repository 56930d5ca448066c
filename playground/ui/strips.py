"""The two lines above the canvas: what to do first, and what went wrong."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.colors import mix
from playground.appearance.icons import icon_pixmap, paint_icon
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme

_HINT: Final = "Drop a CSV here, or press Train"


class DropHint(QAbstractButton):
    """A dashed line that says how to begin; a click lets the user choose a file."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText(_HINT)
        self.setAccessibleName(_HINT)
        self.setToolTip("Choose a CSV file")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(240), px(36) + 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        box = QRectF(self.rect()).adjusted(14, 10, -14, -2)
        painter.fillRect(self.rect(), QColor(theme.canvas))
        color = theme.accent if self.underMouse() or self.hasFocus() else theme.control
        pen = QPen(QColor(color), 1.5)
        pen.setDashPattern([5.0, 3.0])
        painter.setPen(pen)
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(box, 6, 6)
        text_width = painter.fontMetrics().horizontalAdvance(self.text())
        side = px(20)
        left = box.center().x() - (text_width + side + 10) / 2
        paint_icon(painter, "drop", theme.accent, QRectF(left, box.center().y() - side / 2, side, side))
        painter.setPen(QColor(theme.text))
        place = box.adjusted(left + side + 10 - box.left(), 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()


class MessageStrip(QFrame):
    """A sentence about what went wrong, with a button to put it away; nothing else is blocked by it.

    Signals:
        closed: the user has put it away.
    """

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageStrip")
        self._picture = QLabel(self)
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setFont(text_font("body"))
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._close = IconButton("close", "Put this message away", theme, parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 6, 4)
        row.setSpacing(10)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._label, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._close.clicked.connect(self._put_away)
        self.restyle(theme)
        self.hide()

    @property
    def text(self) -> str:
        return self._label.text()

    def show_message(self, text: str) -> None:
        self._label.setText(text)
        self.setAccessibleName(text)
        self.show()

    def restyle(self, theme: Theme) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(icon_pixmap("warning", theme.warn, px(20), ratio))
        self._close.restyle(theme)
        fill = mix(theme.panel, theme.warn, 0.13)
        edge = mix(theme.panel, theme.warn, 0.45)
        self.setStyleSheet(
            f"QFrame#messageStrip {{ background: {fill}; border: 1px solid {edge}; border-radius: 8px; }}"
        )

    def _put_away(self) -> None:
        self.hide()
        self.closed.emit()
