"""What is said about the part under the mouse: the chip with a number, and the tooltips. No Qt widgets."""

from __future__ import annotations

from playground.appearance.numbers import format_number, format_percent, with_unit
from playground.canvas.names import activation_label
from playground.canvas.scene import NetworkScene
from playground.canvas.stuck_neurons import Stuck
from playground.canvas.targets import Target
from playground.data.dataset import Feature
from playground.document.names import counted, layer_name, neuron_name, parameter_name
from playground.document.project import present_parameters
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
    slope = scene.gradient(target.key)
    if slope is not None:
        lines.append(gradient_line(slope))
    passed = scene.row.neurons.get(target.key.source)
    if passed is not None:
        product = format_number(passed * value)
        lines.append(f"{format_number(passed)} × {format_number(value)} = {product}")
    return lines


def gradient_line(slope: float) -> str:
    """ "gradient −0.12: cost falls as it grows"."""
    falls = "" if slope == 0 else f": cost falls as it {'grows' if slope < 0 else 'shrinks'}"
    return f"gradient {format_number(slope)}{falls}"


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
            return _parameter_tip(scene, target.key)
        case "ghost":
            name = _capital(parameter_name(network, target.key))
            return f"{name}\nCut: it has no weight. Double-click to restore it."
        case "answer":
            return "What the output says for every pair of inputs; the points are training rows."


def _parameter_tip(scene: NetworkScene, key: ParameterKey) -> str:
    name, value = _capital(parameter_name(scene.network, key)), scene.weight(key)
    lines = [name]
    if value is not None:
        letter = "Bias" if key.is_bias else "Weight"
        per_unit = weight_per_unit(scene, key, value)
        lines.append(f"{letter} {format_number(value)}" + (f", or {per_unit}" if per_unit else ""))
    slope = scene.gradient(key)
    lines += [_capital(gradient_line(slope))] if slope is not None else []
    if key in scene.network.locked:
        lines.append("Locked: training leaves it as it is.")
    return "\n".join([*lines, "Double-click to type a value."])


def _header_tip(scene: NetworkScene, layer_id: int) -> str:
    index = scene.network.layer_index(layer_id)
    name, layer = layer_name(scene.network, index), scene.network.layers[index]
    if index == 0:
        return f"{name}: they follow the data. Choose them in the recipe."
    into = sum(key.target in {n.id for n in layer.neurons} for key in present_parameters(scene.network))
    numbers = f"{counted(layer.size, 'neuron')}, {into:,} weights and biases into them"
    return f"{name}: {numbers}.\nDouble-click for another activation of the whole layer."


def _neuron_tip(scene: NetworkScene, neuron_id: int) -> str:
    network = scene.network
    name = _capital(neuron_name(network, neuron_id))
    index, place = network.position(neuron_id)
    lines = [name]
    if index:
        lines.append(f"{_capital(activation_label(network.neuron(neuron_id).activation))}.")
    lines += _numbers(scene, neuron_id, index, place)
    stuck = scene.stuck.get(neuron_id)
    return "\n".join([*lines, _stuck_text(*stuck)] if stuck else lines)


def _numbers(scene: NetworkScene, neuron_id: int, index: int, place: int) -> list[str]:
    """How far the neuron's values go over the data, and what it says for the chosen row: scaled, and in the
    data's own units where it is an input or an output."""
    last = len(scene.network.layers) - 1
    features = {0: scene.dataset.inputs, last: scene.dataset.outputs}.get(index, ())
    feature = features[place] if place < len(features) else None
    lines = []
    extremes = scene.images.extremes(neuron_id)
    if extremes is not None:
        low, high = extremes
        where = "for the rows drawn" if scene.images.kind == "strip" else "over the data"
        span = f"From {format_number(low)} to {format_number(high)} {where}"
        lines.append(f"{span}{_original(feature, low, high)}.")
    largest = scene.images.largest_weight(neuron_id)
    if largest is not None:
        lines.append(
            f"Its picture: the weight of every pixel, −{format_number(largest)} to {format_number(largest)}."
        )
    if index == 0 and feature is not None and feature.category is None and feature.scale != 1.0:
        mean, scale = format_number(feature.offset), format_number(feature.scale)
        lines.append(f"scaled = ({feature.name} − {mean}) / {scale}".replace("− −", "+ "))
    value = scene.row.neurons.get(neuron_id)
    if value is not None and scene.view.row is not None:
        own = scene.row.texts.get(neuron_id)
        lines.append(f"Row {scene.view.row + 1}: {format_number(value)}" + (f", or {own}" if own else ""))
    return lines


def _original(feature: Feature | None, low: float, high: float) -> str:
    """ ": 52 to 219 m²"; nothing where scaled and own units are the same."""
    if feature is None or feature.category is not None or (feature.scale == 1.0 and feature.offset == 0.0):
        return ""
    ends = [format_number(float(feature.to_original(value))) for value in (low, high)]
    return f": {ends[0]} to {with_unit(ends[1], feature.unit)}"


def _stuck_text(how: Stuck, share: float) -> str:
    if how == "dead":
        return "Dead: its curve has no slope for any row, so nothing can change its weights."
    percent = format_percent(share)
    return f"Saturated: its curve is flat for {percent} of the rows, so its weights hardly learn."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
