"""Pure edits: a project and a wish in, another project out. What can't be done raises `EditError`.

None of them touches a number that was learned: which weights survive follows from their names.
New neurons and layers take their ids from ``next_id``, which `Document` never lets fall back.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from playground.data.columns import Table
from playground.data.dataset import DataError, prepare
from playground.data.recipe import Recipe, guess_recipe
from playground.document.project import (
    HIDDEN_ACTIVATION,
    OUTPUT_ACTIVATION,
    TASK_COST,
    Project,
    fit_neurons,
    new_project,
    prune,
)
from playground.engine.activations import ACTIVATIONS
from playground.engine.costs import COSTS
from playground.engine.initializers import INITIALIZERS
from playground.engine.layout import ParameterLayout, parameter_names
from playground.engine.network import misplaced_activation
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.schedules import SCHEDULES
from playground.engine.settings import Setting
from playground.engine.specs import (
    Clock,
    LayerSpec,
    NetworkSpec,
    NeuronSpec,
    ParameterKey,
    PenaltySpec,
    RunnerSpec,
    StopSpec,
)

MOST_RUNNERS = 6
"""There are six pairs of colour and shape: more runners could not be told apart."""


class EditError(ValueError):
    """An edit that can't be done; the text is one plain sentence for the user."""


def add_layer(project: Project, index: int, size: int = 4, activation: str = HIDDEN_ACTIVATION) -> Project:
    """A new hidden layer at ``index`` of the chain (1 = right after the inputs)."""
    network = project.network
    if not 0 < index < len(network.layers):
        raise EditError("A new layer goes between the inputs and the outputs.")
    _check_size(size)
    _check_name(activation, ACTIVATIONS, "activation")
    first = network.next_id + 1
    neurons = tuple(NeuronSpec(first + i, activation) for i in range(size))
    layers = (*network.layers[:index], LayerSpec(network.next_id, neurons), *network.layers[index:])
    return _checked(prune(project, replace(network, layers=layers, next_id=first + size)))


def remove_layer(project: Project, layer_id: int) -> Project:
    network = project.network
    index = _hidden_index(network, layer_id)
    return prune(project, replace(network, layers=network.layers[:index] + network.layers[index + 1 :]))


def add_neuron(project: Project, layer_id: int, activation: str | None = None) -> Project:
    """One more neuron at the end of a hidden layer; without ``activation`` it gets the last neuron's."""
    layer = project.network.layers[_hidden_index(project.network, layer_id)]
    return _grown(project, layer, 1, activation)


def remove_neuron(project: Project, neuron_id: int) -> Project:
    return remove_neurons(project, (neuron_id,))


def remove_neurons(project: Project, neuron_ids: Iterable[int]) -> Project:
    """Take hidden neurons away; each layer keeps at least one."""
    network, gone = project.network, frozenset(neuron_ids)
    for neuron_id in gone:
        _hidden_index(network, _layer_of(network, neuron_id).id)
    layers = tuple(
        replace(layer, neurons=tuple(n for n in layer.neurons if n.id not in gone))
        for layer in network.layers
    )
    if not all(layer.neurons for layer in layers):
        raise EditError("A layer needs at least one neuron. Remove the whole layer instead.")
    return prune(project, replace(network, layers=layers))


def set_layer_size(project: Project, layer_id: int, size: int) -> Project:
    """Neurons are added or taken away at the end of a hidden layer."""
    layer = project.network.layers[_hidden_index(project.network, layer_id)]
    _check_size(size)
    if size > layer.size:
        return _grown(project, layer, size - layer.size, None)
    return remove_neurons(project, (neuron.id for neuron in layer.neurons[size:]))


def set_activation(project: Project, neuron_ids: Iterable[int], name: str) -> Project:
    """Give neurons another activation. Inputs have none; outputs must suit the cost."""
    _check_name(name, ACTIVATIONS, "activation")
    network, chosen = project.network, frozenset(neuron_ids)
    for neuron_id in chosen:
        if _layer_of(network, neuron_id) is network.inputs:
            raise EditError("Inputs pass on the data as it is: they have no activation.")
    layers = tuple(
        replace(
            layer,
            neurons=tuple(replace(n, activation=name) if n.id in chosen else n for n in layer.neurons),
        )
        for layer in network.layers
    )
    network = replace(network, layers=layers)
    return _checked(replace(project, network=network))


