"""The rows of the table as they are in the file; only those in sight cost anything."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from playground.appearance.numbers import format_count, format_fixed
from playground.appearance.style_sheet import PANEL
from playground.appearance.text import plain_tip, px, text_font
from playground.appearance.theme import Theme
from playground.data.columns import Column, Table
from playground.data.recipe import Recipe
from playground.panels.rows_header import LEFT_ROOM, RIGHT_ROOM, RowsHeader, needed_width, two_lines

ROW_HEIGHT = 24
FEWEST_SHOWN = 4
MEASURED_ROWS, MEASURED_COLUMNS, MEASURED_CELLS = 30, 40, 240
MOST_LOOKED_AT = 10_000
Index = QModelIndex | QPersistentModelIndex
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowsModel(QAbstractTableModel):
    """The columns in use; the first one is the row's number, counted from 1."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._n_rows = 0
        self._columns: tuple[Column, ...] = ()
        self._decimals: tuple[int, ...] = ()

    def show(self, table: Table, recipe: Recipe) -> None:
        used = {choice.name for choice in recipe.columns if choice.role != "left_out"}
        columns = tuple(column for column in table.columns if column.name in used)
        if columns == self._columns:
            return
        self.beginResetModel()
        self._n_rows = table.n_rows
        self._columns = columns
        self._decimals = tuple(decimals(column) for column in columns)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._n_rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.is_number(index.column()) else LEFT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section - 1].label if section else "row"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._columns[section - 1].name) if section else "Row\nCounted from 1."
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.is_number(section) else LEFT
        return None

    def is_number(self, column: int) -> bool:
        """Whether a column holds numbers; the first one does."""
        return column == 0 or self._columns[column - 1].is_number

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        if column == 0:
            return format_count(row + 1)
        source = self._columns[column - 1]
        if source.is_missing(row):
            return "–"
        if source.is_number:
            return format_fixed(float(source.values[row]), self._decimals[column - 1])
        return source.cell(row)


def decimals(column: Column) -> int:
    """Whole numbers have none; others two, or as many as it takes to tell small values apart. The first rows
    tell."""
    if not column.is_number:
        return 0
    first = column.values[:MOST_LOOKED_AT]
    known = first[~np.isnan(first)]
    if not len(known) or bool(np.all(known == np.floor(known))):
        return 0
    spread = float(np.median(np.abs(known)))
    return 2 if spread >= 0.1 or spread == 0 else min(6, 2 + int(np.ceil(-np.log10(spread))))


TABLE_STYLE: Final = f"""
QTableView {{ background: transparent; border: none; outline: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QHeaderView {{ background: {PANEL}; border: none; }}
"""
"""Of a table on a card: no lines, no ground of its own."""


class _RowDelegate(QStyledItemDelegate):
    """The row's number in a quiet color; the chosen row on a tint."""

    def __init__(self, theme: Theme, parent: RowsTable) -> None:
        super().__init__(parent)
        self.theme = theme
        self.chosen = self.hovered = -1
        # Made once: a screenful of cells would make hundreds of them with every step of the wheel.
        self._fonts = {bold: text_font("label", tabular=True, medium=bold) for bold in (False, True)}
        self._metrics = QFontMetrics(self._fonts[False])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, rect = index.model(), option.rect
        assert isinstance(model, RowsModel)
        chosen = index.row() == self.chosen
        if chosen:
            painter.fillRect(rect, QColor(self.theme.tint))
        elif index.row() == self.hovered:
            painter.fillRect(rect, QColor(self.theme.hover))
        if index.column() == 0:
            color = self.theme.accent if chosen else self.theme.muted
        else:
            color = self.theme.text
        painter.setFont(self._fonts[chosen and index.column() == 0])
        painter.setPen(QColor(color))
        room = rect.adjusted(px(6), 0, -px(8), 0)
        text = model.text(index.row(), index.column())
        if self._metrics.horizontalAdvance(text) > room.width():
            text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, RIGHT if model.is_number(index.column()) else LEFT, text)


