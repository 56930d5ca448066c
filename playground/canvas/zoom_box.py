"""The box at the bottom right: zoom out, how large, zoom in, fit."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.numbers import format_percent
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme


class ZoomBox(QWidget):
    """Signals: zoomed_in(), zoomed_out(), fitted()."""

    zoomed_in = Signal()
    zoomed_out = Signal()
    fitted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._out = IconButton("minus", "Zoom out (−)", theme, size=16, parent=self)
        self._in = IconButton("plus", "Zoom in (+)", theme, size=16, parent=self)
        self._fit = IconButton("fit", "Fit the network (F)", theme, size=16, parent=self)
        self._percent = QLabel(self)
        self._percent.setFont(text_font("label", tabular=True))
        self._percent.setProperty("muted", True)
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._percent.setFixedWidth(self._percent.fontMetrics().horizontalAdvance("888 %") + 4)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 2, 3, 2)
        row.setSpacing(2)
        for widget in (self._out, self._percent, self._in, self._fit):
            row.addWidget(widget)
        for button, signal in (
            (self._out, self.zoomed_out),
            (self._in, self.zoomed_in),
            (self._fit, self.fitted),
        ):
            button.setFixedSize(QSize(px(26), px(26)))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the canvas has keys for all three
            button.clicked.connect(signal)
        self.show_zoom(1.0)

    def show_zoom(self, zoom: float) -> None:
        text = format_percent(zoom)
        self._percent.setText(text)
        self._percent.setAccessibleName(f"Zoom {text}")

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        for button in (self._out, self._in, self._fit):
            button.restyle(theme)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()
