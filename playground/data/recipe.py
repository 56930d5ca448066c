"""How a table becomes numbers: the recipe, a first guess at it, and its plain sentences."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from playground.data.choices import ColumnChoice, Missing, Recipe, Role, Scaling, Split, Use
from playground.data.columns import Column, Table
from playground.data.dataset import MAX_OUTPUTS
from playground.data.sentences import Sentence, sentences
from playground.data.words import TARGET_NAMES

__all__ = [
    "ColumnChoice", "Missing", "Recipe", "Role", "Scaling", "Sentence", "Split", "Use",
    "guess_recipe", "sentences", "with_role", "with_target",
]  # fmt: skip

MAX_CATEGORIES = 50
"""An input with more categories than this is left out: it would become as many inputs."""
_MOST_COUNTED = 10
"""Whole numbers from 0 on may count categories, up to so many."""
FEW_ROWS = 20
"""A table with fewer rows is not split: too few would be left to learn from or to test with."""

_CATEGORY_NAMES = frozenset(
    {"class", "label", "species", "category", "type", "diagnosis", "digit", "cluster"}
)
_ID_NAMES = frozenset(
    {"id", "index", "idx", "nr", "no", "no.", "number", "row", "rownames", "unnamed: 0", "key", "uuid"}
)
_SPLIT_NAMES = frozenset({"split", "set", "subset", "partition", "fold", "sample", "dataset"})
_TRAIN_WORDS = frozenset({"train", "training"})
_TEST_WORDS = ("test", "testing", "validation", "valid", "val")
_ID_ENDING = re.compile(r"(?:[_ -][iI]|[a-z]I)[dD]$")


def guess_recipe(table: Table, target: str | None = None, seed: int = 1) -> Recipe:
    """A recipe that can be trained with at once; ``target`` names the target column if it is known.

    ``KeyError`` if there is no column of that name.
    """
    if target is not None:
        table.column(target)
    name = target if target is not None else guess_target(table)
    columns = _without_copies(table, tuple(_guess(column, table, name) for column in table.columns), name)
    n_known = table.n_rows - table.column(name).n_missing if name is not None else table.n_rows
    recipe = Recipe(columns, test_share=0.0 if n_known < FEW_ROWS else 0.2, seed=seed)
    for column in table.columns:
        if column.name != name and (test_word := _test_word(column)) is not None:
            return with_split_column(recipe, column.name, test_word)
    return recipe


def with_split_column(recipe: Recipe, name: str, test_value: str) -> Recipe:
    """The recipe with the rows split by a column, which then is no input; its reason says so."""
    if name != recipe.target:
        reason = "it says which rows test"
        recipe = recipe.with_choice(replace(recipe.choice(name), role="left_out", reason=reason))
    return replace(recipe, split="by_column", split_column=name, test_value=test_value)


def _test_word(column: Column) -> str | None:
    """What a column that parts the rows into training and test says of the latter; None for any other."""
    if column.label.casefold() not in _SPLIT_NAMES:
        return None
    words = {word.casefold(): word for word in column.categories}
    if not words.keys() & _TRAIN_WORDS:
        return None
    return next((words[word] for word in _TEST_WORDS if word in words), None)


def with_target(table: Table, recipe: Recipe, target: str) -> Recipe:
    """The recipe with another target: both it and the old one, and whatever was still a guess, are guessed
    anew; what a person has chosen stays.
    """
    before, after = guess_recipe(table, recipe.target), guess_recipe(table, target)
    changed = {target, recipe.target}
    columns = tuple(
        after.choice(c.name) if c.name in changed or c == before.choice(c.name) else c for c in recipe.columns
    )
    return replace(recipe, columns=columns)


def with_role(table: Table, recipe: Recipe, name: str, role: Role) -> Recipe:
    """The recipe with a column used by a person's own choice, without a reason for leaving it out."""
    if role == "target":
        return with_target(table, recipe, name)
    return recipe.with_choice(replace(recipe.choice(name), role=role, reason=""))


def guess_target(table: Table) -> str | None:
    """The column whose name says so (the last such), else the last that can be a target, else None."""
    usable = [c for c in table.columns if _can_be_target(c)]
    for names in TARGET_NAMES:
        for column in reversed(usable):
            if column.label.casefold().replace("_", " ") in names and not _is_coordinate(column, table):
                return column.name
    likely = [c for c in usable if not _is_id(c) and c.n_distinct > 1]
    return next((c.name for c in reversed(likely or usable)), None)


def _is_coordinate(column: Column, table: Table) -> bool:
    """``y`` beside ``x`` and before other columns is a place, not a target."""
    if column.label.casefold() != "y" or column is table.columns[-1] or len(table.columns) == 2:
        return False
    return any(other.label.casefold() == "x" for other in table.columns)


