"""Rows in the order in which they are learned: shuffled anew each epoch, cut into batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.engine.plan import Batch, aligned

BLOCK_VALUES = 65_536
"""Numbers gathered at a time (512 kB), so that shuffled rows are read from the processor's cache."""

BLOCK_BATCHES = 1024

RowOrder = npt.NDArray[np.int64]

NO_ORDER: RowOrder = np.empty(0, np.int64)


class BatchFeed:
    """One runner's way through the training rows.

    ``place`` counts the rows of the present epoch that were learned. Each epoch of stochastic or
    mini-batch learning visits the rows in an order of its own, drawn from ``rng``; the last, smaller
    batch of an epoch counts and never takes rows of the next. One batch of all rows needs no order.
    """

    def __init__(
        self,
        rows: Batch,
        batch_size: int | None,
        rng: np.random.Generator,
        order: RowOrder | None = None,
        place: int = 0,
    ) -> None:
        self._all = rows
        self._rng = rng
        self.n_rows = len(rows.rows)
        self.batch_size = self.n_rows if batch_size is None else min(batch_size, self.n_rows)
        self.place = place
        # Emptied at the end of an epoch; drawn when the next begins.
        self.order: RowOrder = NO_ORDER if order is None else order
        self._ahead: tuple[RowOrder, np.random.Generator] | None = None
        self._source = self._all.rows
        self._block = _block_like(rows, 0)
        self._block_batches: list[Batch] = []
        self._block_start = self._block_stop = place

    @property
    def batches_per_epoch(self) -> int:
        return -(-self.n_rows // self.batch_size)

    def next_size(self) -> int:
        """Rows in the next batch."""
        return min(self.batch_size, self.n_rows - self.place)

    @property
    def next_is_all(self) -> bool:
        """Whether the next batch is the one of all rows."""
        return self.batch_size == self.n_rows and self.place == 0

    def next_rows(self) -> RowOrder | None:
        """Numbers of the rows in the next batch, a copy; None: all of them. Nothing is taken."""
        if self.next_is_all:
            return None
        order = self.order if len(self.order) else self._look_ahead()
        return order[self.place : self.place + self.next_size()].copy()

    def _look_ahead(self) -> RowOrder:
        """The next epoch's order. It is drawn by a copy of the generator: until the epoch begins, the state
        is what it would be if nobody had looked."""
        if self._ahead is None:
            rng = deepcopy(self._rng)
            self._ahead = rng.permutation(self.n_rows), rng
        return self._ahead[0]

    def take(self, limit: int) -> Sequence[Batch]:
        """The next batches, 1 to ``limit`` of them, of equal size: of one epoch, or of all rows each.

        Taking is not learning: call ``learned`` for the rows that were.
        """
        if self.next_is_all:
            return [self._all] * limit
        if self.place >= self._block_stop:
            self._gather()
        start = self.place - self._block_start
        if self.next_size() < self.batch_size:
            return (cut(self._block, start, start + self.next_size()),)
        first = start // self.batch_size
        last = (self._block_stop - self._block_start) // self.batch_size
        return self._block_batches[first : min(last, first + limit)]

    def rng_state(self) -> dict[str, Any]:
        """The generator's state, as plain values; a copy."""
        return dict(self._rng.bit_generator.state)

    def learned(self, rows: int) -> bool:
        """Move on by so many rows; True if that ended an epoch."""
        self.place += rows
        if self.place < self.n_rows:
            return False
        self.place = self._block_start = self._block_stop = 0
        self.order = NO_ORDER
        return True

    def _gather(self) -> None:
        """Fill the block with the rows from ``place`` on."""
        if len(self.order) == 0:
            self._begin_epoch()
        if not self._block_batches:
            self._make_block()
        start = self.place
        stop = min(start + len(self._block.rows), self.n_rows)
        chosen, n = self.order[start:stop], stop - start
        np.take(self._source, chosen, axis=0, out=self._block.rows[:n], mode="clip")
        np.take(self._all.targets, chosen, axis=1, out=self._block.targets[:, :n], mode="clip")
        self._block_start, self._block_stop = start, stop

    def _begin_epoch(self) -> None:
        if self._ahead is None:
            self.order = self._rng.permutation(self.n_rows)
        else:
            (self.order, self._rng), self._ahead = self._ahead, None

    def _make_block(self) -> None:
        size = self.batch_size
        per_batch = size * (self._all.rows.shape[1] + self._all.targets.shape[0])
        n_batches = max(1, min(BLOCK_BATCHES, BLOCK_VALUES // per_batch, self.n_rows // size))
        # Gathered from here, row by row.
        self._source = np.ascontiguousarray(self._all.rows)
        self._block = _block_like(self._all, n_batches * size)
        self._block_batches = [cut(self._block, i * size, (i + 1) * size) for i in range(n_batches)]


def cut(batch: Batch, start: int, stop: int) -> Batch:
    """Some of a batch's rows, as views."""
    rows = batch.rows[start:stop]
    return Batch(rows, rows.T, batch.targets[:, start:stop])


def chunks(batch: Batch, first: int, size: int) -> Iterator[Batch]:
    """The batch from row ``first`` (a multiple of ``size``) on, in parts of at most ``size`` rows; views."""
    if batch.parts and len(batch.parts[0].rows) == size:
        yield from batch.parts[first // size :]
        return
    for start in range(first, len(batch.rows), size):
        yield cut(batch, start, start + size)


def _block_like(batch: Batch, n_rows: int) -> Batch:
    rows = aligned((n_rows, batch.rows.shape[1]))
    return Batch(rows, rows.T, aligned((batch.targets.shape[0], n_rows)))
