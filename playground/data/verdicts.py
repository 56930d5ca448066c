"""Whether a network is better than simpler ways of answering, by more than chance, said in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from playground.data.columns import Floats
from playground.data.dataset import Dataset
from playground.data.linear_model import LinearModel
from playground.data.scores import baseline, guess_name

Verdict = Literal["better", "alike", "worse"]

NEGLIGIBLE = 1e-8
"""Part of the targets' variance by which mean squared errors must differ at least: 0.01 % of their spread."""
_QUANTILES = (12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26)
"""Student's t for 1, 2 … 9 degrees of freedom: 95 % lie within ± so much."""
_MOST_FLIPPED = 300
"""Rows up to which signs are flipped, too: of more, a few that are far off don't blind Student's t."""
_FLIPS = 4095


@dataclass(frozen=True, slots=True)
class Comparison:
    """The network against always the same answer, the ``guess``, and against the ``linear`` model.

    Over so many ``rows``; ``are_test_rows``: it has not learned from them. ``is_number``: the target is one.
    ``same``: the target's name, if it is the same in all rows to learn from.
    """

    guess: str
    against_guess: Verdict
    linear: str
    against_linear: Verdict
    rows: int
    are_test_rows: bool
    is_number: bool
    same: str = ""

    @property
    def sentence(self) -> str:
        """Whether learning, and then the hidden neurons, were worth it."""
        guess = f"always answering {'the mean' if self.is_number else f'“{self.guess}”'}"
        if self.same:
            return f"All rows to learn from have the same {self.same}: there is nothing to learn."
        if self.rows < 2:
            return "A single row cannot tell which answers are better."
        if self.against_guess == "worse":
            return f"The network is worse than {guess} so far: train on, or choose other inputs."
        if self.against_guess == "alike":
            better = "better" if self.is_number else "right more often"
            told = f" The {self.linear} model is better." if self.against_linear == "worse" else ""
            return f"The network is not {better} than {guess}: any difference may be chance.{told}"
        simpler = f"the {self.linear} model"
        if self.against_linear == "worse":
            return f"The network is worse than {simpler} so far: train on, or take the simpler one."
        if self.against_linear == "alike":
            return f"The network is about as good as {simpler}: any difference may be chance."
        known = "" if self.are_test_rows else " on the rows it learned from: only others could tell more"
        return f"The network is better than {simpler}{known}."


def compare(dataset: Dataset, outputs: Floats, linear: LinearModel, x: Floats, y: Floats) -> Comparison:
    """The network's ``outputs`` for the scaled rows ``x``, ``y`` against what needs no network."""
    return Comparison(
        guess_name(dataset),
        compared(dataset, outputs, baseline(dataset, len(y)), y),
        linear.name,
        compared(dataset, outputs, linear.outputs(x), y),
        rows=len(y),
        are_test_rows=len(dataset.y_test) > 0,
        is_number=dataset.task == "regression",
        same=_same_target(dataset),
    )


def _same_target(dataset: Dataset) -> str:
    """The name of a number that is always the same; one row alone says nothing about that."""
    y = dataset.y_train
    is_same = dataset.task == "regression" and len(y) > 1 and np.ptp(y) == 0
    return dataset.outputs[0].name if is_same else ""


def compared(dataset: Dataset, outputs: Floats, others: Floats, targets: Floats) -> Verdict:
    """Whether outputs are better than others on the same rows, by more than chance (at the level of 5 %).

    Of numbers the mean difference of the squared errors counts, by Student's t; if that cannot tell, because
    one row is far off, by how often flipped signs would give as much (Fisher 1935). Of categories the rows
    where just one of both is right, by McNemar's test (with the correction of Edwards 1948).
    """
    with np.errstate(over="ignore", invalid="ignore"):  # a network that diverged errs beyond all numbers
        differences = row_errors(dataset, outputs, targets) - row_errors(dataset, others, targets)
    if not (np.isfinite(outputs).all() and np.isfinite(differences).all()):
        return "worse"
    more = _exceeds_chance if dataset.task == "regression" else _more_than_half
    if not len(differences) or not more(differences, dataset):
        return "alike"
    return "better" if differences.sum() < 0 else "worse"


def _exceeds_chance(differences: Floats, dataset: Dataset) -> bool:
    """Whether their mean is not 0, as far as so many rows can tell, and large enough to matter."""
    degrees = len(differences) - 1
    targets = dataset.y_train
    squares = float(np.var(targets)) or float(np.mean(targets**2)) or 1.0
    size = float(np.abs(differences).max())  # divided first: squares would overflow
    if degrees < 1 or size <= NEGLIGIBLE * squares:
        return False
    mean, spread = float(np.mean(differences / size)), float(np.std(differences / size, ddof=1))
    quantile = _QUANTILES[degrees - 1] if degrees <= len(_QUANTILES) else 1.96 + 2.65 / degrees
    far = abs(mean) > quantile * spread / len(differences) ** 0.5
    return (far or _beyond_flips(differences / size)) and abs(mean) * size > NEGLIGIBLE * squares


def _beyond_flips(differences: Floats) -> bool:
    """Whether at most 5 % of all ways to give them signs make as large a sum: drawn, always the same ones."""
    if len(differences) > _MOST_FLIPPED:
        return False
    sums = np.abs(_signs(len(differences)) @ differences)
    as_large = np.count_nonzero(sums >= abs(differences.sum()) * (1 - 1e-9))
    return bool(as_large + 1 <= 0.05 * (_FLIPS + 1))


@lru_cache(maxsize=2)
def _signs(n: int) -> Floats:
    """(flips, n) of −1 and 1"""
    return np.random.default_rng(1).choice([-1.0, 1.0], (_FLIPS, n))


def _more_than_half(differences: Floats, _dataset: Dataset) -> bool:
    """Whether of the rows where just one is right more than chance would are one's."""
    return bool(abs(differences.sum()) - 1 > 1.96 * np.count_nonzero(differences) ** 0.5)


def row_errors(dataset: Dataset, outputs: Floats, targets: Floats) -> Floats:
    """Each row's error: 0 or 1 if its category is right or wrong, the squared error of a number (scaled)."""
    if dataset.task == "binary":
        return np.asarray((outputs[:, 0] > 0.5) != (targets[:, 0] > 0.5), dtype=np.float64)
    if dataset.task == "categorical":
        return np.asarray(outputs.argmax(axis=1) != targets.argmax(axis=1), dtype=np.float64)
    return np.asarray(((outputs - targets) ** 2).sum(axis=1))
