from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt
import pytest

from playground.engine.landscape.analytic import ANALYTIC, FormulaCost
from playground.engine.landscape.landmark import Landmark
from playground.engine.landscape.landmarks import landmarks_of
from playground.engine.landscape.proof import Proof, prove
from playground.engine.landscape.surface import Window, sample_surface

Array = npt.NDArray[np.float64]

FORMULAS = {
    **{name: each.formula for name, each in ANALYTIC.items()},
    "all functions": "sin(x)*cos(y) + tan(x/3) + exp(-x*y/9) - tanh(x - y)*sigmoid(2*y) + abs(x - 0.3*y)^3",
    "roots and logarithms": "ln(x^2 + 1) + sqrt(4 + x*y/9) + log(3 + sin(y)) / (2 + x^2)",
    "odd powers": "x^3 - y^5/30 + (x^2 + 1)^-2 + (y^2 + 1)^1.5 + (x^2 + 0.5)^(y/3)",
}


def survey(name: str, *, n: int = 61) -> tuple[Landmark, ...]:
    cost, window = ANALYTIC[name].cost(), ANALYTIC[name].window
    return landmarks_of(cost, sample_surface(cost, cost.plane, window, n=n))


def proof_of(name: str) -> Proof:
    return prove(ANALYTIC[name].cost(), ANALYTIC[name].window, survey(name))


@pytest.mark.parametrize("name", FORMULAS)
def test_slopes_are_exact(name: str) -> None:
    cost = FormulaCost(FORMULAS[name])
    points = np.random.default_rng(1).uniform(-2, 2, (50, 2))
    slopes, step = cost.gradient(points), 1e-5
    for axis in (0, 1):
        aside = np.eye(2)[axis] * step
        differences = (cost.costs(points + aside) - cost.costs(points - aside)) / (2 * step)
        assert slopes[:, axis] == pytest.approx(differences, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("name", FORMULAS)
def test_bounds_enclose_values_slopes_and_bends(name: str) -> None:
    cost, rng = FormulaCost(FORMULAS[name]), np.random.default_rng(2)
    center, size = rng.uniform(-1.8, 1.8, (40, 2)), 10.0 ** rng.uniform(-5, 0, (40, 2))
    low, high = center - size / 2, center + size / 2
    found = cost.bounds(np.stack([low[:, 0], high[:, 0], low[:, 1], high[:, 1]], axis=1)).box
    for i in range(40):
        points = rng.uniform(low[i], high[i], (200, 2))
        points[:2] = low[i], high[i]
        costs, slopes = cost.costs(points), cost.gradient(points)
        slack = 1e-12 * (1 + np.abs(costs).max())
        assert not found.value.lo[i] > costs.min() + slack
        assert not found.value.hi[i] < costs.max() - slack
        slack = 1e-12 * (1 + np.abs(slopes).max())
        assert not np.any(found.slopes.lo[:, i] > slopes.min(axis=0) + slack)
        assert not np.any(found.slopes.hi[:, i] < slopes.max(axis=0) - slack)
        if found.smooth[i]:
            step = 1e-6
            inside = points[np.all((points > low[i] + step) & (points < high[i] - step), axis=1)]
            for axis, rows in ((0, (0, 1)), (1, (1, 2))):
                aside = np.eye(2)[axis] * step
                bends = (cost.gradient(inside + aside) - cost.gradient(inside - aside)) / (2 * step)
                if len(bends):
                    slack = 1e-5 * (1 + np.abs(bends).max())
                    assert not np.any(found.bends.lo[list(rows), i] > bends.min(axis=0) + slack)
                    assert not np.any(found.bends.hi[list(rows), i] < bends.max(axis=0) - slack)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bowl", {"minimum": 1}),
        ("line_fit", {"minimum": 1}),
        ("double_well", {"minimum": 2, "saddle": 1}),
        ("saddle", {"saddle": 1, "runs to infinity": 2}),
        ("himmelblau", {"minimum": 4, "saddle": 4, "maximum": 1}),
        ("rosenbrock", {"minimum": 1}),
        ("plateau", {"minimum": 1}),
    ],
)
def test_what_is_known_is_found(name: str, expected: dict[str, int]) -> None:
    assert dict(Counter(each.kind for each in survey(name))) == expected


def test_the_harder_ones() -> None:
    camel = [each for each in survey("six_hump_camel") if each.kind == "minimum"]
    assert len(camel) == 6
    assert [each.cost for each in camel[:2]] == pytest.approx([-1.031628453] * 2, abs=1e-9)
    rastrigin = [each for each in survey("rastrigin") if each.kind == "minimum"]
    assert len(rastrigin) == 121
    kink = survey("ackley")[0]
    assert kink.kind == "kink"
    assert kink.position == pytest.approx([0.0, 0.0], abs=1e-6)
    assert kink.cost == pytest.approx(0.0, abs=1e-6)
    beale = survey("beale")[0]
    assert beale.kind == "minimum"
    assert beale.cost == pytest.approx(0.0, abs=1e-20)
    assert beale.position == pytest.approx([3.0, 0.5], abs=1e-6)


@pytest.mark.parametrize(
    "name", ["bowl", "line_fit", "plateau", "rastrigin", "rosenbrock", "beale", "ackley"]
)
def test_the_lowest_is_proven(name: str) -> None:
    proof = proof_of(name)
    assert proof.verdict == "proven", proof.text
    assert proof.lower_bound <= proof.between[0].cost <= proof.upper_bound + 1e-6


@pytest.mark.parametrize(("name", "n"), [("double_well", 2), ("himmelblau", 4), ("six_hump_camel", 2)])
def test_equal_ones_are_undecided_between_each_other(name: str, n: int) -> None:
    proof = proof_of(name)
    assert proof.verdict == "undecided"
    assert len(proof.between) == len(proof.regions) == n
    assert proof.gap < 1e-7


@pytest.mark.parametrize("tilt", [1e-4, 1e-7])
def test_the_lower_of_two_nearly_equal_wells_is_proven(tilt: float) -> None:
    cost, window = FormulaCost(f"(x^2 - 1)^2 + y^2 + {tilt:.10f}*x/2"), Window(-2.0, 2.1, -2.0, 2.0)
    landmarks = landmarks_of(cost, sample_surface(cost, cost.plane, window))
    proof = prove(cost, window, landmarks)
    assert proof.verdict == "proven"
    assert proof.between[0].position[0] == pytest.approx(-1.0, abs=1e-3)
    assert proof.gap < tilt / 2


def test_a_formula_on_logarithmic_axes() -> None:
    cost = FormulaCost("ln(x/100)^2 + ln(y*10)^2", logarithmic=True)
    window = Window(-3.0, 3.0, -3.0, 3.1)
    (minimum,) = landmarks_of(cost, sample_surface(cost, cost.plane, window))
    assert minimum.position == pytest.approx([2.0, -1.0], abs=1e-9)
    assert minimum.theta == pytest.approx([100.0, 0.1])
    assert prove(cost, window, (minimum,)).verdict == "proven"


def test_where_a_formula_is_no_number_nothing_is_claimed() -> None:
    cost, window = FormulaCost("x^2 + y^2 + log(x)"), Window(-1.0, 1.0, -1.0, 1.0)
    surface = sample_surface(cost, cost.plane, window)
    assert np.isnan(surface.costs).any()
    proof = prove(cost, window, landmarks_of(cost, surface), seconds=0.3)
    assert proof.verdict == "undecided"
