"""Batches too large for one plan's buffers are added up in chunks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from playground.engine.batches import chunks
from playground.engine.costs import Cost
from playground.engine.layout import Array, Mask
from playground.engine.network import Network
from playground.engine.plan import Batch, Plan, rows_per_chunk
from playground.engine.regularizers import Penalty


class InterruptedUpdateError(Exception):
    """There was no time to finish a large batch. Nothing has changed; the next call goes on where it was."""


class BatchPlan(Protocol):
    """Costs and gradients of batches of one size: a ``Plan``, or many in a row."""

    def multiply_by(self, factor: float) -> None: ...

    def cost_sum(self, batch: Batch, keep: bool = False) -> float: ...

    def gradient(self, batch: Batch) -> None: ...


class ChunkedPlan:
    """A plan for batches of ``n_rows`` rows that works on ``chunk_size`` of them at a time.

    After each chunk it asks ``interrupted()``: if so, ``gradient`` raises ``InterruptedUpdateError``. Called
    again for the same batch, before theta has moved, it goes on from there.
    """

    def __init__(
        self,
        network: Network,
        cost: Cost,
        theta: Array,
        gradient: Array,
        n_rows: int,
        mask: Mask | None,
        penalty: Penalty | None,
        interrupted: Callable[[], bool],
    ) -> None:
        self._gradient = gradient
        self._part = np.empty_like(gradient)
        self._n_rows = n_rows
        self._chunk_size = size = rows_per_chunk(network)
        self._interrupted = interrupted
        sizes = {min(size, n_rows), n_rows % size or size}
        self._plans = {each: Plan(network, cost, theta, self._part, each, mask, penalty) for each in sizes}
        self._total = np.zeros_like(gradient)
        self._done = 0
        self.multiply_by(1.0)

    def multiply_by(self, factor: float) -> None:
        # The chunks' shares of the rows add up to 1, and so do their shares of the penalty.
        for size, plan in self._plans.items():
            plan.multiply_by(factor * size / self._n_rows)

    def cost_sum(self, batch: Batch, keep: bool = False) -> float:  # noqa: ARG002 (nothing to keep here)
        return sum(self._plans[len(part.rows)].cost_sum(part) for part in chunks(batch, 0, self._chunk_size))

    def gradient(self, batch: Batch) -> None:
        for part in chunks(batch, self._done, self._chunk_size):
            self._plans[len(part.rows)].gradient(part)
            self._total += self._part
            self._done += len(part.rows)
            if self._done < self._n_rows and self._interrupted():
                raise InterruptedUpdateError
        np.copyto(self._gradient, self._total)
        self._total.fill(0.0)
        self._done = 0


def make_plan(
    network: Network,
    cost: Cost,
    theta: Array,
    gradient: Array,
    n_rows: int,
    mask: Mask | None = None,
    penalty: Penalty | None = None,
    interrupted: Callable[[], bool] = lambda: False,
) -> BatchPlan:
    """A plan for batches of ``n_rows`` rows, in chunks if they are many."""
    if n_rows <= rows_per_chunk(network):
        return Plan(network, cost, theta, gradient, n_rows, mask, penalty)
    return ChunkedPlan(network, cost, theta, gradient, n_rows, mask, penalty, interrupted)
