"""Numbers that stand for "no value": −999 and its kin, told by how far they are from all others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from playground.data.columns import Column, plain_number

_NINES = re.compile(r"-?9{2,}(?:\.9+)?")
_KNOWN = frozenset(
    {"-200", "-1000", "-99999", "-32768", "32767", "-88", "-888", "888", "8888", "-77", "-777"}
)
_FEWEST_VALUES = 6


def suspects(columns: Sequence[Column]) -> Mapping[str, list[Column]]:
    """Numbers that may stand for "no value", as text, and the columns in which they do."""
    found: dict[str, list[Column]] = {}
    for column in columns:
        if column.is_number:
            for mark in _of_column(column):
                found.setdefault(mark, []).append(column)
    return found


def _of_column(column: Column) -> list[str]:
    extremes = [value for value in column.limits or () if _is_known(plain_number(value))]
    if not extremes:
        return []  # nearly always: then nothing has to be looked through
    known = column.values[~column.missing]
    if len(known) < _FEWEST_VALUES:
        return []
    found = []
    for extreme in extremes:
        others = known[known != extreme]
        n = len(known) - len(others)
        if len(np.unique(others[:100])) < 2:
            continue
        if _is_mark(extreme, n, float(others.min()), float(others.max())):
            found.append(plain_number(extreme))
    return found


def _is_known(text: str) -> bool:
    return _NINES.fullmatch(text) is not None or text in _KNOWN


def _is_mark(value: float, n: int, low: float, high: float) -> bool:
    """Whether a number that stands ``n`` times below or above all others (``low`` to ``high``) is a mark."""
    gap = low - value if value < low else value - high
    alone_below_zero = value < 0 <= low and n > 1
    return gap > high - low or alone_below_zero


def sentence(mark: str, columns: Sequence[Column]) -> str:
    """What is suspected, and that it can be changed."""
    shown = ", ".join(f"“{column.name}”" for column in columns[:3])
    names = f"{shown} and {len(columns) - 3:,} more columns" if len(columns) > 3 else shown
    times = sum(int(np.count_nonzero(column.values == float(mark))) for column in columns)
    return (
        f"{mark.replace('-', '−')} stands far from all other values in {names}, "
        f"{'once' if times == 1 else f'{times:,} times'}: perhaps it means “no value” and should be missing."
    )
