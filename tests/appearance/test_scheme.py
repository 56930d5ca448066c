"""The chosen scheme wins; "system" follows the system."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from playground.appearance.scheme import CHOICES, SchemeFollower
from playground.appearance.theme import DARK, LIGHT


@pytest.fixture
def follower(qapp: QGuiApplication) -> Iterator[SchemeFollower]:
    made = SchemeFollower()
    yield made
    made.choose("system")
    qapp.styleHints().colorSchemeChanged.disconnect(made._system_changed)


def test_a_choice_is_announced_once(follower: SchemeFollower, qtbot: QtBot) -> None:
    follower.choose("light")
    with qtbot.waitSignal(follower.theme_changed) as signal:
        follower.choose("dark")
    assert signal.args == [DARK]
    with qtbot.assertNotEmitted(follower.theme_changed):
        follower.choose("dark")
    assert (follower.choice, follower.theme) == ("dark", DARK)


def test_the_system_is_followed_only_where_it_was_asked_for(follower: SchemeFollower) -> None:
    hints = QGuiApplication.styleHints()
    follower.choose("system")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert follower.theme == DARK
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert follower.theme == LIGHT
    follower.choose("light")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert follower.theme == LIGHT


def test_all_choices_have_a_theme(follower: SchemeFollower) -> None:
    for choice in CHOICES:
        follower.choose(choice)
        assert follower.theme in (LIGHT, DARK)
