"""Costs and output activations come in pairs: every pair that goes together is two choices away at most."""

from __future__ import annotations

from dataclasses import replace

import pytest

from playground.data.columns import Table
from playground.data.reader import read_table
from playground.document import edits
from playground.document.edits import EditError
from playground.document.pairing import brought_along, with_activation, with_cost
from playground.document.project import Project, new_project
from playground.engine.activations import ACTIVATIONS
from playground.engine.costs import COSTS


def table(targets: tuple[str, ...]) -> Table:
    lines = ["a,b,target"]
    lines += [f"{i % 4 - 1.5},{(i * 7) % 5 - 2.25},{targets[i % len(targets)]}" for i in range(24)]
    return read_table("\n".join(lines).encode(), "tiny.csv")


def unscaled(project: Project) -> Project:
    recipe = project.recipe
    column = recipe.choice("target")
    return edits.set_recipe(project, recipe.with_choice(replace(column, scaling="none")))


@pytest.fixture(params=["number", "share", "two", "three"])
def project(request: pytest.FixtureRequest) -> Project:
    if request.param == "number":
        return new_project(table(("1", "2.5", "4", "3.25", "1.75")))
    if request.param == "share":
        return unscaled(new_project(table(("0.2", "0.35", "0.9", "0.55", "0.7"))))
    return new_project(table(("no", "yes") if request.param == "two" else ("red", "green", "blue")))


def outputs(project: Project) -> list[int]:
    return [neuron.id for neuron in project.network.outputs.neurons]


def pair(project: Project) -> tuple[str, str]:
    (activation,) = {neuron.activation for neuron in project.network.outputs.neurons}
    return project.training.cost, activation


def allowed_pairs(project: Project) -> dict[tuple[str, str], Project]:
    """Every pair of a cost and an activation of all outputs that can be edited into being."""
    found = {}
    neutral = edits.set_cost(project, "half_squared")
    for activation in ACTIVATIONS:
        for cost in COSTS:
            try:
                found[cost, activation] = edits.set_cost(
                    edits.set_activation(neutral, outputs(project), activation), cost
                )
            except EditError:
                continue
    return found


def test_every_pair_is_reached_from_every_other(project: Project) -> None:
    pairs = allowed_pairs(project)
    assert len(pairs) >= 30
    for start in pairs.values():
        for cost, activation in pairs:
            by_cost = with_activation(with_cost(start, cost), outputs(start), activation)
            assert pair(by_cost) == (cost, activation)
            by_activation = with_cost(with_activation(start, outputs(start), activation), cost)
            assert pair(by_activation) == (cost, activation)


def test_what_goes_together_stays(project: Project) -> None:
    for start in allowed_pairs(project).values():
        assert with_cost(start, start.training.cost) == start
        assert with_activation(start, outputs(start), pair(start)[1]) == start


def test_what_cannot_be_reached_is_refused_with_what_stands_in_the_way() -> None:
    numbers = new_project(table(("1", "2.5", "4", "3.25", "1.75")))
    for cost, words in (
        ("binary_cross_entropy", "targets from 0 to 1"),
        ("categorical_cross_entropy", "two or more"),
        ("itakura_saito", "targets above 0: leave them unscaled"),
        ("nonsense", "no cost called"),
    ):
        with pytest.raises(EditError, match=words):
            with_cost(numbers, cost)
    with pytest.raises(EditError, match="output layer only"):
        with_activation(numbers, [numbers.network.hidden[0].neurons[0].id], "softmax")
    with pytest.raises(EditError, match="single layer"):
        with_activation(numbers, outputs(numbers), "perceptron")


def test_targets_decide_which_outputs_come_along() -> None:
    amounts = unscaled(new_project(table(("1", "2.5", "4", "3.25", "1.75"))))
    assert pair(with_cost(amounts, "itakura_saito")) == ("itakura_saito", "softplus")
    shares = unscaled(new_project(table(("0.2", "0.35", "0.9", "0.55"))))
    assert pair(with_cost(shares, "itakura_saito")) == ("itakura_saito", "sigmoid")
    kinds = new_project(table(("red", "green", "blue")))
    assert pair(with_cost(kinds, "hellinger")) == ("hellinger", "softmax")


def test_the_step_says_what_came_along() -> None:
    kinds = new_project(table(("red", "green", "blue")))
    first = outputs(kinds)[:1]
    sigmoid = with_activation(kinds, first, "sigmoid")
    assert pair(sigmoid) == ("binary_cross_entropy", "sigmoid")
    assert brought_along(kinds, sigmoid, first) == " and the other outputs, cost: binary cross-entropy"
    assert brought_along(kinds, sigmoid, outputs(kinds)) == ", cost: binary cross-entropy"
    back = with_cost(sigmoid, "categorical_cross_entropy")
    assert back == kinds
    assert brought_along(sigmoid, back) == ", outputs: softmax"
    assert brought_along(kinds, edits.set_cost(kinds, "half_squared")) == ""
    swish = with_activation(sigmoid, first, "swish")
    assert [neuron.activation for neuron in swish.network.outputs.neurons] == ["swish", "sigmoid", "sigmoid"]
    assert brought_along(sigmoid, swish, first) == ", cost: half squared error"
