"""What was learned, carried over to a changed network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from playground.engine.layout import Array
from playground.engine.learner import averages, predicting_weights
from playground.engine.network import Network
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.records import empty_record
from playground.engine.runner import first_state
from playground.engine.snapshot import StopReason
from playground.engine.specs import ParameterKey, TrainingSpec
from playground.engine.state import RunnerState, TrainerState

RunnerValues = Mapping[int, Mapping[ParameterKey, float]]
"""Weights to put in place, by runner id and name."""


def transplant(
    state: TrainerState, old: Network, new: Network, training: TrainingSpec, values: RunnerValues
) -> TrainerState:
    """The state of ``old`` as one of ``new``, which may be the same network under other rules.

    Weights that both have keep their values; new ones come from ``new.initial_theta``; ``values`` win over
    both; cut ones are 0. Where the parameters are others, the optimizers' memory and the paths begin anew: a
    new weight inside an old Adam would take steps several times the learning rate. A runner that
    had diverged may try again. One that the state doesn't know, but that has values, comes back with them:
    it rests until the trainer lets it join.
    """
    runners = {
        runner_id: _transplanted(runner, old, new, training, values.get(runner_id, {}))
        for runner_id, runner in state.runners.items()
    }
    return TrainerState(runners | _returning(state, new, training, values), state.clock, state.cost)


def onto_other_rows(state: TrainerState, before: int, after: int) -> TrainerState:
    """The same weights for ``after`` training rows instead of ``before``: every runner begins a new epoch."""
    return replace(
        state,
        runners={
            runner.id: replace(
                runner,
                order=np.empty(0, np.int64),
                place=0,
                rows_seen=-(-runner.rows_seen // before) * after,
                best_cost=None,
            )
            for runner in state.runners.values()
        },
    )


def _returning(
    state: TrainerState, new: Network, training: TrainingSpec, values: RunnerValues
) -> dict[int, RunnerState]:
    theta = new.initial_theta(training.seed, training.start)
    return {
        spec.id: replace(
            _transplanted(first_state(spec, training, theta), new, new, training, values[spec.id]),
            enabled=False,
        )
        for spec in training.runners
        if values.get(spec.id) and spec.id not in state.runners
    }


def _transplanted(
    runner: RunnerState,
    old: Network,
    new: Network,
    training: TrainingSpec,
    values: Mapping[ParameterKey, float],
) -> RunnerState:
    goes_on = _same_parameters(old, new) and not (values and averages(runner))
    theta = carried_over(runner.theta if goes_on else predicting_weights(runner), old, new, training)
    new.layout.put(values.items(), theta)
    runner = replace(runner, theta=theta, stopped=_still_stopped(runner.stopped))
    if goes_on:
        return runner
    vectors, counters = OPTIMIZERS[runner.optimizer].init(theta)
    return replace(runner, vectors=vectors, counters=counters, path=empty_record(len(theta)))


def carried_over(theta: Array, old: Network, new: Network, training: TrainingSpec) -> Array:
    """Surviving weights at their new places, new ones as drawn. A cut weight had no value to survive."""
    places = new.layout.places_in(old.layout)
    survives = places >= 0
    if np.all(survives | ~new.layout.present):
        return np.where(survives, theta[places], 0.0)
    return np.where(survives, theta[places], new.initial_theta(training.seed, training.start))


def _same_parameters(old: Network, new: Network) -> bool:
    return old.layout.keys == new.layout.keys and bool(np.array_equal(old.layout.present, new.layout.present))


def _still_stopped(reason: StopReason | None) -> StopReason | None:
    return None if reason is not None and reason.kind == "diverged" else reason
