"""One runner of the landscape lab: on or off, its optimizer, rate and noise."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from playground.appearance.check_field import CheckField
from playground.appearance.fields import ComboField, NumberField
from playground.appearance.numbers import format_number
from playground.appearance.runner_marks import RunnerMark
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.engine.landscape.descent import OPTIMIZERS_FOR_FUNCTIONS, DescentSnapshot, DescentSpec

LARGEST_RATE, LARGEST_NOISE = 1e4, 1000.0


class LabRunnerRow(QWidget):
    """Signals:
    changed(DescentSpec): other choices.
    optimizer_changed(DescentSpec): another optimizer, which wants another rate.
    """

    changed = Signal(object)
    optimizer_changed = Signal(object)

    def __init__(self, place: int, spec: DescentSpec, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self.mark = RunnerMark(place, theme, px(16))
        self.on = CheckField(spec.name, theme)
        self.on.setToolTip(f"{spec.name}\nOn: it takes part.")
        self.cost = QLabel()
        self.cost.setFont(text_font("body", tabular=True))
        options = [(each.name, each.label) for each in OPTIMIZERS_FOR_FUNCTIONS]
        self.optimizer = ComboField(f"Optimizer of {spec.name}", theme, options)
        self.optimizer.setToolTip("Optimizer\nThe same update rules that networks learn with.")
        self.rate = NumberField(f"Learning rate of {spec.name}", spec.learning_rate, 1e-12, LARGEST_RATE)
        self.rate.setToolTip("Learning rate η\nAt first so that steps fit the window.")
        self.noise = NumberField(f"Noise of {spec.name}", 100 * spec.noise, 0.0, LARGEST_NOISE, unit="%")
        self._lay_out()
        self.on.toggled.connect(self._switch)
        self.optimizer.chosen.connect(self._choose_optimizer)
        self.rate.value_changed.connect(self._change_rate)
        self.noise.value_changed.connect(self._change_noise)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, px(4), 0, px(4))
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(4))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.mark)
        head.addWidget(self.on, 1)
        head.addWidget(self.cost)
        grid.addLayout(head, 0, 0, 1, 4)
        grid.addWidget(self.optimizer, 1, 0, 1, 4)
        for place, (text, field) in enumerate((("Rate", self.rate), ("Noise", self.noise))):
            label = QLabel(text)
            label.setProperty("muted", True)
            label.setBuddy(field)
            grid.addWidget(label, 2, 2 * place)
            grid.addWidget(field, 2, 2 * place + 1)
            grid.setColumnStretch(2 * place + 1, 1)

    def show_spec(self, spec: DescentSpec, noise_unit: float) -> None:
        """``noise_unit``: the slope that 100 % of noise is as large as."""
        self._spec = spec
        self.on.blockSignals(True)
        self.on.setChecked(spec.enabled)
        self.on.blockSignals(False)
        self.optimizer.set_choice(spec.optimizer)
        self.rate.set_value(spec.learning_rate)
        self.noise.set_value(100 * spec.noise)
        size = format_number(spec.noise * noise_unit, 2)
        self.noise.setToolTip(
            "Noise\nBefore every update a seeded normal number is added to each slope, as small batches blur "
            f"them: its standard deviation is {size}, that many percent of the window’s middling slope "
            f"({format_number(noise_unit, 2)})."
        )

    def show_runner(self, runner: DescentSnapshot | None) -> None:
        """Where it is; None: it is off."""
        self.cost.setText("" if runner is None else format_number(runner.cost, 4))
        self.cost.setToolTip("" if runner is None else runner.stopped or "The cost where it is.")

    def restyle(self, theme: Theme) -> None:
        for part in (self.mark, self.on, self.optimizer):
            part.restyle(theme)

    def _switch(self, on: bool) -> None:
        self.changed.emit(replace(self._spec, enabled=on))

    def _choose_optimizer(self, name: object) -> None:
        self.optimizer_changed.emit(replace(self._spec, optimizer=str(name)))

    def _change_rate(self, rate: float) -> None:
        self.changed.emit(replace(self._spec, learning_rate=rate))

    def _change_noise(self, percent: float) -> None:
        self.changed.emit(replace(self._spec, noise=percent / 100))
