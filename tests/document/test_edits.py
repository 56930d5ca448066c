"""Each edit does what its name says and nothing else, and refuses in words what can't be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from playground.data.columns import Table
from playground.document import edits
from playground.document.edits import EditError
from playground.document.project import Project, new_project, present_parameters
from playground.engine.layout import parameter_names
from playground.engine.specs import (
    BIAS,
    LayerSpec,
    ParameterKey,
    PenaltySpec,
    RunnerSpec,
    ScheduleSpec,
    StopSpec,
)


def hidden(project: Project, index: int = 0) -> LayerSpec:
    return project.network.hidden[index]


def test_a_new_project_fits_its_table(project: Project) -> None:
    network = project.network
    assert network.sizes == (3, 8, 1)
    assert [n.name for n in network.inputs.neurons] == [f.name for f in project.dataset.inputs]
    assert [n.name for n in network.outputs.neurons] == [f.name for f in project.dataset.outputs]
    assert {n.activation for n in hidden(project).neurons} == {"tanh"}
    assert hidden(project).initializer == "glorot"
    assert network.outputs.neurons[0].activation == "linear"
    assert project.training.cost == "half_squared"
    ids = [n.id for n in network.neurons()] + [layer.id for layer in network.layers]
    assert sorted(ids) == list(range(1, network.next_id))


def test_a_table_with_categories_gets_an_output_for_each(flowers: Table) -> None:
    project = new_project(flowers)
    assert project.network.sizes == (2, 8, 3)
    assert {n.activation for n in project.network.outputs.neurons} == {"softmax"}
    assert project.training.cost == "categorical_cross_entropy"


def test_a_layer_is_put_where_it_was_asked_for(project: Project) -> None:
    once = edits.add_layer(project, 1, 2, "relu")
    twice = edits.add_layer(once, 3, 5, "sigmoid")
    assert twice.network.sizes == (3, 2, 8, 5, 1)
    assert {n.activation for n in hidden(twice, 0).neurons} == {"relu"}
    assert {n.activation for n in hidden(twice, 2).neurons} == {"sigmoid"}
    assert twice.network.next_id == project.network.next_id + 3 + 6


@pytest.mark.parametrize("index", [-1, 0, 3])
def test_a_layer_stays_between_the_ends(project: Project, index: int) -> None:
    with pytest.raises(EditError, match="between"):
        edits.add_layer(project, index)


def test_removing_a_layer_joins_its_neighbors(project: Project) -> None:
    without = edits.remove_layer(project, hidden(project).id)
    assert without.network.sizes == (3, 1)
    inputs, output = without.network.inputs.neurons, without.network.outputs.neurons[0]
    assert set(parameter_names(without.network)) == {
        *(ParameterKey(n.id, output.id) for n in inputs),
        ParameterKey(BIAS, output.id),
    }


def test_the_ends_of_the_network_follow_the_data(project: Project) -> None:
    network = project.network
    for layer, word in ((network.inputs, "inputs"), (network.outputs, "outputs")):
        refusals: list[Callable[[], Project]] = [
            partial(edits.remove_layer, project, layer.id),
            partial(edits.add_neuron, project, layer.id),
            partial(edits.remove_neuron, project, layer.neurons[0].id),
            partial(edits.set_layer_size, project, layer.id, 7),
        ]
        for refused in refusals:
            with pytest.raises(EditError, match=word):
                refused()


def test_a_new_neuron_is_like_its_neighbor(project: Project) -> None:
    last = hidden(project).neurons[-1]
    other = edits.set_activation(project, [last.id], "relu")
    grown = edits.add_neuron(other, hidden(project).id)
    assert hidden(grown).neurons[:-1] == hidden(other).neurons
    assert hidden(grown).neurons[-1].activation == "relu"
    assert hidden(grown).neurons[-1].id == project.network.next_id


def test_removing_a_neuron_takes_its_cuts_locks_and_first_weights_along(project: Project) -> None:
    gone, stays = hidden(project).neurons[:2]
    target = project.network.outputs.neurons[0].id
    p = edits.cut(project, [ParameterKey(gone.id, target), ParameterKey(BIAS, stays.id)])
    p = edits.lock(p, [ParameterKey(BIAS, gone.id), ParameterKey(stays.id, target)])
    p = edits.set_start(p, {ParameterKey(BIAS, gone.id): 1.0, ParameterKey(BIAS, target): 2.0})
    p = edits.remove_neuron(p, gone.id)
    assert p.network.sizes == (3, 7, 1)
    assert p.network.cut == {ParameterKey(BIAS, stays.id)}
    assert p.network.locked == {ParameterKey(stays.id, target)}
    assert p.training.start == ((ParameterKey(BIAS, target), 2.0),)


def test_the_last_neuron_of_a_layer_stays(project: Project) -> None:
    with pytest.raises(EditError, match="at least one neuron"):
        edits.remove_neurons(project, [n.id for n in hidden(project).neurons])
    with pytest.raises(EditError, match="at least one neuron"):
        edits.set_layer_size(project, hidden(project).id, 0)


def test_a_layer_grows_and_shrinks_at_its_end(project: Project) -> None:
    small = edits.set_layer_size(project, hidden(project).id, 3)
    assert hidden(small).neurons == hidden(project).neurons[:3]
    large = edits.set_layer_size(small, hidden(project).id, 5)
    assert hidden(large).neurons[:3] == hidden(project).neurons[:3]
    assert min(n.id for n in hidden(large).neurons[3:]) >= project.network.next_id
    assert edits.set_layer_size(project, hidden(project).id, 8) == project


def test_activations_of_chosen_neurons_only(project: Project) -> None:
    first, second = hidden(project).neurons[:2]
    p = edits.set_activation(project, [second.id], "relu")
    assert p.network.neuron(first.id).activation == "tanh"
    assert p.network.neuron(second.id).activation == "relu"
    with pytest.raises(EditError, match="no activation"):
        edits.set_activation(project, [project.network.inputs.neurons[0].id], "relu")
    with pytest.raises(EditError, match="“wobble”"):
        edits.set_activation(project, [first.id], "wobble")


def test_cost_and_output_activation_must_suit_each_other(flowers: Table) -> None:
    project = new_project(flowers)
    outputs = [neuron.id for neuron in project.network.outputs.neurons]
    assert project.training.cost == "categorical_cross_entropy"
    with pytest.raises(EditError, match="softmax"):
        edits.set_activation(project, outputs, "linear")
    linear = edits.set_activation(edits.set_cost(project, "half_squared"), outputs, "linear")
    with pytest.raises(EditError, match="sigmoid"):
        edits.set_cost(linear, "binary_cross_entropy")
    with pytest.raises(EditError, match="all neurons"):
        edits.set_activation(linear, outputs[:1], "softmax")
    softmax = edits.set_activation(edits.set_cost(project, "half_squared"), outputs, "softmax")
    assert edits.set_cost(softmax, "categorical_cross_entropy").training.cost == "categorical_cross_entropy"


def test_cost_and_targets_must_suit_each_other(project: Project) -> None:
    outputs = [neuron.id for neuron in project.network.outputs.neurons]
    positive = edits.set_activation(project, outputs, "softplus")
    with pytest.raises(EditError, match="targets"):
        edits.set_cost(positive, "hellinger")


def test_optimizer_cost_and_batch_must_suit_each_other(project: Project) -> None:
    runner = replace(project.training.runners[1], optimizer="implicit", batch_size=1)
    implicit = edits.set_runner(project, runner)
    with pytest.raises(EditError, match="squared error"):
        edits.set_cost(implicit, "huber")
    off = edits.set_runner(implicit, replace(runner, enabled=False))
    assert edits.set_cost(off, "huber").training.cost == "huber"
    with pytest.raises(EditError, match="squared error"):
        edits.set_runner(edits.set_cost(off, "huber"), runner)


def test_the_perceptron_rule_has_no_hidden_layer(project: Project) -> None:
    outputs = [neuron.id for neuron in project.network.outputs.neurons]
    with pytest.raises(EditError, match="single layer"):
        edits.set_activation(project, outputs, "perceptron")
    single = project
    for layer in project.network.hidden:
        single = edits.remove_layer(single, layer.id)
    single = edits.set_activation(single, outputs, "perceptron")
    with pytest.raises(EditError, match="single layer"):
        edits.add_layer(single, 1)


def test_cut_restore_lock_unlock(project: Project) -> None:
    a, b = sorted(parameter_names(project.network))[:2]
    p = edits.cut(edits.lock(project, [a, b]), [a])
    assert (p.network.cut, p.network.locked) == (frozenset({a}), frozenset({b}))
    assert a not in present_parameters(p.network)
    with pytest.raises(EditError, match="Restore"):
        edits.lock(p, [a])
    assert edits.unlock(edits.restore(p, [a]), [b]) == project
    with pytest.raises(EditError, match="no longer"):
        edits.cut(project, [ParameterKey(999, 1000)])


def test_locking_the_others_leaves_exactly_the_chosen_free(project: Project) -> None:
    a, b, c = sorted(parameter_names(project.network))[:3]
    p = edits.lock_others(edits.cut(edits.lock(project, [a]), [c]), [a, b])
    assert present_parameters(p.network) - p.network.locked == {a, b}
    assert not p.network.locked & p.network.cut


def test_a_runner_is_changed_added_and_removed(project: Project) -> None:
    first, second = project.training.runners
    p = edits.set_runner(project, replace(second, optimizer="adam", batch_size=5))
    assert p.training.runner(second.id).batch_size == 5
    assert p.training.runner(first.id) == first
    p = edits.add_runner(edits.remove_runner(project, first.id))
    assert [runner.id for runner in p.training.runners] == [2, 1]
    for _ in range(4):
        p = edits.add_runner(p)
    assert sorted(runner.id for runner in p.training.runners) == [1, 2, 3, 4, 5, 6]
    with pytest.raises(EditError, match="Six runners"):
        edits.add_runner(p)


@pytest.mark.parametrize(
    "broken",
    [
        {"optimizer": "magic"},
        {"learning_rate": 0.0},
        {"learning_rate": float("nan")},
        {"learning_rate": float("inf")},
        {"batch_size": 0},
        {"id": 77},
    ],
)
def test_a_runner_that_cannot_run_is_refused(project: Project, broken: dict[str, Any]) -> None:
    with pytest.raises(EditError):
        edits.set_runner(project, replace(project.training.runners[0], **broken))


def test_one_runner_stays_on(project: Project) -> None:
    only = edits.remove_runner(project, 2)
    with pytest.raises(EditError, match="At least one runner"):
        edits.remove_runner(only, 1)
    with pytest.raises(EditError, match="At least one runner"):
        edits.set_runner(only, replace(only.training.runners[0], enabled=False))
    assert edits.add_runner(only, RunnerSpec(0, "Adam", "adam")).training.runner(2).name == "Adam"


def test_stop_conditions_seed_clock_and_initializer(project: Project) -> None:
    stop = StopSpec(cost_below=0.01, epochs=100, no_improvement_epochs=5)
    p = edits.set_stop(edits.set_seed(edits.set_clock(project, "updates"), 7), stop)
    assert (p.training.stop, p.training.seed, p.training.clock) == (stop, 7, "updates")
    p = edits.set_initializer(project, hidden(project).id, "he")
    assert hidden(p).initializer == "he"
    refusals: list[Callable[[], Project]] = [
        lambda: edits.set_stop(project, StopSpec(epochs=0)),
        lambda: edits.set_stop(project, StopSpec(no_improvement_epochs=0)),
        lambda: edits.set_seed(project, -1),
        lambda: edits.set_initializer(project, project.network.inputs.id, "he"),
        lambda: edits.set_initializer(project, hidden(project).id, "magic"),
    ]
    for refused in refusals:
        with pytest.raises(EditError):
            refused()


def test_leaving_a_column_out_keeps_the_other_inputs(project: Project) -> None:
    recipe = project.recipe
    recipe = recipe.with_choice(replace(recipe.choice("bedrooms"), role="left_out"))
    p = edits.set_recipe(project, recipe)
    area, _bedrooms, distance = project.network.inputs.neurons
    assert p.network.inputs.neurons == (area, distance)
    assert p.network.hidden == project.network.hidden
    assert p.network.outputs == project.network.outputs
    back = edits.set_recipe(p, project.recipe)
    assert [n.name for n in back.network.inputs.neurons] == ["area", "bedrooms", "distance"]
    assert back.network.inputs.neurons[0] == area
    assert back.network.inputs.neurons[1].id >= p.network.next_id


def test_another_target_brings_its_output_and_cost(flowers: Table) -> None:
    project = new_project(flowers)
    recipe = project.recipe
    recipe = recipe.with_choice(replace(recipe.choice("species"), role="left_out"))
    recipe = recipe.with_choice(replace(recipe.choice("width"), role="target"))
    p = edits.set_recipe(project, recipe)
    assert p.network.sizes == (1, 8, 1)
    assert p.network.outputs.neurons[0].activation == "linear"
    assert p.training.cost == "half_squared"


def test_a_recipe_from_which_nothing_can_be_learned_is_refused(project: Project) -> None:
    recipe = project.recipe
    for choice in recipe.columns:
        if choice.role == "input":
            recipe = recipe.with_choice(replace(choice, role="left_out"))
    with pytest.raises(EditError):
        edits.set_recipe(project, recipe)


def test_another_table_keeps_the_hidden_layers(project: Project, flowers: Table) -> None:
    old = edits.add_layer(project, 2, 3, "relu")
    old = edits.set_stop(edits.lock_others(old, sorted(parameter_names(old.network))[:2]), StopSpec(0.1))
    new = edits.open_table(old, flowers)
    assert new.name == "flowers.csv"
    assert new.network.hidden == old.network.hidden
    assert new.network.sizes == (2, 8, 3, 3)
    assert {n.activation for n in new.network.outputs.neurons} == {"softmax"}
    assert new.training.cost == "categorical_cross_entropy"
    assert new.training.runners == old.training.runners
    assert (new.network.locked, new.training.stop) == (frozenset(), StopSpec())
    fresh = {n.id for n in (*new.network.inputs.neurons, *new.network.outputs.neurons)}
    assert min(fresh) >= old.network.next_id


def test_another_table_for_a_network_without_hidden_layers_brings_one(
    project: Project, flowers: Table
) -> None:
    bare = edits.remove_layer(project, hidden(project).id)
    new = edits.open_table(bare, flowers)
    assert new.network.sizes == (2, 8, 3)
    assert min(n.id for n in new.network.neurons()) >= bare.network.next_id


def test_no_edit_changes_the_project_it_was_given(project: Project) -> None:
    before = replace(project)
    edits.remove_neuron(edits.add_layer(project, 1), hidden(project).neurons[0].id)
    assert project == before


def test_penalty_schedule_and_stop_conditions_have_their_limits(project: Project) -> None:
    penalized = edits.set_penalty(project, PenaltySpec(l1=0.1, l2=0.2, biases=True))
    assert penalized.training.objective.penalty == PenaltySpec(0.1, 0.2, True)
    with pytest.raises(EditError, match="from 0 on"):
        edits.set_penalty(project, PenaltySpec(l2=-1.0))
    runner = project.training.runners[0]
    stepped = replace(runner, schedule=ScheduleSpec("step", (("every", 5.0),)))
    assert edits.set_runner(project, stepped).training.runners[0] == stepped
    for wrong in (ScheduleSpec("wobble"), ScheduleSpec("step", (("factor", 2.0),))):
        with pytest.raises(EditError):
            edits.set_runner(project, replace(runner, schedule=wrong))
    for stop in (StopSpec(updates=0), StopSpec(seconds=0.0)):
        with pytest.raises(EditError, match="needs"):
            edits.set_stop(project, stop)


def test_starting_weights_of_one_layer_and_of_all(project: Project) -> None:
    one = edits.set_initializer(project, hidden(project).id, "he")
    assert [layer.initializer for layer in one.network.layers[1:]] == ["he", "glorot"]
    every = edits.set_initializer(project, None, "zeros")
    assert [layer.initializer for layer in every.network.layers[1:]] == ["zeros", "zeros"]


def test_an_optimizer_that_new_data_rules_out_becomes_the_plain_one(project: Project, flowers: Table) -> None:
    implicit = replace(project.training.runners[1], optimizer="implicit")
    old = edits.set_runner(project, implicit)
    with pytest.raises(EditError, match="no penalty"):
        edits.set_penalty(old, PenaltySpec(l2=0.1))
    assert edits.open_table(old, flowers).training.runners[1].optimizer == "plain"
