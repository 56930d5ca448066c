"""What one update does with the gradient: one place per formula.

An optimizer is an ``init`` of plain arrays and an ``update`` that reads and writes them; it keeps nothing
to itself. Definitions and defaults are PyTorch's where PyTorch has the optimizer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from playground.engine.chunks import BatchPlan
from playground.engine.layout import Array
from playground.engine.plan import Batch


@dataclass(frozen=True, slots=True)
class Setting:
    """A number the user may choose, within ``low`` ≤ value ≤ ``high``."""

    name: str
    label: str
    default: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Workspace:
    """What an update reads and writes; all arrays float64 and owned by the runner.

    ``theta`` and ``gradient`` ``(n_params,)``; ``vectors`` ``(n_vectors, n_params)`` and ``counters``
    ``(n_counters,)`` are the optimizer's memory; ``rate`` is the learning rate, a 0-d array. ``plan``
    computes gradients for batches of one size.
    """

    theta: Array
    gradient: Array
    vectors: Array
    counters: Array
    rate: Array
    settings: Mapping[str, float]
    plan: BatchPlan


Update = Callable[[Batch], None]
"""Moves theta by one batch."""


@dataclass(frozen=True, slots=True)
class Optimizer:
    """An optimizer and what the panels say about it.

    ``vectors`` and ``counters`` name its memory: vectors over the parameters, and single numbers.
    ``rate_in_gradient``: it wants the gradient already multiplied by the learning rate.
    """

    name: str
    label: str
    formula: str
    good_for: str
    make_update: Callable[[Workspace], Update]
    settings: tuple[Setting, ...] = ()
    vectors: tuple[str, ...] = ()
    counters: tuple[str, ...] = ()
    rate_in_gradient: bool = False

    def init(self, n_params: int) -> tuple[Array, Array]:
        """Memory before the first update: vectors ``(n_vectors, n_params)`` and counters, all 0."""
        return np.zeros((len(self.vectors), n_params)), np.zeros(len(self.counters))

    def chosen(self, settings: Mapping[str, float]) -> Mapping[str, float]:
        """All settings: the given ones, else the defaults. Names it doesn't have are ignored."""
        return {each.name: settings.get(each.name, each.default) for each in self.settings}


def _plain(work: Workspace) -> Update:
    theta, step, gradient = work.theta, work.gradient, work.plan.gradient
    subtract = np.subtract

    def update(batch: Batch) -> None:
        gradient(batch)
        subtract(theta, step, theta)

    return update


def _momentum(work: Workspace) -> Update:
    theta, g, gradient, rate = work.theta, work.gradient, work.plan.gradient, work.rate
    (velocity,) = work.vectors
    keep = np.array(work.settings["momentum"])
    multiply, add, subtract = np.multiply, np.add, np.subtract

    def update(batch: Batch) -> None:
        gradient(batch)
        multiply(velocity, keep, velocity)
        add(velocity, g, velocity)
        multiply(velocity, rate, g)
        subtract(theta, g, theta)

    return update


def _adam(work: Workspace) -> Update:
    theta, g, gradient, rate, counters = (
        work.theta,
        work.gradient,
        work.plan.gradient,
        work.rate,
        work.counters,
    )
    mean, square = work.vectors
    beta1, beta2 = work.settings["beta1"], work.settings["beta2"]
    keep1, keep2, new1, new2 = (np.array(value) for value in (beta1, beta2, 1.0 - beta1, 1.0 - beta2))
    epsilon = np.array(work.settings["epsilon"])
    step_size, correction = np.array(0.0), np.array(0.0)
    work1 = np.empty_like(theta)
    multiply, add, subtract, divide, sqrt = np.multiply, np.add, np.subtract, np.divide, np.sqrt

    def update(batch: Batch) -> None:
        gradient(batch)
        counters[0] += 1.0
        updates = float(counters[0])
        multiply(mean, keep1, mean)
        multiply(g, new1, work1)
        add(mean, work1, mean)
        multiply(square, keep2, square)
        multiply(g, g, g)
        multiply(g, new2, g)
        add(square, g, square)
        # Both means start at 0; dividing by 1 − βᵗ makes up for it.
        correction[...] = (1.0 - beta2**updates) ** 0.5
        step_size[...] = float(rate) / (1.0 - beta1**updates)
        sqrt(square, g)
        divide(g, correction, g)
        add(g, epsilon, g)
        divide(mean, g, g)
        multiply(g, step_size, g)
        subtract(theta, g, theta)

    return update


_ALL = (
    Optimizer(
        name="plain",
        label="Plain",
        formula="θ ← θ − η g",
        good_for="Seeing the idea itself: walk downhill, as far as the learning rate says.",
        make_update=_plain,
        rate_in_gradient=True,
    ),
    Optimizer(
        name="momentum",
        label="Momentum",
        formula="v ← μ v + g;  θ ← θ − η v",
        good_for="Long valleys: a ball that gathers speed, and rolls through small hollows.",
        make_update=_momentum,
        settings=(Setting("momentum", "Momentum μ", 0.9, 0.0, 0.999),),
        vectors=("velocity",),
    ),
    Optimizer(
        name="adam",
        label="Adam",
        formula="m ← β₁ m + (1 − β₁) g;  s ← β₂ s + (1 − β₂) g²;  θ ← θ − η m̂ / (√ŝ + ε)",
        good_for="Most networks without much tuning: each weight gets a step size of its own.",
        make_update=_adam,
        settings=(
            Setting("beta1", "Memory of the mean β₁", 0.9, 0.0, 0.9999),
            Setting("beta2", "Memory of the squares β₂", 0.999, 0.0, 0.999999),
            Setting("epsilon", "Floor ε", 1e-8, 1e-12, 1.0),
        ),
        vectors=("mean", "square"),
        counters=("updates",),
    ),
)

OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType({each.name: each for each in _ALL})
