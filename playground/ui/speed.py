"""How fast to train, to watch it: a slider from one update per second to as many as possible."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from playground.appearance.fields import Slider
from playground.appearance.numbers import format_count, parse_number
from playground.appearance.text import px, text_font

SLOWEST: Final = 1.0
FASTEST: Final = 10_000.0
UNLIMITED_TEXT: Final = "max"
_UNLIMITED_PLACE: Final = 1000
_FASTEST_PLACE: Final = 950
"""Right of this place, the slider means "as fast as possible"."""


def place_of(rate: float | None) -> int:
    """The slider's place for a rate in updates per second; None is unlimited."""
    if rate is None:
        return _UNLIMITED_PLACE
    share = math.log(min(max(rate, SLOWEST), FASTEST) / SLOWEST) / math.log(FASTEST / SLOWEST)
    return round(share * _FASTEST_PLACE)


def rate_at(place: int) -> float | None:
    """The rate at a place of the slider, rounded to two digits; None at the right end."""
    if place > _FASTEST_PLACE:
        return None
    return float(f"{SLOWEST * (FASTEST / SLOWEST) ** (place / _FASTEST_PLACE):.1e}")


def rate_text(rate: float | None) -> str:
    return UNLIMITED_TEXT if rate is None else f"{format_count(round(rate))} / s"


class SpeedField(QLineEdit):
    """The speed as text; takes a number or "max"."""

    rate_typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rate: float | None = None
        self.setAccessibleName("Updates per second")
        self.setFont(text_font("body", tabular=True))
        self.setFixedWidth(px(78))
        self.editingFinished.connect(self._read)

    def show_rate(self, rate: float | None) -> None:
        self._rate = rate
        if not self.isModified():
            self._write()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._write()
        else:
            super().keyPressEvent(event)

    def _read(self) -> None:
        text = self.text().strip().lower()
        modified = self.isModified()
        typed = parse_number(text.split("/")[0])
        self._write()
        if not modified:
            return
        if text == UNLIMITED_TEXT:
            self.rate_typed.emit(None)
        elif typed is not None and typed > 0:
            self.rate_typed.emit(max(SLOWEST, typed))

    def _write(self) -> None:
        self.setText(rate_text(self._rate))


class SpeedControl(QWidget):
    """Slider and field together.

    Signals:
        chosen(rate): updates per second (``float``), or None for as fast as possible.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rate: float | None = None
        tip = "How fast to train\nUpdates per second, 1 to 10,000; at the right end as many as possible."
        self.label = QLabel("Speed", self)
        self.label.setProperty("muted", True)
        self.slider = Slider(self)
        self.slider.setAccessibleName("Speed")
        self.slider.setFixedWidth(px(96))
        self.field = SpeedField(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.label, self.slider, self.field):
            widget.setToolTip(tip)
            row.addWidget(widget)
        self.slider.valueChanged.connect(self._slid)
        self.field.rate_typed.connect(self.choose)

    @property
    def rate(self) -> float | None:
        return self._rate

    def show_rate(self, rate: float | None) -> None:
        """Show a speed without reporting it."""
        self._rate = rate
        self.field.show_rate(rate)
        if not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            self.slider.setValue(place_of(rate))
            self.slider.blockSignals(False)

    def choose(self, rate: float | None) -> None:
        """Show and report a speed."""
        if rate != self._rate:
            self.show_rate(rate)
            self.chosen.emit(rate)

    def slower(self) -> None:
        """Half the speed; from unlimited to the fastest limited one."""
        self.choose(FASTEST if self._rate is None else max(SLOWEST, self._rate / 2))

    def faster(self) -> None:
        """Twice the speed, at last unlimited."""
        if self._rate is not None:
            self.choose(None if 2 * self._rate > FASTEST else 2 * self._rate)

    def _slid(self, place: int) -> None:
        self.choose(rate_at(place))
