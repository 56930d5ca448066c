"""The user's choices as JSON, and back with every value checked: files come from anywhere.

Reading raises `ValueError` with a plain sentence. What is not written down here is not read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from playground.document.plane_choice import OVER_AXES, PLANE_KINDS, PlaneChoice, plane_kind_named
from playground.document.view_state import ViewState
from playground.engine.activations import ACTIVATIONS
from playground.engine.costs import COSTS
from playground.engine.initializers import INITIALIZERS
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.schedules import SCHEDULES
from playground.engine.specs import (
    CLOCKS,
    N_MARKS,
    LayerSpec,
    NetworkSpec,
    NeuronSpec,
    ParameterKey,
    PenaltySpec,
    RunnerSpec,
    ScheduleSpec,
    StopSpec,
    TrainingSpec,
    clock_named,
)

T = TypeVar("T")


def network_to_json(network: NetworkSpec) -> dict[str, Any]:
    return {
        "layers": [asdict(layer) for layer in network.layers],
        "next_id": network.next_id,
        "cut": sorted(network.cut),
        "locked": sorted(network.locked),
    }


def training_to_json(training: TrainingSpec) -> dict[str, Any]:
    return asdict(training)


def view_to_json(view: ViewState) -> dict[str, Any]:
    return asdict(view)


def network_from_json(data: Any) -> NetworkSpec:
    fields = Fields(data, "the network")
    network = NetworkSpec(
        layers=fields.items("layers", _layer),
        next_id=fields.whole("next_id", least=1),
        cut=frozenset(fields.items("cut", _key)),
        locked=frozenset(fields.items("locked", _key)),
    )
    ids = [layer.id for layer in network.layers] + [neuron.id for neuron in network.neurons()]
    if len(network.layers) < 2 or not all(network.sizes):
        raise ValueError("the network has an empty layer or no layers")
    if len(set(ids)) < len(ids) or max(ids) >= network.next_id:
        raise ValueError("the network uses a number twice")
    return network


def training_from_json(data: Any) -> TrainingSpec:
    fields = Fields(data, "the training")
    training = TrainingSpec(
        cost=fields.one_of("cost", COSTS),
        runners=fields.items("runners", _runner),
        clock=clock_named(fields.one_of("clock", CLOCKS)),
        seed=fields.whole("seed", least=0),
        start=fields.items("start", _start_value),
        stop=_stop(fields.value("stop")),
        penalty=_penalty(fields.value("penalty")),
    )
    ids = {runner.id for runner in training.runners}
    if len(ids) < len(training.runners) or not any(runner.enabled for runner in training.runners):
        raise ValueError("the runners are not a valid list")
    return training


def view_from_json(data: Any) -> ViewState:
    fields = Fields(data, "the view")
    axes = fields.optional("axes", lambda value: _sequence(value, _key, 2))
    window = fields.optional("window", lambda value: _sequence(value, _number, 4))
    return ViewState(
        selection=fields.items("selection", lambda v: _key(v) if isinstance(v, list) else _whole(v)),
        axes=None if axes is None else (axes[0], axes[1]),
        window=None if window is None else (window[0], window[1], window[2], window[3]),
        shown_runner=fields.whole("shown_runner", least=1),
        row=fields.optional("row", lambda value: _whole(value, 0)),
        speed=fields.optional("speed", lambda value: _number(value, above=0.0)),
        plane=fields.take("plane", _plane) if fields.has("plane") else OVER_AXES,
        slopes=fields.take("slopes", _flag) if fields.has("slopes") else False,
        log_cost=fields.optional("log_cost", _flag) if fields.has("log_cost") else None,
    )


class Fields:
    """The members of a JSON object, each taken with a check; ``what`` names the object in errors."""

    def __init__(self, data: Any, what: str) -> None:
        if not isinstance(data, Mapping):
            raise ValueError(f"{what} is not an object")
        self._data = data
        self._what = what

    def value(self, name: str) -> Any:
        if name not in self._data:
            raise ValueError(f"{self._what} lacks “{name}”")
        return self._data[name]

    def has(self, name: str) -> bool:
        """Whether it is there at all: older files lack what came later."""
        return name in self._data

    def take(self, name: str, read: Callable[[Any], T]) -> T:
        try:
            return read(self.value(name))
        except ValueError as error:
            raise ValueError(f"{self._what}, “{name}”: {error}") from error

    def text(self, name: str) -> str:
        return self.take(name, _text)

    def texts(self, name: str) -> tuple[str, ...]:
        return self.items(name, _text)

    def whole(self, name: str, least: int) -> int:
        return self.take(name, lambda value: _whole(value, least))

    def number(self, name: str, above: float) -> float:
        return self.take(name, lambda value: _number(value, above))

    def flag(self, name: str) -> bool:
        return self.take(name, _flag)

    def one_of(self, name: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
        return self.take(name, lambda value: _one_of(value, known))

    def optional(self, name: str, read: Callable[[Any], T]) -> T | None:
        return self.take(name, lambda value: None if value is None else read(value))

    def items(self, name: str, read: Callable[[Any], T]) -> tuple[T, ...]:
        return self.take(name, lambda value: _sequence(value, read))


def _plane(data: Any) -> PlaneChoice:
    fields = Fields(data, "the plane")
    points = fields.optional("points", lambda value: _sequence(value, _whole, 3))
    if points is not None and len(set(points)) < 3:
        raise ValueError("a plane needs three different points")
    return PlaneChoice(
        kind=plane_kind_named(fields.one_of("kind", PLANE_KINDS)),
        logarithmic=fields.flag("logarithmic"),
        seed=fields.whole("seed", least=0),
        points=None if points is None else (points[0], points[1], points[2]),
    )


def _layer(data: Any) -> LayerSpec:
    fields = Fields(data, "a layer")
    return LayerSpec(
        id=fields.whole("id", least=1),
        neurons=fields.items("neurons", _neuron),
        initializer=fields.one_of("initializer", INITIALIZERS),
    )


def _neuron(data: Any) -> NeuronSpec:
    fields = Fields(data, "a neuron")
    return NeuronSpec(
        id=fields.whole("id", least=1),
        activation=fields.one_of("activation", ACTIVATIONS),
        name=fields.text("name"),
    )


def _runner(data: Any) -> RunnerSpec:
    fields = Fields(data, "a runner")
    return RunnerSpec(
        id=fields.whole("id", least=1),
        name=fields.text("name"),
        optimizer=fields.one_of("optimizer", OPTIMIZERS),
        learning_rate=fields.number("learning_rate", above=0.0),
        batch_size=fields.optional("batch_size", lambda value: _whole(value, 1)),
        enabled=fields.flag("enabled"),
        settings=fields.items("settings", _setting),
        schedule=_schedule(fields.value("schedule")),
        mark=fields.optional("mark", _mark) if fields.has("mark") else None,
    )


def _mark(value: Any) -> int:
    mark = _whole(value, 0)
    if mark >= N_MARKS:
        raise ValueError(f"a mark is a number below {N_MARKS}")
    return mark


def _schedule(data: Any) -> ScheduleSpec:
    fields = Fields(data, "a schedule")
    return ScheduleSpec(fields.one_of("name", SCHEDULES), fields.items("settings", _setting))


def _penalty(data: Any) -> PenaltySpec:
    fields = Fields(data, "the penalty")
    l1, l2 = fields.take("l1", _not_negative), fields.take("l2", _not_negative)
    return PenaltySpec(l1, l2, fields.flag("biases"))


def _stop(data: Any) -> StopSpec:
    fields = Fields(data, "the stop conditions")
    return StopSpec(
        cost_below=fields.optional("cost_below", _number),
        epochs=fields.optional("epochs", lambda value: _whole(value, 1)),
        no_improvement_epochs=fields.optional("no_improvement_epochs", lambda value: _whole(value, 1)),
        updates=fields.optional("updates", lambda value: _whole(value, 1)),
        seconds=fields.optional("seconds", lambda value: _number(value, above=0.0)),
    )


def _key(data: Any) -> ParameterKey:
    source, target = _sequence(data, lambda value: _whole(value, 0), 2)
    return ParameterKey(source, target)


def _start_value(data: Any) -> tuple[ParameterKey, float]:
    key, value = _sequence(data, lambda each: each, 2)
    return _key(key), _number(value)


def _setting(data: Any) -> tuple[str, float]:
    name, value = _sequence(data, lambda each: each, 2)
    return _text(name), _number(value)


def _sequence(value: Any, read: Callable[[Any], T], length: int | None = None) -> tuple[T, ...]:
    if not isinstance(value, list) or (length is not None and len(value) != length):
        raise ValueError("not a list of the right length")
    return tuple(read(each) for each in value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("neither true nor false")
    return value


def _whole(value: Any, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueError(f"not a whole number from {least} on")
    return value


def _number(value: Any, above: float = -math.inf) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("not a number")
    number = float(value)
    if not (math.isfinite(number) and number > above):
        raise ValueError("a number out of range")
    return number


def _not_negative(value: Any) -> float:
    number = _number(value)
    if number < 0:
        raise ValueError("a number out of range")
    return number


def _one_of(value: Any, known: Mapping[str, object] | tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"“{value}” is unknown")
    return value
