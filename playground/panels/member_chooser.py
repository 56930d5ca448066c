"""Which of the tables in an archive is read: a list of their names and sizes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from playground.appearance.numbers import format_count
from playground.appearance.style_sheet import HOVER, TEXT, TINT
from playground.appearance.text import px
from playground.panels.chooser import Chooser

WIDTH, HEIGHT, ROW_HEIGHT = 460, 380, 30
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
EXPLANATION = """<p>The tables in the archive, with their sizes. One of them is read; the others stay at hand:
the line of the recipe that says which one is read lets you change it.</p>"""
_LIST: Final = f"""
QTreeWidget {{ background: transparent; outline: none; }}
QTreeWidget::item {{ color: {TEXT}; padding: 0 6px; }}
QTreeWidget::item:hover {{ background: {HOVER}; }}
QTreeWidget::item:selected {{ background: {TINT}; color: {TEXT}; }}
QTreeWidget::item:focus {{ border: none; }}
"""


class MemberChooser(Chooser):
    """Gives the name of the table to read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        tip = "Reads the table that is marked (Return)."
        super().__init__("Choose a table", EXPLANATION, tip, parent)
        self.list = QTreeWidget()
        self.list.setAccessibleName("Tables in the archive")
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setStyleSheet(_LIST)
        self.list.viewport().setAutoFillBackground(False)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.add_list(self.list)
        self.add_ends()
        self.list.itemDoubleClicked.connect(self._read)

    @property
    def choice(self) -> str | None:
        marked = self.list.currentItem()
        return None if marked is None else marked.text(0)

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
        self.present(WIDTH, HEIGHT, self.list)


def _size(n_bytes: int) -> str:
    """``640 bytes``, ``12 kB``, ``3.4 MB``."""
    if n_bytes < 1_000:
        return f"{format_count(n_bytes)} bytes"
    if n_bytes < 1_000_000:
        return f"{n_bytes / 1e3:.0f} kB"
    return f"{n_bytes / 1e6:,.1f} MB"
