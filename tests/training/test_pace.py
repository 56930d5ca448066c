"""Speed: the right number of updates, evenly, and no burst after a break."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.training.pace import Pacer, RateMeter


def walk(pacer: Pacer, times: list[float]) -> list[int]:
    """Look at the clock at these times and make whatever is due."""
    made = []
    for now in times:
        due = pacer.due(now)
        pacer.made(due)
        made.append(due)
    return made


@pytest.mark.parametrize("rate", [1.0, 7.0, 30.0, 1000.0, 123_456.0])
def test_rate_is_kept_over_ten_seconds(rate: float) -> None:
    times = list(np.arange(0.0, 10.0, 0.008))
    assert sum(walk(Pacer(rate, 0.0), times)) == pytest.approx(rate * 10, abs=1 + rate * 0.008)


def test_first_update_comes_at_once_and_the_next_one_a_period_later() -> None:
    pacer = Pacer(2.0, now=100.0)
    assert pacer.due(100.0) == 1
    pacer.made(1)
    assert pacer.due(100.49) == 0
    assert pacer.wait(100.4) == pytest.approx(0.1)
    assert pacer.due(100.5) == 1


@settings(max_examples=50)
@given(
    rate=st.floats(0.5, 1e5),
    looks=st.lists(st.floats(0.0001, 0.03), min_size=1, max_size=100),
)
def test_waiting_as_told_is_never_too_short_or_too_long(rate: float, looks: list[float]) -> None:
    pacer, now = Pacer(rate, 0.0), 0.0
    for look in looks:
        pacer.made(pacer.due(now))
        assert pacer.due(now) == 0
        wait = pacer.wait(now)
        assert 0 <= wait <= 1 / rate + 1e-9
        assert pacer.due(now + wait) == 1
        now += look


@pytest.mark.parametrize("rate", [1.0, 30.0, 5000.0])
def test_no_burst_after_a_slow_moment(rate: float) -> None:
    pacer = Pacer(rate, 0.0)
    walk(pacer, [0.0, 0.008, 0.016])
    assert pacer.due(60.0) <= 1 + rate * Pacer.MOST_BEHIND + 1e-6


def test_what_a_slice_could_not_make_stays_due() -> None:
    pacer = Pacer(1000.0, 0.0)
    pacer.made(pacer.due(0.0))
    assert pacer.due(0.010) == 10
    pacer.made(3)
    assert pacer.due(0.010) == 7


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf")])
def test_a_speed_is_a_positive_number(rate: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        Pacer(rate, 0.0)


def test_meter_tells_the_rate_every_half_second() -> None:
    meter = RateMeter(0.0, 100)
    told = [(t / 100, meter.measure(t / 100, 100 + 3 * t)) for t in range(1, 500)]
    rates = [(t, rate) for t, rate in told if rate is not None]
    assert [t for t, _ in rates] == pytest.approx([0.5 * i for i in range(1, 10)])
    assert [rate for _, rate in rates] == pytest.approx([300.0] * 9)


def test_meter_forgets_what_is_long_past() -> None:
    meter = RateMeter(0.0, 0)
    for tenth in range(1, 100):
        meter.measure(tenth / 10, 1000 * tenth)
    rate = None
    for tenth in range(100, 140):
        rate = meter.measure(tenth / 10, 99_000) if rate is None or tenth < 135 else rate
    assert meter.measure(20.0, 99_000) == 0.0
