"""Numbers a network can learn from: inputs and targets, scaled, split into training and test rows.

Every statistic (mean, spread, median, most frequent category) comes from the training rows alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from playground.data.choices import ColumnChoice, Recipe
from playground.data.columns import Codes, Column, Floats, Table
from playground.data.derived import compute
from playground.data.errors import DataError
from playground.data.features import Feature, fit_column, fit_derived, matrix
from playground.data.sheet import is_sheet
from playground.data.split import balanced, split_table
from playground.data.words import is_yes_no

__all__ = ["MAX_OUTPUTS", "DataError", "Dataset", "Feature", "Task", "prepare"]

Task = Literal["regression", "binary", "categorical"]

MAX_OUTPUTS = 100
"""A target with more categories than this is no target to learn."""


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Float64, C order, read-only: ``x_*`` (n_rows, n_inputs), ``y_*`` (n_rows, n_outputs).

    ``train_rows`` and ``test_rows`` are ascending row numbers (from 0) of the table. Where the recipe
    balances the categories, rows of rarer ones are several times among the training rows; not in `once`.
    Of the inputs, those that are computed from others come last. ``lack``: what has to be painted before
    anything can be learned from a sheet, as a sentence; empty if nothing.
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
    is_balanced: bool = False
    lack: str = ""

    @property
    def given(self) -> tuple[Feature, ...]:
        """The inputs that are not computed from others: a row is known by these."""
        return tuple(feature for feature in self.inputs if not feature.formula)

    def completed(self, x: Floats) -> Floats:
        """Scaled values of the given inputs (n_rows, n_given) → of all inputs (n_rows, n_inputs)."""
        given = self.given
        if len(given) == len(self.inputs):
            return x
        original = {feature: feature.to_original(x[:, i]) for i, feature in enumerate(given)}
        computed = [
            feature.to_scaled(compute(feature.formula, [original[source] for source in feature.sources]))
            for feature in self.inputs[len(given) :]
        ]
        return np.column_stack([x, *computed])

    def once(self) -> Dataset:
        """The same rows, each once: for counting, scoring and showing them."""
        return _once(self) if self.is_balanced else self


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
    usable = _usable_rows(inputs, target, table)
    categories = target.coded[0] if target_choice.use_as == "category" else None
    train, test = split_table(table, recipe, usable, categories)
    fitted = [fit_column(column, choice, train) for column, choice in inputs]
    features = tuple(feature for columns in fitted for feature in columns)
    if not features:
        raise DataError("The input columns hold no values: choose other columns.")
    columns = {column.name: column for column, _ in pairs}
    features += _computed(recipe, columns, features, train)
    outputs = tuple(_named_as_output(f) for f in fit_column(target, target_choice, train))
    learned = train if categories is None or not recipe.balance else balanced(train, categories)
    return Dataset(
        task=_task(target_choice, outputs),
        inputs=features,
        outputs=outputs,
        x_train=matrix(columns, features, learned),
        y_train=matrix(columns, outputs, learned),
        x_test=matrix(columns, features, test),
        y_test=matrix(columns, outputs, test),
        train_rows=learned,
        test_rows=test,
        is_balanced=len(learned) > len(train),
        lack=_lack(target, categories, train) if is_sheet(table) else "",
    )


def _lack(target: Column, categories: Codes | None, train: Codes) -> str:
    """Why there is nothing to learn from these rows of a sheet yet, and what to do; else empty."""
    if not len(train):
        return "There are no points to learn from yet: paint some."
    if categories is None:
        return ""
    present = np.unique(categories[train])
    if len(present) > 1:
        return ""
    names = target.coded[1]
    others = [name for code, name in enumerate(names) if code != present[0]]
    missing = others[0] if len(others) == 1 else "another category"
    return f"All points are {names[present[0]]} so far: paint some of {missing}, too."


def _computed(
    recipe: Recipe, columns: Mapping[str, Column], given: tuple[Feature, ...], train: Codes
) -> tuple[Feature, ...]:
    """The inputs computed from the ``given`` ones, each scaled as the first column it is made of."""
    return tuple(
        fit_derived(derived, columns, given, recipe.choice(derived.columns[0]).scaling, train)
        for derived in recipe.computed
    )


@lru_cache(maxsize=4)
def _once(data: Dataset) -> Dataset:
    rows, first = np.unique(data.train_rows, return_index=True)
    x, y = data.x_train[first], data.y_train[first]
    for array in (x, y, rows):
        array.flags.writeable = False
    return replace(data, x_train=x, y_train=y, train_rows=rows, is_balanced=False)


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
    if bool(column.missing.all()) and column.span is None and not column.categories:
        raise DataError(f"The target “{column.name}” holds no values: choose another column.")
    if choice.use_as == "category" and column.n_distinct > MAX_OUTPUTS:
        raise DataError(
            f"The target “{column.name}” has {column.n_distinct:,} categories, more than {MAX_OUTPUTS}: "
            "choose another column."
        )
    if choice.use_as == "category" and column.n_distinct == 1:
        raise DataError(f"The target “{column.name}” is the same in every row: choose another column.")
    return column, choice


def _usable_rows(inputs: list[tuple[Column, ColumnChoice]], target: Column, table: Table) -> Codes:
    usable = ~target.missing
    for column, choice in inputs:
        if choice.missing == "drop_row":
            usable &= ~column.missing
    rows = np.flatnonzero(usable).astype(np.int64)
    if not len(rows) and not is_sheet(table):
        raise DataError(
            f"All {table.n_rows} rows lack a value that is needed: fill gaps instead of dropping rows."
        )
    return rows


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
