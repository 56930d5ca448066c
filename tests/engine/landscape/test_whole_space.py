from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from playground.engine.landscape.whole_space import nature_of
from playground.engine.network import Network

MakeNetwork = Callable[..., Network]

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([[0.0], [1.0], [1.0], [0.0]])


def test_nine_parameters_and_four_rows_make_a_valley_with_five_flat_directions(
    make_network: MakeNetwork,
) -> None:
    network = make_network(2, 2, 1)
    found = {}
    for seed in range(4):
        theta = np.random.default_rng(seed).normal(size=9)
        for _ in range(1500):
            theta -= 0.5 * network.gradient("half_squared", theta, *XOR)
        nature = nature_of(network, "half_squared", theta, *XOR)
        found[seed] = nature
    fitted = [nature for nature in found.values() if nature.cost < 1e-12]
    assert len(fitted) >= 2
    for nature in fitted:
        assert (nature.kind, nature.flat) == ("valley", 5)
        assert nature.eigenvalues.shape == (9,)
        assert np.all(np.diff(nature.eigenvalues) >= 0)


def test_a_line_fit_has_a_minimum_with_the_eigenvalues_of_its_closed_form(make_network: MakeNetwork) -> None:
    x = np.linspace(-1, 2, 20)[:, np.newaxis]
    nature = nature_of(make_network(1, 1), "mean_squared", np.array([5.0, -3.0]), x, 2 * x + 1)
    design = np.column_stack([x, np.ones(20)])
    assert (nature.kind, nature.flat) == ("minimum", 0)
    assert nature.theta == pytest.approx([2.0, 1.0], abs=1e-8)
    assert nature.eigenvalues == pytest.approx(np.linalg.eigvalsh(2 * design.T @ design / 20), rel=1e-6)


def test_zero_weights_of_a_linear_network_are_a_saddle(make_network: MakeNetwork) -> None:
    # Baldi, Hornik 1989: every level place of a linear network that is no global minimum is a saddle.
    network = make_network(1, 1, 1, hidden="linear")
    x = np.linspace(-1, 1, 9)[:, np.newaxis]
    nature = nature_of(network, "half_squared", np.zeros(4), x, 2 * x)
    assert nature.kind == "saddle"


def test_separable_cross_entropy_is_level_nowhere(make_network: MakeNetwork) -> None:
    network = make_network(1, 1, output="sigmoid")
    x, y = np.array([[-1.0], [1.0]]), np.array([[0.0], [1.0]])
    assert nature_of(network, "binary_cross_entropy", np.array([1.0, 0.2]), x, y).kind == "not level"


def test_too_many_parameters_are_refused(make_network: MakeNetwork) -> None:
    network = make_network(2, 40, 40, 1)
    with pytest.raises(ValueError, match="1 to 300"):
        nature_of(network, "half_squared", np.zeros(network.layout.n_params), *XOR)
