"""Implicit updates: θ′ = θ − η ∇C(θ′), the gradient taken where the update arrives.

Toulis, Airoldi 2017. For squared errors θ′ minimises the proximal cost

    F(θ′) = ½ ‖θ′ − θ‖² + ½ w Σ (y − f(θ′))²,    w = η / rows (twice that without the ½),

over the batch's outputs. A linear network has a closed form, which one Gauss–Newton step finds. Others take
at most ``MAX_STEPS`` damped steps; where they don't settle, the update is the linearised one,
θ + w Jᵀ (I + w J Jᵀ)⁻¹ (y − f(θ)), and counted as such.
"""

from __future__ import annotations

from math import isfinite, sqrt

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
        linearised = problem.begin(batch)
        if not problem.settle(linearised):
            counters[1] += 1.0
            np.add(problem.start, linearised, theta)

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
        self._units = np.eye(self._n_outputs)
        self.start = work.theta.copy()

    def begin(self, batch: Batch) -> Array:
        """The first Gauss–Newton step: the linearised update."""
        np.copyto(self.start, self._theta)
        self._rows = [cut(batch, i, i + 1) for i in range(len(batch.rows))]
        self._weight = float(self._rate) * self._multiple / len(batch.rows)
        self._residuals = self._find_residuals()
        self._linearise()
        return self._gauss_newton_step()

    def settle(self, step: Array) -> bool:
        """Move theta to the minimum by damped Gauss–Newton steps; False if it isn't found."""
        height = self._height()
        for _ in range(MAX_STEPS):
            size, extent = _norm(step), 1.0 + _norm(self._theta)
            if size <= SETTLED_STEP * extent or _norm(self._slope) <= SETTLED_SLOPE * extent:
                return True
            if not isfinite(size) or not self._descend(step, height):
                return False
            self._linearise()
            height, step = self._height(), self._gauss_newton_step()
        return False

    def _gauss_newton_step(self) -> Array:
        """−(I + w JᵀJ)⁻¹ F′, by way of the few outputs instead of the many weights."""
        slope, jacobian, weight = self._slope, self._jacobian, self._weight
        step: Array
        if len(jacobian) == 1:  # one row, one output: the system is a number
            row = jacobian[0]
            step = weight * row.dot(slope) / (1.0 + weight * row.dot(row)) * row - slope
        else:
            system = np.eye(len(jacobian)) + weight * (jacobian @ jacobian.T)
            step = weight * (np.linalg.solve(system, jacobian @ slope) @ jacobian) - slope
        return step

    def _descend(self, step: Array, height: float) -> bool:
        """The whole step, or as much of it as doesn't lead uphill; False if none of it does."""
        here = self._theta.copy()
        for halvings in range(MAX_HALVINGS):
            np.add(here, step if halvings == 0 else step * 0.5**halvings, self._theta)
            self._residuals = self._find_residuals()
            # Close to the minimum only rounding is left of the descent.
            if self._height() <= height * (1.0 + 1e-14):
                return True
        return False

    def _height(self) -> float:
        moved = self._theta - self.start
        return 0.5 * float(moved.dot(moved) + self._weight * self._residuals.dot(self._residuals))

    def _find_residuals(self) -> Array:
        """y − f ``(rows · outputs,)`` at theta: one evaluation per row."""
        self._evaluations += len(self._rows)
        found = [row.targets - self._plan.outputs(row) for row in self._rows]
        return np.concatenate(found).ravel()

    def _linearise(self) -> None:
        """Find f′ ``(rows · outputs, n_params)`` and F′ at theta, where the residuals were found already."""
        jacobian = np.empty((len(self._rows), self._n_outputs, len(self._theta)))
        for row, slopes in zip(self._rows, jacobian, strict=True):
            for output, slope in enumerate(slopes):
                self._plan.gradient(row._replace(targets=self._units[:, output : output + 1]))
                np.copyto(slope, self._row_gradient)
        self._jacobian = jacobian.reshape(-1, len(self._theta))
        self._slope = (self._theta - self.start) - self._weight * self._residuals.dot(self._jacobian)


def _norm(vector: Array) -> float:
    # A fifth of the time of np.linalg.norm, which counts here.
    return sqrt(vector.dot(vector))


def _probe(_constant: object) -> CostFormulas:
    def terms(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.multiply(a, y, out)

    def slope(_a: Numbers, y: Numbers, out: Numbers) -> None:
        np.copyto(out, y)

    return CostFormulas(terms, slope)


_PROBE = Cost("probe", "Probe", "Σ ŷ y", "The derivatives of the outputs themselves.", _probe)
