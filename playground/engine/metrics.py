"""How good a network is, in measures that people know: for numbers, for yes or no, for categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.engine.layout import Array

Task = Literal["regression", "binary", "categorical"]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NumberMetrics:
    """Errors of outputs that are numbers, over all rows and outputs, in the outputs' own unit.

    ``r_squared``: the share of the targets' variance that is explained (1 at best, 0 for always answering the
    mean, below 0 for worse); NaN where the targets don't vary.
    """

    mean_absolute: float
    root_mean_square: float
    r_squared: float


@dataclass(frozen=True, slots=True, eq=False)
class ClassMetrics:
    """Right and wrong answers. ``confusion[i, j]``: rows of class i that were taken for class j."""

    accuracy: float
    confusion: Counts


def number_metrics(outputs: Array, targets: Array) -> NumberMetrics:
    """Of ``outputs`` and ``targets`` ``(n_rows, n_outputs)``, at least one row."""
    errors = outputs - targets
    unexplained = float(np.square(errors).sum())
    total = float(np.square(targets - targets.mean(axis=0)).sum())
    return NumberMetrics(
        mean_absolute=float(np.abs(errors).mean()),
        root_mean_square=float(np.sqrt(np.square(errors).mean())),
        r_squared=1.0 - unexplained / total if total > 0.0 else float("nan"),
    )


def class_metrics(outputs: Array, targets: Array) -> ClassMetrics:
    """Of ``outputs`` and ``targets`` ``(n_rows, n_outputs)``, at least one row.

    One output: class 1 from 0.5 on, else class 0. Several: the class of the largest output (of the first, if
    several are largest), and of the largest target.
    """
    n_classes = max(2, targets.shape[1])
    found, true = _classes(outputs), _classes(targets)
    confusion = np.zeros((n_classes, n_classes), np.int64)
    np.add.at(confusion, (true, found), 1)
    return ClassMetrics(float(np.trace(confusion)) / len(targets), confusion)


def metrics(task: Task, outputs: Array, targets: Array) -> NumberMetrics | ClassMetrics:
    """The metrics that suit the task."""
    return number_metrics(outputs, targets) if task == "regression" else class_metrics(outputs, targets)


def _classes(values: Array) -> Counts:
    if values.shape[1] == 1:
        return (values[:, 0] >= 0.5).astype(np.int64)
    classes: Counts = np.argmax(values, axis=1)
    return classes
