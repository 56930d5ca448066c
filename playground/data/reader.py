"""A file, or its bytes, to a Table; or one sentence saying why not."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import NamedTuple

import numpy as np

from playground.data.beginning import lines_above_numbers
from playground.data.body import Body, read_body
from playground.data.cleaning import cleaned
from playground.data.column_choice import with_chosen_columns
from playground.data.columns import LONGEST_LABEL, Column, Note, SetAside, Table, shortened
from playground.data.dialect import DELIMITERS, ENCODINGS, Dialect, ReadingChoice
from playground.data.doubts import doubts_about
from playground.data.encoding import decode
from playground.data.errors import CsvError
from playground.data.header import unique_names
from playground.data.marks import sentence, suspects
from playground.data.outline import Outline, outline
from playground.data.refusals import refuse_binary
from playground.data.sheet import read_sheet
from playground.data.sniffing import after_lines, detect_dialect
from playground.data.source import Source, from_bytes, from_file

__all__ = ["CsvError", "Readable", "read_table"]

Readable = Path | bytes | Source
"""A file, its bytes, or what was unpacked of it already."""

_MOST_ODD = 0.5
"""If more of the lines than this do not fit, the table was not understood."""
_SOME = 4096
_AS_FOUND = ReadingChoice()


def read_table(
    source: Readable,
    name: str = "",
    reading: ReadingChoice = _AS_FOUND,
    progress: Callable[[float], None] | None = None,
) -> Table:
    """The table in a CSV file or in its bytes; ``name`` is shown (default: the file's name).

    ``reading`` says what was chosen and need not be found. ``progress`` is told which share (0 to 1) of
    the text has become columns. Raises ``CsvError`` for everything that is not understood; those of
    its kinds that a choice would help offer it.
    """
    name = name or (source.name if isinstance(source, Path) else "table.csv")
    share = _Progress(progress)
    found = _found(source, name, reading, share)
    if reading.columns:
        return read_sheet(found.raw, name, reading)
    text, dialect, lies, warnings = opened(found, name, reading)
    body = read_body(text, dialect, lies, reading, share.rest)
    _refuse_odd(body, lies, name)
    return _table(found, dialect, lies, body, reading, name, warnings)


class Opened(NamedTuple):
    """A file's ``text``, and how and where the table lies in it."""

    text: str
    dialect: Dialect
    lies: Outline
    warnings: list[str]


def opened(found: Source, name: str, reading: ReadingChoice) -> Opened:
    """Everything that is found out before the rows are read. Raises ``CsvError``."""
    if not found.raw[:_SOME].strip() and not found.raw.strip():
        raise CsvError(f"{name} is empty: choose a file with a table in it.")
    refuse_binary(found.raw, name)
    text, encoding, warning = decode(found.raw, name, reading.encoding)
    text, notes = cleaned(text, name)
    dialect = detect_dialect(text, encoding, reading)
    start = after_lines(text, dialect.skip)
    if not text[start:].strip():
        raise CsvError(f"{name} has no more than the {dialect.skip:,} lines that are skipped: skip fewer.")
    lies = outline(text, dialect, start, dialect.skip + 1, reading.header)
    if lies is None:
        dialect, lies = _below_report(text, encoding, reading)
    if lies is None:
        raise _one_column(name, reading)
    lies = replace(lies, set_aside=(*_skipped(text, reading.skip or 0), *lies.set_aside))
    lies = with_chosen_columns(text, dialect, lies, reading, name)
    return Opened(text, dialect, lies, [*found.warnings, *warning, *notes])


def _below_report(text: str, encoding: str, reading: ReadingChoice) -> tuple[Dialect, Outline | None]:
    """(dialect, outline) of the rows of numbers at the end of a text in which there seems to be no table."""
    n = lines_above_numbers(text)
    dialect = detect_dialect(text, encoding, replace(reading, skip=max(n, reading.skip or 0)))
    lies = outline(text, dialect, after_lines(text, dialect.skip), dialect.skip + 1, reading.header)
    if not n or lies is None:
        return dialect, None
    above = text[: after_lines(text, n)].split("\n")[reading.skip or 0 : n]
    notes = [
        SetAside(i, line, "a note above the table")
        for i, line in enumerate(above, 1 + (reading.skip or 0))
        if line.strip()
    ]
    return dialect, replace(lies, set_aside=(*notes, *lies.set_aside))


def _found(source: Readable, name: str, reading: ReadingChoice, share: _Progress) -> Source:
    if isinstance(source, Source):
        return source
    if isinstance(source, Path):
        return from_file(source, reading.member, share.first_half)
    return from_bytes(source, name, reading.member)


class _Progress:
    """Tells one growing share for finding the lines of a large file (if that takes long) and reading them."""

    def __init__(self, tell: Callable[[float], None] | None) -> None:
        self._tell = tell
        self._begun = 0.0

    def first_half(self, share: float) -> None:
        self._begun = share / 2
        if self._tell is not None:
            self._tell(self._begun)

    def rest(self, share: float) -> None:
        if self._tell is not None:
            self._tell(self._begun + (1 - self._begun) * share)


def _skipped(text: str, n: int) -> tuple[SetAside, ...]:
    """The first lines, which a person chose to skip."""
    lines = text[: after_lines(text, n)].split("\n")[:-1]
    return tuple(SetAside(i, line, "skipped, your choice") for i, line in enumerate(lines, 1) if line.strip())


def _one_column(name: str, reading: ReadingChoice) -> CsvError:
    if reading.delimiter is not None:
        chosen = DELIMITERS[reading.delimiter]
        return CsvError(f"Cut at {chosen}, {name} has only one column: choose another separator.")
    if reading.encoding is not None:
        chosen = ENCODINGS.get(reading.encoding, reading.encoding)
        return CsvError(f"Read as {chosen}, {name} has only one column: choose another encoding.")
    return CsvError(
        f"{name} has only one column: a table needs an input and a target column, with a comma, a semicolon "
        "or a tab between the values of a row."
    )


def _refuse_odd(body: Body, lies: Outline, name: str) -> None:
    if not body.n_rows:
        if lies.names is None or not any(lies.names):
            raise CsvError(f"{name} holds no values: choose a file with a table in it.")
        raise CsvError(f"{name} has a header but no rows below it: add rows of values.", lies.line - 1)
    strange = [record for record in body.odd if any(record.cells) and len(record.cells) != lies.width]
    lines = [record.line for record in strange] + (body.short if lies.names is None else [])
    if len(lines) > _MOST_ODD * body.n_rows + 1:
        raise CsvError(
            f"{len(lines):,} lines of {name} have more or fewer values than the others, which have "
            f"{lies.width:,}, for example line {min(lines)}: add or remove separators there.",
            min(lines),
        )


def _table(
    found: Source,
    dialect: Dialect,
    lies: Outline,
    body: Body,
    reading: ReadingChoice,
    name: str,
    warnings: list[str],
) -> Table:
    if found.container is not None and reading.member is None:
        warnings.insert(0, found.container.told(name))
    if not lies.certain:
        taken = "values" if lies.names is None else "names"
        warnings.append(f"The first row was taken for {taken}, a guess: check the columns' names.")
    names, repeated = unique_names(lies.names, lies.width)
    columns, doubts = body.columns([names[i] for i in lies.places])
    columns = [_without(column, reading.missing_numbers) for column in columns]
    doubts += [sentence(mark, where) for mark, where in suspects(columns).items()]
    real = found.real_lines(body.lines)
    doubts += doubts_about(columns, real, lies.set_aside, lies.names, dialect.by_blanks)
    warnings += [*lies.warnings, *(repeated[i] for i in lies.places if i in repeated)]
    odd, sentences = body.set_aside(dialect, lies)
    return Table(
        name=name,
        columns=_distinct_labels(_kept(columns, lies, name)),
        n_rows=body.n_rows,
        raw=found.raw,
        digest=hashlib.sha256(found.raw).hexdigest(),
        row_lines=found.real_lines(body.lines),
        dialect=replace(dialect, header=lies.names is not None),
        set_aside=tuple(
            SetAside(found.real_line(a.line), a.text, a.reason)
            for a in sorted((*lies.set_aside, *odd), key=lambda a: a.line)
        ),
        **_told([*warnings, *sentences, *doubts], names),
        reading=reading,
        names_in_file=tuple(names),
        container=found.container,
        part=found.part,
    )


def _told(sentences: Sequence[str], names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Those that somebody should check, as ``warnings``, and the others, as ``notes``; without the endless
    rest of very long names."""
    warnings: list[str] = []
    notes: list[str] = []
    endless = [name for name in names if len(name) > LONGEST_LABEL]
    for said in sentences:
        kept = notes if isinstance(said, Note) else warnings
        kept.append(reduce(lambda text, name: text.replace(name, shortened(name)), endless, str(said)))
    return {"warnings": tuple(warnings), "notes": tuple(notes)}


def _kept(columns: Sequence[Column], lies: Outline, name: str) -> tuple[Column, ...]:
    """The columns without those that have neither name nor values; where none has a name and all others hold
    numbers or dates, without those at the end: a separator ends each line of numbers, while beside words
    there may be a column in which nobody wrote. ``CsvError`` if that leaves too few.
    """
    places = list(zip(lies.places, columns, strict=True))
    last = max((i for i, column in places if column.kind != "empty"), default=0)
    if any(column.kind not in ("number", "date", "empty") for column in columns):
        last = len(lies.places)
    kept = tuple(
        column
        for i, column in places
        if column.kind != "empty" or (i < last if lies.names is None else lies.names[i])
    )
    if sum(column.kind != "empty" for column in kept) < 2:
        n = sum(column.kind != "empty" for column in kept)
        found = "only one column" if n else "no column"
        of = "" if lies.chosen is None else f" among the {len(lies.chosen):,} chosen"
        raise CsvError(f"{name} has {found} with values{of}: a table needs an input and a target column.")
    return kept


def _without(column: Column, absent: Sequence[float]) -> Column:
    """The column with the numbers that count as missing taken out."""
    if not absent or not column.is_number:
        return column
    return replace(column, values=np.where(np.isin(column.values, absent), np.nan, column.values))


def _distinct_labels(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns that would be displayed alike (``x (a)``, ``x (b)``) keep their whole names instead."""
    seen = Counter(column.label for column in columns)
    return tuple(
        c if seen[c.label] == 1 else replace(c, label=_whole(c, place), unit="")
        for place, c in enumerate(columns, 1)
    )


def _whole(column: Column, place: int) -> str:
    return column.name if len(column.name) <= LONGEST_LABEL else f"{column.label} {place}"