def set_initializer(project: Project, layer_id: int | None, name: str) -> Project:
    """How the weights into a layer (None: into every layer) are drawn the next time they are drawn."""
    _check_name(name, INITIALIZERS, "kind of starting weights")
    network = project.network
    if layer_id is not None and _index_of(network, layer_id) == 0:
        raise EditError("No weights lead into the inputs.")
    changed = tuple(
        replace(layer, initializer=name) if layer_id in (None, layer.id) else layer
        for layer in network.layers[1:]
    )
    return replace(project, network=replace(network, layers=(network.inputs, *changed)))


def cut(project: Project, keys: Iterable[ParameterKey]) -> Project:
    """Take synapses or biases away: they count as 0 and are not trained."""
    chosen = _known(project.network, keys)
    network = replace(
        project.network, cut=project.network.cut | chosen, locked=project.network.locked - chosen
    )
    return replace(project, network=network)


def restore(project: Project, keys: Iterable[ParameterKey]) -> Project:
    """Bring cut synapses or biases back; they start from a newly drawn weight."""
    chosen = _known(project.network, keys)
    return replace(project, network=replace(project.network, cut=project.network.cut - chosen))


def lock(project: Project, keys: Iterable[ParameterKey]) -> Project:
    """Keep parameters as they are while the others train."""
    chosen = _known(project.network, keys)
    if chosen & project.network.cut:
        raise EditError("A cut synapse has no weight to lock. Restore it first.")
    return replace(project, network=replace(project.network, locked=project.network.locked | chosen))


def unlock(project: Project, keys: Iterable[ParameterKey]) -> Project:
    chosen = _known(project.network, keys)
    return replace(project, network=replace(project.network, locked=project.network.locked - chosen))


def lock_others(project: Project, keys: Iterable[ParameterKey]) -> Project:
    """Lock everything but ``keys``: with two of them the cost surface over these two is exact."""
    network = project.network
    free = _known(network, keys)
    if free & network.cut:
        raise EditError("A cut synapse has no weight to train. Restore it first.")
    locked = frozenset(parameter_names(network)) - network.cut - free
    return replace(project, network=replace(network, locked=locked))


def set_cost(project: Project, name: str) -> Project:
    _check_name(name, COSTS, "cost")
    return _checked(replace(project, training=replace(project.training, cost=name)))


def set_clock(project: Project, clock: Clock) -> Project:
    """What keeps the runners in step."""
    return replace(project, training=replace(project.training, clock=clock))


def set_seed(project: Project, seed: int) -> Project:
    """Another seed: other first weights, other row orders."""
    if seed < 0:
        raise EditError("A seed is a whole number from 0 on.")
    return replace(project, training=replace(project.training, seed=seed))


def set_start(project: Project, values: Mapping[ParameterKey, float]) -> Project:
    """Values that replace the drawn first weights; an empty mapping clears them."""
    _known(project.network, values)
    start = tuple((ParameterKey(*key), float(value)) for key, value in sorted(values.items()))
    return replace(project, training=replace(project.training, start=start))


def set_penalty(project: Project, penalty: PenaltySpec) -> Project:
    """What large weights cost."""
    if not all(math.isfinite(each) and each >= 0 for each in (penalty.l1, penalty.l2)):
        raise EditError("A penalty is a number from 0 on.")
    return _checked(replace(project, training=replace(project.training, penalty=penalty)))


def set_stop(project: Project, stop: StopSpec) -> Project:
    for count, what in ((stop.epochs, "epoch"), (stop.updates, "update")):
        if count is not None and count < 1:
            raise EditError(f"Training needs at least one {what}.")
    if stop.no_improvement_epochs is not None and stop.no_improvement_epochs < 1:
        raise EditError("Wait at least one epoch for an improvement.")
    if stop.seconds is not None and not stop.seconds > 0:
        raise EditError("Training needs more than 0 seconds.")
    return replace(project, training=replace(project.training, stop=stop))


