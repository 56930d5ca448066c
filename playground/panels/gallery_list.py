"""The examples as cards with pictures, side by side; the arrow keys walk over them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.data.columns import Table
from playground.data.examples import EXAMPLES, Example
from playground.data.reader import read_table
from playground.panels.painted_list import PaintedList, RowPainter
from playground.panels.table_picture import TablePicture, table_picture
from playground.resources import resource

CARD_WIDTH, CARD_HEIGHT, GAP = 158, 168, 8
PICTURE_HEIGHT = 96
FIRST_BYTES = 8_000
"""Of a measured table so much is read for its card: the first rows."""
LEARNS = {"number": "learns a number", "category": "learns categories"}
Index = QModelIndex | QPersistentModelIndex


def first_rows(example: Example) -> Table:
    """An example as it is at first; of a measured one the first rows."""
    if example.make is not None:
        return read_table(example.text().encode(), example.file)
    with resource("examples", example.file).open("rb") as file:
        raw = file.read(FIRST_BYTES)
    return read_table(raw[: raw.rindex(b"\n") + 1], example.file)


class GalleryModel(QAbstractListModel):
    """All examples. Their pictures are made one by one while nothing else happens."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures: dict[int, TablePicture] = {}
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._make_next)
        self._timer.start(0)

    @property
    def is_complete(self) -> bool:
        """Whether every picture is there."""
        return len(self._pictures) == len(EXAMPLES)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(EXAMPLES)

    def picture(self, row: int) -> TablePicture | None:
        return self._pictures.get(row)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        example = EXAMPLES[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return example.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{example.title}\n{example.sentence}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{example.title}, {LEARNS[example.learns]}. {example.sentence}"
        return None

    def _make_next(self) -> None:
        row = len(self._pictures)
        if self.is_complete:
            self._timer.stop()
            return
        self._pictures[row] = table_picture(first_rows(EXAMPLES[row]))
        self.dataChanged.emit(self.index(row), self.index(row))


class _CardDelegate(RowPainter):
    """One card: picture, title, what is learned."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(px(CARD_WIDTH), px(CARD_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, GalleryModel)
        theme, rect = self.theme, QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = rect.adjusted(px(4), px(4), -px(4), -px(4))
        painter.setPen(QPen(QColor(theme.accent if chosen else theme.border), 2.0 if chosen else 1.0))
        painter.setBrush(QColor(theme.tint if chosen else theme.hover if hovered else theme.panel))
        painter.drawRoundedRect(card, 8, 8)
        box = QRectF(card.left() + px(8), card.top() + px(8), card.width() - px(16), px(PICTURE_HEIGHT))
        picture = model.picture(index.row())
        if picture is not None:
            picture.paint(painter, theme, box.adjusted(px(4), px(2), -px(4), -px(2)))
        self._paint_texts(painter, EXAMPLES[index.row()], card)
        painter.restore()

    def _paint_texts(self, painter: QPainter, example: Example, card: QRectF) -> None:
        left, width = round(card.left()) + px(10), round(card.width()) - px(20)
        top = round(card.top()) + px(PICTURE_HEIGHT + 14)
        for text, font, color, height in (
            (example.title, text_font("body", medium=True), self.theme.text, px(20)),
            (LEARNS[example.learns], text_font("caption"), self.theme.muted, px(16)),
        ):
            painter.setFont(font)
            painter.setPen(QColor(color))
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(left, top, width, height), Qt.AlignmentFlag.AlignVCenter, elided)
            top += height


class GalleryList(PaintedList):
    """``pointed(Example)``: clicked or reached by key; ``opened(Example)``: double click or Return."""

    pointed = Signal(object)
    opened = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Examples", parent)
        self._cards = GalleryModel(self)
        self.show_rows(self._cards, _CardDelegate(theme, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setGridSize(QSize(px(CARD_WIDTH), px(CARD_HEIGHT)))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(self.enter)

    @property
    def cards(self) -> GalleryModel:
        return self._cards

    def choose(self, file: str) -> None:
        """Point to an example; the first one if there is none of that name."""
        files = [example.file for example in EXAMPLES]
        index = self._cards.index(files.index(file) if file in files else 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _moved(self, present: QModelIndex) -> None:
        if present.isValid():
            self.pointed.emit(EXAMPLES[present.row()])

    def enter(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(EXAMPLES[index.row()])
