"""Implicit updates: θ′ = θ − η ∇C(θ′), the gradient taken where the update arrives.

Toulis, Airoldi 2017. For squared errors θ′ minimises the proximal cost

    F(θ′) = ½ ‖θ′ − θ‖² + ½ w Σ (y − f(θ′))²,    w = η / rows (twice that without the ½),

over the batch's outputs. A linear network has a closed form, which one Gauss–Newton step finds. Others take
at most ``MAX_STEPS`` damped steps; where they don't settle, the update is the linearised one,
θ + w Jᵀ (I + w J Jᵀ)⁻¹ (y − f(θ)), and counted as such.
"""

from __future__ import annotations

import numpy as np

from playground.engine.batches import cut
from playground.engine.cost_formulas import CostFormulas
from playground.engine.costs import Cost
from playground.engine.layout import Array, Numbers
from playground.engine.plan import Batch, Plan
from playground.engine.specs import Objective
from playground.engine.update_rules import Update, Workspace

MAX_STEPS = 20
MAX_HALVINGS = 30
SETTLED_SLOPE, SETTLED_STEP = 1e-11, 1e-13
"""It has settled where F′ or the next step is less than this part of the weights."""

MULTIPLES = {"half_squared": 1.0, "mean_squared": 2.0}
"""The costs it can be used with, as multiples of half the squared error."""

MOST_ROWS = 64


def refuses_implicit(objective: Objective, batch_size: int) -> str | None:
    """Why implicit updates can't be made with them, in a sentence; None if they can."""
    if objective.cost not in MULTIPLES:
        return "Implicit updates need a squared error: choose half squared or mean squared error."
    if objective.penalty:
        return "Implicit updates know no penalty: remove it, or choose another optimizer."
    if batch_size > MOST_ROWS:
        return f"Implicit updates solve an equation per batch: choose at most {MOST_ROWS} rows, best one."
    return None


def note_on_implicit(counters: Array) -> str:
    """How many of its updates weren't what they are called."""
    updates, linearised = (int(each) for each in counters)
    if not linearised:
        return ""
    return f"{linearised:,} of {updates:,} updates took the linearised step: the implicit one didn't settle."


def implicit(work: Workspace) -> Update:
    """The first counter counts updates, the second those that took the linearised step."""
    theta, counters = work.theta, work.counters
    problem = _ProximalProblem(work)

    def update(batch: Batch) -> None:
        counters[0] += 1.0
        problem.begin(batch)
        linearised = theta + problem.gauss_newton_step()
        if not problem.settle():
            counters[1] += 1.0
            np.copyto(theta, linearised)

    return update


class _ProximalProblem:
    """F(θ′) for one batch after another. ``theta`` is moved in place."""

    def __init__(self, work: Workspace) -> None:
        self._theta, self._rate, self._evaluations = work.theta, work.rate, work.evaluations
        self._multiple = MULTIPLES[work.cost.name]
        self._n_outputs = work.network.spec.outputs.size
        self._row_gradient = np.zeros_like(work.theta)
        trainable = work.network.layout.trainable
        self._plan = Plan(work.network, _PROBE, work.theta, self._row_gradient, 1, trainable)
        self._start = work.theta.copy()

    def begin(self, batch: Batch) -> None:
        np.copyto(self._start, self._theta)
        self._rows = [cut(batch, i, i + 1) for i in range(len(batch.rows))]
        self._weight = float(self._rate) * self._multiple / len(batch.rows)
        self._residuals = self._find_residuals()
        self._jacobian = self._linearise()

    def settle(self) -> bool:
        """Move theta to the minimum by damped Gauss–Newton steps; False if it isn't found."""
        height = self._height()
        for _ in range(MAX_STEPS):
            step = self.gauss_newton_step()
            size, extent = np.linalg.norm(step), 1.0 + np.linalg.norm(self._theta)
            if size <= SETTLED_STEP * extent or np.linalg.norm(self._slope()) <= SETTLED_SLOPE * extent:
                return True
            if not np.isfinite(size) or not self._descend(step, height):
                return False
            self._jacobian = self._linearise()
            height = self._height()
        return False

    def gauss_newton_step(self) -> Array:
        """−(I + w JᵀJ)⁻¹ F′, by way of the few outputs instead of the many weights."""
        slope = self._slope()
        system = np.eye(len(self._jacobian)) + self._weight * (self._jacobian @ self._jacobian.T)
        step: Array = (
            self._weight * (np.linalg.solve(system, self._jacobian @ slope) @ self._jacobian) - slope
        )
        return step

    def _slope(self) -> Array:
        """F′ at theta."""
        slope: Array = (self._theta - self._start) - self._weight * (self._residuals @ self._jacobian)
        return slope

    def _descend(self, step: Array, height: float) -> bool:
        """The whole step, or as much of it as doesn't lead uphill; False if none of it does."""
        here = self._theta.copy()
        for halvings in range(MAX_HALVINGS):
            np.add(here, step * 0.5**halvings, self._theta)
            self._residuals = self._find_residuals()
            # Close to the minimum only rounding is left of the descent.
            if self._height() <= height * (1.0 + 1e-14):
                return True
        return False

    def _height(self) -> float:
        moved = self._theta - self._start
        return float(0.5 * moved @ moved + 0.5 * self._weight * self._residuals @ self._residuals)

    def _find_residuals(self) -> Array:
        """y − f ``(rows · outputs,)`` at theta: one evaluation per row."""
        self._evaluations += len(self._rows)
        found = [row.targets - self._plan.outputs(row) for row in self._rows]
        return np.concatenate(found).ravel()

    def _linearise(self) -> Array:
        """f′ ``(rows · outputs, n_params)`` at theta, where the residuals were found already."""
        jacobian = np.empty((len(self._rows), self._n_outputs, len(self._theta)))
        unit = np.eye(self._n_outputs)
        for row, slopes in zip(self._rows, jacobian, strict=True):
            for output, slope in enumerate(slopes):
                self._plan.gradient(row._replace(targets=unit[:, output : output + 1]))
                np.copyto(slope, self._row_gradient)
        return jacobian.reshape(-1, len(self._theta))


def _probe(_constant: object) -> CostFormulas:
    def terms(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.multiply(a, y, out)

    def slope(_a: Numbers, y: Numbers, out: Numbers) -> None:
        np.copyto(out, y)

    return CostFormulas(terms, slope)


_PROBE = Cost("probe", "Probe", "Σ ŷ y", "The derivatives of the outputs themselves.", _probe)
