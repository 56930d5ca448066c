"""How the canvas words parts of the network: short headers, sentences, menu texts. No Qt."""

from __future__ import annotations

from playground.document.names import common_activation, counted, layer_name, neuron_name, parameter_name
from playground.engine.activations import ACTIVATIONS
from playground.engine.specs import NetworkSpec, ParameterKey


def short_layer_name(network: NetworkSpec, index: int) -> str:
    """For headers that stand close together: "In", "H1", "Out"."""
    name = layer_name(network, index)
    return {"Inputs": "In", "Output": "Out"}.get(name, f"H{index}")


def layer_summary(network: NetworkSpec, index: int) -> str:
    """The second line of a header: "tanh · 4", "mixed · 3", for the inputs only their number."""
    layer = network.layers[index]
    if index == 0:
        return str(layer.size)
    return f"{common_activation(layer) or 'mixed'} · {layer.size}"


def item_name(network: NetworkSpec, item: int | ParameterKey) -> str:
    """What a selected part is called."""
    if isinstance(item, ParameterKey):
        return parameter_name(network, item)
    for index, layer in enumerate(network.layers):
        if layer.id == item:
            return layer_name(network, index)
    return neuron_name(network, item)


def activation_label(name: str) -> str:
    """The activation's name in a sentence: "hyperbolic tangent"."""
    return ACTIVATIONS[name].label.lower()


def network_summary(network: NetworkSpec) -> str:
    """The whole network in one sentence, for screen readers."""
    hidden = [
        f"Hidden {i} with {counted(layer.size, 'neuron')} ({common_activation(layer) or 'mixed'})"
        for i, layer in enumerate(network.hidden, start=1)
    ]
    parts = [counted(network.inputs.size, "input"), *hidden, counted(network.outputs.size, "output")]
    return ", ".join(parts) + "."


def listed(count: int, noun: str) -> str:
    """ "neuron", "3 neurons": for menu texts, where one needs no number."""
    return noun if count == 1 else f"{count:,} {noun}s"
