"""The head of the data panel: which file, how large, how many rows train and how many test."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.appearance.buttons import ElidedLabel, IconButton
from playground.appearance.numbers import format_count
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.document.names import counted
from playground.document.project import Project
from playground.panels.page import plain_column, plain_row, text_label


class SplitBar(QWidget):
    """One bar: the share that trains in the accent, the share that tests in gray."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share = 1.0
        self.setFixedHeight(px(8))

    def show_counts(self, train: int, test: int) -> None:
        self._share = train / max(1, train + test)
        self.setAccessibleName(f"{format_count(train)} rows to train, {format_count(test)} to test")
        self.setToolTip(
            "Training and test rows\nThe network learns from the first and is tried on the others.\n"
            "Change the share in the recipe below."
        )
        self.update()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        gap = 3.0 if self._share < 1 else 0.0
        first = (self.width() - gap) * self._share
        for left, width, color in (
            (0.0, first, self._theme.accent),
            (first + gap, self.width() - first - gap, self._theme.control),
        ):
            if width > 0:
                painter.setBrush(QColor(color))
                painter.drawRoundedRect(QRectF(left, 0, width, self.height()), 3, 3)
        painter.end()


class DataSummary(QWidget):
    """``open_requested`` and ``gallery_requested``: the two buttons."""

    open_requested = Signal()
    gallery_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.name.setFont(text_font("body", medium=True))
        self.extent = text_label("", muted=True)
        self.open_button = IconButton(
            "open", "Open a CSV", theme, tip="Choose a file with a table; or drop one anywhere."
        )
        self.gallery_button = IconButton(
            "gallery", "Examples", theme, tip="Choose one of the tables that come along."
        )
        self.open_button.clicked.connect(self.open_requested)
        self.gallery_button.clicked.connect(self.gallery_requested)
        self.bar = SplitBar(theme)
        self.train = text_label("", tabular=True)
        self.test = text_label("", muted=True, tabular=True)
        self._lay_out(QVBoxLayout(self))

    def _lay_out(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head, names, counts = plain_row(), plain_column(), plain_row()
        names.setSpacing(px(2))
        names.addWidget(self.name)
        names.addWidget(self.extent)
        head.addLayout(names, 1)
        head.addWidget(self.open_button)
        head.addWidget(self.gallery_button)
        counts.addWidget(self.train)
        counts.addStretch(1)
        counts.addWidget(self.test)
        column.addLayout(head)
        column.addSpacing(px(10))
        column.addWidget(self.bar)
        column.addSpacing(px(4))
        column.addLayout(counts)

    def show_project(self, project: Project) -> None:
        table, dataset = project.table, project.dataset.once()
        self.name.setText(project.name)
        self.extent.setText(f"{counted(table.n_rows, 'row')}, {counted(len(table.columns), 'column')}")
        train, test = len(dataset.train_rows), len(dataset.test_rows)
        self.bar.show_counts(train, test)
        self.train.setText(f"{counted(train, 'row')} to train")
        self.test.setText(f"{format_count(test)} to test" if test else "none to test")
