"""While the window draws, other threads wait; when it has drawn, or after a while, they go on."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from time import perf_counter

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.training import turn as turn_module
from playground.training.turn import DrawingTurn


@pytest.fixture
def turn(qapp: QApplication) -> Iterator[DrawingTurn]:
    turn = DrawingTurn(qapp)
    yield turn
    turn.end()


class Sheet(QWidget):
    """Notes whether the turn was still on while it was painted."""

    def __init__(self, turn: DrawingTurn) -> None:
        super().__init__()
        self.turn, self.painted_in_turn = turn, list[bool]()

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.painted_in_turn.append(self.turn.is_on)


def test_nobody_waits_while_nothing_is_drawn(turn: DrawingTurn) -> None:
    assert not turn.is_on
    turn.wait()


def test_the_turn_lasts_until_what_was_asked_for_is_painted(turn: DrawingTurn, qtbot: QtBot) -> None:
    sheet = Sheet(turn)
    qtbot.addWidget(sheet)
    with qtbot.waitExposed(sheet):
        sheet.show()
    sheet.painted_in_turn.clear()
    with qtbot.waitSignal(turn.over):
        turn.begin()
        sheet.update()
    assert sheet.painted_in_turn == [True]
    assert not turn.is_on


def test_a_thread_waits_for_the_turn_to_be_over(turn: DrawingTurn, qtbot: QtBot) -> None:
    turn.begin()
    waited: list[bool] = []

    def compute() -> None:
        turn.wait()
        waited.append(turn.is_on)

    thread = Thread(target=compute)
    thread.start()
    assert waited == []
    qtbot.waitUntil(lambda: waited == [False])
    thread.join()


def test_a_window_that_is_busy_otherwise_stops_nobody(turn: DrawingTurn) -> None:
    turn.begin()  # and the event loop never comes round
    began = perf_counter()
    turn.wait()
    assert turn.is_on
    assert perf_counter() - began >= turn_module.LONGEST_WAIT / 2
