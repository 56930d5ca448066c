"""Light, dark, or whatever the system says: the choice, and following the system while the program runs."""

from __future__ import annotations

from typing import Final, Literal, get_args

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication

from playground.appearance.theme import DARK, LIGHT, Theme, system_scheme

Choice = Literal["system", "light", "dark"]
CHOICES: Final[tuple[Choice, ...]] = get_args(Choice)
SCHEME_KEY: Final = "window/scheme"
"""Where the settings keep the choice."""


def stored_scheme(settings: QSettings) -> Choice:
    """The scheme the user chose last time."""
    stored = settings.value(SCHEME_KEY, "system")
    return next((choice for choice in CHOICES if choice == stored), "system")


class SchemeFollower(QObject):
    """Holds the user's choice and the theme that follows from it.

    Create it before the first ``apply_theme``: where Qt cannot tell the system's scheme, it is judged by the
    palette the system gave.

    Signals:
        theme_changed(theme): the ``Theme`` to show from now on.
    """

    theme_changed = Signal(object)

    def __init__(self, choice: Choice = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._system = system_scheme()
        self._choice: Choice = "system"
        self._theme = self._system
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.choose(choice)

    @property
    def choice(self) -> Choice:
        return self._choice

    @property
    def theme(self) -> Theme:
        return self._theme

    def choose(self, choice: Choice) -> None:
        """Show this scheme; "system" follows the system from now on."""
        self._choice = choice
        hints = QGuiApplication.styleHints()
        # Asks the system for a window frame that fits; does nothing offscreen, on plain X11 and on KDE.
        if choice == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if choice == "dark" else Qt.ColorScheme.Light)
        self._settle()

    def _system_changed(self, scheme: Qt.ColorScheme) -> None:
        if self._choice == "system" and scheme != Qt.ColorScheme.Unknown:
            self._system = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
            self._settle()

    def _settle(self) -> None:
        theme = {"system": self._system, "light": LIGHT, "dark": DARK}[self._choice]
        if theme != self._theme:
            self._theme = theme
            self.theme_changed.emit(theme)
