"""The confusion matrix counts every row, in slices that can be given up."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground.data.dataset import Dataset, prepare
from playground.data.reader import read_table
from playground.data.recipe import guess_recipe
from playground.document.project import Project, new_project
from playground.engine.network import Network
from playground.engine.population import CancelledError
from playground.resources import resource
from playground.training.confusion import ROWS_AT_ONCE, confusion


@pytest.fixture(scope="module")
def iris() -> Project:
    return new_project(read_table(Path(resource("examples", "iris.csv"))))


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_slices_add_up(iris: Project, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    network, data = Network(iris.network), iris.dataset
    theta = network.initial_theta(3)
    monkeypatch.setattr("playground.training.confusion.ROWS_AT_ONCE", at_once)
    found = confusion(network, theta, data)
    assert found is not None
    for counts, x, y in ((found.train, data.x_train, data.y_train), (found.test, data.x_test, data.y_test)):
        expected = np.zeros((3, 3), np.int64)
        answered = network.outputs(theta, x).argmax(axis=1)
        np.add.at(expected, (y.argmax(axis=1), answered), 1)
        np.testing.assert_array_equal(counts, expected)


def many_rows() -> Dataset:
    n = 3 * ROWS_AT_ONCE
    lines = "".join(f"{i % 101},{'yes' if i % 3 else 'no'}\n" for i in range(n))
    table = read_table(f"x,answer\n{lines}".encode())
    return prepare(table, guess_recipe(table, "answer"))


def test_all_rows_of_a_large_table_are_counted_unless_it_is_given_up() -> None:
    data = many_rows()
    network = Network(new_project(read_table(b"x,t\n1,no\n2,yes\n3,no\n4,yes\n")).network)
    theta = network.initial_theta(1)
    found = confusion(network, theta, data)
    assert found is not None
    assert found.train.sum() == len(data.train_rows) > ROWS_AT_ONCE
    assert found.test.sum() == len(data.test_rows)
    answers = iter([False, True])
    with pytest.raises(CancelledError):
        confusion(network, theta, data, lambda: next(answers))
