"""A list on a card whose rows are painted in the theme's colors; Return, Enter and Space ask for one."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QWidget

from playground.appearance.theme import Theme


class RowPainter(QStyledItemDelegate):
    """Paints a row in a theme."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme


class PaintedList(QListView):
    """Without ground and frame of its own. Subclasses say what entering a row does."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("QListView { background: transparent; outline: none; }")

    def show_rows(self, model: QAbstractListModel, painter: RowPainter) -> None:
        self.setModel(model)
        self._painter = painter
        self.setItemDelegate(painter)

    def restyle(self, theme: Theme) -> None:
        self._painter.theme = theme
        self.viewport().update()

    def enter(self, index: QModelIndex) -> None:
        """The row was asked for; invalid: there is none."""
        raise NotImplementedError  # Qt's metaclass leaves no room for an abstract class

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.enter(self.currentIndex())
        else:
            super().keyPressEvent(event)
