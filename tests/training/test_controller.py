"""The training as a window sees it: the real controller, worker, trainer and document."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from playground.document import edits
from playground.document.project import Project
from playground.engine.network import Network
from playground.engine.snapshot import Snapshot, StopReason
from playground.engine.specs import ParameterKey, StopSpec
from playground.engine.trainer import Rows, Trainer
from playground.training.controller import TrainingController
from tests.looking import now
from tests.training.conftest import Make, document_of


class Listener(QObject):
    """A view: keeps what it is told, and in which thread."""

    def __init__(self, controller: TrainingController) -> None:
        super().__init__()
        self.controller = controller
        self.document = document_of(controller)
        self.snapshots: list[Snapshot] = []
        self.running: list[bool] = []
        self.reasons: list[StopReason] = []
        self.failures: list[str] = []
        self.at_change: list[Snapshot] = []
        self.threads: set[int] = set()
        controller.snapshot_ready.connect(self.see_snapshot)
        controller.running_changed.connect(self.running.append)
        controller.stopped.connect(self.see_stop)
        controller.failed.connect(self.failures.append)
        self.document.project_changed.connect(self.see_change)

    def see_snapshot(self, snapshot: Snapshot) -> None:
        self.threads.add(threading.get_ident())
        assert snapshot is self.controller.snapshot
        assert snapshot.network.spec == self.document.project.network
        self.snapshots.append(snapshot)

    def see_change(self, _old: Project, new: Project, _values: object) -> None:
        assert self.controller.snapshot.network.spec == new.network
        self.at_change.append(self.controller.snapshot)

    def see_stop(self, reason: StopReason) -> None:
        assert not self.controller.running
        self.reasons.append(reason)

    def updates(self) -> int:
        return self.controller.snapshot.shown_runner.updates

    def has_made(self, updates: int) -> bool:
        return self.updates() == updates

    def has_heard(self, snapshots: int) -> bool:
        return len(self.snapshots) >= snapshots


def unlimited(controller: TrainingController) -> Listener:
    controller.set_speed(None)
    return Listener(controller)


def bare_trainer(project: Project) -> Trainer:
    data = project.dataset
    train, test = Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
    return Trainer(Network(project.network), project.training, train, test)


def with_stop(project: Project, epochs: int) -> Project:
    return edits.set_stop(project, StopSpec(epochs=epochs))


def thetas(snapshot: Snapshot) -> list[bytes]:
    return [runner.theta.tobytes() for runner in snapshot.runners]


def test_first_snapshot_is_there_at_once(houses: Project, training: Make) -> None:
    controller = training(houses)
    snapshot = controller.snapshot
    assert snapshot.network.spec == houses.network
    assert [runner.id for runner in snapshot.runners] == [1, 2]
    assert snapshot.shown_runner.updates == 0
    expected = Network(houses.network).initial_theta(houses.training.seed)
    assert thetas(snapshot) == [expected.tobytes()] * 2
    assert not controller.running


def test_train_and_pause(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    view = unlimited(controller)
    controller.train()
    assert now(controller.running)
    qtbot.waitUntil(lambda: len(view.snapshots) >= 3)
    controller.toggle()
    assert not controller.running
    exact = controller.state()
    qtbot.wait(50)
    assert thetas(controller.snapshot) == [runner.theta.tobytes() for runner in exact.runners.values()]
    counts = [snapshot.shown_runner.updates for snapshot in view.snapshots]
    assert counts == sorted(set(counts))
    assert view.running == [True, False]
    assert view.threads == {threading.get_ident()}
    told = len(view.snapshots)
    qtbot.wait(100)
    assert len(view.snapshots) == told


def test_training_happens_in_another_thread(
    houses: Project, training: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[int] = set()
    original = Trainer.run

    def run(self: Trainer, **limits: Any) -> StopReason | None:
        threads.add(threading.get_ident())
        return original(self, **limits)

    monkeypatch.setattr(Trainer, "run", run)
    controller = training(houses)
    view = unlimited(controller)
    controller.train()
    qtbot.waitUntil(lambda: len(view.snapshots) >= 2)
    controller.pause()
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_one_update_and_one_epoch(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    controller.show_runner(2)
    view = Listener(controller)
    for count in (1, 2, 3):
        controller.step_update()
        qtbot.waitUntil(partial(view.has_made, count))
    n_rows = len(houses.dataset.train_rows)
    controller.step_epoch()
    qtbot.waitUntil(lambda: view.updates() == n_rows)
    controller.step_epoch()
    controller.step_epoch()
    qtbot.waitUntil(lambda: view.updates() == 3 * n_rows)
    qtbot.wait(50)
    assert [runner.epochs for runner in controller.snapshot.runners] == [3.0, 3.0]
    controller.train_epochs(20)
    qtbot.waitUntil(lambda: [runner.epochs for runner in controller.snapshot.runners] == [23.0, 23.0])
    assert not controller.running
    assert not view.running


def test_single_updates_pause_a_run(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    view = unlimited(controller)
    controller.train()
    qtbot.waitUntil(lambda: len(view.snapshots) >= 2)
    controller.step_update()
    assert not controller.running
    qtbot.wait(50)
    made = view.updates()
    controller.step_update()
    qtbot.waitUntil(lambda: view.updates() > made)
    assert view.updates() == made + 1


@pytest.mark.parametrize("rate", [None, 150.0, 4000.0])
def test_same_seed_same_path_bit_for_bit_at_any_speed(
    houses: Project, training: Make, qtbot: QtBot, rate: float | None
) -> None:
    project = with_stop(houses, 60)
    trainer = bare_trainer(project)
    while trainer.run(updates=7) is None:
        pass
    expected = trainer.snapshot()
    controller = training(project)
    controller.set_speed(rate)
    view = Listener(controller)
    controller.train()
    qtbot.waitUntil(lambda: bool(view.reasons), timeout=10_000)
    for ours, theirs in zip(controller.snapshot.runners, expected.runners, strict=True):
        assert ours.updates == theirs.updates
        assert ours.path.tobytes() == theirs.path.tobytes()
        assert ours.theta.tobytes() == theirs.theta.tobytes()
        assert ours.history.train.tobytes() == theirs.history.train.tobytes()
    assert view.reasons[0].kind == "epochs"
    assert view.running == [True, False]


def test_slow_speed_makes_single_updates(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    controller.set_speed(0.02)  # one in fifty seconds, the first at once
    view = Listener(controller)
    controller.train()
    qtbot.waitUntil(lambda: view.updates() == 1)
    qtbot.wait(150)
    assert view.updates() == 1
    controller.set_speed(None)
    qtbot.waitUntil(lambda: view.updates() > 10)


def test_a_change_is_followed_before_the_views_hear_of_it(
    houses: Project, training: Make, qtbot: QtBot
) -> None:
    controller = training(houses)
    document, view = document_of(controller), unlimited(controller)
    controller.train()
    for count in range(1, 8):
        told = len(view.snapshots)
        hidden = document.project.network.hidden[0]
        document.edit("Add neuron", edits.add_neuron(document.project, hidden.id))
        assert len(view.at_change) == count
        assert len(view.snapshots) == told  # only after all views have heard of the change
        qtbot.waitUntil(partial(view.has_heard, told + 1))
    generations = [snapshot.generation for snapshot in view.snapshots]
    assert generations == sorted(generations)
    assert controller.running


def test_added_neuron_leaves_the_others_their_weights(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    document, view = document_of(controller), unlimited(controller)
    controller.train()
    qtbot.waitUntil(lambda: view.updates() > 20)
    controller.pause()
    qtbot.wait(50)
    before = controller.weights_on_screen()
    hidden = document.project.network.hidden[0]
    document.edit("Add neuron", edits.add_neuron(document.project, hidden.id))
    after = controller.weights_on_screen()
    for runner in (1, 2):
        assert after[runner].keys() > before[runner].keys()
        assert {key: after[runner][key] for key in before[runner]} == before[runner]


def test_undo_brings_back_the_deleted_weights(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    document, view = document_of(controller), unlimited(controller)
    controller.train()
    qtbot.waitUntil(lambda: view.updates() > 20)
    controller.pause()
    qtbot.wait(50)
    before = controller.weights_on_screen()
    gone = document.project.network.hidden[0].neurons[3].id
    document.edit("Delete neuron", edits.remove_neuron(document.project, gone))
    controller.step_epoch()
    qtbot.wait(100)
    trained = controller.weights_on_screen()
    assert trained[1] != before[1]
    assert trained[2] != before[2]
    document.undo_stack.undo()
    back = controller.weights_on_screen()
    for runner in (1, 2):
        for key in before[runner]:
            known = before if gone in key else trained
            assert back[runner][key] == known[runner][key]


def test_typed_weight_is_put_in_place(houses: Project, training: Make) -> None:
    controller = training(houses)
    document = document_of(controller)
    key = ParameterKey(houses.network.inputs.neurons[0].id, houses.network.hidden[0].neurons[0].id)
    before = controller.weights_on_screen()
    document.edit("Type weight", document.project, typed={key: 1.25})
    after = controller.weights_on_screen()
    for runner in (1, 2):
        assert after[runner] == {**before[runner], key: 1.25}
    document.undo_stack.undo()
    assert controller.weights_on_screen() == before


def test_restart_walks_the_same_path_again(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(with_stop(houses, 5))
    view = unlimited(controller)
    controller.train()
    qtbot.waitUntil(lambda: len(view.reasons) == 1)
    first = controller.snapshot
    controller.restart()
    assert controller.snapshot.shown_runner.updates == 0
    controller.train()
    qtbot.waitUntil(lambda: len(view.reasons) == 2)
    for ours, theirs in zip(controller.snapshot.runners, first.runners, strict=True):
        assert ours.path.tobytes() == theirs.path.tobytes()


def test_restart_goes_on_if_it_was_running(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    view = unlimited(controller)
    controller.train()
    qtbot.waitUntil(lambda: view.updates() > 100)
    controller.restart()
    assert view.updates() == 0
    assert controller.running
    qtbot.waitUntil(lambda: view.updates() > 0)


def test_new_weights_are_others_and_undo_brings_back_the_learned_ones(
    houses: Project, training: Make, qtbot: QtBot
) -> None:
    controller = training(houses)
    document, view = document_of(controller), unlimited(controller)
    controller.train()
    qtbot.waitUntil(lambda: view.updates() > 20)
    controller.pause()
    qtbot.wait(50)
    learned = controller.weights_on_screen()
    controller.new_weights()
    assert document.undo_stack.undoText() == "New weights"
    drawn = Network(houses.network).initial_theta(document.project.training.seed)
    assert thetas(controller.snapshot) == [drawn.tobytes()] * 2
    document.undo_stack.undo()
    assert controller.weights_on_screen() == learned


def test_new_weights_replace_a_chosen_start_too(houses: Project, training: Make) -> None:
    key = ParameterKey(houses.network.inputs.neurons[0].id, houses.network.hidden[0].neurons[0].id)
    controller = training(edits.set_start(houses, {key: 7.0}))
    assert controller.weights_on_screen()[1][key] == 7.0
    controller.new_weights()
    assert controller.weights_on_screen()[1][key] != 7.0


def test_the_window_does_not_wait_for_very_many_rows(
    houses: Project, training: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the thread takes its time, the weights are carried over as the engine will do it."""
    original = Trainer.snapshot
    may_go_on = threading.Event()

    def slow(self: Trainer) -> Snapshot:
        assert may_go_on.wait(5)
        return original(self)

    controller = training(houses)
    document, view = document_of(controller), unlimited(controller)
    controller.step_epoch()
    qtbot.waitUntil(lambda: view.updates() == 1)
    qtbot.wait(50)
    monkeypatch.setattr(Trainer, "snapshot", slow)
    hidden = houses.network.hidden[0]
    bigger = edits.add_neuron(edits.remove_neuron(houses, hidden.neurons[1].id), hidden.id)
    for project in (bigger, houses, edits.set_seed(houses, 8)):
        may_go_on.clear()
        document.edit("Edit", project, typed={ParameterKey(0, hidden.neurons[0].id): 0.5})
        quick = controller.snapshot
        assert np.isnan(quick.shown_runner.cost)
        may_go_on.set()
        qtbot.waitUntil(lambda: not np.isnan(controller.snapshot.shown_runner.cost))
        exact = controller.snapshot
        assert exact.network == quick.network
        assert thetas(exact) == thetas(quick)
        for ours, theirs in zip(exact.runners, quick.runners, strict=True):
            assert (ours.id, ours.updates, ours.epochs) == (theirs.id, theirs.updates, theirs.epochs)
            assert ours.path.shape[1] == theirs.path.shape[1]
    assert [np.isnan(shot.shown_runner.cost) for shot in view.snapshots[-6:]] == [True, False] * 3
    assert not view.failures


