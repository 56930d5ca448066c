"""How a network without hidden neurons is trained until it stands where its cost is least.

That cost is a bowl: all rows at once, with Nesterov's momentum, lead to its bottom, however flat it is in
some directions, if rate and momentum suit its curvature.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from playground.data.dataset import Dataset
from playground.data.linear_model import solved
from playground.document.project import OUTPUT_ACTIVATION, TASK_COST, Project
from playground.engine.optimizers import OPTIMIZERS

LEFT = 1e-6
"""The part of the way to the bottom that is left in the end, in the flattest direction."""
NOTHING = 1e-12
"""Where inputs vary less than this part of the most, nothing is learned along that direction."""
MOST_BENT = {"regression": 1.0, "binary": 0.25, "categorical": 0.5}
"""How much the cost bends at most over the sums in front of the outputs (Böhning 1992)."""
(_MOMENTUM,) = OPTIMIZERS["nesterov"].settings


@dataclass(frozen=True, slots=True)
class Descent:
    """How to go down with all rows at once, by Nesterov's rule."""

    rate: float
    momentum: float
    epochs: int


def is_bowl(project: Project) -> bool:
    """Whether, without hidden neurons, the cost is one that `playground.data.linear_model` solves."""
    network, task = project.network, project.dataset.task
    return (
        project.training.cost == TASK_COST[task]
        and all(neuron.activation == OUTPUT_ACTIVATION[task] for neuron in network.outputs.neurons)
        and not network.cut | network.locked
    )


def descent(data: Dataset, l2: float, most_epochs: int) -> Descent:
    """What leaves `LEFT` of the way to the bottom; where that takes too many epochs, what comes furthest.

    With the rate 1 / L and the momentum (1 - r) / (1 + r), r² = μ / L, for curvatures from μ to L, an epoch
    leaves the part 1 - r of the height (Nesterov 2004, theorem 2.2.3).
    """
    flattest, steepest = _curvatures(data, l2)
    far, highest = -math.log(LEFT), _MOMENTUM.high
    r = max(math.sqrt(flattest / steepest), far / most_epochs, (1.0 - highest) / (1.0 + highest))
    r = min(1.0, r)
    momentum = round((1.0 - r) / (1.0 + r), 4)
    return Descent(float(f"{0.95 / steepest:.2g}"), momentum, min(most_epochs, math.ceil(far / r)))


def _curvatures(data: Dataset, l2: float) -> tuple[float, float]:
    """How much the cost and its penalty bend along what is learned: (least, most), or a little less and more.

    Along a direction (w, b) they bend by at least l2 |w|² + s (m·w + b)², where m are the inputs' means and s
    is how much the cost bends over the biases: by min(l2 / (1 + 2 |m|²), s / 2) of its squared length.
    """
    x = data.x_train
    wide = np.column_stack([x, np.ones(len(x))])
    bends = np.linalg.eigvalsh((wide.T @ wide if len(x) > x.shape[1] else wide @ wide.T) / len(x))
    most = float(bends[-1])
    if l2 == 0.0:
        least = float(bends[bends > NOTHING * most].min())
    else:
        means = x.mean(axis=0)
        least = min(l2 / (1.0 + 2.0 * float(means @ means)), 0.5 * _bend_over_biases(data, l2))
        if data.task == "regression" and len(bends) == wide.shape[1]:
            least = max(least, float(bends[0]))
    return least, MOST_BENT[data.task] * most + l2


def _bend_over_biases(data: Dataset, l2: float) -> float:
    """Of numbers 1. Of categories ever less while they are learned; in the end half the least variance of an
    answer, or more."""
    if data.task == "regression":
        return 1.0
    answers = solved(data.task, data.x_train, data.y_train, l2).outputs(data.x_train)
    return 0.5 * float((answers * (1.0 - answers)).mean(axis=0).min())
