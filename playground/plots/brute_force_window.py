"""Brute force in a small window: how many values, how fast, what was best, and the bill for all weights."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from playground.appearance.fields import ComboField, NumberField
from playground.appearance.numbers import format_count, format_number
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.engine.landscape.trials import Tried
from playground.plots.brute_force_bill import WHY_THEY_DIFFER, BillLine
from playground.plots.experiment_window import ExperimentWindow, wrapped

INTRO = (
    "Tries value after value, and works out the cost over all training rows for each. The values lie evenly "
    "in the part of the axes that is drawn; all other weights stay as they are now."
)
MOST = {1: 2000, 2: 200}
"""Values for each weight at most, over one weight and over two."""
FIRST = {1: 60, 2: 25}
SPEEDS = ((20.0, "20 a second"), (200.0, "200 a second"), (None, "as fast as it can"))
HEADINGS = ("", "Combinations", "This computer", "93 petaflops")


class BruteForceWindow(ExperimentWindow):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__("Try every value", INTRO, theme, parent)
        self.over = ComboField("Weights to try", theme)
        self.over.setToolTip("Weights to try\nOne, along the curve; or both that the map is drawn over.")
        self.count = NumberField("Values for each weight", FIRST[1], 2, MOST[1], integer=True)
        self.count.setToolTip("Values for each weight\nOver two weights that many times that many are tried.")
        self.speed = ComboField("Speed", theme, SPEEDS)
        self.speed.setToolTip("Speed\nSlow enough to see every dot appear, or as fast as this computer can.")
        for name, field in (("Try", self.over), ("Values each", self.count), ("Speed", self.speed)):
            self.form.addRow(name, field)
        self.over.chosen.connect(self._fit_count)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(px(12))
        self._table.setVerticalSpacing(px(4))
        self.cells = [[QLabel(text) for text in HEADINGS]] + [[QLabel() for _ in HEADINGS] for _ in range(3)]
        for row, labels in enumerate(self.cells):
            for column, label in enumerate(labels):
                label.setFont(text_font("caption" if row == 0 else "label", tabular=True))
                label.setProperty("muted", row == 0)
                self._table.addWidget(label, row, column)
                if column:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.found.addWidget(wrapped("What it costs to try that many values for", muted=True))
        self.found.addLayout(self._table)
        self.found.addWidget(wrapped(WHY_THEY_DIFFER, muted=True))

    @property
    def n_weights(self) -> int:
        return 2 if self.over.choice == 2 else 1

    @property
    def rate(self) -> float | None:
        choice = self.speed.choice
        return choice if isinstance(choice, float) else None

    def offer(self, names: tuple[str, str]) -> None:
        """What can be tried now: the weights on the axes."""
        self.over.set_options([(1, names[0]), (2, f"{names[0]} and {names[1]}")])

    def show_tried(self, tried: Tried | None, names: tuple[str, ...] = ()) -> None:
        if tried is None:
            self.show_progress(0, 1)
            self.message.setText("")
            self.fit()
            return
        self.show_progress(len(tried.costs), tried.n_all)
        text = f"{format_count(len(tried.costs))} of {format_count(tried.n_all)} tried"
        if tried.seconds_each:
            text += f", {format_number(1e6 * tried.seconds_each)} µs each"
        best = tried.best
        if best is not None:
            place = ", ".join(
                f"{name} = {format_number(value)}"
                for name, value in zip(names, tried.places()[best].tolist(), strict=True)
            )
            text += f". Best: cost {format_number(float(tried.costs[best]), 4)} at {place}"
        self.message.setText(f"{text}.")
        self.fit()

    def show_bill(self, lines: tuple[BillLine, ...]) -> None:
        for labels, line in zip(self.cells[1:], lines, strict=True):
            for label, text in zip(labels, line, strict=True):
                label.setText(text)
        self.fit()

    def _fit_count(self) -> None:
        self.count.set_range(2, MOST[self.n_weights])
        self.count.set_value(float(FIRST[self.n_weights]))
