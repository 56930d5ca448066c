"""Weights that learn: one optimizer on one objective. It knows batches, but not where they come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from playground.engine.chunks import BatchPlan, make_plan
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.plan import Batch
from playground.engine.specs import Objective, RunnerSpec
from playground.engine.state import RunnerState
from playground.engine.update_rules import Update, Workspace

FURTHEST_SQUARED = 1e200
"""Weights with a larger sum of squares have diverged: soon their cost could not be written as a number."""


class Learner:
    """Theta, the optimizer's memory, and the plans that move them.

    ``theta`` moves; ``weights`` is what the network predicts with: theta itself, or the optimizer's mean.
    """

    def __init__(
        self,
        network: Network,
        objective: Objective,
        spec: RunnerSpec,
        state: RunnerState,
        interrupted: Callable[[], bool],
    ) -> None:
        self._network, self._interrupted = network, interrupted
        self._cost, self._penalty = network.cost_formula(objective), network.penalty(objective)
        self._optimizer = optimizer = OPTIMIZERS[spec.optimizer]
        self._settings = optimizer.chosen(dict(spec.settings))
        vectors, counters = state.vectors, state.counters
        if state.optimizer != spec.optimizer:
            vectors, counters = optimizer.init(state.theta)
        # One array, so that theta and the optimizer's vectors are kept and brought back together.
        self._memory: Array = np.vstack([state.theta, vectors])
        self._counters = counters.copy()
        self._kept, self._kept_counters = np.empty_like(self._memory), np.empty_like(counters)
        self.theta: Array = self._memory[0]
        self.weights: Array = self.theta
        if optimizer.predicts_with is not None:
            self.weights = self._memory[1 + optimizer.vectors.index(optimizer.predicts_with)]
        self._gradient: Array = np.zeros_like(self.theta)
        self._evaluations = np.array(0)
        self._rate = np.array(spec.learning_rate)
        self._plans: dict[int, BatchPlan] = {}
        self._updates: dict[int, Update] = {}

    @property
    def averages(self) -> bool:
        """Whether the network predicts with something else than theta."""
        return self.weights is not self.theta

    @property
    def vectors(self) -> Array:
        """The optimizer's vectors ``(n_vectors, n_params)``; they go on moving."""
        return self._memory[1:]

    @property
    def counters(self) -> Array:
        """The optimizer's counters; they go on moving."""
        return self._counters

    @property
    def own_evaluations(self) -> int | None:
        """Cost evaluations so far, where the optimizer counts them itself; else None: one for each row."""
        return int(self._evaluations) if self._optimizer.counts_evaluations else None

    def note(self) -> str:
        """What is to be said about the updates so far, in a sentence; often nothing."""
        return self._optimizer.note(self._counters)

    def set_rate(self, rate: float) -> None:
        """Learn at another rate from now on."""
        self._rate[...] = rate
        if self._optimizer.rate_in_gradient:
            for plan in self._plans.values():
                plan.multiply_by(rate)

    def plan(self, n_rows: int) -> BatchPlan:
        """The plan at theta for so many training rows; serves learning and judging alike."""
        if n_rows not in self._plans:
            plan = self.make_plan(n_rows, self.theta)
            if self._optimizer.rate_in_gradient:
                plan.multiply_by(float(self._rate))
            self._plans[n_rows] = plan
        return self._plans[n_rows]

    def make_plan(self, n_rows: int, theta: Array) -> BatchPlan:
        """A plan of its own for so many rows, at any weights."""
        trainable = self._network.layout.trainable
        return make_plan(
            self._network,
            self._cost,
            theta,
            self._gradient,
            n_rows,
            trainable,
            self._penalty,
            self._interrupted,
        )

    def learn(self, batches: Sequence[Batch]) -> int:
        """One update per batch, all of one size, as long as the weights stay within bounds; returns how many.

        Where they don't, they are left as they last did. Raises ``InterruptedUpdateError`` in the middle of
        an update of very many rows; then nothing has changed.
        """
        self._keep()
        size = len(batches[0].rows)
        update = self._updates.get(size) or self._make_update(size)
        for batch in batches:
            update(batch)
        if self._is_within_bounds():
            return len(batches)
        return self._learn_carefully(batches, update)

    def _learn_carefully(self, batches: Sequence[Batch], update: Update) -> int:
        """The same updates again, one by one, up to the last that stays within bounds."""
        self._bring_back()
        for made, batch in enumerate(batches):
            self._keep()
            update(batch)
            if not self._is_within_bounds():
                self._bring_back()
                return made
        return len(batches)

    def _is_within_bounds(self) -> bool:
        # Written so that a sum that is no number is out of bounds.
        return bool(self.theta.dot(self.theta) < FURTHEST_SQUARED)

    def _keep(self) -> None:
        self._kept[...] = self._memory
        self._kept_counters[...] = self._counters
        self._kept_evaluations = int(self._evaluations)

    def _bring_back(self) -> None:
        self._memory[...] = self._kept
        self._counters[...] = self._kept_counters
        self._evaluations[...] = self._kept_evaluations

    def _make_update(self, size: int) -> Update:
        workspace = Workspace(
            network=self._network,
            cost=self._cost,
            theta=self.theta,
            gradient=self._gradient,
            vectors=self.vectors,
            counters=self._counters,
            rate=self._rate,
            settings=self._settings,
            plan=self.plan(size),
            evaluations=self._evaluations,
        )
        self._updates[size] = update = self._optimizer.make_update(workspace)
        return update


def averages(state: RunnerState) -> bool:
    """Whether the network of that state predicts with something else than theta."""
    return OPTIMIZERS[state.optimizer].predicts_with is not None


def predicting_weights(state: RunnerState) -> Array:
    """The weights with which the network of that state predicts ``(n_params,)``."""
    optimizer = OPTIMIZERS[state.optimizer]
    if optimizer.predicts_with is None:
        return state.theta
    weights: Array = state.vectors[optimizer.vectors.index(optimizer.predicts_with)]
    return weights
