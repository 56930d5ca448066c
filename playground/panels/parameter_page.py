"""The inspector's page of a weight or bias: its value, typed, cut or locked, its way, the surface's axes."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from playground.appearance.fields import NumberField
from playground.appearance.numbers import format_number, with_unit
from playground.appearance.runner_marks import runner_color
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.document import edits
from playground.document.names import neuron_name, parameter_name
from playground.document.original_units import in_original_units as original_value
from playground.document.project import Project, present_parameters
from playground.engine.specs import ParameterKey
from playground.panels.editor import Editor
from playground.panels.gradient_rows import GradientRows
from playground.panels.inspector_page import Head, Inspected, InspectorPage, TextButton
from playground.panels.neuron_sum import has_rows, neuron_sum, row_inputs
from playground.panels.page import FormRow, Heading, Rule, paragraph
from playground.panels.sparkline import Sparkline
from playground.training.pictures import Axes


class ParameterPage(InspectorPage):
    """``axes_wanted(axes)``: draw the surface over these two parameters."""

    follows_training = True
    axes_wanted = Signal(object)

    def __init__(self, editor: Editor, theme: Theme) -> None:
        super().__init__(editor, theme)
        self._key = ParameterKey(0, 0)
        self._axes: Axes | None = None
        self.head = Head("axes", theme)
        self.value = NumberField("Weight", 0.0)
        self.path = Sparkline("The weight's way since the start")
        self.path.setMinimumHeight(px(40))
        self.gradient = GradientRows()
        self.term = paragraph()
        self.cut = TextButton("cut", "Cut", "", theme)
        self.lock = TextButton("lock", "Lock", "", theme)
        self.lock_others = TextButton(
            "lock", "Lock the others", "Only this one trains: the surface over it is exact.", theme
        )
        self.horizontal = TextButton("axes", "Horizontal", "Draw the cost surface over this weight.", theme)
        self.vertical = TextButton("axes", "Vertical", "Draw the cost surface over this weight.", theme)
        self.axes_text = paragraph()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(self.head)
        column.addWidget(Rule(above=6, below=6))
        tip = "Value\nWeight of this synapse in every runner. Type one and press Return.\nAny number"
        column.addWidget(FormRow("Value", self.value, tip))
        column.addWidget(self.gradient)
        column.addWidget(FormRow("Its way", self.path, "Its way\nThe value since the start, shown runner."))
        column.addSpacing(px(6))
        column.addWidget(self.term)
        column.addSpacing(px(10))
        buttons = QGridLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.cut, 0, 0)
        buttons.addWidget(self.lock, 0, 1)
        buttons.addWidget(self.lock_others, 1, 0, 1, 2)
        column.addLayout(buttons)
        column.addWidget(Rule())
        column.addWidget(Heading("Cost surface", "use as axis"))
        column.addWidget(self.axes_text)
        column.addSpacing(px(8))
        axes = QHBoxLayout()
        axes.setSpacing(px(8))
        axes.addWidget(self.horizontal, 1)
        axes.addWidget(self.vertical, 1)
        column.addLayout(axes)

    def _connect(self) -> None:
        self.value.value_changed.connect(self._set_value)
        self.cut.clicked.connect(self._toggle_cut)
        self.lock.clicked.connect(self._toggle_lock)
        self.lock_others.clicked.connect(self._lock_others)
        self.horizontal.clicked.connect(self._use_horizontally)
        self.vertical.clicked.connect(self._use_vertically)

    def show_parameter(self, key: ParameterKey) -> None:
        self._key = key

    def show_inspected(self, seen: Inspected) -> None:
        snapshot, key = seen.snapshot, self._key
        spec = seen.project.network
        is_cut, is_locked = key in spec.cut, key in spec.locked
        theta = snapshot.shown_runner.theta
        value = float(theta[snapshot.network.layout.index(key)])
        state = "cut" if is_cut else "locked" if is_locked else "trained"
        kind = "bias" if key.is_bias else "weight"
        self.head.say(parameter_name(spec, key), f"{kind}, {state}")
        if not (self.value.hasFocus() and self.value.isModified()):
            self.value.set_value(float(f"{value:.4g}"))
        self.value.setAccessibleName(parameter_name(spec, key))
        self.gradient.setVisible(not is_cut)
        if not is_cut:
            self.gradient.show_slopes(seen, key)
        self._show_path(seen)
        self._show_term(seen, is_cut=is_cut)
        self._show_buttons(is_cut=is_cut, is_locked=is_locked)
        self._show_axes(seen, is_cut=is_cut)

    def _show_path(self, seen: Inspected) -> None:
        runner, layout = seen.snapshot.shown_runner, seen.snapshot.network.layout
        color = runner_color(self.theme, seen.project.training.marks.get(runner.id, 0))
        self.path.show_values(np.asarray(runner.path[:, layout.index(self._key)]), color)

    def _show_term(self, seen: Inspected, *, is_cut: bool) -> None:
        if is_cut:
            self.term.setText("Cut: it carries nothing and is not trained.")
            return
        if not has_rows(seen.project.dataset):
            self.term.setText("There is no row yet to show what it adds.")
            return
        network = seen.snapshot.network
        x = row_inputs(seen.project.dataset, seen.row)
        total = neuron_sum(network, seen.snapshot.shown_runner.theta, x, self._key.target)
        term = next(term for term in total.terms if term.key == self._key)
        target = neuron_name(network.spec, self._key.target)
        product = f"{format_number(term.weight)} × {format_number(term.value)}"
        text = f"On row {seen.row + 1:,} it adds {product} = {format_number(term.product)} to {target}."
        original = in_original_units(seen.project, self._key, term.weight)
        if self._key.is_bias:
            original = _bias_in_original_units(seen, self._key)
        self.term.setText(f"{text}\nIn original units: {original}." if original else text)

    def _show_buttons(self, *, is_cut: bool, is_locked: bool) -> None:
        if is_cut:
            self.cut.say("plus", "Restore", "Bring it back with a newly drawn weight.")
        else:
            self.cut.say("cut", "Cut", "It carries nothing any more and is not trained.")
        if is_locked:
            self.lock.say("lock", "Unlock", "Train it again.")
        else:
            self.lock.say("lock", "Lock", "Keep the value while the others train.")
        self.lock.setEnabled(not is_cut)
        self.lock_others.setEnabled(not is_cut)

    def _show_axes(self, seen: Inspected, *, is_cut: bool) -> None:
        self._axes = seen.axes
        axes, spec = seen.axes, seen.project.network
        if axes is None:
            self.axes_text.setText("There is no surface: fewer than two weights are trained.")
        else:
            across, up = (parameter_name(spec, key) for key in axes)
            self.axes_text.setText(f"Horizontal: {across}\nVertical: {up}")
        several = int(seen.snapshot.network.layout.present.sum()) > 1
        self.horizontal.setEnabled(several and not is_cut and (axes is None or axes[0] != self._key))
        self.vertical.setEnabled(several and not is_cut and (axes is None or axes[1] != self._key))

    def _name(self) -> str:
        return parameter_name(self.editor.document.project.network, self._key)

    def _set_value(self, value: float) -> None:
        key = self._key
        is_cut = key in self.editor.document.project.network.cut
        text = f"Set {self._name()} to {format_number(value)}"
        self.editor.edit(text, lambda p: edits.restore(p, [key]) if is_cut else p, typed={key: value})

    def _toggle_cut(self) -> None:
        key, is_cut = self._key, self._key in self.editor.document.project.network.cut
        text = f"{'Restore' if is_cut else 'Cut'} {self._name()}"
        self.editor.edit(text, lambda p: (edits.restore if is_cut else edits.cut)(p, [key]))

    def _toggle_lock(self) -> None:
        key, is_locked = self._key, self._key in self.editor.document.project.network.locked
        text = f"{'Unlock' if is_locked else 'Lock'} {self._name()}"
        self.editor.edit(text, lambda p: (edits.unlock if is_locked else edits.lock)(p, [key]))

    def _lock_others(self) -> None:
        key = self._key
        self.editor.edit(f"Lock all but {self._name()}", lambda p: edits.lock_others(p, [key]))

    def _use_horizontally(self) -> None:
        self._use(0)

    def _use_vertically(self) -> None:
        self._use(1)

    def _use(self, place: int) -> None:
        """Put this parameter on one axis; what was there moves over if this one came from the other."""
        present = sorted(present_parameters(self.editor.document.project.network) - {self._key})
        first, second = self._axes or (present[0], present[0])
        other = (second, first)[place]
        if other == self._key:
            other = (first, second)[place]
        self.axes_wanted.emit((self._key, other) if place == 0 else (other, self._key))


def _bias_in_original_units(seen: Inspected, key: ParameterKey) -> str:
    """What the bias would be if the inputs were not scaled; "" where that makes no difference."""
    snapshot = seen.snapshot
    theta, network = snapshot.shown_runner.theta, snapshot.network
    found = original_value(network, seen.project.dataset, theta, key)
    if found is None or found.value == float(theta[network.layout.index(key)]):
        return ""
    return f"{with_unit(found.value, found.unit)}, with inputs as they stand in the file"


def in_original_units(project: Project, key: ParameterKey, weight: float) -> str:
    """What one unit of an unscaled input adds: to the output in its own unit, if that is a plain sum of the
    inputs ("1.2 k€ per m²"), else to the neuron's sum ("0.041 per m²"); "" if there is nothing to convert."""
    network, data = project.network, project.dataset
    sources = [neuron.id for neuron in network.inputs.neurons]
    if key.source not in sources:
        return ""
    feature = data.inputs[sources.index(key.source)]
    layer, place = network.position(key.target)
    factor, unit, is_output = 1.0, "", layer == len(network.layers) - 1
    if is_output and data.task == "regression" and network.neuron(key.target).activation == "linear":
        factor, unit = data.outputs[place].scale, data.outputs[place].unit
    if feature.category is not None or feature.is_gap or (feature.scale == 1.0 and factor == 1.0):
        return ""
    each = feature.unit or f"unit of {feature.name}"
    return f"{with_unit(weight * factor / feature.scale, unit)} per {each}"
