"""The landscape lab's window: opened by its action, live, and as it was when it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT
from playground.ui.actions import ACTIONS, MENUS
from playground.ui.lab_window import LabWindow
from playground.ui.landscape_lab import LandscapeLab


@pytest.fixture
def opener(settings: QSettings, qtbot: QtBot) -> Iterator[LandscapeLab]:
    parent = QWidget()
    qtbot.addWidget(parent)
    opener = LandscapeLab(settings, LIGHT, parent)
    yield opener
    opener.shut_down()


def opened(opener: LandscapeLab, qtbot: QtBot) -> LabWindow:
    """Its window, which comes some turns of the event loop later."""
    opener.show()
    opener.show()  # asked for again meanwhile: still one
    qtbot.waitUntil(lambda: opener.window is not None and opener.window.isVisible(), timeout=20_000)
    assert opener.window is not None
    return opener.window


def test_one_that_was_given_up_before_it_opened_stays_closed(opener: LandscapeLab, qtbot: QtBot) -> None:
    opener.show()
    opener.shut_down()
    qtbot.wait(50)
    assert opener.window is None


def test_it_is_in_the_menu() -> None:
    assert any("lab" in entries for _, entries in MENUS)
    assert next(each for each in ACTIONS if each.id == "lab").call == "lab.show"


def test_it_trains_rests_and_starts_anew(opener: LandscapeLab, qtbot: QtBot) -> None:
    window = opened(opener, qtbot)
    qtbot.waitUntil(lambda: window.view.picture is not None, timeout=20_000)
    qtbot.mouseClick(window.train_button, Qt.MouseButton.LeftButton)
    assert window.train_button.text() == "Pause"
    qtbot.waitUntil(lambda: window.counter.text() not in ("update 0", "update 1"), timeout=10_000)
    qtbot.mouseClick(window.update_button, Qt.MouseButton.LeftButton)
    assert window.train_button.text() == "Train"
    qtbot.mouseClick(window.restart_button, Qt.MouseButton.LeftButton)
    assert window.counter.text() == "update 0"
    qtbot.keyClick(window, Qt.Key.Key_F10)
    assert window.counter.text() == "update 1"


def test_closed_it_rests_and_comes_back_as_it_was(
    opener: LandscapeLab, settings: QSettings, qtbot: QtBot
) -> None:
    window = opened(opener, qtbot)
    window.lab.choose(replace(window.lab.choices.on("ackley"), start=(1.0, 2.0), speed=None))
    window.lab.train()
    window.close()
    assert not window.lab.running
    opener.shut_down()
    parent = opener.parent()
    assert isinstance(parent, QWidget)
    again = LandscapeLab(settings, DARK, parent)
    window = opened(again, qtbot)
    assert window.lab.choices.name == "ackley"
    assert window.lab.choices.start == (1.0, 2.0)
    assert window.speed.rate is None
    again.restyle(LIGHT)
    again.shut_down()
