"""The gradient on the synapses: the engine's numbers, as marks told by shape and size."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from playground.appearance.theme import DARK, LIGHT, Theme
from playground.canvas import paint
from playground.canvas.hover_texts import chip_lines, gradient_line, tooltip
from playground.canvas.paint_gradient import LARGEST, SMALLEST, mark_place, paint_mark, size
from playground.canvas.paint_legend import LAYOUTS, legend_pieces, legend_width
from playground.canvas.targets import Target
from playground.canvas.view_transform import ViewTransform
from playground.document.project import Project
from playground.engine.layout import Array
from playground.engine.specs import BIAS, ParameterKey
from tests.canvas.conftest import Show, Shown
from tests.looking import present


def with_gradient(show: Show, project: Project, theme: Theme = LIGHT) -> Shown:
    """A view that shows the true gradient of its weights."""
    shown = show(project, theme)
    shown.key(Qt.Key.Key_G)
    hand_out(shown, project)
    return shown


def hand_out(shown: Shown, project: Project) -> Array:
    snapshot, data = shown.controller.snapshot, project.dataset
    about = project.training.objective, snapshot.shown_runner.theta, data.x_train, data.y_train
    gradient = snapshot.network.gradient(*about)
    pictures = shown.make_pictures()
    shown.controller.pictures_ready.emit(replace(pictures, gradient=gradient))
    return gradient


def test_the_numbers_are_the_engine_s(show: Show, houses: Project) -> None:
    shown = with_gradient(show, houses)
    gradient, layout = hand_out(shown, houses), shown.controller.snapshot.network.layout
    for i, key in enumerate(layout.keys):
        if layout.present[i]:
            assert shown.view.scene.gradient(key) == gradient[i]
        else:
            assert shown.view.scene.gradient(key) is None


def test_the_chip_and_the_tooltip_say_it_only_while_it_is_shown(show: Show, houses: Project) -> None:
    shown = with_gradient(show, houses)
    scene = shown.view.scene
    key = ParameterKey(BIAS, shown.hidden(0, 0))
    line = gradient_line(present(scene.gradient(key)))
    assert line in chip_lines(scene, Target("parameter", key))
    assert line[1:] in tooltip(scene, Target("parameter", key))
    shown.key(Qt.Key.Key_G)
    assert not any("gradient" in text for text in chip_lines(scene, Target("parameter", key)))
    assert "radient" not in tooltip(scene, Target("parameter", key))


def test_lines_say_where_the_cost_falls() -> None:
    assert gradient_line(-0.125) == "gradient −0.125: cost falls as it grows"
    assert gradient_line(0.125) == "gradient 0.125: cost falls as it shrinks"
    assert gradient_line(0.0) == "gradient 0"


def rows_of_ink(upward: bool) -> list[int]:
    """How many dark pixels each row of a mark has."""
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setBrush(Qt.GlobalColor.black)
    paint_mark(painter, QPointF(20, 20), 1.0, upward, 0.5)
    painter.end()
    counts = [sum(image.pixelColor(x, y).lightness() < 128 for x in range(40)) for y in range(40)]
    return [count for count in counts if count]


def test_up_and_down_differ_by_shape_not_color() -> None:
    up, down = rows_of_ink(True), rows_of_ink(False)
    assert up[0] < up[-1]
    assert down[0] > down[-1]
    assert size(0.0) == SMALLEST < size(0.25) < size(1.0) == LARGEST


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_marks_stand_on_their_synapses(show: Show, spiral: Project, theme: Theme) -> None:
    shown = show(spiral, theme)
    plain = shown.canvas.grab().toImage()
    shown.key(Qt.Key.Key_G)
    gradient = hand_out(shown, spiral)
    image, scene = shown.canvas.grab().toImage(), shown.view.scene
    assert image != plain
    layout = shown.controller.snapshot.network.layout
    steepest = max(
        (key for key in layout.keys if not key.is_bias), key=lambda key: abs(gradient[layout.index(key)])
    )
    layer, out = scene.geometry.place(steepest.target)
    into = scene.geometry.place(steepest.source)[1]
    place = shown.at(mark_place(scene.geometry.gaps[layer - 1], into, out))
    found = image.pixelColor(place)
    text = scene.look.text
    assert abs(found.lightness() - text.lightness()) < 40


def test_the_legend_explains_the_marks_in_every_width(show: Show, spiral: Project) -> None:
    shown = with_gradient(show, spiral)
    scene = shown.view.scene
    metrics = QFontMetricsF(scene.look.font(11.5))
    widths = [legend_width(scene, layout, metrics) for layout in LAYOUTS]
    assert widths[0] == max(widths)
    assert widths[-1] == min(widths) < 300
    for layout in LAYOUTS:
        pieces = legend_pieces(scene, layout)
        assert {"up", "down"} <= {piece.sample for piece in pieces}
        steepest = next(piece.text for piece in pieces if piece.sample == "down")
        assert steepest.endswith(("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"))
    assert "cost falls as it grows" in "".join(piece.text for piece in legend_pieces(scene, LAYOUTS[0]))
    shown.key(Qt.Key.Key_G)
    assert not {"up", "down"} & {piece.sample for piece in legend_pieces(scene, LAYOUTS[0])}


def test_a_legend_is_painted_within_its_width(show: Show, spiral: Project) -> None:
    scene = with_gradient(show, spiral).view.scene
    for width in (330, 464, 822, 1200):
        image = QImage(width + 40, 60, QImage.Format.Format_RGB32)
        image.fill(scene.look.canvas)
        painter = QPainter(image)
        paint.paint_legend_row(painter, scene, ViewTransform(0.7), QSizeF(width, 60), 0.0)
        painter.end()
        beyond = {image.pixelColor(x, y).name() for x in range(width + 1, width + 40) for y in range(60)}
        assert beyond == {scene.look.canvas.name()}


def test_after_an_edit_there_is_no_gradient_until_the_next_pictures(show: Show, spiral: Project) -> None:
    shown = with_gradient(show, spiral)
    shown.view.editor.add_neuron(shown.network.hidden[0].id)
    key = ParameterKey(shown.network.inputs.neurons[0].id, shown.hidden(0, 0))
    assert shown.view.scene.gradient(key) is None, "it belonged to the network before"
    hand_out(shown, shown.document.project)
    assert shown.view.scene.gradient(key) is not None
