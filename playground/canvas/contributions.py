"""What each neuron of the last hidden layer adds to the output: with the bias, its whole sum."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from playground.engine.network import Network


def contribution_weights(
    network: Network, theta: npt.NDArray[np.float64], output: int = 0
) -> Mapping[int, float]:
    """By neuron id of the last hidden layer, its weight to an output (0 where it is cut)."""
    row = network.layout.matrix(theta, len(network.spec.layers) - 1)[output, :-1]
    last = network.spec.layers[-2]
    return {neuron.id: float(weight) for neuron, weight in zip(last.neurons, row, strict=True)}
