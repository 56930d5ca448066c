"""Another table for a trained network: its columns found by name, its values read as in training.

Nothing is passed over silently: what the network cannot know (another category, a word for a number, a
value far outside) is said with its line and counts as missing, or stays and is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from playground.data.apply import category_column, date_text, days_of, number_column
from playground.data.choices import ColumnChoice, Recipe
from playground.data.column_ranges import written
from playground.data.columns import MISSING, Codes, Column, Flags, Floats, Table, plain_number
from playground.data.dataset import Dataset
from playground.data.date_order import date_order
from playground.data.dates import parse_dates
from playground.data.errors import DataError, TooWideError
from playground.data.features import matrix
from playground.data.number_format import FORMATS, parse
from playground.data.words import answer, is_yes_no

MOST_NAMED = 3
"""So many unknown words of a column are named with their lines; of the others, how many there are."""


@dataclass(frozen=True, eq=False)
class Matched:
    """Rows for a trained network.

    ``x`` (n_rows, n_inputs), scaled; rows not ``usable`` (n_rows,) lack a value that the recipe does not
    fill: they have no answer. ``y`` (n_known, n_outputs) are the scaled targets of the ``known`` usable rows,
    if the table has the target column. ``notes`` are sentences about what was missing or unknown.
    """

    table: Table
    x: Floats
    usable: Flags
    known: Codes
    y: Floats
    notes: tuple[str, ...]


def has_an_input(table: Table, recipe: Recipe) -> bool:
    """Whether at least one column has the name of an input: the table may be meant for the network."""
    return any(_found(table, choice.name) is not None for choice in recipe.known)


def match_table(table: Table, trained: Table, recipe: Recipe, dataset: Dataset) -> Matched:
    """The table's rows as the network sees them. ``DataError`` names the columns that it lacks."""
    lacking = [c.name for c in recipe.known if _found(table, c.name) is None]
    if lacking:
        raise DataError(_lacks(table, lacking))
    notes: list[str] = []
    columns: dict[str, Column] = {}
    usable = np.ones(table.n_rows, dtype=np.bool_)
    for choice in recipe.known:
        found = _found(table, choice.name)
        assert found is not None
        column, said = _aligned(table, found, trained, choice, dataset)
        notes += said
        if choice.missing == "drop_row":
            usable &= ~column.missing
        notes += _gap_notes(table, column, choice, already=bool(said))
        if choice.use_as == "number":
            notes += _range_notes(table, column, trained.column(choice.name).values[dataset.train_rows])
        columns[choice.name] = column
    x = matrix(columns, dataset.inputs, np.arange(table.n_rows, dtype=np.int64))
    known, y, said = _targets(table, trained, recipe, dataset, usable)
    return Matched(table, x, usable, known, y, (*notes, *said))


def columns_to_read(names: Sequence[str], recipe: Recipe) -> str | None:
    """Of a table too wide to be read whole, the places of the columns a network was trained with.

    None if it has none of its inputs.
    """
    places: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        places.setdefault(_plain(name), []).append(i)
    inputs = [i for choice in recipe.known for i in places.get(_plain(choice.name), ())]
    target = places.get(_plain(recipe.target or ""), [])
    return written(sorted({*inputs, *target})) if inputs else None


def with_its_columns(error: TooWideError, recipe: Recipe) -> TooWideError:
    """The same table, too wide, with the network's columns suggested, if it has all of its inputs."""
    names = {_plain(name) for name in error.names}
    needed = columns_to_read(error.names, recipe)
    if needed is None or any(_plain(choice.name) not in names for choice in recipe.known):
        return error
    target = next(
        (i for i, name in enumerate(error.names) if _plain(name) == _plain(recipe.target or "")), -1
    )
    text = f"{error.message} The network’s own are ticked."
    return TooWideError(text, error.names, error.first_row, needed, target)


def _lacks(table: Table, lacking: Sequence[str]) -> str:
    named = _listed([f"“{name}”" for name in lacking], 10)
    column = "the column" if len(lacking) == 1 else f"{len(lacking)} columns"
    has = _listed([f"“{name}”" for name in table.names], 10)
    if not table.dialect.header:
        return f"{table.name} has no line of names, and the network needs {column} {named}: add the names."
    return f"{table.name} lacks {column} {named}, which the network needs; it has {has}."


def _found(table: Table, name: str) -> Column | None:
    """The column of that name; else the only one that differs in nothing but capitals and blanks."""
    if name in table.names:
        return table.column(name)
    alike = [column for column in table.columns if _plain(column.name) == _plain(name)]
    return alike[0] if len(alike) == 1 else None


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())


def _targets(
    table: Table, trained: Table, recipe: Recipe, dataset: Dataset, usable: Flags
) -> tuple[Codes, Floats, list[str]]:
    """(usable rows whose target is known, their scaled targets, notes about words that are none)."""
    choice = next(c for c in recipe.columns if c.role == "target")
    found = _found(table, choice.name)
    if found is None:
        return np.empty(0, dtype=np.int64), np.empty((0, len(dataset.outputs))), []
    column, notes = _aligned(table, found, trained, choice, dataset)
    known = np.flatnonzero(usable & ~column.missing).astype(np.int64)
    return known, matrix({choice.name: column}, dataset.outputs, known), notes


