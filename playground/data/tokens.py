"""Text to records: lists of cells, each with the line it begins on; broken quotes are mended line by line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from playground.data.dialect import BLANKS, FIXED, WIDE_BLANKS, Dialect

LONGEST_CELL = 1 << 17
"""Characters. A quote that opens and is not closed within them is a character like any other."""
_RUNS_OF_BLANKS = {BLANKS: re.compile(r"[ \t]+"), WIDE_BLANKS: re.compile(r" {2,}|[ \t]*\t[ \t]*")}
_MOST_REPAIRS = 500
"""After so many records with broken quotes, quotes are trusted within a line only."""


class Record(NamedTuple):
    """``cells`` of one record, blanks around them removed, from ``line`` (from 1) on; the next one begins
    at character ``end``. ``mended``: its quotes are not in pairs, and were read as best they could be.
    """

    line: int
    cells: list[str]
    end: int
    mended: bool = False


class _Lines(Iterator[str]):
    """The lines of a text from a place on, each with its line end; knows where it is."""

    def __init__(self, text: str, start: int, line: int) -> None:
        self._text, self.place, self.line = text, start, line

    def __next__(self) -> str:
        start = self.place
        if start >= len(self._text):
            raise StopIteration
        self.place = self._text.find("\n", start) + 1 or len(self._text)
        self.line += 1
        return self._text[start : self.place]


def read_records(
    text: str, dialect: Dialect, start: int = 0, line: int = 1, width: int | None = None
) -> Iterator[Record]:
    """Every record from character ``start``, which begins line number ``line``; blank lines are none.

    Line ends are ``\\n`` alone. With a ``width``, a record over several lines that is not so wide is taken
    for the work of a quote that was never closed, and read again line by line.
    """
    if dialect.by_lines:
        yield from _by_lines(text, dialect, start, line)
        return
    csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(text, start, line)
    repairs = 0
    reader = _reader(lines, dialect)
    while True:
        place, line = lines.place, lines.line
        mended = False
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            mended = True
        if mended or (width is not None and lines.line > line + 1 and len(cells) != width):
            if repairs == _MOST_REPAIRS:
                yield from _by_lines(text, dialect, place, line)
                return
            repairs += 1
            lines = _Lines(text, place, line)
            cells, mended = split_line(next(lines), dialect), True
            reader = _reader(lines, dialect)
        if len(cells) > 1 or (cells and cells[0].strip()):
            mended = mended or _has_split_quotes(cells, dialect.quote)
            yield Record(line, [cell.strip() for cell in cells], lines.place, mended)


def _has_split_quotes(cells: list[str], quote: str) -> bool:
    """Whether quotes begin in one cell and end in another: they did not keep the delimiter between these."""
    return quote in "".join(cells) and sum(cell.count(quote) % 2 for cell in cells) > 1


def _reader(lines: _Lines, dialect: Dialect) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        escapechar=dialect.escape or None,
        skipinitialspace=True,
        strict=True,
    )


def _by_lines(text: str, dialect: Dialect, start: int, line: int) -> Iterator[Record]:
    lines = _Lines(text, start, line)
    for each in lines:
        cells = split_line(each, dialect)
        if len(cells) > 1 or cells[0]:
            yield Record(lines.line - 1, cells, lines.place)


def split_line(line: str, dialect: Dialect) -> list[str]:
    """The cells of one line. A quote that has no partner before a delimiter is part of the text."""
    delimiter, quote = dialect.delimiter, dialect.quote
    if delimiter == FIXED:
        return _cut(line.rstrip("\n"), dialect.cuts)
    blanks = _RUNS_OF_BLANKS.get(delimiter)
    line = line.strip(" \t\n") if blanks else line.rstrip("\n")
    if not quote or quote not in line:
        cells = blanks.split(line) if blanks else line.split(delimiter)
        return [cell.strip() for cell in cells]
    patterns = _cell_patterns(delimiter, quote)
    found: list[str] = []
    place, more = 0, True
    while more:
        match = next(each for pattern in patterns if (each := pattern.match(line, place)))
        found.append(match[1].replace(quote * 2, quote).strip())
        place, more = match.end(), bool(match[2])
    return found


def _cut(line: str, cuts: Sequence[int]) -> list[str]:
    """The cells between these places; a line that runs over one of them is one cell."""
    if any(cut < len(line) and line[cut - 1] != " " != line[cut] for cut in cuts):
        return [line.strip()]
    return [line[begin:end].strip() for begin, end in pairwise((0, *cuts, max(len(line), *cuts, 0)))]


@lru_cache(maxsize=16)
def _cell_patterns(delimiter: str, quote: str) -> tuple[re.Pattern[str], ...]:
    """A cell and what ends it: in quotes; in quotes with single ones inside; plain, which always fits."""
    q, d = re.escape(quote), re.escape(delimiter)
    doubled = rf"((?:[^{q}]|{q}{q})*)"
    if delimiter == WIDE_BLANKS:
        end = r"( {2,}|[ \t]*\t[ \t]*|$)"
        return re.compile(rf"{q}{doubled}{q}{end}"), re.compile(rf"(.*?){end}")
    if delimiter == BLANKS:
        return re.compile(rf"{q}{doubled}{q}([ \t]+|$)"), re.compile(r"([^ \t]*)([ \t]+|$)")
    return (
        re.compile(rf" *{q}{doubled}{q} *({d}|$)"),
        re.compile(rf" *{q}([^{d}]*){q} *({d}|$)"),
        re.compile(rf"([^{d}]*)({d}|$)"),
    )


def fitted(cells: list[str], width: int) -> list[str]:
    """The cells without empty ones beyond ``width``."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells
