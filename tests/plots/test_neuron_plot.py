"""A neuron under the mouse, enlarged in the predictions panel: its own values over the same data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from playground.appearance.theme import LIGHT
from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.project import Project, new_project
from playground.engine.network import Network
from playground.engine.snapshot import Snapshot
from playground.engine.trainer import Rows, Trainer
from playground.plots.neuron_plot import FINER, finer, neuron_plot, neuron_title
from playground.plots.predictions_view import PredictionsView
from playground.training.neuron_pictures import NeuronSample
from playground.training.pictures import Pictures
from playground.training.predictions import PredictionSample
from tests.looking import present
from tests.plots.conftest import StillController, as_controller

RNG = np.random.default_rng(5)


def project_of(header: str, rows: list[str]) -> Project:
    return new_project(read_table("\n".join([header, *rows]).encode(), "example.csv"))


def two_inputs() -> Project:
    xy = RNG.uniform(-1, 1, (60, 2))
    return project_of("a,b,kind", [f"{x:.3f},{y:.3f},{'yes' if x * y > 0 else 'no'}" for x, y in xy])


def one_input() -> Project:
    return project_of("x,y", [f"{x:.3f},{np.sin(x):.3f}" for x in np.linspace(0, 6, 50)])


def three_inputs() -> Project:
    rows = RNG.uniform(0, 1, (80, 3))
    return project_of("a,b,c,y", [f"{a:.3f},{b:.3f},{c:.3f},{100 + a + 2 * b - c:.3f}" for a, b, c in rows])


def three_kinds() -> Project:
    rows = RNG.uniform(0, 1, (90, 3))
    return project_of("a,b,c,kind", [f"{a:.3f},{b:.3f},{c:.3f},k{i % 3}" for i, (a, b, c) in enumerate(rows)])


def snapshot_of(project: Project) -> Snapshot:
    data = project.dataset
    rows = Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
    return Trainer(Network(project.network), project.training, *rows).snapshot()


def pictures_of(project: Project) -> Pictures:
    snapshot, data = snapshot_of(project), project.dataset
    theta = snapshot.shown_runner.theta
    return Pictures(
        snapshot,
        neuron_pictures=NeuronSample(data).pictures(snapshot.network, theta),
        predictions=PredictionSample(data).predictions(snapshot.network, theta),
    )


def outputs_at(pictures: Pictures, neuron: int, x: np.ndarray) -> np.ndarray:
    """What the engine says the neuron answers for scaled rows ``x``."""
    network = pictures.snapshot.network
    layer, place = network.spec.position(neuron)
    return np.asarray(network.activations(pictures.snapshot.shown_runner.theta, x)[layer][:, place])


def test_a_map_holds_the_neuron_s_output_at_every_place() -> None:
    project = two_inputs()
    pictures = pictures_of(project)
    neuron = project.network.hidden[0].neurons[2].id
    picture = neuron_plot(pictures, project.dataset, neuron)
    assert picture is not None
    heat, data = present(picture.heat), project.dataset
    left, bottom, width, height = heat.rect
    ny, nx = heat.values.shape
    for row, column in ((5, 80), (40, 11), (90, 93)):
        place = left + (column + 0.5) * width / nx, bottom + (row + 0.5) * height / ny
        x = np.array([[float(f.to_scaled(p)) for f, p in zip(data.inputs, place, strict=True)]])
        assert heat.values[row, column] == pytest.approx(outputs_at(pictures, neuron, x)[0], abs=0.01)
    assert heat.limits == (-1.0, 1.0), "tanh's own range, as on the canvas"
    assert len(picture.heat_labels()) == 3
    assert picture.heat_labels()[0][1] == "−1.0"
    assert len(picture.marks.xy) == 60
    assert picture.sentence() == "Hidden 1, neuron 3 (hyperbolic tangent), enlarged."


def test_a_curve_is_the_neuron_s_without_points_that_are_no_answers_of_it() -> None:
    project = one_input()
    pictures = pictures_of(project)
    neuron = project.network.hidden[0].neurons[0].id
    picture = neuron_plot(pictures, project.dataset, neuron)
    assert picture is not None
    (line,) = picture.lines
    x = np.asarray(project.dataset.inputs[0].to_scaled(line.xy[:, :1]))
    assert line.xy[:, 1] == pytest.approx(outputs_at(pictures, neuron, x))
    assert len(picture.marks.xy) == 0
    assert picture.range[2] < -1 < 1 < picture.range[3]


def test_with_more_inputs_the_output_stands_over_the_target() -> None:
    project = three_inputs()
    pictures, data = pictures_of(project), project.dataset
    neuron = project.network.hidden[0].neurons[1].id
    picture = neuron_plot(pictures, data, neuron)
    assert picture is not None
    y = data.outputs[0].to_original(data.y_train[:, 0])
    own = outputs_at(pictures, neuron, data.x_train)
    for row, (across, up) in zip(picture.marks.rows.tolist(), picture.marks.xy.tolist(), strict=True):
        place = data.train_rows.tolist().index(row)
        assert across == pytest.approx(y[place])
        assert up == pytest.approx(own[place])
    assert picture.titles == ("y", "output")


def test_with_categories_the_output_stands_in_its_row_s_category() -> None:
    project = three_kinds()
    pictures, data = pictures_of(project), project.dataset
    picture = neuron_plot(pictures, data, project.network.hidden[0].neurons[1].id)
    assert picture is not None
    assert picture.x_ticks == ((0.0, "k0"), (1.0, "k1"), (2.0, "k2"))
    for row, (across, _) in zip(picture.marks.rows.tolist(), picture.marks.xy.tolist(), strict=True):
        place = data.train_rows.tolist().index(row)
        assert round(across) == data.y_train[place].argmax()


def test_with_image_inputs_the_first_neurons_weights_lie_as_the_pixels_do() -> None:
    rows = RNG.uniform(0, 16, (40, 12))
    header = ",".join(f"p_{r}_{c}" for r in range(3) for c in range(4)) + ",kind"
    project = project_of(
        header, [",".join(f"{v:.1f}" for v in row) + f",k{i % 2}" for i, row in enumerate(rows)]
    )
    pictures = pictures_of(project)
    neuron = project.network.hidden[0].neurons[1].id
    picture = neuron_plot(pictures, project.dataset, neuron)
    assert picture is not None
    layout, theta = pictures.snapshot.network.layout, pictures.snapshot.shown_runner.theta
    weights = layout.matrix(theta, 1)[1, :-1].reshape(3, 4)
    assert present(picture.heat).values.tolist() == weights[::-1].tolist(), "row 0 of a plot is the lowest"
    largest = np.abs(weights).max()
    assert present(picture.heat).limits == (-largest, largest)
    assert picture.neuron == "Hidden 1, neuron 2, weights of the pixels"
    output = project.network.outputs.neurons[0].id
    assert present(neuron_plot(pictures, project.dataset, output)).kind == "strips"


def test_neurons_that_are_gone_have_no_picture() -> None:
    project = two_inputs()
    assert neuron_plot(pictures_of(project), project.dataset, 10_000) is None
    assert neuron_plot(Pictures(snapshot_of(project)), project.dataset, 1) is None


def test_titles_name_the_neuron_and_its_activation() -> None:
    spec = two_inputs().network
    assert neuron_title(spec, spec.inputs.neurons[0].id) == "a"
    assert neuron_title(spec, spec.hidden[0].neurons[0].id) == "Hidden 1, neuron 1 (hyperbolic tangent)"


def test_finer_maps_keep_values_and_straight_lines() -> None:
    plane = np.add.outer(3.0 * np.arange(8), np.arange(8.0))
    fine = finer(plane)
    assert fine.shape == (8 * FINER, 8 * FINER)
    assert fine[1::FINER, 1::FINER] == pytest.approx(plane)
    inside = fine[2:-2, 2:-2]
    assert np.diff(inside, axis=0) == pytest.approx(1.0)
    assert np.diff(inside, axis=1) == pytest.approx(1 / 3)


@pytest.mark.parametrize("make", [two_inputs, one_input, three_inputs, three_kinds])
def test_the_panel_shows_the_neuron_and_then_the_answers_as_they_were(make: Callable[[], Project]) -> None:
    project = make()
    pictures = pictures_of(project)
    controller = StillController(pictures.snapshot)
    shown = PredictionsView(Document(project), as_controller(controller), LIGHT)
    shown.resize(480, 360)
    shown.show()
    controller.hand_out(pictures)
    before = shown.plot.grab().toImage()
    shown.plot.set_range(*(0.9 * end for end in shown.plot.range))
    shown.plot.range_chosen.emit()  # as after a turn of the wheel
    chosen = shown.plot.range
    neuron = project.network.hidden[0].neurons[0].id
    shown.enlarge(neuron)
    QApplication.processEvents()
    assert present(shown.plot.picture).neuron
    assert shown.plot.legend.entries[0].name == neuron_title(project.network, neuron)
    assert shown.plot.grab().toImage() != before
    controller.hand_out(replace(pictures))  # training goes on below the mouse
    assert present(shown.plot.picture).neuron
    shown.enlarge(None)
    QApplication.processEvents()
    assert not present(shown.plot.picture).neuron
    assert shown.plot.range == pytest.approx(chosen)
