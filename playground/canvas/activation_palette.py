"""The palette above the canvas: activations to drag onto neurons and headers, or to click."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from playground.appearance.buttons import ElidedLabel
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.canvas.activation_picker import activation_icon
from playground.canvas.look import Look
from playground.engine.activations import ACTIVATIONS

MIME_TYPE: Final = "application/x-playground-activation"
CURVE: Final = QSize(30, 22)
HEIGHT: Final = 38
MARGIN: Final = 12
GAP: Final = 4


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
    """All activations. Where it is narrow, their names go, and the curves stand in more than one row.

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
        for button in self._buttons:
            button.clicked.connect(self._clicked)
        self.setFixedHeight(px(HEIGHT))

    def restyle(self, theme: Theme) -> None:
        self._look = Look(theme)
        for button in self._buttons:
            button.restyle(theme)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = self._buttons[0].fontMetrics()
        named = [metrics.horizontalAdvance(button.text()) + CURVE.width() + 22 for button in self._buttons]
        room = self.width() - 2 * MARGIN
        with_names = sum(named) + GAP * len(named) <= room
        widths = named if with_names else [CURVE.width() + 12] * len(named)
        style = Qt.ToolButtonStyle
        for button in self._buttons:
            button.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if with_names else style.ToolButtonIconOnly
            )
        self._place(widths, room)

    def minimumSizeHint(self) -> QSize:
        return QSize(CURVE.width() + 12 + 2 * MARGIN, px(HEIGHT))

    def _place(self, widths: list[int], room: int) -> None:
        """Buttons from left to right, in as many rows as they need; the hint where there is room left."""
        x, row, height = 0, 0, px(HEIGHT - 8)
        for button, width in zip(self._buttons, widths, strict=True):
            if x and x + width > room:
                x, row = 0, row + 1
            button.setGeometry(MARGIN + x, 4 + row * (height + GAP), width, height)
            x += width + GAP
        left = room - x - 8
        self._hint.setVisible(left > px(90))
        self._hint.setGeometry(MARGIN + x + 8, 4 + row * (height + GAP), max(left, 0), height)
        self.setFixedHeight(8 + (row + 1) * height + row * GAP)

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
