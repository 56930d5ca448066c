"""Motion: short, only of the picture, never of data, and not at all for who wants none."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.canvas import motion
from playground.canvas.answer_points import PointsPixmap
from playground.canvas.geometry import NetworkGeometry
from playground.canvas.motion import HALO, HOVER, LAYOUT, eased, old_places
from playground.canvas.presets import PRESETS
from playground.canvas.targets import Target
from playground.canvas.view_transform import ViewTransform
from playground.document.edits import add_layer, remove_neurons, set_layer_size
from playground.document.project import Project
from playground.engine.specs import ParameterKey
from tests.canvas import conftest as examples
from tests.canvas.conftest import Show, Shown
from tests.looking import present


def moving(show: Show, project: Project) -> Shown:
    """A view in which things move."""
    shown = show(project)
    shown.controller.publish_pictures()
    shown.view.reduce_motion(False)
    return shown


def on_screen(geometry: NetworkGeometry, view: ViewTransform, neuron: int) -> QPointF:
    return view.to_screen(geometry.neuron(neuron).center())


def test_the_times_are_those_of_the_visual_target() -> None:
    assert (HOVER, HALO, LAYOUT) == (80, 120, 160)


def test_an_edit_begins_where_everything_was_and_ends_where_it_belongs(spiral: Project) -> None:
    before, after = NetworkGeometry(spiral.network, True), ViewTransform(0.9, 10, 20)
    seen = ViewTransform(1.2, 40, 200)
    hidden = spiral.network.hidden[0]
    larger = set_layer_size(spiral, hidden.id, hidden.size + 1).network
    final = NetworkGeometry(larger, True)
    places = old_places(before, seen, after)
    start, end = eased(final, places, 0.0), eased(final, places, 1.0)
    for neuron in spiral.network.neurons():
        moved = on_screen(start, after, neuron.id) - on_screen(before, seen, neuron.id)
        assert moved.manhattanLength() < 1e-6
        assert end.neuron(neuron.id) == final.neuron(neuron.id)
    newest = larger.hidden[0].neurons[-1].id
    neighbor = larger.hidden[0].neurons[-2].id
    assert start.neuron(newest).center() == start.neuron(neighbor).center(), "it comes out of its neighbor"
    assert start.tile is not None
    assert after.rect_to_screen(start.tile).width() == pytest.approx(
        seen.rect_to_screen(present(before.tile)).width()
    )
    assert start.gaps[0].sources.tolist() == list(start.layers[0].ys), "synapses follow their neurons"


def test_a_new_layer_grows_between_its_neighbors_and_a_lost_one_leaves_no_hole(spiral: Project) -> None:
    before, view = NetworkGeometry(spiral.network), ViewTransform()
    final = NetworkGeometry(add_layer(spiral, 2, 3, "tanh").network)
    start = eased(final, old_places(before, view, view), 0.0)
    assert start.layers[2].x == (before.layers[1].x + before.layers[2].x) / 2
    assert start.layers[2].scale < final.layers[2].scale
    fewer = remove_neurons(spiral, [spiral.network.hidden[0].neurons[0].id]).network
    halfway = eased(NetworkGeometry(fewer), old_places(before, view, view), 0.5)
    assert list(halfway.layers[1].ys) == sorted(halfway.layers[1].ys)


def test_the_mouse_meets_the_new_network_while_the_picture_is_on_its_way(show: Show, spiral: Project) -> None:
    shown = moving(show, spiral)
    shown.view.editor.add_layer(1)
    running = shown.canvas.motion.geometry(shown.view.scene.geometry)
    assert running is not shown.view.scene.geometry, "painted elsewhere"
    neuron = shown.hidden(0, 0)
    shown.click(Target("neuron", neuron))
    assert shown.document.view.selection == (neuron,)
    shown.view.editor.remove_layer(shown.network.hidden[0].id)
    shown.document.undo_stack.undo()
    assert shown.canvas.target_at(QPointF(shown.neuron_place(neuron))) == Target("neuron", neuron)


def test_the_picture_arrives(show: Show, spiral: Project, qtbot: QtBot) -> None:
    shown = moving(show, spiral)
    shown.view.editor.add_neuron(shown.network.hidden[0].id)
    scene = shown.view.scene
    qtbot.waitUntil(lambda: shown.canvas.motion.geometry(scene.geometry) is scene.geometry)
    arrived = shown.canvas.grab().toImage()
    shown.view.reduce_motion(True)
    assert shown.canvas.grab().toImage() == arrived


def test_rings_come_and_are_whole(show: Show, spiral: Project, qtbot: QtBot) -> None:
    shown = moving(show, spiral)
    scene, neuron = shown.view.scene, shown.hidden(0, 1)
    key = ParameterKey(shown.network.inputs.neurons[0].id, neuron)
    shown.hover(shown.neuron_place(neuron))
    assert scene.ring_share(neuron) < 1
    qtbot.waitUntil(lambda: scene.ring_share(neuron) == 1)
    shown.view.editor.select((neuron,))
    assert scene.ring_share(neuron) < 1
    qtbot.waitUntil(lambda: scene.ring_share(neuron) == 1)
    shown.view.editor.select((neuron, key))
    assert scene.ring_share(neuron) == 1, "the ring that was there stays"
    assert scene.ring_share(key) < 1
    qtbot.waitUntil(lambda: scene.ring_share(key) == 1)


def test_weights_jump_to_their_values_while_something_moves(show: Show, spiral: Project) -> None:
    shown = moving(show, spiral)
    shown.view.editor.add_neuron(shown.network.hidden[0].id)
    key = ParameterKey(shown.network.inputs.neurons[0].id, shown.hidden(0, 0))
    shown.view.editor.type_value(key, 2.5)
    assert shown.view.scene.weight(key) == 2.5


def test_reduced_motion_is_none(show: Show, spiral: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = moving(show, spiral)
    shown.view.reduce_motion(True)
    scene = shown.view.scene
    shown.view.editor.add_layer(1)
    assert shown.canvas.motion.geometry(scene.geometry) is scene.geometry
    shown.view.editor.select((shown.hidden(0, 0),))
    assert scene.ring_share(shown.hidden(0, 0)) == 1
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(QApplication, "isEffectEnabled", lambda _effect: False)
    assert motion.system_reduces_motion()
    shown.view.reduce_motion(False)
    shown.view.editor.add_layer(1)
    assert shown.canvas.motion.geometry(scene.geometry) is scene.geometry, "the system's wish counts too"


def test_large_networks_and_other_data_are_there_at_once(show: Show, flowers: Project) -> None:
    shown = moving(show, examples.make_project(examples.wide_csv(), (16,)))
    shown.view.editor.add_neuron(shown.network.hidden[0].id)
    scene = shown.view.scene
    assert shown.canvas.motion.geometry(scene.geometry) is scene.geometry
    small = moving(show, flowers)
    small.document.edit("Open", examples.make_project(examples.houses_csv(), (3,)))
    assert small.canvas.motion.geometry(small.view.scene.geometry) is small.view.scene.geometry


def test_the_points_are_where_they_belong_when_the_tile_has_arrived(
    show: Show, spiral: Project, qtbot: QtBot
) -> None:
    shown = moving(show, spiral)
    motion_of = shown.canvas.motion
    shown.view.editor.use_preset(PRESETS[0])
    shown.canvas.repaint()  # points painted for a tile that is still on its way
    qtbot.waitUntil(lambda: motion_of.geometry(shown.view.scene.geometry) is shown.view.scene.geometry)
    shown.controller.publish_pictures()
    arrived = shown.canvas.grab().toImage()
    shown.canvas._points = PointsPixmap()  # painted anew
    assert shown.canvas.grab().toImage() == arrived
