"""The toolbar: train, one update, start again, speed, and the running numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolBar,
    QToolButton,
    QWidget,
)

from playground.appearance.buttons import IconButton
from playground.appearance.icons import paint_icon
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.document.view_state import ViewState
from playground.engine.snapshot import Snapshot
from playground.training.controller import TrainingController
from playground.ui.readouts import ReadOuts
from playground.ui.speed import SpeedControl

HEIGHT: Final = 50
ICONS_ONLY_BELOW: Final = 1320
HIDE_RATE_BELOW: Final = 1240


class TrainButton(QPushButton):
    """Train or pause, in the accent color; as wide as the longer of the two words."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.running = False
        self.setProperty("filled", True)
        self.setFont(text_font("body", medium=True))
        self.setFixedWidth(px(92))
        self.show_running(False)

    def show_running(self, running: bool) -> None:
        self.running = running
        self.setText("Pause" if running else "Train")

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""  # drawn below, with more room after the icon than a style gives
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, gap = px(18), px(8)
        width = side + gap + painter.fontMetrics().horizontalAdvance(self.text())
        left = (self.width() - width) / 2 - px(2)
        place = QRectF(left, (self.height() - side) / 2, side, side)
        paint_icon(painter, "pause" if self.running else "train_filled", self._theme.on_accent, place)
        painter.setPen(QColor(self._theme.on_accent))
        text = QRectF(self.rect()).adjusted(left + side + gap, 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.end()


class Toolbar(QToolBar):
    """Buttons for the training actions, the speed, the read-outs of the shown runner."""

    def __init__(
        self,
        actions: Mapping[str, QAction],
        document: Document,
        controller: TrainingController,
        speed: SpeedControl,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__("Training", parent)
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setFixedHeight(px(HEIGHT))
        self.train_button = TrainButton(theme, self)
        self.train_button.clicked.connect(actions["train"].trigger)
        self.train_button.setToolTip(actions["train"].toolTip())
        self.update_button = _flat_button(actions["update"])
        self.more_button = IconButton("chevron_down", "How far to train", theme, size=14)
        menu = QMenu(self.more_button)
        menu.addActions([actions["update"], actions["epoch"]])
        self.more_button.setMenu(menu)
        self.restart_button = _flat_button(actions["restart"])
        self.new_weights_button = _flat_button(actions["new_weights"])
        self.speed = speed
        self.read_outs = ReadOuts(self)
        self._lay_out()
        self.speed.chosen.connect(controller.set_speed)
        document.view_changed.connect(self._follow_view)
        controller.snapshot_ready.connect(self.show_snapshot)
        controller.running_changed.connect(self.train_button.show_running)
        controller.rate_changed.connect(self.read_outs.show_rate)
        self.speed.show_rate(document.view.speed)
        self.show_snapshot(controller.snapshot)
        self.read_outs.show_rate(0.0)

    def _lay_out(self) -> None:
        strip = QWidget(self)
        strip.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(strip)
        row.setContentsMargins(4, 0, 4, 4)
        row.setSpacing(6)
        row.addWidget(self.train_button)
        row.addSpacing(6)
        row.addWidget(self.update_button)
        row.addSpacing(-6)
        row.addWidget(self.more_button)
        row.addWidget(_line(strip))
        row.addWidget(self.restart_button)
        row.addWidget(self.new_weights_button)
        row.addWidget(_line(strip))
        row.addWidget(self.speed)
        row.addStretch(1)
        row.addWidget(self.read_outs)
        self.addWidget(strip)

    def fit(self, width: int) -> None:
        """Make room in a window of that width: first the words of Restart and New weights go, then the
        updates per second."""
        style = Qt.ToolButtonStyle
        icons_only = width < px(ICONS_ONLY_BELOW)
        shown = style.ToolButtonIconOnly if icons_only else style.ToolButtonTextBesideIcon
        for button in (self.restart_button, self.new_weights_button):
            button.setToolButtonStyle(shown)
        self.read_outs.rate.setVisible(width >= px(HIDE_RATE_BELOW))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.read_outs.show_snapshot(snapshot)

    def restyle(self, theme: Theme) -> None:
        self.train_button.restyle(theme)
        self.more_button.restyle(theme)

    def _follow_view(self, _old: ViewState, new: ViewState) -> None:
        self.speed.show_rate(new.speed)


def _flat_button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(QSize(px(20), px(20)))
    button.setMinimumHeight(px(34))
    return button


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setObjectName("toolbarLine")
    line.setFixedSize(1, px(24))
    return line
