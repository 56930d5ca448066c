"""What the View and Help menus do to the window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QMainWindow, QWhatsThis, QWidget

from playground.appearance.scheme import SCHEME_KEY, Choice, SchemeFollower
from playground.ui import dialogs
from playground.ui.actions import listed_shortcuts

_MOTION_KEY: Final = "window/motion reduced"


class WindowCommands(QObject):
    """Color scheme, layout, full screen, help.

    Signals:
        layout_reset(): the panels shall stand where they stood at first.
        motion_reduced(bool): whether pictures shall change at once, without easing.
    """

    layout_reset = Signal()
    motion_reduced = Signal(bool)

    def __init__(self, window: QMainWindow, scheme: SchemeFollower, settings: QSettings) -> None:
        super().__init__(window)
        self._window = window
        self._scheme = scheme
        self._settings = settings

    def close(self) -> None:
        self._window.close()

    def use_system_scheme(self) -> None:
        self._choose_scheme("system")

    def use_light_scheme(self) -> None:
        self._choose_scheme("light")

    def use_dark_scheme(self) -> None:
        self._choose_scheme("dark")

    def reset_layout(self) -> None:
        self.layout_reset.emit()

    def toggle_motion(self) -> None:
        self._settings.setValue(_MOTION_KEY, not self._settings.value(_MOTION_KEY, False, bool))
        self.tell_motion()

    def tell_motion(self) -> None:
        """Say what was chosen, now or last time."""
        self.motion_reduced.emit(bool(self._settings.value(_MOTION_KEY, False, bool)))

    def toggle_full_screen(self) -> None:
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def explain_focus(self) -> None:
        """Explain the panel in use; where nothing is in use, let the user click what to explain."""
        widget: QWidget | None = self._window.focusWidget()
        while widget is not None and not widget.whatsThis():
            widget = widget.parentWidget()
        if widget is None:
            QWhatsThis.enterWhatsThisMode()
        else:
            QWhatsThis.showText(widget.mapToGlobal(widget.rect().center()), widget.whatsThis(), widget)

    def show_shortcuts(self) -> None:
        dialogs.shortcuts_dialog(self._window, listed_shortcuts()).show()

    def show_about(self) -> None:
        dialogs.about_dialog(self._window, self._scheme.theme).show()

    def _choose_scheme(self, choice: Choice) -> None:
        self._settings.setValue(SCHEME_KEY, choice)
        self._scheme.choose(choice)
