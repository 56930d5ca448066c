"""What the canvas asks, beside the part it is about: an activation, a weight's value, a layer's size."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QMenu

from playground.canvas.activation_picker import ActivationPicker
from playground.canvas.value_editor import ValueEditor
from playground.document.names import common_activation, layer_name, neuron_name, parameter_name
from playground.engine.specs import ParameterKey

if TYPE_CHECKING:
    from playground.canvas.network_canvas import NetworkCanvas


def ask_activation(canvas: NetworkCanvas, neuron_ids: Sequence[int]) -> None:
    """The picker for some neurons, under the badge of the last one."""
    network = canvas.scene.network
    names = {network.neuron(neuron_id).activation for neuron_id in neuron_ids}
    last = neuron_ids[-1]
    title = neuron_name(network, last) if len(neuron_ids) == 1 else f"{len(neuron_ids)} neurons"
    current = names.pop() if len(names) == 1 else None
    outputs = {neuron.id for neuron in network.outputs.neurons}
    picker = ActivationPicker(title, current, outputs.issuperset(neuron_ids), canvas.scene.theme, canvas)
    picker.picked.connect(partial(canvas.editor.set_activation, tuple(neuron_ids)))
    _open(canvas, picker, canvas.scene.geometry.badge(last))


def ask_layer_activation(canvas: NetworkCanvas, layer_id: int) -> None:
    """The picker for a whole layer, under its header."""
    network = canvas.scene.network
    index = network.layer_index(layer_id)
    layer = network.layers[index]
    title = f"{layer_name(network, index)}, all neurons"
    is_output = index == len(network.layers) - 1
    picker = ActivationPicker(title, common_activation(layer), is_output, canvas.scene.theme, canvas)
    picker.picked.connect(partial(canvas.editor.set_layer_activation, layer_id))
    _open(canvas, picker, canvas.scene.geometry.controls(canvas.view.zoom).header(index))


def close_all(canvas: NetworkCanvas) -> None:
    """The network has changed: what is being asked may be about a part that is gone."""
    for kind in (ActivationPicker, ValueEditor, QMenu):
        for prompt in canvas.findChildren(kind):
            prompt.close()


def _open(canvas: NetworkCanvas, picker: ActivationPicker, beside: QRectF) -> None:
    place = canvas.view.to_screen(beside.bottomLeft()).toPoint()
    picker.popup(canvas.mapToGlobal(place))


def ask_value(canvas: NetworkCanvas, key: ParameterKey) -> None:
    """A field over a synapse or bias; typing into a cut one restores it."""
    name = parameter_name(canvas.scene.network, key)
    editor = ValueEditor(name, canvas.scene.weight(key), canvas)
    editor.entered.connect(partial(canvas.editor.type_value, key))
    editor.refused.connect(canvas.editor.refused)
    editor.open_at(canvas.view.to_screen(canvas.scene.geometry.anchor(key)))


def ask_size(canvas: NetworkCanvas, layer_id: int) -> None:
    """A field over a layer's header for its number of neurons."""
    network = canvas.scene.network
    index = network.layer_index(layer_id)
    size = network.layers[index].size
    editor = ValueEditor(f"{layer_name(network, index)}: number of neurons", float(size), canvas)
    editor.entered.connect(partial(_resize, canvas, layer_id))
    editor.refused.connect(canvas.editor.refused)
    header = canvas.scene.geometry.controls(canvas.view.zoom).header(index)
    editor.open_at(canvas.view.to_screen(QPointF(header.center())))


def _resize(canvas: NetworkCanvas, layer_id: int, size: float) -> None:
    if size != int(size):
        canvas.editor.refused.emit("A layer has a whole number of neurons.")
    else:
        canvas.editor.set_layer_size(layer_id, int(size))
