"""A change of theme in turns of the event loop: the windows answer in between and show it all at once."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from playground.appearance.theme import Theme, apply_theme, theme_changing


class ThemeChange(QObject):
    """Puts the first theme on the application; goes through the turns of each change.

    Until a change is over, all windows keep looking as before.
    """

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._turns: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        apply_theme(_application(), theme)

    def begin(self, turns: Iterator[None]) -> None:
        """Make a change; one that is under way is given up for it."""
        self._turns = turns
        for window in QApplication.topLevelWidgets():
            window.setUpdatesEnabled(False)
        self._timer.start(0)

    def _go_on(self) -> None:
        for _ in self._turns:
            return
        self._timer.stop()
        for window in QApplication.topLevelWidgets():
            window.setUpdatesEnabled(True)


def putting_on(theme: Theme) -> Iterator[None]:
    """The last turns of a change: the palette, and all that is drawn with it."""
    return theme_changing(_application(), theme)


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
