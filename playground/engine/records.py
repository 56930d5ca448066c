"""Rows of numbers recorded on update counts, and thinned by doubling the stride."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.engine.layout import Array, read_only
from playground.engine.snapshot import Counts

MAX_POINTS = 4096
EARLY_POINTS = 128
MAX_BYTES = 64 * 2**20


@dataclass(slots=True, eq=False)
class RecordState:
    """A record as plain data. ``doublings``: how often the stride was doubled."""

    updates: Counts
    values: Array
    doublings: int


HISTORY_WIDTH = 4
"""Numbers per point of a history: epochs, training cost, test cost, cost evaluations."""


def empty_record(width: int) -> RecordState:
    return RecordState(np.empty(0, np.int64), np.empty((0, width)), 0)


class Record:
    """Points ``(updates, values)`` of ``width`` numbers each, at first every ``base_stride`` updates.

    When it is full, every second point is dropped and the stride doubles. It holds ``EARLY_POINTS`` until the
    stride has reached ``settled_stride``, then ``MAX_POINTS``, but never more than ``MAX_BYTES``. Rows once
    published are never written again: growing and thinning allocate anew.
    """

    def __init__(self, width: int, base_stride: int, settled_stride: int, state: RecordState) -> None:
        # Even, so that the point after a thinning falls on the new stride.
        self._most = min(MAX_POINTS, max(2, MAX_BYTES // (8 * max(1, width)) // 2 * 2))
        self._base_stride, self._settled_stride = base_stride, settled_stride
        self._doublings = state.doublings
        self._size = len(state.updates)
        self._updates, self._values = state.updates, state.values
        self._limit = self._present_limit()
        self.due = self._next_due()
        """The update count of the next point."""

    @property
    def stride(self) -> int:
        """Updates from one point to the next."""
        return self._base_stride << self._doublings

    def append(self, updates: int, values: Array) -> None:
        """Add a point; call it when ``updates`` has reached ``due``."""
        while self._size >= self._limit:
            self._thin()
        if updates < self.due:  # thinned just now: the point falls between two
            return
        if self._size == len(self._updates):
            self._grow()
        self._updates[self._size] = updates
        self._values[self._size] = values
        self._size += 1
        self.due = updates + self.stride

    def published(self) -> tuple[Counts, Array]:
        """Read-only views ``(n_points,)`` and ``(n_points, width)`` of what is recorded so far."""
        updates, values = self._updates[: self._size], self._values[: self._size]
        read_only(updates, values)
        return updates, values

    def state(self) -> RecordState:
        """A copy, from which an equal record can be made."""
        return RecordState(
            self._updates[: self._size].copy(), self._values[: self._size].copy(), self._doublings
        )

    def _next_due(self) -> int:
        return int(self._updates[self._size - 1]) + self.stride if self._size else 0

    def _present_limit(self) -> int:
        return self._most if self.stride >= self._settled_stride else min(self._most, EARLY_POINTS)

    def _thin(self) -> None:
        self._updates = self._updates[: self._size : 2].copy()
        self._values = self._values[: self._size : 2].copy()
        self._size = len(self._updates)
        self._doublings += 1
        self._limit = self._present_limit()
        self.due = self._next_due()

    def _grow(self) -> None:
        capacity = min(self._limit, max(64, 2 * self._size))
        updates = np.empty(capacity, np.int64)
        values = np.empty((capacity, self._values.shape[1]))
        updates[: self._size] = self._updates[: self._size]
        values[: self._size] = self._values[: self._size]
        self._updates, self._values = updates, values
