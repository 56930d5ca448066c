"""A dropped table comes with a training that learns it in seconds, then stops; what a person chose stays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.data.columns import Table
from playground.data.reader import read_table
from playground.data.scores import score
from playground.document.edits import EditError, add_layer, remove_layer, set_runner, set_stop
from playground.document.good_settings import COMPARED
from playground.document.opening import open_to_train, ready, watched_speed
from playground.document.project import Project, new_project
from playground.document.training_settings import LARGE, settings_for, with_settings
from playground.engine.network import Network
from playground.engine.specs import StopSpec
from playground.engine.timing import update_seconds
from playground.engine.trainer import Rows, Trainer


def curved(n: int, name: str = "curved.csv", seed: int = 1) -> Table:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 3))
    y = np.sin(2 * x[:, 0]) + x[:, 1] ** 2 + 0.1 * rng.normal(size=n)
    rows = "\n".join(",".join(f"{value:.4f}" for value in row) for row in np.column_stack([x, y]))
    return read_table(f"a,b,c,y\n{rows}\n".encode(), name)


@pytest.fixture
def bare() -> Project:
    """One neuron, as in the first scene."""
    project = new_project(curved(30, "first.csv"))
    return remove_layer(project, project.network.hidden[0].id)


def test_a_dropped_table_is_learned_and_the_training_stops(bare: Project) -> None:
    project = open_to_train(bare, curved(400))
    data, network = project.dataset, Network(project.network)
    trainer = Trainer(
        network, project.training, Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
    )
    stopped = trainer.run()
    assert stopped is not None
    assert stopped.kind == "epochs"
    learned = trainer.snapshot().shown_runner.theta
    scores = score(data, network.outputs(learned, data.x_test), data.y_test)
    assert scores is not None
    assert scores.r2 is not None
    assert scores.r2 > 0.95
    assert [runner.name for runner in project.training.runners] == ["Mini-batch", "Gradient descent"]


@pytest.mark.parametrize("n", [10, 100, 3_000, 50_000])
def test_any_number_of_rows_is_trained_within_seconds(n: int) -> None:
    project = ready(new_project(curved(n)))
    (first, _rival), stop = project.training.runners, project.training.stop.epochs
    assert first.batch_size is not None
    assert stop is not None
    assert first.schedule.settings == (("epochs", float(stop)),)
    n_train = len(project.dataset.train_rows)
    updates = stop * -(-n_train // first.batch_size)
    assert updates * update_seconds(Network(project.network), first.batch_size) <= 10.0
    speed = watched_speed(project)
    assert speed is None or 5.0 < updates / speed < 7.0
    assert (speed is None) == (updates > 30_000)


def test_the_penalty_is_smaller_for_more_rows() -> None:
    few, many = (ready(new_project(curved(n))).training.penalty.l2 for n in (50, 5_000))
    assert few == pytest.approx(3 / 40)
    assert many == pytest.approx(3 / 4_000)


def test_the_penalty_is_larger_for_a_number_that_is_mostly_noise() -> None:
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(500, 4))
    rows[:, 3] += 0.4 * rows[:, 0]  # of the variance, 14 %
    told = "\n".join(",".join(f"{value:.4f}" for value in row) for row in rows)
    a_little = ready(new_project(read_table(f"a,b,c,y\n{told}\n".encode()))).training.penalty.l2
    assert 4 * 3 / 400 < a_little < 12 * 3 / 400
    rows[:, 3] -= 0.4 * rows[:, 0]
    told = "\n".join(",".join(f"{value:.4f}" for value in row) for row in rows)
    nothing = ready(new_project(read_table(f"a,b,c,y\n{told}\n".encode()))).training.penalty.l2
    assert 20 * 3 / 400 < nothing <= 100 * 3 / 400


def test_a_few_exact_rows_are_learned_exactly(bare: Project) -> None:
    project = open_to_train(bare, read_table(b"a,b,either\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n"))
    assert not project.training.penalty
    data, network = project.dataset, Network(project.network)
    trainer = Trainer(
        network, project.training, Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
    )
    trainer.run()
    outputs = network.outputs(trainer.snapshot().shown_runner.theta, data.x_train)
    assert np.array_equal(outputs > 0.5, data.y_train > 0.5)


def test_an_untouched_training_follows_the_next_table(bare: Project) -> None:
    first = open_to_train(bare, curved(100))
    second = open_to_train(first, curved(2_500, "more.csv"))
    assert second.training == ready(second).training
    assert second.training != first.training
    assert second.network.hidden == first.network.hidden


def test_a_training_of_ones_own_stays(bare: Project) -> None:
    project = open_to_train(bare, curved(100))
    own = replace(project.training.runners[0], learning_rate=0.03)
    chosen = set_stop(set_runner(project, own), StopSpec(cost_below=0.1))
    assert open_to_train(chosen, curved(300)).training.runners == chosen.training.runners
    assert open_to_train(chosen, curved(300)).training.stop == StopSpec()


def test_rates_that_have_fallen_to_nothing_still_end_the_training(bare: Project) -> None:
    project = open_to_train(bare, curved(100))
    found = with_settings(project, settings_for(project, LARGE, 0.01, 80, COMPARED))
    opened = open_to_train(found, curved(300))
    assert opened.training.runners == found.training.runners
    assert opened.training.stop == StopSpec(epochs=found.training.stop.epochs)


def test_a_network_of_ones_own_stays(bare: Project) -> None:
    project = add_layer(open_to_train(bare, curved(100)), 2, 5)
    assert open_to_train(project, curved(300)).network.hidden == project.network.hidden


def test_what_cannot_be_learned_is_refused(bare: Project) -> None:
    with pytest.raises(EditError):
        open_to_train(bare, read_table(b"a,b\nx,1\nx,\n"))
