"""Learned values on their way through an edit: which ones it makes vanish, which come back."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

from playground.document.project import Project, present_parameters, same_parameters
from playground.engine.layout import parameter_names
from playground.engine.specs import ParameterKey

RunnerValues = Mapping[int, Mapping[ParameterKey, float]]
"""Weights and biases by runner id and name."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What an edit throws away: everything, all of some runners, and some parameters of the others."""

    everything: bool
    runners: frozenset[int]
    keys: frozenset[ParameterKey]

    def __bool__(self) -> bool:
        return self.everything or bool(self.runners or self.keys)

    def of(self, values: RunnerValues) -> RunnerValues:
        """The lost part of ``values``."""
        if self.everything:
            return values
        if not (self.runners or self.keys):
            return {runner: {} for runner in values}
        return {
            runner: own if runner in self.runners else _part(own, self.keys) for runner, own in values.items()
        }


def loss(old: Project, new: Project) -> Loss:
    """What is lost on the way from ``old`` to ``new``.

    Parameters that are gone or cut; everything of a runner that is gone or switched off; and everything
    at all where training begins anew.
    """
    gone: frozenset[ParameterKey] = frozenset()
    if not same_parameters(old.network, new.network):
        gone = present_parameters(old.network) - present_parameters(new.network)
    return Loss(begins_anew(old, new), _running(old) - _running(new), gone)


def _running(project: Project) -> frozenset[int]:
    return frozenset(runner.id for runner in project.training.runners if runner.enabled)


def begins_anew(old: Project, new: Project) -> bool:
    """Whether an edit throws away what was learned, instead of carrying it over: other rows, another seed,
    or other values to start from (a start value that comes or goes with its neuron is none of these)."""
    if (old.recipe, old.training.seed) != (new.recipe, new.training.seed):
        return True
    if old.table != new.table and not is_painted(old, new):
        return True
    before, after = dict(old.training.start), dict(new.training.start)
    if before == after:
        return False
    common = frozenset(parameter_names(old.network)) & frozenset(parameter_names(new.network))
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    return bool(changed & common)


def is_painted(old: Project, new: Project) -> bool:
    """Whether only rows came or went: other rows of the same table, for the very same network."""
    return (
        old.table != new.table
        and (old.network, old.recipe, old.table.name) == (new.network, new.recipe, new.table.name)
        and old.table.names == new.table.names
    )


def fitting(values: RunnerValues, project: Project) -> RunnerValues:
    """The part of ``values`` that the project has runners and parameters for."""
    if not any(values.values()):
        return {}
    present = present_parameters(project.network)
    return only(values, {runner.id: present for runner in project.training.runners})


def only(values: RunnerValues, keys: Mapping[int, Set[ParameterKey]]) -> RunnerValues:
    """The part of ``values`` that ``keys`` name."""
    return {runner: _part(own, keys.get(runner, frozenset())) for runner, own in values.items()}


def _part(own: Mapping[ParameterKey, float], keys: Set[ParameterKey]) -> Mapping[ParameterKey, float]:
    """The values that are named, found by going through the fewer."""
    if len(keys) < len(own):
        return {key: own[key] for key in keys if key in own}
    return {key: value for key, value in own.items() if key in keys}


def added(first: RunnerValues, second: RunnerValues) -> RunnerValues:
    """Both together; where both have a value, the first one's."""
    return {
        runner: {**second.get(runner, {}), **first.get(runner, {})} for runner in first.keys() | second.keys()
    }
