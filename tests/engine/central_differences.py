"""The gradient against central differences: the proof that backpropagation is right."""

from __future__ import annotations

import numpy as np

from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.specs import Objective

EPSILON = 1e-5
"""Best for float64: the error of the difference falls with ε², that of rounding grows with 1/ε."""


def numeric_gradient(network: Network, objective: str | Objective, theta: Array, x: Array, y: Array) -> Array:
    """(C(θ + ε eᵢ) − C(θ − ε eᵢ)) / 2ε for every parameter, ``(n_params,)``; 0 where cut."""
    steps = np.diag(np.where(network.layout.present, EPSILON, 0.0))
    above = network.costs(objective, theta + steps, x, y)
    below = network.costs(objective, theta - steps, x, y)
    difference: Array = (above - below) / (2.0 * EPSILON)
    return difference


def gradient_error(network: Network, objective: str | Objective, theta: Array, x: Array, y: Array) -> float:
    """‖g − numeric‖ / (‖g‖ + ‖numeric‖): below 1e-7 for a right gradient away from kinks."""
    exact = network.gradient(objective, theta, x, y)
    numeric = numeric_gradient(network, objective, theta, x, y)
    size = float(np.linalg.norm(exact) + np.linalg.norm(numeric))
    return float(np.linalg.norm(exact - numeric)) / size if size else 0.0
