"""Preparer: works out what a change asks of a large table, beside the window's thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from playground.data.columns import Table
from playground.data.errors import DataError
from playground.document.document import Document
from playground.document.edits import EditError
from playground.document.project import Project
from playground.training.newest_thread import NewestThread
from playground.training.reading import look_over

log = logging.getLogger(__name__)

LARGE = 400_000
"""Cells from which a table is large. To scale, split and look one over takes 0.1 µs a cell (measured, 500,000
× 20: 1.2 s), so this many 40 ms: more than the window should stand still for."""

HISTORY = "history"
"""Key of the wishes to undo and redo: each of them counts."""


def is_large(*tables: Table) -> bool:
    """Whether to work out anything about one of these tables would make the window wait."""
    return any(table.n_rows * len(table.columns) >= LARGE for table in tables)


@dataclass(frozen=True, eq=False)
class Wish:
    """A change of the project that takes its time to work out.

    text: what is said meanwhile. begin: called with the present project when its turn has come; what it
    returns is called in a thread, makes the project wished for, and raises `EditError` or `DataError`. done:
    called with that while the document's project is the one it was made of. refused: called with a sentence.
    dropped: called if nobody wishes it any more. key: of waiting wishes with the same key only the newest
    counts.
    """

    text: str
    begin: Callable[[Project], Callable[[], Project]]
    done: Callable[[Project], object]
    refused: Callable[[str], object]
    dropped: Callable[[], object] = lambda: None
    key: str | None = None


class Preparer(QObject):
    """Fulfils wishes one after another; edits that are made at once may come in between.

    Signals:
        busy_changed(text): what is being worked out; empty when nothing is any more.
    """

    busy_changed = Signal(str)

    _made = Signal(int, object)  # emitted in the working thread, received in the GUI thread

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._base = document.project
        self._thread = NewestThread()
        self._wishes: list[Wish] = []
        self._made.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        return bool(self._wishes)

    def fulfil(self, wish: Wish) -> None:
        """Work it out when those before it have been; it hears of it by one of its calls."""
        if wish.key not in (None, HISTORY):
            self._wishes[1:] = [other for other in self._wishes[1:] if other.key != wish.key]
        self._wishes.append(wish)
        if len(self._wishes) == 1:
            self._begin()

    def take_back(self) -> bool:
        """Give up what was wished for last, unless that was to go back or forth; whether it was given up."""
        if not self._wishes or self._wishes[-1].key == HISTORY:
            return False
        self._drop_last()
        return True

    def _drop_last(self) -> None:
        wish = self._wishes.pop()
        if not self._wishes:
            self._rest()
        wish.dropped()

    def drop(self) -> None:
        """Give up everything that is still to be worked out."""
        while self._wishes:
            self._drop_last()

    def shut_down(self) -> None:
        """Give up everything and wait for the thread to end."""
        self._wishes.clear()
        self._thread.forget()
        self._thread.join()

    def _begin(self) -> None:
        self._base = self._document.project
        self.busy_changed.emit(self._wishes[0].text)
        self._thread.begin(partial(self._run, self._wishes[0].begin(self._base)))

    def _rest(self) -> None:
        self._thread.forget()
        self.busy_changed.emit("")

    def _run(self, make: Callable[[], Project], number: int) -> None:
        result: Project | str
        try:
            result = make()
            look_over(result.table, result.recipe)
        except (EditError, DataError) as error:
            result = str(error)
        except Exception as error:
            log.exception("A change could not be worked out")
            result = f"This change could not be worked out ({error})."
        self._made.emit(number, result)

    def _receive(self, number: int, result: Project | str) -> None:
        if not self._thread.counts(number):
            return
        if self._document.project.table is not self._base.table:
            self.drop()  # another file is on screen: all of it was about the last one
        elif self._document.project is not self._base:
            self._begin()  # edited meanwhile: made once more of what is there now, mostly from memory
        else:
            self._hand_over(self._wishes.pop(0), result)

    def _hand_over(self, wish: Wish, result: Project | str) -> None:
        if not self._wishes:
            self._rest()
        if isinstance(result, str):
            wish.refused(result)
        else:
            wish.done(result)
        if self._wishes:
            self._begin()
