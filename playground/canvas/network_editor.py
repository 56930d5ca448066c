"""Edits made on the canvas: each one named step of the document, or a sentence why it can't be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from playground.canvas.names import activation_label, listed
from playground.canvas.presets import Preset
from playground.document import edits, pairing
from playground.document.document import Document
from playground.document.edits import EditError
from playground.document.names import counted, layer_name, parameter_name
from playground.document.project import HIDDEN_ACTIVATION, Project, present_parameters
from playground.document.view_state import ViewState
from playground.engine.network import Network
from playground.engine.specs import NetworkSpec, ParameterKey


class NetworkEditor(QObject):
    """Turns wishes about the network into edits of the document.

    Signals:
        refused(str): a sentence: why an edit could not be done.
        told(str): what an edit did besides what was asked for.
    """

    refused = Signal(str)
    told = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document

    @property
    def network(self) -> NetworkSpec:
        return self._document.project.network

    def add_layer(self, index: int) -> None:
        """A hidden layer at ``index`` of the chain, with its left neighbor's activation."""
        before = self.network.layers[index - 1]
        activation = before.neurons[-1].activation if index > 1 else HIDDEN_ACTIVATION
        self._edit("Add hidden layer", lambda project: edits.add_layer(project, index, activation=activation))

    def remove_layer(self, layer_id: int) -> None:
        self._edit(f"Remove {self._layer(layer_id)}", lambda project: edits.remove_layer(project, layer_id))

    def add_neuron(self, layer_id: int) -> None:
        text = f"Add neuron to {self._layer(layer_id)}"
        self._edit(text, lambda project: edits.add_neuron(project, layer_id))

    def remove_last_neuron(self, layer_id: int) -> None:
        last = self.network.layers[self.network.layer_index(layer_id)].neurons[-1]
        text = f"Remove neuron from {self._layer(layer_id)}"
        self._edit(text, lambda project: edits.remove_neuron(project, last.id))

    def set_layer_size(self, layer_id: int, size: int) -> None:
        text = f"Give {self._layer(layer_id)} {counted(size, 'neuron')}"
        self._edit(text, lambda project: edits.set_layer_size(project, layer_id, size))

    def set_activation(self, neuron_ids: Iterable[int], name: str) -> None:
        chosen = pairing.whole_layers(self.network, neuron_ids, name)
        what = "neuron" if len(chosen) == 1 else counted(len(chosen), "neuron")
        self._activate(chosen, name, f"Set {what} to {activation_label(name)}")

    def set_layer_activation(self, layer_id: int, name: str) -> None:
        layer = self.network.layers[self.network.layer_index(layer_id)]
        text = f"Set {self._layer(layer_id)} to {activation_label(name)}"
        self._activate(tuple(neuron.id for neuron in layer.neurons), name, text)

    def _activate(self, chosen: tuple[int, ...], name: str, text: str) -> None:
        """The text also says what cost comes along."""
        try:
            project = pairing.with_activation(self._document.project, chosen, name)
        except EditError as error:
            self.refused.emit(str(error))
            return
        along = pairing.brought_along(self._document.project, project, chosen)
        self._document.edit(text + along, project)
        if along:
            self.told.emit(text + along)

    def remove(self, items: Iterable[int | ParameterKey]) -> None:
        """Remove layers and neurons, cut synapses and biases, all in one step."""
        layer_ids = {layer.id for layer in self.network.layers}
        layers, neurons, keys = [], [], []
        for item in items:
            if isinstance(item, ParameterKey):
                keys.append(item)
            elif item in layer_ids:
                layers.append(item)
            else:
                neurons.append(item)
        if not (layers or neurons or keys):
            return
        self._edit(
            self._removal_text(layers, neurons, keys),
            lambda project: _removed(project, layers, neurons, keys),
        )

    def cut(self, keys: Iterable[ParameterKey]) -> None:
        chosen = tuple(keys)
        self._edit(f"Cut {self._parameters(chosen)}", lambda project: edits.cut(project, chosen))

    def restore(self, keys: Iterable[ParameterKey]) -> None:
        chosen = tuple(keys)
        self._edit(f"Restore {self._parameters(chosen)}", lambda project: edits.restore(project, chosen))

    def lock(self, keys: Iterable[ParameterKey]) -> None:
        chosen = tuple(key for key in keys if key not in self.network.cut)
        self._edit(f"Lock {self._parameters(chosen)}", lambda project: edits.lock(project, chosen))

    def unlock(self, keys: Iterable[ParameterKey]) -> None:
        chosen = tuple(keys)
        self._edit(f"Unlock {self._parameters(chosen)}", lambda project: edits.unlock(project, chosen))

    def lock_others(self, keys: Iterable[ParameterKey]) -> None:
        chosen = tuple(keys)
        text = f"Lock all but {self._parameters(chosen)}"
        self._edit(text, lambda project: edits.lock_others(project, chosen))

    def use_preset(self, preset: Preset) -> None:
        self._edit(f"Use preset {preset.name.lower()}", preset.make)

    def draw_weights(self, layer_id: int) -> None:
        """New starting weights for one layer, those that are cut or locked excepted."""
        network = Network(self.network)
        layer = self.network.layers[self.network.layer_index(layer_id)]
        targets = {neuron.id for neuron in layer.neurons}
        # Another draw each time, yet the same again after the same clicks from the same seed.
        stack, training = self._document.undo_stack, self._document.project.training
        generator = np.random.default_rng([training.seed, layer_id, stack.index()])
        theta = network.initial_theta(int(generator.integers(2**31)))
        drawn = {
            key: float(theta[i])
            for i, key in enumerate(network.layout.keys)
            if key.target in targets and network.layout.trainable[i]
        }
        if drawn:
            self._edit(f"Draw new weights into {self._layer(layer_id)}", lambda project: project, drawn)
        else:
            self.refused.emit("All weights into this layer are cut or locked.")

    def type_value(self, key: ParameterKey, value: float) -> None:
        """Give a weight or bias a value; a cut one comes back with it."""
        text = f"Set {parameter_name(self.network, key)}"
        if key in self.network.cut:
            self._edit(text, lambda project: edits.restore(project, (key,)), {key: value})
        else:
            self._edit(text, lambda project: project, {key: value})

    def use_as_axis(
        self, key: ParameterKey, horizontal: bool, shown: tuple[ParameterKey, ParameterKey] | None
    ) -> None:
        """Draw the cost surface over this parameter; the other axis stays what it is (``shown``)."""
        view = self._document.view
        axes = view.axes or shown
        if axes is None:
            other = min(present_parameters(self.network) - {key}, default=None)
            if other is None:
                self.refused.emit("A surface needs two weights or biases: this network has only one.")
                return
            axes = (other, other)
        first, second = axes
        if horizontal:
            axes = (key, first if second == key else second)
        else:
            axes = (second if first == key else first, key)
        self._look(view.over(axes))

    def use_as_axes(self, first: ParameterKey, second: ParameterKey) -> None:
        self._look(self._document.view.over((first, second)))

    def select(self, items: Iterable[int | ParameterKey]) -> None:
        self._look(replace(self._document.view, selection=tuple(dict.fromkeys(items))))

    def _look(self, view: ViewState) -> None:
        self._document.set_view(view)

    def _edit(
        self,
        text: str,
        change: Callable[[Project], Project],
        typed: dict[ParameterKey, float] | None = None,
    ) -> None:
        try:
            project = change(self._document.project)
        except EditError as error:
            self.refused.emit(str(error))
            return
        self._document.edit(text, project, typed=typed)

    def _layer(self, layer_id: int) -> str:
        index = self.network.layer_index(layer_id)
        name = layer_name(self.network, index)
        return name.replace("Hidden", "hidden layer").replace("Output", "output").replace("Inputs", "inputs")

    def _parameters(self, keys: tuple[ParameterKey, ...]) -> str:
        """ "synapse", "3 synapses", "bias": what an edit of these is about."""
        noun = "bias" if all(key.is_bias for key in keys) else "synapse"
        if len(keys) == 1:
            return noun
        return f"{len(keys):,} biases" if noun == "bias" else counted(len(keys), noun)

    def _removal_text(self, layers: list[int], neurons: list[int], keys: list[ParameterKey]) -> str:
        parts = []
        if layers:
            parts.append(self._layer(layers[0]) if len(layers) == 1 else counted(len(layers), "layer"))
        if neurons:
            parts.append(listed(len(neurons), "neuron"))
        removed = f"Remove {' and '.join(parts)}" if parts else ""
        if not keys:
            return removed
        cut = f"ut {self._parameters(tuple(keys))}"
        return f"{removed}, c{cut}" if removed else f"C{cut}"


def _removed(project: Project, layers: list[int], neurons: list[int], keys: list[ParameterKey]) -> Project:
    """Cuts first: a synapse of a neuron that goes too is then no longer there to be cut."""
    if keys:
        project = edits.cut(project, keys)
    of_layers = {
        neuron.id for layer in project.network.layers if layer.id in layers for neuron in layer.neurons
    }
    for layer_id in layers:
        project = edits.remove_layer(project, layer_id)
    rest = [neuron for neuron in neurons if neuron not in of_layers]
    return edits.remove_neurons(project, rest) if rest else project
