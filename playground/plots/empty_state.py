"""What a plot shows before there is anything to show: an icon, what is missing, one thing to do."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.appearance.icons import paint_icon
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme


class EmptyState(QWidget):
    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = self._title = self._hint = ""
        self.hide()

    @property
    def title(self) -> str:
        return self._title

    def set_text(self, icon_name: str, title: str, hint: str) -> None:
        self._icon, self._title, self._hint = icon_name, title, hint
        self.setAccessibleName(f"{title}. {hint}")
        self.update()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        icon_size, gap = px(32), px(10)
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        title_font, hint_font = text_font("body", medium=True), text_font("label")
        width = min(float(px(320)), self.width() - 2.0 * px(14))
        box = QRectF((self.width() - width) / 2, 0, width, 200)
        title_height = QFontMetricsF(title_font).boundingRect(box, flags, self._title).height()
        hint_height = QFontMetricsF(hint_font).boundingRect(box, flags, self._hint).height()
        y = max(0.0, (self.height() - icon_size - gap - title_height - px(4) - hint_height) / 2)
        icon_rect = QRectF((self.width() - icon_size) / 2, y, icon_size, icon_size)
        if self._icon:
            paint_icon(painter, self._icon, self._theme.control, icon_rect)
        y += icon_size + gap
        painter.setFont(title_font)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QRectF(box.x(), y, width, title_height + 2), flags, self._title)
        painter.setFont(hint_font)
        painter.setPen(QColor(self._theme.muted))
        hint_box = QRectF(box.x(), y + title_height + px(4), width, hint_height + 2)
        painter.drawText(hint_box, flags, self._hint)
        painter.end()
