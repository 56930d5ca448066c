"""A neuron's sum as a table: input, value, × weight, bar, = term. A click on a row picks its synapse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.appearance.numbers import format_fixed, format_number
from playground.appearance.text import plain_tip, px, text_font
from playground.appearance.theme import Theme
from playground.engine.specs import ParameterKey
from playground.panels.neuron_sum import NeuronSum, Term

MOST_TERMS = 14
"""Of more terms the strongest are shown, and the sum of the others."""
ROW = 25
ABOUT = "The sum\nWeight × value of every input, and the bias.\nClick a line to see its synapse."
HEADS = ("input", "value", "× weight", "= term")
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table, as written; ``key`` None: it stands for several terms."""

    key: ParameterKey | None
    name: str
    value: str
    weight: str
    product: float
    term: str


def lines_of(total: NeuronSum) -> tuple[Line, ...]:
    """The lines to write: all terms, or the strongest and the rest."""
    *terms, bias = total.terms
    shown = terms
    rest: list[Term] = []
    if len(terms) > MOST_TERMS:
        strongest = sorted(terms, key=lambda term: -abs(term.product))[: MOST_TERMS - 1]
        keys = {term.key for term in strongest}
        shown = [term for term in terms if term.key in keys]
        rest = [term for term in terms if term.key not in keys]
    lines = [_line(term) for term in shown]
    if rest:
        product = sum(term.product for term in rest if not term.cut)
        lines.append(Line(None, f"{len(rest)} weaker ones", "", "", product, format_fixed(product)))
    return (*lines, _line(bias))


def _line(term: Term) -> Line:
    if term.cut:
        return Line(term.key, term.name, format_fixed(term.value), "cut", 0.0, "–")
    product = term.product
    return Line(
        term.key,
        term.name,
        format_fixed(term.value),
        format_fixed(term.weight),
        product,
        format_fixed(product),
    )


