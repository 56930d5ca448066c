"""Hidden neurons that hardly learn: saturated (flat slope on nearly every row) or dead (no slope on any)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from playground.canvas.activation_curves import activation_values
from playground.engine.activations import ACTIVATIONS
from playground.engine.network import Network

Array = npt.NDArray[np.float64]
Stuck = Literal["saturated", "dead"]

FLAT: Final = 0.05
"""A slope below this share of the activation's steepest counts as flat."""
NEARLY_ALL: Final = 0.95
MOST_ROWS: Final = 128


def sample_rows(x: Array) -> Array:
    """At most `MOST_ROWS` rows, evenly spread."""
    if len(x) <= MOST_ROWS:
        return x
    return x[np.linspace(0, len(x) - 1, MOST_ROWS).round().astype(np.int64)]


def stuck_neurons(network: Network, theta: Array, x: Array) -> Mapping[int, tuple[Stuck, float]]:
    """By id, for the hidden neurons that are stuck on the rows ``x``: how, and on which share of the rows."""
    found: dict[int, tuple[Stuck, float]] = {}
    if not len(x):
        return found
    layers = network.activations(theta, x)
    for spec, answers in zip(network.spec.hidden, layers[1:-1], strict=True):
        for neuron, column in zip(spec.neurons, answers.T, strict=True):
            slopes = slopes_from_outputs(neuron.activation, column)
            if slopes is None:
                continue
            flat = float(np.mean(np.abs(slopes) < FLAT * _steepest(neuron.activation)))
            if flat >= NEARLY_ALL:
                # A bounded activation that rounds to its limit is saturated, too.
                dead = not slopes.any() and not np.isfinite(ACTIVATIONS[neuron.activation].value_range[1])
                found[neuron.id] = ("dead" if dead else "saturated"), flat
    return found


def slopes_from_outputs(activation: str, outputs: Array) -> Array | None:
    """The slopes where a neuron answered ``outputs``; None where they are the same everywhere."""
    formulas = ACTIVATIONS[activation].formulas()
    if formulas.slope_calls is None or not ACTIVATIONS[activation].trainable:
        return None
    if ACTIVATIONS[activation].slope_from != "output":
        return None
    source = np.ascontiguousarray(outputs)
    slopes = np.empty_like(source)
    for call in formulas.slope_calls(source, slopes):
        call()
    return slopes


@cache
def _steepest(activation: str) -> float:
    slopes = slopes_from_outputs(activation, activation_values(activation, np.linspace(-4.0, 4.0, 161)))
    return 1.0 if slopes is None else float(np.abs(slopes).max())
