"""The window's edge: where the cost is lowest on it and still falls outward, and whether it ever stops."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from playground.engine.landscape.sections import lowest_on_lines
from playground.engine.landscape.slice_cost import SliceCost
from playground.engine.landscape.surface import Window
from playground.engine.layout import Array

ON_EDGE = 121
"""Places tried along each edge, corners included."""
OUTWARD = 1e-3
"""The cost falls outward if it does over this share of the window."""
DOUBLINGS = 12
"""A fall is followed until the window would be 4,096 times as large."""
ROUNDING = 1e-13


class EdgePoint(NamedTuple):
    """A lowest place on the edge, ``(2,)``; whether the cost went on falling as far out as was tried."""

    position: Array
    for_ever: bool


def edge_minima(cost: SliceCost, window: Window) -> list[EdgePoint]:
    """Lowest places on the window's edge from which the cost falls outward."""
    minima = _lowest_on_edges(cost, window)
    center, size = _middle(window)
    found = []
    for position in minima:
        outside = (np.abs(position - center) > 0.5 * size * (1 - 1e-9)) * np.sign(position - center)
        here, there = cost.costs(np.vstack([position, position + OUTWARD * size * outside]))
        if there < here - ROUNDING * abs(here):
            found.append(EdgePoint(position, _falls_for_ever(cost, position, center, size)))
    return found


def _middle(window: Window) -> tuple[Array, Array]:
    center = np.array([window.x0 + window.width / 2, window.y0 + window.height / 2])
    return center, np.array([window.width, window.height])


def _perimeter(window: Window) -> Array:
    """Corners in order, ``(4, 2)``."""
    return np.array(
        [[window.x0, window.y0], [window.x1, window.y0], [window.x1, window.y1], [window.x0, window.y1]]
    )


def _lowest_on_edges(cost: SliceCost, window: Window) -> Array:
    """Local minima along the closed edge, polished, ``(n, 2)``."""
    corners = _perimeter(window)
    sides = np.roll(corners, -1, axis=0) - corners
    n = ON_EDGE - 1

    def place(t: Array) -> Array:
        """Points at ``t`` in 0 … 4 along the edge."""
        t = np.mod(t, 4.0)
        side = np.minimum(t.astype(np.int64), 3)
        return np.asarray(corners[side] + (t - side)[..., np.newaxis] * sides[side])

    def value(t: Array) -> Array:
        return cost.costs(place(t).reshape(-1, 2)).reshape(t.shape)

    t = np.arange(4 * n) / n
    costs = value(t)
    costs = np.where(np.isfinite(costs), costs, np.inf)
    spread = np.ptp(costs[np.isfinite(costs)]) if np.any(np.isfinite(costs)) else 0.0
    below = costs < np.roll(costs, 1)
    # A flat stretch counts once, at its end.
    lowest = np.flatnonzero(below & (costs <= np.roll(costs, -1)) & (spread > 0))
    best = lowest_on_lines(value, t[lowest] - 1 / n, t[lowest] + 1 / n)
    near_corner = np.abs(best - np.round(best)) < 1e-7
    return place(np.where(near_corner, np.round(best), best)).reshape(-1, 2)


def _falls_for_ever(cost: SliceCost, position: Array, center: Array, size: Array) -> bool:
    """Whether the lowest cost on ever larger windows' edges, near the way out, never rises again."""
    previous = float(cost.costs(position[np.newaxis])[0])
    along = np.where(np.abs(position - center) > 0.5 * size * (1 - 1e-9), 0.0, 1.0)
    for _ in range(DOUBLINGS):
        # Halfway first: a minimum just outside would be jumped over.
        for scale in (1.5, 2.0):
            target = center + (position - center) * scale
            straight_out = np.where(along > 0, position, target)
            best = _lowest_across(cost, target, straight_out, along * size * scale)
            here = float(cost.costs(best[np.newaxis])[0])
            if not here <= previous + ROUNDING * abs(previous):
                return False
            previous = here
        position, size = best, size * 2
    return True


def _lowest_across(cost: SliceCost, target: Array, straight_out: Array, width: Array) -> Array:
    """The lowest place within a quarter of ``width`` to both sides of ``target``, or straight ahead."""
    offsets = np.linspace(-0.25, 0.25, 41)[:, np.newaxis] * width
    places = np.vstack([straight_out, target + offsets])
    costs = cost.costs(places)
    return np.asarray(places[np.argmin(np.where(np.isnan(costs), np.inf, costs))])