def set_runner(project: Project, runner: RunnerSpec) -> Project:
    """Replace the runner of the same id."""
    if all(each.id != runner.id for each in project.training.runners):
        raise EditError("This runner is no longer in the race.")
    _check_runner(runner)
    return _with_runners(
        project, tuple(runner if each.id == runner.id else each for each in project.training.runners)
    )


def add_runner(project: Project, runner: RunnerSpec | None = None) -> Project:
    """One more runner at the end; its id is the lowest free one, which decides its colour and shape."""
    runners = project.training.runners
    if len(runners) >= MOST_RUNNERS:
        raise EditError("Six runners are as many as the pictures can tell apart.")
    runner = RunnerSpec(0, "Mini-batch", learning_rate=0.05, batch_size=10) if runner is None else runner
    taken = {each.id for each in runners}
    free = next(i for i in range(1, MOST_RUNNERS + 1) if i not in taken)
    runner = replace(runner, id=free)
    _check_runner(runner)
    return _with_runners(project, (*runners, runner))


def remove_runner(project: Project, runner_id: int) -> Project:
    return _with_runners(project, tuple(each for each in project.training.runners if each.id != runner_id))


def set_recipe(project: Project, recipe: Recipe) -> Project:
    """Inputs and outputs are refitted by the features' names: what stays keeps its neuron and weights."""
    return _fitted(replace(project, recipe=recipe), project)


def open_table(project: Project, table: Table, recipe: Recipe | None = None) -> Project:
    """Other data for the same hidden layers; a network without any is replaced by a new project's.

    Where the network stays, so do runners and seed. Locks, first weights and stop conditions belonged to
    the old data and go.
    """
    network = project.network
    try:
        recipe = guess_recipe(table) if recipe is None else recipe
        if not network.hidden:
            return new_project(table, recipe, first_id=network.next_id)
    except DataError as error:
        raise EditError(str(error)) from error
    no_inputs, no_outputs = replace(network.inputs, neurons=()), replace(network.outputs, neurons=())
    network = replace(network, layers=(no_inputs, *network.hidden, no_outputs), locked=frozenset())
    training = replace(project.training, start=(), stop=StopSpec())
    return _fitted(Project(table.name, table, recipe, network, training), None)


def _grown(project: Project, layer: LayerSpec, count: int, activation: str | None) -> Project:
    activation = layer.neurons[-1].activation if activation is None else activation
    _check_name(activation, ACTIVATIONS, "activation")
    first = project.network.next_id
    new = tuple(NeuronSpec(first + i, activation) for i in range(count))
    layers = tuple(
        replace(each, neurons=each.neurons + new) if each.id == layer.id else each
        for each in project.network.layers
    )
    return _checked(replace(project, network=replace(project.network, layers=layers, next_id=first + count)))


def _layer_of(network: NetworkSpec, neuron_id: int) -> LayerSpec:
    try:
        return network.layers[network.position(neuron_id)[0]]
    except KeyError:
        raise EditError("This neuron is no longer in the network.") from None


def _index_of(network: NetworkSpec, layer_id: int) -> int:
    try:
        return network.layer_index(layer_id)
    except KeyError:
        raise EditError("This layer is no longer in the network.") from None


def _hidden_index(network: NetworkSpec, layer_id: int) -> int:
    index = _index_of(network, layer_id)
    if index == 0:
        raise EditError("The inputs follow the data: choose them in the recipe.")
    if index == len(network.layers) - 1:
        raise EditError("The outputs follow the target: choose it in the recipe.")
    return index


def _known(network: NetworkSpec, keys: Iterable[ParameterKey]) -> frozenset[ParameterKey]:
    chosen = frozenset(keys)
    layout = ParameterLayout(network)
    if not all(key in layout for key in chosen):
        raise EditError("This synapse is no longer in the network.")
    return chosen


