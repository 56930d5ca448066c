"""Saturated and dead neurons are found, marked and explained."""

from __future__ import annotations

import numpy as np
import pytest

from playground.appearance.theme import LIGHT
from playground.canvas.hover_texts import tooltip
from playground.canvas.stuck_neurons import (
    MOST_ROWS,
    sample_rows,
    slopes_at,
    stuck_neurons,
)
from playground.canvas.targets import Target
from playground.document.edits import set_activation
from playground.document.project import Project
from playground.engine.network import Network
from playground.engine.specs import BIAS, ParameterKey
from tests.canvas import conftest as examples
from tests.canvas.conftest import Show


def with_bias(project: Project, place: int, bias: float) -> tuple[Network, np.ndarray]:
    """Small weights everywhere, but one hidden neuron pushed far to a side."""
    network = Network(project.network)
    theta = np.full(network.layout.n_params, 0.1)
    neuron = project.network.hidden[0].neurons[place].id
    theta[network.layout.index(ParameterKey(BIAS, neuron))] = bias
    return network, theta


@pytest.mark.parametrize(
    ("activation", "bias", "stuck"),
    [
        ("tanh", 8.0, "saturated"),
        ("tanh", -8.0, "saturated"),
        ("tanh", 80.0, "saturated"),
        ("sigmoid", -12.0, "saturated"),
        ("sigmoid", 1.0, None),
        ("relu", -9.0, "dead"),
        ("relu", 9.0, None),
        ("linear", 99.0, None),
        ("threshold", 99.0, None),
    ],
)
def test_stuck_neurons_are_found(spiral: Project, activation: str, bias: float, stuck: str | None) -> None:
    layer = spiral.network.hidden[0]
    project = set_activation(spiral, [layer.neurons[1].id], activation)
    network, theta = with_bias(project, 1, bias)
    found = stuck_neurons(network, theta, project.dataset.x_train)
    how, share = found.get(layer.neurons[1].id, (None, 1.0))
    assert how == stuck
    assert share >= 0.95


def test_slopes_are_the_derivatives() -> None:
    z = np.linspace(-2, 2, 9)
    assert slopes_at("tanh", z) == pytest.approx(1 / np.cosh(z) ** 2)
    assert slopes_at("linear", z).tolist() == [1.0] * 9


def test_large_tables_are_sampled() -> None:
    x = np.arange(5000.0)[:, None]
    sample = sample_rows(x)
    assert len(sample) == MOST_ROWS
    assert (sample[0, 0], sample[-1, 0]) == (0, 4999)
    assert sample_rows(x[:100]) is not None
    assert len(sample_rows(x[:100])) == 100


def test_they_are_marked_and_explained(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    network, theta = with_bias(spiral, 0, 9.0)
    shown.controller.publish(examples.snapshot_of(spiral, network, theta))
    shown.controller.publish_pictures()
    scene, neuron = shown.view.scene, shown.hidden(0, 0)
    assert set(scene.stuck) == {neuron}
    assert "Saturated: its curve is flat for 100" in tooltip(scene, Target("neuron", neuron))
    rect = scene.geometry.neuron(neuron)
    place = shown.at(rect.topLeft())
    image = shown.canvas.grab().toImage()
    colors = {image.pixelColor(place.x() + dx, place.y() + dy).name() for dx in range(7) for dy in range(9)}
    assert LIGHT.warn in colors
    assert "Saturated" not in tooltip(scene, Target("neuron", shown.hidden(0, 1)))
