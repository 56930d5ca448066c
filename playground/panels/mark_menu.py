"""Color and shape of a runner: the button that shows them, and the menu in which others are picked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QActionGroup, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu

from playground.appearance.buttons import IconButton
from playground.appearance.runner_marks import SHAPE_NAMES, paint_runner
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.document.marks import set_mark
from playground.engine.specs import N_MARKS
from playground.panels.editor import Editor

SIZE = 18
NAMES = tuple(
    f"{color} {shape}"
    for color, shape in zip(("Pink", "Blue", "Ocher", "Red", "Indigo", "Violet"), SHAPE_NAMES, strict=True)
)


def mark_icon(mark: int, theme: Theme, ratio: float) -> QIcon:
    side = px(SIZE)
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_runner(painter, theme, mark, QPointF(side / 2, side / 2), px(6))
    painter.end()
    return QIcon(pixmap)


def fill_mark_menu(menu: QMenu, editor: Editor, runner_id: int, theme: Theme) -> None:
    """One entry for each color and shape, the present one ticked; a pick is one step."""
    training = editor.document.project.training
    group = QActionGroup(menu)
    for mark in range(N_MARKS):
        action = menu.addAction(mark_icon(mark, theme, menu.devicePixelRatioF()), NAMES[mark])
        action.setCheckable(True)
        action.setChecked(training.marks[runner_id] == mark)
        group.addAction(action)
        action.triggered.connect(partial(_pick, editor, runner_id, mark))


def _pick(editor: Editor, runner_id: int, mark: int, _checked: bool = False) -> None:
    name = editor.document.project.training.runner(runner_id).name
    text = f"{name}: {NAMES[mark].lower()}"
    editor.edit(text, lambda project: set_mark(project, runner_id, mark))


class MarkButton(IconButton):
    """Shows the color and shape of a runner; opens the menu with the others."""

    def __init__(self, editor: Editor, theme: Theme) -> None:
        self._editor, self._theme, self._runner_id = editor, theme, 0
        super().__init__(
            "more", "Color and shape", theme, tip="Who has the one you pick gets this one in exchange."
        )
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self._fill)

    def show_runner(self, runner_id: int) -> None:
        self._runner_id = runner_id
        self.restyle(self._theme)

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        marks = self._editor.document.project.training.marks
        self.setIcon(mark_icon(marks.get(self._runner_id, 0), theme, self.devicePixelRatioF()))

    def _fill(self) -> None:
        self.menu().clear()
        fill_mark_menu(self.menu(), self._editor, self._runner_id, self._theme)
