"""Which columns of a file are read: the chosen ones, or all; too many are refused, with a suggestion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from playground.data.column_ranges import places, written
from playground.data.dialect import Dialect, ReadingChoice
from playground.data.errors import CsvError, TooWideError
from playground.data.header import unique_names
from playground.data.outline import Outline
from playground.data.tokens import read_records
from playground.data.words import TARGET_NAMES

MAX_COLUMNS = 2_000
FIRST_CHOSEN = 100
"""So many of the first columns are suggested of a table that is too wide: quick to read and to learn from."""


def with_chosen_columns(
    text: str, dialect: Dialect, lies: Outline, reading: ReadingChoice, name: str
) -> Outline:
    """The outline with the columns to read. ``TooWideError`` for too many, ``CsvError`` for none such."""
    if reading.places is None:
        if lies.width <= MAX_COLUMNS:
            return lies
        raise _too_wide(f"{name} has {lies.width:,} columns", text, dialect, lies)
    try:
        found = places(reading.places, lies.width)
    except ValueError as error:
        raise CsvError(f"These columns of {name} cannot be read. {error}") from None
    if len(found) > MAX_COLUMNS:
        raise _too_wide(f"{len(found):,} columns of {name} are chosen", text, dialect, lies)
    return replace(lies, chosen=tuple(found))


def suggested_columns(n_columns: int, target: int) -> str:
    """The first columns and the ``target``, as places such as ``1-100, 5000``."""
    return written(sorted({*range(min(FIRST_CHOSEN, n_columns)), target}))


def likely_target(names: Sequence[str]) -> int:
    """Place of the last column with a target's name, else of the last column."""
    folded = [name.casefold().replace("_", " ") for name in names]
    for known in TARGET_NAMES:
        found = [i for i, name in enumerate(folded) if name in known]
        if found:
            return found[-1]
    return len(names) - 1


def _too_wide(many: str, text: str, dialect: Dialect, lies: Outline) -> TooWideError:
    names, _ = unique_names(lies.names, lies.width)
    target = likely_target(names)
    first = next(read_records(text, dialect, lies.start, lies.line, lies.width), None)
    return TooWideError(
        f"{many}, more than {MAX_COLUMNS:,}, too wide: choose the columns you need.",
        names,
        first.cells if first is not None else (),
        suggested_columns(len(names), target),
        target,
    )
