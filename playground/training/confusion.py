"""Which category the network takes for which: counts of rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.data.dataset import Dataset
from playground.engine.layout import Array
from playground.engine.network import Network

Counts = npt.NDArray[np.int64]
MOST_ROWS = 5_000
"""Of larger tables only the first rows of each part are counted: the picture keeps up with training."""


@dataclass(frozen=True, eq=False)
class Confusion:
    """Counts ``(n_categories, n_categories)``: actual × answered, of training and of test rows."""

    train: Counts
    test: Counts


def confusion(network: Network, theta: Array, data: Dataset) -> Confusion | None:
    """The matrices at those weights; None if the target is a number."""
    if data.task == "regression":
        return None
    data = data.once()
    n = max(2, len(data.outputs))

    def counted(x: Array, y: Array) -> Counts:
        actual, answered = _codes(y[:MOST_ROWS]), _codes(network.outputs(theta, x[:MOST_ROWS]))
        return np.bincount(actual * n + answered, minlength=n**2).reshape(n, n)

    return Confusion(counted(data.x_train, data.y_train), counted(data.x_test, data.y_test))


def _codes(values: Array) -> Counts:
    """The category of each row: the largest of several outputs, or whether a single one passes ½."""
    if values.shape[1] == 1:
        return (values[:, 0] > 0.5).astype(np.int64)
    return np.asarray(values.argmax(axis=1), dtype=np.int64)
