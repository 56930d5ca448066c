"""Synthetic tables as CSV text, the same for the same seed. None of them was measured anywhere."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from playground.data.csv_text import Floats, csv_text, rounded


def property_prices(n_rows: int = 180, noise: float = 0.05, seed: int = 7) -> str:
    """Houses: area, bedrooms, distance to the city, age → price. ``noise`` is a share of the price.

    What there is to find out: a square meter is worth less farther out; a house loses value while it
    ages, until it is old enough to have charm, and from 75 years on gains some back each year.
    """
    rng = np.random.default_rng(seed)
    area = rounded(np.clip(rng.lognormal(4.75, 0.38, n_rows), 38, 320))
    bedrooms = np.clip(rounded(area / 38 + rng.normal(0, 0.7, n_rows)), 1, 7)
    distance = rounded(np.clip(rng.gamma(2.0, 4.5, n_rows), 0.3, 40), 1)
    age = rounded(rng.uniform(0, 130, n_rows))
    price = house_price(area, bedrooms, distance, age)
    price = rounded(price * (1 + rng.normal(0, 1, n_rows) * noise))
    header = ("area (m²)", "bedrooms", "distance (km)", "age (years)", "price (k€)")
    return csv_text(header, zip(area, bedrooms, distance, age, price, strict=True))


def house_price(area: Floats, bedrooms: Floats, distance: Floats, age: Floats) -> Floats:
    """The prices (k€) of the market of ``property_prices`` before chance has its say."""
    land = 1.1 + 2.2 * np.exp(-distance / 12)
    comfort = 14 * np.minimum(bedrooms, area / 30)
    wear = 1.6 * np.minimum(age, 75)
    charm = 3.2 * np.maximum(age - 75, 0)
    return np.asarray(90 + land * area + comfort - wear + charm)


def line(n_rows: int = 40, noise: float = 0.1, seed: int = 3) -> str:
    """Points around the line y = 1.8 x + 4, off by a standard deviation of 15 times ``noise``."""
    rng = np.random.default_rng(seed)
    x = rounded(np.sort(rng.uniform(0, 10, n_rows)), 2)
    y = rounded(1.8 * x + 4 + rng.normal(0, 15 * noise, n_rows), 2)
    return csv_text(("x", "y"), zip(x, y, strict=True))


def meal(n_rows: int = 40, noise: float = 0.0, seed: int = 1) -> str:
    """What a meal costs: burgers, fries and sodas at 4.50, 2.20 and 1.80 €, nothing else on the bill.

    A linear neuron without bias finds these prices: they are its weights. ``noise`` is a share of the bill.
    """
    rng = np.random.default_rng(seed)
    items = rng.integers(0, (5, 5, 6), (n_rows, 3))
    items[items.sum(axis=1) == 0, 0] = 1  # nobody pays for nothing
    bill = items @ np.array(MEAL_PRICES)
    bill = rounded(bill * (1 + rng.normal(0, 1, n_rows) * noise), 2)
    return csv_text(("burgers", "fries", "sodas", "price (€)"), zip(*items.T, bill, strict=True))


MEAL_PRICES = (4.5, 2.2, 1.8)
"""A burger, fries, a soda, in €"""

EXAM_HEADER = ("study (h)", "sleep (h)", "quiz (of 10)", "exam (of 10)")


def one_exam() -> str:
    """One student before an exam: a single row, to see what one observation does to the weights."""
    return csv_text(EXAM_HEADER, [(6.0, 7.5, 7.0, 8.1)])


def exam_class(n_rows: int = 120, noise: float = 0.05, seed: int = 1) -> str:
    """The whole class: hours of study a week, hours of sleep a night, mark of a quiz → mark of the exam.

    More study helps less and less, too little sleep spoils it, and so does too much. ``noise`` is a share
    of the marks' range.
    """
    rng = np.random.default_rng(seed)
    study = rounded(np.clip(rng.gamma(3.0, 2.2, n_rows), 0, 20), 1)
    sleep = rounded(np.clip(rng.normal(7.0, 1.2, n_rows), 3.5, 10), 1)
    diligence = 1 - np.exp(-study / 5)
    quiz = rounded(np.clip(2 + 6.5 * diligence + rng.normal(0, 1.2, n_rows), 0, 10), 1)
    rest = np.exp(-(((sleep - 7.5) / 2.5) ** 2))
    exam = 0.8 + 3.8 * diligence + 2.6 * rest + 0.3 * quiz + rng.normal(0, 10, n_rows) * noise
    return csv_text(EXAM_HEADER, zip(study, sleep, quiz, rounded(np.clip(exam, 0, 10), 1), strict=True))


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
    sleep, missed = rounded(sleep[rows], 1), np.maximum(rounded(missed[rows]), 0)
    words = ["yes" if yes else "no" for yes in passed[rows]]
    return csv_text(("sleep (h)", "lessons missed", "passed"), zip(sleep, missed, words, strict=True))
