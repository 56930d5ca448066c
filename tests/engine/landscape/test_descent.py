"""Optimizers on functions: the update rules of networks, on exact slopes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.engine.landscape.analytic import ANALYTIC, FormulaCost
from playground.engine.landscape.descent import (
    GRID,
    NO_SLOPE,
    OPTIMIZERS_FOR_FUNCTIONS,
    TOO_FAR,
    Descent,
    DescentSpec,
    fitting_rate,
    typical_slope,
)
from playground.engine.landscape.surface import Window

BOWL = FormulaCost("x^2 + 2*y^2")


def descent(cost: FormulaCost = BOWL, seed: int = 1, **choices: Any) -> Descent:
    return Descent(cost, DescentSpec(1, "one", **choices), (1.5, -0.75), slope=4.0, seed=seed)


def test_plain_descent_follows_the_exact_slope() -> None:
    one = descent(learning_rate=0.1)
    one.advance(20)
    x, y = 1.5 * (1 - 0.2) ** 20, -0.75 * (1 - 0.4) ** 20
    found = one.snapshot()
    assert found.place == pytest.approx([x, y], rel=1e-12)
    assert found.cost == pytest.approx(x**2 + 2 * y**2, rel=1e-12)
    assert found.updates == 20
    assert len(found.path) == 22  # the start, every update, and the present place
    assert found.path[0] == pytest.approx([1.5, -0.75])
    assert not found.path.flags.writeable


def test_momentum_is_the_textbooks() -> None:
    one = descent(optimizer="momentum", learning_rate=0.05)
    place, velocity = np.array([1.5, -0.75]), np.zeros(2)
    for _ in range(30):
        velocity = 0.9 * velocity + np.array([2 * place[0], 4 * place[1]])
        place = place - 0.05 * velocity
    one.advance(30)
    assert one.snapshot().place == pytest.approx(place, rel=1e-12)


@pytest.mark.parametrize("optimizer", [each.name for each in OPTIMIZERS_FOR_FUNCTIONS])
def test_every_optimizer_goes_down_the_bowl(optimizer: str) -> None:
    rate = fitting_rate(optimizer, Window(-3, 3, -3, 3), typical_slope(BOWL, Window(-3, 3, -3, 3)))
    one = descent(optimizer=optimizer, learning_rate=rate)
    before = one.snapshot().cost
    one.advance(1500)
    found = one.snapshot()
    assert found.stopped == ""
    assert found.cost < 0.2 * before


def test_averaged_descent_stands_on_the_mean_of_its_way() -> None:
    one, plain = descent(optimizer="averaged", learning_rate=0.1), descent(learning_rate=0.1)
    one.advance(10)
    plain.advance(10)
    assert one.snapshot().place == pytest.approx(plain.snapshot().path[1:11].mean(axis=0), rel=1e-12)


def test_decay_pulls_both_numbers_to_zero() -> None:
    level = FormulaCost("0*x + 0*y + 1")
    one = Descent(level, DescentSpec(1, "one", "adamw", 0.5), (2.0, -4.0), slope=1.0, seed=1)
    one.advance(1)
    assert one.snapshot().place == pytest.approx([2.0 * (1 - 0.5 * 0.01), -4.0 * (1 - 0.5 * 0.01)])


def test_noise_is_seeded_and_as_large_as_it_says() -> None:
    level = FormulaCost("0*x + 0*y")
    paths = []
    for seed in (1, 1, 2):
        one = Descent(level, DescentSpec(1, "n", "plain", 1.0, noise=0.5), (0, 0), slope=4.0, seed=seed)
        one.advance(3000)
        paths.append(one.snapshot().path)
    assert np.array_equal(paths[0], paths[1])
    assert not np.array_equal(paths[0], paths[2])
    steps = np.diff(paths[0][:3001], axis=0)
    assert steps.std(axis=0) == pytest.approx([2.0, 2.0], rel=0.06)  # 0.5 of the slope 4


def test_it_stops_at_the_last_place_that_is_one() -> None:
    far = descent(FormulaCost("x^4 + y^4"), learning_rate=5.0)
    far.advance(50)
    assert far.snapshot().stopped == TOO_FAR
    assert np.isfinite(far.snapshot().place).all()
    count = far.updates
    far.advance(5)
    assert far.updates == count
    gone = descent(FormulaCost("log(x) + y^2"), learning_rate=0.3)
    gone.advance(50)
    assert gone.snapshot().stopped == NO_SLOPE
    assert np.isfinite(gone.snapshot().place).all()


def test_rates_fit_every_landscape() -> None:
    """A plain step at a slope of the middling size goes about one percent of the window."""
    for function in ANALYTIC.values():
        cost = function.cost()
        slope = typical_slope(cost, function.window)
        step = fitting_rate("plain", function.window, slope) * slope
        size = max(function.window.width, function.window.height)
        assert 0.005 * size < step < 0.02 * size
    assert typical_slope(FormulaCost("3 + 0*x"), Window(-1, 1, -1, 1)) == 1.0


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_the_typical_slope_has_the_cost_s_unit(scale: float) -> None:
    window = Window(-3, 3, -3, 3)
    scaled = typical_slope(FormulaCost(f"{scale:f}*(x^2 + 2*y^2)"), window)
    assert scaled == pytest.approx(scale * typical_slope(BOWL, window), rel=1e-12)


def test_in_a_level_window_the_typical_slope_is_a_quarter_of_the_steepest() -> None:
    step, window = FormulaCost("tanh(9*x)"), Window(-3, 3, -3, 3)
    nearest = np.abs(window.centers(GRID)[0]).min()
    assert typical_slope(step, window) == pytest.approx(9 / np.cosh(9 * nearest) ** 2 / 4, rel=1e-12)
