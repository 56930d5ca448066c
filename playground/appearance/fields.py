"""Fields of forms: number, slider with its number, choice from a list.

Each reports what a person chose by a signal and takes what the program sets silently, so that showing a
project never edits it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QStandardItemModel,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from playground.appearance.icons import paint_icon
from playground.appearance.numbers import THIN_SPACE, format_setting, parse_number
from playground.appearance.style_sheet import FIELD_TEXT, SLIDER_HANDLE
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme

_SLIDER_STEPS: Final = 1000
_WALKING_KEYS: Final = (
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
    *(Qt.Key.Key_Home, Qt.Key.Key_End),
)
"""They choose from a closed list, as letters do"""


class NumberField(QLineEdit):
    """A number that is typed; arrow keys step it.

    What is no number is put back, what lies outside the range is clipped.
    ``value_changed(float)`` comes once per number a person has entered (Return, Tab or an arrow key).
    """

    value_changed = Signal(float)

    def __init__(
        self,
        name: str,
        value: float,
        minimum: float = -math.inf,
        maximum: float = math.inf,
        *,
        integer: bool = False,
        unit: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._value = value
        self._range = (minimum, maximum)
        self._integer = integer
        self._unit = unit
        self.setAccessibleName(name)
        self.setFont(text_font("body", tabular=True))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.editingFinished.connect(self._read)
        self._write()

    @property
    def value(self) -> float:
        return self._value

    def set_value(self, value: float) -> None:
        """Show a value without reporting it; leaves the text alone while a person is typing."""
        self._value = value
        if not (self.hasFocus() and self.isModified()):
            self._write()

    def set_range(self, minimum: float, maximum: float) -> None:
        self._range = (minimum, maximum)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if event.key() == Qt.Key.Key_Up else -1)
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self._write()
        else:
            super().keyPressEvent(event)

    def _step(self, direction: int) -> None:
        self._read()
        size = 1.0 if self._integer else 10.0 ** math.floor(math.log10(abs(self._value) or 1.0) - 1e-9)
        self._enter(round(self._value + direction * size, 12))

    def _read(self) -> None:
        typed = parse_number(self.text().removesuffix(self._unit))
        if typed is not None and self.isModified():
            self._enter(typed)
        self._write()

    def _enter(self, value: float) -> None:
        value = min(max(value, self._range[0]), self._range[1])
        value = float(round(value)) if self._integer else value
        changed = value != self._value
        self._value = value
        self._write()
        if changed:
            self.value_changed.emit(value)

    def _write(self) -> None:
        text = format_setting(self._value)
        self.setText(f"{text}{THIN_SPACE}{self._unit}" if self._unit else text)
        self.setCursorPosition(0)


class Slider(QSlider):
    """A horizontal slider that jumps to where it is clicked and leaves the wheel to the page around it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, _SLIDER_STEPS)
        self.setSingleStep(10)
        self.setPageStep(100)
        self.setMinimumWidth(px(60))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The handle's length is the sheet's: Python would keep what ``style()`` gives, and Qt deletes it.
        if event.button() == Qt.MouseButton.LeftButton:
            place = round(event.position().x() - SLIDER_HANDLE / 2)
            room = self.width() - SLIDER_HANDLE
            target = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), place, room)
            # Down first: whoever counts a drag as one undo step must hear of it before the value moves.
            if abs(target - self.value()) * room > SLIDER_HANDLE / 2 * self.maximum():
                self.setSliderDown(True)
                self.setValue(target)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SliderField(QWidget):
    """A slider beside the number it stands for; logarithmic unless told otherwise.

    ``value_changed(float)`` comes while dragging too; ``pressed`` and ``released`` stand around a drag, so
    that it can be one undo step. Dragging gives round values (two significant digits, or multiples of
    ``step``); typing gives any.
    """

    value_changed = Signal(float)
    pressed = Signal()
    released = Signal()

    def __init__(
        self,
        name: str,
        value: float,
        minimum: float,
        maximum: float,
        *,
        log: bool = True,
        integer: bool = False,
        unit: str = "",
        typed_range: tuple[float, float] | None = None,
        step: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._range = (minimum, maximum)
        self._step = step
        self._log = log
        self._integer = integer
        self.slider = Slider(self)
        self.slider.setAccessibleName(name)
        self.field = NumberField(
            name, value, *(typed_range or self._range), integer=integer, unit=unit, parent=self
        )
        self.field.setFixedWidth(px(62))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.field)
        self.setFocusProxy(self.slider)
        self._place()
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderPressed.connect(self.pressed)
        self.slider.sliderReleased.connect(self.released)
        self.field.value_changed.connect(self._typed)

    @property
    def value(self) -> float:
        return self.field.value

    def set_value(self, value: float) -> None:
        """Show a value without reporting it."""
        self.field.set_value(value)
        if not self.slider.isSliderDown():
            self._place()

    def set_range(self, minimum: float, maximum: float, typed: tuple[float, float] | None = None) -> None:
        """Change the slider's range; the field takes ``typed``, or the same."""
        self._range = (minimum, maximum)
        self.field.set_range(*(typed or self._range))
        self._place()

    def set_step(self, step: float) -> None:
        """Dragging gives multiples of it."""
        self._step = step

    def setToolTip(self, text: str) -> None:
        super().setToolTip(text)
        self.slider.setToolTip(text)
        self.field.setToolTip(text)

    def _place(self) -> None:
        low, high = self._range
        value = min(max(self.field.value, low), high)
        if high <= low:
            share = 1.0
        elif self._log:
            share = math.log(value / low) / math.log(high / low)
        else:
            share = (value - low) / (high - low)
        self.slider.blockSignals(True)
        self.slider.setValue(round(share * _SLIDER_STEPS))
        self.slider.blockSignals(False)

    def _slid(self, place: int) -> None:
        low, high = self._range
        share = place / _SLIDER_STEPS
        value = low * (high / low) ** share if self._log else low + share * (high - low)
        if 0 < place < _SLIDER_STEPS:
            value = self._rounded(value)
            value = min(max(value, low), high)
        if value != self.field.value:
            self.field.set_value(value)
            self.value_changed.emit(value)

    def _rounded(self, value: float) -> float:
        if self._integer:
            return float(round(value))
        return (
            float(f"{value:.1e}") if self._step is None else round(round(value / self._step) * self._step, 12)
        )

    def _typed(self, value: float) -> None:
        self._place()
        self.value_changed.emit(value)


