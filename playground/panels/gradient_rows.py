"""The slope of the cost along one weight or bias: over all training rows, and for the chosen row alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from playground.appearance.numbers import format_number
from playground.appearance.text import px
from playground.engine.specs import ParameterKey
from playground.panels.inspector_page import Inspected
from playground.panels.neuron_sum import row_inputs, row_targets
from playground.panels.page import FormRow, plain_column, text_label

NOT_YET = "…"
ALL_TIP = """Gradient
How fast what training makes small, the cost over all training rows and its penalty, rises with this weight.
Gradient descent goes the other way: above 0 it makes the weight smaller."""
ROW_TIP = """Gradient of the chosen row
The same for this row alone: what an update of a batch of one row would follow."""


class GradientRows(QWidget):
    """The second line is there while a row is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.all_rows = text_label("", medium=True, tabular=True)
        self.one_row = text_label("", medium=True, tabular=True)
        for label in (self.all_rows, self.one_row):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._one = FormRow("", self.one_row, ROW_TIP)
        column = plain_column()
        for row in (FormRow("Gradient", self.all_rows, ALL_TIP), self._one):
            row.setMinimumHeight(px(28))  # nothing to click
            column.addWidget(row)
        self.setLayout(column)

    def show_slopes(self, seen: Inspected, key: ParameterKey) -> None:
        index = seen.snapshot.network.layout.index(key)
        text = NOT_YET if seen.gradient is None else format_number(float(seen.gradient[index]))
        self.all_rows.setText(text)
        self.all_rows.setAccessibleName(f"Gradient over all training rows {self.all_rows.text()}")
        self._one.setVisible(seen.view.row is not None)
        if seen.view.row is not None:
            self._one.label.setText(f"Row {seen.row + 1:,}")
            self.one_row.setText(format_number(self._of_row(seen, index)))
            self.one_row.setAccessibleName(f"Gradient of row {seen.row + 1:,} {self.one_row.text()}")

    def _of_row(self, seen: Inspected, index: int) -> float:
        """Of one row: a tenth of a millisecond, whatever the network."""
        data, theta = seen.project.dataset, seen.snapshot.shown_runner.theta
        x, y = row_inputs(data, seen.row), row_targets(data, seen.row)
        return float(seen.snapshot.network.gradient(seen.project.training.objective, theta, x, y)[index])
