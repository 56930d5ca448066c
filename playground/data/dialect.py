"""How a file's text is cut into cells, as values: what was found, and what a person chose instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from playground.data.column_ranges import normalized
from playground.data.declared import DeclaredColumn, columns_from_json, columns_to_json

BLANKS = " "
"""The delimiter of cells between which stand blanks or tabs, any number of them."""
WIDE_BLANKS = "  "
"""The delimiter of cells in which single blanks may stand: two or more blanks, or tabs, lie between them."""
FIXED = "   "
"""Stands for none: each column has its places in the line, blank in all lines between two columns."""
DELIMITERS = {
    ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", BLANKS: "blanks", WIDE_BLANKS: "wide blanks",
    FIXED: "fixed places", "@": "at sign", "^": "caret", "~": "tilde", ":": "colon",
}  # fmt: skip
QUOTES = {'"': "double quotes", "'": "single quotes", "": "none"}
DECIMALS = {".": "point", ",": "comma"}
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252 (western Europe)",
    "cp1250": "Windows-1250 (central Europe)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "iso8859-15": "ISO 8859-15 (western Europe)",
    "utf-16": "UTF-16",
    "gb18030": "GB 18030 (Chinese)",
    "shift_jis": "Shift JIS (Japanese)",
    "mac_roman": "Mac Roman",
    "cp850": "DOS 850 (western Europe)",
    "cp852": "DOS 852 (central Europe)",
}
"""Encodings offered to choose from; any that Python knows is understood."""


_TEXTS = frozenset({"encoding", "absent", "words", "places", "member"})
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Dialect:
    """Encoding, separator and quote of one file ("" for no quotes), ``escape`` before a quote inside a
    cell if it is not doubled, and whether the table has names. ``skip`` lines (a ``sep=`` line) come before.
    ``cuts``: the places in a line at which columns of fixed places begin, but for the first.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header: bool = True
    skip: int = 0
    escape: str = ""
    cuts: tuple[int, ...] = ()

    @property
    def by_blanks(self) -> bool:
        """Whether any number of blanks is one separator: then a gap cannot be seen."""
        return self.delimiter in (BLANKS, WIDE_BLANKS)

    @property
    def by_lines(self) -> bool:
        """Whether each line is cut for itself: quotes hold no line end together."""
        return self.by_blanks or self.delimiter == FIXED or not self.quote


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """What a person chose about the reading of a file; None leaves it to be found.

    ``decimal`` is the decimal mark of all numbers in the file; ``absent`` a number that counts as missing,
    as text; ``words`` count as missing, too, separated by commas. The first ``skip`` lines are no part of the
    table. ``places`` are those of the columns that are read, such as ``1-20, 57, last`` (None: all).
    ``member`` names the sheet of a workbook or the file in an archive that is the table. ``columns`` are
    those of a table that was painted: nothing about it has to be found.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: bool | None = None
    decimal: str | None = None
    absent: str | None = None
    words: str | None = None
    skip: int | None = None
    places: str | None = None
    member: str | None = None
    columns: tuple[DeclaredColumn, ...] = ()

    @property
    def missing_words(self) -> frozenset[str]:
        """The ``words``, each case folded."""
        return frozenset(word.strip().casefold() for word in (self.words or "").split(",") if word.strip())

    @property
    def missing_numbers(self) -> tuple[float, ...]:
        """Every number that counts as missing."""
        numbers = {word for word in self.missing_words if _NUMBER.fullmatch(word)}
        return tuple(sorted(map(float, numbers if self.absent is None else {*numbers, self.absent})))

    def to_json(self) -> dict[str, Any]:
        """Only what was chosen."""
        found = asdict(self) | {"columns": columns_to_json(self.columns) or None}
        return {key: value for key, value in found.items() if value is not None}

    @classmethod
    def from_json(cls, data: Any) -> ReadingChoice:
        """What ``to_json`` wrote. ``ValueError`` with a sentence if it is not that."""
        allowed: dict[str, Any] = {"delimiter": DELIMITERS, "quote": QUOTES, "decimal": DECIMALS}
        known = [each.name for each in fields(cls)]
        if not isinstance(data, Mapping) or not set(data) <= set(known):
            raise ValueError(f"A choice about reading has no other parts than {', '.join(known)}.")
        for key, value in data.items():
            if key == "header" and not isinstance(value, bool):
                raise ValueError("Whether a file has a header must be true or false.")
            if key in _TEXTS and not isinstance(value, str):
                raise ValueError(f"A file's {key} must be text.")
            if key == "places" and normalized(value) != value:
                raise ValueError("The columns that are read must be places such as 1-20, 57.")
            if key == "skip" and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
                raise ValueError("The lines to skip must be a whole number from 0 on.")
            if key == "absent" and not _NUMBER.fullmatch(value):
                raise ValueError("What counts as missing must be a number.")
            if key in allowed and (not isinstance(value, str) or value not in allowed[key]):
                raise ValueError(f"A file's {key} is none that this program knows.")
        return cls(**{**data, "columns": columns_from_json(data.get("columns", []))})
