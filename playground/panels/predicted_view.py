"""A file's predictions: how good they are if that is known, what is to be said about them, all of them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QVBoxLayout, QWidget

from playground.appearance.badge import Badge
from playground.appearance.buttons import ElidedLabel, IconButton
from playground.appearance.numbers import format_count, format_number, format_percent, with_unit
from playground.appearance.style_sheet import MUTED, PANEL
from playground.appearance.text import plain_tip, px, text_font
from playground.appearance.theme import Theme
from playground.data.columns import Column
from playground.document.names import counted
from playground.document.predict import Predicted
from playground.engine.snapshot import Snapshot
from playground.panels.inspector_page import TextButton
from playground.panels.page import paragraph, plain_row
from playground.panels.rows_table import LEFT, RIGHT, ROW_HEIGHT, TABLE_STYLE
from playground.training.controller import TrainingController

Index = QModelIndex | QPersistentModelIndex
MOST_NOTES = 6
_FIRST = 3
"""Columns before the file's own: line, answer, confidence."""


class PredictedModel(QAbstractTableModel):
    """Line of the file, answer, confidence, then the file's own columns; only what is in sight costs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: Predicted | None = None

    def show(self, predicted: Predicted) -> None:
        self.beginResetModel()
        self._shown = predicted
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self._shown is None else self._shown.table.n_rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() or self._shown is None else _FIRST + len(self._shown.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self._is_number(index.column()) else LEFT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        shown = self._shown
        if shown is None or orientation == Qt.Orientation.Vertical:
            return None
        is_number = shown.answers.values is not None
        if role == Qt.ItemDataRole.DisplayRole:
            first = ("line", _title(shown.target), "±" if is_number else "sure")
            return first[section] if section < _FIRST else shown.table.columns[section - _FIRST].label
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                _TIPS[section] if section < _FIRST else plain_tip(shown.table.columns[section - _FIRST].name)
            )
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self._is_number(section) else LEFT
        return None

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        shown = self._shown
        if shown is None:
            return ""
        if column == 0:
            return format_count(int(shown.table.row_lines[row]))
        if column < _FIRST:
            return self._answer(shown, row)[column - 1] if shown.matched.usable[row] else "–"
        source = shown.table.columns[column - _FIRST]
        return source.cell(row) or "–"

    def _answer(self, shown: Predicted, row: int) -> tuple[str, str]:
        found = shown.answers
        if found.values is not None:
            around = "–" if shown.margin is None else format_number(shown.margin)
            return format_number(float(found.values[row]), 4), around
        assert found.best is not None
        assert found.shares is not None
        best = int(found.best[row])
        return found.names[best], format_percent(float(found.shares[row, best]), 1)

    def _is_number(self, column: int) -> bool:
        shown = self._shown
        if shown is None or column in (0, 2):
            return True
        if column == 1:
            return shown.answers.values is not None
        return shown.table.columns[column - _FIRST].is_number


_TIPS = (
    "Line\nOf the file, counted from 1.",
    "Answer\nWhat the network predicts for this row.",
    "Confidence\nThe probability of the answer; for numbers, how near 9 of 10 test rows lie to theirs.",
)


class PredictedView(QWidget):
    """Signals:
    save_requested(), again_requested(), closed(): the buttons.
    """

    save_requested = Signal()
    again_requested = Signal()
    closed = Signal()

    def __init__(self, controller: TrainingController, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName("Predictions of a file")
        self._controller = controller
        self._updates = 0
        self.predicted: Predicted | None = None
        self.name = ElidedLabel()
        self.name.setFont(text_font("body", medium=True))
        self.age = Badge(theme)
        self.close_button = IconButton("close", "Close these predictions", theme)
        self.summary = paragraph("", "label", muted=False)
        self.notes = paragraph("", "caption")
        self.table = QTableView()
        self.model = PredictedModel(self.table)
        self.save = TextButton(
            "save", "Save…", "The file’s columns and the answers beside them, as CSV.", theme
        )
        self.again = TextButton("restart", "Again", "With the weights as they are now.", theme)
        self._lay_out()
        self.table.setStyleSheet(TABLE_STYLE + _header_style())
        self.save.clicked.connect(self.save_requested)
        self.again.clicked.connect(self.again_requested)
        self.close_button.clicked.connect(self.closed)
        controller.snapshot_ready.connect(self._show_age)

    def _lay_out(self) -> None:
        head = plain_row()
        head.addWidget(self.name, 1)
        head.addWidget(self.age)
        head.addWidget(self.close_button)
        buttons = plain_row()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.save, 1)
        buttons.addWidget(self.again, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(8), px(12), px(8))
        column.setSpacing(px(6))
        column.addLayout(head)
        column.addWidget(self.summary)
        column.addWidget(self.notes)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self._set_up_table()

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName("Predicted rows")
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setFont(text_font("label", tabular=True))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        table.horizontalHeader().setHighlightSections(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setWordWrap(False)
        table.setMinimumHeight(px(4 * ROW_HEIGHT))
        table.viewport().setAutoFillBackground(False)

    def show_predicted(self, predicted: Predicted, updates: int) -> None:
        """Show predictions made with the weights after so many updates."""
        self.predicted, self._updates = predicted, updates
        self.name.setText(predicted.table.name)
        self.model.show(predicted)
        for column, width in enumerate((46, 96, 72)):
            self.table.setColumnWidth(column, px(width))
        self.summary.setText(_summary(predicted))
        notes = [*predicted.matched.notes, *predicted.table.warnings]
        more = [f"and {len(notes) - MOST_NOTES} more"] if len(notes) > MOST_NOTES else []
        self.notes.setText("\n".join([*notes[:MOST_NOTES], *more]))
        self.notes.setToolTip(plain_tip("\n".join(notes)))
        self.notes.setVisible(bool(notes))
        self._show_age(self._controller.snapshot)

    def restyle(self, theme: Theme) -> None:
        for part in (self.age, self.close_button, self.save, self.again):
            part.restyle(theme)

    def _show_age(self, snapshot: Snapshot) -> None:
        """Training may have gone on since."""
        if self.predicted is None:
            return
        age = abs(snapshot.shown_runner.updates - self._updates)
        self.age.set_state(f"{counted(age, 'update')} old" if age else "exact", "warn" if age else "good")
        self.again.setEnabled(age > 0)


def _title(target: Column) -> str:
    return f"{target.label} ({target.unit})" if target.unit else target.label


def _header_style() -> str:
    return (
        f"QHeaderView::section {{ background: {PANEL}; color: {MUTED}; border: none;"
        f" font-size: {text_font('caption').pixelSize()}px; padding: 0 {px(8)}px 0 {px(6)}px; }}"
    )


def _summary(predicted: Predicted) -> str:
    """How many rows have an answer, and how good the answers are where that is known."""
    n, answered = predicted.table.n_rows, int(predicted.matched.usable.sum())
    rows = (
        f"{counted(answered, 'row')} predicted" if answered == n else f"{answered:,} of {n:,} rows predicted"
    )
    scores, known = predicted.scores, len(predicted.matched.known)
    if scores is None:
        return rows
    if scores.accuracy is not None:
        return f"{rows}; {format_percent(scores.accuracy, 1)} of {known:,} known answers are right"
    error = with_unit(format_number(scores.rmse or 0.0), predicted.target.unit)
    return f"{rows}; typical error {error} over {known:,} known answers"
