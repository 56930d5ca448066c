"""Synthetic sets: the same for the same seed, as large as asked for, and what they say they are."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.columns import Table
from playground.data.dataset import prepare
from playground.data.examples import EXAMPLES, Example, example
from playground.data.generators import MEAL_PRICES
from playground.data.point_sets import REACH
from playground.data.reader import read_table
from playground.data.recipe import guess_recipe

ADJUSTABLE = [each for each in EXAMPLES if each.adjustable]
POINT_SETS = [each for each in ADJUSTABLE if read_table(each.text().encode()).names[:-1] == ("x", "y")]


def table(file: str, n_rows: int | None = None, noise: float | None = None) -> Table:
    return read_table(example(file).text(n_rows, noise).encode(), file)


@pytest.mark.parametrize("each", ADJUSTABLE, ids=lambda each: each.file)
def test_size_noise_and_seed_are_what_was_asked_for(each: Example) -> None:
    assert each.rows is not None
    for n_rows in (int(each.rows.low), int(each.rows.low) + 1, int(each.rows.high)):
        made = read_table(each.text(n_rows).encode())
        assert made.n_rows == n_rows
        assert prepare(made, guess_recipe(made)).x_train.size
    assert each.text(seed=5) == each.text(seed=5)
    assert each.text(seed=5) != each.text(seed=6)
    assert each.text(noise=0.5) != each.text(noise=0.0)


@pytest.mark.parametrize("each", POINT_SETS, ids=lambda each: each.file)
def test_points_lie_in_the_plane_and_categories_are_even(each: Example) -> None:
    made = read_table(each.text(noise=0.0).encode())
    for column in made.columns[:2]:
        assert np.abs(column.values).max() <= REACH + 1
        assert np.ptp(column.values) > 0.9 * REACH
    if each.learns == "category":
        counts = np.bincount(made.columns[2].coded[0])
        assert len(counts) == 2
        assert counts.min() > 0.4 * made.n_rows


def test_the_truth_behind_the_points() -> None:
    quadrants = table("quadrants.csv", noise=0.0)
    x, y = (column.values for column in quadrants.columns[:2])
    words = [quadrants.columns[2].cell(row) for row in range(quadrants.n_rows)]
    assert words == ["A" if same else "B" for same in x * y > 0]
    plane = table("plane.csv")
    x, y, z = (column.values for column in plane.columns)
    assert np.abs(z - (x + y) / 2).max() < 2e-3
    waves = table("waves.csv")
    x, y, z = (column.values for column in waves.columns)
    assert np.abs(z - np.sin(x) * np.cos(y)).max() < 3e-3


def test_both_arms_of_the_spiral_wind_one_turn_and_three_quarters() -> None:
    spiral = table("spiral.csv", n_rows=400, noise=0.0)
    x, y = (column.values for column in spiral.columns[:2])
    words = np.array([spiral.columns[2].cell(row) for row in range(spiral.n_rows)])
    for arm in ("A", "B"):
        outward = np.argsort(np.hypot(x, y) + 1e9 * (words != arm))[:200]
        angle = np.unwrap(np.arctan2(x[outward], y[outward]))
        turns = np.polyfit(np.arange(200) / 200, angle / (2 * np.pi), 1)[0]
        assert turns == pytest.approx(1.75, abs=0.01)


def test_the_prices_of_a_meal_can_be_read_off_the_bills() -> None:
    meal = table("meal.csv")
    items = np.column_stack([column.values for column in meal.columns[:3]])
    found, *_ = np.linalg.lstsq(items, meal.columns[3].values)
    assert np.abs(found - MEAL_PRICES).max() < 1e-9
    assert (items.sum(axis=1) > 0).all()


def test_the_class_profits_from_study_and_from_enough_sleep() -> None:
    made = table("class.csv", n_rows=2000, noise=0.0)
    study, sleep, _quiz, exam = (column.values for column in made.columns)
    assert exam[study > 10].mean() > exam[study < 3].mean() + 1
    assert exam[np.abs(sleep - 7.5) < 0.5].mean() > exam[sleep < 5].mean() + 0.8


def test_digits_are_the_public_ones() -> None:
    from playground.resources import resource

    digits = read_table(resource("examples", "digits.csv"))
    assert (digits.n_rows, len(digits.columns)) == (1797, 65)
    pixels = np.column_stack([column.values for column in digits.columns[:-1]])
    assert (pixels.min(), pixels.max()) == (0, 16)
    assert np.bincount(digits.columns[-1].values.astype(int)).tolist() == [
        *(178, 182, 177, 183, 181, 182, 181, 179, 174, 180)
    ]
    # The first image of the repository's test set, a zero.
    assert pixels[0, :16].tolist() == [0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        example("nobody.csv")