class TermTable(QWidget):
    """``picked(key)``: a row was clicked, or Return pressed on it."""

    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: tuple[Line, ...] = ()
        self._z = ""
        self._widths = (0, 0, 0)
        self._current = 0
        self._under_mouse = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setToolTip(ABOUT)

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._lines

    @property
    def sum_text(self) -> str:
        return self._z

    def show_sum(self, total: NeuronSum) -> None:
        lines = lines_of(total)
        if [line.key for line in lines] != [line.key for line in self._lines]:
            self._widths = (0, 0, 0)
        value, weight, term = map(max, zip(self._widths, _widths(lines), strict=True))
        self._widths = value, weight, term
        if len(lines) != len(self._lines):
            self._current = min(self._current, len(lines) - 1)
            self.setFixedHeight(px(ROW) * (len(lines) + 1) + px(40))
        self._lines, self._z = lines, format_number(total.z)
        self.setAccessibleName(f"Sum of {len(total.terms)} terms: {self._z}")
        self.setAccessibleDescription(self.text())
        self.update()

    def text(self) -> str:
        """The whole sum in one line."""
        terms = [f"{line.value} × {line.weight}" if line.weight else line.term for line in self._lines]
        return f"{' + '.join(terms)} = {self._z}"

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(220), px(ROW) * (len(self._lines) + 1) + px(40))

    def line_rect(self, index: int) -> QRectF:
        return QRectF(0, px(ROW) * (index + 1), self.width(), px(ROW))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(int(event.position().y() // px(ROW)) - 1)

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pick(int(event.position().y() // px(ROW)) - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._current = min(max(0, self._current + step), len(self._lines) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self._current)
        else:
            super().keyPressEvent(event)

    def _pick(self, index: int) -> None:
        if 0 <= index < len(self._lines) and (key := self._lines[index].key) is not None:
            self.picked.emit(key)

    def _hover(self, index: int) -> None:
        index = index if 0 <= index < len(self._lines) and self._lines[index].key is not None else -1
        if index != self._under_mouse:
            self._under_mouse = index
            tip = f"{self._lines[index].name}\nClick to see its synapse." if index >= 0 else ABOUT
            self.setToolTip(plain_tip(tip))
            self.setCursor(Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        columns = _Columns(self.width(), self._widths)
        muted = QColor(self._theme.muted)
        columns.write(painter, 0, HEADS, (text_font("caption"),) * 4, (muted,) * 4)
        largest = max((abs(line.product) for line in self._lines), default=0.0) or 1.0
        for i, line in enumerate(self._lines):
            self._paint_line(painter, columns, i, line, largest)
        self._paint_axis(painter, columns)
        bottom = px(ROW) * (len(self._lines) + 1) + px(4)
        painter.fillRect(QRectF(0, bottom, self.width(), 1), QColor(self._theme.control))
        painter.setPen(QColor(self._theme.text))
        total = QRectF(0, bottom + px(4), self.width(), px(28))
        painter.setFont(text_font("body", medium=True))
        painter.drawText(total, LEFT, "sum  z")
        painter.setFont(text_font("readout", medium=True, tabular=True))
        painter.drawText(total, RIGHT, self._z)
        painter.end()

    def _paint_line(self, painter: QPainter, columns: _Columns, i: int, line: Line, largest: float) -> None:
        theme = self._theme
        if i == self._under_mouse or (self.hasFocus() and i == self._current):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tint if self.hasFocus() and i == self._current else theme.hover))
            painter.drawRoundedRect(self.line_rect(i).adjusted(-4, 1, 4, -1), 4, 4)
        numbers = columns.number_font
        text, muted = QColor(theme.text), QColor(theme.muted)
        is_bias = line.key is not None and line.key.is_bias
        inks = (muted if line.key is None else text, muted if is_bias else text, text, text)
        fonts = (columns.name_font, numbers, numbers, numbers)
        columns.write(
            painter, px(ROW) * (i + 1), (line.name, line.value, line.weight, line.term), fonts, inks
        )
        width = columns.bar_half * min(1.0, abs(line.product) / largest)
        color = QColor(theme.positive if line.product >= 0 else theme.negative)
        left = columns.bar_middle - (width if line.product < 0 else 0)
        painter.fillRect(QRectF(left, self.line_rect(i).center().y() - px(5), width, px(10)), color)

    def _paint_axis(self, painter: QPainter, columns: _Columns) -> None:
        top, bottom = self.line_rect(0).top() + px(3), self.line_rect(len(self._lines) - 1).bottom() - px(3)
        painter.fillRect(QRectF(columns.bar_middle - 0.5, top, 1, bottom - top), QColor(self._theme.control))


def _widths(lines: tuple[Line, ...]) -> tuple[int, int, int]:
    """What values, weights and terms need, in steps: a number that runs must not move its neighbors."""
    numbers, heads = QFontMetrics(text_font("body", tabular=True)), QFontMetrics(text_font("caption"))

    def widest(head: str, texts: Iterable[str]) -> int:
        wide = max(map(numbers.horizontalAdvance, texts)) + px(4)
        return max(-(-wide // 8) * 8, heads.horizontalAdvance(head) + px(4))

    return (
        widest(HEADS[1], (line.value for line in lines)),
        widest(HEADS[2], (line.weight for line in lines)),
        widest(HEADS[3], (line.term for line in lines)),
    )


class _Columns:
    """Where the four texts and the bar stand at a given width."""

    def __init__(self, width: int, numbers: tuple[int, int, int]) -> None:
        self.row = px(ROW)
        self.name_font = text_font("body", medium=True)
        self.number_font = text_font("body", tabular=True)
        value, weight, term = numbers
        self.bar_half = max(px(14), (width - px(96) - sum(numbers) - px(14)) / 2)
        term_left = width - term
        self.bar_middle = term_left - px(4) - self.bar_half
        weight_left = self.bar_middle - self.bar_half - px(10) - weight
        value_left = weight_left - value
        self.boxes = (
            (0.0, value_left, LEFT),
            (value_left, value, RIGHT),
            (weight_left, weight, RIGHT),
            (term_left, term, RIGHT),
        )

    def write(
        self,
        painter: QPainter,
        top: float,
        texts: tuple[str, ...],
        fonts: tuple[QFont, ...],
        inks: tuple[QColor, ...],
    ) -> None:
        for (left, width, align), text, font, ink in zip(self.boxes, texts, fonts, inks, strict=True):
            painter.setFont(font)
            painter.setPen(ink)
            if align == LEFT:  # names may be long, numbers never are; names of a kind differ at their ends
                text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(width) + 1)
            painter.drawText(QRectF(left, top, width, self.row), align, text)
