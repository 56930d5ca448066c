"""The best model without hidden neurons: least squares for numbers, logistic regression for categories.

What a network has to beat. Both are solved to the end, not trained for a while.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.data.columns import Floats
from playground.data.dataset import Dataset, Task

MOST_ROWS = 20_000
"""More training rows than this, evenly spread, don't make a straight line any better."""
SETTLED = 1e-9
"""Newton's way ends where the largest slope is below this; costs then differ from the least by ~1e-16."""
MOST_STEPS = 100
MOST_DIRECTIONS = 200


@dataclass(frozen=True, slots=True, eq=False)
class LinearModel:
    """``weights`` (n_outputs, n_inputs + 1), biases last; on scaled inputs, as the network sees them."""

    task: Task
    weights: Floats

    @property
    def name(self) -> str:
        return "linear" if self.task == "regression" else "logistic"

    def outputs(self, x: Floats) -> Floats:
        """Answers (n_rows, n_outputs) for scaled inputs (n_rows, n_inputs)."""
        return _LINKS[self.task](x @ self.weights[:, :-1].T + self.weights[:, -1])


def fit_linear_model(dataset: Dataset) -> LinearModel:
    """The model for the training rows (each counted once)."""
    data = dataset.once()
    return solved(data.task, data.x_train, data.y_train, usual_penalty(data.task, len(data.x_train)))


def usual_penalty(task: Task, n_rows: int) -> float:
    """``l2`` of the models that are usually compared with: none in least squares; in logistic regression
    scikit-learn's (C = 1), for without one there is no least where a line parts the categories."""
    return 0.0 if task == "regression" else 1.0 / n_rows


def solved(task: Task, x: Floats, y: Floats, l2: float) -> LinearModel:
    """Where the mean of half the squared error, or of cross-entropy, + ½ ``l2`` Σ w² is least.

    ``x`` (n, n_inputs) and ``y`` (n, n_outputs) are scaled; biases cost nothing. Where several weights are
    equally good, the smallest.
    """
    step = -(-len(x) // MOST_ROWS)
    x, y = x[::step], y[::step]
    if task != "regression":
        return LinearModel(task, logistic_regression(np.column_stack([x, np.ones(len(x))]), y, task, l2))
    if l2 == 0.0:
        solution = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y, rcond=None)[0]
        return LinearModel(task, np.ascontiguousarray(solution.T))
    return LinearModel(task, _ridge(x, y, l2))


def _ridge(x: Floats, y: Floats, l2: float) -> Floats:
    """Weights (n_outputs, n_inputs + 1), from as many equations as there are inputs, or rows if those are
    fewer (Hastie, Tibshirani, Friedman 2009, equations 3.44 and 18.15)."""
    n, n_inputs = x.shape
    middle, mean = x.mean(axis=0), y.mean(axis=0)
    x, y = x - middle, y - mean
    if n_inputs <= n:
        slopes = np.linalg.solve(x.T @ x + n * l2 * np.eye(n_inputs), x.T @ y)
    else:
        slopes = x.T @ np.linalg.solve(x @ x.T + n * l2 * np.eye(n), y)
    return np.column_stack([slopes.T, mean - middle @ slopes])


def logistic_regression(wide: Floats, y: Floats, task: Task, l2: float) -> Floats:
    """Weights (n_outputs, n_inputs + 1) where mean cross-entropy + ½ ``l2`` Σ w² is least.

    ``wide`` (n, n_inputs + 1) ends in a column of ones; the penalty is on weights but not on biases. By
    Newton's method, its steps found by conjugate gradients (Nocedal, Wright 2006, algorithm 7.1).
    """
    problem = _Logistic(wide, y, _LINKS[task], np.append(np.full(wide.shape[1] - 1, l2), 0.0))
    weights = np.zeros((y.shape[1], wide.shape[1]))
    for _ in range(MOST_STEPS):
        slope, curvature = problem.expand(weights)
        size = float(np.abs(slope).max())
        if size <= SETTLED:
            break
        weights = problem.descended(weights, slope, _newton_step(slope, curvature))
    return weights


class _Logistic:
    """Mean cross-entropy with a penalty, its slope and its curvature."""

    def __init__(self, wide: Floats, y: Floats, link: Callable[[Any], Floats], penalty: Floats) -> None:
        self._wide, self._y, self._link, self._penalty = wide, y, link, penalty

    def cost(self, weights: Floats) -> float:
        z = self._wide @ weights.T
        if z.shape[1] == 1:
            terms = np.logaddexp(0.0, z) - self._y * z
        else:
            top = z.max(axis=1, keepdims=True)
            total = np.log(np.exp(z - top).sum(axis=1, keepdims=True)) + top
            terms = (total - z) * self._y
        return float(terms.sum() / len(z) + 0.5 * np.sum(self._penalty * weights**2))

    def expand(self, weights: Floats) -> tuple[Floats, Callable[[Floats], Floats]]:
        """Slope at the weights, and the product of the curvature there with a direction."""
        wide, penalty, n = self._wide, self._penalty, len(self._wide)
        answers = self._link(wide @ weights.T)
        slope: Floats = (answers - self._y).T @ wide / n + penalty * weights

        def curvature(direction: Floats) -> Floats:
            moved = answers * (wide @ direction.T)
            shared = answers * moved.sum(axis=1, keepdims=True)  # of sigmoid: a (1 − a), the same formula
            product: Floats = (moved - shared).T @ wide / n + penalty * direction
            return product

        return slope, curvature

    def descended(self, weights: Floats, slope: Floats, step: Floats) -> Floats:
        """The whole step, or half of it, a quarter … until the cost falls as it should."""
        here, fall = self.cost(weights), float(np.sum(slope * step))
        for halvings in range(40):
            share = 0.5**halvings
            there: Floats = weights + share * step
            if self.cost(there) <= here + 1e-4 * share * fall + 1e-15:
                return there
        return weights


def _newton_step(slope: Floats, curvature: Callable[[Floats], Floats]) -> Floats:
    """Conjugate gradients for curvature · step = −slope, exact enough that Newton's way ends fast."""
    step = np.zeros_like(slope)
    residual = -slope
    direction = residual.copy()
    squared = float(np.sum(residual**2))
    enough = min(0.1, squared**0.25) ** 2 * squared
    for _ in range(MOST_DIRECTIONS):
        if squared <= enough:
            break
        product = curvature(direction)
        bend = float(np.sum(direction * product))
        if bend <= 0:  # rounding: what was found so far leads downhill
            break
        length = squared / bend
        step += length * direction
        residual -= length * product
        before, squared = squared, float(np.sum(residual**2))
        direction = residual + squared / before * direction
    return step if step.any() else -slope


def _sigmoid(z: npt.NDArray[np.float64]) -> Floats:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * z)))


def _softmax(z: npt.NDArray[np.float64]) -> Floats:
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


_LINKS: dict[Task, Callable[[Any], Floats]] = {
    "regression": np.asarray,
    "binary": _sigmoid,
    "categorical": _softmax,
}
