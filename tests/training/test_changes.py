"""What an edit asks of a running training."""

from __future__ import annotations

from dataclasses import replace

import pytest

from playground.data.examples import example
from playground.data.reader import read_table
from playground.document import edits
from playground.document.painting import paint
from playground.document.project import Project, new_project, present_parameters
from playground.engine.specs import ParameterKey, RunnerSpec
from playground.training.changes import change


def first_weight(project: Project) -> ParameterKey:
    before, after = project.network.layers[:2]
    return ParameterKey(before.neurons[0].id, after.neurons[0].id)


def test_no_change(houses: Project) -> None:
    assert change(houses, houses).kind == "none"
    assert change(houses, replace(houses, name="other")).kind == "none"
    assert change(houses, houses, {1: {}}).kind == "none"


def test_retune_is_the_same_parameters_under_other_rules(houses: Project) -> None:
    hidden = houses.network.hidden[0]
    runner = houses.training.runners[0]
    for new in (
        edits.set_activation(houses, [hidden.neurons[0].id], "relu"),
        edits.lock(houses, [first_weight(houses)]),
        edits.set_cost(houses, "mean_squared"),
        edits.set_runner(houses, replace(runner, learning_rate=0.5)),
        edits.set_runner(houses, replace(runner, optimizer="adam")),
        edits.set_runner(houses, replace(runner, enabled=False)),
        edits.add_runner(houses, RunnerSpec(9, "Mini-batch", batch_size=8)),
        edits.set_clock(houses, "updates"),
        edits.set_initializer(houses, hidden.id, "he"),
    ):
        assert new != houses
        assert change(houses, new).kind == "retune"
        assert change(new, houses).kind == "retune"


def test_typed_weights_alone_are_a_set(houses: Project) -> None:
    values = {1: {first_weight(houses): 0.5}}
    found = change(houses, houses, values)
    assert found.kind == "set"
    assert found.values == values


def test_other_parameters_are_a_transplant_both_ways(houses: Project) -> None:
    hidden = houses.network.hidden[0]
    for new in (
        edits.add_neuron(houses, hidden.id),
        edits.remove_neuron(houses, hidden.neurons[2].id),
        edits.add_layer(houses, 1),
        edits.remove_layer(houses, hidden.id),
        edits.cut(houses, [first_weight(houses)]),
    ):
        assert change(houses, new).kind == "transplant"
        assert change(new, houses, {1: {first_weight(houses): 1.0}}).kind == "transplant"


def test_other_rows_seed_or_start_are_a_rebuild(houses: Project, line: Project) -> None:
    recipe = replace(houses.recipe, seed=houses.recipe.seed + 1)
    for new in (
        edits.set_seed(houses, 99),
        edits.set_start(houses, {first_weight(houses): 2.0}),
        replace(houses, recipe=recipe),
        line,
    ):
        found = change(houses, new)
        assert found.kind == "rebuild"
        assert found.begins_anew
        assert change(new, houses).begins_anew


@pytest.mark.parametrize("name", ["remove_layer", "add_neuron"])
def test_the_strongest_kind_wins(houses: Project, name: str) -> None:
    changed = getattr(edits, name)(houses, houses.network.hidden[0].id)
    assert change(houses, edits.set_cost(changed, "mean_squared")).kind == "transplant"
    assert change(houses, edits.set_seed(changed, 5)).kind == "rebuild"


def test_a_start_value_that_goes_with_its_neuron_is_no_new_beginning(houses: Project) -> None:
    neuron = houses.network.hidden[0].neurons[0].id
    started = edits.set_start(houses, {first_weight(houses): 2.0})
    removed = edits.remove_neuron(started, neuron)
    assert removed.training.start != started.training.start
    assert change(started, removed).kind == "transplant"
    assert change(removed, started).kind == "transplant"


def test_a_new_beginning_takes_whole_sets_of_weights_only(houses: Project) -> None:
    new = edits.set_seed(houses, 4)
    whole = dict.fromkeys(present_parameters(new.network), 0.25)
    few = {first_weight(houses): 0.5}
    assert change(houses, new, {1: whole, 2: few}).values == {1: whole}
    assert change(houses, houses, {1: whole, 2: few}).values == {1: whole, 2: few}


def test_painted_rows_keep_the_weights_and_other_files_do_not() -> None:
    old = new_project(read_table(example("circle.csv").text(40).encode(), "circle.csv"))
    painted = paint(old, [{"x": 1.0, "y": 2.0, "class": "A"}], [0, 1])
    assert change(old, painted).kind == "rows"
    assert change(painted, old).kind == "rows"
    opened = edits.open_table(old, painted.table)
    assert change(old, opened).kind == "rebuild"
    renamed = replace(painted, table=read_table(painted.table.raw, "other.csv"))
    assert change(old, renamed).kind == "rebuild"
