"""The true cost along one parameter or direction, all else as it is: tried at some places, and its slope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.engine.landscape.landmark import LandmarkKind
from playground.engine.landscape.planes import Plane
from playground.engine.landscape.sections import lowest_on_lines
from playground.engine.layout import Array, read_only
from playground.engine.network import Network
from playground.engine.specs import Objective

Along = Callable[[Array], Array]
NOISE = 1e-12
"""Tried costs that differ by less than this share are level."""
FAR, NEAR = 1e-3, 1e-5
"""One-sided slopes are taken over these distances, in parts of the distance between two tried values."""
SMOOTH = 10.0
"""At a smooth minimum slopes shrink with the distance, a hundredfold here; at a kink by less than this."""


@dataclass(frozen=True, slots=True)
class LineMark:
    """A minimum, maximum or minimum on a kink of a line: where, its exact cost, and the second derivative
    there (NaN at a kink)."""

    kind: LandmarkKind
    value: float
    cost: float
    bend: float


@dataclass(frozen=True, eq=False)
class CostLine:
    """Costs ``(n,)`` tried at the values ``x`` ``(n,)`` of one parameter; NaN where one is not finite.

    ``value``, ``cost`` and ``slope`` (cost per unit of the parameter) are those of the weights themselves.
    ``index`` is the parameter's; None: along another direction, or its logarithm. Arrays are read-only.
    ``marks``: its minima and maxima between the tried values, lowest first, if they were sought.
    """

    index: int | None
    x: Array
    costs: Array
    value: float
    cost: float
    slope: float
    marks: tuple[LineMark, ...] = ()

    def __post_init__(self) -> None:
        read_only(self.x, self.costs)


def compute_line(
    network: Network,
    objective: str | Objective,
    theta: Array,
    index: int,
    values: Array,
    x: Array,
    y: Array,
    *,
    cancelled: Callable[[], bool] | None = None,
    with_marks: bool = False,
) -> CostLine:
    """Try ``values`` ``(n,)`` for the parameter at ``index`` of ``theta`` ``(n_params,)``, exactly (float64).

    ``x`` ``(n_rows, n_inputs)``, ``y`` ``(n_rows, n_outputs)``. Raises ``CancelledError`` soon after
    ``cancelled()`` becomes true.
    """

    def along(places: Array) -> Array:
        thetas = np.repeat(np.asarray(theta, dtype=np.float64)[np.newaxis], len(places), axis=0)
        thetas[:, index] = places
        return network.costs(objective, thetas, x, y, cancelled=cancelled)

    costs = along(values)
    return CostLine(
        index=index,
        x=np.array(values, dtype=np.float64),
        costs=np.where(np.isfinite(costs), costs, np.nan),
        value=float(theta[index]),
        cost=network.cost(objective, theta, x, y),
        slope=float(network.gradient(objective, theta, x, y, cancelled=cancelled)[index]),
        marks=line_marks(along, values, costs) if with_marks else (),
    )


def compute_line_along(
    network: Network,
    objective: str | Objective,
    plane: Plane,
    theta: Array,
    values: Array,
    x: Array,
    y: Array,
    *,
    cancelled: Callable[[], bool] | None = None,
    with_marks: bool = False,
) -> CostLine:
    """The same along the first axis of a plane, through ``theta`` ``(n_params,)`` itself: beside the plane
    if that is where it is. ``values`` ``(n,)`` are coordinates, and so is the line's own ``value``: on a
    logarithmic axis NaN where the parameter is not positive. The slope is per unit of the coordinate.
    """
    place = plane.coordinates(theta[np.newaxis])[0]
    amount = plane.amounts(theta[np.newaxis])[0, 0]

    def along(places: Array) -> Array:
        tried = np.power(10.0, places) if plane.logarithmic else np.asarray(places)
        thetas = theta + np.multiply.outer(tried - amount, plane.d1)
        return network.costs(objective, thetas, x, y, cancelled=cancelled)

    costs = along(values)
    gradient = network.gradient(objective, theta, x, y, cancelled=cancelled)
    slope = gradient @ plane.d1 * plane.scales(place[np.newaxis])[0, 0]
    return CostLine(
        index=None,
        x=np.array(values, dtype=np.float64),
        costs=np.where(np.isfinite(costs), costs, np.nan),
        value=float(place[0]),
        cost=network.cost(objective, theta, x, y),
        slope=float(slope),
        marks=line_marks(along, values, costs) if with_marks else (),
    )


@np.errstate(all="ignore")  # costs may pass all numbers
def line_marks(along: Along, values: Array, costs: Array) -> tuple[LineMark, ...]:
    """Minima and maxima between evenly spaced ``values`` ``(n,)`` where the ``costs`` were tried.

    ``along`` maps places ``(k,)`` to exact costs.
    """
    if len(values) < 3:
        return ()
    step = float(values[1] - values[0])
    found = [mark for sign in (1.0, -1.0) for mark in _lowest(along, values, costs, step, sign)]
    return tuple(sorted(found, key=lambda mark: mark.cost))


def _lowest(along: Along, values: Array, costs: Array, step: float, sign: float) -> list[LineMark]:
    """Minima; with ``sign`` −1 maxima."""
    heights = sign * np.where(np.isfinite(costs), costs, np.nan)
    slack = NOISE * np.abs(heights[1:-1])
    lower = (heights[:-2] - heights[1:-1] > slack) & (heights[2:] - heights[1:-1] > slack)
    middle = values[1:-1][lower]

    def value(places: Array) -> Array:
        return sign * along(places.reshape(-1)).reshape(places.shape)

    best = lowest_on_lines(value, middle - step, middle + step)
    marks = []
    for place in best.tolist():
        offsets = step * np.array([0.0, FAR, -FAR, NEAR, -NEAR])
        there = along(place + offsets)
        far, near = (there[1] - 2 * there[0] + there[2]) / FAR, (there[3] - 2 * there[0] + there[4]) / NEAR
        kinked = sign > 0 and near * SMOOTH > far > 0 and near * NEAR > NOISE * abs(there[0])
        kind: LandmarkKind = "kink" if kinked else "minimum" if sign > 0 else "maximum"
        bend = float(far / (FAR * step**2))
        marks.append(LineMark(kind, place, float(there[0]), np.nan if kinked else bend))
    return marks
