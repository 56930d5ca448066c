from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine.metrics import ClassMetrics, NumberMetrics, class_metrics, metrics, number_metrics


def test_numbers() -> None:
    targets = np.array([[1.0], [2.0], [3.0], [6.0]])
    found = number_metrics(targets + np.array([[1.0], [-1.0], [0.0], [2.0]]), targets)
    assert found.mean_absolute == 1.0
    assert found.root_mean_square == pytest.approx(math.sqrt(6 / 4))
    assert found.r_squared == pytest.approx(1 - 6 / 14)


def test_r_squared_of_the_mean_is_0_and_of_the_targets_1() -> None:
    targets = np.random.default_rng(0).normal(size=(20, 2))
    assert number_metrics(targets, targets).r_squared == 1.0
    mean = np.broadcast_to(targets.mean(axis=0), targets.shape)
    assert number_metrics(mean, targets).r_squared == pytest.approx(0.0, abs=1e-15)


def test_targets_that_do_not_vary_have_no_r_squared() -> None:
    assert math.isnan(number_metrics(np.zeros((3, 1)), np.ones((3, 1))).r_squared)


def test_yes_or_no() -> None:
    targets = np.array([[0.0], [0.0], [1.0], [1.0], [1.0]])
    found = class_metrics(np.array([[0.1], [0.5], [0.5], [0.9], [0.49]]), targets)
    assert found.accuracy == 3 / 5
    assert found.confusion.tolist() == [[1, 1], [1, 2]]


def test_categories() -> None:
    targets = np.eye(3)[[0, 1, 2, 2]]
    outputs = np.array([[0.5, 0.4, 0.1], [0.2, 0.2, 0.1], [0.1, 0.7, 0.2], [0.0, 0.1, 0.9]])
    found = class_metrics(outputs, targets)
    assert found.accuracy == 2 / 4
    assert found.confusion.tolist() == [[1, 0, 0], [1, 0, 0], [0, 1, 1]]


def test_the_task_decides() -> None:
    values = np.array([[0.0], [1.0]])
    assert isinstance(metrics("regression", values, values), NumberMetrics)
    assert isinstance(metrics("binary", values, values), ClassMetrics)
    assert isinstance(metrics("categorical", np.eye(2), np.eye(2)), ClassMetrics)
