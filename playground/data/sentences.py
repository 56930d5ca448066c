"""A recipe in plain sentences: what happens to the file's columns and rows, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.data.choices import ColumnChoice, Recipe
from playground.data.column_ranges import places
from playground.data.columns import Column, Table
from playground.data.dataset import Dataset, prepare
from playground.data.dialect import DELIMITERS
from playground.data.errors import DataError
from playground.data.sheet import is_sheet

SentenceKind = Literal[
    "target",
    "inputs",
    "computed",
    "categories",
    "missing",
    "split",
    "weights",
    "left_out",
    "set_aside",
    "doubt",
    "member",
    "columns_read",
    "reading",
]

_SCALINGS = {
    "standardize": ("standardized", "mean 0, standard deviation 1, from the training rows"),
    "normalize": ("normalized", "smallest 0, largest 1, from the training rows"),
    "symmetric": ("scaled to −1 … 1", "smallest −1, largest 1, from the training rows"),
    "none": ("used as they are", "not scaled"),
}
_MANY = 4
"""So many columns of which the same is to be said share one sentence."""
_FILLS = {"median": "median", "mean": "mean", "most_frequent": "most frequent value"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of the recipe; ``columns`` are the names of the columns it is about.

    ``warning`` marks what a person should look at: something was left out, guessed or impossible.
    """

    kind: SentenceKind
    title: str
    detail: str = ""
    warning: bool = False
    columns: tuple[str, ...] = ()


def sentences(table: Table, recipe: Recipe) -> tuple[Sentence, ...]:
    """Every decision of the recipe, the most important first; a table it doesn't fit gives one warning."""
    try:
        dataset = prepare(table, recipe)
    except DataError as error:
        return (Sentence("target", "Nothing can be learned yet", str(error), warning=True),)
    return (
        *([Sentence("doubt", "Nothing to learn yet", dataset.lack, warning=True)] if dataset.lack else []),
        _target(table, recipe, dataset),
        *_numbers(table, recipe),
        *_computed(recipe, dataset),
        *_categories(table, recipe),
        *_missing(table, recipe),
        _split(table, recipe, dataset),
        *([] if dataset.lack else _weights(table, recipe, dataset)),
        *_left_out(table, recipe),
        *_set_aside(table),
        *(Sentence("doubt", "To be checked", warning, warning=True) for warning in table.warnings),
        *_member(table),
        *_columns_read(table),
        _reading(table),
        *(Sentence("reading", "Noted", note) for note in table.notes),
    )


def _target(table: Table, recipe: Recipe, dataset: Dataset) -> Sentence:
    choice = next(c for c in recipe.columns if c.role == "target")
    column = table.column(choice.name)
    if dataset.task == "binary":
        output = dataset.outputs[0]
        what = f"1 means {output.category}, 0 means {output.otherwise}"
    elif dataset.task == "categorical":
        names = [str(f.category) for f in dataset.outputs]
        what = f"{len(names)} categories: {_listed(names)}; one output for each"
    else:
        unit = f", in {column.unit}" if column.unit else ""
        what = f"a number{unit}, {_SCALINGS[choice.scaling][0] if choice.scaling != 'none' else 'not scaled'}"
        if column.n_distinct == 1:
            what += "; every value is the same"
    if choice.reason:
        what = f"{choice.reason}: {what}"
    return Sentence("target", f"Target is {column.label}", what, columns=(column.name,))


def _numbers(table: Table, recipe: Recipe) -> Iterator[Sentence]:
    for scaling, (verb, detail) in _SCALINGS.items():
        chosen = [c for c in recipe.inputs if c.use_as == "number" and c.scaling == scaling]
        if not chosen:
            continue
        labels = [table.column(c.name).label for c in chosen]
        who = " and ".join(labels) if len(labels) <= 2 else f"{len(labels)} inputs"
        if scaling == "none" and len(labels) == 1:
            verb = "used as it is"
        more = f"{', '.join(labels)}: {detail}" if 2 < len(labels) <= 6 else detail
        yield Sentence("inputs", f"{who} {verb}", more, columns=tuple(c.name for c in chosen))


def _computed(recipe: Recipe, dataset: Dataset) -> Iterator[Sentence]:
    names = [feature.name for feature in dataset.inputs if feature.formula]
    if not names:
        return
    columns = tuple(dict.fromkeys(name for derived in recipe.computed for name in derived.columns))
    title = f"{_listed(names)} computed"
    yield Sentence("computed", title, "from the columns’ own values, then scaled", columns=columns)


