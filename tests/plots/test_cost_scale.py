"""One scale for colors, contours and the color bar."""

from __future__ import annotations

import numpy as np
import pytest

from playground.plots.cost_scale import CostScale, cost_scale
from tests.looking import present


def grid(*costs: float) -> np.ndarray:
    return np.array(costs, dtype=float).reshape(1, -1)


def test_linear_where_costs_are_alike_logarithmic_where_they_are_not() -> None:
    assert present(cost_scale(np.linspace(1.0, 10.0, 100))).logarithmic is False
    wide = present(cost_scale(np.geomspace(0.01, 10.0, 100)))
    assert wide.logarithmic is True
    assert wide.title == "cost (log)"


def test_a_scale_near_the_border_does_not_flicker() -> None:
    costs = np.linspace(1.0, 17.0, 1000)
    assert present(cost_scale(costs)).logarithmic is False
    logarithmic = CostScale(0.1, 10.0, logarithmic=True)
    assert present(cost_scale(costs, logarithmic)).logarithmic is True
    assert present(cost_scale(np.linspace(1.0, 14.0, 1000), logarithmic)).logarithmic is False


def test_a_single_peak_does_not_take_all_the_colors_and_the_bar_says_so() -> None:
    costs = np.linspace(1.0, 2.0, 1681)
    costs[7] = 1e6
    scale = present(cost_scale(costs))
    assert scale.high < 2.1
    assert scale.high_clipped
    assert scale.labels()[-1][1].startswith("≥ ")


def test_plotted_numbers_lead_back_to_costs() -> None:
    costs = np.geomspace(1e-3, 5.0, 50)
    scale = present(cost_scale(costs))
    assert scale.cost(scale.plotted(costs)) == pytest.approx(costs, rel=1e-12)


def test_a_cost_of_zero_has_a_color() -> None:
    scale = present(cost_scale(np.array([0.0, 1e-9, 0.5, 1.0])))
    assert scale.logarithmic
    assert scale.low_clipped
    assert np.isfinite(scale.plotted(np.array([0.0]))).all()
    assert scale.labels()[0][1].startswith("≤ ")


def test_gaps_take_no_part_and_nothing_but_gaps_has_no_scale() -> None:
    scale = present(cost_scale(grid(np.nan, 1.0, np.inf, 3.0)))
    assert (scale.low, scale.high_clipped) == (1.0, False)
    assert cost_scale(grid(np.nan, np.inf)) is None


def test_a_constant_cost_has_levels_that_differ_and_one_label() -> None:
    scale = present(cost_scale(np.full((5, 5), 0.25)))
    low, high = scale.levels
    assert high > low
    assert [text for _, text in scale.labels()] == ["0.25"]


def test_ten_contours_strictly_inside() -> None:
    scale = present(cost_scale(np.geomspace(0.01, 10.0, 100)))
    low, high = scale.levels
    assert len(scale.contour_levels) == 10
    assert low < scale.contour_levels[0] < scale.contour_levels[-1] < high


def test_labels_are_the_costs_at_their_places() -> None:
    scale = CostScale(0.01, 100.0, logarithmic=True)
    assert scale.labels() == [(0.0, "0.010"), (0.25, "0.10"), (0.5, "1.0"), (0.75, "10"), (1.0, "100")]
