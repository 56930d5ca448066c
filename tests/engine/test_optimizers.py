"""Every optimizer against its formula, written out anew; settings reach it."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.network import Network
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.trainer import Rows, Trainer
from tests.engine.engine_cases import chain, made_up_rows, runner, training

NONE = Rows(np.empty((0, 2)), np.empty((0, 1)))
NETWORK = Network(chain((2, 4, 1)))
ROWS = made_up_rows(12, 2, 1)
RATE = 0.03


def after(updates: int, name: str, **settings: float) -> np.ndarray:
    trainer = Trainer(NETWORK, training(runner(name, None, RATE, 1, **settings)), ROWS, NONE)
    trainer.run(updates=updates)
    return trainer.snapshot().shown_runner.theta


def gradient(theta: np.ndarray) -> np.ndarray:
    return NETWORK.gradient("half_squared", theta, ROWS.x, ROWS.y)


def test_plain() -> None:
    theta = NETWORK.initial_theta(1)
    for _ in range(50):
        theta = theta - RATE * gradient(theta)
    np.testing.assert_allclose(after(50, "plain"), theta, rtol=0, atol=1e-13)


@pytest.mark.parametrize("settings", [{}, {"momentum": 0.5}, {"momentum": 0.0}])
def test_momentum(settings: dict[str, float]) -> None:
    theta = NETWORK.initial_theta(1)
    velocity = np.zeros_like(theta)
    for _ in range(50):
        velocity = settings.get("momentum", 0.9) * velocity + gradient(theta)
        theta = theta - RATE * velocity
    np.testing.assert_allclose(after(50, "momentum", **settings), theta, rtol=0, atol=1e-13)


@pytest.mark.parametrize("settings", [{}, {"beta1": 0.5, "beta2": 0.8, "epsilon": 1e-3}])
def test_adam(settings: dict[str, float]) -> None:
    beta1, beta2 = settings.get("beta1", 0.9), settings.get("beta2", 0.999)
    theta = NETWORK.initial_theta(1)
    mean = square = np.zeros_like(theta)
    for t in range(1, 51):
        g = gradient(theta)
        mean = beta1 * mean + (1 - beta1) * g
        square = beta2 * square + (1 - beta2) * g**2
        unbiased_mean, unbiased_square = mean / (1 - beta1**t), square / (1 - beta2**t)
        theta = theta - RATE * unbiased_mean / (np.sqrt(unbiased_square) + settings.get("epsilon", 1e-8))
    np.testing.assert_allclose(after(50, "adam", **settings), theta, rtol=0, atol=1e-12)


def test_adams_first_step_is_the_learning_rate() -> None:
    # The trap: multiplying by the bias correction instead of dividing gives a tenth of it.
    moved = np.abs(after(1, "adam") - NETWORK.initial_theta(1))
    np.testing.assert_allclose(moved, RATE, rtol=1e-4)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_learns(name: str) -> None:
    spec = training(runner(name, 4, 10 * OPTIMIZERS[name].learning_rate))
    trainer = Trainer(NETWORK, spec, ROWS, NONE)
    before = trainer.snapshot().shown_runner.cost
    assert trainer.run(updates=300) is None
    assert trainer.snapshot().shown_runner.cost < 0.2 * before


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_settings_lie_in_their_ranges_and_unknown_ones_are_ignored(name: str) -> None:
    optimizer = OPTIMIZERS[name]
    assert all(each.low <= each.default <= each.high for each in optimizer.settings)
    chosen = optimizer.chosen({"of another optimizer": 3.0})
    assert chosen == {each.name: each.default for each in optimizer.settings}
    for each in optimizer.settings:
        assert optimizer.chosen({each.name: each.high})[each.name] == each.high


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_memory_begins_at_zero_and_has_the_named_parts(name: str) -> None:
    optimizer = OPTIMIZERS[name]
    vectors, counters = optimizer.init(np.zeros(7))
    assert vectors.shape == (len(optimizer.vectors), 7)
    assert counters.shape == (len(optimizer.counters),)
    assert not vectors.any()
    assert not counters.any()


def test_what_is_remembered_of_the_past_is_never_all_of_it() -> None:
    """Otherwise no cost, however steep, would ever count again."""
    shares = [
        setting
        for optimizer in OPTIMIZERS.values()
        for setting in optimizer.settings
        if setting.name in ("momentum", "beta1", "beta2", "memory")
    ]
    assert len(shares) >= 4
    assert all(0 <= setting.low <= setting.default < setting.high < 1 for setting in shares)
