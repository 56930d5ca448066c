"""Lines for the screen: as many points as can be seen, not as many as were recorded. No Qt."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FAR = 20_000.0
"""Pixels. Points further out are pulled in: Qt's rasterizer overflows at 2¹⁵."""


def visible_points(xy: Array, most: int = 400) -> Ints:
    """Which points of a line (n, 2) in pixels must be drawn: indices, first and last included.

    A point within the same small cell as the one before it cannot be told from it and is left out; the
    cells start at 1 px and grow until at most ``most`` points remain. Nothing is averaged: all points drawn
    were recorded.
    """
    n = len(xy)
    if n < 3:
        return np.arange(n)
    pixels = np.clip(np.nan_to_num(xy), -FAR, FAR)
    cell = 1.0
    while True:
        cells = np.floor(pixels / cell)
        keep = (cells[1:, 0] != cells[:-1, 0]) | (cells[1:, 1] != cells[:-1, 1])
        indices = np.flatnonzero(np.concatenate(([True], keep)))
        if indices[-1] != n - 1:
            indices = np.append(indices, n - 1)
        if len(indices) <= max(2, most):
            return indices
        cell *= 2.0


def extremes(x: Array, y: Array, buckets: int) -> tuple[Array, Array]:
    """A noisy curve with at most 2 points per bucket of as many points each, the lowest and the highest, so
    that no spike is lost; first and last point stay. Short curves are returned as they are."""
    size = -(-len(x) // max(1, buckets))
    if size <= 2:
        return x, y
    n = len(x) // size * size
    rows = y[:n].reshape(-1, size)
    known = np.isfinite(rows)
    lowest = np.where(known, rows, np.inf).argmin(axis=1)
    highest = np.where(known, rows, -np.inf).argmax(axis=1)
    starts = np.arange(0, n, size)
    keep = np.concatenate(([0], starts + lowest, starts + highest, np.arange(n, len(x)), [len(x) - 1]))
    keep = np.unique(keep)
    return x[keep], y[keep]


def dashed(xy: Array, on: float = 5.0, off: float = 3.0) -> Array:
    """A line (n, 2) in pixels cut into dashes: a line with gaps (NaN), dashes running around corners."""
    known = xy[np.isfinite(xy).all(axis=1)]
    if len(known) < 2:
        return known
    way = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(known, axis=0).T))))
    starts = np.arange(0.0, way[-1], on + off)
    stops = np.union1d(way, np.concatenate((starts, starts + on)))
    stops = stops[stops <= way[-1]]
    points = np.column_stack([np.interp(stops, way, known[:, i]) for i in (0, 1)])
    is_on = ((stops[:-1] + stops[1:]) / 2) % (on + off) < on
    pieces = np.full((3 * len(is_on), 2), np.nan)
    pieces[0::3], pieces[1::3] = points[:-1], points[1:]
    return np.asarray(pieces[np.repeat(is_on, 3)])


def moving_average(y: Array, window: int) -> Array:
    """The mean of the ``window`` values around each one, fewer at both ends. Gaps (NaN) stay gaps and
    take no part."""
    half = max(0, window // 2)
    if half == 0 or len(y) == 0:
        return y
    finite = np.isfinite(y)
    sums = np.concatenate(([0.0], np.cumsum(np.where(finite, y, 0.0))))
    counts = np.concatenate(([0], np.cumsum(finite)))
    index = np.arange(len(y))
    # As far to the left as to the right: the ends are not dragged sideways on a slope.
    reach = np.minimum(half, np.minimum(index, len(y) - 1 - index))
    low, high = index - reach, index + reach + 1
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (sums[high] - sums[low]) / (counts[high] - counts[low])
    return np.where(finite, mean, np.nan)


def settled_from(path: Array, span: Array, share: float = 0.06) -> int:
    """The first point from which a path (n, 2) stays within ``share`` of the view of its end.

    ``span`` (2,) is the width and height of the view.
    """
    if len(path) == 0:
        return 0
    with np.errstate(invalid="ignore", divide="ignore"):
        away = np.hypot(*((path - path[-1]) / span).T)
    outside = np.flatnonzero(~(away <= share))
    return int(outside[-1]) + 1 if len(outside) else 0
