"""The part of the plane that is drawn when nobody chose one: it follows the paths without fidgeting."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from playground.engine.landscape.surface import Window

Array = npt.NDArray[np.float64]

LEAST_WIDTH = 4.0
"""A start point alone is shown with 2 to either side: weights of standardised data live there."""
MARGIN = 0.1
"""No ball comes closer to the edge than this share of the width"""
FILLED = 0.6
"""A new width is chosen so that the paths fill at most this share: room to walk on without a new window"""
EMPTY = 0.02
"""The window shrinks only when the paths fill less than this share: after a restart, not while walking"""
LIMIT = 1e12
"""Beyond, weights have diverged: nothing is gained by following them."""


def calm_window(points: Array, previous: Window | None, least: float = LEAST_WIDTH) -> Window:
    """A window around ``points`` (n_points, 2), in plane coordinates; ``previous`` if that still serves.
    ``least`` is how wide it is at least.

    Along each axis on its own: widths are 1, 2 or 5 times a power of ten, edges lie on tenths of the
    width, and a new one is chosen only if a point comes within `MARGIN` of the edge (or nearly all of the
    window is empty). Points that are not finite, or farther than `LIMIT`, are left out of account.
    """
    known = points[np.all(np.abs(points) <= LIMIT, axis=1)]  # False for NaN as well
    if not len(known):
        return previous or Window(-least / 2, least / 2, -least / 2, least / 2)
    (low_x, low_y), (high_x, high_y) = known.min(axis=0).tolist(), known.max(axis=0).tolist()
    before_x = None if previous is None else (previous.x0, previous.x1)
    before_y = None if previous is None else (previous.y0, previous.y1)
    x0, x1 = _calm_range(low_x, high_x, before_x, least)
    y0, y1 = _calm_range(low_y, high_y, before_y, least)
    return Window(x0, x1, y0, y1)


def _calm_range(
    low: float, high: float, previous: tuple[float, float] | None, least: float
) -> tuple[float, float]:
    needed = max((high - low) / FILLED, least)
    if previous is not None and _serves(low, high, needed, previous):
        return previous
    # Numbers far from zero have no digits left for a narrow window.
    width = _round_up(max(needed, 1e-9 * max(abs(low), abs(high))))
    tenth = width / 10
    first = round((low + high) / 2 / tenth) - 5
    return first * tenth, (first + 10) * tenth


def _serves(low: float, high: float, needed: float, previous: tuple[float, float]) -> bool:
    width = previous[1] - previous[0]
    margin = MARGIN * width
    inside = previous[0] + margin <= low and high <= previous[1] - margin
    return inside and needed >= EMPTY * width


def _round_up(width: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= width * (1 - 1e-12))
