"""The true cost over a window of a plane, on a grid: what the heat map, the contours and the relief show."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.landscape.planes import Plane
from playground.engine.landscape.slice_cost import NetworkSlice, SliceCost
from playground.engine.layout import Array, read_only
from playground.engine.network import Network
from playground.engine.specs import Objective

FEW_DIGITS = 0.02
"""Below this share of the targets' mean square, float32 costs have fewer than five digits: ŷ − y cancels."""


NARROWEST = 1e-9
"""The least width of a window, in parts of its distance from 0 (or from 1, near 0)."""


@dataclass(frozen=True, slots=True)
class Window:
    """Part of a plane, x0 < x1 and y0 < y1 in its coordinates; ``ValueError`` for anything else."""

    x0: float
    x1: float
    y0: float
    y1: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.width) and math.isfinite(self.height)):
            raise ValueError("a window needs finite limits")
        if not (self.width > 0 and self.height > 0):
            raise ValueError("a window needs x0 < x1 and y0 < y1")

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    def contains(self, points: Array) -> Any:
        """Which of ``(n, 2)`` points lie inside, edges included: ``(n,)`` of bool."""
        x, y = points[:, 0], points[:, 1]
        return (self.x0 <= x) & (x <= self.x1) & (self.y0 <= y) & (y <= self.y1)

    def centers(self, n: int) -> tuple[Array, Array]:
        """Centers of ``n`` equal cells along each axis, as x ``(n,)`` and y ``(n,)``."""
        place = (np.arange(n) + 0.5) / n
        return self.x0 + place * self.width, self.y0 + place * self.height


def window_of(x0: float, x1: float, y0: float, y1: float) -> Window:
    """The window between these limits; one without width, which a zoom may come to, is as narrow as numbers
    can tell its cells apart. ``ValueError`` for limits that are not finite."""
    return Window(*_apart(min(x0, x1), max(x0, x1)), *_apart(min(y0, y1), max(y0, y1)))


def _apart(low: float, high: float) -> tuple[float, float]:
    least = NARROWEST * max(1.0, abs(low), abs(high))
    middle = low + (high - low) / 2
    return (middle - least / 2, middle + least / 2) if 0.0 <= high - low < least else (low, high)


@dataclass(frozen=True, eq=False)
class Surface:
    """Costs at the centers of the window's cells: ``costs[i, j]`` ``(ny, nx)`` is the cost at
    ``plane.points(x[j], y[i])``. NaN where the cost is not a finite number. Arrays are read-only."""

    plane: Plane
    window: Window
    x: Array
    y: Array
    costs: Array

    def __post_init__(self) -> None:
        read_only(self.x, self.y, self.costs)


def compute_surface(
    network: Network,
    objective: str | Objective,
    plane: Plane,
    window: Window,
    x: Array,
    y: Array,
    *,
    n: int = 41,
    dtype: Any = np.float32,
    executor: Executor | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Surface:
    """The cost of a network over rows ``x`` ``(n_rows, n_inputs)``, ``y`` ``(n_rows, n_outputs)``.

    ``n`` cells along each axis. In float32 (three times as fast) costs are within 1e-5 of float64,
    relative: where the digits don't suffice the cell is computed again. Temporaries stay under 100 MB.
    ``executor`` shares the work among its threads. Raises ``CancelledError`` soon after ``cancelled()``
    becomes true.
    """
    cost = NetworkSlice(network, objective, plane, x, y, cancelled)
    grid_x, grid_y = window.centers(n)
    points = _grid_points(grid_x, grid_y)
    costs = cost.costs(points, dtype=dtype, executor=executor)
    if np.dtype(dtype) != np.float64:
        # The negated comparison also catches what overflows in float32 alone.
        weak = ~(costs > FEW_DIGITS * float(np.mean(np.square(y)))) | np.isinf(costs)
        costs[weak] = cost.costs(points[weak], executor=executor)
    return _surface(plane, window, grid_x, grid_y, costs)


def sample_surface(cost: SliceCost, plane: Plane, window: Window, *, n: int = 41) -> Surface:
    """Any function of two numbers on the same grid; ``plane`` says what its two coordinates are."""
    grid_x, grid_y = window.centers(n)
    return _surface(plane, window, grid_x, grid_y, cost.costs(_grid_points(grid_x, grid_y)))


def _grid_points(x: Array, y: Array) -> Array:
    """All ``(n, 2)`` combinations, x running fastest."""
    return np.column_stack([np.tile(x, len(y)), np.repeat(y, len(x))])


def _surface(plane: Plane, window: Window, x: Array, y: Array, costs: Array) -> Surface:
    costs = np.where(np.isfinite(costs), costs, np.nan)
    return Surface(plane, window, x, y, costs.reshape(len(y), len(x)))
