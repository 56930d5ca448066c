"""The pictures in the neurons: right side up, in the sign map's colors, normalized by the activation."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from playground.appearance.color_maps import sign_color
from playground.appearance.sign_scale import normalized, value_span
from playground.appearance.theme import DARK, LIGHT, Theme
from playground.canvas.neuron_images import NeuronImages
from playground.data.reader import read_table
from playground.document.project import Project, new_project
from playground.engine.network import Network
from playground.engine.specs import LayerSpec, NetworkSpec, NeuronSpec, ParameterKey
from playground.resources import resource
from playground.training.neuron_pictures import NeuronPictures, NeuronSample
from tests.canvas.conftest import channels

ROWS = np.empty(0, np.int64)
NETWORK = NetworkSpec(
    (
        LayerSpec(10, (NeuronSpec(1), NeuronSpec(2))),
        LayerSpec(11, (NeuronSpec(3, "tanh"), NeuronSpec(4, "sigmoid"), NeuronSpec(5, "relu"))),
    ),
    next_id=12,
)


@pytest.mark.parametrize(
    ("activation", "span"),
    [("tanh", (-1, 1)), ("sigmoid", (0, 1)), ("linear", (-4, 4)), ("relu", (-4, 4)), (None, (-4, 4))],
)
def test_spans(activation: str | None, span: tuple[float, float]) -> None:
    assert value_span(activation, 4.0) == span


def test_all_zero_has_a_span() -> None:
    assert value_span("linear", 0.0) == (-1, 1)


def test_values_that_are_not_finite_do_no_harm() -> None:
    values = np.array([np.nan, np.inf, -np.inf, 0.5, 9.0])
    assert normalized(values, -1.0, 1.0).tolist() == [0, 0, 0, 0.5, 1]


def painted(images: NeuronImages, neuron: int) -> QImage:
    """The neuron's picture, one pixel per value, 32 × 32."""
    image = QImage(32, 32, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.fillRect(QRectF(0, 0, 32, 32), images.brush(neuron, QRectF(0, 0, 32, 32)))
    painter.end()
    return image


def near(color: QColor, expected: QColor) -> bool:
    return all(abs(a - b) <= 3 for a, b in zip(channels(color), channels(expected), strict=True))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_map_is_drawn_with_the_lowest_second_input_at_the_bottom(theme: Theme) -> None:
    values = np.zeros((32, 32))
    values[0, 0] = 1.0  # lowest x and y: the lower left corner
    values[0, 31] = -1.0  # largest x, lowest y: the lower right corner
    values[31, 31] = 0.5
    images = NeuronImages(LIGHT)
    images.show(NeuronPictures("map", {3: values, 1: -values}, (0, 1, 0, 1), ROWS), NETWORK)
    images.restyle(theme)
    picture = painted(images, 3)
    assert near(picture.pixelColor(0, 31), sign_color(theme, 1))
    assert near(picture.pixelColor(31, 31), sign_color(theme, -1))
    assert near(picture.pixelColor(31, 0), sign_color(theme, 0.5))
    assert near(picture.pixelColor(0, 0), sign_color(theme, 0))
    assert near(painted(images, 1).pixelColor(0, 31), sign_color(theme, -1))


def test_a_strip_is_drawn_from_left_to_right_with_the_activations_range() -> None:
    strip = np.linspace(0, 1, 32)
    images = NeuronImages(LIGHT)
    images.show(NeuronPictures("strip", {4: strip, 5: 3 * strip, 2: strip}, None, ROWS), NETWORK)
    sigmoid, relu = painted(images, 4), painted(images, 5)
    for y in (0, 31):
        assert near(sigmoid.pixelColor(0, y), sign_color(LIGHT, -1))
        assert near(sigmoid.pixelColor(31, y), sign_color(LIGHT, 1))
        assert near(relu.pixelColor(0, y), sign_color(LIGHT, 0))
        assert near(relu.pixelColor(31, y), sign_color(LIGHT, 1))


def test_neighbors_in_the_atlas_do_not_bleed_into_a_smoothed_picture() -> None:
    images = NeuronImages(LIGHT)
    flat = np.ones((32, 32))
    values = {1: -flat, 3: flat, 2: -flat}
    images.show(NeuronPictures("map", values, (0, 1, 0, 1), ROWS), NETWORK)
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(QRectF(0, 0, 100, 100), images.brush(3, QRectF(0, 0, 100, 100)))
    painter.end()
    colors = {image.pixelColor(x, y).name() for x in range(100) for y in (0, 1, 50, 98, 99)}
    assert colors == {sign_color(LIGHT, 1).name()}


def test_a_curve_keeps_its_line() -> None:
    images = NeuronImages(LIGHT)
    line = np.linspace(-2, 4, 64)
    images.show(NeuronPictures("curve", {5: line}, (0, 1, 0, 0), ROWS), NETWORK)
    assert images.line(5) == pytest.approx(line / 4)


def test_first_neurons_show_their_weights_where_the_inputs_are_an_image() -> None:
    table = read_table(resource("examples", "digits.csv").read_bytes(), "digits.csv")
    project = new_project(table)
    network = Network(project.network)
    theta = np.random.default_rng(3).normal(0, 1, network.layout.n_params)
    pictures = NeuronSample(project.dataset).pictures(network, theta)
    first = project.network.hidden[0].neurons
    assert set(pictures.weights) == {neuron.id for neuron in first}
    inputs, names = project.network.inputs.neurons, [f.column for f in project.dataset.inputs]
    images = NeuronImages(LIGHT)
    images.show(pictures, project.network)
    for neuron in first[:3]:
        weights = pictures.weights[neuron.id]
        assert weights.shape == (8, 8)
        for row, column in ((0, 3), (4, 1), (7, 6)):
            source = inputs[names.index(f"pixel_{row}_{column}")].id
            assert weights[row, column] == theta[network.layout.index(ParameterKey(source, neuron.id))]
        image = painted(images, neuron.id)
        largest = images.largest_weight(neuron.id)
        assert largest == np.nanmax(np.abs(weights))
        cell = image.width() / 8
        row, column = divmod(int(np.nanargmax(np.abs(weights[1:-1, 1:-1]))), 6)
        color = image.pixelColor(round((column + 1.5) * cell), round((row + 1.5) * cell))
        is_positive = weights[row + 1, column + 1] > 0
        assert (color.blue() > color.red()) == is_positive, "the upper row of the image is the upper one"
    output = project.network.outputs.neurons[0].id
    assert images.largest_weight(output) is None
    assert images.has(output)


def test_other_inputs_have_no_pictures_of_weights(flowers: Project) -> None:
    network = Network(flowers.network)
    theta = np.zeros(network.layout.n_params)
    assert not NeuronSample(flowers.dataset).pictures(network, theta).weights
