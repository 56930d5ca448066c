"""Undo by whole projects, and the weights that travel with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from playground.data.columns import Table
from playground.document import edits
from playground.document.document import Document
from playground.document.project import Project, new_project, present_parameters
from playground.document.view_state import ViewState
from playground.document.weights import RunnerValues
from playground.engine.specs import BIAS, ParameterKey
from tests.document.conftest import HeldWeights


def rate(project: Project, value: float) -> Project:
    return edits.set_runner(project, replace(project.training.runners[0], learning_rate=value))


def own_keys(project: Project, neuron_id: int) -> set[ParameterKey]:
    return {key for key in present_parameters(project.network) if neuron_id in key}


def test_an_edit_is_announced_with_both_projects(document: Document, qtbot: QtBot) -> None:
    old = document.project
    new = edits.add_layer(old, 1)
    with qtbot.waitSignal(document.project_changed) as heard:
        document.edit("Add layer", new)
    assert heard.args == [old, new, {}]
    assert document.project == new
    assert document.undo_stack.undoText() == "Add layer"
    document.undo_stack.undo()
    assert document.project == old
    document.undo_stack.redo()
    assert document.project == new


def test_an_edit_that_changes_nothing_is_no_step(document: Document, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(document.project_changed):
        document.edit("Nothing", replace(document.project))
    assert document.undo_stack.count() == 0


def test_a_deleted_neuron_returns_with_its_weights(document: Document, weights: HeldWeights) -> None:
    project = document.project
    neuron = project.network.hidden[0].neurons[3].id
    weights.train(project)
    lost = {
        runner: {key: own[key] for key in own_keys(project, neuron)} for runner, own in weights.values.items()
    }
    assert len(lost) == 2
    document.edit("Remove neuron", edits.remove_neuron(project, neuron))
    weights.train(document.project)
    learned = weights.read()
    document.undo_stack.undo()
    for runner, own in weights.values.items():
        assert {key: own[key] for key in lost[runner]} == lost[runner]
        assert {key: own[key] for key in learned[runner]} == learned[runner]


def test_what_an_undo_takes_away_returns_on_redo(document: Document, weights: HeldWeights) -> None:
    document.edit("Add neuron", edits.add_neuron(document.project, document.project.network.hidden[0].id))
    neuron = document.project.network.hidden[0].neurons[-1].id
    keys = own_keys(document.project, neuron)
    weights.train(document.project)
    lost = {runner: {key: own[key] for key in keys} for runner, own in weights.values.items()}
    document.undo_stack.undo()
    weights.train(document.project)
    document.undo_stack.redo()
    for runner, own in weights.values.items():
        assert {key: own[key] for key in keys} == lost[runner]


def test_a_typed_weight_has_a_before_and_an_after(document: Document, weights: HeldWeights) -> None:
    key = ParameterKey(BIAS, document.project.network.outputs.neurons[0].id)
    before = weights.read()
    document.edit("Set bias", document.project, typed={key: -7.25})
    assert {own[key] for own in weights.values.values()} == {-7.25}
    document.undo_stack.undo()
    assert weights.read() == before
    document.undo_stack.redo()
    assert {own[key] for own in weights.values.values()} == {-7.25}


def test_a_removed_runner_returns_where_it_was(document: Document, weights: HeldWeights) -> None:
    weights.train(document.project)
    there = weights.read()[2]
    document.edit("Remove runner", edits.remove_runner(document.project, 2))
    assert 2 not in weights.values
    document.undo_stack.undo()
    assert weights.values[2] == there


def test_other_data_and_back_brings_everything_back(
    document: Document, weights: HeldWeights, flowers: Table
) -> None:
    weights.train(document.project)
    there = weights.read()
    document.edit("Open flowers", edits.open_table(document.project, flowers))
    assert weights.read() != there
    document.undo_stack.undo()
    assert weights.read() == there


def test_a_drag_is_one_step_and_two_drags_are_two(document: Document) -> None:
    first = document.project
    for values in ((0.2, 0.3, 0.4), (0.5, 0.6)):
        document.begin_gesture()
        for value in values:
            document.edit(f"Learning rate {value}", rate(document.project, value), merge_key="rate 1")
        document.end_gesture()
    assert document.undo_stack.count() == 2
    assert document.undo_stack.undoText() == "Learning rate 0.6"
    document.undo_stack.undo()
    assert document.project == rate(first, 0.4)
    document.undo_stack.undo()
    assert document.project == first
    document.undo_stack.redo()
    document.undo_stack.redo()
    assert document.project == rate(first, 0.6)


def test_without_a_gesture_every_edit_is_a_step(document: Document) -> None:
    document.edit("Learning rate", rate(document.project, 0.2), merge_key="rate 1")
    document.edit("Learning rate", rate(document.project, 0.3), merge_key="rate 1")
    assert document.undo_stack.count() == 2


def test_different_things_in_one_gesture_stay_apart(document: Document) -> None:
    document.begin_gesture()
    document.edit("Learning rate", rate(document.project, 0.2), merge_key="rate 1")
    document.edit("Seed", edits.set_seed(document.project, 9), merge_key="seed")
    document.end_gesture()
    assert document.undo_stack.count() == 2


def test_a_drag_back_to_where_it_began_leaves_no_step(document: Document) -> None:
    first = document.project
    document.begin_gesture()
    document.edit("Learning rate", rate(first, 0.2), merge_key="rate 1")
    document.edit("Learning rate", first, merge_key="rate 1")
    document.end_gesture()
    assert document.undo_stack.count() == 0
    assert document.project == first


def test_a_merged_step_brings_back_what_its_first_edit_removed(
    document: Document, weights: HeldWeights
) -> None:
    project, layer = document.project, document.project.network.hidden[0].id
    weights.train(project)
    there = weights.read()
    document.begin_gesture()
    for size in (6, 4, 5):
        document.edit("Size", edits.set_layer_size(document.project, layer, size), merge_key="size")
    document.end_gesture()
    shrunk = weights.read()
    document.undo_stack.undo()
    assert (document.project, weights.read()) == (project, there)
    document.undo_stack.redo()
    assert weights.read() == shrunk


def test_typed_weights_of_one_drag_are_one_step(document: Document, weights: HeldWeights) -> None:
    key = ParameterKey(BIAS, document.project.network.outputs.neurons[0].id)
    before = weights.read()
    document.begin_gesture()
    for value in (1.5, 2.5, 3.5):
        document.edit("Set bias", document.project, typed={key: value}, merge_key="bias")
    document.end_gesture()
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert weights.read() == before
    document.undo_stack.redo()
    assert {own[key] for own in weights.values.values()} == {3.5}


def test_ids_are_never_given_twice(document: Document) -> None:
    layer = document.project.network.hidden[0].id
    document.edit("Add", edits.add_neuron(document.project, layer))
    undone = document.project.network.hidden[0].neurons[-1].id
    document.undo_stack.undo()
    document.edit("Add", edits.add_neuron(document.project, layer))
    assert document.project.network.hidden[0].neurons[-1].id > undone


@pytest.mark.usefixtures("weights")
def test_only_fitting_values_go_out(document: Document) -> None:
    heard: list[tuple[Project, RunnerValues]] = []

    def note(_old: Project, new: Project, values: RunnerValues) -> None:
        heard.append((new, values))

    document.project_changed.connect(note)
    layer = document.project.network.hidden[0].id
    document.edit("Size", edits.set_layer_size(document.project, layer, 2))
    document.edit("Remove runner", edits.remove_runner(document.project, 1))
    for step in ("undo", "undo", "redo", "redo", "undo"):
        getattr(document.undo_stack, step)()
    assert len(heard) == 7
    for project, values in heard:
        present = present_parameters(project.network)
        assert values.keys() <= {runner.id for runner in project.training.runners}
        assert all(own.keys() <= present for own in values.values())


def test_the_view_follows_what_is_there(document: Document, qtbot: QtBot) -> None:
    network = document.project.network
    gone, stays = network.hidden[0].neurons[:2]
    target = network.outputs.neurons[0].id
    axes = (ParameterKey(gone.id, target), ParameterKey(stays.id, target))
    document.set_view(
        ViewState(selection=(gone.id, stays.id, axes[0], axes[1]), axes=axes, window=(0, 1, 0, 1), row=3)
    )
    with qtbot.waitSignal(document.view_changed):
        document.edit("Remove neuron", edits.remove_neuron(document.project, gone.id))
    assert document.view == ViewState(selection=(stays.id, axes[1]), row=3)


def test_a_switched_off_runner_is_not_shown(document: Document) -> None:
    document.set_view(replace(document.view, shown_runner=2))
    second = document.project.training.runner(2)
    document.edit("Off", edits.set_runner(document.project, replace(second, enabled=False)))
    assert document.view.shown_runner == 1
    document.set_view(replace(document.view, shown_runner=2, row=10**6, selection=(10**6,)))
    assert document.view == ViewState()


def test_listeners_find_project_and_view_already_changed(document: Document) -> None:
    seen: list[tuple[Project, ViewState]] = []

    def note(*_: object) -> None:
        seen.append((document.project, document.view))

    neuron = document.project.network.hidden[0].neurons[0].id
    document.set_view(replace(document.view, selection=(neuron,)))
    document.project_changed.connect(note)
    document.edit("Remove neuron", edits.remove_neuron(document.project, neuron))
    assert seen == [(document.project, replace(document.view, selection=()))]


def test_opening_another_project_clears_undo(document: Document, flowers: Table, qtbot: QtBot) -> None:
    document.edit("Add layer", edits.add_layer(document.project, 1))
    other = new_project(flowers)
    with qtbot.waitSignals([document.project_changed, document.path_changed]):
        document.replace(other, ViewState(row=2), Path("other.nnp"))
    assert (document.project, document.view, document.path) == (other, ViewState(row=2), Path("other.nnp"))
    assert not document.undo_stack.canUndo()
    assert document.undo_stack.isClean()


def test_saving_makes_the_document_clean(document: Document) -> None:
    document.edit("Add layer", edits.add_layer(document.project, 1))
    assert not document.undo_stack.isClean()
    document.saved_as(Path("mine.nnp"))
    assert document.undo_stack.isClean()
    assert document.path == Path("mine.nnp")
    document.undo_stack.undo()
    assert not document.undo_stack.isClean()


@pytest.mark.parametrize("steps", [1, 3])
def test_a_document_without_training_can_be_edited_too(project: Project, steps: int) -> None:
    document = Document(project)
    for _ in range(steps):
        document.edit("Add layer", edits.add_layer(document.project, 1))
    for _ in range(steps):
        document.undo_stack.undo()
    assert document.project == project
    assert HeldWeights(document).values.keys() == {1, 2}
