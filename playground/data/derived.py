"""Inputs computed from others: squares, cubes, sines, cosines, products of the columns' own values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST_SOURCES: Final = 4
"""For more number inputs none are offered: there would be too many to choose from."""


@dataclass(frozen=True, slots=True)
class Formula:
    """``compute`` takes one array per column, all of one shape; ``pattern`` writes it with their labels."""

    label: str
    n_columns: int
    pattern: str
    compute: Callable[..., Floats]


FORMULAS: Final[Mapping[str, Formula]] = {
    "square": Formula("square", 1, "{0}²", lambda x: x * x),
    "product": Formula("product", 2, "{0} · {1}", lambda x, y: x * y),
    "sine": Formula("sine", 1, "sin {0}", np.sin),
    "cosine": Formula("cosine", 1, "cos {0}", np.cos),
    "cube": Formula("cube", 1, "{0}³", lambda x: x * x * x),
}
"""By the names they have in files, in the order they are offered. Angles are in radians."""


def _cycle(days: float, wave: Callable[[Floats], Floats]) -> Callable[[Floats], Floats]:
    return lambda day: wave(2 * np.pi * np.mod(day, days) / days)


YEAR, WEEK, DAY = 365.2425, 7.0, 1.0
CYCLES: Final[Mapping[str, Formula]] = {
    f"{name}_{wave.__name__}": Formula(
        f"{words}, {wave.__name__}",
        1,
        f"{{0}}: {words}, {'sine' if wave is np.sin else 'cosine'}",
        _cycle(days, wave),
    )
    for name, words, days in (
        ("year", "time of year", YEAR),
        ("week", "day of the week", WEEK),
        ("day", "time of day", DAY),
    )
    for wave in (np.sin, np.cos)
}
"""Two waves for each cycle that a date goes round, so that its end lies beside its beginning; of days."""


@dataclass(frozen=True, slots=True)
class Derived:
    """An input computed by one of `FORMULAS` from the columns of these names."""

    formula: str
    columns: tuple[str, ...]

    def name(self, labels: Sequence[str]) -> str:
        """How it is written with the columns' labels: ``x²``, ``sin (lessons missed)``."""
        return FORMULAS[self.formula].pattern.format(*(_bracketed(label) for label in labels))

    @classmethod
    def from_json(cls, data: Any) -> Derived:
        """What ``asdict`` wrote. ``ValueError`` with a sentence if it is not one."""
        if not isinstance(data, Mapping) or set(data) != {"formula", "columns"}:
            raise ValueError("A computed input in a recipe needs exactly formula and columns.")
        formula, columns = data["formula"], data["columns"]
        if formula not in FORMULAS:
            raise ValueError(f"A computed input's formula must be one of {', '.join(FORMULAS)}.")
        if not isinstance(columns, list | tuple) or not all(isinstance(name, str) for name in columns):
            raise ValueError("A computed input's columns must be a list of names.")
        if len(columns) != FORMULAS[formula].n_columns or len(set(columns)) < len(columns):
            raise ValueError("A computed input names too few columns, too many, or one twice.")
        return cls(formula, tuple(columns))


def offered(columns: Sequence[str]) -> Iterator[Derived]:
    """Everything that can be computed from these columns, formula by formula; nothing for too many."""
    if len(columns) > MOST_SOURCES:
        return
    for name, formula in FORMULAS.items():
        if formula.n_columns == 1:
            yield from (Derived(name, (column,)) for column in columns)
        else:
            yield from (Derived(name, (a, b)) for i, a in enumerate(columns) for b in columns[i + 1 :])


def compute(formula: str, values: Sequence[Floats]) -> Floats:
    """The formula of one array per column; infinite where a result is too large, never a warning."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray((FORMULAS.get(formula) or CYCLES[formula]).compute(*values), dtype=np.float64)


def _bracketed(label: str) -> str:
    return label if label.replace("_", "").isalnum() else f"({label})"
