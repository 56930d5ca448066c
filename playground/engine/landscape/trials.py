"""Brute force, really done: every combination of some values of one or two parameters, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from playground.engine.layout import Array, read_only
from playground.engine.network import Network
from playground.engine.population import PopulationCost
from playground.engine.regularizers import Penalty
from playground.engine.specs import Objective


@dataclass(frozen=True, eq=False)
class Tried:
    """What has been tried so far.

    theta ``(n_params,)``: the weights that all others stay at. indices: the one or two parameters; values:
    what each of them takes, in the order of trying (the first parameter's run fastest).
    costs ``(n_tried,)``: exact, NaN where one is not finite. n_all: how many there will be.
    seconds: spent on evaluating them.
    """

    theta: Array
    indices: tuple[int, ...]
    values: tuple[Array, ...]
    costs: Array
    n_all: int
    seconds: float

    @property
    def seconds_each(self) -> float:
        """Measured time of one combination: the cost over all rows; 0 before the first."""
        return self.seconds / len(self.costs) if len(self.costs) else 0.0

    @property
    def best(self) -> int | None:
        """Which of the tried combinations has the lowest cost."""
        return None if np.isnan(self.costs).all() else int(np.nanargmin(self.costs))

    def places(self, start: int = 0, stop: int | None = None) -> Array:
        """The tried combinations ``(n, 1 or 2)``, all or numbers ``start`` to ``stop``."""
        n_tried = len(self.costs)
        return combinations(self.values, start, n_tried if stop is None else min(stop, n_tried))


class Trials:
    """Tries the combinations of ``values``, one array for each of ``indices``, around ``theta``.

    ``x`` ``(n_rows, n_inputs)``, ``y`` ``(n_rows, n_outputs)``. Raises ``RefusedError`` if the cost doesn't
    go with the network, ``ValueError`` for other than one or two parameters, or no values.
    """

    def __init__(
        self,
        network: Network,
        objective: Objective,
        theta: Array,
        indices: Sequence[int],
        values: Sequence[Array],
        x: Array,
        y: Array,
    ) -> None:
        if len(indices) not in (1, 2) or len(set(indices)) < len(indices) or len(values) != len(indices):
            raise ValueError("brute force takes one or two different parameters, with values for each")
        if not all(len(each) for each in values):
            raise ValueError("brute force needs values to try")
        self._population = PopulationCost(network, network.cost_formula(objective), x, y)
        self._penalty: Penalty | None = network.penalty(objective)
        self._theta = np.array(theta, dtype=np.float64)
        self._indices = tuple(indices)
        self._values = tuple(np.array(each, dtype=np.float64) for each in values)
        self._costs = np.empty(int(np.prod([len(each) for each in self._values])))
        self._n_tried = 0
        self._seconds = 0.0

    @property
    def n_left(self) -> int:
        return len(self._costs) - self._n_tried

    @property
    def seconds_each(self) -> float:
        """Measured time of one combination; 0 before the first."""
        return self._seconds / self._n_tried if self._n_tried else 0.0

    def try_next(self, count: int) -> None:
        """Evaluate the next ``count`` combinations, or as many as there are left."""
        stop = self._n_tried + min(count, self.n_left)
        if stop == self._n_tried:
            return
        began = perf_counter()
        thetas = np.repeat(self._theta[np.newaxis], stop - self._n_tried, axis=0)
        thetas[:, self._indices] = combinations(self._values, self._n_tried, stop)
        costs = self._population.of(thetas)
        if self._penalty is not None:
            costs = costs + self._penalty.of(thetas)
        self._costs[self._n_tried : stop] = np.where(np.isfinite(costs), costs, np.nan)
        self._seconds += perf_counter() - began
        self._n_tried = stop

    def tried(self) -> Tried:
        """What has been tried so far; frozen."""
        costs = self._costs[: self._n_tried].copy()
        read_only(costs)
        return Tried(self._theta, self._indices, self._values, costs, len(self._costs), self._seconds)


def combinations(values: Sequence[Array], start: int, stop: int) -> Array:
    """Combinations number ``start`` to ``stop`` ``(n, len(values))``; the first one's values run fastest."""
    number = np.arange(start, stop)
    columns = []
    for each in values:
        columns.append(each[number % len(each)])
        number = number // len(each)
    return np.column_stack(columns)
