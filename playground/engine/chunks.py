"""Batches too large for one plan's buffers are added up in chunks."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from playground.engine.batches import chunks
from playground.engine.costs import Cost
from playground.engine.layout import Array, Mask
from playground.engine.network import Network
from playground.engine.plan import Batch, Plan, rows_per_chunk


class BatchPlan(Protocol):
    """Costs and gradients of batches of one size: a ``Plan``, or many in a row."""

    def multiply_by(self, factor: float) -> None: ...

    def cost_sum(self, batch: Batch, keep: bool = False) -> float: ...

    def gradient(self, batch: Batch) -> None: ...


class ChunkedPlan:
    """A plan for batches of ``n_rows`` rows that holds only ``chunk_size`` of them at a time."""

    def __init__(
        self,
        network: Network,
        cost: Cost,
        theta: Array,
        gradient: Array,
        n_rows: int,
        mask: Mask | None,
        chunk_size: int,
    ) -> None:
        self._gradient = gradient
        self._part = np.empty_like(gradient)
        self._chunk_size = chunk_size
        self._n_rows = n_rows
        sizes = {min(chunk_size, n_rows), n_rows % chunk_size or chunk_size}
        self._plans = {size: Plan(network, cost, theta, self._part, size, mask) for size in sizes}
        self.multiply_by(1.0)

    def multiply_by(self, factor: float) -> None:
        for size, plan in self._plans.items():
            plan.multiply_by(factor * size / self._n_rows)

    def cost_sum(self, batch: Batch, keep: bool = False) -> float:  # noqa: ARG002 (nothing to keep here)
        return sum(self._plans[len(part.rows)].cost_sum(part) for part in chunks(batch, self._chunk_size))

    def gradient(self, batch: Batch) -> None:
        self._gradient.fill(0.0)
        for part in chunks(batch, self._chunk_size):
            self._plans[len(part.rows)].gradient(part)
            self._gradient += self._part


def make_plan(
    network: Network, cost: Cost, theta: Array, gradient: Array, n_rows: int, mask: Mask | None = None
) -> BatchPlan:
    """A plan for batches of ``n_rows`` rows, in chunks if it must be."""
    limit = rows_per_chunk(network)
    if n_rows <= limit:
        return Plan(network, cost, theta, gradient, n_rows, mask)
    return ChunkedPlan(network, cost, theta, gradient, n_rows, mask, limit)
