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
from playground.ui.landscape_lab import LandscapeLab


@pytest.fixture
def opener(settings: QSettings, qtbot: QtBot) -> Iterator[LandscapeLab]:
    parent = QWidget()
    qtbot.addWidget(parent)
    opener = LandscapeLab(settings, LIGHT, parent)
    yield opener
    opener.shut_down()


def test_it_is_in_the_menu() -> None:
    assert any("lab" in entries for _, entries in MENUS)
    assert next(each for each in ACTIONS if each.id == "lab").call == "lab.show"


def test_it_trains_rests_and_starts_anew(opener: LandscapeLab, qtbot: QtBot) -> None:
    opener.show()
    window = opener.window
    assert window is not None
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


def test_closed_it_rests_and_comes_back_as_it_was(opener: LandscapeLab, settings: QSettings) -> None:
    opener.show()
    window = opener.window
    assert window is not None
    window.lab.choose(replace(window.lab.choices.on("ackley"), start=(1.0, 2.0), speed=None))
    window.lab.train()
    window.close()
    assert not window.lab.running
    opener.shut_down()
    parent = opener.parent()
    assert isinstance(parent, QWidget)
    again = LandscapeLab(settings, DARK, parent)
    again.show()
    assert again.window is not None
    assert again.window.lab.choices.name == "ackley"
    assert again.window.lab.choices.start == (1.0, 2.0)
    assert again.window.speed.rate is None
    again.restyle(LIGHT)
    again.shut_down()
