"""A level place in the space of all trained weights, not only on a slice: what kind it is.

With more parameters than rows minima are not points but valleys, and a slice that crosses one shows a
minimum. Only the eigenvalues of all second derivatives tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.engine.landscape.newton import STEP
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.population import CancelledError
from playground.engine.specs import Objective

NatureKind = Literal["minimum", "saddle", "maximum", "valley", "not level"]

FLAT = 1e-5
"""An eigenvalue smaller than this share of the largest one counts as 0: a flat direction."""
ITERATIONS = 60
DIFFERENCE = 1e-4
MOST_PARAMETERS = 300
"""Second derivatives of more would take too long: they are n × n."""

Gradient = Callable[[Array], Array]


@dataclass(frozen=True, eq=False)
class Nature:
    """What a place is by the second derivatives there.

    theta ``(n_params,)`` is where the search for the level place ended; ``flat``: directions in which the
    cost does not change to second order. valley: no direction goes down, some are flat. eigenvalues
    ``(n_trainable,)``, ascending.
    """

    kind: NatureKind
    theta: Array
    cost: float
    flat: int
    eigenvalues: Array


def nature_of(
    network: Network,
    objective: str | Objective,
    theta: Array,
    x: Array,
    y: Array,
    cancelled: Callable[[], bool] | None = None,
) -> Nature:
    """What the nearest level place is, by Newton steps on all trainable parameters from ``theta``.

    Raises ``ValueError`` for more than ``MOST_PARAMETERS`` trainable parameters, and ``CancelledError``
    soon after ``cancelled()`` becomes true.
    """
    free = np.flatnonzero(network.layout.trainable)
    if not 0 < len(free) <= MOST_PARAMETERS:
        raise ValueError(f"second derivatives are for 1 to {MOST_PARAMETERS} trained parameters")
    theta = np.array(theta, dtype=np.float64)

    def gradient(values: Array) -> Array:
        if cancelled is not None and cancelled():
            raise CancelledError
        full = theta.copy()
        full[free] = values
        return network.gradient(objective, full, x, y)[free]

    place, eigenvalues, step = _level_place(gradient, theta[free])
    theta[free] = place
    level = float(np.linalg.norm(step)) < STEP * (1.0 + float(np.linalg.norm(place)))
    size = np.abs(eigenvalues).max()
    flat = int(np.count_nonzero(np.abs(eigenvalues) <= FLAT * size))
    kind: NatureKind = _kind(eigenvalues[np.abs(eigenvalues) > FLAT * size], flat) if level else "not level"
    return Nature(kind, theta, network.cost(objective, theta, x, y), flat, eigenvalues)


def _kind(curved: Array, flat: int) -> NatureKind:
    if np.any(curved < 0):
        return "saddle" if np.any(curved > 0) or flat else "maximum"
    return "valley" if flat else "minimum"


def _level_place(gradient: Gradient, place: Array) -> tuple[Array, Array, Array]:
    """Damped Newton toward a level place of whatever kind: it, the eigenvalues, and the step left over."""
    slope = gradient(place)
    for _ in range(ITERATIONS):
        values, vectors = np.linalg.eigh(_hessian(gradient, place))
        step = _newton_step(values, vectors, slope)
        if np.linalg.norm(step) < 1e-3 * STEP * (1 + np.linalg.norm(place)):
            break
        for halving in range(20):
            trial = place + step * 0.5**halving
            trial_slope = gradient(trial)
            if np.linalg.norm(trial_slope) < (1 - 0.1 * 0.5**halving) * np.linalg.norm(slope):
                break
        else:
            break
        place, slope = trial, trial_slope
    return place, np.asarray(values), step


def _newton_step(values: Array, vectors: Array, slope: Array) -> Array:
    """−H⁺g; nothing along flat directions: whatever slope is left there is rounding, or no level place."""
    curved = np.abs(values) > FLAT * np.abs(values).max()
    inverse = np.where(curved, 1.0 / np.where(curved, values, 1.0), 0.0)
    along = vectors.T @ slope
    step = -(vectors @ (inverse * along))
    # A slope along a flat direction that is not tiny means that there is no level place here.
    left_over = np.abs(along[~curved]).max(initial=0.0)
    return step if left_over <= FLAT * np.abs(values).max() else step - slope


def _hessian(gradient: Gradient, place: Array) -> Array:
    n = len(place)
    hessian = np.empty((n, n))
    for i in range(n):
        offset = np.zeros(n)
        offset[i] = DIFFERENCE * (1 + abs(place[i]))
        hessian[i] = (gradient(place + offset) - gradient(place - offset)) / (2 * offset[i])
    return (hessian + hessian.T) / 2
