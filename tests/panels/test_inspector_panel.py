"""The inspector: its numbers are the engine's, and what it offers works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from playground.appearance.numbers import format_fixed, format_number, with_unit
from playground.appearance.theme import DARK, Theme
from playground.data.columns import Table
from playground.data.reader import read_table
from playground.document import edits
from playground.document.document import Document
from playground.document.names import parameter_name
from playground.document.painting import blank_project
from playground.document.project import new_project
from playground.document.view_state import ViewState
from playground.engine.activations import ACTIVATIONS
from playground.engine.explain import explain, own_slope
from playground.engine.network import Network
from playground.engine.specs import BIAS, ParameterKey
from playground.panels.inspector_panel import InspectorPanel
from playground.panels.neuron_sum import (
    activation_curve,
    explained_row,
    flat_zones,
    neuron_sum,
    row_inputs,
    row_targets,
    used_rows,
)
from playground.panels.parameter_page import in_original_units
from playground.panels.term_table import MOST_TERMS, lines_of
from playground.resources import resource
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds
from tests.looking import now
from tests.panels.conftest import Hands, OnScreen, Unexplained, fits


@pytest.fixture
def panel(
    document: Document, controller: TrainingController, theme: Theme, on_screen: OnScreen
) -> InspectorPanel:
    return on_screen(InspectorPanel(document, controller, theme), 316, 700)


def select(document: Document, *items: int | ParameterKey) -> None:
    document.set_view(replace(document.view, selection=items))


def hidden_id(document: Document, place: int = 2) -> int:
    return document.project.network.hidden[0].neurons[place].id


def first_key(document: Document) -> ParameterKey:
    return ParameterKey(document.project.network.inputs.neurons[0].id, hidden_id(document))


def value_of(controller: TrainingController, key: ParameterKey, runner: int = 1) -> float:
    snapshot = controller.snapshot
    return float(snapshot.runner(runner).theta[snapshot.network.layout.index(key)])


def test_without_a_selection_it_says_what_to_click(panel: InspectorPanel) -> None:
    assert panel.page is panel.empty
    assert "2 – 8 – 1" in panel.empty.head.caption.full_text


def test_the_sum_is_the_engines(
    panel: InspectorPanel, document: Document, controller: TrainingController
) -> None:
    for neuron in (hidden_id(document), document.project.network.outputs.neurons[0].id):
        select(document, neuron)
        total = panel.neuron.total
        assert total is not None
        snapshot = controller.snapshot
        network, theta = snapshot.network, snapshot.shown_runner.theta
        x = row_inputs(document.project.dataset, explained_row(document.project.dataset, None))
        layer, place = network.spec.position(neuron)
        before, after = network.activations(theta, x)[layer - 1 : layer + 1]
        z = float(network.layout.matrix(theta, layer)[place] @ np.append(before[0], 1.0))
        assert total.z == pytest.approx(z, rel=1e-12)
        assert total.output == after[0, place]
        assert panel.neuron.terms.sum_text == format_number(z)
        assert panel.neuron.result.text == format_number(float(after[0, place]))
        written = [(line.value, line.weight, line.term) for line in panel.neuron.terms.lines]
        weights = network.layout.matrix(theta, layer)[place].tolist()
        values = [*before[0].tolist(), 1.0]
        assert written == [
            (format_fixed(v), format_fixed(w), format_fixed(v * w))
            for v, w in zip(values, weights, strict=True)
        ]


def test_on_a_chosen_row_the_sum_is_the_explanation_s_digit_by_digit(
    panel: InspectorPanel, document: Document, controller: TrainingController
) -> None:
    document.edit("Deeper", edits.add_layer(document.project, 2, 3, "swish"))
    data, snapshot = document.project.dataset, controller.snapshot
    network, theta = snapshot.network, snapshot.shown_runner.theta
    objective = document.project.training.objective
    for row in (int(data.train_rows[2]), int(data.test_rows[1])):
        document.set_view(replace(document.view, row=row))
        forward = explain(network, objective, theta, row_inputs(data, row), row_targets(data, row)).forward
        for layer in document.project.network.layers[1:]:
            for neuron in layer.neurons:
                select(document, neuron.id)
                said, known = panel.neuron, forward[neuron.id]
                assert said.terms.sum_text == format_number(float(known.total[0]))
                assert said.result.text == format_number(float(known.output[0]))
                assert [(line.value, line.weight, line.term) for line in said.terms.lines] == [
                    tuple(map(format_fixed, (float(each.source_value[0]), each.weight, float(each.value[0]))))
                    for each in known.terms
                ]


def test_the_numbers_follow_the_training(
    panel: InspectorPanel, document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    select(document, hidden_id(document))
    before = panel.neuron.total
    for _ in range(5):
        controller.step_epoch()
        qtbot.wait(10)
    qtbot.waitUntil(lambda: panel.neuron.total != before)
    x = row_inputs(document.project.dataset, explained_row(document.project.dataset, None))
    snapshot = controller.snapshot
    expected = neuron_sum(snapshot.network, snapshot.shown_runner.theta, x, hidden_id(document))
    qtbot.waitUntil(lambda: panel.neuron.total == expected)


def test_rows_are_stepped_through(panel: InspectorPanel, document: Document, hands: Hands) -> None:
    select(document, hidden_id(document))
    rows = used_rows(document.project.dataset)
    assert panel.neuron.row_label.text() == f"Row {rows[0] + 1}"
    assert not panel.neuron.previous.isEnabled()
    first = panel.neuron.total
    hands.click(panel.neuron.next)
    assert document.view.row == rows[1]
    assert panel.neuron.row_label.text() == f"Row {rows[1] + 1}"
    assert panel.neuron.total != first
    hands.click(panel.neuron.previous)
    assert panel.neuron.total == first
    assert document.undo_stack.count() == 0


def test_a_row_that_is_not_used_gives_way_to_the_next(document: Document) -> None:
    recipe = document.project.recipe
    recipe = recipe.with_choice(replace(recipe.choice("area (m²)"), missing="drop_row"))
    dataset = edits.set_recipe(document.project, recipe).dataset
    assert 7 not in used_rows(dataset)
    assert explained_row(dataset, 7) == 8
    assert explained_row(dataset, 10**6) == used_rows(dataset)[-1]


def test_a_line_of_the_sum_leads_to_its_synapse(
    panel: InspectorPanel, document: Document, qtbot: QtBot
) -> None:
    select(document, hidden_id(document))
    place = panel.neuron.terms.line_rect(1).center().toPoint()
    qtbot.mouseClick(panel.neuron.terms, Qt.MouseButton.LeftButton, pos=place)
    source = document.project.network.inputs.neurons[1].id
    assert document.view.selection == (ParameterKey(source, hidden_id(document)),)
    assert panel.page is panel.parameter
    select(document, hidden_id(document))
    panel.neuron.terms.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(panel.neuron.terms, key)
    assert document.view.selection == (ParameterKey(BIAS, hidden_id(document)),)


HIDDEN_ACTIVATIONS = [name for name, each in ACTIVATIONS.items() if not each.only_for_outputs]


@pytest.mark.parametrize("name", HIDDEN_ACTIVATIONS)
def test_another_activation(panel: InspectorPanel, document: Document, hands: Hands, name: str) -> None:
    neuron = hidden_id(document)
    select(document, neuron)
    hands.choose(panel.neuron.activation, name)
    assert document.project.network.neuron(neuron).activation == name
    total = panel.neuron.total
    assert total is not None
    assert panel.neuron.plot.point == (total.z, total.output)
    expected = own_slope(name, np.array([total.z]), np.array([total.output]))[0]
    assert total.slope == expected
    assert panel.neuron.slope.text == format_number(expected)
    assert not panel.neuron.plot.grab().isNull()


def test_an_activation_that_does_not_fit_is_gray_and_says_why(
    panel: InspectorPanel, document: Document, hands: Hands
) -> None:
    output = document.project.network.outputs.neurons[0].id
    document.edit("Prepare", edits.set_activation(document.project, [output], "swish"))
    select(document, output)
    field = panel.neuron.activation
    item = field.model().index(field.findData("softmax"), 0)
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "two or more" in item.data(Qt.ItemDataRole.ToolTipRole)
    hands.choose(field, "softmax")
    assert document.project.network.neuron(output).activation != "softmax"


def test_a_softmax_neuron_is_drawn_against_its_rivals(theme: Theme, qtbot: QtBot) -> None:
    table = read_table(resource("examples", "iris.csv"))
    document = Document(new_project(table))
    controller = TrainingController(document)
    panel = InspectorPanel(document, controller, theme)
    qtbot.addWidget(panel)
    panel.show()
    outputs = document.project.network.outputs.neurons
    answers = []
    for neuron in outputs:
        select(document, neuron.id)
        total = panel.neuron.total
        assert total is not None
        assert len(total.rivals) == 2
        at_z = activation_curve("softmax", np.array([total.z]), total.rivals)
        assert at_z[0] == pytest.approx(total.output, rel=1e-12)
        assert total.slope == pytest.approx(total.output * (1 - total.output), rel=1e-12)
        assert not panel.neuron.plot.grab().isNull()
        answers.append(total.output)
    assert sum(answers) == pytest.approx(1.0, rel=1e-12)
    controller.shut_down()


def test_an_input_tells_where_its_number_comes_from(panel: InspectorPanel, document: Document) -> None:
    select(document, document.project.network.inputs.neurons[0].id)
    feature = document.project.dataset.inputs[0]
    row = explained_row(document.project.dataset, None)
    scaled = float(row_inputs(document.project.dataset, row)[0, 0])
    assert panel.neuron.result.text == format_number(scaled)
    assert format_number(float(feature.to_original(scaled))) in panel.neuron.meaning.text()
    assert format_number(feature.scale) in panel.neuron.meaning.text()
    assert not panel.neuron.terms.isVisible()


def test_an_output_is_told_in_its_own_unit(panel: InspectorPanel, document: Document) -> None:
    select(document, document.project.network.outputs.neurons[0].id)
    feature, total = document.project.dataset.outputs[0], panel.neuron.total
    assert total is not None
    assert format_number(float(feature.to_original(total.output)), 4) in panel.neuron.meaning.text()
    assert "k€" in panel.neuron.meaning.text()


def test_a_weight_is_typed_and_taken_back(
    panel: InspectorPanel, document: Document, controller: TrainingController, hands: Hands
) -> None:
    key = first_key(document)
    select(document, key)
    before = [value_of(controller, key, runner) for runner in (1, 2)]
    hands.enter(panel.parameter.value, "-1.25")
    assert [value_of(controller, key, runner) for runner in (1, 2)] == [-1.25, -1.25]
    assert document.undo_stack.undoText() == f"Set {parameter_name(document.project.network, key)} to −1.25"
    document.undo_stack.undo()
    assert [value_of(controller, key, runner) for runner in (1, 2)] == before


def test_a_synapse_is_locked_and_cut(panel: InspectorPanel, document: Document, hands: Hands) -> None:
    key = first_key(document)
    select(document, key)
    page = panel.parameter
    hands.click(page.lock)
    assert document.project.network.locked == {key}
    assert page.lock.text() == "Unlock"
    hands.click(page.lock)
    assert not document.project.network.locked
    document.set_view(replace(document.view, selection=(key,)))
    hands.click(page.cut)
    assert document.project.network.cut == {key}


def test_a_cut_synapse_can_be_restored_and_undone(
    panel: InspectorPanel, document: Document, controller: TrainingController, hands: Hands
) -> None:
    key = first_key(document)
    select(document, key)
    before = value_of(controller, key)
    hands.click(panel.parameter.cut)
    assert value_of(controller, key) == 0.0
    document.undo_stack.undo()
    assert value_of(controller, key) == before


def test_locking_the_others_leaves_one_weight_to_train(
    panel: InspectorPanel, document: Document, hands: Hands
) -> None:
    key = first_key(document)
    select(document, key)
    hands.click(panel.parameter.lock_others)
    network = document.project.network
    assert len(network.locked) == 8 * 3 + 9 - 1
    assert key not in network.locked


def test_axes_of_the_surface(panel: InspectorPanel, document: Document, hands: Hands) -> None:
    key, other = first_key(document), ParameterKey(BIAS, hidden_id(document))
    select(document, key)
    hands.click(panel.parameter.vertical)
    axes = document.view.axes
    assert axes is not None
    assert axes[1] == key
    assert not panel.parameter.vertical.isEnabled()
    hands.click(panel.parameter.horizontal)
    assert document.view.axes == (key, axes[0]), "what was horizontal moves over"
    select(document, other)
    hands.click(panel.parameter.horizontal)
    assert document.view.axes == (other, axes[0])
    assert document.undo_stack.count() == 0


def test_a_weights_way_since_the_start(
    panel: InspectorPanel, document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    key = first_key(document)
    select(document, key)
    for _ in range(3):
        controller.step_epoch()
        qtbot.wait(10)
    qtbot.waitUntil(lambda: len(panel.parameter.path.values) > 3)
    path = controller.snapshot.shown_runner.path[:, controller.snapshot.network.layout.index(key)]
    qtbot.waitUntil(lambda: np.array_equal(panel.parameter.path.values, path))


def test_the_gradient_is_the_engines_over_all_rows_and_of_one(
    panel: InspectorPanel, document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    key, rows = first_key(document), panel.parameter.gradient
    assert not now(panel.shows_gradient)
    with qtbot.waitSignal(panel.needs_changed):
        select(document, key)
    assert panel.shows_gradient
    assert rows.all_rows.text() == "…"
    controller.step_epoch()
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates == 1)
    with qtbot.waitSignal(controller.pictures_ready):
        controller.set_picture_needs(PictureNeeds(gradient=True))
    snapshot, data = controller.snapshot, document.project.dataset
    theta, network = snapshot.shown_runner.theta, snapshot.network
    objective, index = document.project.training.objective, snapshot.network.layout.index(key)
    expected = network.gradient(objective, theta, data.x_train, data.y_train)[index]
    assert rows.all_rows.text() == format_number(float(expected))
    assert not rows.one_row.isVisible()
    for row in (int(data.train_rows[3]), int(data.test_rows[0])):
        document.set_view(replace(document.view, row=row))
        explained = explain(network, objective, theta, row_inputs(data, row), row_targets(data, row))
        assert rows.one_row.text() == format_number(explained.slope(key))
    controller.show_runner(2)
    qtbot.waitUntil(lambda: controller.snapshot.shown == 2)
    assert panel.parameter.gradient.all_rows.isVisible()
    select(document, hidden_id(document))
    assert not panel.shows_gradient


def test_a_first_weight_is_told_in_original_units(document: Document, panel: InspectorPanel) -> None:
    key, project = first_key(document), document.project
    area, price = project.dataset.inputs[0], project.dataset.outputs[0]
    assert in_original_units(project, key, 1.5) == f"{format_number(1.5 / area.scale)} per m²"
    single = edits.remove_layer(project, project.network.hidden[0].id)
    straight = ParameterKey(key.source, single.network.outputs.neurons[0].id)
    worth = with_unit(1.5 * price.scale / area.scale, "k€")
    assert in_original_units(single, straight, 1.5) == f"{worth} per m²"
    behind = ParameterKey(hidden_id(document), project.network.outputs.neurons[0].id)
    assert in_original_units(project, behind, 1.5) == ""
    select(document, key)
    assert "per m²" in panel.parameter.term.text()
    select(document, behind)
    assert "original" not in panel.parameter.term.text()


def test_a_layer_is_resized_changed_and_removed(
    panel: InspectorPanel, document: Document, hands: Hands
) -> None:
    layer = document.project.network.hidden[0]
    select(document, layer.id)
    page = panel.layer
    hands.enter(page.count, "3")
    assert now(document.project.network.sizes) == (2, 3, 1)
    hands.choose(page.activation, "relu")
    assert {n.activation for n in document.project.network.hidden[0].neurons} == {"relu"}
    hands.choose(page.initializer, "he")
    assert document.project.network.hidden[0].initializer == "he"
    hands.click(page.remove)
    assert document.project.network.sizes == (2, 1)
    assert panel.page is panel.empty
    assert document.undo_stack.count() == 4
    for _ in range(4):
        document.undo_stack.undo()
    assert document.project.network.hidden == (layer,)


def test_a_mixed_layer_says_so(panel: InspectorPanel, document: Document) -> None:
    document.edit("Mix", edits.set_activation(document.project, [hidden_id(document)], "relu"))
    select(document, document.project.network.hidden[0].id)
    assert panel.layer.activation.currentText() == "Mixed"


def test_the_ends_follow_the_data(panel: InspectorPanel, document: Document) -> None:
    for layer in (document.project.network.inputs, document.project.network.outputs):
        select(document, layer.id)
        assert not panel.layer.count.isVisible()
        assert not panel.layer.remove.isVisible()
        assert "recipe" in panel.layer.text.text()


def test_several_neurons_and_weights_at_once(panel: InspectorPanel, document: Document, hands: Hands) -> None:
    neurons = [hidden_id(document, place) for place in (0, 1)]
    select(document, *neurons)
    assert now(panel.page) is panel.group
    hands.choose(panel.group.activation, "sigmoid")
    assert {document.project.network.neuron(i).activation for i in neurons} == {"sigmoid"}
    keys = [ParameterKey(BIAS, i) for i in neurons]
    select(document, *keys)
    hands.click(panel.group.lock)
    assert document.project.network.locked == set(keys)
    hands.click(panel.group.unlock)
    hands.click(panel.group.lock_others)
    assert not document.project.network.locked & set(keys)
    select(document, *neurons)
    hands.click(panel.group.remove)
    assert document.project.network.hidden[0].size == 6
    assert panel.page is panel.empty


def test_a_selected_neuron_that_goes_is_let_go(panel: InspectorPanel, document: Document) -> None:
    neuron = hidden_id(document)
    select(document, neuron)
    document.edit("Remove", edits.remove_neuron(document.project, neuron))
    assert now(panel.page) is panel.empty
    document.undo_stack.undo()
    select(document, neuron)
    assert panel.page is panel.neuron


def test_its_picture_is_the_canvas_picture(
    panel: InspectorPanel, document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    select(document, hidden_id(document))
    icon = panel.neuron.head.picture.grab().toImage()
    with qtbot.waitSignal(controller.pictures_ready):
        controller.set_picture_needs(PictureNeeds(neuron_pictures=True))
    assert panel.neuron.head.picture.grab().toImage() != icon


def test_many_inputs_are_summed_up(spiral: Table) -> None:
    project = new_project(spiral)
    project = edits.set_layer_size(project, project.network.hidden[0].id, 40)
    network_terms = 40
    network = Network(project.network)
    theta = network.initial_theta(1)
    x = row_inputs(project.dataset, explained_row(project.dataset, None))
    total = neuron_sum(network, theta, x, project.network.outputs.neurons[0].id)
    lines = lines_of(total)
    assert len(total.terms) == network_terms + 1
    assert len(lines) == MOST_TERMS + 1
    assert lines[-2].name == f"{40 - (MOST_TERMS - 1)} weaker ones"
    assert sum(line.product for line in lines) == pytest.approx(total.z, rel=1e-12)


def test_saturated_zones_are_where_the_slope_is_small() -> None:
    (left, right) = flat_zones("tanh", -4.0, 4.0)
    assert left[0] == -4.0
    assert right[1] == 4.0
    edge = float(np.arctanh(np.sqrt(0.95)))
    assert left[1] == pytest.approx(-edge, abs=0.03)
    assert right[0] == pytest.approx(edge, abs=0.03)
    assert flat_zones("linear", -4, 4) == ()
    assert flat_zones("threshold", -4, 4) == ()
    ((start, end),) = flat_zones("relu", -4, 4)
    assert start == -4.0
    assert end == pytest.approx(0.0, abs=0.03)


@pytest.mark.parametrize("width", [276, 316])
def test_nothing_is_wider_than_the_panel(
    panel: InspectorPanel, document: Document, qtbot: QtBot, width: int
) -> None:
    layer = document.project.network.hidden[0]
    panel.resize(width - 2, 300)
    for items in ((hidden_id(document),), (first_key(document),), (layer.id,), (hidden_id(document), 1)):
        select(document, *items)
        qtbot.wait(1)
        assert fits(panel)


def test_everything_that_can_be_used_has_a_name_and_a_tip(
    panel: InspectorPanel, document: Document, unexplained: Unexplained
) -> None:
    neuron, key = hidden_id(document), first_key(document)
    document.edit("Mix", edits.set_activation(document.project, [neuron], "relu"))
    layer = document.project.network.hidden[0].id
    for items in ((neuron,), (key,), (layer,), (neuron, hidden_id(document, 1)), (neuron, key), ()):
        select(document, *items)
        assert unexplained(panel) == []


def test_a_theme_reaches_everything_that_is_painted(panel: InspectorPanel, document: Document) -> None:
    select(document, hidden_id(document))
    parts = (panel.neuron.terms, panel.neuron.plot, panel.neuron.head.picture)
    light = [part.grab().toImage() for part in parts]
    panel.restyle(DARK)
    assert all(part.grab().toImage() != image for part, image in zip(parts, light, strict=True))


@pytest.fixture(autouse=True)
def _no_edits_from_showing(document: Document) -> Iterator[None]:
    """Whatever a test does, showing things must never edit: redo stays possible after an undo."""
    yield
    if document.undo_stack.canUndo():
        document.undo_stack.undo()
        assert document.undo_stack.canRedo()


def test_points_of_the_plot_stay_inside(panel: InspectorPanel, document: Document, hands: Hands) -> None:
    key = ParameterKey(BIAS, hidden_id(document))
    select(document, key)
    hands.enter(panel.parameter.value, "250")
    select(document, hidden_id(document))
    image = panel.neuron.plot.grab().toImage()
    accent = panel.neuron.plot._theme.accent
    found = [
        QPoint(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).name() == accent
    ]
    assert found
    assert max(point.x() for point in found) < image.width() - 1


def test_a_network_without_bends_shows_its_formula(document: Document, panel: InspectorPanel) -> None:
    assert not panel.empty.formula.isVisible()
    hidden = document.project.network.hidden[0].id
    document.edit("Remove layer", edits.remove_layer(document.project, hidden))
    assert panel.empty.formula.isVisible()
    assert panel.empty.formula.text.startswith("price = ")
    assert "·\u00a0area" in panel.empty.formula.text


def test_a_weight_can_be_looked_at_before_there_is_a_row(panel: InspectorPanel, document: Document) -> None:
    document.replace(blank_project("category"), ViewState(), None)
    select(document, first_key(document))
    assert panel.page is panel.parameter
    assert panel.parameter.term.text() == "There is no row yet to show what it adds."
