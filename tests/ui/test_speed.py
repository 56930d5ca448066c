"""The speed: even in powers of ten, unlimited at the right end, and it can be typed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.ui.speed import FASTEST, SLOWEST, SpeedControl, place_of, rate_at, rate_text


@pytest.mark.parametrize("rate", [1.0, 2.5, 30.0, 100.0, 4700.0, 10_000.0, None])
def test_a_place_of_the_slider_stands_for_its_rate(rate: float | None) -> None:
    back = rate_at(place_of(rate))
    assert back == (None if rate is None else pytest.approx(rate, rel=0.06))


def test_ends_of_the_slider() -> None:
    assert rate_at(0) == SLOWEST
    assert rate_at(950) == FASTEST
    assert rate_at(1000) is None
    assert place_of(0.1) == 0
    assert rate_text(None) == "max"
    assert rate_text(2500.0) == "2,500 / s"


def test_a_speed_shown_is_not_reported(qtbot: QtBot) -> None:
    control = SpeedControl()
    qtbot.addWidget(control)
    with qtbot.assertNotEmitted(control.chosen):
        control.show_rate(30.0)
    assert control.field.text() == "30 / s"


def test_slider_keys_and_typing_choose_a_speed(qtbot: QtBot) -> None:
    control = SpeedControl()
    qtbot.addWidget(control)
    control.show_rate(30.0)
    heard: list[float | None] = []
    control.chosen.connect(heard.append)
    qtbot.keyClick(control.slider, Qt.Key.Key_End)
    qtbot.keyClick(control.slider, Qt.Key.Key_Home)
    for text in ("250", "max", "0.2", "fast"):
        control.field.selectAll()
        qtbot.keyClicks(control.field, text)
        qtbot.keyClick(control.field, Qt.Key.Key_Return)
    assert heard == [None, 1.0, 250.0, None, 1.0]
    assert control.field.text() == "1 / s"


def test_slower_and_faster_reach_both_ends(qtbot: QtBot) -> None:
    control = SpeedControl()
    qtbot.addWidget(control)
    control.show_rate(30.0)
    rates = []
    for press, times in (
        (control.faster, 1),
        (control.faster, 12),
        (control.slower, 1),
        (control.slower, 20),
    ):
        for _ in range(times):
            press()
        rates.append(control.rate)
    assert rates == [60.0, None, FASTEST, SLOWEST]
