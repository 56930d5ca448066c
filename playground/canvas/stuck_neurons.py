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
    for index, spec in enumerate(network.spec.hidden, start=1):
        matrix = network.layout.matrix(theta, index)
        sums = layers[index - 1] @ matrix[:, :-1].T + matrix[:, -1]
        for activation in {neuron.activation for neuron in spec.neurons}:
            steepest = _steepest(activation)
            if steepest is None:
                continue
            places = [j for j, neuron in enumerate(spec.neurons) if neuron.activation == activation]
            slopes = np.abs(slopes_at(activation, sums[:, places]))
            flat = (slopes < FLAT * steepest).mean(axis=0)
            # A bounded activation that rounds to its limit is saturated, too.
            can_die = not np.isfinite(ACTIVATIONS[activation].value_range[1])
            for column in np.flatnonzero(flat >= NEARLY_ALL).tolist():
                dead = can_die and not slopes[:, column].any()
                found[spec.neurons[places[column]].id] = (
                    ("dead" if dead else "saturated"),
                    float(flat[column]),
                )
    return found


def slopes_at(activation: str, sums: Array) -> Array:
    """The slopes of an activation at these sums."""
    formulas = ACTIVATIONS[activation].formulas()
    if formulas.slope_calls is None:
        return np.ones_like(sums)
    from_sums = ACTIVATIONS[activation].slope_from == "input"
    source = np.ascontiguousarray(sums) if from_sums else activation_values(activation, sums)
    slopes = np.empty_like(source)
    for call in formulas.slope_calls(source, slopes):
        call()
    return slopes


@cache
def _steepest(activation: str) -> float | None:
    """The largest slope; None where getting stuck means nothing: no slope at all, or the same everywhere."""
    about = ACTIVATIONS[activation]
    if about.whole_layer or not about.trainable or about.formulas().slope_calls is None:
        return None
    return float(np.abs(slopes_at(activation, np.linspace(-4.0, 4.0, 161))).max())
