"""Numbers a network can learn from: inputs and targets, scaled, split into training and test rows.

Every statistic (mean, spread, median, most frequent category) comes from the training rows alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from playground.data.choices import ColumnChoice, Recipe, Scaling
from playground.data.column_types import is_yes_no
from playground.data.columns import MISSING, Codes, Column, Flags, Floats, Table
from playground.data.errors import DataError
from playground.data.split import split_rows

__all__ = ["MAX_OUTPUTS", "DataError", "Dataset", "Feature", "Task", "prepare"]

Task = Literal["regression", "binary", "categorical"]

MAX_OUTPUTS = 100
"""A target with more categories than this is no target to learn."""


@dataclass(frozen=True, slots=True)
class Feature:
    """What one input or output neuron stands for.

    A number: scaled = (value - offset) / scale. A category: 1 where the column has ``category``, else 0;
    if the column has only two categories, ``otherwise`` names the one that is 0. ``fill`` is the original
    value put where it was missing (for a category 0 or 1). ``name`` is for display.
    """

    name: str
    column: str
    category: str | None = None
    otherwise: str | None = None
    offset: float = 0.0
    scale: float = 1.0
    unit: str = ""
    fill: float = 0.0

    def to_scaled(self, values: Floats | float) -> Floats:
        """Original units → what the network sees; any shape."""
        return np.asarray((np.asarray(values, dtype=np.float64) - self.offset) / self.scale)

    def to_original(self, scaled: Floats | float) -> Floats:
        """What the network sees → original units; any shape."""
        return np.asarray(np.asarray(scaled, dtype=np.float64) * self.scale + self.offset)


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Float64, C order, read-only: ``x_*`` (n_rows, n_inputs), ``y_*`` (n_rows, n_outputs).

    ``train_rows`` and ``test_rows`` are ascending row numbers (from 0) of the table.
    """

    task: Task
    inputs: tuple[Feature, ...]
    outputs: tuple[Feature, ...]
    x_train: Floats
    y_train: Floats
    x_test: Floats
    y_test: Floats
    train_rows: Codes
    test_rows: Codes


def prepare(table: Table, recipe: Recipe) -> Dataset:
    """The table's rows as the recipe says. ``DataError`` with a sentence if nothing can be learned.

    The last few results are kept: asking again costs nothing and gives the same object.
    """
    return _prepare(table, recipe)


@lru_cache(maxsize=4)
def _prepare(table: Table, recipe: Recipe) -> Dataset:
    pairs = _match(table, recipe)
    target, target_choice = _target(pairs)
    inputs = [(column, choice) for column, choice in pairs if choice.role == "input"]
    if not inputs:
        raise DataError("No column is used as input: choose at least one.")
    usable = _usable_rows(inputs, target, table.n_rows)
    categories = target.coded[0] if target_choice.use_as == "category" else None
    train, test = split_rows(usable, categories, recipe.test_share, recipe.shuffle, recipe.seed)
    fitted = [_fit(column, choice, train) for column, choice in inputs]
    features = tuple(feature for columns in fitted for feature in columns)
    if not features:
        raise DataError("The input columns hold no values: choose other columns.")
    outputs = tuple(_named_as_output(f) for f in _fit(target, target_choice, train))
    return Dataset(
        task=_task(target_choice, outputs),
        inputs=features,
        outputs=outputs,
        x_train=_matrix(table, features, train),
        y_train=_matrix(table, outputs, train),
        x_test=_matrix(table, features, test),
        y_test=_matrix(table, outputs, test),
        train_rows=train,
        test_rows=test,
    )


def _match(table: Table, recipe: Recipe) -> list[tuple[Column, ColumnChoice]]:
    names = {choice.name for choice in recipe.columns}
    lacking = sorted(names - set(table.names))
    if lacking:
        raise DataError(f"The table has no column “{lacking[0]}”, which the recipe names.")
    return [(table.column(choice.name), choice) for choice in recipe.columns]


def _target(pairs: list[tuple[Column, ColumnChoice]]) -> tuple[Column, ColumnChoice]:
    targets = [(column, choice) for column, choice in pairs if choice.role == "target"]
    if len(targets) != 1:
        raise DataError("No column is the target: choose what is to be learned.")
    column, choice = targets[0]
    if not column.is_number and choice.use_as == "number":
        raise DataError(f"The target “{column.name}” holds words: use it as categories.")
    if bool(column.missing.all()):
        raise DataError(f"The target “{column.name}” holds no values: choose another column.")
    if choice.use_as == "category" and column.n_distinct > MAX_OUTPUTS:
        raise DataError(
            f"The target “{column.name}” has {column.n_distinct:,} categories, more than {MAX_OUTPUTS}: "
            "choose another column."
        )
    if choice.use_as == "category" and column.n_distinct == 1:
        raise DataError(f"The target “{column.name}” is the same in every row: choose another column.")
    return column, choice


