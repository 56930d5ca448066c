"""How good predictions are, in words a person knows, and what a guess without any network would reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.data.columns import Floats
from playground.data.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Scores:
    """Of categories (one or several outputs) the ``accuracy``: share of rows whose category is right.

    Of numbers ``r2``, the share of the targets' variance that is explained (None if they don't vary),
    ``rmse``, the root of the mean squared error, and ``mae``, the mean absolute error, both in the target's
    own unit.
    """

    accuracy: float | None = None
    r2: float | None = None
    rmse: float | None = None
    mae: float | None = None


def score(dataset: Dataset, outputs: Floats, targets: Floats) -> Scores | None:
    """Scores of outputs against targets, both scaled and (n_rows, n_outputs); None if there are no rows."""
    if not len(targets):
        return None
    if dataset.task == "binary":
        return Scores(accuracy=float(np.mean((outputs[:, 0] > 0.5) == (targets[:, 0] > 0.5))))
    if dataset.task == "categorical":
        return Scores(accuracy=float(np.mean(outputs.argmax(axis=1) == targets.argmax(axis=1))))
    scale = dataset.outputs[0].scale
    with np.errstate(over="ignore"):  # a network that diverged errs beyond all numbers
        squared = float(np.mean((outputs - targets) ** 2))
    varies = bool(np.ptp(targets) > 0)  # the variance of equal numbers is not always exactly 0
    r2 = 1 - squared / float(np.var(targets)) if varies else None
    mae = float(np.mean(np.abs(outputs - targets)))
    return Scores(r2=r2, rmse=float(np.sqrt(squared)) * scale, mae=mae * scale)


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


def guess_name(dataset: Dataset) -> str:
    """What `baseline` answers: "mean", or the category."""
    if dataset.task == "regression":
        return "mean"
    answer = baseline(dataset, 1)[0]
    if dataset.task == "binary":
        yes = dataset.outputs[0]
        return str(yes.category if answer[0] > 0.5 else yes.otherwise)
    return str(dataset.outputs[int(answer.argmax())].category)
