"""Where the keyboard goes from what is selected: Tab along the neurons, arrows along the synapses. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeVar

from playground.engine.specs import BIAS, NetworkSpec, ParameterKey

Item = int | ParameterKey
T = TypeVar("T")
Direction = Literal["left", "right", "up", "down"]


def next_neuron(network: NetworkSpec, item: Item | None, step: int) -> int | None:
    """The neuron after (``step`` 1) or before (−1) the selected part; None past the last or first one.

    A synapse counts as its target neuron, a layer as its first.
    """
    order = [neuron.id for neuron in network.neurons()]
    if item is None:
        return order[0 if step > 0 else -1]
    place = order.index(_neuron_of(network, item)) + step
    return order[place] if 0 <= place < len(order) else None


def walk(network: NetworkSpec, item: Item | None, direction: Direction) -> Item | None:
    """Where an arrow leads. None: nowhere.

    From a neuron: up and down to its neighbors in the layer (above the first is the layer's header), left
    and right onto its first synapse there.
    On a synapse: up and down to the neighbors that share the end last gone to (the target), left and right
    to its ends. A bias is the last of the synapses into its neuron.
    """
    if item is None:
        return next_neuron(network, None, 1)
    if isinstance(item, ParameterKey):
        return _from_parameter(network, item, direction)
    if item in {layer.id for layer in network.layers}:
        return _from_layer(network, item, direction)
    return _from_neuron(network, item, direction)


def _from_neuron(network: NetworkSpec, neuron_id: int, direction: Direction) -> Item | None:
    index, place = network.position(neuron_id)
    if direction in ("up", "down"):
        layer = network.layers[index]
        if direction == "up" and place == 0:
            return layer.id
        return _stepped([neuron.id for neuron in layer.neurons], neuron_id, direction)
    found = incoming(network, neuron_id) if direction == "left" else outgoing(network, neuron_id)
    if found:
        return found[0]
    neighbor = index - 1 if direction == "left" else index + 1
    if not 0 <= neighbor < len(network.layers):
        return None
    beside = network.layers[neighbor]
    return beside.neurons[min(place, beside.size - 1)].id


def _from_parameter(network: NetworkSpec, key: ParameterKey, direction: Direction) -> Item | None:
    if direction == "right":
        return key.target
    if direction == "left":
        return key.target if key.is_bias else key.source
    return _stepped(incoming(network, key.target), key, direction)


def _from_layer(network: NetworkSpec, layer_id: int, direction: Direction) -> Item | None:
    index = network.layer_index(layer_id)
    if direction == "down":
        return network.layers[index].neurons[0].id
    if direction == "up":
        return None
    other = index + (1 if direction == "right" else -1)
    return network.layers[other].id if 0 <= other < len(network.layers) else None


def incoming(network: NetworkSpec, neuron_id: int) -> list[ParameterKey]:
    """The synapses into a neuron from the top, then its bias; without those that are cut."""
    index, _ = network.position(neuron_id)
    if index == 0:
        return []
    sources = [neuron.id for neuron in network.layers[index - 1].neurons] + [BIAS]
    return [key for s in sources if (key := ParameterKey(s, neuron_id)) not in network.cut]


def outgoing(network: NetworkSpec, neuron_id: int) -> list[ParameterKey]:
    """The synapses that leave a neuron, from the top; without those that are cut."""
    index, _ = network.position(neuron_id)
    if index == len(network.layers) - 1:
        return []
    keys = [ParameterKey(neuron_id, neuron.id) for neuron in network.layers[index + 1].neurons]
    return [key for key in keys if key not in network.cut]


def _stepped(items: Sequence[T], item: T, direction: Direction) -> T | None:
    if item not in items:
        return items[0] if items else None
    place = items.index(item) + (1 if direction == "down" else -1)
    return items[place] if 0 <= place < len(items) else None


def _neuron_of(network: NetworkSpec, item: Item) -> int:
    if isinstance(item, ParameterKey):
        return item.target
    for layer in network.layers:
        if layer.id == item:
            return layer.neurons[0].id
    return item
