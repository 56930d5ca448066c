"""How weights and biases are called on an axis: "weight x₁ → hidden 1.2", "bias price". No Qt."""

from __future__ import annotations

from playground.document.names import neuron_name
from playground.engine.specs import NetworkSpec, ParameterKey


def parameter_name(network: NetworkSpec, key: ParameterKey) -> str:
    target = short_name(network, key.target)
    return f"bias {target}" if key.is_bias else f"weight {short_name(network, key.source)} → {target}"


def short_name(network: NetworkSpec, neuron_id: int) -> str:
    """Hidden neurons as "hidden layer.place", counted from 1; the others as everywhere."""
    layer, place = network.position(neuron_id)
    if 0 < layer < len(network.layers) - 1 and not network.neuron(neuron_id).name:
        return f"hidden {layer}.{place + 1}"
    return neuron_name(network, neuron_id)
