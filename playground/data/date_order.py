"""Whether day or month comes first where a column's dates can be read both ways: as elsewhere in the file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from playground.data.columns import Column, Floats
from playground.data.dates import parse_dates

_MOST_WORDS = 20_000
_ORDERS = ("dmy", "mdy")


def order_elsewhere(columns: Sequence[Column], marks: Collection[str]) -> str | None:
    """The order in a file's other columns of dates, if there is one; where there are none, the day comes
    first beside numbers with a decimal comma (``marks``), which nobody writes who begins with the month.
    """
    found = {order for column in columns if (order := date_order(column)) is not None}
    if not found and set(marks) == {","}:
        return "dmy"
    return found.pop() if len(found) == 1 else None


def date_order(column: Column) -> str | None:
    """The order of day and month in which the column's dates were read; None if there is just one way."""
    if column.kind != "date" or len(column.categories) > _MOST_WORDS:
        return None
    for order in _ORDERS:
        dates = parse_dates(column.categories, column.name, order)
        if dates is None or dates.form not in _ORDERS:
            return None
        if np.array_equal(_days(column, dates.seconds), column.values, equal_nan=True):
            return dates.form
    return None


def in_order(column: Column, order: str) -> Column:
    """A column of dates that can be read both ways, read in this order."""
    dates = parse_dates(column.categories, column.name, order)
    return column if dates is None else replace(column, values=_days(column, dates.seconds))


def _days(column: Column, seconds: Floats) -> Floats:
    days: Floats = np.append(seconds / 86_400, np.nan)[column.codes]  # MISSING, −1, takes the last one
    return days
