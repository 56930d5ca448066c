"""Layers of linear neurons are together one linear layer: here is which."""

from __future__ import annotations

import numpy as np

from playground.engine.layout import Array
from playground.engine.network import Network


def collapse(network: Network, theta: Array) -> Array | None:
    """The one matrix ``(n_outputs, n_inputs + 1)``, biases last, that answers as the whole network does.

    None if a neuron isn't linear. Composed from the back: W₂ (W₁ x + b₁) + b₂ = (W₂ W₁) x + (W₂ b₁ + b₂).
    """
    if any(neuron.activation != "linear" for layer in network.spec.layers[1:] for neuron in layer.neurons):
        return None
    matrix = network.layout.matrix(theta, network.layout.n_layers).copy()
    for layer in range(network.layout.n_layers - 1, 0, -1):
        inner = network.layout.matrix(theta, layer)
        weights = matrix[:, :-1]
        matrix = np.column_stack([weights @ inner[:, :-1], weights @ inner[:, -1] + matrix[:, -1]])
    return matrix
