"""The columns of a file as a list to tick: a hundred thousand of them are searched and scrolled at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from playground.appearance.icons import paint_icon
from playground.appearance.numbers import format_count
from playground.appearance.text import plain_tip, px, text_font
from playground.appearance.theme import Theme

ROW_HEIGHT = 28
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class PlacesModel(QAbstractTableModel):
    """Columns by their places (from 0), those that the search leaves; which of all of them are chosen.

    Signals:
        chosen_changed(): others are chosen.
    """

    chosen_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self.values: tuple[str, ...] = ()
        self.target = -1
        self._folded: list[str] = []
        self._chosen: npt.NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)
        self._shown: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)

    def show(self, names: Sequence[str], values: Sequence[str], target: int) -> None:
        """Show all columns, none of them chosen; ``values`` are those of the first row, as far as known."""
        self.beginResetModel()
        self.names, self.values, self.target = tuple(names), tuple(values), target
        self._folded = [name.casefold() for name in names]
        self._chosen = np.zeros(len(names), dtype=np.bool_)
        self._shown = np.arange(len(names))
        self.endResetModel()

    def search(self, text: str) -> None:
        """Show the columns with this text in their names."""
        wanted = text.strip().casefold()
        self.beginResetModel()
        self._shown = np.array([i for i, name in enumerate(self._folded) if wanted in name], dtype=np.int64)
        self.endResetModel()

    @property
    def chosen(self) -> list[int]:
        """Places of the chosen columns, ascending."""
        found: list[int] = np.flatnonzero(self._chosen).tolist()
        return found

    def choose(self, places: Iterable[int]) -> None:
        """Choose these columns and no others."""
        self._chosen[:] = False
        self._chosen[list(places)] = True
        self._tell()

    def choose_shown(self, chosen: bool) -> None:
        """Choose all columns that the search leaves, or none of them; the others stay as they are."""
        self._chosen[self._shown] = chosen
        self._tell()

    def toggle(self, row: int) -> None:
        """Choose the column in a row of the list, or no longer."""
        place = self.place(row)
        self._chosen[place] = not self._chosen[place]
        self._tell()

    def place(self, row: int) -> int:
        return int(self._shown[row])

    def is_chosen(self, row: int) -> bool:
        return bool(self._chosen[self._shown[row]])

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | Qt.CheckState | None:
        place = self.place(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.names[place]
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if self._chosen[place] else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join([self.names[place], *self._notes(place)]))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            chosen = "chosen" if self._chosen[place] else "not chosen"
            return ", ".join([f"Column {place + 1}", self.names[place], chosen, *self._notes(place)])
        return None

    def _notes(self, place: int) -> list[str]:
        value = self.values[place] if place < len(self.values) else ""
        first = [f"first value: {value}"] if value else []
        return [*first, "likely to be the target"] if place == self.target else first

    def _tell(self) -> None:
        if len(self._shown):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, 0))
        self.chosen_changed.emit()


class _Delegate(QStyledItemDelegate):
    """One column: box, place, name, what stands first in it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, PlacesModel)
        theme, rect, place = self.theme, QRect(option.rect), model.place(index.row())
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver):
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tint if focused else theme.hover))
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), 6, 6)
        self._paint_box(painter, rect, model.is_chosen(index.row()))
        digits = painter.fontMetrics().horizontalAdvance("0") * len(format_count(len(model.names)))
        left = rect.left() + px(32)
        painter.setFont(text_font("label", tabular=True))
        painter.setPen(QColor(theme.muted))
        painter.drawText(QRect(left, rect.top(), digits, rect.height()), _RIGHT, format_count(place + 1))
        left += digits + px(12)
        room = QRect(left, rect.top(), rect.right() - px(8) - left, rect.height())
        self._paint_texts(painter, room, model, place)
        painter.restore()

    def _paint_box(self, painter: QPainter, rect: QRect, chosen: bool) -> None:
        side = px(16)
        box = QRectF(rect.left() + px(8), rect.center().y() - side / 2 + 0.5, side, side)
        painter.setPen(QPen(QColor(self.theme.accent if chosen else self.theme.control), 1.5))
        painter.setBrush(QColor(self.theme.accent if chosen else self.theme.panel))
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)
        if chosen:
            paint_icon(painter, "check", self.theme.on_accent, box.adjusted(1, 1, -1, -1))

    def _paint_texts(self, painter: QPainter, room: QRect, model: PlacesModel, place: int) -> None:
        is_target = place == model.target
        note = "likely target" if is_target else model.values[place] if place < len(model.values) else ""
        painter.setFont(text_font("label", tabular=True))
        note = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, room.width() // 3)
        painter.setPen(QColor(self.theme.accent if is_target else self.theme.muted))
        painter.drawText(room, _RIGHT, note)
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(note) - px(10))
        painter.setFont(text_font("body"))
        painter.setPen(QColor(self.theme.text))
        name = painter.fontMetrics().elidedText(
            model.names[place], Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.drawText(room, _LEFT, name)


class PlacesList(QTableView):
    """A click or the space bar chooses a column, or no longer; the arrow keys walk.

    A table, because a list view works out the place of every row whenever one changes.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = PlacesModel(self)
        self._delegate = _Delegate(theme, self)
        self.setModel(self.columns)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Columns of the file")
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QTableView { background: transparent; outline: none; }")

    def restyle(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.columns.toggle(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.columns.toggle(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        # A double click is two clicks: the second one would otherwise be swallowed.
        if event.type() == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            self.mousePressEvent(event)
            return True
        return super().viewportEvent(event)
