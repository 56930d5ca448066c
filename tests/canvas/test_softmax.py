"""Outputs that are one whole: framed, named, and changed together."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QToolButton

from playground.canvas.activation_picker import ActivationPicker, choices
from playground.canvas.targets import Target
from playground.document.project import Project
from tests.canvas.conftest import Show
from tests.looking import present


def with_outputs(project: Project, activation: str) -> Project:
    network = project.network
    outputs = tuple(replace(neuron, activation=activation) for neuron in network.outputs.neurons)
    layers = (*network.layers[:-1], replace(network.outputs, neurons=outputs))
    return replace(project, network=replace(network, layers=layers))


def test_softmax_outputs_stand_in_a_frame_clear_of_their_names(show: Show, flowers: Project) -> None:
    assert show(with_outputs(flowers, "sigmoid")).view.scene.geometry.group is None
    shown = show(with_outputs(flowers, "softmax"))
    scene = shown.view.scene
    group = present(scene.geometry.group)
    for place in range(3):
        assert group.contains(scene.geometry.layers[-1].neuron(place))
    image = shown.canvas.grab().toImage()
    edge = shown.at(QPointF(group.right(), 0)).x()
    top, bottom = shown.at(group.topLeft()).y() + 12, shown.at(group.bottomLeft()).y() - 12
    column = [image.pixelColor(edge, y).lightness() for y in range(top, bottom)]
    assert min(column) < 220 < max(column)  # dashes and gaps, and no letter of a name
    assert all(light > 100 for light in column)


def test_hidden_neurons_are_not_offered_what_is_for_outputs_only(show: Show, flowers: Project) -> None:
    assert "softmax" in choices(for_outputs=True)
    assert "softmax" not in choices(for_outputs=False)
    shown = show(flowers)
    shown.click(Target("badge", shown.hidden(0, 0)))
    picker = present(shown.canvas.findChild(ActivationPicker))
    assert "Softmax" not in {button.text() for button in picker.findChildren(QToolButton)}
    picker.close()


def test_one_output_takes_or_leaves_softmax_with_all_the_others(show: Show, flowers: Project) -> None:
    outputs = tuple(neuron.id for neuron in flowers.network.outputs.neurons)
    shown = show(flowers)
    before = shown.document.project
    shown.view.editor.set_activation(outputs[1:2], "sigmoid")
    assert {neuron.activation for neuron in shown.network.outputs.neurons} == {"sigmoid"}
    assert shown.document.project.training.cost == "binary_cross_entropy"
    assert shown.undo_text == "Set 3 neurons to sigmoid, cost: binary cross-entropy"
    shown.view.editor.set_activation(outputs[1:2], "softmax")
    assert shown.document.project == before
    shown.document.undo_stack.undo()
    shown.document.undo_stack.undo()
    assert shown.document.project == before
