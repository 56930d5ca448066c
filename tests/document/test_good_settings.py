"""Settings found by cross-validation: from training rows only, affordable, and good."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.data.columns import Floats, Table
from playground.data.reader import read_table
from playground.data.recipe import guess_recipe
from playground.document import good_settings
from playground.document.good_settings import (
    FOLDS,
    MORE_FOLDS,
    SettingsSearch,
    _folds,
    find_good_settings,
)
from playground.document.project import new_project
from playground.document.training_settings import (
    LARGE,
    LINEAR,
    SMALL,
    GoodSettings,
    Kind,
    settings_for,
    with_settings,
)


def rows(n: int, seed: int = 1) -> list[list[str]]:
    """y = a + noise, and a group with one part in five."""
    rng = np.random.default_rng(seed)
    return [
        [f"{a:.4f}", f"{b:.4f}", "rare" if i % 5 == 0 else "usual", f"{a + rng.normal(0, 0.3):.4f}"]
        for i, (a, b) in enumerate(rng.normal(size=(n, 2)))
    ]


def table(cells: list[list[str]]) -> Table:
    return read_table("\n".join(["a,b,group,y", *(",".join(row) for row in cells), ""]).encode(), "t.csv")


@pytest.fixture
def few_updates(monkeypatch: pytest.MonkeyPatch) -> None:
    effort = replace(good_settings.COMPARED, updates=60, least_epochs=2)
    monkeypatch.setattr(good_settings, "COMPARED", effort)
    monkeypatch.setattr(good_settings, "PENALTIES", (1.0, 0.01))
    monkeypatch.setattr(good_settings, "LINEAR_PENALTIES", (1.0, 0.01))


@pytest.mark.usefixtures("few_updates")
def test_test_rows_are_never_looked_at() -> None:
    cells = rows(60)
    project = new_project(table(cells))
    found = find_good_settings(project)
    assert found is not None
    assert (found.folds, found.tried) == (5, 7)
    for row in project.dataset.test_rows:
        cells[row] = ["90000", "-70000", "usual", "123456"]
    assert find_good_settings(new_project(table(cells))) == found


@pytest.mark.usefixtures("few_updates")
def test_with_too_few_rows_nothing_is_compared() -> None:
    assert find_good_settings(new_project(table(rows(15)))) is None
    told: list[tuple[int, int]] = []
    assert find_good_settings(new_project(table(rows(40))), lambda done, of: told.append((done, of)))
    assert told[0][1] == 9
    assert told[-1] == (9, 9)


@pytest.mark.usefixtures("few_updates")
def test_in_pieces_the_same_is_found() -> None:
    project = new_project(table(rows(60)))
    search = SettingsSearch(project)
    while not search.is_done:
        search.work(0.0005)
    assert search.found == find_good_settings(project)
    assert search.done == search.total == 9


def test_a_project_gets_the_settings() -> None:
    project = with_settings(new_project(table(rows(40))), GoodSettings(LARGE, 0.03, 16, 77, 0.005))
    assert [(layer.size, layer.neurons[0].activation) for layer in project.network.hidden] == [(64, "relu")]
    (runner,) = project.training.runners
    assert (runner.optimizer, runner.learning_rate, runner.batch_size) == ("adam", 0.005, 16)
    assert runner.schedule.name == "cosine"
    assert project.training.penalty.l2 == 0.03
    assert project.training.stop.epochs == 77


def test_a_network_without_hidden_neurons_is_one_of_the_settings() -> None:
    settings = GoodSettings(LINEAR, 0.03, None, 77, 0.2, momentum=0.8)
    project = with_settings(new_project(table(rows(40))), settings)
    assert project.network.hidden == ()
    assert project.network.outputs.initializer == "zeros"
    (runner,) = project.training.runners
    assert (runner.optimizer, runner.learning_rate, runner.batch_size) == ("nesterov", 0.2, None)
    assert runner.settings == (("momentum", 0.8),)
    assert runner.schedule.name == "constant"


def test_very_many_rows_take_fewer_epochs() -> None:
    project = new_project(table(rows(40)))
    assert settings_for(project, SMALL, 0.1, 400, good_settings.COMPARED).epochs == 120
    assert settings_for(project, SMALL, 0.1, 40, good_settings.COMPARED).epochs == 200
    assert 1 <= settings_for(project, LARGE, 0.1, 10_000_000, good_settings.COMPARED).epochs < 10


def test_each_row_judges_once_in_equal_shares_of_the_categories() -> None:
    t = table(rows(100))
    project = new_project(t, guess_recipe(t, "group"))
    data = project.dataset
    folds = list(_folds(data, np.arange(len(data.train_rows)), project))
    assert len(folds) == MORE_FOLDS > FOLDS
    assert np.array_equal(np.sum(folds, axis=0), np.ones(len(data.train_rows)))
    rare = data.y_train[:, 0] == 0
    assert max(np.sum(rare & fold) for fold in folds) - min(np.sum(rare & fold) for fold in folds) <= 1


def test_a_row_that_weighs_more_is_never_on_both_sides() -> None:
    t = table(rows(100))
    recipe = replace(guess_recipe(t, "group"), balance=True)
    project = new_project(t, recipe)
    data = project.dataset
    for judges in _folds(data, np.arange(len(data.train_rows)), project):
        assert not set(data.train_rows[judges]) & set(data.train_rows[~judges])


def test_rows_in_order_of_time_are_judged_by_the_last() -> None:
    t = table(rows(100))
    project = new_project(t, replace(guess_recipe(t), split="in_order"))
    data = project.dataset
    (judges,) = _folds(data, np.arange(len(data.train_rows)), project)
    assert data.train_rows[judges].min() > data.train_rows[~judges].max()
    assert 0.3 < judges.mean() < 0.37


def test_what_bends_sharply_gets_the_larger_network_and_noise_a_strong_penalty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(good_settings, "PENALTIES", (1.0, 0.001))
    effort = replace(good_settings.COMPARED, updates=1000, most_epochs=100)
    monkeypatch.setattr(good_settings, "COMPARED", effort)
    rng = np.random.default_rng(3)
    x = rng.uniform(-2, 2, (150, 2))
    ring = np.hypot(*x.T)
    lines = [f"{a:.3f},{b:.3f},{'abc'[int(r * 1.2) % 3]}" for (a, b), r in zip(x, ring, strict=True)]
    found = find_good_settings(new_project(read_table("\n".join(["u,v,kind", *lines, ""]).encode())))
    assert found is not None
    assert found.kind is LARGE
    noise = [f"{a:.3f},{b:.3f},{rng.normal():.3f}" for a, b in x]
    found = find_good_settings(new_project(read_table("\n".join(["u,v,y", *noise, ""]).encode())))
    assert found is not None
    assert found.l2 >= 0.1


def found_in(header: str, lines: list[str]) -> GoodSettings:
    found = find_good_settings(new_project(read_table("\n".join([header, *lines, ""]).encode())))
    assert found is not None
    return found


@pytest.fixture
def short_training(monkeypatch: pytest.MonkeyPatch) -> None:
    effort = replace(good_settings.COMPARED, updates=1000, most_epochs=120)
    monkeypatch.setattr(good_settings, "COMPARED", effort)
    monkeypatch.setattr(good_settings, "PENALTIES", (0.1, 0.001))
    monkeypatch.setattr(good_settings, "LINEAR_PENALTIES", (0.1, 0.001))


@pytest.mark.usefixtures("short_training")
@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_straight_needs_no_hidden_neurons(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(50, 4))
    y = x @ [2.0, -1.0, 0.5, 0.0] + rng.normal(0, 0.5, 50)
    cells = [",".join(f"{v:.4f}" for v in (*row, target)) for row, target in zip(x, y, strict=True)]
    assert found_in("a,b,c,d,y", cells).kind is LINEAR


@pytest.mark.usefixtures("short_training")
def test_what_bends_gets_hidden_neurons() -> None:
    x = np.random.default_rng(2).uniform(-1, 1, (120, 2))
    xor, circle = x[:, 0] * x[:, 1] > 0, np.hypot(*x.T) < 0.75
    for inside in (xor, circle):
        lines = [f"{a:.3f},{b:.3f},{'in' if i else 'out'}" for (a, b), i in zip(x, inside, strict=True)]
        assert found_in("u,v,side", lines).kind is not LINEAR


def test_what_is_simpler_is_taken_unless_the_other_is_clearly_better() -> None:
    search = SettingsSearch(new_project(table(rows(60))))
    noise = np.random.default_rng(1).normal(0, 0.1, 100)
    noise -= noise.mean()
    equal = np.ones(100)

    def taken(linear: Floats, small: Floats, large: Floats, penalized: Floats = equal) -> tuple[Kind, float]:
        costs = {(LINEAR, 0.0): linear, (LINEAR, 0.1): penalized, (SMALL, 0.1): small, (LARGE, 0.1): large}
        costs = dict.fromkeys(search._linear, equal * np.inf) | costs
        search.judged = {key: np.stack([each, each]) for key, each in costs.items()}
        return search.best_hidden() if search.needs_hidden() else search.best_linear()

    assert taken(equal, equal, equal) == (LINEAR, 0.0)
    assert taken(equal, equal - 0.014 + noise, equal) == (LINEAR, 0.0)  # chance explains it
    assert taken(equal, equal - 0.02 + noise, equal) == (SMALL, 0.1)
    assert taken(equal, equal - 0.02, equal - 0.03) == (SMALL, 0.1)
    assert taken(equal, equal - 0.02, equal - 0.3) == (LARGE, 0.1)
    assert taken(equal, equal, equal, equal - 0.008 + noise) == (LINEAR, 0.0)
    assert taken(equal, equal, equal, equal - 0.014 + noise) == (LINEAR, 0.1)
    assert taken(equal, equal - 0.02, equal, equal - 0.02) == (LINEAR, 0.1)
    search.judged[LINEAR, 0.3] = np.stack([equal - 0.022 + noise, equal - 0.022 + noise])
    assert search.best_linear() == (LINEAR, 0.1)  # the least that will do
    search.judged[LINEAR, 0.3] -= 0.1
    assert search.best_linear() == (LINEAR, 0.3)
    assert taken(equal * np.inf, equal, equal, equal * np.inf) == (SMALL, 0.1)
    assert taken(equal, equal * np.nan, equal * np.inf) == (LINEAR, 0.0)


def test_lower_costs_alone_are_not_better() -> None:
    """Where as many rows as before get the wrong category, nothing is gained that would be shown."""
    search = SettingsSearch(new_project(table(rows(60))))
    wrong = (np.arange(100) % 4 == 0) * 1.0
    search.judged = {
        (LINEAR, 0.0): np.stack([np.ones(100), wrong]),
        (SMALL, 0.1): np.stack([np.ones(100) - 0.5, wrong]),
        (LARGE, 0.1): np.stack([np.ones(100) - 0.5, wrong]),
    }
    assert not search.needs_hidden()
    search.judged[SMALL, 0.1][1] = 0.0
    assert search.needs_hidden()
