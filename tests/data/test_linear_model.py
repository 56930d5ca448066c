"""The linear baselines: solved to the end, and compared honestly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.data.dataset import prepare
from playground.data.linear_model import LinearModel, fit_linear_model, logistic_regression, solved
from playground.data.reader import read_table
from playground.data.recipe import guess_recipe
from playground.data.scores import guess_name, score
from playground.data.verdicts import compared
from playground.resources import resource


def test_least_squares_leave_nothing_that_the_inputs_could_explain() -> None:
    table = read_table(resource("examples", "houses.csv"))
    data = prepare(table, guess_recipe(table))
    model = fit_linear_model(data)
    left = data.y_train - model.outputs(data.x_train)
    assert np.abs(data.x_train.T @ left).max() < 1e-10
    assert abs(left.sum()) < 1e-10
    assert model.name == "linear"
    scores = score(data, model.outputs(data.x_test), data.y_test)
    assert scores is not None
    assert scores.rmse == pytest.approx(63, abs=10)


@pytest.mark.parametrize("n_rows", [50, 6])
def test_a_penalty_stands_where_the_slope_is_zero(n_rows: int) -> None:
    rng = np.random.default_rng(2)
    x, y = rng.normal(1.0, 2.0, (n_rows, 8)), rng.normal(size=(n_rows, 2))
    model = solved("regression", x, y, 0.3)
    left = model.outputs(x) - y
    assert np.abs(left.T @ x / n_rows + 0.3 * model.weights[:, :-1]).max() < 1e-12
    assert np.abs(left.mean(axis=0)).max() < 1e-12
    nearly_none = solved("regression", x, y, 1e-9).outputs(x)
    assert np.allclose(nearly_none, solved("regression", x, y, 0.0).outputs(x), atol=1e-6)


@pytest.mark.parametrize("balance", [False, True])
def test_logistic_regression_stands_where_the_slope_is_zero(balance: bool) -> None:
    """The gradient by differences of the cost's own formula, written down once more here."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(120, 3))
    kinds = "\n".join(
        f"{a:.4f},{b:.4f},{c:.4f},{'u' if a + rng.normal() > 0.8 else 'v' if b > 0 else 'w'}" for a, b, c in x
    )
    table = read_table(f"a,b,c,kind\n{kinds}\n".encode())
    data = prepare(table, replace(guess_recipe(table), balance=balance))
    model = fit_linear_model(data)
    data = data.once()
    wide = np.column_stack([data.x_train, np.ones(len(data.x_train))])

    def cost(weights: np.ndarray) -> float:
        z = wide @ weights.T
        chosen = (z * data.y_train).sum(axis=1)
        entropy = np.log(np.exp(z).sum(axis=1)) - chosen
        return float(entropy.mean() + (weights[:, :-1] ** 2).sum() / (2 * len(z)))

    here = cost(model.weights)
    for place in np.ndindex(model.weights.shape):
        step = np.zeros_like(model.weights)
        step[place] = 1e-4
        assert abs(cost(model.weights + step) - cost(model.weights - step)) < 1e-10
        assert cost(model.weights + step) > here


def test_two_categories_that_a_line_parts_still_have_a_least() -> None:
    wide = np.column_stack([np.r_[-3.0, -2.0, 2.0, 3.0], np.ones(4)])
    y = np.array([[0.0], [0.0], [1.0], [1.0]])
    weights = logistic_regression(wide, y, "binary", 1 / 4)
    answers = LinearModel("binary", weights).outputs(wide[:, :1])
    slope = ((answers - y) * wide).mean(axis=0) + np.r_[weights[0, 0] / 4, 0.0]
    assert np.abs(slope).max() < 1e-9
    assert np.isfinite(weights).all()


def test_many_outputs_and_inputs_that_are_copies_are_no_trouble() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(300, 5))
    wide = np.column_stack([x, x, np.ones(300)])
    y = np.eye(8)[rng.integers(0, 8, 300)]
    weights = logistic_regression(wide, y, "categorical", 1 / 300)
    assert np.allclose(weights[:, :5], weights[:, 5:10], atol=1e-7)


def test_better_means_by_more_than_chance() -> None:
    table = read_table(resource("examples", "houses.csv"))
    data = prepare(table, guess_recipe(table))
    rng = np.random.default_rng(0)
    y = rng.normal(size=(200, 1))
    good, bad = y + 0.1 * rng.normal(size=y.shape), y + rng.normal(size=y.shape)
    assert compared(data, good, bad, y) == "better"
    assert compared(data, bad, good, y) == "worse"
    assert compared(data, good, good, y) == "alike"
    assert compared(data, good, y + 0.1 * rng.normal(size=y.shape), y) == "alike"
    assert compared(data, np.full_like(y, np.nan), good, y) == "worse"


def test_the_guess_is_called_by_its_answer() -> None:
    table = read_table(resource("examples", "iris.csv"))
    assert guess_name(prepare(table, guess_recipe(table))) == "setosa"
    numbers = prepare(table, guess_recipe(table, "petal width (cm)"))
    assert guess_name(numbers) == "mean"
