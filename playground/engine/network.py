"""Shapes and formulas of one network. It owns no numbers: theta is always handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import numpy as np

from playground.engine.activations import ACTIVATIONS, Activation
from playground.engine.costs import COSTS, Cost
from playground.engine.initializers import INITIALIZERS
from playground.engine.layout import Array, ParameterLayout
from playground.engine.plan import Plan, make_batch, rows_per_chunk
from playground.engine.population import CancelledError, PopulationCost, PopulationForward, with_ones
from playground.engine.regularizers import Penalty
from playground.engine.specs import LayerSpec, NetworkSpec, Objective, ParameterKey


class RefusedError(ValueError):
    """What was chosen doesn't go together; the message is a sentence for the user."""


class Run(NamedTuple):
    """Neighbouring neurons of one layer that share an activation."""

    rows: slice
    activation: Activation


@dataclass(frozen=True, slots=True)
class Untrainable:
    """Weights that no gradient reaches: typed result, so that the window can say it before training."""

    neurons: tuple[int, ...]
    text: str


class Network:
    """The network a ``NetworkSpec`` describes. Immutable and cheap to build.

    ``runs[l]`` are the runs of layer l + 1. Arrays ``x`` are ``(n_rows, n_inputs)``, ``y`` are
    ``(n_rows, n_outputs)``. An objective is a cost's name, or an ``Objective`` if there is a penalty; methods
    that take one raise ``RefusedError`` where the cost doesn't go with the network.
    """

    def __init__(self, spec: NetworkSpec) -> None:
        self.spec = spec
        self.layout = ParameterLayout(spec)
        self.runs: tuple[tuple[Run, ...], ...] = tuple(_runs(layer) for layer in spec.layers[1:])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and self.spec == other.spec

    def __hash__(self) -> int:
        return hash(self.spec)

    @property
    def untrainable(self) -> Untrainable | None:
        """The neurons whose slope is 0 everywhere, if any."""
        found = [
            neuron
            for layer in self.spec.layers[1:]
            for neuron in layer.neurons
            if not ACTIVATIONS[neuron.activation].trainable
        ]
        if not found:
            return None
        return Untrainable(
            tuple(neuron.id for neuron in found),
            "Threshold neurons have no slope, so gradient descent cannot change the weights in front of "
            "them. Choose a sigmoid, or a threshold with the perceptron rule (in a single layer) or a "
            "straight-through slope (in hidden layers).",
        )

    def cost_formula(self, objective: str | Objective) -> Cost:
        """The objective's cost; raises ``RefusedError`` if it can't be used with this network."""
        cost = COSTS[objective if isinstance(objective, str) else objective.cost]
        refusal = misplaced_activation(self.spec) or cost.refuses(
            neuron.activation for neuron in self.spec.outputs.neurons
        )
        if refusal is not None:
            raise RefusedError(refusal)
        return cost

    def penalty(self, objective: str | Objective) -> Penalty | None:
        """The objective's penalty on this network's weights; None if there is none."""
        if isinstance(objective, str) or not objective.penalty:
            return None
        return Penalty(objective.penalty, self.layout)

    def kinked(self, objective: str | Objective) -> bool:
        """Whether the objective or its slope may jump: there are rectifiers, thresholds, absolute values."""
        cost = objective if isinstance(objective, str) else objective.cost
        penalty = self.penalty(objective)
        jumps = any(run.activation.kinked for layer in self.runs for run in layer)
        return jumps or COSTS[cost].kinked or (penalty is not None and penalty.kinked)

    def initial_theta(self, seed: int, start: Iterable[tuple[ParameterKey, float]] = ()) -> Array:
        """Starting weights ``(n_params,)``: the same for the same spec and seed.

        Every neuron draws from its own stream, so that adding or removing one leaves the others' draws
        alone. Cut parameters are 0; ``start`` replaces values by name (unknown names are ignored).
        """
        theta = np.empty(self.layout.n_params)
        for layer, (sources, targets) in enumerate(pairwise(self.spec.layers), 1):
            draw = INITIALIZERS[targets.initializer].draw
            for row, neuron in zip(self.layout.matrix(theta, layer), targets.neurons, strict=True):
                # Runners draw row orders from [seed, runner id]; the 0 keeps these streams apart.
                generator = np.random.default_rng([seed, 0, neuron.id])
                row[:] = draw(generator, sources.size, targets.size)
        self.layout.put(start, theta)
        return theta

    def outputs(self, theta: Array, x: Array) -> Array:
        """Outputs ``(n_rows, n_outputs)`` at ``theta`` ``(n_params,)``."""
        return self.activations(theta, x)[-1]

    def activations(self, theta: Array, x: Array) -> tuple[Array, ...]:
        """Outputs of every layer, ``(n_rows, n_neurons)`` each, the inputs first."""
        forward = PopulationForward(self, 1, x.shape[0])
        with np.errstate(all="ignore"):
            forward.run(theta[np.newaxis], with_ones(x))
        return (x, *(values[0].T for values in forward.layers))

    def cost(self, objective: str | Objective, theta: Array, x: Array, y: Array) -> float:
        """Mean over the rows of the cost summed over the outputs, plus the penalty, in float64."""
        return float(self.costs(objective, theta[np.newaxis], x, y)[0])

    def row_costs(self, objective: str | Objective, theta: Array, x: Array, y: Array) -> Array:
        """Each row's cost ``(n_rows,)``, summed over the outputs, without penalty, in float64."""
        cost, n_rows = self.cost_formula(objective), x.shape[0]
        forward = PopulationForward(self, 1, n_rows, keep_logits=cost.from_logits)
        with np.errstate(all="ignore"):
            forward.run(theta[np.newaxis], with_ones(x))
            judged = (forward.logits if cost.from_logits else forward.layers[-1])[0]
            terms = np.empty_like(judged)
            cost.formulas().terms(judged, np.ascontiguousarray(y.T, np.float64), terms)
        return np.asarray(terms.sum(axis=0))

    def gradient(
        self,
        objective: str | Objective,
        theta: Array,
        x: Array,
        y: Array,
        *,
        cancelled: Callable[[], bool] | None = None,
    ) -> Array:
        """Gradient of ``cost``, ``(n_params,)``: 0 where cut; locked parameters still get theirs.

        Raises ``CancelledError`` soon after ``cancelled()``, asked once per chunk of rows, becomes true.
        """
        cost, penalty = self.cost_formula(objective), self.penalty(objective)
        n_rows = x.shape[0]
        total, part = np.zeros(self.layout.n_params), np.empty(self.layout.n_params)
        step = min(n_rows, rows_per_chunk(self))
        plans: dict[int, Plan] = {}
        with np.errstate(all="ignore"):
            for start in range(0, n_rows, step):
                if cancelled is not None and cancelled():
                    raise CancelledError
                batch = make_batch(x[start : start + step], y[start : start + step])
                size = len(batch.rows)
                if size not in plans:
                    plans[size] = Plan(self, cost, theta, part, size, self.layout.present, penalty)
                plans[size].gradient(batch)
                total += part * (size / n_rows)
        return total

    def costs(
        self,
        objective: str | Objective,
        thetas: Array,
        x: Array,
        y: Array,
        *,
        dtype: Any = np.float64,
        executor: Executor | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Array:
        """``cost`` for each of ``thetas`` ``(n_points, n_params)``, in chunks; returns ``(n_points,)``.

        ``dtype`` float32 is for pictures (within 1e-5 of float64). ``executor`` shares the chunks among
        its threads. Raises ``CancelledError`` soon after ``cancelled()`` becomes true.
        """
        population = PopulationCost(self, self.cost_formula(objective), x, y, dtype)
        costs, penalty = population.of(thetas, executor, cancelled), self.penalty(objective)
        return costs if penalty is None else costs + penalty.of(thetas)


def misplaced_activation(spec: NetworkSpec) -> str | None:
    """Why an activation can't be where it is, in a sentence; None if all can."""
    for layer in spec.layers[1:]:
        used = [ACTIVATIONS[neuron.activation] for neuron in layer.neurons]
        for activation in used:
            if activation.only_for_outputs and layer is not spec.outputs:
                return f"{activation.label} is for the output layer only."
            if activation.whole_layer and (layer.size < 2 or any(each is not activation for each in used)):
                return f"{activation.label} belongs to all neurons of a layer at once, two or more of them."
            if activation.name == "perceptron" and spec.hidden:
                return (
                    "The perceptron rule trains a single layer: remove the hidden layers, or choose the "
                    "threshold with a straight-through slope."
                )
    return None


def _runs(layer: LayerSpec) -> tuple[Run, ...]:
    runs: list[Run] = []
    start = 0
    for name, neurons in groupby(layer.neurons, key=lambda neuron: neuron.activation):
        stop = start + sum(1 for _ in neurons)
        runs.append(Run(slice(start, stop), ACTIVATIONS[name]))
        start = stop
    return tuple(runs)