class ComboField(QComboBox):
    """A choice from a list. ``chosen(object)`` gives the data of what a person picked.

    Keys that walk over the closed list choose every entry they pass: ``pressed`` and ``released`` stand
    around such a walk, and ``passing(bool)`` around each of its keys, so that it can be one undo step.
    """

    chosen = Signal(object)
    pressed = Signal()
    released = Signal()
    passing = Signal(bool)

    def __init__(
        self,
        name: str,
        theme: Theme,
        options: Sequence[tuple[Hashable, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._walks = False
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(5)
        self.set_options(options)
        self.activated.connect(self._picked)

    @property
    def choice(self) -> object:
        return self.currentData()

    def set_options(self, options: Sequence[tuple[Hashable, str]]) -> None:
        """Replace the list, keeping the choice where it is still offered; reports nothing."""
        if options == [(self.itemData(i), self.itemText(i)) for i in range(self.count())]:
            return
        choice = self.currentData()
        self.clear()
        for data, label in options:
            self.addItem(label, data)
        self.set_choice(choice)

    def set_choice(self, data: object) -> None:
        """Show a choice without reporting it; unknown data changes nothing."""
        for index in range(self.count()):
            if self.itemData(index) == data:
                self.setCurrentIndex(index)
                return

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def explain(self, data: Hashable, tip: str, *, refusal: str | None = None) -> None:
        """What one option is good for, as its tooltip; with a ``refusal`` it is gray and says that."""
        model, row = self.model(), self.findData(data)
        assert isinstance(model, QStandardItemModel)
        model.item(row).setEnabled(refusal is None)
        tip = tip if refusal is None else refusal
        for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            model.setData(model.index(row, 0), tip, role)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (event.key() in _WALKING_KEYS or event.text().strip()):
            self._end_walk()
            super().keyPressEvent(event)
            return
        if not self._walks:
            self._walks = True
            self.pressed.emit()
        self.passing.emit(True)
        super().keyPressEvent(event)
        self.passing.emit(False)

    def showPopup(self) -> None:
        self._end_walk()
        super().showPopup()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._end_walk()
        super().focusOutEvent(event)

    def _end_walk(self) -> None:
        if self._walks:
            self._walks = False
            self.released.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling a panel must not change what the mouse happens to pass

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        side = px(14)
        room = self.width() - FIELD_TEXT - side - px(15)
        elide = Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(option.currentText, elide, room)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        arrow = QRectF(self.width() - side - 7, (self.height() - side) / 2, side, side)
        paint_icon(painter, "chevron_down", self._theme.muted, arrow)
        painter.end()

    def _picked(self, index: int) -> None:
        self.chosen.emit(self.itemData(index))
