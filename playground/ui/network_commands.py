"""What the Network menu does: the canvas's own edits, aimed at the selection."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from playground.canvas.network_editor import NetworkEditor
from playground.document.document import Document
from playground.document.project import present_parameters
from playground.engine.layout import ParameterLayout
from playground.engine.specs import NetworkSpec, ParameterKey
from playground.training.pictures import default_axes


class NetworkCommands(QObject):
    """Edits of the network by menu and keyboard.

    Signals:
        refused(text): a sentence: why an edit could not be done.
    """

    refused = Signal(str)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._editor = NetworkEditor(document, self)
        self._editor.refused.connect(self.refused)

    @property
    def _network(self) -> NetworkSpec:
        return self._document.project.network

    def remove(self) -> None:
        """Remove what is selected."""
        self._editor.remove(self._document.view.selection)

    def add_layer(self) -> None:
        """A hidden layer right before the outputs."""
        self._editor.add_layer(len(self._network.layers) - 1)

    def add_neuron(self) -> None:
        """A neuron in the layer of the selection, or in the last hidden one; a layer where there is none."""
        if not self._network.hidden:
            self.add_layer()
            return
        self._editor.add_neuron(self._chosen_layer())

    def lock(self) -> None:
        """Lock the selected weights."""
        keys = self._selected_keys()
        if keys:
            self._editor.lock(keys)
        else:
            self.refused.emit("Select synapses, biases or neurons first: their weights will be locked.")

    def unlock(self) -> None:
        """Unlock the selected weights, or all of them."""
        self._editor.unlock(self._selected_keys() or tuple(self._network.locked))

    def lock_others(self) -> None:
        """Train only the two weights the cost surface is drawn over."""
        view = self._document.view
        axes = view.axes or default_axes(ParameterLayout(self._network))
        if not view.plane.along_axes:
            self.refused.emit("The surface is not drawn over two weights now: choose them as its axes first.")
        elif axes is None:
            self.refused.emit("This network has fewer than two weights to train.")
        else:
            self._editor.lock_others(axes)

    def _chosen_layer(self) -> int:
        hidden = self._network.hidden
        for item in self._document.view.selection:
            for layer in hidden:
                if item == layer.id or item in {neuron.id for neuron in layer.neurons}:
                    return layer.id
        return hidden[-1].id

    def _selected_keys(self) -> tuple[ParameterKey, ...]:
        """The selected weights, and all that lead into selected neurons."""
        selection = self._document.view.selection
        neurons = {item for item in selection if isinstance(item, int)}
        for layer in self._network.layers:
            if layer.id in neurons:
                neurons |= {neuron.id for neuron in layer.neurons}
        chosen = {item for item in selection if isinstance(item, ParameterKey)}
        chosen |= {key for key in present_parameters(self._network) if key.target in neurons}
        return tuple(sorted(chosen))
