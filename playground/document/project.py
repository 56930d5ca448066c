"""Project: everything the user chose, as one frozen value. Nothing in it was learned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from playground.data.columns import Table
from playground.data.dataset import Dataset, Feature, prepare
from playground.data.recipe import Recipe, guess_recipe
from playground.engine.layout import ParameterLayout, parameter_names
from playground.engine.specs import (
    LayerSpec,
    NetworkSpec,
    NeuronSpec,
    ParameterKey,
    TrainingSpec,
)

HIDDEN_SIZE = 8
HIDDEN_ACTIVATION = "tanh"

OUTPUT_ACTIVATION = {"regression": "linear", "binary": "sigmoid", "categorical": "softmax"}
TASK_COST = {
    "regression": "half_squared",
    "binary": "binary_cross_entropy",
    "categorical": "categorical_cross_entropy",
}


@dataclass(frozen=True, slots=True)
class Project:
    """What the user chose. Replaced as a whole, by `Document.edit` alone; the network fits the data."""

    name: str
    table: Table
    recipe: Recipe
    network: NetworkSpec
    training: TrainingSpec

    @property
    def dataset(self) -> Dataset:
        """The table as numbers, by the recipe. Cheap to ask for again: `prepare` remembers it."""
        return prepare(self.table, self.recipe)


def new_project(table: Table, recipe: Recipe | None = None, first_id: int = 1) -> Project:
    """A project for a table: one hidden layer of 8 tanh, output and cost as the task wants them.

    Neurons and layers are numbered from ``first_id`` on. Raises `DataError` if nothing can be learned
    from the table.
    """
    recipe = guess_recipe(table) if recipe is None else recipe
    dataset = prepare(table, recipe)
    inputs = fit_neurons((), dataset.inputs, "linear", first_id)
    first_hidden = first_id + len(inputs)
    hidden = tuple(NeuronSpec(first_hidden + i, HIDDEN_ACTIVATION) for i in range(HIDDEN_SIZE))
    first_output = first_hidden + HIDDEN_SIZE
    outputs = fit_neurons((), dataset.outputs, OUTPUT_ACTIVATION[dataset.task], first_output)
    n = first_output + len(outputs)
    layers = (LayerSpec(n, inputs), LayerSpec(n + 1, hidden), LayerSpec(n + 2, outputs))
    network = NetworkSpec(layers, next_id=n + 3)
    return Project(table.name, table, recipe, network, TrainingSpec(cost=TASK_COST[dataset.task]))


def fit_neurons(
    present: tuple[NeuronSpec, ...], features: tuple[Feature, ...], activation: str, first_id: int
) -> tuple[NeuronSpec, ...]:
    """One neuron per feature, in the features' order.

    A neuron whose name is among the features stays as it is (so its weights stay); for the others new
    ones with ids from ``first_id`` on are made.
    """
    by_name: dict[str, list[NeuronSpec]] = {}
    for neuron in present:
        by_name.setdefault(neuron.name, []).append(neuron)
    fitted = []
    for feature in features:
        known = by_name.get(feature.name)
        if known:
            fitted.append(known.pop(0))
        else:
            fitted.append(NeuronSpec(first_id, activation, feature.name))
            first_id += 1
    return tuple(fitted)


@lru_cache(maxsize=4)
def present_parameters(network: NetworkSpec) -> frozenset[ParameterKey]:
    """The names of the weights and biases that are there: not cut.

    Remembered: an edit asks many times about the networks before and after it.
    """
    return frozenset(parameter_names(network)) - network.cut


def same_parameters(first: NetworkSpec, second: NetworkSpec) -> bool:
    """Whether both have the same neurons in the same places and the same cuts: a quick look."""
    return first.cut == second.cut and all(
        [neuron.id for neuron in a.neurons] == [neuron.id for neuron in b.neurons]
        for a, b in zip_longest(first.layers, second.layers, fillvalue=LayerSpec(0, ()))
    )


def prune(project: Project, network: NetworkSpec) -> Project:
    """The project with another network; cuts, locks and start values of what is gone go too."""
    known = ParameterLayout(network)
    cut, locked = (frozenset(key for key in keys if key in known) for keys in (network.cut, network.locked))
    network = replace(network, cut=cut, locked=locked)
    start = tuple((key, value) for key, value in project.training.start if key in known)
    return replace(project, network=network, training=replace(project.training, start=start))
