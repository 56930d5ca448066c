"""What an edit of the project means for a training that is under way. Pure, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.document.project import Project, present_parameters
from playground.document.weights import RunnerValues, begins_anew, is_painted
from playground.engine.specs import NetworkSpec

ChangeKind = Literal["none", "retune", "set", "rows", "transplant", "rebuild"]


@dataclass(frozen=True, slots=True)
class Change:
    """What to do with the training state.

    kind:
        *none* — nothing the training knows of; *retune* — the same parameters under other rules (rates,
        batches, cost, activations, locks, runners); *set* — the same network with some weights typed;
        *rows* — rows were painted or erased: the weights stay, a new epoch begins;
        *transplant* — other parameters: what survives keeps its value; *rebuild* — other rows, other
        seed or other start: begin anew.
    values: the weights to put in place, by runner.
    """

    kind: ChangeKind
    values: RunnerValues

    @property
    def begins_anew(self) -> bool:
        return self.kind == "rebuild"


def change(old: Project, new: Project, values: RunnerValues | None = None) -> Change:
    """What turning ``old`` into ``new`` asks of the training; the strongest kind wins."""
    values = {} if values is None else values
    kind = _kind(old, new, values)
    return Change(kind, _whole(values, new) if kind == "rebuild" else values)


def _kind(old: Project, new: Project, values: RunnerValues) -> ChangeKind:
    if begins_anew(old, new):
        return "rebuild"
    if _parameters(old.network) != _parameters(new.network):
        return "transplant"
    if is_painted(old, new):
        return "rows"
    if any(values.values()):
        return "set"
    if old.network != new.network or old.training != new.training:
        return "retune"
    return "none"


def _whole(values: RunnerValues, project: Project) -> RunnerValues:
    """The runners for which every weight is given: what was learned, brought back by undo. A few old weights
    among newly drawn ones would be neither."""
    present = present_parameters(project.network)
    return {runner: own for runner, own in values.items() if present <= own.keys()}


def _parameters(network: NetworkSpec) -> tuple[object, ...]:
    """Which parameters there are, in which places."""
    return tuple(tuple(neuron.id for neuron in layer.neurons) for layer in network.layers), network.cut
