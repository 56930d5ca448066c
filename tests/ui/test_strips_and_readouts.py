"""The hint, the message strip, the running numbers, unexpected errors."""

from __future__ import annotations

import logging
import sys

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.appearance.buttons import IconButton
from playground.appearance.theme import DARK, LIGHT
from playground.document.document import Document
from playground.training.controller import TrainingController
from playground.ui.errors import ErrorReports
from playground.ui.readouts import ReadOuts
from playground.ui.status_line import ALL_EXACT, OLD, SHOWN_EXACT, StatusLine, exactness
from playground.ui.strips import DropHint, MessageStrip


def test_the_hint_can_be_clicked(qtbot: QtBot) -> None:
    hint = DropHint(LIGHT)
    qtbot.addWidget(hint)
    hint.resize(500, hint.sizeHint().height())
    hint.show()
    with qtbot.waitSignal(hint.clicked):
        qtbot.mouseClick(hint, Qt.MouseButton.LeftButton)
    light = hint.grab().toImage()
    hint.restyle(DARK)
    assert hint.grab().toImage() != light


def test_the_strip_is_hidden_until_there_is_something_to_say(qtbot: QtBot) -> None:
    strip = MessageStrip(LIGHT)
    qtbot.addWidget(strip)
    assert strip.isHidden()
    strip.show_message("“a.csv” is empty.")
    assert strip.isVisible()
    assert strip.text == strip.accessibleName() == "“a.csv” is empty."
    (close,) = strip.findChildren(IconButton)
    with qtbot.waitSignal(strip.closed):
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert strip.isHidden()


def test_read_outs_show_the_shown_runner_and_keep_their_width(
    qtbot: QtBot, controller: TrainingController
) -> None:
    read_outs = ReadOuts()
    qtbot.addWidget(read_outs)
    read_outs.show_snapshot(controller.snapshot)
    assert read_outs.update_count.text == "0"
    width = read_outs.sizeHint().width()
    with qtbot.waitSignal(controller.snapshot_ready, check_params_cb=lambda s: s.shown_runner.updates == 3):
        controller.train_epochs(3)
    read_outs.show_snapshot(controller.snapshot)
    read_outs.show_rate(118_000.0)
    assert (read_outs.epoch.text, read_outs.update_count.text) == ("3", "3")
    assert read_outs.rate.text == "118,000"
    assert read_outs.sizeHint().width() == width
    read_outs.show_rate(0.0)
    assert read_outs.rate.text == "–"


def test_exactness_is_said_in_words(controller: TrainingController) -> None:
    assert exactness(controller.snapshot, None) == ""


def test_the_running_text_of_the_status_line_has_its_room_from_the_start(
    qtbot: QtBot, document: Document, controller: TrainingController
) -> None:
    line = StatusLine(document, controller, LIGHT, None)
    qtbot.addWidget(line)
    line.resize(900, 30)
    line.show()
    advance = line.exactness.fontMetrics().horizontalAdvance
    for text in (OLD.format("1,248,000"), ALL_EXACT, SHOWN_EXACT):
        assert advance(text) <= line.exactness.width()


def test_unexpected_errors_are_logged_and_told(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    reports = ErrorReports()
    reports.install()
    error = ValueError("too many legs")
    with caplog.at_level(logging.ERROR), qtbot.waitSignal(reports.reported) as signal:
        sys.excepthook(ValueError, error, None)
    assert "ValueError" in signal.args[0]
    assert "too many legs" in caplog.text
    reports.remove()
    assert sys.excepthook is sys.__excepthook__
