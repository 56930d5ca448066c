"""The picture tells the truth: colors, widths, dashes and pictures are the engine's numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from playground.appearance.color_maps import sign_color
from playground.appearance.colors import mix
from playground.appearance.theme import DARK, LIGHT, Theme
from playground.canvas.answer_points import answer_points, curve_range
from playground.canvas.paint_answer import axis_texts, bar_texts
from playground.canvas.row_values import NO_ROW, row_values
from playground.canvas.targets import Target
from playground.canvas.weights import MOST_DRAWN
from playground.data.derived import Derived
from playground.data.recipe import with_role
from playground.document.edits import add_neuron, cut, lock, remove_neuron, set_recipe
from playground.document.project import Project
from playground.engine.network import Network
from playground.engine.specs import BIAS, ParameterKey
from tests.canvas import conftest as examples
from tests.canvas.conftest import Show, Shown, channels
from tests.looking import present


def image_of(shown: Shown) -> QImage:
    return shown.canvas.grab().toImage()


def color_at(shown: Shown, scene_point: QPointF) -> QColor:
    return image_of(shown).pixelColor(shown.at(scene_point))


def publish(shown: Shown, **weights: float) -> Network:
    """Show a network whose weights are all 0.5 but for some, named by their place in theta."""
    network = Network(shown.network)
    theta = np.full(network.layout.n_params, 0.5)
    for name, value in weights.items():
        theta[int(name[1:])] = value
    theta[~network.layout.present] = 0
    shown.controller.publish(examples.snapshot_of(shown.document.project, network, theta))
    return network


def near(first: QColor, second: QColor, tolerance: int = 12) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(channels(first), channels(second), strict=True))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_synapse_has_its_signs_color(show: Show, spiral: Project, theme: Theme, sign: int) -> None:
    shown = show(spiral, theme)
    network = publish(shown, **{f"w{i}": sign * 3.0 for i in range(100) if i < 12})
    key = network.layout.keys[0]
    expected = QColor(mix(theme.canvas, theme.positive if sign > 0 else theme.negative, 0.98))
    assert near(color_at(shown, shown.view.scene.geometry.anchor(key)), expected)


def thickness(shown: Shown, key: ParameterKey) -> int:
    """Screen pixels that are not canvas on a vertical line through a synapse's middle."""
    image, place = image_of(shown), shown.at(shown.view.scene.geometry.anchor(key))
    canvas = shown.view.scene.look.canvas
    column = [image.pixelColor(place.x(), place.y() + dy) for dy in range(-12, 13)]
    return sum(not near(color, canvas, 40) for color in column)


def test_width_grows_with_the_weight(show: Show) -> None:
    shown = show(examples.make_project(examples.line_csv(), (1,)))
    shown.canvas.set_view(shown.canvas.view.zoomed(1 / shown.canvas.view.zoom, QPointF(400, 200)))
    widths = []
    for weight in (0.02, 1.0, 2.0, 40.0):
        # w0 is the hidden neuron's weight, w1 its bias, w2 and w3 the output's.
        network = publish(shown, w0=weight, w1=2.0, w2=2.0, w3=2.0)
        shown.view.scene.scale = replace(shown.view.scene.scale, reference=2.0)
        widths.append(thickness(shown, network.layout.keys[0]))
    assert widths == sorted(widths)
    assert widths[0] <= 2
    assert widths[2] == widths[3] == pytest.approx(6, abs=1)


def test_cut_synapses_are_not_drawn_and_dotted_while_their_neuron_is_selected(
    show: Show, houses: Project
) -> None:
    shown = show(houses)
    network = houses.network
    key = ParameterKey(network.inputs.neurons[0].id, network.hidden[0].neurons[2].id)
    gap = shown.view.scene.geometry.gaps[0]
    places = [shown.at(gap.point(0, 2, t)) for t in np.linspace(0.2, 0.35, 40)]
    canvas = shown.view.scene.look.canvas

    def drawn() -> int:
        image = image_of(shown)
        return sum(not near(image.pixelColor(place), canvas, 25) for place in places)

    assert shown.view.scene.weight(key) is None
    nothing = drawn()
    shown.document.set_view(replace(shown.document.view, selection=(key.target,)))
    assert drawn() > nothing


def test_a_locked_synapse_is_dashed(show: Show) -> None:
    project = examples.make_project(examples.line_csv(), (1,))
    key = ParameterKey(project.network.inputs.neurons[0].id, project.network.hidden[0].neurons[0].id)
    for change, dashed in ((project, False), (lock(project, [key]), True)):
        shown = show(change)
        image, gap = image_of(shown), shown.view.scene.geometry.gaps[0]
        line = [image.pixelColor(shown.at(gap.point(0, 0, t))) for t in np.linspace(0.2, 0.8, 200)]
        gaps = sum(near(color, shown.view.scene.look.canvas, 8) for color in line)
        assert (gaps > 20) == dashed