def _can_be_target(column: Column) -> bool:
    if column.kind in ("empty", "text", "date") or _test_word(column) is not None:
        return False
    return column.is_number or 2 <= column.n_distinct <= MAX_OUTPUTS


def _guess(column: Column, table: Table, target: str | None) -> ColumnChoice:
    use: Use
    if column.name == target:
        use, reason = _use_of_target(column)
        return ColumnChoice(column.name, "target", _scaling(table), reason=reason, use_as=use)
    use = "number" if column.has_values else "category"
    missing: Missing = "median" if column.has_values else "most_frequent"
    reason = _reason_to_leave_out(column, table)
    role: Role = "left_out" if reason else "input"
    return ColumnChoice(column.name, role, _scaling(table), reason, use, missing)


def _scaling(table: Table) -> Scaling:
    """Scaled by itself alone, a single row would be all zeros."""
    return "standardize" if table.n_rows > 1 else "none"


def _use_of_target(column: Column) -> tuple[Use, str]:
    """Whether a target is a number or a category, and why if that is not plain from its values."""
    if not column.is_number:
        return "category", ""
    known = column.values[~column.missing]
    distinct = np.unique(known)
    values = distinct[: _MOST_COUNTED + 1].tolist()  # all of them may be very many
    if values == [0, 1]:
        return "category", "only 0 and 1, so a yes/no question"
    whole = len(distinct) > 1 and bool(np.all(distinct == np.floor(distinct)))
    name = column.label.casefold()
    if values == [-1, 1] and len(known) >= 4:
        return "category", "only −1 and 1, so two categories"
    if whole and name in _CATEGORY_NAMES and len(distinct) <= 20:
        return "category", "whole numbers, but its name says categories"
    counted = values == list(range(len(values))) and 2 < len(values) <= _MOST_COUNTED
    if counted and name in ("target", "y") and len(known) >= 5 * len(values):
        return "category", f"only whole numbers from 0 to {len(distinct) - 1}, so categories"
    return "number", ""


def _reason_to_leave_out(column: Column, table: Table) -> str:
    if column.kind == "empty" or not (column.n_distinct or column.span):
        return "it is empty"
    if column.n_distinct == 1 and table.n_rows > 1 and column.span is None:
        return "every value is the same"
    if column.kind == "text":
        every = column.n_distinct == table.n_rows - column.n_missing
        return "every value is different" if every else "free text"
    if not column.has_values and column.n_distinct > MAX_CATEGORIES:
        return f"{column.n_distinct:,} categories, more than {MAX_CATEGORIES}"
    if column.n_missing > 0.5 * table.n_rows:
        return f"{column.n_missing:,} of {table.n_rows:,} values are missing"
    if _is_id(column) or _is_unnamed_count(column, table):
        return "it numbers the rows"
    return ""


def _without_copies(
    table: Table, choices: tuple[ColumnChoice, ...], target: str | None
) -> tuple[ColumnChoice, ...]:
    """Copies of the target left out, unless nothing else could be learned from."""
    if target is None:
        return choices
    column = table.column(target)
    inputs = {choice.name for choice in choices if choice.role == "input"}
    copies = {name for name in inputs if _is_copy(table.column(name), column)}
    if copies == inputs:
        return choices
    reason = f"a copy of the target {column.label}"
    return tuple(replace(c, role="left_out", reason=reason) if c.name in copies else c for c in choices)


def _is_id(column: Column) -> bool:
    """Whole numbers, all different, under a name for numbering."""
    if not column.is_number or column.n_missing or column.n_distinct < len(column):
        return False
    if not bool(np.all(column.values == np.floor(column.values))):
        return False
    return column.label.casefold() in _ID_NAMES or _ID_ENDING.search(column.label) is not None


def _is_unnamed_count(column: Column, table: Table) -> bool:
    """0, 1, 2 … or 1, 2, 3 … in a first column without a name, beside other inputs."""
    if column is not table.columns[0] or column.name != "column 1" or len(table.columns) < 3:
        return False
    if not column.is_number or column.n_missing or len(column) < FEW_ROWS:
        return False
    return column.values[0] in (0, 1) and bool(np.all(np.diff(column.values) == 1))


def _is_copy(column: Column, target: Column) -> bool:
    if column.is_number and target.is_number:
        return bool(np.array_equal(column.values, target.values, equal_nan=True))
    if column.is_number or target.is_number or column.n_distinct != target.n_distinct:
        return False
    pairs = np.unique(np.stack([column.codes, target.codes]), axis=1)
    known = (pairs >= 0).all(axis=0)
    return bool(known.all()) and pairs.shape[1] == column.n_distinct
