"""Damped Newton on many starts at once: from near a level place to the place itself."""

from __future__ import annotations

import numpy as np

from playground.engine.landscape.slice_cost import SliceCost
from playground.engine.landscape.surface import Window
from playground.engine.layout import Array, Mask

ITERATIONS = 12
AWAY = 4.0
"""Where the exact cost sends a start this many cells away, the grid's promise was false."""
LONGEST = 1.5
"""A step is at most this many cells long."""
HALVINGS = 4
DECREASE = 0.25
"""A step must take away this share of what it would if the slope were linear; at a kink none does."""
STEP = 1e-6
"""A place is critical if its Newton step is shorter than this times 1 + |position| …"""
STEP_IN_CELLS = 1e-3
"""… and, where the window is tiny, than this many cells."""
DIFFERENCE = 1e-3
"""Second derivatives are central differences of the gradient over this many cells to either side."""


def polish(cost: SliceCost, starts: Array, cell: Array, window: Window) -> tuple[Array, Array]:
    """Level places reached from ``starts`` ``(n, 2)``, and the second derivatives there ``(n, 2, 2)``.

    ``cell`` ``(2,)`` is the size of the grid's cells: the length within which the slice is smooth. Starts
    that run away, leave the window or stop at a kink are dropped, so fewer may come back.
    """
    found = [(np.empty((0, 2)), np.empty((0, 2, 2)))]
    points, origins = starts, starts
    slopes = cost.gradient(points) * cell
    for _ in range(ITERATIONS):
        if not len(points):
            break
        curvature = _curvature(cost, points, cell)
        steps = _newton_steps(curvature, slopes)
        done = _is_critical(points, steps, cell)
        arrived = points[done] + steps[done] * cell
        inside = window.contains(arrived)
        found.append((arrived[inside], curvature[done][inside] / np.multiply.outer(cell, cell)))
        near = np.linalg.norm((points - origins) / cell + steps, axis=1) < AWAY
        rest = near & ~done
        points, slopes, moved = _walk(cost, points[rest], slopes[rest], steps[rest], cell)
        alive = moved & window.contains(points)
        points, slopes, origins = points[alive], slopes[alive], origins[rest][alive]
    return np.concatenate([place for place, _ in found]), np.concatenate([second for _, second in found])


def _curvature(cost: SliceCost, points: Array, cell: Array) -> Array:
    """Second derivatives in cell units ``(n, 2, 2)``, by central differences of the gradient."""
    offsets = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]) * DIFFERENCE * cell
    around = (points[:, np.newaxis] + offsets).reshape(-1, 2)
    slopes = (cost.gradient(around) * cell).reshape(-1, 4, 2)
    second = np.stack([slopes[:, 0] - slopes[:, 1], slopes[:, 2] - slopes[:, 3]], axis=1) / (2 * DIFFERENCE)
    return np.asarray((second + second.transpose(0, 2, 1)) / 2)


def _newton_steps(curvature: Array, slopes: Array) -> Array:
    """−H⁻¹g in cells ``(n, 2)``; NaN where there is none."""
    (a, b), (_, d) = curvature.transpose(1, 2, 0)
    with np.errstate(all="ignore"):
        determinant = a * d - b * b
        steps = np.stack([b * slopes[:, 1] - d * slopes[:, 0], b * slopes[:, 0] - a * slopes[:, 1]], axis=1)
        steps /= determinant[:, np.newaxis]
    steps[~np.all(np.isfinite(steps), axis=1)] = np.nan
    return steps


def _is_critical(points: Array, steps: Array, cell: Array) -> Mask:
    allowed = STEP * (1.0 + np.linalg.norm(points, axis=1))
    short = np.linalg.norm(steps * cell, axis=1) < allowed
    return np.asarray(short & (np.linalg.norm(steps, axis=1) < STEP_IN_CELLS))


def _walk(
    cost: SliceCost, points: Array, slopes: Array, steps: Array, cell: Array
) -> tuple[Array, Array, Mask]:
    """One damped step each: halved until the slope gets smaller; which ones moved at all."""
    steepness = np.linalg.norm(slopes, axis=1)
    length = np.linalg.norm(steps, axis=1)
    with np.errstate(divide="ignore"):
        fraction = np.minimum(1.0, LONGEST / length)
    steps = steps * fraction[:, np.newaxis]
    points, slopes = points.copy(), slopes.copy()
    moved = np.zeros(len(points), dtype=np.bool_)
    for halving in range(HALVINGS):
        waiting = np.flatnonzero(~moved)
        trial = points[waiting] + steps[waiting] * (cell * 0.5**halving)
        trial_slopes = cost.gradient(trial) * cell
        enough = 1.0 - DECREASE * fraction[waiting] * 0.5**halving
        better = np.linalg.norm(trial_slopes, axis=1) < enough * steepness[waiting]
        points[waiting[better]], slopes[waiting[better]] = trial[better], trial_slopes[better]
        moved[waiting[better]] = True
    return points, slopes, moved
