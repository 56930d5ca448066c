"""One runner of the list: color and shape, name, how it learns, its cost and the cost's way down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.icons import icon
from playground.appearance.numbers import format_number, format_setting
from playground.appearance.runner_marks import paint_runner, runner_color
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.document.names import counted
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.snapshot import RunnerSnapshot
from playground.engine.specs import RunnerSpec, TrainingSpec
from playground.panels.sparkline import paint_curve, polyline

HEIGHT = 46
TEXT_LEFT = 34
State = Literal["shown", "on", "off"]

_TIPS: dict[State, tuple[str, str, str]] = {
    "shown": ("eye", "Shown", "Network, predictions and surface show this runner."),
    "on": ("check", "Switch off", "The runner keeps its place but no longer trains."),
    "off": ("train", "Switch on", "The runner trains with the others."),
}


def settings_texts(runner: RunnerSpec, n_train: int) -> tuple[str, ...]:
    """How a runner learns, from the longest to the shortest: "all 168 rows · rate 0.02 · plain" first.

    Where room is short, first the optimizer goes, then the words "all" and "rate".
    """
    everything = runner.batch_size is None or runner.batch_size >= n_train
    rows = counted(n_train if everything else runner.batch_size or 1, "row")
    rate = format_setting(runner.learning_rate, 3)
    middle = f"{'all ' if everything else ''}{rows} · rate {rate}"
    return f"{middle} · {OPTIMIZERS[runner.optimizer].label.lower()}", middle, f"{rows} · {rate}"


def common_length(runners: Iterable[RunnerSpec], n_train: int, room: float, metrics: QFontMetrics) -> int:
    """Which of the `settings_texts` fits into ``room`` for all runners, so that the rows read alike."""
    texts = [settings_texts(runner, n_train) for runner in runners]
    fitting = (
        length
        for length in range(len(texts[0]))
        if all(metrics.horizontalAdvance(each[length]) <= room for each in texts)
    )
    return next(fitting, len(texts[0]) - 1)


class RunnerRow(QWidget):
    """Signals (of the runner's id):
    picked: a click on the row, Return or Space: edit and show it.
    toggled: the button at its right: switch it on or off.
    menu_wanted(id, global position): a right click, or the menu key.
    """

    picked = Signal(int)
    toggled = Signal(int)
    menu_wanted = Signal(int, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runner = RunnerSpec(0, "")
        self._all: tuple[RunnerSpec, ...] = (self._runner,)
        self._mark = 0
        self._state: State = "on"
        self._selected = False
        self._under_mouse = False
        self._n_train = 0
        self._numbers: RunnerSnapshot | None = None
        self.setFixedHeight(px(HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button = IconButton("check", "Switch off", theme, parent=self)
        self.button.clicked.connect(self._toggle)

    @property
    def runner(self) -> RunnerSpec:
        return self._runner

    @property
    def state(self) -> State:
        return self._state

    @property
    def selected(self) -> bool:
        return self._selected

    @property
    def cost_text(self) -> str:
        return "" if self._numbers is None else format_number(self._numbers.cost)

    def show_runner(self, training: TrainingSpec, runner: RunnerSpec, n_train: int) -> None:
        self._runner, self._all, self._n_train = runner, training.runners, n_train
        self._mark = training.marks[runner.id]
        self._tell()
        self.update()

    def show_state(self, state: State, *, selected: bool) -> None:
        self._state, self._selected = state, selected
        icon_name, name, tip = _TIPS[state]
        role = "accent" if state == "shown" else "muted"
        self.button.setIcon(icon(icon_name, self._theme, role, px(18)))
        self.button.setAccessibleName(f"{name}: {self._runner.name}")
        self.button.setToolTip(f"{name}\n{tip}")
        # The eye only tells: another runner is shown by clicking on it.
        self.button.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, state == "shown")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus if state == "shown" else Qt.FocusPolicy.StrongFocus)
        said = {"shown": "shown", "on": "on", "off": "off"}[state]
        self.setAccessibleName(f"{self._runner.name}, {said}")
        self.update()

    def show_numbers(self, numbers: RunnerSnapshot | None) -> None:
        self._numbers = numbers
        self._tell()
        self.update()

    @property
    def diverged(self) -> bool:
        stopped = None if self._numbers is None else self._numbers.stopped
        return stopped is not None and stopped.kind == "diverged"

    def _tell(self) -> None:
        """Why it stopped, and what to try, are in the tooltip; the row itself has no room for sentences."""
        numbers = self._numbers
        parts = [self._runner.name, settings_texts(self._runner, self._n_train)[0]]
        if numbers is not None:
            parts += [text for text in (numbers.note, numbers.stopped and numbers.stopped.text) if text]
        parts.append("Click to show and change it.")
        text = "\n".join(parts)
        if text != self.toolTip():
            self.setToolTip(text)
            self.setAccessibleDescription(text)

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(220), px(HEIGHT))

    def resizeEvent(self, _event: QEvent) -> None:
        side = self.button.width()
        self.button.move(self.width() - side - px(2), (self.height() - side) // 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.picked.emit(self._runner.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self._runner.id)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self._runner.id, event.globalPos())

    def enterEvent(self, _event: QEnterEvent) -> None:
        self._under_mouse = True
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._under_mouse = False
        self.update()

    def _toggle(self) -> None:
        self.toggled.emit(self._runner.id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        box = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        if self._selected or self._under_mouse:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tint if self._selected else theme.hover))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self._state == "off":
            painter.setOpacity(0.45)
        paint_runner(painter, theme, self._mark, QPointF(px(17), px(15)), px(6))
        self._paint_text(painter)
        self._paint_cost(painter)
        painter.end()

    def _paint_text(self, painter: QPainter) -> None:
        left = px(TEXT_LEFT)
        right = self.width() - px(36)
        cost_font = text_font("body", medium=True, tabular=True)
        cost = QFontMetrics(cost_font).horizontalAdvance(self.cost_text)
        painter.setFont(text_font("body", medium=True))
        painter.setPen(QColor(self._theme.text))
        _elided(painter, self._runner.name, QRectF(left, px(4), right - cost - px(6) - left, px(20)))
        painter.setFont(text_font("caption"))
        if self.diverged:
            painter.setPen(QColor(self._theme.warn))
            _elided(painter, "diverged: try a smaller rate", QRectF(left, px(24), right - left, px(16)))
            return
        room = right - px(62) - px(6) - left
        painter.setPen(QColor(self._theme.muted))
        length = common_length(self._all, self._n_train, room, painter.fontMetrics())
        line = settings_texts(self._runner, self._n_train)[length]
        _elided(painter, line, QRectF(left, px(24), room, px(16)))

    def _paint_cost(self, painter: QPainter) -> None:
        if self._numbers is None or self._state == "off":
            return
        right = self.width() - px(36)
        painter.setFont(text_font("body", medium=True, tabular=True))
        painter.setPen(QColor(self._theme.text))
        place = QRectF(right - px(90), px(4), px(90), px(20))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.cost_text)
        if self.diverged:  # the sentence needs the room
            return
        box = QRectF(right - px(62), px(26), px(62), px(14))
        curve = polyline(self._numbers.history.train, box, log=True)
        paint_curve(painter, curve, runner_color(self._theme, self._mark))


def _elided(painter: QPainter, text: str, box: QRectF) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
