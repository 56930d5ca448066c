"""A date or a time of day: a slider over the data's range, and the date typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.appearance.fields import Slider
from playground.appearance.text import px, text_font
from playground.data.apply import date_text, days_of
from playground.panels.page import fit_width, plain_row

SLIDER_WIDTH, FIELD_WIDTH = 32, 88


class DateField(QWidget):
    """``value_changed()``: a person moved the slider, or typed a date that can be read."""

    value_changed = Signal()

    def __init__(self, name: str, value: float, low: float, high: float, *, whole: bool) -> None:
        super().__init__()
        self._value, self._low, self._high, self._whole = value, low, high, whole
        self.slider = Slider(self)
        self.slider.setAccessibleName(name)
        self.slider.setMinimumWidth(px(SLIDER_WIDTH))
        self.field = QLineEdit(self)
        self.field.setAccessibleName(name)
        self.field.setFont(text_font("body", tabular=True))
        fit_width(self.field, map(date_text, (low, high, value)), FIELD_WIDTH)
        row = plain_row()
        row.setSpacing(px(8))
        self.setLayout(row)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        self.setFocusProxy(self.slider)
        self.set_value(value)
        self.slider.valueChanged.connect(self._slid)
        self.field.editingFinished.connect(self._typed)

    @property
    def value(self) -> float:
        """Days since 1970, or a part of a day since midnight."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show a value without reporting it."""
        self._value = value
        self._write()
        span = (self._high - self._low) or 1.0
        share = min(1.0, max(0.0, (value - self._low) / span))
        self.slider.blockSignals(True)
        self.slider.setValue(round(share * self.slider.maximum()))
        self.slider.blockSignals(False)

    def _write(self) -> None:
        self.field.setText(date_text(self._value))
        self.field.setCursorPosition(0)
        self.field.setToolTip(self.field.text())

    def _slid(self, place: int) -> None:
        value = self._low + place / self.slider.maximum() * (self._high - self._low)
        self._value = float(round(value)) if self._whole else value
        self._write()
        self.value_changed.emit()

    def _typed(self) -> None:
        """What is no date is put back."""
        days = days_of(self.field.text()) if self.field.isModified() else None
        changed = days is not None and days != self._value
        self.set_value(self._value if days is None else days)
        if changed:
            self.value_changed.emit()