@pytest.mark.parametrize("value", [2.0, -2.0])
def test_the_output_bias_is_drawn_and_is_the_engines(show: Show, spiral: Project, value: float) -> None:
    shown = show(spiral)
    output = shown.network.outputs.neurons[0].id
    key = ParameterKey(BIAS, output)
    network = Network(shown.network)
    publish(shown, **{f"w{network.layout.index(key)}": value})
    assert shown.view.scene.weight(key) == value
    geometry = shown.view.scene.geometry
    ring = geometry.anchor(key) + QPointF(3.8, 0)
    theme = shown.view.scene.theme
    assert near(color_at(shown, ring), QColor(theme.positive if value > 0 else theme.negative), 70)


def test_a_cut_bias_is_not_drawn(show: Show, spiral: Project) -> None:
    key = ParameterKey(BIAS, spiral.network.hidden[0].neurons[3].id)
    there, gone = show(spiral), show(cut(spiral, [key]))
    canvas = there.view.scene.look.canvas
    for shown, drawn in ((there, True), (gone, False)):
        ring = shown.view.scene.geometry.anchor(key) + QPointF(0, 3.8)
        assert near(color_at(shown, ring), canvas, 8) != drawn


def test_every_neuron_after_the_inputs_has_its_bias(show: Show, flowers: Project) -> None:
    shown = show(flowers)
    for layer in flowers.network.layers[1:]:
        for neuron in layer.neurons:
            place = shown.view.scene.geometry.anchor(ParameterKey(BIAS, neuron.id))
            assert shown.canvas.target_at(QPointF(shown.at(place))) == Target(
                "parameter", ParameterKey(BIAS, neuron.id)
            )


