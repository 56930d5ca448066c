"""The probabilities of the categories as bars, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.appearance.numbers import format_percent
from playground.appearance.text import plain_tip, px, text_font
from playground.appearance.theme import Theme, class_color

MOST_BARS = 8
ROW = 26


class AnswerBars(QWidget):
    """The categories in their order; of more than eight the likeliest, and how many others there are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._names: Sequence[str] = ()
        self._shares: Sequence[float] = ()
        self._places: list[int] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def texts(self) -> list[str]:
        """What stands beside the bars: name and percent."""
        return [f"{self._names[i]} {format_percent(self._shares[i], 1)}" for i in self._places]

    def show_shares(self, names: Sequence[str], shares: Sequence[float]) -> None:
        self._names, self._shares = names, shares
        likely = sorted(range(len(names)), key=lambda i: -shares[i])[:MOST_BARS]
        self._places = sorted(likely)
        self.setFixedHeight(px(ROW) * (len(self._places) + (len(names) > MOST_BARS)))
        self.setAccessibleName("Probabilities")
        self.setAccessibleDescription(", ".join(self.texts))
        texts = (f"{name}: {format_percent(share, 2)}" for name, share in zip(names, shares, strict=True))
        self.setToolTip(plain_tip("\n".join(texts)))
        self.update()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(120), px(ROW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font("label", tabular=True))
        for line, place in enumerate(self._places):
            self._paint_bar(painter, line * px(ROW), place)
        if len(self._names) > MOST_BARS:
            painter.setPen(QColor(self._theme.muted))
            box = QRectF(0, len(self._places) * px(ROW), self.width(), px(ROW))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, f"and {len(self._names) - MOST_BARS} more")
        painter.end()

    def _paint_bar(self, painter: QPainter, top: int, place: int) -> None:
        metrics, theme, share = QFontMetrics(painter.font()), self._theme, self._shares[place]
        name_width, number_width = px(84), metrics.horizontalAdvance("100.0 %") + px(6)
        name = metrics.elidedText(self._names[place], Qt.TextElideMode.ElideRight, name_width - px(8))
        painter.setPen(QColor(theme.text))
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, name_width, px(ROW)), flags, name)
        right = QRectF(self.width() - number_width, top, number_width, px(ROW))
        painter.drawText(right, flags | Qt.AlignmentFlag.AlignRight, format_percent(share, 1))
        room = QRectF(
            name_width, top + px(7), self.width() - name_width - number_width - px(6), px(ROW) - px(14)
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.sunken))
        painter.drawRoundedRect(room, 3, 3)
        room.setWidth(room.width() * min(1.0, max(0.0, share)))
        painter.setBrush(self._color(place))
        painter.drawRoundedRect(room, 3, 3)

    def _color(self, place: int) -> QColor:
        """As in the predictions: two categories have the colors of the signs, more have their own."""
        if len(self._names) == 2:
            return QColor(self._theme.positive if place else self._theme.negative)
        return class_color(self._theme, place)
