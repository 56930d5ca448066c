"""Whose turn it is: while the window draws, the threads that compute wait for it.

Every call into Qt gives the interpreter lock away and must get it back; a thread busy with small NumPy calls
lets go of it only when asked, so a drawing of 10 ms that has to ask hundreds of times takes 100 ms. Waiting
costs the computing threads less than the quarrel does: measured in the whole window (2-8-8-1, 500 rows, two
runners at full speed), a 60 Hz timer was late by 70 ms at p99 without, 9 ms with it, at 2.5 times the speed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Event

from PySide6.QtCore import QObject, QTimer, Signal

LONGEST_WAIT = 0.1
"""Seconds a computing thread waits at most: a window that is busy with something else does not stop it."""

ROUNDS = 3
"""Times the event loop comes round until everything is drawn: the plots draw one round after the network, so
that the window can answer in between, and their scenes pass changes on one round later still."""


class DrawingTurn(QObject):
    """Lives in the GUI thread, which takes the turn with ``begin`` before it hands out news; the turn ends by
    itself after the repaints they cause. Other threads call ``wait`` before they compute.

    Signals:
        over(): everything handed out has been drawn.
    """

    over = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._drawn = Event()
        self._drawn.set()
        # Not a method: whoever keeps it in another thread must not keep this object alive there.
        self.wait: Callable[[], bool] = partial(self._drawn.wait, LONGEST_WAIT)
        """Return when the window has drawn, or after `LONGEST_WAIT`. May be called from any thread."""
        self._ended = False
        self._rounds_left = 0
        self._round = QTimer(self)
        self._round.setSingleShot(True)
        self._round.timeout.connect(self._come_round)

    def begin(self) -> None:
        if self._ended:
            return
        self._drawn.clear()
        self._rounds_left = ROUNDS
        self._round.start(0)  # due after the repaints that are asked for now

    def lend(self) -> None:
        """Let the threads work although the turn is on: the window is about to wait for one of them."""
        self._drawn.set()

    def end(self) -> None:
        """At once, without `over`: nothing is drawn any more, and no turn begins any more."""
        self._ended = True
        self._round.stop()
        self._drawn.set()

    @property
    def is_on(self) -> bool:
        """Whether something handed out is still to be drawn."""
        return not self._drawn.is_set()

    def _come_round(self) -> None:
        self._rounds_left -= 1
        if self._rounds_left > 0:
            self._round.start(0)
        else:
            self._drawn.set()
            self.over.emit()
