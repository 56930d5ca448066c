"""Opens the landscape lab, a window of its own beside the playground's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSettings
from PySide6.QtWidgets import QWidget

from playground.appearance.theme import Theme
from playground.ui.turns import Turns

if TYPE_CHECKING:
    from playground.ui.lab_window import LabWindow


class LandscapeLab(QObject):
    """Opens the lab's window and keeps it. Nothing of it exists before.

    The first time it opens in turns of the event loop: what is on screen answers in between.
    """

    def __init__(self, settings: QSettings, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings, self._theme, self._parent = settings, theme, parent
        self.window: LabWindow | None = None
        self._turns = Turns(self)

    def show(self) -> None:
        if not self._turns.under_way:
            self._turns.begin(self._opening())

    def _opening(self) -> Iterator[None]:
        if self.window is None:
            # Imported only when it is wanted: the program starts faster.
            from playground.ui.lab_window import LabWindow

            yield
            self.window = LabWindow(self._settings, self._theme, self._parent)
            yield
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        if self.window is not None:
            self.window.restyle(theme)

    def shut_down(self) -> None:
        """Close the window and end what it has under way."""
        self._turns.stop()
        window, self.window = self.window, None
        if window is not None:
            window.close()
            window.lab.shut_down()
            # At once, as long as Python's side of it is whole: it watches events.
            window.deleteLater()
            QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
