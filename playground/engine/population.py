"""Many weight vectors at once through the same formulas: surfaces, basins, many starts.

Everything has the shape points × neurons × rows. It is done in chunks that stay in the processor's cache
(about 64 points × 500 rows), on buffers made once per thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.engine.costs import Cost
from playground.engine.layout import Array, Numbers

if TYPE_CHECKING:
    from playground.engine.network import Network

CELLS = 32_768
"""Points × rows of one chunk: 64 points of 500 rows. Measured best between 8,000 and 32,000."""

MAX_VALUES = 8_000_000
"""Points × rows × neurons of one chunk: 64 MB in float64."""


class CancelledError(Exception):
    """The caller's ``cancelled`` said so; there is no result."""


def with_ones(x: Array, dtype: Any = np.float64) -> Numbers:
    """Rows ``(n_rows, n)`` as columns with the biases' extra input: ``(n + 1, n_rows)``, last row 1."""
    columns = np.ones((x.shape[1] + 1, x.shape[0]), dtype)
    columns[:-1] = x.T
    return columns


class PopulationForward:
    """Forward pass of up to ``n_points`` weight vectors over up to ``n_rows`` rows.

    After ``run``, ``layers[l]`` holds the outputs of layer l + 1 as ``(points, n_neurons, rows)``, and
    ``logits`` the sums in front of the last one where ``keep_logits`` asks for them.
    """

    def __init__(
        self, network: Network, n_points: int, n_rows: int, dtype: Any = np.float64, keep_logits: bool = False
    ) -> None:
        self._network = network
        self._applies = [
            [(run.rows, run.activation.formulas(dtype).apply) for run in runs] for runs in network.runs
        ]
        self._buffers = [np.empty((n_points * (n + 1) * n_rows), dtype) for n in network.spec.sizes[1:]]
        n_logits = n_points * network.spec.sizes[-1] * n_rows if keep_logits else 0
        self._logits = np.empty(n_logits, dtype)
        self.layers: list[Numbers] = []
        self.logits: Numbers = self._logits

    def run(self, thetas: Numbers, x: Numbers) -> None:
        """``thetas`` ``(points, n_params)``, ``x`` ``(n_inputs + 1, rows)`` with its row of ones."""
        points, rows = thetas.shape[0], x.shape[1]
        layout = self._network.layout
        self.layers = []
        source = x
        for layer, buffer in enumerate(self._buffers, 1):
            n = self._network.spec.sizes[layer]
            values = buffer[: points * (n + 1) * rows].reshape(points, n + 1, rows)
            values[:, n] = 1.0
            out = values[:, :n]
            z = out
            if layer == layout.n_layers and self._logits.size:
                z = self.logits = self._logits[: points * n * rows].reshape(points, n, rows)
            np.matmul(layout.matrix(thetas, layer), source, out=z)
            for run, apply in self._applies[layer - 1]:
                sums = z[:, run]
                apply(sums, sums if out is z else out[:, run])
            self.layers.append(out)
            source = values


class PopulationCost:
    """Costs of many weight vectors over the same rows."""

    def __init__(self, network: Network, cost: Cost, x: Array, y: Array, dtype: Any = np.float64) -> None:
        self._network = network
        self._cost = cost
        self._terms = cost.formulas(dtype).terms
        self._x = with_ones(x, dtype)
        self._y = np.ascontiguousarray(y.T, dtype)
        self._dtype = np.dtype(dtype)
        cells = max(1, min(CELLS, MAX_VALUES // sum(size + 1 for size in network.spec.sizes)))
        self._n_rows = min(x.shape[0], cells)
        self._n_points = max(1, cells // max(1, self._n_rows))
        self._idle: list[tuple[PopulationForward, Numbers]] = []

    def of(
        self, thetas: Array, executor: Executor | None = None, cancelled: Callable[[], bool] | None = None
    ) -> Array:
        """Mean cost of each of ``thetas`` ``(n_points, n_params)``, as ``(n_points,)`` float64.

        Raises ``CancelledError`` as soon as ``cancelled()`` is true, asked once per chunk of points and rows.
        """

        def chunk_costs(chunk: Array) -> Array:
            # Overflow on the way to a huge cost is an answer (inf), not a fault.
            with np.errstate(all="ignore"):
                return self._chunk_costs(chunk, cancelled)

        chunks = list(self._chunks(thetas))
        results = executor.map(chunk_costs, chunks) if executor else map(chunk_costs, chunks)
        return np.concatenate([np.empty(0), *results])

    def _chunks(self, thetas: Array) -> Iterator[Array]:
        for start in range(0, len(thetas), self._n_points):
            yield thetas[start : start + self._n_points]

    def _chunk_costs(self, chunk: Array, cancelled: Callable[[], bool] | None) -> Array:
        forward, work = self._take_buffers()
        points = np.ascontiguousarray(chunk, self._dtype)
        sums: Array = np.zeros(len(points))
        n_rows = self._x.shape[1]
        for start in range(0, n_rows, self._n_rows):
            if cancelled is not None and cancelled():
                raise CancelledError
            rows = slice(start, min(start + self._n_rows, n_rows))
            forward.run(points, self._x[:, rows])
            outputs = forward.layers[-1]
            terms = work[: outputs.size].reshape(outputs.shape)
            judged = forward.logits if self._cost.from_logits else outputs
            self._terms(judged, self._y[:, rows], terms)
            sums += terms.reshape(len(points), -1).sum(axis=1)
        self._idle.append((forward, work))
        sums /= n_rows
        return sums

    def _take_buffers(self) -> tuple[PopulationForward, Numbers]:
        """Buffers no other thread is using; they go back to ``_idle`` after use."""
        try:
            return self._idle.pop()
        except IndexError:
            forward = PopulationForward(
                self._network, self._n_points, self._n_rows, self._dtype, self._cost.from_logits
            )
            n_outputs = self._network.spec.sizes[-1]
            return forward, np.empty(self._n_points * n_outputs * self._n_rows, self._dtype)
