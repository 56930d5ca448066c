"""Synthetic tables as CSV text, the same for the same seed. None of them was measured anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def property_prices(n_rows: int = 180, seed: int = 7) -> str:
    """Houses: area, bedrooms, distance to the city, age → price.

    What there is to find out: a square meter is worth less farther out; a house loses value while it
    ages, until it is old enough to have charm, and from 75 years on gains some back each year.
    """
    rng = np.random.default_rng(seed)
    area = _rounded(np.clip(rng.lognormal(4.75, 0.38, n_rows), 38, 320))
    bedrooms = np.clip(_rounded(area / 38 + rng.normal(0, 0.7, n_rows)), 1, 7)
    distance = _rounded(np.clip(rng.gamma(2.0, 4.5, n_rows), 0.3, 40), 1)
    age = _rounded(rng.uniform(0, 130, n_rows))
    price = house_price(area, bedrooms, distance, age)
    price = _rounded(price * (1 + rng.normal(0, 0.05, n_rows)))
    header = ("area (m²)", "bedrooms", "distance (km)", "age (years)", "price (k€)")
    return csv_text(header, zip(area, bedrooms, distance, age, price, strict=True))


def house_price(area: Floats, bedrooms: Floats, distance: Floats, age: Floats) -> Floats:
    """The prices (k€) of the market of ``property_prices`` before chance has its say."""
    land = 1.1 + 2.2 * np.exp(-distance / 12)
    comfort = 14 * np.minimum(bedrooms, area / 30)
    wear = 1.6 * np.minimum(age, 75)
    charm = 3.2 * np.maximum(age - 75, 0)
    return np.asarray(90 + land * area + comfort - wear + charm)


def line(n_rows: int = 40, seed: int = 3) -> str:
    """Points around the line y = 1.8 x + 4."""
    rng = np.random.default_rng(seed)
    x = _rounded(np.sort(rng.uniform(0, 10, n_rows)), 2)
    y = _rounded(1.8 * x + 4 + rng.normal(0, 1.5, n_rows), 2)
    return csv_text(("x", "y"), zip(x, y, strict=True))


def xor() -> str:
    """Exclusive or: 1 where exactly one of the two inputs is 1."""
    return csv_text(("a", "b", "a xor b"), [(a, b, a ^ b) for a in (0, 1) for b in (0, 1)])


class Pupils(NamedTuple):
    """A group of pupils: how many, how many of them passed, and mean and spread of their habits."""

    n: int
    passed: int
    sleep: tuple[float, float]
    missed: tuple[float, float]


EXAM = (
    Pupils(20, 19, sleep=(7.1, 0.4), missed=(5.0, 1.7)),
    Pupils(21, 5, sleep=(7.8, 0.55), missed=(11.0, 2.3)),
    Pupils(3, 3, sleep=(5.1, 0.5), missed=(33.0, 2.2)),  # repeat the year: they know it all by now
    Pupils(3, 0, sleep=(3.7, 0.7), missed=(11.0, 3.0)),  # hardly slept
)


def two_valleys(seed: int = 504) -> str:
    """An exam: hours of sleep a night, lessons missed → passed or not.

    For most pupils it is the lessons that count. Six are far out: three who repeat the year missed nearly
    all lessons and passed all the same, three who hardly slept failed. One sigmoid neuron without bias
    cannot serve everybody, and its squared error has two valleys: a deep one where missed lessons count, and
    a shallow one that follows the six and believes that sleeping less helps.
    """
    rng = np.random.default_rng(seed)
    sleep = np.concatenate([rng.normal(*pupils.sleep, pupils.n) for pupils in EXAM])
    missed = np.concatenate([rng.normal(*pupils.missed, pupils.n) for pupils in EXAM])
    passed = np.concatenate([np.arange(pupils.n) < pupils.passed for pupils in EXAM])
    rows = rng.permutation(len(passed))
    sleep, missed = _rounded(sleep[rows], 1), np.maximum(_rounded(missed[rows]), 0)
    words = ["yes" if yes else "no" for yes in passed[rows]]
    return csv_text(("sleep (h)", "lessons missed", "passed"), zip(sleep, missed, words, strict=True))


def csv_text(header: Sequence[str], rows: Iterable[Sequence[float | str]]) -> str:
    """Comma-separated lines; whole numbers without a decimal point."""
    lines = [",".join(header), *(",".join(_cell(value) for value in row) for row in rows)]
    return "\n".join(lines) + "\n"


def _rounded(values: Floats, digits: int = 0) -> Floats:
    return np.asarray(np.round(values, digits), dtype=np.float64)


def _cell(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.10g}"
