"""The true cost along one parameter, with all others as they are: tried at some places, and its slope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.specs import Objective


@dataclass(frozen=True, eq=False)
class CostLine:
    """Costs ``(n,)`` tried at the values ``x`` ``(n,)`` of one parameter; NaN where one is not finite.

    ``value``, ``cost`` and ``slope`` (cost per unit of the parameter) are those of the weights themselves.
    Arrays are read-only.
    """

    index: int
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
