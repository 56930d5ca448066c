"""Cost evaluations: how they are counted, and runners kept in step by them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.plan import Batch, Plan
from playground.engine.specs import RunnerSpec
from playground.engine.trainer import Trainer, TrainerState
from tests.engine.engine_cases import NO_TEST, chain, made_up_rows, runner, training

N_ROWS = 23


def new_trainer(
    *runners: RunnerSpec, clock: str = "evaluations", state: TrainerState | None = None
) -> Trainer:
    spec = training(*runners, clock=clock)
    return Trainer(Network(chain((2, 3, 1))), spec, made_up_rows(N_ROWS, 2, 1), NO_TEST, state)


@pytest.mark.parametrize("optimizer", ["plain", "adam", "averaged"])
@pytest.mark.parametrize("batch_size", [None, 1, 10])
def test_most_optimizers_make_one_for_each_row(optimizer: str, batch_size: int | None) -> None:
    trainer = new_trainer(runner(optimizer, batch_size, 0.01))
    trainer.run(updates=31)
    shown = trainer.snapshot().shown_runner
    assert shown.evaluations == shown.rows_seen > 0
    np.testing.assert_array_equal(shown.history.evaluations, np.rint(shown.history.epochs * N_ROWS))


def test_implicit_updates_count_every_place_their_inner_steps_look_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trainer = new_trainer(runner("implicit", 1, 0.5))
    looked, outputs = [], Plan.outputs

    def look(plan: Plan, batch: Batch) -> Array:
        looked.append(1)
        return outputs(plan, batch)

    monkeypatch.setattr(Plan, "outputs", look)
    trainer.run(updates=40)
    shown = trainer.snapshot().shown_runner
    assert shown.evaluations == len(looked)
    # Where it begins and where it ends, at the least.
    assert shown.evaluations >= 2 * shown.rows_seen == 80


def test_the_others_make_every_update_that_ends_no_later_an_implicit_one_every_that_begins_earlier() -> None:
    trainer = new_trainer(
        runner(batch_size=1),
        runner(runner_id=2),
        runner(batch_size=10, runner_id=3),
        runner("implicit", 1, 0.5, 4),
    )
    for _ in range(5):
        trainer.run(updates=33)
        one, all_rows, ten, implicit = trainer.snapshot().runners
        now = one.evaluations
        assert now - N_ROWS < all_rows.evaluations <= now
        assert now - 10 < ten.evaluations <= now
        assert now <= implicit.evaluations < now + 100
        before_last = implicit.history.evaluations[implicit.history.updates < implicit.updates]
        assert np.all(before_last < now)
    assert implicit.updates < one.updates


def test_how_the_calls_are_cut_changes_nothing_and_a_saved_state_goes_on() -> None:
    specs = runner("implicit", 1, 0.5), runner(batch_size=4, runner_id=2), runner("implicit", 2, 0.1, 3)
    straight, cut = new_trainer(*specs), new_trainer(*specs)
    straight.run(updates=100)
    for _ in range(50):
        cut.run(updates=1)
    state = cut.state()
    state = TrainerState.from_parts(state.to_json(), state.to_arrays())
    resumed = new_trainer(*specs, state=state)
    resumed.run(updates=50)
    for first, second in zip(straight.snapshot().runners, resumed.snapshot().runners, strict=True):
        assert (first.updates, first.evaluations) == (second.updates, second.evaluations)
        assert first.theta.tobytes() == second.theta.tobytes()
        assert first.history.evaluations.tobytes() == second.history.evaluations.tobytes()


def test_another_clock_begins_at_the_present() -> None:
    specs = runner("implicit", 1, 0.5), runner(batch_size=1, runner_id=2)
    trainer = new_trainer(*specs, clock="updates")
    trainer.run(updates=50)
    before = [each.evaluations for each in trainer.snapshot().runners]
    trainer = new_trainer(*specs, state=trainer.state())
    trainer.run(updates=20)
    made = [each.evaluations - old for each, old in zip(trainer.snapshot().runners, before, strict=True)]
    assert made[0] == made[1] > 40


def test_a_state_from_before_they_were_counted_takes_one_for_each_row() -> None:
    trainer = new_trainer(runner(batch_size=5), clock="updates")
    trainer.run(updates=12)
    state = trainer.state()
    data, arrays = state.to_json(), state.to_arrays()
    del data["runners"][0]["evaluations"]
    arrays["runner-1-history-values"] = arrays["runner-1-history-values"][:, :3]
    old = new_trainer(runner(batch_size=5), clock="updates", state=TrainerState.from_parts(data, arrays))
    found, expected = old.snapshot().shown_runner, trainer.snapshot().shown_runner
    assert found.evaluations == expected.evaluations
    np.testing.assert_allclose(found.history.evaluations, expected.history.evaluations)


def test_updates_that_were_taken_back_do_not_count() -> None:
    """A runner that diverges keeps the last finite weights, and the evaluations that led there."""
    slow = replace(runner("implicit", 1, 0.5), id=1)
    trainer = new_trainer(slow, runner("plain", 1, 1e6, 2))
    trainer.run(updates=60)
    diverged = trainer.snapshot().runner(2)
    assert diverged.stopped is not None
    assert diverged.evaluations == diverged.rows_seen == diverged.updates
