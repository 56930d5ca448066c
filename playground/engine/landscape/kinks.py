"""Minima on kinks: where rectifiers fold the slice, its slope jumps instead of passing through 0."""

from __future__ import annotations

import numpy as np

from playground.engine.landscape.sections import lowest_in_boxes
from playground.engine.landscape.slice_cost import SliceCost
from playground.engine.landscape.surface import Window
from playground.engine.layout import Array, Mask

REACH = 1.5
"""The minimum is sought this many cells around the lowest cell."""
DIRECTIONS = 32
FAR, NEAR = 1e-3, 1e-5
"""One-sided slopes are taken over these distances, in cells."""
SMOOTH = 10.0
"""At a smooth minimum slopes shrink with the distance, a hundredfold here; at a kink by less than this."""
NOISE = 1e-13
"""Differences below this share of the cost are rounding."""


def lowest_kinks(cost: SliceCost, starts: Array, cell: Array, window: Window) -> Array:
    """Kinked minima ``(n, 2)`` near the lowest cells ``starts`` ``(n, 2)``; ``cell`` is one's size."""
    corner, far_corner = np.array([window.x0, window.y0]), np.array([window.x1, window.y1])
    low = np.maximum(starts - REACH * cell, corner)
    high = np.minimum(starts + REACH * cell, far_corner)
    found = lowest_in_boxes(cost, low, high)
    margin = 1e-6 * cell
    inside = np.all((found > low + margin) & (found < high - margin), axis=1)
    found = found[inside]
    return found[has_kink(cost, found, cell)]


def has_kink(cost: SliceCost, points: Array, cell: Array) -> Mask:
    """Which points ``(n, 2)`` are minima with a kink, by their one-sided slopes all around ``(n,)``."""
    if not len(points):
        return np.zeros(0, dtype=np.bool_)
    far, noise = _rises(cost, points, FAR * cell)
    near, _ = _rises(cost, points, NEAR * cell)
    lowest = np.all(near >= -noise[:, np.newaxis], axis=1) & np.all(far >= -noise[:, np.newaxis], axis=1)
    # A fold adds to the rise on both sides; a mere slope cancels.
    bend_far = _both_sides(far).max(axis=1) / FAR
    bend_near = (_both_sides(near).max(axis=1) - noise) / NEAR
    return np.asarray(lowest & (bend_near > 0) & (bend_near * SMOOTH > bend_far))


def _rises(cost: SliceCost, points: Array, step: Array) -> tuple[Array, Array]:
    """How much the cost rises over one step in all directions ``(n, DIRECTIONS)``; its rounding ``(n,)``."""
    angles = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    circle = np.column_stack([np.cos(angles), np.sin(angles)]) * step
    center = cost.costs(points)
    around = cost.costs((points[:, np.newaxis] + circle).reshape(-1, 2)).reshape(len(points), -1)
    # Where the point itself is off by a little, rises are too: the smallest is taken for that.
    rises = around - center[:, np.newaxis]
    return rises, NOISE * np.abs(center) + 1e-3 * np.abs(rises).max(axis=1)


def _both_sides(rises: Array) -> Array:
    return np.asarray(rises + np.roll(rises, DIRECTIONS // 2, axis=1))
