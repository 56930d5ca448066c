"""The inspector's page of a neuron: its sum on one row, its activation, its answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.appearance.buttons import ElidedLabel, IconButton
from playground.appearance.numbers import format_number, format_percent, with_unit
from playground.appearance.text import TextSize, px, text_font
from playground.appearance.theme import Theme
from playground.data.dataset import Feature
from playground.document.names import counted, neuron_name
from playground.document.project import Project
from playground.engine.activations import ACTIVATIONS
from playground.engine.network import Network
from playground.panels.activation_field import ActivationField
from playground.panels.activation_plot import ActivationPlot
from playground.panels.editor import Editor
from playground.panels.inspector_page import Head, Inspected, InspectorPage
from playground.panels.neuron_sum import NeuronSum, neuron_sum, row_inputs, used_rows
from playground.panels.page import FormRow, Rule, paragraph, plain_row, text_label
from playground.panels.term_table import TermTable


class NeuronPage(InspectorPage):
    """``row_wanted(row)``: another row to explain. ``parameter_picked(key)``: a line of the sum."""

    follows_training = True
    row_wanted = Signal(int)
    parameter_picked = Signal(object)

    def __init__(self, editor: Editor, theme: Theme) -> None:
        super().__init__(editor, theme)
        self._neuron_id = 0
        self._row = 0
        self.total: NeuronSum | None = None
        self.head = Head("neuron", theme)
        self.row_label = text_label("", muted=True, tabular=True)
        self.previous = IconButton("chevron_left", "Previous row", theme)
        self.next = IconButton("chevron_right", "Next row", theme)
        for widget in (self.row_label, self.previous, self.next):
            self.head.tools.addWidget(widget)
        for button in (self.previous, self.next):
            button.setFixedWidth(px(24))
        self.head.tools.setSpacing(px(2))
        self.terms = TermTable(theme)
        self.plot = ActivationPlot(theme)
        self.result = _Result("readout")
        self.slope = _Result("body")
        self.meaning = paragraph("", "label")
        self.activation = ActivationField("Activation", editor, theme)
        self.activation_row = FormRow("Activation", self.activation)
        self._lay_out()
        self.previous.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_on)
        self.terms.picked.connect(self.parameter_picked)

    def _lay_out(self) -> None:
        self.column.addWidget(self.head)
        self.column.addWidget(Rule(above=6, below=4))
        self.column.addWidget(self.terms)
        self.column.addWidget(self.plot)
        self.column.addWidget(self.result)
        self.column.addWidget(self.slope)
        self.column.addWidget(self.meaning)
        self.column.addSpacing(px(6))
        self.column.addWidget(self.activation_row)

    def show_neuron(self, neuron_id: int) -> None:
        self._neuron_id = neuron_id

    def show_inspected(self, seen: Inspected) -> None:
        network, project = seen.snapshot.network, seen.project
        self._row = seen.row
        rows = used_rows(project.dataset)
        self.row_label.setText(f"Row {seen.row + 1:,}")
        self.previous.setEnabled(seen.row > int(rows[0]))
        self.next.setEnabled(seen.row < int(rows[-1]))
        layer, _place = network.spec.position(self._neuron_id)
        for widget in (self.terms, self.plot, self.slope, self.activation_row):
            widget.setVisible(layer > 0)
        self._show_picture(seen, layer)
        x = row_inputs(project.dataset, seen.row)
        if layer == 0:
            self._show_input(project, network, float(x[0, self._place(network)]))
        else:
            theta = seen.snapshot.shown_runner.theta
            self._show_sum(project, network, layer, neuron_sum(network, theta, x, self._neuron_id))

    def _place(self, network: Network) -> int:
        return network.spec.position(self._neuron_id)[1]

    def _show_picture(self, seen: Inspected, layer: int) -> None:
        values = seen.pictures.values.get(self._neuron_id) if seen.pictures is not None else None
        if values is None:
            self.head.picture.show_icon("neuron")
        else:
            neuron = seen.snapshot.network.spec.neuron(self._neuron_id)
            self.head.picture.show_values(values, neuron.activation if layer else None)

    def _show_input(self, project: Project, network: Network, scaled: float) -> None:
        feature = project.dataset.inputs[self._place(network)]
        self.total = None
        self.head.say(neuron_name(network.spec, self._neuron_id), "input")
        self.result.say("value", format_number(scaled), "What the network sees of this row.")
        self.meaning.setText(input_sentence(feature, scaled))
        self.meaning.show()

    def _show_sum(self, project: Project, network: Network, layer: int, total: NeuronSum) -> None:
        spec = network.spec
        self.total = total
        activation = ACTIVATIONS[total.activation]
        short = total.activation if total.activation == "tanh" else activation.label.lower()
        n_inputs = sum(not term.cut and not term.key.is_bias for term in total.terms)
        is_output = layer == len(spec.layers) - 1
        about = f"output, {short}" if is_output else f"{short}, {counted(n_inputs, 'input')}"
        self.head.say(neuron_name(spec, self._neuron_id), about)
        self.terms.show_sum(total)
        self.plot.show_point(total)
        self.result.say(f"output  {activation.formula}", format_number(total.output), activation.good_for)
        about = (
            activation.substitute_slope or "How fast the output changes with z: what blame is multiplied by."
        )
        self.slope.say(f"slope  {activation.derivative}", format_number(total.slope), about)
        self.activation.show_neurons(project, [self._neuron_id], neuron_name(spec, self._neuron_id))
        self.meaning.setVisible(is_output)
        if is_output:
            feature = project.dataset.outputs[self._place(network)]
            self.meaning.setText(output_sentence(feature, total.output))

    def _go_back(self) -> None:
        self._go(-1)

    def _go_on(self) -> None:
        self._go(1)

    def _go(self, step: int) -> None:
        rows = used_rows(self.editor.document.project.dataset)
        place = int(rows.searchsorted(self._row)) + step
        if 0 <= place < len(rows):
            self.row_wanted.emit(int(rows[place]))


class _Result(QWidget):
    """A formula, elided where it is long, and its value at the right."""

    def __init__(self, size: TextSize) -> None:
        super().__init__()
        self._formula = ElidedLabel()
        self._formula.setFont(text_font("body", medium=size == "readout"))
        self._value = text_label("", size, medium=True, tabular=True)
        row = plain_row()
        row.addWidget(self._formula, 1)
        row.addWidget(self._value)
        self.setLayout(row)

    @property
    def text(self) -> str:
        return self._value.text()

    def say(self, formula: str, value: str, about: str) -> None:
        self._formula.setText(formula)
        self._value.setText(value)
        self.setToolTip(f"{formula}\n{about}")
        self.setAccessibleName(f"{formula} = {value}")


def input_sentence(feature: Feature, scaled: float) -> str:
    """How the number of an input comes about."""
    if feature.category is not None:
        return f"1 where {feature.column} is {feature.category}, else 0."
    original = with_unit(float(feature.to_original(scaled)), feature.unit)
    if (feature.offset, feature.scale) == (0.0, 1.0):
        return f"{original}, not scaled."
    offset, scale = format_number(feature.offset), format_number(feature.scale)
    return f"{original}, scaled: ({original} − {offset}) / {scale}."


def output_sentence(feature: Feature, output: float) -> str:
    """What an output means in the data's own terms."""
    if feature.category is not None:
        what = f"{feature.column} is {feature.category}"
        return f"{what}: {format_percent(output, 1)}" if 0 <= output <= 1 else what
    return f"{feature.name}: {with_unit(float(feature.to_original(output)), feature.unit, 4)}"
