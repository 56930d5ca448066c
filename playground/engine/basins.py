"""Where weights belong to: rolled downhill without any chance, until they lie still.

A point belongs to the minimum that slow descent from it ends in. Steps never lead uphill and are short, so
that the way follows the slope instead of jumping over a ridge; where very few parameters train, Newton's
method then finishes what descent would take for ever to do.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np

from playground.engine.chunks import make_plan
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.plan import make_batch
from playground.engine.specs import Objective

SHORT = 0.03
"""A step of the descent is at most this long, relative to 1 + the length of the weights."""
STEPS, STRETCH = 400, 40
"""Steps of the descent at most; after each stretch it is seen whether a minimum is near."""
FEW_TRAINED = 4
"""Up to so many trained parameters second derivatives are affordable."""
NEWTON_STEPS = 12
NEAR = 0.2
"""A minimum farther than this, relative to 1 + the length of the weights, may belong to another valley."""
LEVEL = 1e-4
"""A stretch that takes away less than this share of the cost is the end of the descent."""
AT_REST = 1e-7
"""It lies still when a Newton step is shorter than this, relative to 1 + the length of the weights."""
FLAT = 1e-7
"""A curvature smaller than this share of the largest one has no certain sign."""
DIFFERENCE = 1e-5
SAME_PLACE = 1e-3
"""Two ends no farther apart than this, relative to 1 + their length, are one minimum."""
SAME_COST = 0.02
"""Costs no farther apart than this share of the whole way down are one level."""


@dataclass(frozen=True, eq=False)
class Rest:
    """Where something rolled to: weights ``(n_params,)`` and their cost; ``is_still``: a minimum was reached
    (in the trained parameters), not only the end of patience."""

    theta: Array
    cost: float
    is_still: bool


class Slope:
    """The exact cost over rows ``x`` ``(n_rows, n_inputs)``, ``y`` ``(n_rows, n_outputs)``, to roll down."""

    def __init__(self, network: Network, objective: Objective, x: Array, y: Array) -> None:
        self._batch = make_batch(x, y)
        self._theta: Array = np.zeros(network.layout.n_params)
        self._gradient: Array = np.zeros_like(self._theta)
        self._trained = np.flatnonzero(network.layout.trainable)
        self._penalty = network.penalty(objective)
        cost, mask = network.cost_formula(objective), network.layout.trainable
        self._plan = make_plan(network, cost, self._theta, self._gradient, len(x), mask, self._penalty)

    def roll(self, theta: Array) -> Generator[None, None, Rest]:
        """Downhill from ``theta`` ``(n_params,)``; yields now and then, for something else to be done."""
        cost, rate = self.cost(theta), 1.0
        for _ in range(STEPS // STRETCH):
            before = cost
            theta, cost, rate = self._descend(theta, cost, rate)
            yield
            if len(self._trained) <= FEW_TRAINED:
                rest = self._settle(theta, cost)
                if rest is not None:
                    return rest
                yield
            elif not before - cost > LEVEL * abs(before):
                break
        return Rest(theta, cost, is_still=False)

    def cost(self, theta: Array) -> float:
        """The exact cost at ``theta`` ``(n_params,)``, penalty included."""
        with np.errstate(all="ignore"):
            return self._cost(theta)

    def _cost(self, theta: Array) -> float:
        np.copyto(self._theta, theta)
        cost = self._plan.cost_sum(self._batch) / len(self._batch.rows)
        return cost if self._penalty is None else cost + float(self._penalty.of(self._theta))

    def _slope(self, theta: Array) -> Array:
        np.copyto(self._theta, theta)
        self._plan.gradient(self._batch)
        return self._gradient.copy()

    def _descend(self, theta: Array, cost: float, rate: float) -> tuple[Array, float, float]:
        """One stretch; returns the weights, their cost, and the rate to go on with."""
        for _ in range(STRETCH):
            with np.errstate(all="ignore"):
                slope = self._slope(theta)
                steepness = float(np.linalg.norm(slope))
            if not 0 < steepness < np.inf:
                break
            longest = SHORT * (1.0 + float(np.linalg.norm(theta)))
            rate = min(rate, longest / steepness)
            below = self.cost(theta - rate * slope)
            while not below <= cost - 0.25 * rate * steepness**2:
                rate /= 2
                if rate * steepness < 1e-12 * longest:
                    return theta, cost, rate
                below = self.cost(theta - rate * slope)
            theta, cost, rate = theta - rate * slope, below, 1.6 * rate
        return theta, cost, rate

    def _settle(self, theta: Array, cost: float) -> Rest | None:
        """Newton's method, where the cost curves upward in every trained direction; None where no minimum is
        near."""
        here, reach = theta, 1.0 + float(np.linalg.norm(theta))
        for _ in range(NEWTON_STEPS):
            with np.errstate(all="ignore"):
                slope, curvature = self._slope(here)[self._trained], self._curvature(here)
            if not np.isfinite(curvature).all():
                return None
            least, most = np.linalg.eigvalsh(curvature)[[0, -1]].tolist()
            if not least > FLAT * most:
                return None
            step = -np.linalg.solve(curvature, slope)
            here = here.copy()
            here[self._trained] += step
            if float(np.linalg.norm(here - theta)) > NEAR * reach:
                return None
            if float(np.linalg.norm(step)) <= AT_REST * reach:
                below = self.cost(here)
                return Rest(here, below, is_still=True) if below <= cost * (1 + 1e-12) else None
        return None

    def _curvature(self, theta: Array) -> Array:
        """Second derivatives by the trained parameters, by central differences of the slope."""
        n = len(self._trained)
        second = np.empty((n, n))
        for row, index in enumerate(self._trained.tolist()):
            step = DIFFERENCE * (1.0 + abs(float(theta[index])))
            ahead, behind = theta.copy(), theta.copy()
            ahead[index] += step
            behind[index] -= step
            second[row] = (self._slope(ahead) - self._slope(behind))[self._trained] / (2 * step)
        return np.asarray((second + second.T) / 2)


def same_place(rests: Sequence[Rest]) -> list[int]:
    """For each the number of its minimum, 0 the lowest; −1 for those that don't lie still."""
    found: list[Rest] = []
    for rest in sorted((each for each in rests if each.is_still), key=lambda each: each.cost):
        if _near(rest, found) is None:
            found.append(rest)
    numbers = [_near(rest, found) if rest.is_still else None for rest in rests]
    return [-1 if number is None else number for number in numbers]


def same_cost(rests: Sequence[Rest], start_cost: float) -> list[int]:
    """For each the number of its level of cost, 0 the lowest; −1 where the cost is no number.

    A new level begins where sorted costs leave a gap of more than `SAME_COST` of the way down from
    ``start_cost`` to the lowest. Copies of one minimum (neurons swapped, signs turned) have one cost, so they
    count as one.
    """
    costs = np.array([rest.cost for rest in rests])
    order = [i for i in np.argsort(costs).tolist() if np.isfinite(costs[i])]
    numbers = [-1] * len(rests)
    if not order:
        return numbers
    width = SAME_COST * abs(start_cost - float(costs[order[0]]))
    number = 0
    for before, here in zip([order[0], *order], order, strict=False):
        number += bool(costs[here] - costs[before] > width)
        numbers[here] = number
    return numbers


def _near(rest: Rest, found: Sequence[Rest]) -> int | None:
    reach = SAME_PLACE * (1.0 + float(np.linalg.norm(rest.theta)))
    distances = [float(np.linalg.norm(rest.theta - other.theta)) for other in found]
    return next((i for i, distance in enumerate(distances) if distance <= reach), None)
