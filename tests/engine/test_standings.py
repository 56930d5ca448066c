"""Who is ahead depends on what is counted."""

from __future__ import annotations

import math
from dataclasses import replace

from playground.engine.network import Network
from playground.engine.snapshot import Snapshot
from playground.engine.standings import standings
from playground.engine.trainer import Trainer
from tests.engine.engine_cases import NO_TEST, chain, made_up_rows, runner, training

N_ROWS = 40


def race(updates: int, *, clock: str = "epochs", rates: tuple[float, ...] = (0.1, 0.05)) -> Snapshot:
    """All rows at once against one by one; with a third rate another one by one."""
    rows = made_up_rows(N_ROWS, 2, 1)
    sizes = (None, 1, 1)
    specs = [runner("plain", sizes[i], rate, i + 1) for i, rate in enumerate(rates)]
    trainer = Trainer(Network(chain((2, 4, 1))), training(*specs, clock=clock), rows, NO_TEST)
    trainer.run(updates=updates)
    return trainer.snapshot()


def test_the_order_changes_with_the_clock() -> None:
    """By epochs one row at a time is ahead; by updates, of which it then made 40 times as many, it isn't."""
    shot = race(12)
    by_epochs, by_updates = standings(shot, "epochs"), standings(shot, "updates")
    assert [each.runner_id for each in by_epochs.runners] == [2, 1]
    assert by_epochs.reached == 12
    assert by_updates.reached == 12
    assert [each.runner_id for each in by_updates.runners] == [1, 2]
    assert [each.place for each in by_updates.runners] == [1, 2]


def test_costs_are_those_at_the_equal_clock_and_were_measured_there() -> None:
    shot = race(12)
    one = shot.runner(2)
    found = {each.runner_id: each.cost for each in standings(shot, "updates").runners}
    assert found[1] == shot.runner(1).cost
    last = one.history.updates[one.history.updates <= 12][-1]
    assert found[2] == one.history.train[one.history.updates == last][0]
    assert found[2] != one.cost


def test_evaluations_count_too() -> None:
    found = standings(race(200, clock="evaluations"), "evaluations")
    assert found.reached <= 200 * N_ROWS
    assert {each.runner_id for each in found.runners} == {1, 2}


def test_equal_costs_share_a_place() -> None:
    found = standings(race(0, rates=(0.1, 0.05, 0.02)), "epochs")
    assert [(each.place, each.tied) for each in found.runners] == [(1, True)] * 3
    shot = race(3)
    twin = replace(shot.runner(1), id=7)
    found = standings(replace(shot, runners=(*shot.runners, twin)), "epochs")
    assert [(each.runner_id, each.place, each.tied) for each in found.runners] == [
        (2, 1, False),
        (1, 2, True),
        (7, 2, True),
    ]


def test_the_diverged_come_last_and_do_not_hold_the_others_up() -> None:
    shot = race(12, rates=(0.1, 1e6, 0.05))
    assert shot.runner(2).stopped is not None
    found = standings(shot, "epochs")
    assert [each.runner_id for each in found.runners] == [3, 1, 2]
    last = found.runners[-1]
    assert (last.place, last.diverged) == (3, True)
    assert math.isnan(last.cost)
    assert found.reached == 12


def test_nobody_left() -> None:
    shot = race(12, rates=(1e30, 1e30))
    found = standings(shot, "updates")
    assert found.reached == 0
    assert all(each.diverged and each.place == 1 for each in found.runners)
