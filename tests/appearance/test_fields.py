"""Fields report what a person does, once, and stay silent about what the program sets."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.appearance.badge import Badge
from playground.appearance.buttons import ElidedLabel, IconButton, SegmentedControl
from playground.appearance.check_field import CheckField
from playground.appearance.fields import ComboField, NumberField, Slider, SliderField
from playground.appearance.text import text_font
from playground.appearance.theme import LIGHT

LEFT = Qt.MouseButton.LeftButton


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    widget.activateWindow()
    widget.setFocus()


def type_over(qtbot: QtBot, field: NumberField, text: str) -> None:
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_typed_number_is_reported_once(qtbot: QtBot) -> None:
    field = NumberField("Learn rate", 0.02, 0.0, 10.0)
    shown(qtbot, field)
    heard: list[float] = []
    field.value_changed.connect(heard.append)
    type_over(qtbot, field, "0,5")
    assert heard == [0.5]
    assert field.text() == "0.5"
    type_over(qtbot, field, "0.5")
    assert heard == [0.5]


def test_what_is_no_number_is_put_back(qtbot: QtBot) -> None:
    field = NumberField("Batch", 20, 1, 100, integer=True, unit="ep")
    shown(qtbot, field)
    heard: list[float] = []
    field.value_changed.connect(heard.append)
    type_over(qtbot, field, "ten")
    assert (heard, field.text()) == ([], "20\u2009ep")
    type_over(qtbot, field, "7.4")
    type_over(qtbot, field, "1000")
    assert heard == [7.0, 100.0]


def test_arrow_keys_step_in_the_size_of_the_number(qtbot: QtBot) -> None:
    field = NumberField("Learn rate", 0.02, 0.0, 10.0)
    shown(qtbot, field)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    assert field.value == pytest.approx(0.03)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.value == pytest.approx(0.01)


def test_a_number_set_by_the_program_is_silent_and_spares_what_is_being_typed(qtbot: QtBot) -> None:
    field = NumberField("Learn rate", 0.02)
    shown(qtbot, field)
    qtbot.waitUntil(field.hasFocus)
    with qtbot.assertNotEmitted(field.value_changed):
        field.set_value(0.3)
        assert field.text() == "0.3"
        field.selectAll()
        qtbot.keyClicks(field, "0.7")
        field.set_value(0.4)
        assert field.text() == "0.7"


def test_a_drag_is_framed_by_pressed_and_released(qtbot: QtBot) -> None:
    field = SliderField("Learn rate", 0.02, 1e-4, 1.0)
    field.resize(300, 30)
    shown(qtbot, field)
    heard: list[object] = []
    field.pressed.connect(lambda: heard.append("pressed"))
    field.released.connect(lambda: heard.append("released"))
    field.value_changed.connect(heard.append)
    slider, y = field.slider, field.slider.height() // 2
    qtbot.mousePress(slider, LEFT, pos=QPoint(20, y))
    for x in (40, 80, 120):
        qtbot.mouseMove(slider, QPoint(x, y))
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(120, y))
    assert heard[0] == "pressed"
    assert heard[-1] == "released"
    values = [value for value in heard if isinstance(value, float)]
    assert len(values) >= 2
    assert values == sorted(values)
    assert heard.count("pressed") == heard.count("released") == 1
    assert field.field.value == field.value == values[-1]


def test_a_logarithmic_slider_is_even_in_powers_of_ten(qtbot: QtBot) -> None:
    field = SliderField("Learn rate", 1e-4, 1e-4, 1.0)
    shown(qtbot, field)
    places = []
    for value in (1e-4, 1e-3, 1e-2, 1e-1, 1.0):
        field.set_value(value)
        places.append(field.slider.value())
    assert places == [0, 250, 500, 750, 1000]


def test_slider_keys_move_and_typed_values_may_lie_outside_it(qtbot: QtBot) -> None:
    field = SliderField("Batch", 10, 1, 100, log=False, integer=True, typed_range=(1, 1000))
    shown(qtbot, field)
    qtbot.keyClick(field.slider, Qt.Key.Key_End)
    assert field.value == 100
    type_over(qtbot, field.field, "500")
    assert field.value == 500
    assert field.slider.value() == field.slider.maximum()


def test_a_slider_set_by_the_program_is_silent(qtbot: QtBot) -> None:
    field = SliderField("Batch", 10, 1, 100, integer=True)
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.value_changed):
        field.set_value(50)
        field.set_range(1, 1000)


def test_the_wheel_belongs_to_the_page(qtbot: QtBot) -> None:
    combo = ComboField("Cost", LIGHT, [("a", "First"), ("b", "Second")])
    for widget in (Slider(), combo):
        qtbot.addWidget(widget)
        event = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(0, -120),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)
        assert not event.isAccepted()
    assert combo.choice == "a"


def test_a_choice_is_reported_when_picked_only(qtbot: QtBot) -> None:
    combo = ComboField("Cost", LIGHT, [("a", "First"), ("b", "Second")])
    shown(qtbot, combo)
    with qtbot.assertNotEmitted(combo.chosen):
        combo.set_choice("b")
        combo.set_choice("unknown")
        combo.set_options([("b", "Second"), ("c", "Third")])
    assert combo.choice == "b"
    with qtbot.waitSignal(combo.chosen) as signal:
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert signal.args == ["c"]


def test_a_check_box_is_hit_anywhere(qtbot: QtBot) -> None:
    box = CheckField("cost below", LIGHT)
    box.resize(box.sizeHint())
    shown(qtbot, box)
    qtbot.mouseClick(box, LEFT, pos=QPoint(box.width() - 4, box.height() // 2))
    assert box.isChecked()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert not box.isChecked()


def test_segments_become_a_combo_where_they_do_not_fit(qtbot: QtBot) -> None:
    control = SegmentedControl("Role", LIGHT, [("i", "input"), ("t", "target"), ("x", "left out")])
    control.resize(400, 30)
    shown(qtbot, control)
    assert not control.is_combo
    button = control.findChildren(type(control._group.button(1)))[1]
    with qtbot.waitSignal(control.chosen) as signal:
        qtbot.mouseClick(button, LEFT)
    assert signal.args == ["t"]
    control.resize(110, 30)
    qtbot.waitUntil(lambda: control.is_combo)
    assert control.choice == "t"


def test_names_are_shortened_and_told_in_full(qtbot: QtBot) -> None:
    label = ElidedLabel("a very long name of a column")
    label.resize(60, 20)
    shown(qtbot, label)
    assert label.text().endswith("…")
    assert label.toolTip() == label.accessibleName() == label.full_text == "a very long name of a column"
    label.resize(600, 20)
    assert label.text() == label.full_text
    assert not label.toolTip()


def test_icon_buttons_have_a_name(qtbot: QtBot) -> None:
    button = IconButton("help", "Help", LIGHT, tip="Says what this shows.")
    shown(qtbot, button)
    assert button.accessibleName() == "Help"
    assert button.toolTip() == "Help\nSays what this shows."
    assert not button.icon().isNull()
    assert button.size().width() == button.size().height() >= 30


def test_a_badge_keeps_its_width_while_a_number_runs(qtbot: QtBot) -> None:
    badge = Badge(LIGHT)
    qtbot.addWidget(badge)
    badge.set_state("120 updates old", "warn")
    width = badge.sizeHint().width()
    badge.set_state("124 updates old", "warn")
    assert badge.sizeHint().width() == width
    assert badge.accessibleName() == badge.text == "124 updates old"
    badge.set_state("", "muted")
    assert badge.sizeHint().width() == 0


@pytest.mark.usefixtures("qapp")
def test_tabular_figures_are_equally_wide() -> None:
    metrics = QFontMetricsF(text_font("readout", tabular=True))
    assert len({round(metrics.horizontalAdvance(digit * 4), 3) for digit in "0123456789"}) == 1
