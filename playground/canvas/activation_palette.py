"""The palette above the canvas: activations to drag onto neurons and headers, or to click."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QToolButton, QWidget

from playground.appearance.buttons import ElidedLabel
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.canvas.activation_picker import activation_icon
from playground.canvas.look import Look
from playground.engine.activations import ACTIVATIONS

MIME_TYPE: Final = "application/x-playground-activation"
CURVE: Final = QSize(30, 22)


class PaletteButton(QToolButton):
    """One activation: drag it, or click it."""

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        activation = ACTIVATIONS[name]
        self.name = name
        self._pressed_at = QPoint()
        self.setText(activation.label)
        self.setAccessibleName(activation.label)
        self.setToolTip(f"{activation.label}: {activation.formula}\n{activation.good_for}")
        self.setFont(text_font("label"))
        self.setIconSize(CURVE)
        self.setFixedHeight(px(30))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        self.setIcon(activation_icon(self.name, theme, CURVE))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        moved = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if event.buttons() & Qt.MouseButton.LeftButton and moved >= QApplication.startDragDistance():
            self.setDown(False)
            self.start_drag()
        else:
            super().mouseMoveEvent(event)

    def start_drag(self) -> None:
        """Carry the activation until the button is released."""
        drag = QDrag(self)
        data = QMimeData()
        data.setData(MIME_TYPE, self.name.encode())
        drag.setMimeData(data)
        pixmap = self.icon().pixmap(CURVE)
        drag.setPixmap(pixmap)
        drag.setHotSpot(QPoint(CURVE.width() // 2, CURVE.height() // 2))
        drag.exec(Qt.DropAction.CopyAction)


class ActivationPalette(QWidget):
    """A row of all activations. Where it is narrow, their names go and the curves stay.

    Signals:
        picked(str): an activation was clicked.
    """

    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = Look(theme)
        self.setAccessibleName("Activations")
        self._buttons = [PaletteButton(name, theme, self) for name in ACTIVATIONS]
        self._hint = ElidedLabel("Drag onto a neuron or a header", self)
        self._hint.setFont(text_font("caption"))
        self._hint.setProperty("muted", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(4)
        for button in self._buttons:
            row.addWidget(button)
            button.clicked.connect(self._clicked)
        row.addWidget(self._hint, 1)

    def restyle(self, theme: Theme) -> None:
        self._look = Look(theme)
        for button in self._buttons:
            button.restyle(theme)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = self._buttons[0].fontMetrics()
        named = sum(metrics.horizontalAdvance(button.text()) + CURVE.width() + 28 for button in self._buttons)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        if named > self.width():
            style = Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self._buttons:
            button.setToolButtonStyle(style)

    def minimumSizeHint(self) -> QSize:
        return QSize(len(self._buttons) * (CURVE.width() + 14) + 24, px(38))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.panel)
        painter.setPen(self._look.border)
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, PaletteButton):
            self.picked.emit(button.name)
