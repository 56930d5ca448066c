"""Every example is learned by the network it comes with, in as many updates as a person waits for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.data.examples import EXAMPLES
from playground.data.generators import MEAL_PRICES
from playground.data.reader import read_table
from playground.data.scores import Scores, score
from playground.document.examples import example_scene
from playground.document.project import Project
from playground.engine.network import Network
from playground.engine.snapshot import RunnerSnapshot
from playground.engine.trainer import Rows, Trainer
from playground.resources import resource

UPDATES = 40_000
LEAST = {
    "class.csv": 0.45,  # a fifth of the marks is chance
    "two_valleys.csv": 0.7,  # gradient descent is caught in the shallow valley: that is what it shows
    "xor.csv": 1.0,
    "gaussians.csv": 1.0,
    "iris.csv": 0.93,
    "digits.csv": 0.95,
}
"""Accuracy, or share of the variance explained, over the test rows; 0.9 where nothing is said."""


def trained(file: str) -> tuple[Project, RunnerSnapshot]:
    project, _view = example_scene(read_table(resource("examples", file)))
    data = project.dataset
    train, test = Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
    shown = replace(project.training, runners=project.training.runners[:1])
    trainer = Trainer(Network(project.network), shown, train, test)
    trainer.run(updates=UPDATES)
    return project, trainer.snapshot().shown_runner


def over_test_rows(project: Project, runner: RunnerSnapshot) -> Scores:
    data = project.dataset
    x, y = (data.x_test, data.y_test) if len(data.x_test) else (data.x_train, data.y_train)
    found = score(data, Network(project.network).outputs(runner.theta, x), y)
    assert found is not None
    return found


@pytest.mark.parametrize("file", [each.file for each in EXAMPLES if each.file != "one_exam.csv"])
def test_an_example_is_learned(file: str) -> None:
    found = over_test_rows(*trained(file))
    reached = found.accuracy if found.accuracy is not None else found.r2
    assert reached is not None
    assert reached >= LEAST.get(file, 0.9)


def test_the_weights_of_the_meal_are_the_prices() -> None:
    _project, runner = trained("meal.csv")
    assert np.allclose(runner.theta[:3], MEAL_PRICES, atol=1e-6)
    assert runner.theta[3] == 0.0


def test_the_one_student_is_learned_exactly() -> None:
    _project, runner = trained("one_exam.csv")
    assert runner.cost < 1e-9