def _aligned(
    table: Table, new: Column, trained: Table, choice: ColumnChoice, dataset: Dataset
) -> tuple[Column, list[str]]:
    """The new column with the trained one's kind and categories, and what in it is unknown, in sentences."""
    like = trained.column(choice.name)
    if choice.use_as == "category":
        words, codes = _words(new)
        unlearned = {name for f in dataset.inputs if f.column == choice.name for name in f.unknown}
        read, unknown = _category_reader(like.coded[1], unlearned), "was not among the categories in training"
        new_codes = np.array([*(read(word) for word in words), MISSING], dtype=np.int64)
        column = category_column(like, new_codes[codes])
        gaps = [i for i in range(len(words)) if new_codes[i] == MISSING]
    elif new.kind == like.kind == "date":
        return _dated_alike(new, like)
    elif new.kind == like.kind:
        absent = trained.reading.absent  # a number that stood for "no value" there
        gone = np.zeros(len(new), dtype=np.bool_) if absent is None else new.values == float(absent)
        return number_column(like, np.where(gone, np.nan, new.values)), []
    else:
        words, codes = _words(new)
        dated = like.kind == "date"
        unknown = "is no date" if dated else "is no number"
        values = np.append(_dates(words) if dated else _numbers(words), np.nan)
        column = number_column(like, values[codes])
        gaps = np.flatnonzero(np.isnan(values[:-1])).tolist()
    return column, _unknown_notes(table, new, [(words[i], np.flatnonzero(codes == i)) for i in gaps], unknown)


def _dated_alike(new: Column, trained: Column) -> tuple[Column, list[str]]:
    """Dates that could be read in two ways are read as those in training were."""
    words, codes = _words(new)
    found, before = parse_dates(words, new.name), date_order(trained)
    if found is None or before is None or found.form not in ("dmy", "mdy") or not found.doubt:
        return number_column(trained, new.values), []
    found = parse_dates(words, doubtful=before)
    assert found is not None
    order = "the month before the day" if found.form == "mdy" else "the day before the month"
    values = np.append(found.seconds / 86_400.0, np.nan)[codes]
    return number_column(trained, values), [f"Column “{new.name}”: {order}, as in training."]


def _words(column: Column) -> tuple[tuple[str, ...], Codes]:
    """The distinct texts of a column and each row's place among them; −1 where nothing stands."""
    codes, words = column.coded
    return words, codes


def _category_reader(categories: Sequence[str], unlearned: Collection[str]) -> Callable[[str], int]:
    """Word → place among the categories, or `MISSING`, also for what was ``unlearned``.

    Capitals count only where they tell two apart; yes, true and 1 are the same answer to a question.
    """
    exact = {name: i for i, name in enumerate(categories)}
    folded: dict[str, list[int]] = {}
    for i, name in enumerate(categories):
        folded.setdefault(name.strip().casefold(), []).append(i)
        value = parse([name], FORMATS[0])[0]
        if not np.isnan(value):  # 1, 1.0 and 01 are the same number
            folded.setdefault(plain_number(float(value)), []).append(i)

    is_question = len(categories) == 2 and is_yes_no(*categories)

    def read(word: str) -> int:
        alike = set(folded.get(word.strip().casefold(), ()))
        code = exact.get(word, alike.pop() if len(alike) == 1 else MISSING)
        if code == MISSING and is_question and (said := answer(word.strip())) is not None:
            code = said
        return MISSING if code != MISSING and categories[code] in unlearned else code

    return read


def _numbers(words: Sequence[str]) -> Floats:
    """The words as numbers, in the format that reads most of them; NaN where one is none."""
    readings = [parse(words, number_format) for number_format in FORMATS]
    return min(readings, key=lambda values: int(np.isnan(values).sum())) if words else np.empty(0)


def _dates(words: Sequence[str]) -> Floats:
    """The words as days since 1970; NaN where one is no date."""
    days = (days_of(word) for word in words)
    return np.array([np.nan if value is None else value for value in days], dtype=np.float64)


def _unknown_notes(table: Table, column: Column, unknown: Sequence[tuple[str, Codes]], why: str) -> list[str]:
    notes = []
    for word, rows in unknown[:MOST_NAMED]:
        times = "once" if len(rows) == 1 else f"{len(rows):,} times"
        line = int(table.row_lines[rows[0]])
        notes.append(f"Column “{column.name}”: “{word}” (line {line}) {why}: missing, {times}.")
    if len(unknown) > MOST_NAMED:
        more = len(unknown) - MOST_NAMED
        notes.append(f"Column “{column.name}”: {more:,} more different words are missing for that reason.")
    return notes


def _gap_notes(table: Table, column: Column, choice: ColumnChoice, *, already: bool) -> Iterable[str]:
    n = column.n_missing
    if not n or (already and choice.missing != "drop_row"):
        return
    line = int(table.row_lines[np.flatnonzero(column.missing)[0]])
    where = f"in line {line}" if n == 1 else f"in {n:,} rows, first in line {line}"
    done = "no answer there" if choice.missing == "drop_row" else "filled as in training"
    yield f"Column “{column.name}”: no value {where}, {done}."


def _range_notes(table: Table, column: Column, trained: Floats) -> Iterable[str]:
    """Far outside what was learned from, an answer is a guess: said, not hidden."""
    low, high = np.nanmin(trained), np.nanmax(trained)
    outside = np.flatnonzero((column.values < low) | (column.values > high))
    if len(outside):
        rows = "1 row is" if len(outside) == 1 else f"{len(outside):,} rows are"
        line = int(table.row_lines[outside[0]])
        shown = date_text if column.kind == "date" else plain_number
        limits = f"{shown(float(low))} to {shown(float(high))}"
        yield f"Column “{column.name}”: {rows} outside {limits}, the training rows’ range (line {line})."


def _listed(names: Sequence[str], most: int) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown
