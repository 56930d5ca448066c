"""LandscapeFinder: the surface of a formula and its landmarks, without making the window wait."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from playground.engine.landscape.analytic import FormulaCost
from playground.engine.landscape.landmark import Landmark
from playground.engine.landscape.landmarks import landmarks_of
from playground.engine.landscape.surface import Surface, Window, sample_surface
from playground.engine.layout import Array
from playground.engine.population import CancelledError
from playground.training.newest_thread import NewestThread

log = logging.getLogger(__name__)

CELLS = 81
"""Along each axis: fine enough that each of Rastrigin's 121 minima has a cell of its own."""


@dataclass(frozen=True, eq=False)
class Landscape:
    """A formula over a window. ``all_kinds``: its landmarks are known; before, there are none."""

    text: str
    surface: Surface
    landmarks: tuple[Landmark, ...] = ()
    all_kinds: bool = False


class LandscapeFinder(QObject):
    """Looks at one landscape at a time; another one drops the one under way.

    Signals:
        found(landscape): first the surface alone, then once more with its landmarks.
        failed(text): why there are none.
    """

    found = Signal(object)
    failed = Signal(str)

    _told = Signal(int, object)  # emitted in the other thread, received in the GUI thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = NewestThread()
        self._told.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def look_at(self, text: str, window: Window) -> None:
        """`found` follows, unless another landscape is asked for first. ``text`` is a valid formula."""
        self._thread.begin(partial(self._run, text, window))

    def shut_down(self) -> None:
        """Forget what is under way and wait for its thread to end."""
        self._thread.forget()
        self._thread.join()

    def _run(self, text: str, window: Window, number: int) -> None:
        cost = _Cancellable(text, partial(self._thread.counts, number))
        try:
            surface = sample_surface(cost, cost.plane, window, n=CELLS)
            landscape = Landscape(text, surface)
            self._told.emit(number, landscape)
            found = landmarks_of(cost, surface)
            self._told.emit(number, replace(landscape, landmarks=found, all_kinds=True))
        except CancelledError:
            return
        except Exception as error:
            log.exception("A landscape could not be looked at")
            self._told.emit(number, f"The landscape could not be worked out: {error}.")

    def _deliver(self, number: int, message: Landscape | str) -> None:
        if not self._thread.counts(number):
            return
        if isinstance(message, str):
            self.failed.emit(message)
        else:
            self.found.emit(message)


class _Cancellable(FormulaCost):
    """Gives up as soon as nobody waits for it any more."""

    def __init__(self, text: str, is_wanted: Callable[[], bool]) -> None:
        super().__init__(text)
        self._is_wanted = is_wanted

    def costs(self, points: Array) -> Array:
        self._check()
        return super().costs(points)

    def gradient(self, points: Array) -> Array:
        self._check()
        return super().gradient(points)

    def _check(self) -> None:
        if not self._is_wanted():
            raise CancelledError
