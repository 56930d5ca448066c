"""What things are called: "Hidden 1, neuron 2", "area → Hidden 1, neuron 2", "cost evaluations". No Qt."""

from __future__ import annotations

from playground.engine.specs import Clock, LayerSpec, NetworkSpec, ParameterKey

CLOCK_NAMES: dict[Clock, str] = {
    "epochs": "epochs",
    "updates": "updates",
    "evaluations": "cost evaluations",
}


def layer_name(network: NetworkSpec, index: int) -> str:
    if index == 0:
        return "Inputs"
    return "Output" if index == len(network.layers) - 1 else f"Hidden {index}"


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


def counted(count: int, noun: str) -> str:
    """ "1 neuron", "3 neurons"."""
    return f"{count} {noun}" if count == 1 else f"{count:,} {noun}s"
