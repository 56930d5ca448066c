"""Editing a trained network keeps what it learned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.engine.network import Network
from playground.engine.snapshot import RunnerSnapshot
from playground.engine.specs import NetworkSpec, NeuronSpec, ParameterKey
from playground.engine.trainer import Rows, Trainer, TrainerState
from playground.engine.transplant import RunnerValues, onto_other_rows, transplant
from tests.engine.engine_cases import chain, key, made_up_rows, runner, training

NONE = Rows(np.empty((0, 2)), np.empty((0, 1)))
ROWS = made_up_rows(20, 2, 1)
SPEC = chain((2, 3, 1))
TRAINING = training(runner("adam", 4, 0.01), runner("momentum", 5, 0.01, runner_id=2))


def trained() -> Trainer:
    trainer = Trainer(Network(SPEC), TRAINING, ROWS, NONE)
    trainer.run(epochs=5)
    return trainer


def carried(state: TrainerState, new: NetworkSpec, values: RunnerValues | None = None) -> Trainer:
    network = Network(new)
    state = transplant(state, Network(SPEC), network, TRAINING, values or {})
    return Trainer(network, TRAINING, ROWS, NONE, state)


def by_key(network: Network, shown: RunnerSnapshot) -> dict[ParameterKey, float]:
    return dict(zip(network.layout.keys, shown.theta.tolist(), strict=True))


def with_hidden(spec: NetworkSpec, *neurons: NeuronSpec) -> NetworkSpec:
    hidden = replace(spec.layers[1], neurons=neurons)
    return replace(spec, layers=(spec.layers[0], hidden, spec.layers[2]), next_id=spec.next_id + 1)


def test_deleting_a_neuron_in_the_middle_keeps_the_others_by_name() -> None:
    trainer = trained()
    first, _, last = SPEC.layers[1].neurons
    smaller = with_hidden(SPEC, first, last)
    after = carried(trainer.state(), smaller)
    for runner_id in (1, 2):
        before = by_key(Network(SPEC), trainer.snapshot().runner(runner_id))
        now = by_key(Network(smaller), after.snapshot().runner(runner_id))
        assert len(now) == 2 * 3 + 3
        assert all(now[name] == before[name] for name in now)


def test_a_new_neuron_begins_as_drawn_and_the_others_stay() -> None:
    trainer = trained()
    larger = with_hidden(SPEC, NeuronSpec(SPEC.next_id, "relu"), *SPEC.layers[1].neurons)
    network = Network(larger)
    drawn = dict(zip(network.layout.keys, network.initial_theta(TRAINING.seed).tolist(), strict=True))
    before = by_key(Network(SPEC), trainer.snapshot().runner(1))
    now = by_key(network, carried(trainer.state(), larger).snapshot().runner(1))
    for name, value in now.items():
        assert value == before.get(name, drawn[name])
    assert len(set(now) - set(before)) == 4


def test_other_parameters_begin_with_empty_memory_and_a_new_path() -> None:
    trainer = trained()
    smaller = with_hidden(SPEC, *SPEC.layers[1].neurons[:2])
    state = transplant(trainer.state(), Network(SPEC), Network(smaller), TRAINING, {})
    for one in state.runners.values():
        assert not one.vectors.any()
        assert not one.counters.any()
    after = Trainer(Network(smaller), TRAINING, ROWS, NONE, state)
    shown, before = after.snapshot().shown_runner, trainer.snapshot().shown_runner
    assert shown.path_updates.tolist() == [25]
    assert shown.updates == 25
    np.testing.assert_array_equal(
        shown.history.updates[: len(before.history.updates)], before.history.updates
    )


def test_values_win_for_the_runner_they_belong_to() -> None:
    trainer = trained()
    name = key(SPEC, 1, 0, 0)
    after = carried(trainer.state(), SPEC, {2: {name: 1.5}})
    before = trainer.snapshot()
    assert by_key(Network(SPEC), after.snapshot().runner(2))[name] == 1.5
    assert after.snapshot().runner(1).theta.tolist() == before.runner(1).theta.tolist()
    # Memory stays: the parameters are the same.
    assert after.state().runners[2].vectors.tolist() == trainer.state().runners[2].vectors.tolist()


def test_a_cut_weight_is_zero_and_comes_back_as_drawn_or_as_given() -> None:
    trainer = trained()
    name = key(SPEC, 1, 1, 0)
    without = replace(SPEC, cut=frozenset({name}))
    cut = carried(trainer.state(), without, {1: {name: 5.0}})
    cut.run(epochs=2)
    assert by_key(Network(without), cut.snapshot().shown_runner)[name] == 0
    for values in ({}, {1: {name: 0.25}}):
        state = transplant(cut.state(), Network(without), Network(SPEC), TRAINING, values)
        place = Network(SPEC).layout.index(name)
        drawn = Network(SPEC).initial_theta(TRAINING.seed)[place]
        assert state.runners[1].theta[place] == (0.25 if values else drawn)


def test_the_same_network_goes_on_as_if_nothing_had_happened() -> None:
    straight, carried_over = trained(), carried(trained().state(), SPEC)
    straight.run(epochs=3)
    carried_over.run(epochs=3)
    for runner_id in (1, 2):
        first, second = (each.snapshot().runner(runner_id) for each in (straight, carried_over))
        assert first.theta.tobytes() == second.theta.tobytes()
        assert first.path.tobytes() == second.path.tobytes()


def test_the_old_state_is_left_alone() -> None:
    trainer = trained()
    state = trainer.state()
    before = {name: array.tobytes() for name, array in state.to_arrays().items()}
    carried(state, SPEC, {1: {key(SPEC, 1, 0, 0): 9.0}}).run(epochs=2)
    assert {name: array.tobytes() for name, array in state.to_arrays().items()} == before


def test_a_runner_that_diverged_may_try_again_with_another_rate() -> None:
    wild = training(runner("plain", 4, 1e5))
    trainer = Trainer(Network(chain((2, 1))), wild, ROWS, NONE)
    assert trainer.run(epochs=100) is not None
    network = Network(chain((2, 1)))
    start = {1: dict.fromkeys(network.layout.keys, 0.1)}
    calm = training(runner("plain", 4, 0.01))
    state = transplant(trainer.state(), network, network, calm, start)
    again = Trainer(network, calm, ROWS, NONE, state)
    assert again.snapshot().shown_runner.stopped is None
    assert again.run(epochs=20) is None
    assert again.snapshot().shown_runner.cost == pytest.approx(0.05, abs=0.05)


@pytest.mark.parametrize("n_rows", [5, 12, 40])
def test_other_rows_are_learned_with_the_same_weights_from_a_new_epoch_on(n_rows: int) -> None:
    """Painted points: nothing is forgotten, no row of the old order is asked for."""
    before = trained()
    state = onto_other_rows(before.state(), len(ROWS.x), n_rows)
    rows = made_up_rows(n_rows, 2, 1)
    after = Trainer(Network(SPEC), TRAINING, rows, rows, state)
    assert after.snapshot().shown_runner.theta.tobytes() == before.snapshot().shown_runner.theta.tobytes()
    began = after.epochs_ended
    assert began >= before.epochs_ended
    after.run(epochs=3)
    assert after.epochs_ended == began + 3
    epochs = after.snapshot().shown_runner.history.epochs
    assert (np.diff(epochs) > 0).all()
