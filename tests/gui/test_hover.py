"""The mouse over a neuron of the canvas, in the real window, while it trains."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF

from playground.canvas.targets import Target
from playground.plots.neuron_plot import neuron_title
from tests.gui.conftest import Person
from tests.looking import present


def test_the_neuron_under_the_mouse_is_enlarged_in_the_predictions_panel(person: Person) -> None:
    person.drop_and_wait(person.example("iris"))
    workspace = person.window.workspace
    predictions, canvas = workspace.predictions, workspace.network.canvas
    workspace._predictions.raise_()
    person.qtbot.waitUntil(lambda: predictions.isVisible() and predictions.plot.picture is not None)
    person.press_train()
    neuron = person.document.project.network.hidden[0].neurons[1].id
    person.qtbot.wait(1)  # one turn of the event loop: the hint is gone, the canvas has its size
    middle = canvas.view.to_screen(canvas.scene.geometry.neuron(neuron).center()).toPoint()
    assert canvas.target_at(QPointF(middle)) == Target("neuron", neuron)
    person.qtbot.mouseMove(canvas, middle)
    title = neuron_title(person.document.project.network, neuron)
    person.qtbot.waitUntil(lambda: present(predictions.plot.picture).neuron == title)
    person.wait_for_updates(3)
    assert present(predictions.plot.picture).neuron == title
    person.qtbot.mouseMove(canvas, QPoint(2, canvas.height() // 2))
    person.qtbot.waitUntil(lambda: not present(predictions.plot.picture).neuron)
    person.press_train()
