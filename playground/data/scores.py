"""How good predictions are, in words a person knows, and what a guess without any network would reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.data.columns import Floats
from playground.data.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Scores:
    """Of categories (one or several outputs) the ``accuracy``: share of rows whose category is right.

    Of numbers ``r2``, the share of the targets' variance that is explained (None if they don't vary), and
    ``rmse``, the root of the mean squared error, in the target's own unit.
    """

    accuracy: float | None = None
    r2: float | None = None
    rmse: float | None = None


def score(dataset: Dataset, outputs: Floats, targets: Floats) -> Scores | None:
    """Scores of outputs against targets, both scaled and (n_rows, n_outputs); None if there are no rows."""
    if not len(targets):
        return None
    if dataset.task == "binary":
        return Scores(accuracy=float(np.mean((outputs[:, 0] > 0.5) == (targets[:, 0] > 0.5))))
    if dataset.task == "categorical":
        return Scores(accuracy=float(np.mean(outputs.argmax(axis=1) == targets.argmax(axis=1))))
    squared = float(np.mean((outputs - targets) ** 2))
    variance = float(np.var(targets))
    r2 = 1 - squared / variance if variance > 0 else None
    return Scores(r2=r2, rmse=float(np.sqrt(squared)) * dataset.outputs[0].scale)


def baseline(dataset: Dataset, n_rows: int) -> Floats:
    """What one would answer without looking at the inputs, as outputs (n_rows, n_outputs).

    The mean of the training targets, or their most frequent category.
    """
    dataset = dataset.once()
    if dataset.task == "categorical":
        answer = np.zeros(len(dataset.outputs))
        answer[dataset.y_train.sum(axis=0).argmax()] = 1.0
    elif dataset.task == "binary":
        answer = np.array([float(dataset.y_train.mean() > 0.5)])
    else:
        answer = dataset.y_train.mean(axis=0)
    return np.tile(answer, (n_rows, 1))


Verdict = Literal["better", "alike", "worse"]


def compared(dataset: Dataset, outputs: Floats, others: Floats, targets: Floats) -> Verdict:
    """Whether outputs are better than others on the same rows, by more than chance: the mean difference of
    the rows' errors (wrong or right; squared) is more than twice its standard error."""
    with np.errstate(over="ignore", invalid="ignore"):  # a network that diverged errs beyond all numbers
        differences = row_errors(dataset, outputs, targets) - row_errors(dataset, others, targets)
        mean = float(np.mean(differences)) if len(differences) else 0.0
    if not np.isfinite(mean):
        return "worse"
    size = float(np.abs(differences).max(initial=0.0)) or 1.0  # divided first: squares would overflow
    spread = size * float(np.std(differences / size)) / max(1.0, len(differences) - 1.0) ** 0.5
    if abs(mean) <= 2.0 * spread or mean == 0.0:
        return "alike"
    return "better" if mean < 0 else "worse"


def row_errors(dataset: Dataset, outputs: Floats, targets: Floats) -> Floats:
    """Each row's error: 0 or 1 if its category is right or wrong, the squared error of a number (scaled)."""
    if dataset.task == "binary":
        return np.asarray((outputs[:, 0] > 0.5) != (targets[:, 0] > 0.5), dtype=np.float64)
    if dataset.task == "categorical":
        return np.asarray(outputs.argmax(axis=1) != targets.argmax(axis=1), dtype=np.float64)
    return np.asarray(((outputs - targets) ** 2).sum(axis=1))


def guess_name(dataset: Dataset) -> str:
    """What one would always answer without looking at the inputs: "mean", or the category."""
    if dataset.task == "regression":
        return "mean"
    answer = baseline(dataset, 1)[0]
    if dataset.task == "binary":
        yes = dataset.outputs[0]
        return f"always {yes.category if answer[0] > 0.5 else yes.otherwise}"
    return f"always {dataset.outputs[int(answer.argmax())].category}"