def _checked(project: Project) -> Project:
    """The project, if its activations, its cost, its targets and its runners go together."""
    network, cost, targets = project.network, COSTS[project.training.cost], project.dataset.y_extremes
    reason = (
        misplaced_activation(network)
        or cost.refuses(neuron.activation for neuron in network.outputs.neurons)
        or cost.refuses_targets(targets)
    )
    for runner in project.training.runners:
        reason = reason or (refuses_runner(project, runner) if runner.enabled else None)
    if reason is not None:
        raise EditError(reason)
    return project


def refuses_runner(project: Project, runner: RunnerSpec) -> str | None:
    """Why a runner's optimizer can't be used with the cost, the penalty or its batch; None if it can."""
    n_train = len(project.dataset.train_rows)
    rows = min(runner.batch_size or n_train, n_train)
    return OPTIMIZERS[runner.optimizer].refuses(project.training.objective, rows)


def _check_size(size: int) -> None:
    if size < 1:
        raise EditError("A layer needs at least one neuron.")


def _check_name(name: str, known: Iterable[str], what: str) -> None:
    if name not in known:
        raise EditError(f"There is no {what} called “{name}”.")


def _fitted(project: Project, before: Project | None) -> Project:
    """Inputs and outputs that fit the data. The outputs stay if ``before`` had the same kind of target."""
    try:
        dataset = prepare(project.table, project.recipe)
    except DataError as error:
        raise EditError(str(error)) from error
    network, activation = project.network, OUTPUT_ACTIVATION[dataset.task]
    same_task = before is not None and before.dataset.task == dataset.task
    same_target = before is not None and before.recipe.target == project.recipe.target
    inputs = fit_neurons(network.inputs.neurons, dataset.inputs, "linear", network.next_id)
    next_id = network.next_id + len(inputs)
    present = network.outputs.neurons if same_task and same_target else ()
    if present:  # softmax can't stand beside others
        activation = present[0].activation
    outputs = fit_neurons(present, dataset.outputs, activation, next_id)
    ends = replace(network.inputs, neurons=inputs), replace(network.outputs, neurons=outputs)
    layers = (ends[0], *network.hidden, ends[1])
    fitted = prune(project, replace(network, layers=layers, next_id=next_id + len(outputs)))
    cost = COSTS[project.training.cost]
    targets = dataset.y_extremes
    reason = cost.refuses(neuron.activation for neuron in outputs) or cost.refuses_targets(targets)
    if not same_task or reason is not None:
        fitted = replace(fitted, training=replace(fitted.training, cost=TASK_COST[dataset.task]))
    return _with_usable_optimizers(fitted)


def _with_usable_optimizers(project: Project) -> Project:
    """Runners whose optimizer can't be used with the data or the cost any more go on plainly."""
    runners = tuple(
        replace(each, optimizer="plain", settings=()) if refuses_runner(project, each) else each
        for each in project.training.runners
    )
    return replace(project, training=replace(project.training, runners=runners))


def _with_runners(project: Project, runners: tuple[RunnerSpec, ...]) -> Project:
    if not any(runner.enabled for runner in runners):
        raise EditError("At least one runner has to stay switched on.")
    return _checked(replace(project, training=replace(project.training, runners=runners)))


def _check_runner(runner: RunnerSpec) -> None:
    _check_name(runner.optimizer, OPTIMIZERS, "optimizer")
    if not (math.isfinite(runner.learning_rate) and runner.learning_rate > 0):
        raise EditError("The learning rate is a number above 0.")
    if runner.batch_size is not None and runner.batch_size < 1:
        raise EditError("A batch holds at least one row.")
    _check_settings(OPTIMIZERS[runner.optimizer].settings, runner.settings)
    _check_name(runner.schedule.name, SCHEDULES, "schedule")
    _check_settings(SCHEDULES[runner.schedule.name].settings, runner.schedule.settings)


def _check_settings(settings: Iterable[Setting], given: tuple[tuple[str, float], ...]) -> None:
    chosen = dict(given)
    for setting in settings:
        if not setting.low <= chosen.get(setting.name, setting.default) <= setting.high:
            raise EditError(f"{setting.label} lies between {setting.low:g} and {setting.high:g}.")
