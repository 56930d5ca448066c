from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from playground.engine.landscape.brute_force import bill, classic_bill, network_bill
from playground.engine.network import Network

MakeNetwork = Callable[..., Network]
YEAR = 365.25 * 24 * 3600


def test_the_classic_figure() -> None:
    classic = classic_bill(seconds_each=1e-6)
    assert classic.combinations == pytest.approx(75.0, rel=1e-14)
    assert 10 ** (classic.years_at_one - 50) == pytest.approx(3.4, abs=0.05)
    assert classic.years_there == classic.years_at_one
    assert classic.years_here == pytest.approx(75 - 6 - math.log10(YEAR), rel=1e-14)


def test_a_small_bill_can_be_counted() -> None:
    small = bill(weights=2, values=41, seconds_each=0.5, operations=300)
    assert 10**small.combinations == pytest.approx(1681, rel=1e-13)
    assert 10**small.years_here * YEAR == pytest.approx(1681 * 0.5, rel=1e-13)
    assert 10**small.years_there * YEAR == pytest.approx(1681 * 300 / 93e15, rel=1e-13)
    assert 10**small.years_at_one * YEAR == pytest.approx(1681 / 93e15, rel=1e-13)


def test_a_bill_no_float_can_hold_is_one() -> None:
    assert bill(weights=10**6, values=1000, seconds_each=1e-6).combinations == pytest.approx(3e6, rel=1e-14)


def test_the_drawn_network_pays_for_what_is_there(make_network: MakeNetwork) -> None:
    network = make_network(2, 8, 8, 1)
    true = network_bill(network.layout, values=1000, n_rows=100, seconds_each=1e-4)
    assert true.weights == 105
    assert true.combinations == pytest.approx(315.0, rel=1e-14)
    assert true.operations == 2 * 105 * 100
    keys = network.layout.keys
    spec = replace(network.spec, cut=frozenset(keys[:5]), locked=frozenset(keys[3:100]))
    less = network_bill(Network(spec).layout, values=1000, n_rows=100, seconds_each=1e-4)
    assert (less.weights, less.operations) == (5, 2 * 100 * 100)


def test_nothing_to_try_has_no_bill(make_network: MakeNetwork) -> None:
    network = make_network(1, 1)
    locked = Network(replace(network.spec, locked=frozenset(network.layout.keys)))
    with pytest.raises(ValueError, match="a bill needs"):
        network_bill(locked.layout, 10, 10, 1e-6)
    for weights, values, seconds in ((0, 10, 1.0), (1, 0, 1.0), (1, 10, 0.0), (1, 10, math.inf)):
        with pytest.raises(ValueError, match="a bill needs"):
            bill(weights, values, seconds)
