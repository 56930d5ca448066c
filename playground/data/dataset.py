"""Numbers a network can learn from: inputs and targets, scaled, split into training and test rows.

Every statistic (mean, spread, median, most frequent category) comes from the training rows alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
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
    Of the inputs, those the recipe computes come last. A row is known by what is ``given``, scaled in
    ``known_*`` (n_rows, n_given): the inputs that are not computed, and what others are computed from.
    ``lack``: what has to be painted before anything can be learned from a sheet, as a sentence; empty if
    nothing.
    """

    task: Task
    inputs: tuple[Feature, ...]
    outputs: tuple[Feature, ...]
    x_train: Floats
    y_train: Floats
    x_test: Floats
    y_test: Floats
    given: tuple[Feature, ...]
    known_train: Floats
    known_test: Floats
    train_rows: Codes
    test_rows: Codes
    is_balanced: bool = False
    lack: str = ""

    def completed(self, x: Floats) -> Floats:
        """Scaled values of what is given (n_rows, n_given) → of all inputs (n_rows, n_inputs)."""
        if self.given == self.inputs:
            return x
        scaled = dict(zip(self.given, x.T, strict=True))
        for feature in self.inputs:
            if feature.formula:
                sources = [source.to_original(scaled[source]) for source in feature.sources]
                scaled[feature] = feature.to_scaled(compute(feature.formula, sources))
        return np.column_stack([scaled[feature] for feature in self.inputs])

    def once(self) -> Dataset:
        """The same rows, each once: for counting, scoring and showing them."""
        return _once(self) if self.is_balanced else self

    @property
    def n_bytes(self) -> int:
        """What its numbers take in memory."""
        arrays = (self.x_train, self.y_train, self.x_test, self.y_test, self.train_rows, self.test_rows)
        return sum(array.nbytes for array in arrays)

    @property
    def y_extremes(self) -> Floats:
        """(2, n_outputs) the least and the largest targets to learn, (0, n_outputs) without rows: the range
        that they are in, all are in."""
        return _extremes(self)


def prepare(table: Table, recipe: Recipe) -> Dataset:
    """The table's rows as the recipe says. ``DataError`` with a sentence if nothing can be learned.

    The last few results are kept: asking again costs nothing and gives the same object.
    """
    return _prepared.of(table, recipe)


class _Prepared:
    """What was prepared last: a few datasets, but of large ones no more than that of the present project and
    that of the one before or after it."""

    MOST, FEWEST, MOST_BYTES = 4, 2, 128_000_000

    def __init__(self) -> None:
        self._lock = Lock()  # every thread asks
        self._known: dict[tuple[Table, Recipe], Dataset] = {}
        self._last: tuple[Table, Recipe, Dataset] | None = None

    def of(self, table: Table, recipe: Recipe) -> Dataset:
        last = self._last
        # One edit asks a hundred times, and a recipe's hash goes through all columns.
        if last is not None and last[0] is table and last[1] is recipe:
            return last[2]
        key = table, recipe
        with self._lock:
            dataset = self._known.pop(key, None)
            if dataset is not None:
                self._known[key] = dataset  # now the last one asked for
                self._last = *key, dataset
        return self._keep(key, _prepare(table, recipe)) if dataset is None else dataset

    def _keep(self, key: tuple[Table, Recipe], made: Dataset) -> Dataset:
        with self._lock:
            dataset = self._known.setdefault(key, made)  # perhaps another thread was quicker
            self._last = *key, dataset
            while len(self._known) > (self.MOST if self._n_bytes() <= self.MOST_BYTES else self.FEWEST):
                del self._known[next(iter(self._known))]
        return dataset

    def _n_bytes(self) -> int:
        return sum(dataset.n_bytes for dataset in self._known.values())


_prepared = _Prepared()


def _prepare(table: Table, recipe: Recipe) -> Dataset:
    pairs = _match(table, recipe)
    target, target_choice = _target(pairs)
    names = {choice.name for choice in recipe.known}
    known = [(column, choice) for column, choice in pairs if choice.name in names]
    if not known:
        raise DataError(f"No column is used as input{_left_out(recipe)}: choose at least one.")
    usable = _usable_rows(known, target, table)
    categories = target.coded[0] if target_choice.use_as == "category" else None
    train, test = split_table(table, recipe, usable, categories)
    fitted = {choice: fit_column(column, choice, train) for column, choice in known}
    given = tuple(feature for found in fitted.values() for feature in found if not feature.formula)
    columns = {column.name: column for column, _ in pairs}
    features = tuple(f for choice, found in fitted.items() if choice.role == "input" for f in found)
    features += _computed(recipe, columns, given, train)
    if not features:
        raise DataError("The input columns hold no values: choose other columns.")
    outputs = tuple(_named_as_output(f) for f in fit_column(target, target_choice, train))
    learned = train if categories is None or not recipe.balance else balanced(train, categories)
    x_train, x_test = matrix(columns, features, learned), matrix(columns, features, test)
    seen = features[: len(given)] == given
    return Dataset(
        task=_task(target_choice, outputs),
        inputs=features,
        outputs=outputs,
        x_train=x_train,
        y_train=matrix(columns, outputs, learned),
        x_test=x_test,
        y_test=matrix(columns, outputs, test),
        given=given,
        known_train=x_train[:, : len(given)] if seen else matrix(columns, given, learned),
        known_test=x_test[:, : len(given)] if seen else matrix(columns, given, test),
        train_rows=learned,
        test_rows=test,
        is_balanced=len(learned) > len(train),
        lack=_lack(target, categories, train) if is_sheet(table) else "",
    )


def _left_out(recipe: Recipe) -> str:
    """Why the first column that could be one is none."""
    reasons = (c for c in recipe.columns if c.role == "left_out" and c.reason)
    return next((f" (“{c.name}” is left out: {c.reason})" for c in reasons), "")


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
    """The inputs computed from what is ``given``, each scaled as the first column it is made of."""
    return tuple(
        fit_derived(derived, columns, given, recipe.choice(derived.columns[0]).scaling, train)
        for derived in recipe.computed
    )


@lru_cache(maxsize=2)
def _extremes(data: Dataset) -> Floats:
    y = data.y_train
    return np.array([y.min(axis=0), y.max(axis=0)]) if len(y) else y


@lru_cache(maxsize=2)
def _once(data: Dataset) -> Dataset:
    rows, first = np.unique(data.train_rows, return_index=True)
    x, y, known = data.x_train[first], data.y_train[first], data.known_train[first]
    for array in (x, y, known, rows):
        array.flags.writeable = False
    return replace(data, x_train=x, y_train=y, known_train=known, train_rows=rows, is_balanced=False)


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


def _usable_rows(known: list[tuple[Column, ColumnChoice]], target: Column, table: Table) -> Codes:
    usable = ~target.missing
    for column, choice in known:
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
