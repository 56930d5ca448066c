"""The cost as a function of two coordinates: of a network along a plane, or of any other two numbers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any, Protocol

import numpy as np

from playground.engine.chunks import make_plan
from playground.engine.landscape.planes import Plane
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.plan import make_batch
from playground.engine.population import CancelledError
from playground.engine.regularizers import Penalty
from playground.engine.specs import Objective

MAX_VALUES = 1_000_000
"""Numbers in the weight vectors made at once: 8 MB."""


class SliceCost(Protocol):
    """What surfaces are drawn of and critical points are sought on. Exact, in float64."""

    def costs(self, points: Array) -> Array:
        """Costs ``(n,)`` at ``(n, 2)`` points of the plane. May be NaN or infinite."""

    def gradient(self, points: Array) -> Array:
        """Derivatives ``(n, 2)`` with respect to the two coordinates at ``(n, 2)`` points."""


class NetworkSlice:
    """The cost of a network over the rows ``x``, ``y``, along a plane through its weight space.

    Layers in front of the first parameter that varies are computed once: the rest is a network of its
    own, whose inputs are their outputs and whose parameters are the tail of theta. All methods raise
    ``CancelledError`` soon after ``cancelled()`` becomes true.
    """

    def __init__(
        self,
        network: Network,
        objective: str | Objective,
        plane: Plane,
        x: Array,
        y: Array,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._cost_name = objective if isinstance(objective, str) else objective.cost
        # All weights pay the penalty, those of the layers that are computed once too.
        self._penalty = network.penalty(objective)
        self._whole = plane
        self._cancelled = cancelled
        self._x, self._y = x, y
        self._network, self._plane = network, plane
        fixed = _fixed_layers(network, plane)
        if fixed:
            self._x = network.activations(plane.origin, x)[fixed]
            self._network = Network(replace(network.spec, layers=network.spec.layers[fixed:]))
            tail = slice(-self._network.layout.n_params, None)
            self._plane = Plane(plane.origin[tail], plane.d1[tail], plane.d2[tail], plane.logarithmic)
        self._slopes: _Slopes | None = None

    def costs(self, points: Array, *, dtype: Any = np.float64, executor: Executor | None = None) -> Array:
        """Costs ``(n,)`` at ``(n, 2)`` points; float32 and the threads of ``executor`` for pictures."""
        found = [np.empty(0)]
        step = max(1, MAX_VALUES // self._network.layout.n_params)
        for start in range(0, len(points), step):
            part = points[start : start + step]
            costs = self._network.costs(
                self._cost_name,
                self._plane.points(part[:, 0], part[:, 1]),
                self._x,
                self._y,
                dtype=dtype,
                executor=executor,
                cancelled=self._cancelled,
            )
            if self._penalty is not None:
                costs = costs + self._penalty.of(self._whole.points(part[:, 0], part[:, 1]))
            found.append(costs)
        return np.concatenate(found)

    def gradient(self, points: Array) -> Array:
        """Derivatives ``(n, 2)`` along the plane's directions at ``(n, 2)`` points."""
        if self._slopes is None:
            self._slopes = _Slopes(self._network, self._cost_name, self._x, self._y)
        directions = np.column_stack([self._plane.d1, self._plane.d2])
        slopes = np.empty((len(points), 2))
        for point, slope in zip(points, slopes, strict=True):
            self.check_cancelled()
            slope[:] = self._slopes.at(self._plane.points(point[0], point[1])[0]) @ directions
        if self._penalty is not None:
            slopes += self._penalty_slopes(self._penalty, points)
        return slopes * self._plane.scales(points)

    def _penalty_slopes(self, penalty: Penalty, points: Array) -> Array:
        theta, slope = np.empty_like(self._whole.origin), np.empty_like(self._whole.origin)
        add = penalty.slope_adder(theta, slope, np.array(1.0))
        directions, slopes = np.column_stack([self._whole.d1, self._whole.d2]), np.empty((len(points), 2))
        for i, (a, b) in enumerate(points):
            theta[:] = self._whole.points(a, b)[0]
            slope.fill(0.0)
            add()
            slopes[i] = slope @ directions
        return slopes

    def parts(self) -> tuple[Network, Plane, Array, Array]:
        """The network from the first layer that varies on, its plane, and the rows in front of it."""
        return self._network, self._plane, self._x, self._y

    def check_cancelled(self) -> None:
        if self._cancelled is not None and self._cancelled():
            raise CancelledError


class _Slopes:
    """Full gradients, one weight vector after another, on buffers made once: three times as fast as
    ``Network.gradient``, which makes them anew."""

    def __init__(self, network: Network, cost_name: str, x: Array, y: Array) -> None:
        self._theta = np.empty(network.layout.n_params)
        self._gradient = np.empty(network.layout.n_params)
        self._batch = make_batch(x, y)
        cost, present = network.cost_formula(cost_name), network.layout.present
        self._plan = make_plan(network, cost, self._theta, self._gradient, len(x), present)

    def at(self, theta: Array) -> Array:
        """The gradient ``(n_params,)`` at ``theta`` ``(n_params,)``; the same array every time."""
        self._theta[:] = theta
        with np.errstate(all="ignore"):
            self._plan.gradient(self._batch)
        return self._gradient


def _fixed_layers(network: Network, plane: Plane) -> int:
    """How many layers of parameters come before the first that varies over the plane."""
    varies = (plane.d1 != 0) | (plane.d2 != 0)
    for layer in range(1, network.layout.n_layers + 1):
        if np.any(network.layout.matrix(varies, layer)):
            return layer - 1
    return 0
