"""What is said about the part under the mouse: the chip with a number, and the tooltips. No Qt widgets."""

from __future__ import annotations

from playground.appearance.numbers import format_number, format_percent
from playground.canvas.names import activation_label
from playground.canvas.scene import NetworkScene
from playground.canvas.stuck_neurons import Stuck
from playground.canvas.targets import Target
from playground.document.names import layer_name, neuron_name, parameter_name
from playground.engine.specs import ParameterKey


def chip_lines(scene: NetworkScene, target: Target) -> list[str]:
    """The number of a synapse or bias, per unit of the data, and what it makes of the chosen row."""
    if target.kind == "ghost":
        return ["cut"]
    if target.kind != "parameter":
        return []
    value = scene.weight(target.key)
    if value is None:
        return []
    letter = "b" if target.key.is_bias else "w"
    locked = "  locked" if target.key in scene.network.locked else ""
    lines = [f"{letter} = {format_number(value)}{locked}"]
    per_unit = weight_per_unit(scene, target.key, value)
    lines += [per_unit] if per_unit else []
    passed = scene.row.neurons.get(target.key.source)
    if passed is not None:
        product = format_number(passed * value)
        lines.append(f"{format_number(passed)} × {format_number(value)} = {product}")
    return lines


def weight_per_unit(scene: NetworkScene, key: ParameterKey, weight: float) -> str:
    """ "−0.0041 per m²": what one unit of an unscaled input adds to the neuron's sum; "" if there is none."""
    inputs = [neuron.id for neuron in scene.network.inputs.neurons]
    if key.source not in inputs:
        return ""
    feature = scene.dataset.inputs[inputs.index(key.source)]
    if feature.category is not None or feature.scale == 1.0:
        return ""
    return f"{format_number(weight / feature.scale)} per {feature.unit or f'unit of {feature.name}'}"


def tooltip(scene: NetworkScene, target: Target) -> str:
    """One or two plain sentences about a part of the picture."""
    network = scene.network
    match target.kind:
        case "add layer":
            return "Add a layer here"
        case "add neuron":
            return f"Add a neuron to {layer_name(network, network.layer_index(target.id))}"
        case "remove neuron":
            return f"Remove the last neuron of {layer_name(network, network.layer_index(target.id))}"
        case "badge":
            activation = activation_label(network.neuron(target.id).activation)
            return f"{_capital(activation)}. Click for another activation."
        case "header":
            return _header_tip(scene, target.id)
        case "neuron":
            return _neuron_tip(scene, target.id)
        case "parameter":
            name = _capital(parameter_name(network, target.key))
            return f"{name}\nDouble-click to type a value."
        case "ghost":
            name = _capital(parameter_name(network, target.key))
            return f"{name}\nCut: it has no weight. Double-click to restore it."
        case "answer":
            return "What the output says for every pair of inputs; the points are training rows."


def _header_tip(scene: NetworkScene, layer_id: int) -> str:
    index = scene.network.layer_index(layer_id)
    name = layer_name(scene.network, index)
    if index == 0:
        return f"{name}: they follow the data. Choose them in the recipe."
    return f"{name}\nDouble-click for another activation of the whole layer."


def _neuron_tip(scene: NetworkScene, neuron_id: int) -> str:
    network = scene.network
    name = _capital(neuron_name(network, neuron_id))
    index, place = network.position(neuron_id)
    if index == 0:
        feature = scene.dataset.inputs[place]
        if feature.category is None and feature.scale != 1.0:
            mean, scale = format_number(feature.offset), format_number(feature.scale)
            return f"{name}\nscaled = ({feature.name} − {mean}) / {scale}".replace("− −", "+ ")
        return name
    text = f"{name}\n{_capital(activation_label(network.neuron(neuron_id).activation))}."
    stuck = scene.stuck.get(neuron_id)
    return f"{text}\n{_stuck_text(*stuck)}" if stuck else text


def _stuck_text(how: Stuck, share: float) -> str:
    if how == "dead":
        return "Dead: its curve has no slope for any row, so nothing can change its weights."
    percent = format_percent(share)
    return f"Saturated: its curve is flat for {percent} of the rows, so its weights hardly learn."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
