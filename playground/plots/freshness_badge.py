"""The badge of the cost surface: true, and calm enough to be read while training runs."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QWidget

from playground.appearance.badge import Badge
from playground.appearance.theme import Theme
from playground.plots.slice_picture import SlicePicture

SETTLING = 50
"""ms that a newer surface has to follow newer weights before the badge calls the old one old"""
READABLE = 250
"""ms for which an age stays on screen: at full speed it changes at every frame"""


class FreshnessBadge(Badge):
    """*exact*, or how many updates the surface is old."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._picture: SlicePicture | None = None
        self._since_old = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._settle)

    def show_picture(self, picture: SlicePicture | None) -> None:
        self._picture = picture
        if picture is None:
            self._timer.stop()
            self.set_state("", "muted")
        elif picture.is_exact and (picture.exact_for_all or not self.text):
            self._say(picture)
        elif not self._timer.isActive():
            self._timer.start(SETTLING)

    def _settle(self) -> None:
        if self._picture is None:
            return
        waited = self._since_old.elapsed() if self._since_old.isValid() else READABLE
        if self.tone == "warn" and waited < READABLE:
            self._timer.start(READABLE - waited)
            return
        self._say(self._picture)

    def _say(self, picture: SlicePicture) -> None:
        if not picture.is_exact:
            self._since_old.restart()
        self.set_state(picture.badge, "good" if picture.is_exact else "warn", _tip(picture))


def _tip(picture: SlicePicture) -> str:
    if picture.exact_for_all:
        return "Only these two weights train: the surface is the same at every update, for all runners."
    if picture.is_exact:
        return f"The slice through the present weights of {picture.shown_name}."
    return f"The slice through the weights that {picture.shown_name} had then. A newer one is being computed."
