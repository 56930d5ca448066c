"""Minimizing without derivatives: where a slice has a kink, slopes lead nowhere.

A section search along one axis holds a whole section search along the other one. So the floor of a
V-shaped valley that runs askew is followed exactly; a pattern of fixed directions would stall on it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.engine.landscape.slice_cost import SliceCost
from playground.engine.layout import Array

PROBES = 7
"""Places tried at once in every section; the section then shrinks to 2 / (PROBES + 1) of its length."""
ROUNDS = 16
"""(2 / 8)^16: to 2e-10 of where the search began."""

Line = Callable[[Array], Array]


def lowest_on_lines(value: Line, low: Array, high: Array, rounds: int = ROUNDS) -> Array:
    """Where functions with one minimum each have it, ``(n,)``; ``value`` maps ``(n, k)`` places to costs.

    ``low``, ``high`` ``(n,)`` enclose the minima. What is no number counts as infinitely high.
    """
    fractions = np.arange(1, PROBES + 1) / (PROBES + 1)
    best = (low + high) / 2
    for _ in range(rounds):
        step = (high - low) / (PROBES + 1)
        places = low[:, np.newaxis] + (high - low)[:, np.newaxis] * fractions
        costs = value(places)
        lowest = np.argmin(np.where(np.isnan(costs), np.inf, costs), axis=1)
        best = np.take_along_axis(places, lowest[:, np.newaxis], axis=1)[:, 0]
        low, high = np.maximum(low, best - step), np.minimum(high, best + step)
    return best


def lowest_in_boxes(cost: SliceCost, low: Array, high: Array) -> Array:
    """The lowest points ``(n, 2)`` of a slice in boxes with corners ``low``, ``high`` ``(n, 2)``.

    Each box should hold one valley floor. A result on a box's edge means that the cost falls outward.
    """
    if not len(low):
        return np.empty((0, 2))

    def deepest_x(y: Array) -> tuple[Array, Array]:
        """For ``(n, k)`` heights the x of the lowest point there, and its cost."""
        n, k = y.shape
        flat_y = y.reshape(-1)

        def along_x(x: Array) -> Array:
            heights = np.broadcast_to(flat_y[:, np.newaxis], x.shape)
            return cost.costs(np.column_stack([x.reshape(-1), heights.reshape(-1)])).reshape(x.shape)

        x = lowest_on_lines(along_x, np.repeat(low[:, 0], k), np.repeat(high[:, 0], k))
        return x.reshape(n, k), along_x(x[:, np.newaxis]).reshape(n, k)

    y = lowest_on_lines(lambda heights: deepest_x(heights)[1], low[:, 1], high[:, 1])
    x, _ = deepest_x(y[:, np.newaxis])
    return np.column_stack([x[:, 0], y])
