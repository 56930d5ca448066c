"""Easel: what all pictures share on which points can be painted, the brush and the stroke under way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor, log10
from typing import Literal

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from playground.data.columns import Column
from playground.document.document import Document
from playground.document.edits import EditError
from playground.document.names import counted
from playground.document.painting import Ground, ground_of, paint, range_of
from playground.document.project import Project
from playground.document.weights import is_painted

Size = Literal["fine", "medium", "wide"]

DIGITS = 3
"""A painted place is rounded to so many digits of its axis' range."""
PACE = 120
"""Milliseconds after which what a stroke has painted so far is learned from, although it goes on."""


@dataclass(frozen=True, slots=True)
class Brush:
    """Paints points of a ``category`` (its number), or of a ``value`` where that is learned, or erases."""

    category: int = 0
    value: float = 0.0
    erases: bool = False
    size: Size = "medium"


class Easel(QObject):
    """One stroke is one undo step; while it goes on, the network learns from it already.

    Signals:
        changed(): another brush is in hand or none, or something else can be painted on.
        dabbed(): the stroke under way has reached further, or has ended.
        refused(str): why something can't be painted, as a sentence.
        done(): a stroke has changed the table.
    """

    changed = Signal()
    dabbed = Signal()
    refused = Signal(str)
    done = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._in_hand = False
        self._in_stroke = self._edits = False
        self.added: list[tuple[float, float]] = []
        """Places of the stroke under way that are not in the table yet"""
        self.erased: set[int] = set()
        """Rows that it erases, and that are still in the table"""
        self._counts = 0
        self._ground = ground_of(document.project)
        self.chosen = self._first_brush()
        """What is in hand, or was the last time"""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PACE)
        self._soon.timeout.connect(self._take_over)
        document.project_changed.connect(self._project_changed)
        document.replaced.connect(self.put_away)

    # -- the brush --

    @property
    def ground(self) -> Ground | None:
        """What can be painted on now."""
        return self._ground if isinstance(self._ground, Ground) else None

    @property
    def brush(self) -> Brush | None:
        """What is in hand."""
        return self.chosen if self._in_hand else None

    @property
    def in_stroke(self) -> bool:
        """Whether the brush touches the ground."""
        return self._in_stroke

    def toggle(self) -> None:
        """Take the brush in hand, or put it away; where nothing can be painted on, say so."""
        if isinstance(self._ground, str):
            self.refused.emit(self._ground)
            self.changed.emit()
        else:
            self._hold(not self._in_hand)

    def put_away(self) -> None:
        self._hold(False)

    def choose(self, brush: Brush) -> None:
        """Another brush, whether it is in hand or not."""
        if brush != self.chosen:
            self.end()
            self.chosen = brush
            self.changed.emit()

    def text(self) -> str:
        """How what the brush paints is called."""
        ground = self.ground
        if ground is None or ground.names:
            return "" if ground is None else ground.names[self.chosen.category]
        unit = f"\u2009{ground.target.unit}" if ground.target.unit else ""
        return f"{self.chosen.value:.3g}{unit}".replace("-", "−")

    def share(self, brush: Brush) -> float:
        """Where a brush's value lies in the target's range, 0 … 1."""
        ground = self.ground
        if ground is None or ground.high <= ground.low:
            return 0.5
        return min(1.0, max(0.0, (brush.value - ground.low) / (ground.high - ground.low)))

    def _hold(self, in_hand: bool) -> None:
        self.end()
        if in_hand != self._in_hand:
            self._in_hand = in_hand
            self.changed.emit()

    def _first_brush(self) -> Brush:
        return Brush() if self.ground is None else Brush(value=self.ground.high)

    # -- a stroke --

    def begin(self) -> None:
        """The brush touches the ground."""
        self.end()
        if self.brush is not None:
            self._in_stroke, self._counts = True, 0
            self._document.begin_gesture()

    def dab(self, x: float, y: float, reach: tuple[float, float]) -> None:
        """Paint a point there, or erase those within ``reach`` (to the right, upward), in the axes' units."""
        ground = self.ground
        if not self._in_stroke or ground is None:
            return
        if self.chosen.erases:
            with np.errstate(all="ignore"):
                away = np.hypot((ground.x.values - x) / reach[0], (ground.y.values - y) / reach[1])
            self.erased.update(np.flatnonzero(away <= 1.0).tolist())
        else:
            self.added.append((_rounded(x, ground.x), _rounded(y, ground.y)))
        if (self.added or self.erased) and not self._soon.isActive():
            self._soon.start()
        self.dabbed.emit()

    def end(self) -> None:
        """The brush is lifted: the whole stroke was one undo step."""
        if self._in_stroke:
            self._take_over()
            self._in_stroke = False
            self._document.end_gesture()
            self.dabbed.emit()

    def _take_over(self) -> None:
        """What was painted so far becomes rows."""
        self._soon.stop()
        ground, added, erased = self.ground, self.added, self.erased
        self.added, self.erased = [], set()
        if ground is None or not (added or erased):
            return
        target = ground.names[self.chosen.category] if ground.names else self.chosen.value
        rows = [{ground.x.name: x, ground.y.name: y, ground.target.name: target} for x, y in added]
        try:
            painted = paint(self._document.project, rows, erased)
        except EditError as error:
            self._in_stroke = False
            self._document.end_gesture()
            self.refused.emit(str(error))
            self.dabbed.emit()
            return
        self._counts += len(rows) + len(erased)
        points = counted(self._counts, "point")
        text = f"Erase {points}" if erased else f"Paint {points} of {self.text()}"
        self._edits = True
        self._document.edit(text, painted, merge_key="stroke")
        self._edits = False
        self.done.emit()

    def _project_changed(self, old: Project, new: Project, _values: object) -> None:
        if not self._edits and self._in_stroke:  # such as an undo by the keyboard: those rows are gone
            self.added, self.erased = [], set()
            self.end()
        before, self._ground = self.ground, ground_of(new)
        if is_painted(old, new) and before is not None and self.ground is not None:
            return
        if _kinds(before) != _kinds(self.ground):
            self.chosen = replace(self._first_brush(), size=self.chosen.size)
            self._hold(False)
        self.changed.emit()


def _kinds(ground: Ground | None) -> object:
    """Among what a brush is chosen."""
    return None if ground is None else (ground.target.name, ground.names)


def _rounded(value: float, axis: Column) -> float:
    low, high = range_of(axis)
    return round(value, DIGITS - 1 - floor(log10((high - low) or 1.0))) + 0.0
