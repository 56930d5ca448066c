"""Work that takes long, in turns of the event loop: windows answer in between."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """Goes through an iterator, one step with each turn of the event loop."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)

    @property
    def under_way(self) -> bool:
        return self._timer.isActive()

    def begin(self, steps: Iterator[None]) -> None:
        """Other work that is under way is given up for this."""
        self._steps = steps
        self._timer.start(0)

    def stop(self) -> None:
        self._timer.stop()

    def _go_on(self) -> None:
        for _ in self._steps:
            return
        self._timer.stop()
