"""Bounds of a network's cost over boxes of a slice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from playground.engine.activation_formulas import GELU_CUBE, GELU_SCALE, LEAK
from playground.engine.activations import ACTIVATIONS
from playground.engine.cost_formulas import HIGHEST_POWER, HUBER_REACH
from playground.engine.costs import COSTS
from playground.engine.landscape import jets
from playground.engine.landscape.bounded import Bounds, Boxes, NoBoundsError, joined_bounds, split
from playground.engine.landscape.intervals import Interval, bent, joined, outward, weighted
from playground.engine.landscape.jets import Jet, Taylor
from playground.engine.landscape.penalty_bounds import PenaltyBounds
from playground.engine.landscape.planes import Plane
from playground.engine.landscape.slice_cost import NetworkSlice
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.specs import Objective

CELLS = 20_000
"""Boxes × neurons × rows at once: what stays in the cache."""


def _gelu(z: Jet) -> Jet:
    bend = (z.through(jets.square).times(GELU_CUBE).plus(1.0) * z).times(GELU_SCALE)
    return z * bend.through(jets.tanh).plus(1.0).times(0.5)


ACTIVATION_BOUNDS: Mapping[str, Callable[[Jet], Jet]] = {
    "linear": lambda z: z,
    "sigmoid": lambda z: z.through(jets.sigmoid),
    "tanh": lambda z: z.through(jets.tanh),
    "relu": lambda z: z.through(jets.folded(0.0)),
    "leaky_relu": lambda z: z.through(jets.folded(LEAK)),
    "elu": lambda z: z.through(jets.elu),
    "softplus": lambda z: z.through(jets.softplus),
    "swish": lambda z: z * z.through(jets.sigmoid),
    "gelu": _gelu,
}


def _half_squared(error: Jet) -> Jet:
    return error.through(jets.square).times(0.5)


def _squared(error: Jet) -> Jet:
    return error.through(jets.square)


def _absolute(error: Jet) -> Jet:
    return error.through(jets.folded(-1.0))


def _huber(error: Jet) -> Jet:
    return error.through(_huber_taylor)


def _huber_taylor(e: Interval) -> Taylor:
    r = HUBER_REACH

    def value(e: Array) -> Array:
        near = np.minimum(np.abs(e), r)
        return np.asarray((np.abs(e) - near / 2) * near)

    first = Interval(np.clip(e.lo, -r, r), np.clip(e.hi, -r, r))
    # The second derivative jumps from 1 to 0 at the reach; both belong to it there.
    inside, outside = (e.lo > -r) & (e.hi < r), (e.lo > r) | (e.hi < -r)
    second = Interval(np.where(inside, 1.0, 0.0), np.where(outside, 0.0, 1.0))
    return Taylor(bent(value, e, ((0.0, 0.0),)), first, second)


def _exponential(error: Jet) -> Jet:
    return error.through(jets.square).summed((-2,)).through(_capped_exp)


def _capped_exp(z: Interval) -> Taylor:
    capped = Interval(np.minimum(z.lo, HIGHEST_POWER), np.minimum(z.hi, HIGHEST_POWER))
    value = jets.exp(capped).value
    over, reaches = z.lo > HIGHEST_POWER, z.hi >= HIGHEST_POWER
    slope = Interval(np.where(reaches, 0.0, value.lo), np.where(over, 0.0, value.hi))
    return Taylor(value, slope, slope, reaches & ~over)


ERROR_BOUNDS: Mapping[str, Callable[[Jet], Jet]] = {
    "half_squared": _half_squared,
    "mean_squared": _squared,
    "mean_absolute": _absolute,
    "huber": _huber,
    "exponential": _exponential,
}


def _binary(y: Array, z: Interval) -> Taylor:
    """ln(1 + e^z) − y z: lowest where the sigmoid of z is y."""

    def value(z: Array) -> Array:
        return np.asarray(np.maximum(z, 0.0) - y * z + np.log1p(np.exp(-np.abs(z))))

    gate = jets.sigmoid(z)
    a, b = value(z.lo), value(z.hi)
    first = outward(gate.value.lo - y, gate.value.hi - y)
    with np.errstate(all="ignore"):
        entropy = -(y * np.log(y) + (1 - y) * np.log1p(-y))
    # 0 ln 0 is 0; the entropy of y is the least that the term can be.
    entropy = np.where((y <= 0) | (y >= 1), 0.0, entropy)
    low = np.where(first.contains_zero(), entropy, np.minimum(a, b))
    size = 64 * 2.0**-53 * (1 + z.magnitude() * (1 + np.abs(y)))
    return Taylor(Interval(low, np.maximum(a, b)).spread(size), first, gate.first)


def _categorical(z: Jet, y: Array) -> Jet:
    """Σ y (ln Σ e^z − z), as (ln Σ e^(z − c)) Σ y − Σ y (z − c): c keeps powers from overflowing."""
    c = (z.value.lo + z.value.hi).max(axis=-2, keepdims=True) / 2
    below = z.plus(-c)
    total = below.through(jets.exp).summed((-2,)).through(jets.log)
    weights, sums = _constant(y, z), _constant(y.sum(axis=0), total)
    return total * sums - (below * weights).summed((-2,))


def _constant(values: Array, like: Jet) -> Jet:
    return Jet.constant(Interval.exactly(np.broadcast_to(values, like.value.lo.shape)))


class NetworkBounds:
    """A network's slice with bounds. Raises ``NoBoundsError`` for what it knows none of.

    Every activation that has slopes has bounds; softmax with cross-entropy only.
    """

    def __init__(
        self,
        network: Network,
        objective: str | Objective,
        plane: Plane,
        x: Array,
        y: Array,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        objective = Objective(objective) if isinstance(objective, str) else objective
        _check(network, objective.cost)
        self._cost = COSTS[objective.cost]
        self._penalty = PenaltyBounds(objective.penalty, network.layout, plane)
        self._slice = NetworkSlice(network, objective, plane, x, y, cancelled)
        self._network, self._plane, x, y = self._slice.parts()
        self._y = np.ascontiguousarray(y.T)
        self._x = np.ones((x.shape[1] + 1, len(x)))
        self._x[:-1] = x.T
        layout, vectors = self._network.layout, (self._plane.origin, self._plane.d1, self._plane.d2)
        # What is cut counts as 0 for the network, whatever the plane says.
        present = [np.where(layout.present, vector, 0.0) for vector in vectors]
        self._weights = [
            [layout.matrix(vector, layer) for vector in present] for layer in range(1, layout.n_layers + 1)
        ]

    def costs(self, points: Array) -> Array:
        return self._slice.costs(points)

    def gradient(self, points: Array) -> Array:
        return self._slice.gradient(points)

    def bounds(self, boxes: Array) -> Bounds:
        widest = max(self._network.spec.sizes[1:])
        step = max(1, CELLS // (2 * widest * self._x.shape[1]))
        parts = []
        for start in range(0, len(boxes), step):
            self._slice.check_cancelled()
            with np.errstate(all="ignore"):
                parts.append(self._jet(Boxes.of(boxes[start : start + step])))
        return joined_bounds([split(part) for part in parts])

    def _jet(self, boxes: Boxes) -> Jet:
        coordinates = boxes.powers_of_ten() if self._plane.logarithmic else boxes
        z = _first_sums(coordinates, self._x, *self._weights[0]).tightened(boxes.radii)
        for layer, weights in enumerate(self._weights[1:]):
            signal = self._activated(layer, z).tightened(boxes.radii)
            z = _sums(coordinates, signal, *weights).tightened(boxes.radii)
        if not self._cost.from_logits:
            z = self._activated(len(self._weights) - 1, z).tightened(boxes.radii)
        terms = self._terms(z)
        axes = tuple(range(1 - terms.value.lo.ndim, 0))
        mean = terms.summed(axes).times(1.0 / self._x.shape[1])
        return self._penalty.added(mean, coordinates).tightened(boxes.radii)

    def _activated(self, layer: int, z: Jet) -> Jet:
        runs = self._network.runs[layer]
        if len(runs) == 1:
            return ACTIVATION_BOUNDS[runs[0].activation.name](z)
        parts = [ACTIVATION_BOUNDS[run.activation.name](_neurons(z, run.rows)) for run in runs]
        smooth = np.logical_and.reduce([part.smooth for part in parts])
        return Jet(
            joined([part.value for part in parts], -2),
            joined([part.slopes for part in parts], -2),
            joined([part.bends for part in parts], -2),
            smooth,
        )

    def _terms(self, judged: Jet) -> Jet:
        if self._cost.name == "binary_cross_entropy":
            return judged.through(partial(_binary, self._y))
        if self._cost.name == "categorical_cross_entropy":
            return _categorical(judged, self._y)
        return ERROR_BOUNDS[self._cost.name](judged.plus(-self._y))


def _check(network: Network, cost_name: str) -> None:
    known_costs = {*ERROR_BOUNDS, "binary_cross_entropy", "categorical_cross_entropy"}
    if cost_name not in known_costs:
        raise NoBoundsError(f"There are no bounds for the cost {COSTS[cost_name].label}.")
    network.cost_formula(cost_name)
    for layer in network.spec.layers[1:]:
        for neuron in layer.neurons:
            softmax = neuron.activation == "softmax" and cost_name == "categorical_cross_entropy"
            if neuron.activation not in ACTIVATION_BOUNDS and not softmax:
                label = ACTIVATIONS[neuron.activation].label
                raise NoBoundsError(f"There are no bounds for the activation {label}.")


def _first_sums(boxes: Boxes, x: Array, fixed: Array, by_a: Array, by_b: Array) -> Jet:
    """Sums of the first layer, whose inputs ``x`` ``(n_inputs + 1, n_rows)`` are known numbers."""
    n = len(boxes.x.smooth)
    start = weighted(fixed, Interval.exactly(x))
    shape = (n, *start.lo.shape)
    total = Jet.constant(Interval(np.broadcast_to(start.lo, shape), np.broadcast_to(start.hi, shape)))
    for coordinate, matrix in ((boxes.x, by_a), (boxes.y, by_b)):
        if np.any(matrix):
            each, part = _widened(coordinate, 2), weighted(matrix, Interval.exactly(x))
            total += Jet(each.value * part, each.slopes * part, each.bends * part, each.smooth)
    return total


def _sums(boxes: Boxes, signal: Jet, fixed: Array, by_a: Array, by_b: Array) -> Jet:
    total = _affine(signal, fixed)
    for coordinate, part in ((boxes.x, by_a), (boxes.y, by_b)):
        if np.any(part):
            total += _widened(coordinate, 2) * _affine(signal, part)
    return total


def _affine(signal: Jet, matrix: Array) -> Jet:
    """Weights times signal plus bias; the last column holds the biases."""
    return signal.weighted(np.ascontiguousarray(matrix[:, :-1])).plus(matrix[:, -1:])


def _widened(jet: Jet, axes: int) -> Jet:
    """With so many more axes of length 1 behind."""

    def more(interval: Interval) -> Interval:
        shape = (*interval.lo.shape, *([1] * axes))
        return Interval(interval.lo.reshape(shape), interval.hi.reshape(shape))

    return Jet(more(jet.value), more(jet.slopes), more(jet.bends), jet.smooth)


def _neurons(jet: Jet, rows: slice) -> Jet:
    return Jet(jet.value[:, rows], jet.slopes[:, :, rows], jet.bends[:, :, rows], jet.smooth)