def test_another_file_starts_at_rest_and_a_rate_does_not(
    houses: Project, line: Project, training: Make, qtbot: QtBot
) -> None:
    controller = training(houses)
    document, view = document_of(controller), unlimited(controller)
    controller.train()
    qtbot.waitUntil(lambda: view.updates() > 20)
    runner = replace(houses.training.runners[0], learning_rate=0.01)
    document.edit("Change rate", edits.set_runner(document.project, runner))
    assert now(controller.running)
    assert view.updates() > 20
    document.edit("Open", edits.open_table(document.project, line.table))
    assert not controller.running
    assert view.updates() == 0


def test_saved_state_goes_on_bit_for_bit(houses: Project, training: Make, qtbot: QtBot) -> None:
    project = with_stop(houses, 40)
    controller = training(project)
    view = unlimited(controller)
    controller.train()
    qtbot.waitUntil(lambda: view.updates() > 2)
    state = controller.state()
    qtbot.waitUntil(lambda: bool(view.reasons))
    expected = thetas(controller.snapshot)
    controller.restart()
    controller.load_state(state)
    assert thetas(controller.snapshot) == [runner.theta.tobytes() for runner in state.runners.values()]
    controller.train()
    qtbot.waitUntil(lambda: len(view.reasons) == 2)
    assert thetas(controller.snapshot) == expected


