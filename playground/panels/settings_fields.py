"""Number fields for the settings of an optimizer or a schedule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.appearance.fields import NumberField
from playground.appearance.numbers import format_setting
from playground.appearance.text import px
from playground.engine.settings import Setting
from playground.panels.page import WideRow, clear, plain_column


class SettingsFields(QWidget):
    """``value_changed(name, label, value)``: a person entered a number."""

    value_changed = Signal(str, str, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, NumberField] = {}
        self._settings: Sequence[Setting] = ()
        self._column = plain_column()
        self.setLayout(self._column)

    def show_values(self, settings: Sequence[Setting], values: Mapping[str, float]) -> None:
        """One field per setting, built anew only if there are others than before."""
        if settings != self._settings:
            self._build(settings)
        for name, field in self.fields.items():
            field.set_value(values[name])

    def _build(self, settings: Sequence[Setting]) -> None:
        clear(self._column)
        self._settings = settings
        self.fields = {}
        for setting in settings:
            field = NumberField(setting.label, setting.default, setting.low, setting.high)
            field.setProperty("setting", setting.name)
            field.value_changed.connect(self._changed)
            field.setFixedWidth(px(74))
            self._column.addWidget(WideRow(setting.label, field, _tip(setting)))
            self.fields[setting.name] = field

    def _changed(self, value: float) -> None:
        field = self.sender()
        if isinstance(field, NumberField):
            self.value_changed.emit(str(field.property("setting")), field.accessibleName(), value)


def _tip(setting: Setting) -> str:
    low, high, default = (format_setting(each) for each in (setting.low, setting.high, setting.default))
    return f"{setting.label}\nFrom {low} to {high}; {default} if not chosen."
