"""Optimizers on a function of two numbers: the same update rules, without a network.

What plays the part of the rows' randomness is noise: a seeded normal number is added to each of the two
slopes before every update, as a small batch would blur them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.engine.costs import COSTS
from playground.engine.landscape.slice_cost import SliceCost
from playground.engine.landscape.surface import Window
from playground.engine.layout import Array, read_only
from playground.engine.network import Network
from playground.engine.optimizers import OPTIMIZERS, Optimizer
from playground.engine.plan import Batch
from playground.engine.records import Record, empty_record
from playground.engine.specs import BIAS, LayerSpec, NetworkSpec, NeuronSpec, ParameterKey
from playground.engine.update_rules import Workspace

OPTIMIZERS_FOR_FUNCTIONS: tuple[Optimizer, ...] = tuple(
    each for each in OPTIMIZERS.values() if not each.counts_evaluations
)
"""All but those that look into the rows of a batch: there are none."""

STEP = 0.01
"""At a slope of the middling size, a plain update goes so far, in parts of the window."""
FURTHEST = 1e9
TOO_FAR = "It ran out of sight: the function falls on for ever there, or the rate is too large."
NO_SLOPE = "The function has no slope where it is: start somewhere else."
GRID = 15
LEVEL = 1e-3


@dataclass(frozen=True, slots=True)
class DescentSpec:
    """One runner. ``noise``: the standard deviation of what is added to each slope, in parts of the
    window's middling slope (`typical_slope`)."""

    id: int
    name: str
    optimizer: str = "plain"
    learning_rate: float = 0.01
    noise: float = 0.0
    enabled: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class DescentSnapshot:
    """Where a runner is: ``place`` ``(2,)``, its ``path`` ``(n, 2)`` so far (read-only), the cost there.
    ``stopped``: why it goes no further, in a sentence; empty while it does."""

    id: int
    place: Array
    path: Array
    updates: int
    cost: float
    stopped: str = ""


class Descent:
    """One runner on ``cost``, from ``start`` ``(2,)``. ``slope``: the middling one, the noise's measure."""

    def __init__(
        self, cost: SliceCost, spec: DescentSpec, start: Sequence[float], *, slope: float, seed: int
    ) -> None:
        optimizer = OPTIMIZERS[spec.optimizer]
        self._cost, self._id, self.updates, self.stopped = cost, spec.id, 0, ""
        theta = np.array([*start, 0.0])
        vectors, self._counters = optimizer.init(theta)
        self._memory: Array = np.vstack([theta, vectors])
        self._theta = self._weights = self._memory[0]
        if optimizer.predicts_with is not None:
            self._weights = self._memory[1 + optimizer.vectors.index(optimizer.predicts_with)]
        gradient = np.zeros(3)
        plan = _FunctionPlan(cost, self._theta, gradient, spec.noise * slope, np.random.default_rng(seed))
        if optimizer.rate_in_gradient:
            plan.multiply_by(spec.learning_rate)
        work = Workspace(
            network=_TWO_WEIGHTS,
            cost=COSTS["half_squared"],
            theta=self._theta,
            gradient=gradient,
            vectors=self._memory[1:],
            counters=self._counters,
            rate=np.array(spec.learning_rate),
            settings=optimizer.chosen({}),
            plan=plan,
            evaluations=np.array(0),
        )
        self._update = optimizer.make_update(work)
        self._record = Record(2, 1, 1, empty_record(2))
        self._record.append(0, self._weights[:2])

    def advance(self, updates: int) -> None:
        """Make so many updates, or fewer if it leaves the numbers or the function's domain."""
        with np.errstate(all="ignore"):
            for _ in range(updates):
                if self.stopped:
                    return
                kept, counters = self._memory.copy(), self._counters.copy()
                self._update(_NO_ROWS)
                reach = float(np.abs(self._theta).max())
                if not reach < FURTHEST:  # so written that NaN is too far
                    self._memory[:], self._counters[:] = kept, counters
                    self.stopped = TOO_FAR if reach >= FURTHEST else NO_SLOPE
                    return
                self.updates += 1
                if self.updates >= self._record.due:
                    self._record.append(self.updates, self._weights[:2])

    def snapshot(self) -> DescentSnapshot:
        place = self._weights[:2].copy()
        path = np.vstack([self._record.published()[1], place])
        cost = float(self._cost.costs(place[np.newaxis])[0])
        read_only(place, path)
        return DescentSnapshot(self._id, place, path, self.updates, cost, self.stopped)


def typical_slope(cost: SliceCost, window: Window) -> float:
    """The middling length of the gradient in a window; 1 where there is none.

    Where most of the window is level, a quarter of the largest.
    """
    x, y = window.centers(GRID)
    slopes = cost.gradient(np.column_stack([np.tile(x, GRID), np.repeat(y, GRID)]))
    lengths = np.hypot(*slopes.T)
    lengths = lengths[np.isfinite(lengths) & (lengths > 0)]
    if not len(lengths):
        return 1.0
    middle, most = float(np.median(lengths)), float(lengths.max())
    return middle if middle > LEVEL * most else most / 4


def fitting_rate(optimizer: str, window: Window, slope: float) -> float:
    """A learning rate to begin with, rounded to one digit: steps of about `STEP` of the window."""
    length = STEP * max(window.width, window.height)
    if optimizer in ("adadelta", "adagrad"):  # their steps shrink by themselves
        rate = OPTIMIZERS[optimizer].learning_rate if optimizer == "adadelta" else 10 * length
    elif optimizer in ("plain", "averaged", "momentum", "nesterov"):
        rate = length / slope
    else:
        rate = length
    return float(f"{rate:.0e}")


class _FunctionPlan:
    """In place of a network's plan: the slopes at theta, blurred. Its batches have nothing in them."""

    def __init__(
        self, cost: SliceCost, theta: Array, gradient: Array, noise: float, rng: np.random.Generator
    ) -> None:
        self._cost, self._theta, self._gradient = cost, theta, gradient
        self._noise, self._rng, self._factor = noise, rng, 1.0

    def multiply_by(self, factor: float) -> None:
        self._factor = factor

    def cost_sum(self, batch: Batch, keep: bool = False) -> float:  # noqa: ARG002 (no rows, nothing kept)
        return float(self._cost.costs(self._theta[np.newaxis, :2])[0])

    def gradient(self, batch: Batch) -> None:  # noqa: ARG002 (no rows)
        slopes = self._cost.gradient(self._theta[np.newaxis, :2])[0]
        if self._noise:
            slopes = slopes + self._rng.normal(0.0, self._noise, 2)
        self._gradient[:2] = self._factor * slopes


def _two_weights() -> Network:
    """What an optimizer may want to know of its parameters: two weights (and a bias that is cut, 0)."""
    layers = (
        LayerSpec(1, (NeuronSpec(2), NeuronSpec(3))),
        LayerSpec(4, (NeuronSpec(5),)),
    )
    return Network(NetworkSpec(layers, 6, cut=frozenset({ParameterKey(BIAS, 5)})))


_TWO_WEIGHTS = _two_weights()
_NO_ROWS = Batch(np.empty((0, 3)), np.empty((3, 0)), np.empty((1, 0)))
