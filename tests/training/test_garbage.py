"""While the window is there, garbage is collected in its thread and in no other."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtWidgets import QApplication

from playground.training.garbage import GuiThreadCollector


class Knot:
    """Refers to itself: only the garbage collector can free it."""

    def __init__(self) -> None:
        self.me = self


def many_knots() -> None:
    for _ in range(20_000):
        Knot()


def test_garbage_of_any_thread_is_collected_in_this_one(qapp: QApplication) -> None:
    gc.enable()
    collector = GuiThreadCollector(qapp)
    knot = weakref.ref(Knot())
    thread = threading.Thread(target=many_knots)
    thread.start()
    thread.join()
    assert knot() is not None
    collector.look()
    assert knot() is None
    collector.stop()


def test_what_is_spared_is_looked_at_again_once_the_collector_stops(qapp: QApplication) -> None:
    gc.collect()
    collector = GuiThreadCollector(qapp)
    knot = weakref.ref(Knot())
    collector.spare()
    gc.collect()
    assert knot() is not None
    collector.stop()
    gc.collect()
    assert knot() is None