def _categories(table: Table, recipe: Recipe) -> Iterator[Sentence]:
    for choice in recipe.inputs:
        if choice.use_as != "category":
            continue
        column = table.column(choice.name)
        names = column.coded[1]
        if len(names) == 2 and not choice.one_hot:
            title, detail = f"{column.label} becomes 0 or 1", f"1 means {names[1]}, 0 means {names[0]}"
        else:
            title = f"{column.label} becomes {len(names)} inputs"
            detail = f"one for each category, 0 or 1: {_listed(names)}"
        yield Sentence("categories", title, detail, columns=(column.name,))


def _missing(table: Table, recipe: Recipe) -> Iterator[Sentence]:
    """One sentence for each column with gaps; for many that are filled alike, one for all of them."""
    filled: dict[tuple[str, str], list[Column]] = {}
    needed = {recipe.target, *(choice.name for choice in recipe.known)}
    for choice in recipe.columns:
        column = table.column(choice.name)
        if choice.name not in needed or not column.n_missing:
            continue
        if choice.role == "target":
            detail = f"nothing to learn from there ({_row_lines(table, column)})"
            yield _gaps(column, "left out", detail)
        elif choice.missing == "drop_row":
            yield _gaps(column, "left out", _row_lines(table, column))
        else:
            with_what = _FILLS["most_frequent" if choice.use_as == "category" else choice.missing]
            and_more = ", and an input says where" if choice.indicator else ""
            filled.setdefault((with_what, and_more), []).append(column)
    for (with_what, and_more), columns in filled.items():
        detail = f"with the {with_what} of the training rows{and_more}"
        if len(columns) >= _MANY:
            title = f"Gaps in {len(columns)} columns filled"
            names = _listed([column.label for column in columns])
            yield Sentence("missing", title, f"{detail}: {names}", True, tuple(c.name for c in columns))
        else:
            yield from (_gaps(c, "filled", f"{detail} ({_row_lines(table, c)})") for c in columns)


def _gaps(column: Column, done: str, detail: str) -> Sentence:
    n = column.n_missing
    title = f"{column.label} is missing in {n:,} {'row' if n == 1 else 'rows'}, {done}"
    return Sentence("missing", title, detail, warning=True, columns=(column.name,))


def _row_lines(table: Table, column: Column) -> str:
    lines = [str(line) for line in table.row_lines[column.missing][:4]]
    more = ", …" if column.n_missing > 4 else ""
    return f"line{'s' if len(lines) > 1 else ''} {', '.join(lines)}{more}"


def _split(table: Table, recipe: Recipe, dataset: Dataset) -> Sentence:
    dataset = dataset.once()
    n_train, n_test = len(dataset.train_rows), len(dataset.test_rows)
    if recipe.split == "by_column":
        title = f"Rows with {recipe.test_value} in {table.column(recipe.split_column).label} test"
        return Sentence("split", title, f"{n_train:,} rows to train, {n_test:,} to test")
    if not n_train:
        return Sentence("split", "No rows to train yet", "paint points: most of them will train")
    if not n_test:
        why = "too few to keep some for testing" if n_train < 20 else "no row is kept for testing"
        return Sentence("split", f"All {n_train:,} rows train" if n_train > 1 else "The only row trains", why)
    percent = round(100 * recipe.test_share)
    rows = f"{n_train:,} rows to train, {n_test:,} to test"
    if recipe.split == "in_order":
        return Sentence("split", f"The last {percent} % of the rows test", rows)
    is_even = recipe.split == "stratified" and dataset.task != "regression" and not is_sheet(table)
    even = ", equal shares of each category" if is_even else ""
    return Sentence(
        "split", f"Shuffled, then split {100 - percent} : {percent}", f"{rows}, seed {recipe.seed}{even}"
    )


def _weights(table: Table, recipe: Recipe, dataset: Dataset) -> Iterator[Sentence]:
    """Offered where a category has a third of another's rows, or less."""
    if dataset.task == "regression":
        return
    codes, names = table.column(recipe.target or "").coded
    counts = np.bincount(codes[dataset.once().train_rows], minlength=len(names))
    rarest = min((i for i in range(len(names)) if counts[i]), key=lambda i: int(counts[i]))
    if recipe.balance:
        times = np.bincount(codes[dataset.train_rows], minlength=len(names)) // np.maximum(counts, 1)
        each = [f"{name} {n}×" for name, n in zip(names, times, strict=True) if n > 1]
        detail = f"each row is learned several times: {_listed(each)}" if each else "they already are"
        yield Sentence("weights", "Categories weigh the same", detail)
    elif 3 * counts[rarest] <= counts.max():
        share = f"{counts[rarest] / counts.sum():.1%} of the training rows"
        yield Sentence("weights", f"{names[rarest]} is rare", f"{share}; every row weighs the same")


