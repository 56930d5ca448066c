"""New rows for a trained network: values by column name become what the network sees, as in training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from playground.data.choices import Recipe
from playground.data.columns import MISSING, Codes, Column, Floats, Kind, Table
from playground.data.dataset import Dataset
from playground.data.dates import is_date, parse_dates
from playground.data.features import matrix

MOST_SORTED = 5_000
"""Of more rows, so many evenly spread ones say what is typical: a form must be there at once."""

Value = float | str | None
"""A number, the name of a category, or None where nothing is known."""


@dataclass(frozen=True, slots=True)
class InputField:
    """One input column, for a person to fill in.

    ``kind`` "number": from ``low`` to ``high`` lie the training rows, ``typical`` is their median;
    ``whole`` if all are whole numbers. "date": the same, in days since 1970 or since midnight.
    "category" and "yes_no" (the yes word last): one of ``categories``, ``typical`` the most frequent.
    ``may_be_missing``: the recipe fills gaps instead of leaving rows out.
    """

    column: str
    label: str
    unit: str
    kind: Literal["number", "date", "category", "yes_no"]
    typical: float | str
    low: float = 0.0
    high: float = 0.0
    whole: bool = False
    categories: tuple[str, ...] = ()
    may_be_missing: bool = True


@lru_cache(maxsize=2)
def input_fields(table: Table, recipe: Recipe, dataset: Dataset) -> tuple[InputField, ...]:
    """A field for each column that must be known, in the recipe's order; ranges and typical values from
    training rows.

    The last few results are kept, as those of ``prepare``: of a large table they are worked out once.
    """
    rows = dataset.once().train_rows
    fields = []
    for choice in recipe.known:
        column = table.column(choice.name)
        may_be_missing = choice.missing != "drop_row"
        if choice.use_as == "category":
            field = _category_field(column, column.coded[0][rows])
        else:
            field = _number_field(column, column.values[rows])
        fields.append(replace(field, may_be_missing=may_be_missing))
    return tuple(fields)


def _category_field(column: Column, codes: Codes) -> InputField:
    names = column.coded[1]
    counts = np.bincount(codes[codes != MISSING], minlength=len(names))
    known = tuple(name for name, n in zip(names, counts, strict=True) if n) or names
    kind: Literal["category", "yes_no"] = "yes_no" if column.kind == "yes_no" else "category"
    typical = names[int(np.argmax(counts))]
    return InputField(column.name, column.label, column.unit, kind, typical, categories=known)


def _number_field(column: Column, values: Floats) -> InputField:
    known = values[~np.isnan(values)]
    if not len(known) and column.span is not None:  # a sheet without points
        known = np.linspace(*column.span, 3)
    whole, dated = bool(np.all(known == np.floor(known))), column.kind == "date"
    some = np.sort(known[:: -(-len(known) // MOST_SORTED)])
    middle = float(some[(len(some) - 1) // 2] if whole or dated else np.median(some))
    low, high = float(known.min()), float(known.max())
    kind: Literal["date", "number"] = "date" if dated else "number"
    return InputField(column.name, column.label, column.unit, kind, middle, low, high, whole)


def date_text(days: float) -> str:
    """Days since 1970 as 2024-03-01 or 2024-03-01 14:30; less than one day as a time of day."""
    minutes = round(days * 1440)
    moment = str(np.datetime64(minutes, "m")).replace("T", " ")
    date, _, clock = moment.partition(" ")
    if 0 <= minutes < 1440:
        return clock
    return date if clock == "00:00" else moment


def days_of(text: str) -> float | None:
    """What `date_text` wrote, and every other form of a date the reader knows; None for anything else."""
    dates = parse_dates([text.strip()]) if is_date(text.strip()) else None
    return None if dates is None else float(dates.seconds[0]) / 86_400.0


def number_column(trained: Column, values: Floats) -> Column:
    """A number column like the one that was trained with, with other values (NaN: missing)."""
    return replace(trained, values=values, codes=trained.codes[:0])


def category_column(trained: Column, codes: Codes) -> Column:
    """A column with the categories of the one that was trained with (the distinct values of a number
    column), and other codes."""
    kind: Kind = "category" if trained.is_number else trained.kind
    return replace(trained, kind=kind, values=np.empty(0), codes=codes, categories=trained.coded[1])


def scaled_row(table: Table, recipe: Recipe, dataset: Dataset, values: Mapping[str, Value]) -> Floats:
    """What the network sees of one new row, (1, n_inputs); a column without a value is a gap.

    ``ValueError`` for a category that was not trained with, and for a word in place of a number.
    """
    columns = {}
    for choice in recipe.known:
        trained, value = table.column(choice.name), values.get(choice.name)
        if choice.use_as == "category":
            code = MISSING if value is None else trained.coded[1].index(str(value))
            columns[choice.name] = category_column(trained, np.array([code], dtype=np.int64))
        else:
            number = np.nan if value is None else float(value)
            columns[choice.name] = number_column(trained, np.array([number]))
    return matrix(columns, dataset.inputs, np.zeros(1, dtype=np.int64))
