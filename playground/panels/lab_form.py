"""The landscape lab's choices: which function, which runners, where they start."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.appearance.fields import ComboField
from playground.appearance.numbers import format_number
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.document.lab_choices import FORMULA, LabChoices
from playground.engine.landscape.analytic import ANALYTIC
from playground.engine.landscape.descent import DescentSpec
from playground.panels.formula_field import FormulaField
from playground.panels.lab_runner_row import LabRunnerRow
from playground.panels.page import Page, Rule
from playground.training.lab import Lab

LEAST_WIDTH = 250
TYPED = "A formula of your own, in x and y. Type one: the picture follows."
NOISY = (
    "{name}: before every update a seeded random number of about ±{size} is added to each slope "
    "({percent} % of the middling slope)."
)


class LabForm(Page):
    def __init__(self, lab: Lab, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(LEAST_WIDTH, parent)
        self._lab = lab
        options = [(each.name, each.label) for each in ANALYTIC.values()]
        self.function = ComboField("Landscape", theme, [*options, (FORMULA, "Formula of your own")])
        self.function.setToolTip("Landscape\nA function of x and y that takes the part of the cost.")
        self.formula = FormulaField(theme)
        self.known_for = _words()
        self.start = _words()
        self.noise = _words()
        self.rows = {
            spec.id: LabRunnerRow(place, spec, theme) for place, spec in enumerate(lab.choices.runners)
        }
        self._lay_out()
        self.function.chosen.connect(self._choose_function)
        self.formula.entered.connect(self._enter_formula)
        for row in self.rows.values():
            row.changed.connect(self._change_runner)
            row.optimizer_changed.connect(self._change_optimizer)
        lab.changed.connect(self._show_choices)
        lab.moved.connect(self._show_runners)
        self._show_choices(lab.choices, lab.choices)

    def _lay_out(self) -> None:
        column = self.column
        column.setSpacing(px(8))
        for widget in (self.function, self.formula, self.known_for):
            column.addWidget(widget)
        for row in self.rows.values():
            column.addWidget(Rule(4, 0))
            column.addWidget(row)
        column.addWidget(self.noise)
        column.addWidget(Rule(4, 0))
        column.addWidget(self.start)
        column.addStretch(1)

    def _show_choices(self, _old: LabChoices, new: LabChoices) -> None:
        function = new.function
        self.function.set_choice(new.name)
        self.formula.show_formula(new.text)
        self.known_for.setText(TYPED if function is None else function.known_for)
        x, y = (format_number(value) for value in new.start_place)
        self.start.setText(f"All start at ({x}, {y}). Click the map, or drag the ring, to start elsewhere.")
        unit = self._lab.noise_unit
        for spec in new.runners:
            self.rows[spec.id].show_spec(spec, unit)
        noisy = [each for each in new.runners if each.enabled and each.noise]
        texts = [
            NOISY.format(
                name=each.name, size=format_number(each.noise * unit, 2), percent=f"{100 * each.noise:g}"
            )
            for each in noisy
        ]
        self.noise.setText("\n".join(texts))
        self.noise.setVisible(bool(texts))
        self._show_runners()

    def _show_runners(self) -> None:
        runners = {runner.id: runner for runner in self._lab.runners()}
        for number, row in self.rows.items():
            row.show_runner(runners.get(number))

    def _choose_function(self, name: object) -> None:
        self._lab.choose(self._lab.choices.on(str(name)))

    def _enter_formula(self, text: str) -> None:
        self._lab.choose(self._lab.choices.on(FORMULA, text))

    def _change_runner(self, spec: DescentSpec) -> None:
        choices = self._lab.choices
        runners = tuple(spec if each.id == spec.id else each for each in choices.runners)
        self._lab.choose(replace(choices, runners=runners))

    def _change_optimizer(self, spec: DescentSpec) -> None:
        self._change_runner(self._lab.choices.with_fitting_rate(spec))


def _words() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(text_font("caption", tabular=True))
    label.setProperty("muted", True)
    return label