def _left_out(table: Table, recipe: Recipe) -> Iterator[Sentence]:
    """One sentence for each column left out; for many with the same reason, one for all of them."""
    choices = {choice.name: choice for choice in recipe.columns}
    by_reason: dict[str, list[Column]] = {}
    computed = _computed_of(table, recipe)
    for column in table.columns:
        choice = choices.get(column.name, ColumnChoice(column.name, "left_out", reason="not in the recipe"))
        if choice.role == "left_out":
            by_reason.setdefault(choice.reason, []).append(column)
    for reason, columns in by_reason.items():
        why, guessed = reason or "your choice", bool(reason)
        if len(columns) >= _MANY:
            detail = f"{why}: {_listed([column.label for column in columns])}"
            title = f"{len(columns):,} columns left out"
            yield Sentence("left_out", title, detail, guessed, tuple(c.name for c in columns))
            continue
        for column in columns:
            title = f"{'' if column.label.startswith('column ') else 'Column '}{column.label} left out"
            names = computed.get(column.name)
            detail = (
                f"{why}; {_listed(names)} {'is' if len(names) == 1 else 'are'} computed" if names else why
            )
            yield Sentence("left_out", title, detail, guessed, (column.name,))


def _computed_of(table: Table, recipe: Recipe) -> dict[str, list[str]]:
    """How the inputs are written that are computed from each column."""
    written: dict[str, list[str]] = {}
    for derived in recipe.computed:
        for name in derived.columns:
            label = derived.name([table.column(each).label for each in derived.columns])
            written.setdefault(name, []).append(label)
    return written


def _set_aside(table: Table) -> Iterator[Sentence]:
    if not table.set_aside:
        return
    n = len(table.set_aside)
    first = table.set_aside[0]
    more = f", and {n - 1:,} more" if n > 1 else ""
    title = f"{n:,} {'line' if n == 1 else 'lines'} set aside"
    yield Sentence("set_aside", title, f"line {first.line}: {first.reason}{more}", warning=True)


def _member(table: Table) -> Iterator[Sentence]:
    """Which of several tables is read; a doubt says so as long as nobody has chosen it."""
    if table.reading.member is None:
        return
    container = table.container
    if container is None:
        yield Sentence("member", f"“{table.reading.member}” is read", f"of the tables in {table.name}")
        return
    kind = "Sheet" if container.kind == "sheet" else "File"
    others = [member for member in container.members if member != container.chosen]
    yield Sentence("member", f"{kind} “{container.chosen}” is read", f"the others: {_listed(others)}")


def _columns_read(table: Table) -> Iterator[Sentence]:
    if table.reading.places is not None:
        n = len(places(table.reading.places, len(table.names_in_file)))
        title = f"{n:,} of {len(table.names_in_file):,} columns read"
        yield Sentence("columns_read", title, f"{table.reading.places}; the others stay in the file")


def _reading(table: Table) -> Sentence:
    if is_sheet(table):
        return Sentence("reading", "Painted points", "kept in the project; nothing had to be guessed")
    dialect = table.dialect
    cut = f"Values separated by {DELIMITERS[dialect.delimiter]}"
    header = "the first row holds the names" if dialect.header else "no names in the first row"
    encoding = "UTF-8" if dialect.encoding in ("utf-8", "utf-8-sig") else dialect.encoding.upper()
    reading = table.reading
    absent = f", {reading.absent.replace('-', '−')} is missing" if reading.absent else ""
    words = f", {reading.words} count as missing" if reading.words else ""
    skipped = f", {reading.skip:,} lines skipped" if reading.skip else ""
    return Sentence("reading", cut, f"{header}, {encoding} text{absent}{words}{skipped}")


def _listed(names: Sequence[str]) -> str:
    """Up to six names; a long list ends in how many more there are."""
    if len(names) <= 6:
        return ", ".join(names)
    return f"{', '.join(names[:5])} and {len(names) - 5:,} more"
