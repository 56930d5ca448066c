"""Which of the tables in an archive is read: a list of their names and sizes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from playground.appearance.numbers import format_count
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.panels.page import paragraph

WIDTH, HEIGHT, ROW_HEIGHT = 460, 380, 30
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
EXPLANATION = """<p>The tables in the archive, with their sizes. One of them is read; the others stay at hand:
the line of the recipe that says which one is read lets you change it.</p>"""


class MemberChooser(QDialog):
    """``chosen(str)``: the name of the table to read; ``dismissed()``: none."""

    chosen = Signal(str)
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Choose a table")
        self.setAccessibleName("Choose a table")
        self.setWhatsThis(EXPLANATION)
        self.headline = paragraph("", "body", muted=False)
        self.list = QTreeWidget()
        self.list.setAccessibleName("Tables in the archive")
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.viewport().setAutoFillBackground(False)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.cancel_button = QPushButton("Cancel")
        self.cancel_button.setToolTip("Cancel\nWhat is on screen stays (Escape).")
        self.read_button = QPushButton("Read")
        self.read_button.setToolTip("Read\nReads the table that is marked (Return).")
        self.read_button.setProperty("filled", True)
        self.read_button.setFont(text_font("body", medium=True))
        for button in (self.cancel_button, self.read_button):
            button.setAutoDefault(False)
        self.restyle(theme)
        self._lay_out()
        self.list.itemDoubleClicked.connect(self._read)
        self.read_button.clicked.connect(self._read)
        self.cancel_button.clicked.connect(self.reject)

    def ask(self, text: str, names: Sequence[str], sizes: Sequence[int]) -> None:
        """Show the tables, the first one marked; the keyboard is on the list."""
        self.headline.setText(text)
        self.list.clear()
        for name, size in zip(names, sizes, strict=True):
            item = QTreeWidgetItem([name, _size(size)])
            item.setToolTip(0, name)
            item.setTextAlignment(1, _RIGHT)
            item.setSizeHint(0, QSize(0, px(ROW_HEIGHT)))
            self.list.addTopLevelItem(item)
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.resize(px(WIDTH), px(HEIGHT))
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def restyle(self, theme: Theme) -> None:
        self.list.setStyleSheet(
            "QTreeWidget { background: transparent; outline: none; }"
            f"QTreeWidget::item {{ color: {theme.text}; padding: 0 6px; }}"
            f"QTreeWidget::item:hover {{ background: {theme.hover}; }}"
            f"QTreeWidget::item:selected {{ background: {theme.tint}; color: {theme.text}; }}"
            f"QTreeWidget::item:focus {{ border: none; }}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._read()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        super().reject()
        self.dismissed.emit()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(4), px(4), px(4), px(4))
        inner.addWidget(self.list)
        ends = QHBoxLayout()
        ends.setSpacing(px(8))
        ends.addStretch(1)
        ends.addWidget(self.cancel_button)
        ends.addWidget(self.read_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(14))
        column.setSpacing(px(10))
        column.addWidget(self.headline)
        column.addWidget(card, 1)
        column.addLayout(ends)

    def _read(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.hide()
            self.chosen.emit(item.text(0))


def _size(n_bytes: int) -> str:
    """``640 bytes``, ``12 kB``, ``3.4 MB``."""
    if n_bytes < 1_000:
        return f"{format_count(n_bytes)} bytes"
    if n_bytes < 1_000_000:
        return f"{n_bytes / 1e3:.0f} kB"
    return f"{n_bytes / 1e6:,.1f} MB"
