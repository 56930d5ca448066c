"""Without hidden neurons training ends where the equations' solution is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.data.columns import Floats
from playground.data.linear_model import fit_linear_model, solved
from playground.data.reader import read_table
from playground.document.edits import set_cost
from playground.document.good_settings import COMPARED
from playground.document.linear_training import Descent, descent, is_bowl
from playground.document.project import Project, new_project
from playground.document.training_settings import LINEAR, settings_for, with_settings
from playground.engine.network import Network
from playground.engine.trainer import Rows, Trainer

TARGETS = ("number", "two", "three")


def project(target: str, n: int = 90, n_inputs: int = 4, scale: float = 1.0) -> Project:
    """Inputs that hang together, one of them a category, and a target that follows from some of them."""
    rng = np.random.default_rng(5)
    x = rng.normal(size=(n, n_inputs)) @ rng.normal(size=(n_inputs, n_inputs)) * scale
    sums = x[:, 0] - 0.5 * x[:, -1] + scale * rng.normal(size=n)
    answers = {
        "number": [f"{value:.6f}" for value in sums],
        "two": ["yes" if value > 0 else "no" for value in sums],
        "three": ["abc"[int(np.clip(value / scale + 1.5, 0, 2))] for value in sums],
    }
    names = [f"in{i}" for i in range(n_inputs)]
    lines = [
        ",".join([*(f"{v:.6f}" for v in row), "north" if i % 3 else "south", answer])
        for i, (row, answer) in enumerate(zip(x, answers[target], strict=True))
    ]
    return new_project(read_table("\n".join([",".join([*names, "side", "answer"]), *lines, ""]).encode()))


def trained(start: Project, l2: float) -> Floats:
    """Weights (n_outputs, n_inputs + 1) at the end."""
    data = start.dataset
    settings = settings_for(start, LINEAR, l2, len(data.train_rows), COMPARED)
    assert settings.momentum is not None
    ready = with_settings(start, settings)
    rows = Rows(data.x_train, data.y_train)
    trainer = Trainer(Network(ready.network), ready.training, rows, Rows(data.x_test, data.y_test))
    stopped = trainer.run()
    assert stopped is not None
    assert stopped.kind == "epochs"
    return trainer.snapshot().shown_runner.theta.reshape(len(data.outputs), -1)


def differences(weights: Floats) -> Floats:
    """Of several categories only the differences of their biases count."""
    if len(weights) > 1:
        weights = (
            weights - np.outer(np.ones(len(weights)), np.eye(weights.shape[1])[-1]) * weights[:, -1].mean()
        )
    return weights


@pytest.mark.parametrize("l2", [1 / 72, 0.3, 10.0])
@pytest.mark.parametrize("target", TARGETS)
def test_training_ends_at_the_solution(target: str, l2: float) -> None:
    start = project(target)
    data = start.dataset
    exact = solved(data.task, data.x_train, data.y_train, l2).weights
    assert np.abs(differences(trained(start, l2)) - differences(exact)).max() < 1e-5


def test_without_penalty_it_ends_at_least_squares() -> None:
    start = project("number")
    assert np.abs(trained(start, 0.0) - fit_linear_model(start.dataset).weights).max() < 1e-6


def test_with_more_inputs_than_rows_it_ends_at_the_smallest_weights() -> None:
    start = project("number", n=30, n_inputs=40)
    exact = np.linalg.lstsq(
        np.column_stack([start.dataset.x_train, np.ones(len(start.dataset.x_train))]),
        start.dataset.y_train,
        rcond=None,
    )[0]
    assert np.abs(trained(start, 0.0) - exact.T).max() < 1e-6


def test_too_few_epochs_are_used_as_well_as_they_can_be() -> None:
    data = project("number").dataset
    free, short = descent(data, 0.0, 100_000), descent(data, 0.0, 12)
    assert short == Descent(free.rate, short.momentum, 12)
    assert short.momentum < free.momentum
    assert descent(replace(data, x_train=1e-4 * data.x_train), 0.0, 100_000).momentum == 0.999


def test_only_the_usual_cost_is_known_to_be_a_bowl() -> None:
    for target in TARGETS:
        assert is_bowl(project(target))
    other = set_cost(project("number"), "huber")
    assert not is_bowl(other)
    settings = settings_for(other, LINEAR, 0.1, 72, COMPARED)
    assert settings.momentum is None
    assert settings.batch_size == 16
