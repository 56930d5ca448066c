"""The picker of activations: a popup with every curve, drawn from the engine's own functions."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLineF, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from playground.appearance.screens import room_around
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.canvas.activation_curves import activation_path
from playground.engine.activations import ACTIVATIONS

COLUMNS: Final = 3
CURVE: Final = QSize(64, 40)
_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -COLUMNS,
    Qt.Key.Key_Down: COLUMNS,
}


def activation_icon(name: str, theme: Theme, size: QSize) -> QIcon:
    """The curve of an activation as an icon, with its axes in gray where there is room."""
    icon = QIcon()
    for ratio in (1.0, 2.0):
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(0, 0, size.width(), size.height())
        if size.height() >= 30:
            painter.setPen(QPen(QColor(theme.border), 1))
            x, y = rect.center().x(), rect.center().y()
            painter.drawLine(QLineF(x, 3, x, rect.bottom() - 3))
            painter.drawLine(QLineF(3, y, rect.right() - 3, y))
        inset = max(2.5, size.height() * 0.16)
        pen = QPen(QColor(theme.text), 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(activation_path(name, rect.adjusted(inset, inset, -inset, -inset)))
        painter.end()
        icon.addPixmap(pixmap, QIcon.Mode.Normal)
        icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


def choices(for_outputs: bool) -> tuple[str, ...]:
    """The activations that make sense for outputs, or for hidden neurons."""
    return tuple(
        name for name, activation in ACTIVATIONS.items() if for_outputs or not activation.only_for_outputs
    )


class ActivationPicker(QFrame):
    """Shows all activations; closes when one is picked. Arrow keys move, Enter picks, Esc closes.

    Signals:
        picked(str): the name of the chosen activation.
    """

    picked = Signal(str)

    def __init__(
        self, title: str, current: str | None, for_outputs: bool, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(f"Activation of {title}")
        self._theme = theme
        self._names = choices(for_outputs)
        self._group = QButtonGroup(self)
        heading = QLabel(title, self)
        heading.setFont(text_font("body", medium=True))
        self._about = QLabel(self)
        self._about.setProperty("muted", True)
        self._about.setFont(text_font("caption"))
        self._about.setWordWrap(True)
        grid = QGridLayout()
        grid.setSpacing(4)
        for i, name in enumerate(self._names):
            grid.addWidget(self._button(i, name, name == current, theme), i // COLUMNS, i % COLUMNS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(heading)
        layout.addLayout(grid)
        layout.addWidget(self._about)
        first = self._names.index(current) if current in self._names else 0
        self._group.button(first).setFocus()
        self._tell(first)

    def popup(self, position: QPoint) -> None:
        """Open with the upper left corner at a global position, moved so that all of it is on screen."""
        self.adjustSize()
        screen = room_around(position)
        x = min(position.x(), screen.right() - self.width())
        y = min(position.y(), screen.bottom() - self.height())
        self.move(max(x, screen.left()), max(y, screen.top()))
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.setPen(QColor(self._theme.border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        focused = self.focusWidget()
        here = self._group.id(focused) if isinstance(focused, QToolButton) else -1
        if step is not None:
            place = min(max(here + step, 0), len(self._names) - 1)
            self._group.button(place).setFocus()
            self._tell(place)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here >= 0:
            self._pick(here)
        else:
            super().keyPressEvent(event)

    def _button(self, index: int, name: str, checked: bool, theme: Theme) -> QToolButton:
        activation = ACTIVATIONS[name]
        button = QToolButton(self)
        button.setText(activation.label)
        button.setToolTip(f"{activation.label}: {activation.formula}\n{activation.good_for}")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setFont(text_font("caption"))
        button.setIcon(activation_icon(name, theme, CURVE))
        button.setIconSize(CURVE)
        button.setCheckable(True)
        button.setChecked(checked)
        button.setFixedSize(px(144), px(70))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._group.addButton(button, index)
        button.clicked.connect(self._clicked)
        return button

    def _clicked(self) -> None:
        self._pick(self._group.checkedId())

    def _pick(self, index: int) -> None:
        self.picked.emit(self._names[index])
        self.close()

    def _tell(self, index: int) -> None:
        activation = ACTIVATIONS[self._names[index]]
        self._about.setText(f"f(z) = {activation.formula}\n{activation.good_for}")
