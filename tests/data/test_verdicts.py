"""A network is called better or worse only by more than chance: than a guess, than the linear model."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from playground.data.columns import Floats
from playground.data.dataset import Dataset, prepare
from playground.data.linear_model import fit_linear_model
from playground.data.reader import read_table
from playground.data.recipe import guess_recipe
from playground.data.verdicts import Comparison, Verdict, compare, compared


def dataset(rows: str, share: float = 0.0) -> Dataset:
    table = read_table(f"x,t\n{rows}".encode())
    recipe = guess_recipe(table, "t")
    return prepare(table, type(recipe)(recipe.columns, test_share=share))


def numbers(n: int) -> Dataset:
    return dataset("".join(f"{i},{(i * 7) % 11}\n" for i in range(n)))


def yes_no(n: int) -> Dataset:
    return dataset("".join(f"{i},{'yes' if i % 3 else 'no'}\n" for i in range(n)))


@pytest.mark.parametrize("size", [1e100, 1e160, 1e300, np.inf, np.nan])
def test_a_network_that_diverged_is_worse_and_nothing_overflows(size: float) -> None:
    data = numbers(40)
    wild = size * (1 + np.random.default_rng(1).random(data.y_train.shape))
    assert compared(data, wild, data.y_train, data.y_train) == "worse"


def test_outputs_that_are_no_numbers_are_worse_though_no_row_is_more_wrong() -> None:
    data = yes_no(30)
    outputs = np.where(data.y_train > 0.5, 0.9, np.nan)
    assert compared(data, outputs, data.y_train, data.y_train) == "worse"


def test_one_row_cannot_tell() -> None:
    data = dataset("1,5\n")
    for first, second in ((1e-6, 1e-8), (0.0, 3.0), (2.0, 0.0)):
        outputs, others = data.y_train + first, data.y_train + second
        assert compared(data, outputs, others, data.y_train) == "alike"
    found = compare(data, data.y_train + 1.0, fit_linear_model(data), data.x_train, data.y_train)
    assert found.sentence == "A single row cannot tell which answers are better."


def test_errors_that_are_nothing_beside_the_spread_are_alike() -> None:
    data = numbers(50)
    exact = data.y_train
    assert compared(data, exact + 1e-5, exact + 1e-9, exact) == "alike"
    assert compared(data, exact + 1e-3, exact + 1e-9, exact) == "worse"
    assert compared(data, exact, exact, exact) == "alike"


@pytest.mark.parametrize("n", [2, 3, 4, 6, 12, 40])
def test_chance_passes_for_better_in_one_of_twenty_drawings(n: int) -> None:
    """Errors of two that are equally good: Student's t calls at most 5 % different, with few rows too."""
    data, rng = numbers(n), np.random.default_rng(n)
    verdicts = []
    for _ in range(800):
        first, second = (rng.normal(size=data.y_train.shape) for _ in range(2))
        verdicts.append(compared(data, data.y_train + first, data.y_train + second, data.y_train))
    different = np.mean([verdict != "alike" for verdict in verdicts])
    assert different <= 0.07


def test_a_clear_difference_of_numbers_is_told() -> None:
    data, rng = numbers(40), np.random.default_rng(3)
    good, bad = (data.y_train + size * rng.normal(size=data.y_train.shape) for size in (0.1, 1.0))
    assert compared(data, good, bad, data.y_train) == "better"
    assert compared(data, bad, good, data.y_train) == "worse"


def test_one_row_far_off_does_not_hide_what_the_others_say() -> None:
    """Typical errors of 4.5 and 1, most of it from one row: Student's t alone takes that for chance."""
    data, rng = numbers(60), np.random.default_rng(7)
    few = rng.normal(size=data.y_train.shape)
    many = 3 * rng.normal(size=data.y_train.shape)
    many[0] = 25.0
    squares = (many**2 - few**2)[:, 0]
    assert squares.mean() / squares.std(ddof=1) * 60**0.5 < 2
    assert compared(data, data.y_train + many, data.y_train + few, data.y_train) == "worse"
    assert compared(data, data.y_train + few, data.y_train + many, data.y_train) == "better"
    even = rng.normal(size=data.y_train.shape)
    even[0] = 25.0
    assert compared(data, data.y_train + even, data.y_train + few, data.y_train) == "alike"


def test_a_target_that_never_changes_is_nothing_to_learn() -> None:
    data = dataset("".join(f"{i},5\n" for i in range(40)), share=0.2)
    found = compare(data, 0 * data.y_test, fit_linear_model(data), data.x_test, data.y_test)
    assert found.sentence == "All rows to learn from have the same t: there is nothing to learn."


def test_categories_are_told_apart_as_the_exact_test_would() -> None:
    """Rows where just one is right: McNemar's corrected test against the exact binomial sum."""
    data = yes_no(40)
    y = data.y_train
    for mine, theirs in itertools.product(range(14), repeat=2):
        outputs, others = y.copy(), y.copy()
        others[:mine] = 1 - others[:mine]
        outputs[mine : mine + theirs] = 1 - outputs[mine : mine + theirs]
        p = exact_p(mine, theirs)
        verdict = compared(data, outputs, others, y)
        if p <= 0.04:
            assert verdict == ("better" if mine > theirs else "worse"), (mine, theirs)
        if p > 0.05:
            assert verdict == "alike", (mine, theirs)


def exact_p(a: int, b: int) -> float:
    n = a + b
    return min(1.0, 2 * sum(math.comb(n, k) for k in range(min(a, b) + 1)) / (1 << n))


def said(guess: Verdict, linear: Verdict, *, test: bool = True, number: bool = False) -> str:
    return Comparison("ok", guess, "logistic", linear, 100, test, number).sentence


def test_what_is_no_better_than_a_guess_is_never_called_good() -> None:
    assert said("alike", "alike") == (
        "The network is not right more often than always answering “ok”: any difference may be chance."
    )
    assert said("alike", "worse", number=True) == (
        "The network is not better than always answering the mean: any difference may be chance. "
        "The logistic model is better."
    )
    assert said("worse", "alike") == (
        "The network is worse than always answering “ok” so far: train on, or choose other inputs."
    )


def test_only_other_rows_tell_what_was_learned_by_heart() -> None:
    assert said("better", "better") == "The network is better than the logistic model."
    assert said("better", "better", test=False).endswith(
        "on the rows it learned from: only others could tell more."
    )
    assert "may be chance" in said("better", "alike")
    assert "train on, or take the simpler one" in said("better", "worse")


def test_a_common_category_alone_is_no_merit() -> None:
    """95 % right by always saying the same: neither network nor logistic model is praised."""
    rng = np.random.default_rng(4)
    rows = "".join(f"{x:.3f},{'rare' if i % 20 == 0 else 'ok'}\n" for i, x in enumerate(rng.normal(size=400)))
    data = dataset(rows, share=0.25)
    outputs: Floats = np.full(data.y_test.shape, 0.01 if data.outputs[0].category == "rare" else 0.99)
    found = compare(data, outputs, fit_linear_model(data), data.x_test, data.y_test)
    assert (found.guess, found.against_guess, found.are_test_rows) == ("ok", "alike", True)
    assert "not right more often than always answering “ok”" in found.sentence