class RowsTable(QTableView):
    """Signals:
    row_chosen(row): the number of a row that was clicked or reached by the arrow keys.
    row_hovered(row): the one under the mouse, −1 for none.
    """

    row_chosen = Signal(int)
    row_hovered = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = RowsModel(self)
        self._delegate = _RowDelegate(theme, self)
        self._silent = False
        self.setItemDelegate(self._delegate)
        self.setModel(self._model)
        self.setAccessibleName("Rows")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(px(ROW_HEIGHT) * (FEWEST_SHOWN + 1) + 4)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        self._header = RowsHeader(theme, self)
        self.setHorizontalHeader(self._header)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet(TABLE_STYLE)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.restyle(theme)

    def show_rows(self, table: Table, recipe: Recipe) -> None:
        self._model.show(table, recipe)
        self._fit_columns()

    def set_row(self, row: int | None) -> None:
        """Show a row as the chosen one, without reporting it."""
        if row == (self._delegate.chosen if self._delegate.chosen >= 0 else None):
            return
        self._delegate.chosen = -1 if row is None else row
        self._silent = True
        if row is not None:
            self.setCurrentIndex(self._model.index(row, max(0, self.currentIndex().column())))
            self.scrollTo(self._model.index(row, 0))
        self._silent = False
        self.viewport().update()

    def set_hovered(self, row: int) -> None:
        """Let a row stand out and bring it into sight, without reporting it; −1 for none."""
        if row != self._delegate.hovered:
            self._delegate.hovered = row
            if row >= 0:
                self.scrollTo(self._model.index(row, 0))
            self.viewport().update()

    def restyle(self, theme: Theme) -> None:
        self._delegate.theme = self._header.theme = theme
        self.viewport().update()

    def _moved(self, present: QModelIndex) -> None:
        if not self._silent and present.isValid():
            self.row_chosen.emit(present.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered:
            self._delegate.hovered = row
            self.viewport().update()
            self.row_hovered.emit(row)

    def _fit_columns(self) -> None:
        """Columns share the width if their contents allow it; otherwise the table scrolls sideways.

        A name too long for its column takes two lines, unless it scrolls anyway.
        """
        needed, wished = zip(*(self._widths(i) for i in range(self._model.columnCount())), strict=True)
        spare = self.viewport().width() - sum(needed)
        lacking = [wish - need for need, wish in zip(needed, wished, strict=True)]
        share = min(1.0, spare / (sum(lacking) or 1)) if spare >= 0 else 1.0
        widths = [need + int(share * lack) for need, lack in zip(needed, lacking, strict=True)]
        rest = max(0, self.viewport().width() - sum(widths)) // max(1, len(widths) - 1)
        metrics, n_lines = QFontMetrics(text_font("caption")), 1
        for column, width in enumerate(widths):
            width += rest if column else 0
            self.setColumnWidth(column, width)
            name = str(self._model.headerData(column, Qt.Orientation.Horizontal))
            n_lines = max(n_lines, len(two_lines(name, metrics, width - px(LEFT_ROOM) - px(RIGHT_ROOM))))
        self._header.setFixedHeight(max(px(ROW_HEIGHT), n_lines * metrics.lineSpacing() + px(8)))

    def _widths(self, column: int) -> tuple[int, int]:
        """What a column needs with its name in two lines, and with it in one; from its first rows."""
        metrics, most = self.fontMetrics(), px(140)
        header = QFontMetrics(text_font("caption"))
        if column == 0:
            count = metrics.horizontalAdvance(format_count(self._model.rowCount()))
            width = max(count + px(18), header.horizontalAdvance("row") + px(16))
            return width, width
        most_rows = min(MEASURED_ROWS, MEASURED_CELLS // self._model.columnCount())
        rows = range(min(most_rows, self._model.rowCount()) if column <= MEASURED_COLUMNS else 0)
        values = max((metrics.horizontalAdvance(self._model.text(row, column)) for row in rows), default=0)
        name = str(self._model.headerData(column, Qt.Orientation.Horizontal))
        whole = header.horizontalAdvance(name) + px(LEFT_ROOM) + px(RIGHT_ROOM) + 2
        needed = min(most, max(px(36), values + px(16), needed_width(name, header)))
        return needed, min(most, max(needed, whole))

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit_columns()
