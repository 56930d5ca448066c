"""One input of the form: a slider, a choice or a switch, and whether the value is unknown."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.check_field import CheckField
from playground.appearance.fields import ComboField, SliderField
from playground.appearance.numbers import format_setting, with_unit
from playground.appearance.text import plain_tip, px
from playground.appearance.theme import Theme
from playground.data.apply import InputField, Value, date_text
from playground.data.columns import plain_number
from playground.panels.date_field import SLIDER_WIDTH, DateField
from playground.panels.page import FormRow, fit_width, plain_row

LABEL_WIDTH, FIELD_WIDTH = 76, 72
STEPS = 200
"""A slider gives about so many round values between its ends."""
FAR = 1e30


class InputRow(QWidget):
    """``value_changed()``: a person set, cleared or gave back the value."""

    value_changed = Signal()

    def __init__(self, field: InputField, theme: Theme) -> None:
        super().__init__()
        self.field = field
        self.editor = self._make_editor(theme)
        self.unknown = IconButton(
            "help", f"{field.label} is unknown", theme, tip=_unknown_tip(field), checkable=True, size=16
        )
        self.unknown.setFixedWidth(px(22))
        self.unknown.setVisible(field.may_be_missing)
        self.unknown.toggled.connect(self._set_unknown)
        holder = QWidget()
        row = plain_row()
        holder.setLayout(row)
        row.addWidget(self.editor, 1)
        row.addWidget(self.unknown)
        form = FormRow(field.label, holder, "", LABEL_WIDTH)
        self.editor.setToolTip(plain_tip(_tip(field)))
        self.editor.setAccessibleDescription(_tip(field))
        own = plain_row()
        own.addWidget(form, 1)
        self.setLayout(own)

    def show_field(self, field: InputField) -> bool:
        """Take another range or typical value of the same input; False if that needs another row."""
        if self._kind_of(field) != self._kind_of(self.field):
            return False
        if field != self.field and isinstance(self.editor, SliderField):
            self.editor.set_range(field.low, field.high, (-FAR, FAR))
            self.editor.set_step(_step(field))
            _fit(self.editor, field)
        self.field = field
        self.editor.setToolTip(plain_tip(_tip(field)))
        self.editor.setAccessibleDescription(_tip(field))
        self.unknown.setToolTip(plain_tip(f"{field.label} is unknown\n{_unknown_tip(field)}"))
        return True

    def _kind_of(self, field: InputField) -> InputField:
        """What the row was built for: all of a field but the range and the middle of a number."""
        if not isinstance(self.editor, SliderField):
            return field
        return replace(field, typical=0.0, low=0.0, high=0.0, whole=False)

    @property
    def value(self) -> Value:
        if self.unknown.isChecked():
            return None
        if isinstance(self.editor, SliderField | DateField):
            return self.editor.value
        if isinstance(self.editor, CheckField):
            return self.field.categories[int(self.editor.isChecked())]
        assert isinstance(self.editor, ComboField)
        return str(self.editor.choice)

    def set_value(self, value: Value) -> None:
        """Show a value without reporting it."""
        unknown = value is None and self.field.may_be_missing
        self.unknown.blockSignals(True)
        self.unknown.setChecked(unknown)
        self.unknown.blockSignals(False)
        self.editor.setEnabled(not unknown)
        if value is None:
            return
        if isinstance(self.editor, SliderField | DateField):
            self.editor.set_value(float(value))
        elif isinstance(self.editor, CheckField):
            self.editor.setChecked(value == self.field.categories[1])
            self._name_switch()
        elif isinstance(self.editor, ComboField):
            self.editor.set_choice(str(value))

    def restyle(self, theme: Theme) -> None:
        self.unknown.restyle(theme)

    def _make_editor(self, theme: Theme) -> QWidget:
        field = self.field
        if field.kind == "number":
            return self._make_slider(field)
        if field.kind == "date":
            low, high, whole = field.low, field.high, field.whole
            dates = DateField(field.label, float(field.typical), low, high, whole=whole)
            dates.value_changed.connect(self.value_changed)
            return dates
        if field.kind == "yes_no":
            switch = CheckField(str(field.typical), theme)
            switch.setAccessibleName(field.label)
            switch.setChecked(field.typical == field.categories[1])
            switch.toggled.connect(self._name_switch)
            switch.clicked.connect(self.value_changed)
            return switch
        combo = ComboField(field.label, theme, [(name, name) for name in field.categories])
        combo.set_choice(field.typical)
        combo.chosen.connect(self.value_changed)
        return combo

    def _make_slider(self, field: InputField) -> SliderField:
        slider = SliderField(
            field.label,
            float(field.typical),
            field.low,
            field.high,
            log=False,
            unit=field.unit,
            typed_range=(-FAR, FAR),
            step=_step(field),
        )
        _fit(slider, field)
        slider.value_changed.connect(self.value_changed)
        return slider

    def _name_switch(self) -> None:
        assert isinstance(self.editor, CheckField)
        self.editor.setText(self.field.categories[int(self.editor.isChecked())])

    def _set_unknown(self, unknown: bool) -> None:
        self.editor.setEnabled(not unknown)
        self.value_changed.emit()


def _fit(slider: SliderField, field: InputField) -> None:
    """Room for every number between the ends, with its unit."""
    values = (field.low, field.high, float(field.typical))
    texts = (with_unit(format_setting(value), field.unit) for value in values)
    fit_width(slider.field, texts, FIELD_WIDTH)
    slider.slider.setMinimumWidth(px(SLIDER_WIDTH))


def _step(field: InputField) -> float:
    """A power of ten."""
    if field.high <= field.low:
        return 1.0
    step = 10.0 ** math.floor(math.log10((field.high - field.low) / STEPS))
    return max(1.0, step) if field.whole else step


def _tip(field: InputField) -> str:
    if field.kind == "date":
        limits = f"{date_text(field.low)} to {date_text(field.high)}"
        return f"{field.label}\nThe training rows go from {limits}; beyond that, answers are guesses."
    if field.kind != "number":
        return f"{field.label}\nOne of {len(field.categories)}: {', '.join(field.categories[:6])}"
    low, high = format_setting(field.low), with_unit(format_setting(field.high), field.unit)
    return f"{field.label}\nThe training rows go from {low} to {high}; beyond that, answers are guesses."


def _unknown_tip(field: InputField) -> str:
    typical = field.typical if isinstance(field.typical, str) else plain_number(field.typical)
    if field.kind == "date":
        typical = date_text(float(field.typical))
    return f"Then the network gets what the recipe fills gaps with, such as {typical}."
