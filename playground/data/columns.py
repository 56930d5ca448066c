"""A table as it was read: typed columns, nothing scaled, nothing left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.data.container import Container
from playground.data.dialect import Dialect, ReadingChoice

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Kind = Literal["number", "yes_no", "category", "date", "text", "empty"]

MISSING = -1
"""Code of a missing value in a column that is not a number."""

_UNIT = re.compile(r"(?P<label>.*\S)\s+(?:\((?P<round>[^()\[\]]{1,16})\)|\[(?P<square>[^()\[\]]{1,16})\])")

LONGEST_LABEL = 80
"""Characters"""


def split_unit(name: str) -> tuple[str, str]:
    """``"area (m²)"`` → ``("area", "m²")``; a name without a unit in brackets at its end comes back whole, as
    far as it can be shown.
    """
    name = " ".join(name.split())
    match = _UNIT.fullmatch(name)
    if match is None:
        return shortened(name), ""
    return shortened(match["label"]), (match["round"] or match["square"]).strip()


def shortened(name: str) -> str:
    """A name not too long to be shown: of one with more characters, the first ones."""
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1].rstrip()}…"


def plain_number(value: float) -> str:
    """The shortest text that reads back as the same number: ``3``, ``0.1``, ``1e+20``."""
    if np.isfinite(value) and value == np.floor(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(float(value))


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a table.

    A number column has ``values`` (n_rows,), NaN where missing, and no ``codes``. Every other kind has
    ``codes`` (n_rows,), an index into ``categories`` or ``MISSING``, and no ``values`` but for dates: their
    days since 1970 (of a time of day: since midnight). ``yes_no``
    columns have two categories, the yes word second. ``name`` is the whole header, unique in its table;
    ``label`` and ``unit`` are its parts for display. ``span`` is a range of numbers that is drawn in any
    case, whatever the values are; None where nobody declared one.
    """

    name: str
    kind: Kind
    label: str
    unit: str = ""
    values: Floats = field(default_factory=lambda: np.empty(0))
    codes: Codes = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    categories: tuple[str, ...] = ()
    span: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        self.values.flags.writeable = False
        self.codes.flags.writeable = False

    def __reduce__(self) -> tuple[type[Column], tuple[object, ...]]:
        """Without what was only worked out, and read-only again when it comes out of a child process."""
        return Column, (
            self.name, self.kind, self.label, self.unit, self.values, self.codes, self.categories,
            self.span,
        )  # fmt: skip

    @property
    def is_number(self) -> bool:
        return self.kind == "number"

    @property
    def has_values(self) -> bool:
        """Whether it can be used as a number: numbers and dates."""
        return self.kind in ("number", "date")

    def __len__(self) -> int:
        return len(self.values) if self.has_values else len(self.codes)

    @cached_property
    def missing(self) -> Flags:
        """True where the cell held no value, shape (n_rows,)."""
        return np.isnan(self.values) if self.has_values else self.codes == MISSING

    @cached_property
    def n_missing(self) -> int:
        return int(np.count_nonzero(self.missing))

    def is_missing(self, row: int) -> bool:
        """Whether that one cell held no value."""
        return bool(np.isnan(self.values[row]) if self.has_values else self.codes[row] == MISSING)

    @cached_property
    def limits(self) -> tuple[float, float] | None:
        """The smallest and the largest value; None where there are no values."""
        if not self.has_values or self.n_missing == len(self):
            return None
        return float(np.nanmin(self.values)), float(np.nanmax(self.values))

    @cached_property
    def coded(self) -> tuple[Codes, tuple[str, ...]]:
        """The column as categories: codes (n_rows,) and their names; numbers in ascending order."""
        if not self.is_number:
            return self.codes, self.categories
        distinct, inverse = np.unique(self.values, return_inverse=True)  # NaN comes last, once
        codes = inverse.astype(np.int64)
        codes[self.missing] = MISSING
        return codes, tuple(plain_number(v) for v in distinct[~np.isnan(distinct)])

    @cached_property
    def n_distinct(self) -> int:
        """How many different values there are, missing ones not counted."""
        return len(np.unique(self.values[~self.missing])) if self.is_number else len(self.categories)

    def cell(self, row: int) -> str:
        """The value in that row as text for display; empty if missing."""
        if self.is_missing(row):
            return ""
        if self.is_number:
            return plain_number(float(self.values[row]))
        return self.categories[int(self.codes[row])]


class Note(str):
    """A sentence about what was done while reading that nobody needs to check; all others are warnings."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A line of the file that is not a row of the table: its number (from 1), its text and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, eq=False)
class Part:
    """Which lines of a larger file were read: their numbers (from 1), and a sentence about the others."""

    lines: Codes = field(repr=False)
    sentence: str


@dataclass(frozen=True, eq=False)
class Table:
    """Everything read from one file. Equal when name, content and the way it was read are equal.

    ``raw`` are the file's bytes and ``digest`` their SHA-256 in hexadecimal. ``row_lines`` (n_rows,) are
    the line numbers (from 1) on which each row begins. ``warnings`` are sentences about guesses made
    while reading, ``notes`` are about what was done and is no guess; ``reading`` is what a person chose
    about it. ``names_in_file`` are those of all columns, read or not. ``container``: the file that holds
    other tables, too. ``part``: which lines ``raw`` are, where the file was too large to read them all.
    """

    name: str
    columns: tuple[Column, ...]
    n_rows: int
    raw: bytes = field(repr=False)
    digest: str
    row_lines: Codes = field(repr=False)
    dialect: Dialect = field(default_factory=Dialect)
    set_aside: tuple[SetAside, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reading: ReadingChoice = field(default_factory=ReadingChoice)
    names_in_file: tuple[str, ...] = field(default=(), repr=False)
    container: Container | None = None
    part: Part | None = None

    def column(self, name: str) -> Column:
        """The column of that name; ``KeyError`` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def _identity(self) -> tuple[str, str, Dialect, ReadingChoice]:
        return self.name, self.digest, self.dialect, self.reading

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())
