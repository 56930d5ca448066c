"""The inspector's pages of a layer, of several things at once, and of nothing."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QGridLayout

from playground.appearance.fields import ComboField, NumberField
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.document import edits
from playground.document.names import counted, layer_name
from playground.document.original_units import linear_formula
from playground.document.project import Project, present_parameters
from playground.engine.initializers import INITIALIZERS
from playground.engine.specs import ParameterKey
from playground.panels.activation_field import ActivationField
from playground.panels.editor import Editor
from playground.panels.formula_text import formula_lines
from playground.panels.inspector_page import Head, Inspected, InspectorPage, TextButton
from playground.panels.page import FormRow, Rule, paragraph
from playground.panels.text_lines import WrappedLabel

LARGEST_LAYER = 256
"""What the size field takes; larger layers are more than the canvas can show."""


class LayerPage(InspectorPage):
    """Size, activation, starting weights."""

    def __init__(self, editor: Editor, theme: Theme) -> None:
        super().__init__(editor, theme)
        self._layer_id = 0
        self.head = Head("network", theme)
        self.count = NumberField("Neurons in the layer", 1, 1, LARGEST_LAYER, integer=True)
        self.activation = ActivationField("Activation of the layer", editor, theme)
        self.initializer = ComboField(
            "Starting weights", theme, [(name, each.label) for name, each in INITIALIZERS.items()]
        )
        self.remove = TextButton(
            "remove", "Remove layer", "Its neighbors are joined with new weights.", theme
        )
        self.text = paragraph()
        size_tip = f"Neurons\nAdded and removed at the end of the layer.\n1 to {LARGEST_LAYER}"
        self._size_row = FormRow("Neurons", self.count, size_tip)
        self._activation_row = FormRow("Activation", self.activation)
        self._initializer_row = FormRow("Start", self.initializer)
        for widget in (
            self.head,
            Rule(above=6, below=6),
            self.text,
            self._size_row,
            self._activation_row,
            self._initializer_row,
        ):
            self.column.addWidget(widget)
        self.column.addSpacing(px(10))
        self.column.addWidget(self.remove)
        self.count.value_changed.connect(self._set_size)
        editor.merge_passed(self.initializer)
        self.initializer.chosen.connect(self._set_initializer)
        self.remove.clicked.connect(self._remove)

    def show_layer(self, layer_id: int) -> None:
        self._layer_id = layer_id

    def show_inspected(self, seen: Inspected) -> None:
        network = seen.project.network
        index = network.layer_index(self._layer_id)
        layer = network.layers[index]
        is_hidden = 0 < index < len(network.layers) - 1
        targets = {neuron.id for neuron in layer.neurons}
        n_cut = sum(key.target in targets for key in network.cut)
        n_parameters = layer.size * (network.layers[index - 1].size + 1) - n_cut
        weights = f", {counted(n_parameters, 'weight')}" if index else ""
        self.head.say(layer_name(network, index), f"{counted(layer.size, 'neuron')}{weights}")
        self.count.set_value(layer.size)
        self._size_row.setVisible(is_hidden)
        self.remove.setVisible(is_hidden)
        self._activation_row.setVisible(index > 0)
        self._initializer_row.setVisible(index > 0)
        self.text.setVisible(not is_hidden)
        end = "The inputs are the columns" if index == 0 else "The outputs follow the target"
        self.text.setText(f"{end} chosen in the recipe.")
        if index:
            ids = [neuron.id for neuron in layer.neurons]
            self.activation.show_neurons(seen.project, ids, layer_name(network, index))
        for each in INITIALIZERS.values():
            self.initializer.explain(each.name, f"{each.formula}\n{each.good_for}")
        initializer = INITIALIZERS[layer.initializer]
        self.initializer.set_choice(layer.initializer)
        self.initializer.setToolTip(
            f"Starting weights: {initializer.formula}\n{initializer.good_for}\nTheir next use: New weights."
        )

    def _project(self) -> Project:
        return self.editor.document.project

    def _title(self) -> str:
        network = self._project().network
        return layer_name(network, network.layer_index(self._layer_id))

    def _set_size(self, size: float) -> None:
        layer_id = self._layer_id
        text = f"{self._title()}: {counted(int(size), 'neuron')}"
        self.editor.edit(text, lambda p: edits.set_layer_size(p, layer_id, int(size)))

    def _set_initializer(self, name: str) -> None:
        layer_id = self._layer_id
        text = f"{self._title()}: start with {INITIALIZERS[name].label}"
        self.editor.edit(text, lambda p: edits.set_initializer(p, layer_id, name))

    def _remove(self) -> None:
        layer_id = self._layer_id
        self.editor.edit(f"Remove {self._title()}", lambda p: edits.remove_layer(p, layer_id))


class GroupPage(InspectorPage):
    """What several selected neurons and synapses can be given together."""

    def __init__(self, editor: Editor, theme: Theme) -> None:
        super().__init__(editor, theme)
        self._neurons: list[int] = []
        self._keys: list[ParameterKey] = []
        self.head = Head("network", theme)
        self.activation = ActivationField("Activation of the selected neurons", editor, theme)
        self._activation_row = FormRow("Activation", self.activation)
        self.remove = TextButton(
            "remove", "Remove neurons", "Undo brings them back with their weights.", theme
        )
        self.cut = TextButton("cut", "Cut", "They carry nothing any more and are not trained.", theme)
        self.restore = TextButton("plus", "Restore", "Bring cut ones back with newly drawn weights.", theme)
        self.lock = TextButton("lock", "Lock", "Keep their values while the others train.", theme)
        self.unlock = TextButton("lock", "Unlock", "Train them again.", theme)
        self.lock_others = TextButton("lock", "Lock the others", "Only these train.", theme)
        self.column.addWidget(self.head)
        self.column.addWidget(Rule(above=6, below=6))
        self.column.addWidget(self._activation_row)
        self.column.addSpacing(px(8))
        buttons = QGridLayout()
        buttons.setSpacing(px(8))
        places = ((self.cut, 1, 0), (self.restore, 1, 1), (self.lock, 2, 0), (self.unlock, 2, 1))
        buttons.addWidget(self.remove, 0, 0, 1, 2)
        for button, row, column in places:
            buttons.addWidget(button, row, column)
        buttons.addWidget(self.lock_others, 3, 0, 1, 2)
        self.column.addLayout(buttons)
        self.remove.clicked.connect(self._remove)
        self.cut.clicked.connect(self._cut)
        self.restore.clicked.connect(self._restore)
        self.lock.clicked.connect(self._lock)
        self.unlock.clicked.connect(self._unlock)
        self.lock_others.clicked.connect(self._lock_others)

    def show_group(self, neurons: Iterable[int], keys: Iterable[ParameterKey]) -> None:
        self._neurons, self._keys = list(neurons), list(keys)

    def show_inspected(self, seen: Inspected) -> None:
        network = seen.project.network
        parts = [counted(len(self._neurons), "neuron")] if self._neurons else []
        parts += [counted(len(self._keys), "weight")] if self._keys else []
        self.head.say(", ".join(parts), "selected")
        inputs = {neuron.id for neuron in network.inputs.neurons}
        hidden = {neuron.id for layer in network.hidden for neuron in layer.neurons}
        can_be_changed = bool(self._neurons) and not inputs & set(self._neurons)
        self._activation_row.setVisible(can_be_changed)
        if can_be_changed:
            what = counted(len(self._neurons), "neuron")
            self.activation.show_neurons(seen.project, self._neurons, what)
        self.remove.setVisible(bool(self._neurons) and hidden >= set(self._neurons))
        keys = frozenset(self._keys)
        for button in (self.cut, self.restore, self.lock, self.unlock, self.lock_others):
            button.setVisible(bool(keys))
        self.cut.setEnabled(bool(keys - network.cut))
        self.restore.setEnabled(bool(keys & network.cut))
        self.lock.setEnabled(bool(keys - network.cut - network.locked))
        self.unlock.setEnabled(bool(keys & network.locked))
        self.lock_others.setEnabled(not keys & network.cut)

    def _what(self) -> str:
        return counted(len(self._keys), "weight")

    def _remove(self) -> None:
        ids = self._neurons
        self.editor.edit(f"Remove {counted(len(ids), 'neuron')}", lambda p: edits.remove_neurons(p, ids))

    def _cut(self) -> None:
        keys = self._keys
        self.editor.edit(f"Cut {self._what()}", lambda p: edits.cut(p, keys))

    def _restore(self) -> None:
        keys = self._keys
        self.editor.edit(f"Restore {self._what()}", lambda p: edits.restore(p, keys))

    def _lock(self) -> None:
        keys = frozenset(self._keys)
        self.editor.edit(f"Lock {self._what()}", lambda p: edits.lock(p, keys - p.network.cut))

    def _unlock(self) -> None:
        keys = self._keys
        self.editor.edit(f"Unlock {self._what()}", lambda p: edits.unlock(p, keys))

    def _lock_others(self) -> None:
        keys = self._keys
        self.editor.edit(f"Lock all but {self._what()}", lambda p: edits.lock_others(p, keys))


class EmptyPage(InspectorPage):
    """The network in numbers, what to click, and the formula of a network without bends."""

    follows_training = True

    def __init__(self, editor: Editor, theme: Theme) -> None:
        super().__init__(editor, theme)
        self.head = Head("network", theme)
        self.text = paragraph(
            "Click a neuron, a synapse or the name of a layer in the network to take it apart here."
        )
        self.column.addWidget(self.head)
        self.column.addWidget(Rule(above=6, below=8))
        self.column.addWidget(self.text)
        self.column.addSpacing(px(12))
        self.formula = WrappedLabel(text_font("body", tabular=True), most_lines=8)
        self.column.addWidget(self.formula)

    def show_inspected(self, seen: Inspected) -> None:
        network, snapshot = seen.project.network, seen.snapshot
        formula = linear_formula(snapshot.network, seen.project.dataset, snapshot.shown_runner.theta)
        self.formula.setVisible(formula is not None)
        if formula is not None:
            self.formula.set_text("   ".join(formula_lines(formula)))
        present = present_parameters(network)
        trained = len(present - network.locked)
        shape = " – ".join(str(size) for size in network.sizes)
        self.head.say("Nothing selected", f"{shape}, {counted(trained, 'trained weight')}")