def _usable_rows(inputs: list[tuple[Column, ColumnChoice]], target: Column, n_rows: int) -> Codes:
    usable = ~target.missing
    for column, choice in inputs:
        if choice.missing == "drop_row":
            usable &= ~column.missing
    rows = np.flatnonzero(usable).astype(np.int64)
    if not len(rows):
        raise DataError(f"All {n_rows} rows lack a value that is needed: fill gaps instead of dropping rows.")
    return rows


def _fit(column: Column, choice: ColumnChoice, train: Codes) -> list[Feature]:
    """The features a column becomes, their numbers taken from the training rows."""
    if choice.use_as == "category":
        return list(_fit_categories(column, train))
    if not column.is_number:
        raise DataError(f"The column “{column.name}” holds words: use it as categories or leave it out.")
    values = column.values[train]
    known = values[~np.isnan(values)]
    if not len(known):
        raise DataError(f"The column “{column.name}” has no value in the training rows: leave it out.")
    fill = _fill(known, choice)
    offset, scale = _offset_and_scale(np.where(np.isnan(values), fill, values), choice.scaling)
    return [Feature(column.label, column.name, offset=offset, scale=scale, unit=column.unit, fill=fill)]


def _fill(known: Floats, choice: ColumnChoice) -> float:
    if choice.missing == "mean":
        largest = float(np.max(np.abs(known))) or 1.0
        return float(np.mean(known / largest)) * largest
    if choice.missing == "most_frequent":
        distinct, counts = np.unique(known, return_counts=True)
        return float(distinct[np.argmax(counts)])
    return float(np.median(known))


def _offset_and_scale(values: Floats, scaling: Scaling) -> tuple[float, float]:
    """Offset and scale of a column without gaps; a constant column is only shifted to 0."""
    if scaling == "none":
        return 0.0, 1.0
    if scaling == "normalize":
        low, high = float(values.min()), float(values.max())
        return low, (high - low) or 1.0
    # Divided first, by a power of two so that nothing is rounded: squares near 1e308 would overflow.
    # Measured from the first value: the spread of years or times would drown in their size.
    exponent = int(np.frexp(np.max(np.abs(values)))[1])
    relative = np.ldexp(values, -exponent)
    distances = relative - relative[0]
    offset = np.ldexp(relative[0] + np.mean(distances), exponent)
    scale = np.ldexp(np.std(distances), exponent)
    return float(offset), float(scale) or 1.0


def _fit_categories(column: Column, train: Codes) -> Iterator[Feature]:
    codes, categories = column.coded
    seen = codes[train]
    counts = np.bincount(seen[seen != MISSING], minlength=len(categories))
    frequent = int(np.argmax(counts)) if len(categories) else MISSING
    if len(categories) == 2:
        no, yes = categories
        yield Feature(f"{column.label}: {yes}", column.name, yes, no, unit="", fill=float(frequent == 1))
        return
    for code, category in enumerate(categories):
        yield Feature(f"{column.label}: {category}", column.name, category, fill=float(code == frequent))


def _named_as_output(feature: Feature) -> Feature:
    """An output is called by its category alone; where that says nothing (yes, 1) by its column's name."""
    if feature.category is None:
        return feature
    if feature.otherwise is not None and is_yes_no(feature.otherwise, feature.category):
        return replace(feature, name=feature.name.removesuffix(f": {feature.category}"))
    return replace(feature, name=feature.category)


def _task(choice: ColumnChoice, outputs: tuple[Feature, ...]) -> Task:
    if choice.use_as == "number":
        return "regression"
    return "binary" if len(outputs) == 1 else "categorical"


def _matrix(table: Table, features: tuple[Feature, ...], rows: Codes) -> Floats:
    """Scaled values of these features in these rows, read-only, shape (len(rows), len(features))."""
    matrix = np.empty((len(rows), len(features)))
    for i, feature in enumerate(features):
        original = _original(table.column(feature.column), feature, rows)
        matrix[:, i] = feature.to_scaled(original)
    matrix.flags.writeable = False
    return matrix


def _original(column: Column, feature: Feature, rows: Codes) -> Floats:
    missing: Flags = column.missing[rows]
    if feature.category is None:
        return np.where(missing, feature.fill, column.values[rows])
    codes, categories = column.coded
    return np.where(missing, feature.fill, codes[rows] == categories.index(feature.category))
