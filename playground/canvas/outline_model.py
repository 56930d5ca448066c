"""The network as a tree: layers, their neurons, and what leads into each of them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from playground.appearance.numbers import format_number, parse_number
from playground.canvas.names import activation_label, layer_summary
from playground.canvas.scene import NetworkScene
from playground.document.names import layer_name, neuron_name
from playground.engine.specs import BIAS, NeuronSpec, ParameterKey

NAME: Final = 0
VALUE: Final = 1
_OF_LAYER: Final = 1 << 32
"""Internal ids: 0 for layers, 1 + layer index for neurons, this plus the neuron's id for parameters."""

Item = int | ParameterKey
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class OutlineModel(QAbstractItemModel):
    """Reads the scene; call `rebuild` when the network has changed. The second column holds numbers.

    Signals:
        typed(object, float): a value was entered for a parameter.
        sized(int, int): a number of neurons was entered for a hidden layer, by its id.
        refused(str): a sentence: what was typed is no number.
    """

    typed = Signal(object, float)
    sized = Signal(int, int)
    refused = Signal(str)

    def __init__(self, scene: NetworkScene) -> None:
        super().__init__()
        self._scene = scene

    def rebuild(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    def item(self, index: Index) -> Item | None:
        """What a row stands for: layer id, neuron id or parameter."""
        if not index.isValid():
            return None
        layers, kind = self._scene.network.layers, index.internalId()
        if kind == 0:
            return layers[index.row()].id
        if kind < _OF_LAYER:
            return layers[kind - 1].neurons[index.row()].id
        return self._parameters(kind - _OF_LAYER)[index.row()]

    def index_of(self, item: Item) -> QModelIndex:
        """The row of a part; invalid if the network doesn't have it."""
        network, geometry = self._scene.network, self._scene.geometry
        if isinstance(item, ParameterKey):
            if not geometry.has(item):
                return QModelIndex()
            row = self._parameters(item.target).index(item)
            return self.createIndex(row, NAME, _OF_LAYER + item.target)
        if geometry.has_neuron(item):
            layer, place = geometry.place(item)
            return self.createIndex(place, NAME, layer + 1)
        for i, layer_spec in enumerate(network.layers):
            if layer_spec.id == item:
                return self.createIndex(i, NAME, 0)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        layers = self._scene.network.layers
        if not parent.isValid():
            return len(layers)
        if parent.column() != NAME or parent.internalId() >= _OF_LAYER:
            return 0
        if parent.internalId() == 0:
            return layers[parent.row()].size
        layer = parent.internalId() - 1
        return layers[layer - 1].size + 1 if layer else 0

    def columnCount(self, _parent: Index = QModelIndex()) -> int:
        return 2

    def index(
        self,
        row: int,
        column: int,
        parent: Index = QModelIndex(),
    ) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, column, 0)
        if parent.internalId() == 0:
            return self.createIndex(row, column, parent.row() + 1)
        return self.createIndex(row, column, _OF_LAYER + self._neuron(parent).id)

    def parent(  # type: ignore[override] # the stubs know only QObject's parent() beside it
        self,
        index: Index = QModelIndex(),
    ) -> QModelIndex:
        kind = index.internalId() if index.isValid() else 0
        if kind == 0:
            return QModelIndex()
        if kind < _OF_LAYER:
            return self.createIndex(kind - 1, NAME, 0)
        layer, place = self._scene.geometry.place(kind - _OF_LAYER)
        return self.createIndex(place, NAME, layer + 1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        item = self.item(index)
        if index.column() == VALUE and (isinstance(item, ParameterKey) or self._is_hidden_layer(item)):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        item = self.item(index)
        if item is None:
            return None
        if role == Role.TextAlignmentRole and index.column() == VALUE:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Role.AccessibleTextRole:
            return f"{self._name(item)} {self._value(item)}".strip()
        if role == Role.EditRole and self._is_hidden_layer(item):
            return str(self._scene.network.layers[index.row()].size)
        if role in (Role.DisplayRole, Role.EditRole):
            return self._name(item) if index.column() == NAME else self._value(item)
        return None

    def setData(self, index: Index, value: object, _role: int = Role.EditRole) -> bool:
        item, number = self.item(index), parse_number(str(value))
        if number is None:
            self.refused.emit(f"“{value}” is not a number. Type one such as −0.5 or 1.2e-3.")
            return False
        if isinstance(item, ParameterKey):
            self.typed.emit(item, number)
        elif number == int(number):
            self.sized.emit(item, int(number))
        else:
            self.refused.emit("A layer has a whole number of neurons.")
            return False
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == VALUE else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return ("Part of the network", "Weight")[section] if role == Role.DisplayRole else None

    def _is_hidden_layer(self, item: Item | None) -> bool:
        return item in {layer.id for layer in self._scene.network.hidden}

    def _neuron(self, index: Index) -> NeuronSpec:
        return self._scene.network.layers[index.internalId() - 1].neurons[index.row()]

    def _parameters(self, neuron_id: int) -> list[ParameterKey]:
        """What leads into a neuron, cut or not; the bias last."""
        layer, _ = self._scene.geometry.place(neuron_id)
        if layer == 0:
            return []
        sources = [neuron.id for neuron in self._scene.network.layers[layer - 1].neurons]
        return [ParameterKey(source, neuron_id) for source in (*sources, BIAS)]

    def _name(self, item: Item) -> str:
        network, geometry = self._scene.network, self._scene.geometry
        if isinstance(item, ParameterKey):
            return "bias" if item.is_bias else f"from {neuron_name(network, item.source)}"
        if geometry.has_neuron(item):
            layer, place = geometry.place(item)
            own = network.layers[layer].neurons[place].name or f"neuron {place + 1}"
            activation = network.layers[layer].neurons[place].activation
            return f"{own}, {activation_label(activation)}" if layer else own
        index = network.layer_index(item)
        return f"{layer_name(network, index)}, {layer_summary(network, index)}"

    def _value(self, item: Item) -> str:
        if not isinstance(item, ParameterKey):
            return ""
        if item in self._scene.network.cut:
            return "cut"
        value = self._scene.weight(item)
        text = "" if value is None else format_number(value)
        return f"{text} locked" if item in self._scene.network.locked else text
