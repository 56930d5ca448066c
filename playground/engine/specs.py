"""What the user chose about the network and its training: frozen values, no numbers learned.

Every neuron and layer carries a permanent id, so that an edit is known by what it touched: a
parameter is addressed by (source id, target id) and keeps its name whatever else is added or removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

BIAS = 0
"""Source id of every bias: an extra input that is always 1. Neuron ids start at 1."""

N_MARKS = 6
"""Pairs of color and shape by which runners are told apart."""

Clock = Literal["epochs", "updates", "evaluations"]
CLOCKS: tuple[Clock, ...] = ("epochs", "updates", "evaluations")


def clock_named(name: str) -> Clock:
    """The clock of that name; ``StopIteration`` if there is none."""
    return next(clock for clock in CLOCKS if clock == name)


class ParameterKey(NamedTuple):
    """Permanent name of one weight (source neuron → target neuron) or bias (``BIAS`` → target neuron)."""

    source: int
    target: int

    @property
    def is_bias(self) -> bool:
        return self.source == BIAS


@dataclass(frozen=True, slots=True)
class NeuronSpec:
    """One neuron. ``name`` is set for inputs (the feature) and outputs (the target or its category)."""

    id: int
    activation: str = "linear"
    name: str = ""


@dataclass(frozen=True, slots=True)
class LayerSpec:
    id: int
    neurons: tuple[NeuronSpec, ...]
    initializer: str = "glorot"

    @property
    def size(self) -> int:
        return len(self.neurons)


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """A chain of layers: the first holds the inputs, the last the outputs; there may be none between.

    ``next_id`` is larger than every id ever used, undone edits included (layers and neurons share one
    count). It is no choice of the user's, so two networks that differ in nothing else are equal.
    ``cut`` parameters don't exist for the network (their value counts as 0 and is never trained);
    ``locked`` ones keep their value and are not trained.
    """

    layers: tuple[LayerSpec, ...]
    next_id: int = field(compare=False)
    cut: frozenset[ParameterKey] = frozenset()
    locked: frozenset[ParameterKey] = frozenset()

    @property
    def inputs(self) -> LayerSpec:
        return self.layers[0]

    @property
    def outputs(self) -> LayerSpec:
        return self.layers[-1]

    @property
    def hidden(self) -> tuple[LayerSpec, ...]:
        return self.layers[1:-1]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(layer.size for layer in self.layers)

    def neurons(self) -> Iterator[NeuronSpec]:
        for layer in self.layers:
            yield from layer.neurons

    def position(self, neuron_id: int) -> tuple[int, int]:
        """(layer index, place in the layer) of a neuron; ``KeyError`` if there is no such neuron."""
        for i, layer in enumerate(self.layers):
            for j, neuron in enumerate(layer.neurons):
                if neuron.id == neuron_id:
                    return i, j
        raise KeyError(neuron_id)

    def neuron(self, neuron_id: int) -> NeuronSpec:
        i, j = self.position(neuron_id)
        return self.layers[i].neurons[j]

    def layer_index(self, layer_id: int) -> int:
        """Index of a layer; ``KeyError`` if there is no such layer."""
        for i, layer in enumerate(self.layers):
            if layer.id == layer_id:
                return i
        raise KeyError(layer_id)


@dataclass(frozen=True, slots=True)
class ScheduleSpec:
    """How the learning rate changes from epoch to epoch; ``settings`` as in ``RunnerSpec``."""

    name: str = "constant"
    settings: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class RunnerSpec:
    """One trajectory in the race. ``batch_size`` None means all training rows (gradient descent).

    ``settings`` are the optimizer's own parameters that differ from its defaults, by name. ``mark``: which of
    the `N_MARKS` pairs of color and shape it is drawn with; None: see `TrainingSpec.marks`.
    """

    id: int
    name: str
    optimizer: str = "plain"
    learning_rate: float = 0.1
    batch_size: int | None = None
    enabled: bool = True
    settings: tuple[tuple[str, float], ...] = ()
    schedule: ScheduleSpec = field(default_factory=ScheduleSpec)
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class PenaltySpec:
    """What large weights cost: ``l1`` Σ |w| + ½ ``l2`` Σ w², over the biases too if asked."""

    l1: float = 0.0
    l2: float = 0.0
    biases: bool = False

    def __bool__(self) -> bool:
        return self.l1 != 0.0 or self.l2 != 0.0


@dataclass(frozen=True, slots=True)
class Objective:
    """What training makes small: a cost, by name, and a penalty."""

    cost: str
    penalty: PenaltySpec = field(default_factory=PenaltySpec)


@dataclass(frozen=True, slots=True)
class StopSpec:
    """When training stops by itself; None switches a condition off. Divergence always stops it.

    ``seconds`` counts the time spent in this runner's own updates.
    """

    cost_below: float | None = None
    epochs: int | None = None
    no_improvement_epochs: int | None = None
    updates: int | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class TrainingSpec:
    """How the network learns.

    ``clock`` says what keeps the runners in step: passes over the rows, updates, or cost evaluations (one is
    the cost of one row at one set of weights, and with it its slope). ``seed`` decides the first weights and
    every row order. ``start`` holds values that replace the drawn first weights, by name.
    """

    cost: str = "half_squared"
    runners: tuple[RunnerSpec, ...] = (
        RunnerSpec(1, "Gradient descent", batch_size=None, learning_rate=0.1),
        RunnerSpec(2, "Stochastic", batch_size=1, learning_rate=0.01),
    )
    clock: Clock = "epochs"
    seed: int = 1
    start: tuple[tuple[ParameterKey, float], ...] = ()
    stop: StopSpec = field(default_factory=StopSpec)
    penalty: PenaltySpec = field(default_factory=PenaltySpec)

    @property
    def objective(self) -> Objective:
        return Objective(self.cost, self.penalty)

    @property
    def marks(self) -> dict[int, int]:
        """Color and shape of every runner, by id: the chosen one, else the one that goes with its id, else
        the first that is free."""
        found = {runner.id: runner.mark for runner in self.runners if runner.mark is not None}
        for runner in self.runners:
            if runner.id not in found:
                own = (runner.id - 1) % N_MARKS
                free = [mark for mark in range(N_MARKS) if mark not in found.values()]
                found[runner.id] = own if own in free or not free else free[0]
        return found

    def runner(self, runner_id: int) -> RunnerSpec:
        """The runner of that id; ``KeyError`` if there is none."""
        for runner in self.runners:
            if runner.id == runner_id:
                return runner
        raise KeyError(runner_id)
