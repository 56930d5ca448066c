"""Python's garbage collector, kept out of the computing threads.

It runs in whatever thread happens to allocate, mostly the one that trains, and there it would delete what
belongs to the window: a menu or a timer in a reference cycle. Qt does not survive that.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL = 500
"""ms between two looks at how much there is to collect"""


class GuiThreadCollector(QObject):
    """While it lives, garbage is collected in the GUI thread only, one generation after another."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(INTERVAL)

    def spare(self) -> None:
        """Never look again at what is there now, modules and window: it stays, and one look takes 80 ms."""
        gc.freeze()

    def stop(self) -> None:
        """Leave it to Python again, all of it."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def look(self) -> None:
        """Collect the oldest generation that is due, and the younger ones with it."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, most) in enumerate(counts) if count > most]
        if due:
            gc.collect(due[-1])
