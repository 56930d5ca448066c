"""The true cost along one parameter or direction, all else as it is: tried at some places, and its slope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.engine.landscape.planes import Plane
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.specs import Objective


@dataclass(frozen=True, eq=False)
class CostLine:
    """Costs ``(n,)`` tried at the values ``x`` ``(n,)`` of one parameter; NaN where one is not finite.

    ``value``, ``cost`` and ``slope`` (cost per unit of the parameter) are those of the weights themselves.
    ``index`` is the parameter's; None: along another direction, or its logarithm. Arrays are read-only.
    """

    index: int | None
    x: Array
    costs: Array
    value: float
    cost: float
    slope: float

    def __post_init__(self) -> None:
        for array in (self.x, self.costs):
            array.flags.writeable = False


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
) -> CostLine:
    """Try ``values`` ``(n,)`` for the parameter at ``index`` of ``theta`` ``(n_params,)``, exactly (float64).

    ``x`` ``(n_rows, n_inputs)``, ``y`` ``(n_rows, n_outputs)``. Raises ``CancelledError`` soon after
    ``cancelled()`` becomes true.
    """
    thetas = np.repeat(np.asarray(theta, dtype=np.float64)[np.newaxis], len(values), axis=0)
    thetas[:, index] = values
    costs = network.costs(objective, thetas, x, y, cancelled=cancelled)
    return CostLine(
        index=index,
        x=np.array(values, dtype=np.float64),
        costs=np.where(np.isfinite(costs), costs, np.nan),
        value=float(theta[index]),
        cost=network.cost(objective, theta, x, y),
        slope=float(network.gradient(objective, theta, x, y)[index]),
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
) -> CostLine:
    """The same along the first axis of a plane, through ``theta`` ``(n_params,)`` itself: beside the plane
    if that is where it is. ``values`` ``(n,)`` are coordinates, and so is the line's own ``value``: on a
    logarithmic axis NaN where the parameter is not positive. The slope is per unit of the coordinate.
    """
    place = plane.coordinates(theta[np.newaxis])[0]
    amount = plane.amounts(theta[np.newaxis])[0, 0]
    tried = np.power(10.0, values) if plane.logarithmic else np.asarray(values)
    thetas = theta + np.multiply.outer(tried - amount, plane.d1)
    costs = network.costs(objective, thetas, x, y, cancelled=cancelled)
    slope = network.gradient(objective, theta, x, y) @ plane.d1 * plane.scales(place[np.newaxis])[0, 0]
    return CostLine(
        index=None,
        x=np.array(values, dtype=np.float64),
        costs=np.where(np.isfinite(costs), costs, np.nan),
        value=float(place[0]),
        cost=network.cost(objective, theta, x, y),
        slope=float(slope),
    )
