"""Learned values on their way through an edit: which ones it makes vanish, which come back."""

from __future__ import annotations

from collections.abc import Mapping, Set

from playground.document.project import Project, parameters, present_parameters
from playground.engine.specs import ParameterKey

RunnerValues = Mapping[int, Mapping[ParameterKey, float]]
"""Weights and biases by runner id and name."""


def vanishing(values: RunnerValues, old: Project, new: Project) -> RunnerValues:
    """What of ``values`` is lost on the way from ``old`` to ``new``.

    Parameters that are gone or cut; everything of a runner that is gone or switched off; and everything
    at all where training begins anew: other data, another seed or other first weights.
    """
    if begins_anew(old, new):
        return values
    gone = present_parameters(old.network) - present_parameters(new.network)
    running = {runner.id for runner in new.training.runners if runner.enabled}
    return {
        runner: {key: value for key, value in own.items() if runner not in running or key in gone}
        for runner, own in values.items()
    }


def begins_anew(old: Project, new: Project) -> bool:
    """Whether an edit throws away what was learned, instead of carrying it over: other rows, another seed,
    or other values to start from (a start value that comes or goes with its neuron is none of these)."""
    common = set(parameters(old.network)) & set(parameters(new.network))
    return _beginning(old, common) != _beginning(new, common)


def _beginning(project: Project, keys: Set[ParameterKey]) -> tuple[object, ...]:
    start = {key: value for key, value in project.training.start if key in keys}
    return project.table, project.recipe, project.training.seed, start


def fitting(values: RunnerValues, project: Project) -> RunnerValues:
    """The part of ``values`` that the project has runners and parameters for."""
    present = present_parameters(project.network)
    return only(values, {runner.id: present for runner in project.training.runners})


def only(values: RunnerValues, keys: Mapping[int, Set[ParameterKey]]) -> RunnerValues:
    """The part of ``values`` that ``keys`` name."""
    return {
        runner: {key: value for key, value in own.items() if key in keys.get(runner, ())}
        for runner, own in values.items()
    }


def added(first: RunnerValues, second: RunnerValues) -> RunnerValues:
    """Both together; where both have a value, the first one's."""
    return {
        runner: {**second.get(runner, {}), **first.get(runner, {})} for runner in first.keys() | second.keys()
    }