def test_the_heat_map_of_a_neuron_is_the_engines(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.controller.publish_pictures()
    neuron = shown.hidden(0, 0)
    rect = shown.view.scene.geometry.neuron(neuron)
    snapshot, dataset = shown.controller.snapshot, spiral.dataset
    extent = present(shown.view.scene.images.extent)
    for u, v in ((0.25, 0.2), (0.75, 0.8), (0.3, 0.75)):  # shares of the square, v from its bottom
        original = (extent[0] + u * (extent[1] - extent[0]), extent[2] + v * (extent[3] - extent[2]))
        scaled = [float(f.to_scaled(value)) for f, value in zip(dataset.inputs, original, strict=True)]
        answer = snapshot.network.activations(snapshot.shown_runner.theta, np.array([scaled]))[1][0, 0]
        place = QPointF(rect.left() + u * rect.width(), rect.bottom() - v * rect.height())
        assert near(color_at(shown, place), sign_color(LIGHT, answer), 30)


def test_the_answer_tile_shows_the_rows_where_they_are(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    assert answer_points(shown.view.scene) is None
    shown.controller.publish_pictures()
    points, dataset = present(answer_points(shown.view.scene)), spiral.dataset
    extent = present(shown.view.scene.images.extent)
    assert len(points.places) == len(dataset.x_train)
    first = [float(f.to_original(dataset.x_train[0, i])) for i, f in enumerate(dataset.inputs)]
    expected = [(first[i] - extent[2 * i]) / (extent[2 * i + 1] - extent[2 * i]) for i in range(2)]
    assert points.places[0] == pytest.approx(expected)
    assert set(present(points.targets)) == {-1.0, 1.0}
    tile = present(shown.view.scene.geometry.tile)
    for row in (points.places[:, 1].argmax(), points.places[:, 1].argmin(), points.places[:, 0].argmin()):
        u, v = points.places[row]
        place = QPointF(tile.left() + u * tile.width(), tile.bottom() - v * tile.height())
        shown.canvas.set_view(shown.canvas.view.zoomed(4, QPointF(shown.at(place))))  # a point is small
        end = LIGHT.positive if dataset.y_train[row, 0] else LIGHT.negative
        assert near(color_at(shown, place), QColor(end).darker(150), 40)
        shown.canvas.fit()


def test_pictures_over_other_inputs_are_put_away(show: Show, spiral: Project) -> None:
    """A map has no place over the one input that is left; a computed input changes nothing about it."""
    shown = show(spiral)
    shown.controller.publish_pictures()
    project = shown.document.project
    squared = replace(project.recipe, derived=(Derived("square", ("x₁",)),))
    shown.document.edit("Square", set_recipe(project, squared))
    assert answer_points(shown.view.scene) is not None
    assert shown.view.scene.geometry.tile is not None
    left_out = with_role(project.table, project.recipe, "x₂", "left_out")
    shown.document.edit("Leave out", set_recipe(project, left_out))
    assert answer_points(shown.view.scene) is None
    shown.canvas.grab()
    shown.controller.publish_pictures()
    assert shown.view.scene.images.kind == "curve"


def test_the_color_bar_names_categories_and_original_units(
    show: Show, spiral: Project, houses: Project
) -> None:
    shown = show(spiral)
    assert bar_texts(shown.view.scene, (0, 1)) == ("blue", "", "orange")
    feature = houses.dataset.outputs[0]
    low, middle, high = bar_texts(show(houses).view.scene, (-1, 1))
    assert float(middle) == pytest.approx(feature.offset, rel=0.02)
    assert float(low.replace("−", "-")) == pytest.approx(feature.offset - feature.scale, rel=0.02)
    assert high.endswith("k€")


def test_networks_of_one_or_two_inputs_have_a_tile(
    show: Show, spiral: Project, houses: Project, line: Project
) -> None:
    assert show(line).view.scene.geometry.tile is not None
    assert show(spiral).view.scene.geometry.tile is not None
    assert show(houses).view.scene.geometry.tile is None


def test_a_removed_neurons_weights_are_gone_at_once_and_new_ones_wait(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    layer = spiral.network.hidden[0]
    old = shown.controller.snapshot
    project = add_neuron(remove_neuron(spiral, layer.neurons[0].id), layer.id)
    shown.controller.blockSignals(True)
    shown.document.edit("Swap neurons", project)
    shown.controller.blockSignals(False)
    shown.view._show_snapshot(old)  # a snapshot of the network before the edit
    scene = shown.view.scene
    new = project.network.hidden[0].neurons[-1].id
    assert scene.weight(ParameterKey(BIAS, new)) is None
    kept = ParameterKey(BIAS, layer.neurons[1].id)
    assert scene.weight(kept) == old.shown_runner.theta[old.network.layout.index(kept)]
    image_of(shown)
    shown.controller.publish(examples.make_snapshot(shown.document.project))
    assert scene.weight(ParameterKey(BIAS, new)) is not None


def test_a_chosen_row_shows_its_inputs_and_the_answer(show: Show, houses: Project) -> None:
    shown = show(houses)
    row = int(houses.dataset.test_rows[0])
    shown.document.set_view(replace(shown.document.view, row=row))
    texts = shown.view.scene.row.texts
    inputs, output = houses.network.inputs.neurons, houses.network.outputs.neurons[0]
    area = houses.table.column("area (m²)").values[row]
    assert texts[inputs[0].id] == f"{area:.0f}\u2009m²"
    snapshot = shown.controller.snapshot
    answer = snapshot.network.outputs(snapshot.shown_runner.theta, houses.dataset.x_test[:1])
    price = float(houses.dataset.outputs[0].to_original(answer)[0, 0])
    assert float(texts[output.id].split("\u2009")[0].replace(",", "")) == pytest.approx(price, rel=5e-3)
    assert row_values(houses.dataset, snapshot, None) == NO_ROW


def test_a_hidden_canvas_costs_nothing_and_catches_up(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.view.hide()
    before = shown.view.scene.weights.weights().tolist()
    shown.controller.publish(examples.make_snapshot(spiral, seed=7))
    assert shown.view.scene.weights.weights().tolist() == before
    shown.view.show()
    snapshot = shown.controller.snapshot
    weights = snapshot.shown_runner.theta[~snapshot.network.layout.is_bias]
    assert sorted(shown.view.scene.weights.weights()) == sorted(weights)


def test_another_theme_at_once_keeps_zoom_and_data(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    shown.controller.publish_pictures()
    view, weights = shown.canvas.view, shown.view.scene.weights.weights().tolist()
    shown.view.restyle(DARK)
    assert image_of(shown).pixelColor(3, 300) == QColor(DARK.canvas)
    assert shown.canvas.view == view
    assert shown.view.scene.weights.weights().tolist() == weights
    neuron = shown.view.scene.geometry.neuron(shown.hidden(0, 0)).center()
    dark = color_at(shown, neuron)
    shown.view.restyle(LIGHT)
    assert color_at(shown, neuron) != dark
    assert image_of(shown).pixelColor(3, 300) == QColor(LIGHT.canvas)


def test_pictures_of_one_input_and_of_many(show: Show, line: Project, flowers: Project) -> None:
    for project, kind in ((line, "curve"), (flowers, "strip")):
        shown = show(project)
        plain = image_of(shown)
        shown.controller.publish_pictures()
        assert shown.view.scene.images.kind == kind
        assert image_of(shown) != plain


def test_a_large_network_says_how_many_synapses_it_draws(show: Show) -> None:
    shown = show(examples.make_project(examples.wide_csv(), (128, 128)))
    shown.controller.publish_pictures()
    assert [out.size for out, _ in shown.view.scene.drawn] == [MOST_DRAWN] * 3
    assert [shown.view.scene.weights.present(gap) for gap in range(3)] == [8192, 16384, 1280]
    geometry, canvas = shown.view.scene.geometry, shown.canvas
    label = shown.at(QPointF((geometry.gaps[0].x0 + geometry.gaps[0].x1) / 2, 0))
    top = canvas.view.to_screen(QPointF(0, geometry.top)).y()
    image = image_of(shown)
    row = [image.pixelColor(label.x() + dx, round(top) - 7).lightness() for dx in range(-40, 40)]
    assert min(row) < 150


def test_screen_readers_hear_the_network(show: Show, spiral: Project) -> None:
    shown = show(spiral)
    assert shown.canvas.accessibleName() == "Network"
    assert shown.canvas.accessibleDescription() == (
        "2 inputs, Hidden 1 with 4 neurons (tanh), Hidden 2 with 2 neurons (tanh), 1 output."
    )
    for button in shown.view.header_widgets():
        assert button.accessibleName()


def test_the_tile_of_one_input_shows_rows_and_curve_where_they_are(show: Show, line: Project) -> None:
    shown = show(line)
    shown.controller.publish_pictures()
    scene = shown.view.scene
    points, dataset = present(answer_points(scene)), line.dataset
    low, high = curve_range(scene)
    assert points.places[:, 1] == pytest.approx((dataset.y_train[:, 0] - low) / (high - low))
    assert axis_texts(scene)[1] == "hours"
    snapshot, tile = shown.controller.snapshot, present(scene.geometry.tile)
    x0, x1 = present(scene.images.extent)[:2]
    shown.canvas.set_view(shown.canvas.view.zoomed(2, QPointF(shown.at(tile.center()))))
    seen = 0
    for share in (0.1, 0.3, 0.5, 0.7, 0.9):
        scaled = dataset.inputs[0].to_scaled(x0 + share * (x1 - x0))
        answer = snapshot.network.outputs(snapshot.shown_runner.theta, np.array([[float(scaled)]]))[0, 0]
        up = (answer - low) / (high - low)
        if 0.02 < up < 0.98:
            place = QPointF(tile.left() + share * tile.width(), tile.bottom() - up * tile.height())
            assert near(color_at(shown, place), QColor(LIGHT.text), 60)
            seen += 1
    assert seen >= 2


def test_contributions_add_up_to_the_answer(show: Show, line: Project, spiral: Project) -> None:
    for project in (line, spiral):
        shown = show(project)
        shown.controller.publish_pictures()
        plain = image_of(shown)
        action = next(a for a in shown.menu(None).actions() if a.text() == "Show contributions to the output")
        action.trigger()
        scene, network = shown.view.scene, project.network
        output = network.outputs.neurons[0].id
        hidden = [neuron.id for neuron in network.layers[-2].neurons]
        assert len({scene.images.span(neuron) for neuron in hidden}) == 1
        total = sum(scene.images.values(neuron) for neuron in hidden) + present(
            scene.weight(ParameterKey(BIAS, output))
        )
        if project is spiral:  # a sigmoid: what adds up is its sum
            total = 1 / (1 + np.exp(-total))
        assert scene.images.values(output) == pytest.approx(total)
        assert image_of(shown) != plain
        shown.view.toggle_contributions()
        assert image_of(shown) == plain


def test_contributions_are_offered_where_they_can_be_seen(show: Show, houses: Project, line: Project) -> None:
    def offered(project: Project) -> bool:
        shown = show(project)
        menu = shown.menu(None)
        found = any(action.text() == "Show contributions to the output" for action in menu.actions())
        menu.close()
        return found

    assert offered(line)
    assert not offered(houses)
    assert not offered(examples.make_project(examples.line_csv(), ()))


def test_other_data_takes_the_old_pictures_away(show: Show, spiral: Project, houses: Project) -> None:
    shown = show(spiral)
    shown.controller.publish_pictures()
    shown.document.edit("Open houses", houses)
    assert shown.view.scene.images.kind is None
    assert not any(shown.view.scene.images.has(n.id) for n in houses.network.neurons())
    image_of(shown)
