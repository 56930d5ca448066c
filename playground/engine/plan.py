"""The one training path: forward and backward pass over a batch, on buffers made once.

How it gets fast. An update of a small network is a chain of NumPy calls of less than a microsecond each, so
the plan keeps the calls few and cheap. Arrays are (neurons, rows); a bias is a weight on a row of ones;
all hidden outputs lie in one buffer, so that equal slopes take two calls for the whole network; operands,
outputs and bound methods are made once and kept as partial calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate
from math import prod
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from playground.engine.activation_formulas import Call, Calls
from playground.engine.activations import Activation
from playground.engine.costs import Cost
from playground.engine.layout import Array, Mask
from playground.engine.regularizers import Penalty

if TYPE_CHECKING:
    from playground.engine.network import Network


MAX_VALUES = 90_000
"""Numbers in a plan's buffers (0.7 MB, what one core keeps near); larger batches are added up in chunks."""

MANY_INPUTS = 24
"""From so many inputs on the first layer's gradient takes less time if rows lie in memory by rows."""

CACHE_LINE = 64
"""Bytes that the processor reads at once."""


def aligned(shape: tuple[int, ...]) -> Array:
    """A new array, not yet filled. It begins with a cache line: no vector is read from two of them."""
    size = prod(shape)
    memory = np.empty(size + CACHE_LINE // 8)
    start = -memory.ctypes.data % CACHE_LINE // 8
    return memory[start : start + size].reshape(shape)


class Batch(NamedTuple):
    """Rows for one update, in the forms the passes need.

    ``rows`` ``(n, n_inputs + 1)`` with a last column of ones; ``columns`` its transpose; ``targets``
    ``(n_outputs, n)``. ``parts``: a large batch that is learned again and again, cut into chunks beforehand.
    """

    rows: Array
    columns: Array
    targets: Array
    parts: tuple[Batch, ...] = ()


def make_batch(x: Array, y: Array, chunk_size: int | None = None) -> Batch:
    """A batch of all rows of ``x`` ``(n, n_inputs)`` and ``y`` ``(n, n_outputs)``.

    If they are more than ``chunk_size``, it comes with its parts, which are what is then multiplied.
    """
    n = x.shape[0]
    rows, targets = np.ones((n, x.shape[1] + 1)), np.ascontiguousarray(y.T)
    rows[:, :-1] = x
    if chunk_size is None or n <= chunk_size:
        return _by_columns(rows, targets)
    spans = [slice(start, start + chunk_size) for start in range(0, n, chunk_size)]
    return Batch(rows, rows.T, targets, tuple(_by_columns(rows[s], targets[:, s]) for s in spans))


def _by_columns(rows: Array, targets: Array) -> Batch:
    """One column lies behind the other in memory, which is multiplied faster. Few inputs lie there once."""
    columns, own_targets = aligned(rows.T.shape), aligned(targets.shape)
    columns[...], own_targets[...] = rows.T, targets
    return Batch(rows if columns.shape[0] > MANY_INPUTS else columns.T, columns, own_targets)


def rows_per_chunk(network: Network) -> int:
    """The most rows a plan may hold at once."""
    n_inputs, *others = network.spec.sizes
    per_row = n_inputs + 1 + 3 * sum(size + 1 for size in others)
    return max(1, MAX_VALUES // per_row)


class Plan:
    """Forward and backward pass of batches of ``n_rows`` rows.

    ``theta`` and ``gradient`` ``(n_params,)`` belong to the caller: the plan reads the one as it is at
    the moment, and writes the other. Where ``mask`` is False the gradient is 0. The ``penalty`` counts
    in the gradient, not in the sum of costs.
    """

    def __init__(
        self,
        network: Network,
        cost: Cost,
        theta: Array,
        gradient: Array,
        n_rows: int,
        mask: Mask | None = None,
        penalty: Penalty | None = None,
    ) -> None:
        self.n_rows = n_rows
        self._factor, self._scale = np.array(1.0), np.array(1.0 / n_rows)
        self._cost_terms = cost.formulas().terms
        layers = range(1, network.layout.n_layers + 1)
        weights = [network.layout.matrix(theta, layer) for layer in layers]
        gradients = [network.layout.matrix(gradient, layer) for layer in layers]
        buffers = _Buffers(network, n_rows, keep_logits=cost.from_logits)
        self._outputs = buffers.values[-1]
        self._judged = buffers.sums[-1] if cost.from_logits else self._outputs
        self._terms = aligned(self._judged.shape)

        delta = buffers.deltas[-1]
        backward: list[Call] = [
            *(() if cost.from_logits else _output_slope_calls(network, buffers)),
            partial(np.multiply, delta, self._scale, delta),
            *_slope_calls(network, buffers),
            *_layer_calls(network, buffers, weights, gradients),
        ]
        finish: list[Call] = []
        if penalty is not None:
            finish.append(penalty.slope_adder(theta, gradient, self._factor))
        if mask is not None and not mask.all():
            finish.append(partial(np.multiply, gradient, mask.astype(np.float64), gradient))
        forward = list(_forward_calls(network, buffers, weights))
        self._forward = _forward_pass(buffers, weights, forward)
        self.gradient, self._keep = _gradient_pass(
            buffers, weights, gradients, forward, cost.formulas().slope, backward, finish
        )
        """``gradient(batch)``: the mean gradient of the rows' costs (times the factor), written to the
        caller's array."""

    def multiply_by(self, factor: float) -> None:
        """Let gradients come out multiplied by ``factor`` (the learning rate, for plain updates)."""
        self._factor[...] = factor
        self._scale[...] = factor / self.n_rows

    def outputs(self, batch: Batch) -> Array:
        """Outputs ``(n_outputs, n_rows)`` at theta; overwritten by the next pass."""
        self._forward(batch)
        return self._outputs

    def cost_sum(self, batch: Batch, keep: bool = False) -> float:
        """Sum of the rows' costs at theta.

        ``keep``: the next call will be ``gradient`` of the same batch, before theta has moved. It then
        starts from this forward pass.
        """
        self._forward(batch)
        self._keep(batch if keep else None)
        self._cost_terms(self._judged, batch.targets, self._terms)
        return float(np.add.reduce(self._terms.reshape(-1)))


class _Buffers:
    """What the passes write, one ``(n_neurons, n_rows)`` array for each layer after the inputs.

    ``sums`` are the neurons' weighted sums z and ``values`` their outputs: the same memory unless a slope
    or the cost needs z. ``deltas`` are the cost's derivatives by z.

    The hidden layers lie one below the other in ``all_sums``, ``all_values``, ``all_slopes``, each followed
    by the bias' row (of ones, in the values); ``starts`` says where each begins. ``sources`` and
    ``wide_deltas`` are hidden values and deltas with that row.
    """

    def __init__(self, network: Network, n_rows: int, keep_logits: bool) -> None:
        hidden, n_out = network.spec.sizes[1:-1], network.spec.sizes[-1]
        self.starts = [0, *accumulate(n + 1 for n in hidden)]
        shape = (self.starts[-1], n_rows)
        needs_sums = [any(run.activation.slope_from == "input" for run in runs) for runs in network.runs]
        self.all_values = self.all_sums = aligned(shape)
        if any(needs_sums[:-1]):
            self.all_sums = aligned(shape)
            # Shared slope calls also read the rows between layers.
            self.all_sums.fill(0.0)
        self.all_slopes, all_deltas = aligned(shape), aligned(shape)
        self.all_values.fill(1.0)
        self.all_slopes.fill(1.0)

        spans = [slice(start, start + n) for start, n in zip(self.starts, hidden, strict=False)]
        wide_spans = [slice(start, start + n + 1) for start, n in zip(self.starts, hidden, strict=False)]
        self.slopes = [self.all_slopes[span] for span in spans]
        self.sources = [self.all_values[span] for span in wide_spans]
        self.wide_deltas = [all_deltas[span] for span in wide_spans]

        out = aligned((n_out, n_rows))
        self.values = [*(self.all_values[span] for span in spans), out]
        self.sums = [
            (own if needed else shared)
            for own, shared, needed in zip(
                [*(self.all_sums[span] for span in spans), aligned(out.shape)],
                self.values,
                [*needs_sums[:-1], needs_sums[-1] or keep_logits],
                strict=True,
            )
        ]
        self.deltas = [*(all_deltas[span] for span in spans), aligned(out.shape)]


# The passes are closures rather than methods: looking up attributes would cost a tenth of a small update.


def _forward_pass(buffers: _Buffers, weights: list[Array], calls: Calls) -> Callable[[Batch], None]:
    first_dot, first_sums = weights[0].dot, buffers.sums[0]

    def forward(batch: Batch) -> None:
        first_dot(batch.columns, first_sums)
        for call in calls:
            call()

    return forward


def _gradient_pass(
    buffers: _Buffers,
    weights: list[Array],
    gradients: list[Array],
    forward: Calls,
    cost_slope: Callable[[Array, Array, Array], object],
    backward: Calls,
    finish: Calls,
) -> tuple[Callable[[Batch], None], Callable[[Batch | None], None]]:
    """The functions ``gradient`` and ``keep`` (which batch's forward pass lies in the buffers)."""
    kept: Batch | None = None
    first_dot, first_sums = weights[0].dot, buffers.sums[0]
    outputs, output_delta = buffers.values[-1], buffers.deltas[-1]
    last_dot, last_gradient = buffers.deltas[0].dot, gradients[0]

    def keep(batch: Batch | None) -> None:
        nonlocal kept
        kept = batch

    def gradient(batch: Batch) -> None:
        nonlocal kept
        rows, columns, targets, _ = batch
        if kept is not batch:
            first_dot(columns, first_sums)
            for call in forward:
                call()
        kept = None
        cost_slope(outputs, targets, output_delta)
        for call in backward:
            call()
        last_dot(rows, last_gradient)
        for call in finish:
            call()

    return gradient, keep


def _forward_calls(network: Network, buffers: _Buffers, weights: list[Array]) -> Iterator[Call]:
    """Everything after the first layer's weighted sums, which read the batch."""
    for layer, runs in enumerate(network.runs):
        sums, values = buffers.sums[layer], buffers.values[layer]
        if layer > 0:
            yield partial(weights[layer].dot, buffers.sources[layer - 1], sums)
        for run in runs:
            source = sums[run.rows]
            out = source if sums is values else values[run.rows]
            yield from run.activation.formulas().value_calls(source, out)


def _output_slope_calls(network: Network, buffers: _Buffers) -> Iterator[Call]:
    """The output delta, from derivatives by the outputs to derivatives by the sums."""
    delta = buffers.deltas[-1]
    slopes = np.empty_like(delta)
    for run in network.runs[-1]:
        formulas = run.activation.formulas()
        if formulas.chain_calls is not None:
            yield from formulas.chain_calls(buffers.values[-1], delta)
        slope_calls = formulas.slope_calls
        if slope_calls is not None:
            source = _slope_source(run.activation, buffers.sums[-1], buffers.values[-1])
            yield from slope_calls(source[run.rows], slopes[run.rows])
            yield partial(np.multiply, delta[run.rows], slopes[run.rows], delta[run.rows])


def _slope_calls(network: Network, buffers: _Buffers) -> Iterator[Call]:
    """Slopes of all hidden neurons; runs of one activation that follow one another share their calls."""
    spans: list[tuple[Activation, int, int]] = []
    for start, runs in zip(buffers.starts, network.runs[:-1], strict=False):
        for run in runs:
            first, stop = start + run.rows.start, start + run.rows.stop
            if spans and spans[-1][0] is run.activation:
                _, first, _ = spans.pop()
            spans.append((run.activation, first, stop))
    for activation, first, stop in spans:
        slope_calls = activation.formulas().slope_calls
        if slope_calls is not None:
            source = _slope_source(activation, buffers.all_sums, buffers.all_values)
            yield from slope_calls(source[first:stop], buffers.all_slopes[first:stop])


def _slope_source(activation: Activation, sums: Array, values: Array) -> Array:
    return sums if activation.slope_from == "input" else values


def _layer_calls(
    network: Network, buffers: _Buffers, weights: list[Array], gradients: list[Array]
) -> Iterator[Call]:
    """From the output layer's delta back to the first layer's; its own gradient reads the batch."""
    for layer in range(len(weights) - 1, 0, -1):
        delta, back = buffers.deltas[layer], buffers.deltas[layer - 1]
        yield partial(delta.dot, buffers.sources[layer - 1].T, gradients[layer])
        # The bias' row is not needed, but NumPy copies a matrix without it before each product.
        yield partial(weights[layer].T.dot, delta, buffers.wide_deltas[layer - 1])
        if any(run.activation.formulas().slope_calls is not None for run in network.runs[layer - 1]):
            yield partial(np.multiply, back, buffers.slopes[layer - 1], back)
