"""The list of a table's columns: type, name, how its values are spread, role. A click changes the role."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QSizePolicy,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from playground.appearance.icons import paint_icon
from playground.appearance.numbers import format_count, format_number, with_unit
from playground.appearance.text import plain_tip, px, text_font
from playground.appearance.theme import Theme
from playground.data.apply import date_text
from playground.data.columns import Column, Table
from playground.data.recipe import ColumnChoice, Recipe
from playground.panels.histogram import Spread, paint_spread, spread
from playground.panels.painted_list import PaintedList, RowPainter

ROLE_TEXTS = {"input": "input", "target": "target", "left_out": "left out"}
KIND_TEXTS = {
    "number": "numbers",
    "yes_no": "yes or no",
    "category": "categories",
    "text": "free text",
    "date": "dates",
    "empty": "empty",
}
SCALING_TEXTS = {
    "standardize": "standardized",
    "normalize": "0 … 1",
    "symmetric": "−1 … 1",
    "none": "not scaled",
}
ROW_HEIGHT = 46
MOST_SHOWN = 8
"""More columns than these scroll: recipe and rows would lie out of reach below them."""
BARS_WIDTH = 56
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class ColumnsModel(QAbstractListModel):
    """The columns of one table under one recipe."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._choices: tuple[ColumnChoice, ...] = ()
        self._spreads: dict[tuple[int, str], Spread] = {}

    def show(self, table: Table, recipe: Recipe) -> None:
        same = table.columns == self._columns
        if not same:
            self.beginResetModel()
            self._spreads = {}
        self._columns = table.columns
        choices = {choice.name: choice for choice in recipe.columns}
        self._choices = tuple(choices[column.name] for column in table.columns)
        if not same:
            self.endResetModel()
        elif self._columns:
            self.dataChanged.emit(self.index(0), self.index(len(self._columns) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def column_at(self, index: Index) -> Column:
        return self._columns[index.row()]

    def choice_at(self, index: Index) -> ColumnChoice:
        return self._choices[index.row()]

    def spread_at(self, index: Index) -> Spread:
        """Counted when it is first drawn: a table may have thousands of columns."""
        use = self.choice_at(index).use_as
        key = index.row(), use
        if key not in self._spreads:
            self._spreads[key] = spread(self.column_at(index), as_categories=use == "category")
        return self._spreads[key]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column, choice = self.column_at(index), self.choice_at(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(column_tip(column, choice))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.label}, {about(column, choice)}, {ROLE_TEXTS[choice.role]}"
        return None


def column_tip(column: Column, choice: ColumnChoice) -> str:
    """Name, what is in it, how it is used; three short lines."""
    lines = [column.label, f"{KIND_TEXTS[column.kind].capitalize()}{_range(column)}{_gaps(column)}."]
    if choice.reason:
        lines.append(f"{ROLE_TEXTS[choice.role].capitalize()}: {choice.reason}.")
    lines.append("Click to change how it is used.")
    return "\n".join(lines)


def _range(column: Column) -> str:
    if not column.has_values:
        return f", {format_count(column.n_distinct)} different" if column.n_distinct else ""
    if column.limits is None:
        return ""
    low, high = map(date_text if column.kind == "date" else format_number, column.limits)
    return f" from {low} to {with_unit(high, column.unit)}"


def _gaps(column: Column) -> str:
    return f", {format_count(column.n_missing)} missing" if column.n_missing else ""


class ColumnDelegate(RowPainter):
    """Draws one column: icon, name, histogram, role."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.under_mouse = -1

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(px(120), px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, ColumnsModel)
        column, choice = model.column_at(index), model.choice_at(index)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        theme = self.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if focused or index.row() == self.under_mouse:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tint if focused else theme.hover))
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 2, 0, -3), 6, 6)
        self._paint_content(painter, column, choice, model.spread_at(index), rect)
        if index.row() < model.rowCount() - 1:
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), QColor(theme.border))
        painter.restore()

    def _paint_content(
        self, painter: QPainter, column: Column, choice: ColumnChoice, picture: Spread, rect: QRect
    ) -> None:
        theme, side = self.theme, px(18)
        left, right = rect.left() + px(28), rect.right() - px(BARS_WIDTH)
        top, middle = rect.top() + px(5), rect.top() + px(25)
        quiet = choice.role == "left_out"
        place = QRectF(rect.left() + 2, rect.center().y() - side / 2, side, side)
        paint_icon(painter, _icon_name(column, choice), theme.muted, place)
        bars = QRectF(right, top + px(1), px(BARS_WIDTH), px(17))
        painter.setOpacity(0.45 if quiet else 1.0)
        paint_spread(painter, picture, theme, bars, target=choice.role == "target")
        painter.setOpacity(1.0)
        role = ROLE_TEXTS[choice.role]
        painter.setFont(text_font("caption"))
        role_width = painter.fontMetrics().horizontalAdvance(role)
        painter.setPen(QColor(theme.accent if choice.role == "target" else theme.muted))
        painter.drawText(QRect(rect.right() - role_width, middle, role_width + 1, px(16)), _LEFT, role)
        painter.setPen(QColor(theme.muted))
        room = QRect(left, middle, rect.right() - role_width - px(8) - left, px(16))
        _draw_elided(painter, room, about(column, choice))
        painter.setFont(text_font("body", medium=True))
        painter.setPen(QColor(theme.muted if quiet else theme.text))
        _draw_elided(painter, QRect(left, top, right - px(8) - left, px(20)), column.label)


def _draw_elided(painter: QPainter, room: QRect, text: str) -> None:
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _LEFT, elided)


def about(column: Column, choice: ColumnChoice) -> str:
    """What is in a column and how it is scaled, or why it is left out."""
    if choice.role == "left_out":
        return choice.reason or KIND_TEXTS[column.kind]
    if choice.use_as == "number":
        return f"{column.kind}, {SCALING_TEXTS[choice.scaling]}"
    return KIND_TEXTS[column.kind] if column.kind == "yes_no" else f"{len(column.coded[1])} categories"


def _icon_name(column: Column, choice: ColumnChoice) -> str:
    if choice.role == "target":
        return "target"
    return column.kind if column.has_values and choice.use_as == "number" else "category"


class ColumnsView(PaintedList):
    """All columns under each other; many of them scroll. ``picked(name)`` asks for a column's menu."""

    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Columns", parent)
        self._model = ColumnsModel(self)
        self._delegate = ColumnDelegate(theme, self)
        self.show_rows(self._model, self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_columns(self, table: Table, recipe: Recipe) -> None:
        self._model.show(table, recipe)
        self.setFixedHeight(px(ROW_HEIGHT) * max(1, min(MOST_SHOWN, len(table.columns))))

    def row_rect(self, name: str) -> QRect:
        """Where a column's row is, in this widget."""
        for row in range(self._model.rowCount()):
            index = self._model.index(row)
            if self._model.column_at(index).name == name:
                return self.visualRect(index)
        return QRect()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.enter(self.indexAt(event.position().toPoint()))

    def enter(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(self._model.column_at(index).name)

    def _hover(self, row: int) -> None:
        if row != self._delegate.under_mouse:
            self._delegate.under_mouse = row
            self.viewport().update()
