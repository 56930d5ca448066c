"""How much of a number can be told: each row by all others, checked by leaving it out; noise is no signal."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.noise import PENALTIES, _random_neurons, _share, explainable_share


@pytest.mark.parametrize(("n", "n_inputs"), [(25, 3), (12, 30)])
def test_each_row_is_told_by_the_others(n: int, n_inputs: int) -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(1.0, 2.0, (n, n_inputs))
    y = x[:, :1] + rng.normal(0, 1.5, (n, 1))
    largest = np.linalg.norm(x - x.mean(axis=0), 2) ** 2

    def missed(penalty: float) -> float:
        total = 0.0
        for row in range(n):
            others = np.arange(n) != row
            mean, middle = x[others].mean(axis=0), y[others].mean()
            inputs = x[others] - mean
            equations = inputs.T @ inputs + penalty * largest * np.eye(n_inputs)
            slopes = np.linalg.solve(equations, inputs.T @ (y[others] - middle))
            total += float(((x[row] - mean) @ slopes + middle - y[row]).item() ** 2)
        return total

    by_mean = sum((y[i, 0] - np.delete(y, i).mean()) ** 2 for i in range(n))
    assert _share(x, y) == pytest.approx(1.0 - min(map(missed, PENALTIES)) / by_mean, abs=1e-8)


def test_noise_is_told_from_what_only_hidden_neurons_learn() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(400, 4))
    noise = rng.normal(size=(400, 1))
    assert explainable_share(x, noise) < 0.03
    assert explainable_share(x, x[:, :1] - x[:, 1:2] + noise) == pytest.approx(2 / 3, abs=0.06)
    bent = np.sin(2.0 * x[:, :1]) * 2**0.5
    assert _share(x, bent + 0.3 * noise) < 0.2
    assert explainable_share(x, bent + 0.3 * noise) > 0.45


def test_many_rows_and_inputs_are_no_trouble_and_few_say_nothing() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(3000, 500))
    assert explainable_share(x, x[:, :1]) < 1.0
    assert explainable_share(np.column_stack([x[:, 0], x[:, 0]]), x[:, :1]) == pytest.approx(1.0, abs=1e-6)
    assert explainable_share(x[:7], x[:7, :1]) == 1.0
    assert explainable_share(x, np.ones((3000, 1))) == 1.0
    assert explainable_share(np.zeros((50, 2)), x[:50, :1]) <= 0.0


def test_random_neurons_are_always_the_same() -> None:
    x = np.random.default_rng(2).normal(size=(5, 3))
    assert np.array_equal(_random_neurons(x), _random_neurons(x))
