"""Which category the network takes for which: counts of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.data.dataset import Dataset
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.population import CancelledError

Counts = npt.NDArray[np.int64]
ROWS_AT_ONCE = 4096
"""Rows answered between two looks at whether anybody still wants the counts: a few milliseconds."""


@dataclass(frozen=True, eq=False)
class Confusion:
    """Counts ``(n_categories, n_categories)``: actual × answered, of all training and of all test rows."""

    train: Counts
    test: Counts


def confusion(
    network: Network, theta: Array, data: Dataset, cancelled: Callable[[], bool] = lambda: False
) -> Confusion | None:
    """The matrices at those weights; None if the target is a number.

    Raises ``CancelledError`` soon after ``cancelled()`` becomes true.
    """
    if data.task == "regression":
        return None
    data = data.once()
    n = max(2, len(data.outputs))

    def counted(x: Array, y: Array) -> Counts:
        counts = np.zeros(n * n, np.int64)
        for start in range(0, len(x), ROWS_AT_ONCE):
            if cancelled():
                raise CancelledError
            rows = slice(start, start + ROWS_AT_ONCE)
            actual, answered = _codes(y[rows]), _codes(network.outputs(theta, x[rows]))
            counts += np.bincount(actual * n + answered, minlength=n * n)
        return counts.reshape(n, n)

    return Confusion(counted(data.x_train, data.y_train), counted(data.x_test, data.y_test))


def _codes(values: Array) -> Counts:
    """The category of each row: the largest of several outputs, or whether a single one passes ½."""
    if values.shape[1] == 1:
        return (values[:, 0] > 0.5).astype(np.int64)
    return np.asarray(values.argmax(axis=1), dtype=np.int64)
