"""A change of theme in turns of the event loop: the windows answer in between and show it all at once."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from playground.appearance.theme import Theme, apply_theme, theme_changing
from playground.ui.turns import Turns


class ThemeChange(QObject):
    """Puts the first theme on the application; goes through the turns of each change.

    Until a change is over, all windows keep looking as before.
    """

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._turns = Turns(self)
        apply_theme(_application(), theme)

    def begin(self, steps: Iterator[None]) -> None:
        """Make a change; one that is under way is given up for it."""
        for window in QApplication.topLevelWidgets():
            window.setUpdatesEnabled(False)
        self._turns.begin(_then_shown(steps))


def putting_on(theme: Theme) -> Iterator[None]:
    """The last turns of a change: the palette, and all that is drawn with it."""
    return theme_changing(_application(), theme)


def _then_shown(steps: Iterator[None]) -> Iterator[None]:
    yield from steps
    for window in QApplication.topLevelWidgets():
        window.setUpdatesEnabled(True)


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