def test_shown_runner_is_the_one_that_counts(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    controller.show_runner(2)
    qtbot.waitUntil(lambda: controller.snapshot.shown == 2)
    document = document_of(controller)
    runner = replace(houses.training.runners[1], enabled=False)
    document.edit("Switch off", edits.set_runner(document.project, runner))
    assert controller.snapshot.shown == 1
    assert [one.id for one in controller.snapshot.runners] == [1]


def test_an_error_pauses_training_and_the_program_goes_on(
    houses: Project, training: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: Trainer, **_limits: float | None) -> StopReason | None:
        raise FloatingPointError("broken on purpose")

    controller = training(houses)
    view = unlimited(controller)
    with monkeypatch.context() as context:
        context.setattr(Trainer, "run", broken)
        controller.train()
        qtbot.waitUntil(lambda: bool(view.failures))
    assert "broken on purpose" in view.failures[0]
    assert not controller.running
    assert not view.reasons
    controller.train()
    qtbot.waitUntil(lambda: view.updates() > 5)


def test_a_change_that_cannot_be_followed_is_told(
    houses: Project, training: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller = training(houses)
    document = document_of(controller)
    failures: list[str] = []
    controller.failed.connect(failures.append)
    with monkeypatch.context() as context:
        context.setattr(Trainer, "snapshot", lambda _self: 1 / 0)
        document.edit("New seed", edits.set_seed(document.project, 5))
        qtbot.waitUntil(lambda: len(failures) == 1)
    assert not controller.running
    controller.step_update()
    controller.train()
    qtbot.waitUntil(lambda: not controller.running)
    assert controller.snapshot.shown_runner.updates == 0
    document.edit("New seed", edits.set_seed(document.project, 6))
    controller.train()
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates > 0)


def test_rate_is_measured_while_running(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    rates: list[float] = []
    controller.rate_changed.connect(rates.append)
    controller.set_speed(200.0)
    controller.train()
    qtbot.waitUntil(lambda: bool(rates), timeout=3000)
    controller.pause()
    assert rates[0] > 10
    assert rates[-1] == 0.0
    told = len(rates)
    qtbot.wait(50)
    assert len(rates) == told


def test_snapshots_come_at_most_thirty_times_a_second(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    view = unlimited(controller)
    controller.train()
    qtbot.wait(600)
    assert 2 <= len(view.snapshots) <= 0.6 * 30 + 2


def test_costly_snapshots_come_less_often(
    houses: Project, training: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Trainer.snapshot
    naps = threading.Event()

    def slow(self: Trainer) -> Snapshot:
        naps.wait(0.06)  # as if there were a million rows
        return original(self)

    controller = training(houses)
    view = unlimited(controller)
    monkeypatch.setattr(Trainer, "snapshot", slow)
    controller.train()
    qtbot.wait(1000)
    assert 2 <= len(view.snapshots) <= 1.0 / 0.3 + 2  # 0.06 s are a fifth of 0.3 s


def test_path_arrays_are_never_written_again(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    view = unlimited(controller)
    controller.train()
    qtbot.waitUntil(lambda: view.updates() > 20)
    held = controller.snapshot
    copies = [(np.array(runner.theta), np.array(runner.path)) for runner in held.runners]
    qtbot.waitUntil(lambda: len(view.snapshots) >= 10)
    for runner, (theta, path) in zip(held.runners, copies, strict=True):
        assert np.array_equal(runner.theta, theta)
        assert np.array_equal(runner.path, path)
        assert not runner.theta.flags.writeable


def test_shutting_down_twice_and_asking_afterwards(houses: Project, training: Make, qtbot: QtBot) -> None:
    controller = training(houses)
    view = unlimited(controller)
    controller.train()
    qtbot.waitUntil(lambda: bool(view.snapshots))
    controller.shut_down()
    controller.shut_down()
    assert view.running == [True, False]
    controller.train()
    controller.step_epoch()
    controller.restart()
    document_of(controller).edit("New seed", edits.set_seed(houses, 9))
    assert not controller.running
