"""What a network's outputs mean: a number with its unit, or categories with their probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.data.columns import Codes, Floats
from playground.data.dataset import Dataset

COVERED = 0.9
"""Part of the test rows whose errors are no larger than the margin said beside a predicted number."""
FEWEST_FOR_A_MARGIN = 10


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """The answers for n rows, in the target's own units.

    For a number ``values`` (n,). For categories ``names`` (k,), ``shares`` (n, k) of probability and
    ``best`` (n,), the place of the likeliest; where outputs are no probabilities (other activations than
    sigmoid and softmax) shares are the outputs as they are.
    """

    names: tuple[str, ...] = ()
    values: Floats | None = None
    shares: Floats | None = None
    best: Codes | None = None

    def __len__(self) -> int:
        known = self.values if self.values is not None else self.shares
        return 0 if known is None else len(known)


def answers(dataset: Dataset, outputs: Floats) -> Answers:
    """The meaning of outputs (n, n_outputs), scaled as in training."""
    if dataset.task == "regression":
        return Answers(values=dataset.outputs[0].to_original(outputs[:, 0]))
    if dataset.task == "binary":
        yes = dataset.outputs[0]
        shares = np.column_stack([1.0 - outputs[:, 0], outputs[:, 0]])
        both = (str(yes.otherwise), str(yes.category))
        return Answers(both, shares=shares, best=(outputs[:, 0] > 0.5).astype(np.int64))
    names = tuple(str(feature.category) for feature in dataset.outputs)
    return Answers(names, shares=outputs, best=outputs.argmax(axis=1).astype(np.int64))


def margin(dataset: Dataset, outputs: Floats, targets: Floats) -> float | None:
    """Half the width of an interval that holds `COVERED` of new rows' targets, in the target's unit.

    ``outputs`` and ``targets`` (n, 1), scaled, are of test rows. The quantile ⌈(n + 1) · 0.9⌉ / n of their
    absolute errors (split conformal prediction: Vovk et al. 2005) says something about new rows because the
    network has not seen these either. None if the target is no number, or with too few test rows.
    """
    n = len(targets)
    place = int(np.ceil((n + 1) * COVERED))
    if dataset.task != "regression" or n < FEWEST_FOR_A_MARGIN or place > n:
        return None
    errors = np.sort(np.abs(outputs[:, 0] - targets[:, 0]))
    return float(errors[place - 1]) * dataset.outputs[0].scale
