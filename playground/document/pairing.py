"""The cost and the outputs' activation belong together: choosing one brings the other along, in one edit.

`edits.set_cost` and `edits.set_activation` refuse a pair that doesn't go together; here the other half gives
way to the one that suits the data best, and the text of the step says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from playground.document import edits
from playground.document.edits import EditError
from playground.document.project import OUTPUT_ACTIVATION, TASK_COST, Project
from playground.engine.activations import ACTIVATIONS
from playground.engine.costs import COSTS
from playground.engine.specs import NetworkSpec

ANY_OUTPUT = "half_squared"
"""A cost that goes with all outputs, all targets and all optimizers."""
_OF_CATEGORIES = ("binary_cross_entropy", "categorical_cross_entropy")


def with_cost(project: Project, name: str) -> Project:
    """Another cost; outputs that it can't read get the activation that suits it and the data best.

    Raises `EditError` where no activation helps, with what stands in the way even then.
    """
    outputs = [neuron.id for neuron in project.network.outputs.neurons]

    def switched(activation: str) -> Project:
        return edits.set_cost(edits.set_activation(_neutral(project), outputs, activation), name)

    return _first(partial(edits.set_cost, project, name), switched, _suited_activations(project, name))


def with_activation(project: Project, neuron_ids: Iterable[int], name: str) -> Project:
    """Another activation; a cost that can't read the outputs any more gives way to one that can.

    What belongs to a whole layer (softmax) comes and goes for all its neurons. Raises `EditError`.
    """
    chosen = whole_layers(project.network, neuron_ids, name)

    def switched(cost: str) -> Project:
        return edits.set_cost(edits.set_activation(_neutral(project), chosen, name), cost)

    own = TASK_COST[project.dataset.task]
    costs = [own, *(cost for cost in _OF_CATEGORIES if cost != own), ANY_OUTPUT]
    if project.dataset.task == "regression":
        costs = [own]
    return _first(partial(edits.set_activation, project, chosen, name), switched, costs)


def whole_layers(network: NetworkSpec, neuron_ids: Iterable[int], name: str) -> tuple[int, ...]:
    """The neurons, and with them all others of a layer whose activation comes and goes as a whole."""
    chosen = set(neuron_ids)
    for layer in network.layers:
        touched = [neuron.activation for neuron in layer.neurons if neuron.id in chosen]
        if touched and any(
            each in ACTIVATIONS and ACTIVATIONS[each].whole_layer for each in (name, *touched)
        ):
            chosen |= {neuron.id for neuron in layer.neurons}
    return tuple(neuron.id for neuron in network.neurons() if neuron.id in chosen)


def brought_along(old: Project, new: Project, asked: Iterable[int] = ()) -> str:
    """What an edit changed besides what was ``asked`` (neurons; none: it was the cost), for the step's text.

    ", outputs: sigmoid" or " and the other outputs, cost: binary cross-entropy"; often nothing.
    """
    asked = frozenset(asked)
    before = {neuron.id: neuron.activation for neuron in old.network.outputs.neurons}
    changed = [each for each in new.network.outputs.neurons if before.get(each.id) != each.activation]
    others = [each for each in changed if each.id not in asked]
    text = ""
    if others and asked:
        text = " and the other outputs"
    elif others:
        text = f", outputs: {ACTIVATIONS[others[0].activation].label.lower()}"
    if asked and old.training.cost != new.training.cost:
        text += f", cost: {COSTS[new.training.cost].label.lower()}"
    return text


def _first(plain: Callable[[], Project], switched: Callable[[str], Project], choices: list[str]) -> Project:
    """The edit as asked for, else with the first of the choices that makes it possible."""
    try:
        return plain()
    except EditError as error:
        reason = error
    for i, choice in enumerate(choices):
        try:
            return switched(choice)
        except EditError as error:
            reason = reason if i else error  # the best choice tells best what stands in the way
    raise reason


def _suited_activations(project: Project, cost: str) -> list[str]:
    """Activations whose outputs that cost can read: first those that reach the targets, the task's own one
    before the others."""
    allowed = COSTS[cost].allowed if cost in COSTS else None
    highest = float(project.dataset.y_extremes.max(initial=0.0))
    own = OUTPUT_ACTIVATION[project.dataset.task]
    order = [own, *(name for name in ("sigmoid", "softmax", "softplus") if name != own)]
    fitting = [name for name in order if allowed is not None and name in allowed]
    return sorted(fitting, key=lambda name: ACTIVATIONS[name].value_range[1] < highest)


def _neutral(project: Project) -> Project:
    return replace(project, training=replace(project.training, cost=ANY_OUTPUT))
