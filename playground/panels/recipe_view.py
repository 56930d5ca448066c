"""The recipe as plain sentences. A click on one opens what can be changed about it, right below it."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.appearance.icons import paint_icon
from playground.appearance.text import TextSize, plain_tip, px, text_font
from playground.appearance.theme import Theme
from playground.data.recipe import Sentence, sentences
from playground.data.sheet import is_sheet
from playground.document.project import Project
from playground.panels.editor import Editor
from playground.panels.page import discard, plain_column, text_label
from playground.panels.recipe_editor import RecipeEditor
from playground.panels.recipe_editors import make_editor
from playground.panels.text_lines import paint_lines, wrapped

MOST_LINES = 40
"""A very wide table leaves out hundreds of columns; those are in the list of columns too."""

TEXT_LEFT = 29
_SIZES: tuple[TextSize, TextSize] = ("body", "caption")

LineKey = tuple[str, int]


class RecipeLine(QWidget):
    """One sentence: icon, title, detail, and a chevron where something can be changed.

    ``toggled(key)``: a click, or Return: open or close the editor below.
    """

    toggled = Signal(object)

    def __init__(self, key: LineKey, sentence: Sentence, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.sentence = sentence
        self._theme = theme
        self._under_mouse = False
        self.is_open = False
        self.opens = True
        self.show_sentence(sentence)

    def show_sentence(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.setAccessibleName(f"{sentence.title}. {sentence.detail}".strip())
        self._fit_height()

    def set_opens(self, opens: bool, is_open: bool) -> None:
        """Whether there is an editor below, and whether it is open."""
        self.opens, self.is_open = opens, is_open
        self._fit_height()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if opens else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        verb = "close" if is_open else "change it"
        tip = f"{self.sentence.title}\n{self.sentence.detail}".strip()
        self.setToolTip(plain_tip(f"{tip}\nClick to {verb}." if opens else tip))
        self.update()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def _room(self) -> int:
        return max(px(60), self.width() - px(TEXT_LEFT) - (px(26) if self.opens else 0))

    def _lines(self) -> tuple[list[str], list[str]]:
        """Title and detail, wrapped to the present width; the open line shows all of its detail."""
        title = self.sentence.title.replace(" : ", "\u00a0:\u00a0")
        return (
            wrapped(title, text_font("body"), self._room(), most_lines=2),
            wrapped(self.sentence.detail, text_font("caption"), self._room(), 12 if self.is_open else 2),
        )

    def _fit_height(self) -> None:
        title, detail = self._lines()
        heights = (QFontMetrics(text_font(size)).lineSpacing() for size in _SIZES)
        needed = sum(len(lines) * height for lines, height in zip((title, detail), heights, strict=True))
        self.setFixedHeight(max(px(46) if detail else px(32), needed + px(14)))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if (
            self.opens
            and event.button() == Qt.MouseButton.LeftButton
            and self.rect().contains(event.position().toPoint())
        ):
            self.toggled.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.opens and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.toggled.emit(self.key)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, _event: QEnterEvent) -> None:
        self._under_mouse = self.opens
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._under_mouse = False
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, height = self._theme, self.height()
        if self._under_mouse or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tint if self.hasFocus() else theme.hover))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(-1, 2, 0, -2), 6, 6)
        side = px(18)
        color = theme.warn if self.sentence.warning else theme.muted
        paint_icon(painter, _icon_of(self.sentence), color, QRectF(2, px(6), side, side))
        title, detail = self._lines()
        left, top = px(TEXT_LEFT), px(5)
        end = paint_lines(painter, title, text_font("body"), theme.text, QPoint(left, top))
        paint_lines(painter, detail, text_font("caption"), theme.muted, QPoint(left, end + px(2)))
        if self.opens:
            name = "chevron_up" if self.is_open else "chevron_down"
            box = QRectF(self.width() - px(20), (height - px(16)) / 2, px(16), px(16))
            paint_icon(painter, name, theme.muted, box)
        painter.end()


def _icon_of(sentence: Sentence) -> str:
    if sentence.warning:
        return "warning"
    icons = {"split": "split", "weights": "weights", "reading": "table", "left_out": "minus"}
    icons |= {"member": "table", "columns_read": "table"}
    return icons.get(sentence.kind, "check")


class RecipeView(QWidget):
    """All sentences, and at most one open editor.

    Signals:
        opened(): an editor was opened; it is laid out by the next turn of the event loop.
    """

    opened = Signal()

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._theme = theme
        self._lines: dict[LineKey, RecipeLine] = {}
        self._open: LineKey | None = None
        self._form: RecipeEditor | None = None
        self._more = text_label("", "label", muted=True)
        self._column: QVBoxLayout = plain_column()
        self.setLayout(self._column)

    @property
    def lines(self) -> list[RecipeLine]:
        return list(self._lines.values())

    @property
    def form(self) -> RecipeEditor | None:
        """The open editor."""
        return self._form

    def show_project(self, project: Project) -> None:
        """Show the project's sentences; an open editor stays open as long as its line is there."""
        found = sentences(project.table, project.recipe)
        counts: Counter[str] = Counter()
        wanted: dict[LineKey, Sentence] = {}
        for sentence in found[:MOST_LINES]:
            wanted[sentence.kind, counts[sentence.kind]] = sentence
            counts[sentence.kind] += 1
        for key in self._lines.keys() - wanted.keys():
            discard(self._lines.pop(key))
        for key, sentence in wanted.items():
            if key in self._lines:
                self._lines[key].show_sentence(sentence)
            else:
                self._lines[key] = line = RecipeLine(key, sentence, self._theme, self)
                line.toggled.connect(self.toggle)
        self._lines = {key: self._lines[key] for key in wanted}
        self._more.setText(f"and {len(found) - MOST_LINES} more" if len(found) > MOST_LINES else "")
        self._show_form(project)
        self._lay_out()

    def toggle(self, key: LineKey) -> None:
        """Open the editor below a line, or close it."""
        self._open = None if self._open == key else key
        if self._form is not None:
            discard(self._form)
            self._form = None
        self._show_form(self._editor.document.project)
        self._lay_out()
        if self.form is not None:
            self.opened.emit()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme

    def _show_form(self, project: Project) -> None:
        line = self._lines.get(self._open) if self._open is not None else None
        if line is None:
            self._open = None
        if self._form is not None and (line is None or not self._form.show_project(project, line.sentence)):
            discard(self._form)
            self._form = None
        if line is not None and self._form is None:
            self._form = make_editor(line.sentence, project, self._editor, self._theme)
        for key, each in self._lines.items():
            each.set_opens(_changeable(each.sentence, project), key == self._open)

    def _lay_out(self) -> None:
        while self._column.count():
            self._column.takeAt(0)
        for key, line in self._lines.items():
            self._column.addWidget(line)
            if key == self._open and self._form is not None:
                self._column.addWidget(self._form)
                self._form.show()
        self._column.addWidget(self._more)
        self._more.setVisible(bool(self._more.text()))


def _changeable(sentence: Sentence, project: Project) -> bool:
    if sentence.kind in ("reading", "doubt") and is_sheet(project.table):
        return False
    if sentence.kind == "missing":
        known = {choice.name for choice in project.recipe.known}
        return known.issuperset(sentence.columns)
    return True
