"""Accuracy, R² and root mean squared error against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.dataset import Dataset, prepare
from playground.data.reader import read_table
from playground.data.recipe import guess_recipe
from playground.data.scores import Scores, baseline, score


def dataset(*targets: str) -> Dataset:
    rows = "".join(f"{i},{target}\n" for i, target in enumerate(targets))
    table = read_table(f"x,t\n{rows}".encode())
    return prepare(table, guess_recipe(table, "t"))


def test_categories() -> None:
    data = dataset("a", "b", "c", "a")
    outputs = np.array([[0.9, 0.2, 0.1], [0.4, 0.3, 0.2], [0, 0, 0.1], [0, 0, 1]])
    assert score(data, outputs, data.y_train) == Scores(accuracy=0.5)
    assert score(data, baseline(data, 4), data.y_train) == Scores(accuracy=0.5)


def test_yes_and_no() -> None:
    data = dataset("no", "yes", "yes", "yes")
    outputs = np.array([[0.6], [0.6], [0.4], [0.9]])
    assert score(data, outputs, data.y_train) == Scores(accuracy=0.5)
    assert score(data, baseline(data, 4), data.y_train) == Scores(accuracy=0.75)


def test_numbers_in_their_own_unit() -> None:
    data = dataset("10", "20", "30", "60")
    off_by_5 = data.outputs[0].to_scaled(np.array([[15.0], [15.0], [35.0], [55.0]]))
    scores = score(data, off_by_5, data.y_train)
    assert scores is not None
    assert scores.accuracy is None
    assert scores.rmse == pytest.approx(5, rel=1e-13)
    assert scores.mae == pytest.approx(5, rel=1e-13)
    assert scores.r2 == pytest.approx(1 - 25 / 350, rel=1e-13)
    mean = score(data, baseline(data, 4), data.y_train)
    assert mean is not None
    assert mean.r2 == pytest.approx(0, abs=1e-14)
    assert mean.rmse == pytest.approx(np.sqrt(350), rel=1e-13)
    assert mean.mae == pytest.approx((20 + 10 + 0 + 30) / 4, rel=1e-13)


def test_where_there_is_nothing_to_compare() -> None:
    data = dataset("5", "5", "5")
    assert score(data, np.zeros((3, 1)), data.y_train) == Scores(r2=None, rmse=0.0, mae=0.0)
    assert score(data, np.zeros((0, 1)), data.y_test) is None


def test_equal_targets_have_no_variance_though_rounding_leaves_some() -> None:
    data = dataset("0.1", "0.1", "0.1", "0.2")
    same = np.full((3, 1), 0.1)
    assert np.var(same) > 0
    scores = score(data, same + 0.01, same)
    assert scores is not None
    assert scores.r2 is None


@pytest.mark.parametrize("size", [1e100, 1e160, 1e300])
def test_a_network_that_diverged_is_scored_without_a_warning(size: float) -> None:
    data = dataset("10", "20", "30", "60")
    scores = score(data, np.full(data.y_train.shape, size), data.y_train)
    assert scores is not None
    assert scores.r2 is not None
    assert scores.r2 < -1e100
    assert scores.rmse is not None
    assert scores.rmse >= size
