"""A table as it is read, or would be: the names, types and first values of its first columns."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.appearance.numbers import format_count
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.data.columns import Column, Kind, Table
from playground.panels.text_lines import paint_lines, wrapped

FEWEST, MOST = 4, 7
"""Columns for which there is room"""
ROWS = 4
"""Values that are named of each column"""
NAME = 0.35
"""Room for it, as a share of the width"""
_KINDS: dict[Kind, str] = {
    "number": "number",
    "yes_no": "yes/no",
    "category": "words",
    "text": "text",
    "date": "date",
    "empty": "empty",
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ReadingPreview(QWidget):
    """As tall as the table on screen needs: what is only considered moves nothing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.headline, self.trouble = "", ""
        self.lines: list[tuple[str, str, str]] = []
        self.more = 0
        self._is_considered = False
        self._room = FEWEST
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_present(self, table: Table) -> None:
        """The table on screen."""
        self._room = min(MOST, max(FEWEST, len(table.columns)))
        self.setFixedHeight(self._line_height() * (self._room + 1) + px(14))
        self._show(table, f"{_size(table)}", is_considered=False)

    def show_considered(self, result: Table | str, *, whole: bool) -> None:
        """What another choice would make of the file: a table, or of its beginning, or why there is none."""
        if isinstance(result, str):
            self.headline, self.trouble, self.lines, self.more = "Cannot be read so", result, [], 0
            self._is_considered = True
            self._describe()
        else:
            size = _size(result) if whole else f"{_columns(result)}; the first rows"
            self._show(result, f"Would be: {size}", is_considered=True)

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _show(self, table: Table, headline: str, *, is_considered: bool) -> None:
        shown = len(table.columns) if len(table.columns) <= self._room else self._room - 1
        self.headline, self.trouble, self._is_considered = headline, "", is_considered
        self.lines = [_line(column) for column in table.columns[:shown]]
        self.more = len(table.columns) - shown
        self._describe()

    def _describe(self) -> None:
        texts = (f"{name}, {kind}: {values}" for name, kind, values in self.lines)
        self.setAccessibleName(". ".join((self.headline, *texts, self.trouble)).strip(". "))
        self.update()

    def _line_height(self) -> int:
        return QFontMetrics(text_font("caption")).lineSpacing() + px(3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, height = self._theme, self._line_height()
        painter.setPen(QColor(theme.accent if self._is_considered else theme.border))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -px(5)), 6, 6)
        inside = self.rect().adjusted(px(8), px(4), -px(8), -px(8))
        painter.setFont(text_font("caption", medium=True, tabular=True))
        _draw(painter, QRect(inside.left(), inside.top(), inside.width(), height), self.headline, theme.text)
        painter.setFont(text_font("caption", tabular=True))
        row = QRect(inside.left(), inside.top(), inside.width(), height)
        for line in self.lines:
            row.translate(0, height)
            self._paint_line(painter, row, line)
        if self.more:
            _draw(painter, row.translated(0, height), f"and {format_count(self.more)} more", theme.muted)
        if self.trouble:
            font = text_font("caption")
            text = wrapped(self.trouble, font, inside.width(), self._room)
            paint_lines(painter, text, font, theme.warn, QPoint(inside.left(), inside.top() + height))
        painter.end()

    def _paint_line(self, painter: QPainter, row: QRect, line: tuple[str, str, str]) -> None:
        gap = px(6)
        name = round(NAME * row.width())
        kind = max(map(painter.fontMetrics().horizontalAdvance, _KINDS.values())) + 2 * gap
        ends = [0, name, name + kind, row.width() + gap]
        colors = (self._theme.text, self._theme.muted, self._theme.text)
        for left, right, text, color in zip(ends, ends[1:], line, colors, strict=False):
            _draw(painter, QRect(row.left() + left, row.top(), right - left - gap, row.height()), text, color)


def _draw(painter: QPainter, room: QRect, text: str, color: str) -> None:
    painter.setPen(QColor(color))
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _LEFT, elided)


def _line(column: Column) -> tuple[str, str, str]:
    values = [column.cell(row) or "–" for row in range(min(ROWS, len(column)))]
    return column.label, _KINDS[column.kind], " · ".join(value[:40] for value in values)


def _size(table: Table) -> str:
    rows = f"{format_count(table.n_rows)} {'row' if table.n_rows == 1 else 'rows'}"
    aside = len(table.set_aside)
    set_aside = f", {format_count(aside)} set aside" if aside else ""
    return f"{rows}, {_columns(table)}{set_aside}"


def _columns(table: Table) -> str:
    return f"{format_count(len(table.columns))} {'column' if len(table.columns) == 1 else 'columns'}"
