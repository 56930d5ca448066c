"""What the parts of a network are called: "Hidden 1, neuron 2", "area → Hidden 1, neuron 2". No Qt."""

from __future__ import annotations

from playground.engine.activations import ACTIVATIONS
from playground.engine.specs import LayerSpec, NetworkSpec, ParameterKey


def layer_name(network: NetworkSpec, index: int) -> str:
    if index == 0:
        return "Inputs"
    if index == len(network.layers) - 1:
        return "Output"
    return f"Hidden {index}"


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


def common_activation(layer: LayerSpec) -> str | None:
    """The activation all neurons of a layer share, or None."""
    names = {neuron.activation for neuron in layer.neurons}
    return names.pop() if len(names) == 1 else None


def neuron_name(network: NetworkSpec, neuron_id: int) -> str:
    """Inputs and outputs by their own names, hidden neurons by their place, counted from 1."""
    index, place = network.position(neuron_id)
    own = network.layers[index].neurons[place].name
    if own:
        return own
    if index == 0:
        return f"input {place + 1}"
    if index == len(network.layers) - 1:
        return f"output {place + 1}"
    return f"{layer_name(network, index)}, neuron {place + 1}"


def parameter_name(network: NetworkSpec, key: ParameterKey) -> str:
    target = neuron_name(network, key.target)
    return f"bias of {target}" if key.is_bias else f"{neuron_name(network, key.source)} → {target}"


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


def counted(count: int, noun: str) -> str:
    """ "1 neuron", "3 neurons"."""
    return f"{count} {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(count: int, noun: str) -> str:
    """ "neuron", "3 neurons": for menu texts, where one needs no number."""
    return noun if count == 1 else f"{count:,} {noun}s"
