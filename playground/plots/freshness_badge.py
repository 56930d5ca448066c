"""The badge of the cost surface: true, and calm enough to be read while training runs."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QWidget

from playground.appearance.badge import Badge
from playground.appearance.theme import Theme
from playground.plots.slice_picture import Freshness
from playground.plots.traces import Trace

SETTLING = 50
"""ms that a newer picture has to follow newer weights before the badge calls the old one old"""
READABLE = 250
"""ms for which an age stays on screen: at full speed it changes at every frame"""

ALWAYS_EXACT = "Only two weights train, those of the surface: it is true at every update, for all runners."
EXACT = "Drawn for the present weights of {name}."
OLD = "Drawn for the weights that {name} had then. A newer picture is being computed."


class FreshnessBadge(Badge):
    """*exact*, how many updates the picture is old, or how far the shown runner is off its plane."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._freshness: Freshness | None = None
        self._off: Trace | None = None
        self._tip = ""
        self._since_old = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._settle)

    def show_freshness(
        self,
        freshness: Freshness | None,
        name: str = "",
        *,
        always: bool = False,
        resting: bool = False,
        off: Trace | None = None,
    ) -> None:
        """Of a picture through the weights of the runner ``name``; None: there is no picture.

        ``always``: it is the same for all weights. ``resting``: training does not run. In both cases *exact*
        stays so, and is said at once. ``off``: the shown runner, if it is beside the plane.
        """
        self._freshness, self._off = freshness, off
        if freshness is None:
            self._timer.stop()
            self.set_state("", "muted")
            return
        self._tip = ALWAYS_EXACT if always else (EXACT if freshness.is_exact else OLD).format(name=name)
        if off is not None and freshness.is_exact:
            self._tip = f"{name}: {off.remark}"
        if freshness.is_exact and off is None and (always or resting or not self.text):
            self._timer.stop()
            self._say(freshness)
        elif not self._timer.isActive():
            self._timer.start(0 if resting else SETTLING)

    def _settle(self) -> None:
        if self._freshness is None:
            return
        waited = self._since_old.elapsed() if self._since_old.isValid() else READABLE
        if self.tone == "warn" and waited < READABLE:
            self._timer.start(READABLE - waited)
            return
        self._say(self._freshness)

    def _say(self, freshness: Freshness) -> None:
        text = self._off.note if freshness.is_exact and self._off is not None else freshness.badge
        is_good = freshness.is_exact and self._off is None
        if not is_good:
            self._since_old.restart()
        self.set_state(text, "good" if is_good else "warn", self._tip)
