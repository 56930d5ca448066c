"""The rows of a table, a block of lines at a time, column by column.

Most lines of most large files hold no quotes and are equally wide: those are cut all at once. Everything else
is read record by record; both ways give the same cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from playground.data.columns import Codes
from playground.data.dialect import BLANKS, Dialect
from playground.data.outline import Outline, fitted
from playground.data.sniffing import is_comment
from playground.data.tokens import Record, read_records

BLOCK = 1 << 20
"""Characters of a block, about."""


@dataclass(frozen=True)
class Block:
    """``columns`` (width lists of n cells each) of rows that begin on ``lines`` (n,).

    ``odd`` are the records that are no rows; on the lines ``short`` values are lacking at the end (they are
    empty here), on the lines ``mended`` quotes are not in pairs. The next block begins at ``end``.
    """

    lines: Codes
    columns: Sequence[Sequence[str]]
    end: int
    odd: list[Record] = field(default_factory=list)
    short: list[int] = field(default_factory=list)
    mended: list[int] = field(default_factory=list)


def read_blocks(text: str, dialect: Dialect, outline: Outline, size: int = BLOCK) -> Iterator[Block]:
    """All rows of the table in their order."""
    if outline.end < len(text):
        text = text[: outline.end]
    place, line = outline.start, outline.line
    while place < len(text):
        stop = text.find("\n", min(place + size, len(text))) + 1 or len(text)
        block = _at_once(text, dialect, outline, place, stop, line)
        if block is None:
            block = _one_by_one(text, dialect, outline, place, stop, line)
        yield block
        line += text.count("\n", place, block.end)
        place = block.end


def _at_once(text: str, dialect: Dialect, outline: Outline, place: int, stop: int, line: int) -> Block | None:
    """A block of lines without quotes, comments and gaps, each with ``width`` cells; else None."""
    chunk = text[place:stop].removesuffix("\n")
    mark, width = dialect.delimiter, outline.width
    n = chunk.count("\n") + 1
    if mark == BLANKS or (dialect.quote and dialect.quote in chunk) or chunk.count(mark) != n * (width - 1):
        return None
    if dialect.escape or chunk[0] in "#%/" or any(f"\n{sign}" in chunk for sign in "#%/"):
        return None
    if outline.names_row and mark.join(outline.names_row) in chunk:
        return None
    characters = np.frombuffer(chunk.encode(), dtype=np.uint8)
    ends = np.append(np.flatnonzero(characters == ord("\n")), len(characters))
    marks = np.flatnonzero(characters == ord(mark))
    if np.any(np.searchsorted(marks, ends) != np.arange(1, n + 1) * (width - 1)):
        return None
    cells = chunk.replace("\n", mark).split(mark)
    if not chunk.isascii() or any(blank in chunk for blank in " \t\v\f\x1c\x1d\x1e\x1f" if blank != mark):
        cells = list(map(str.strip, cells))
    columns = [cells[i::width] for i in range(width)]
    if "" in columns[0]:
        empty = [i for i, cell in enumerate(columns[0]) if not cell]
        if any(not any(column[i] for column in columns) for i in empty):
            return None
    return Block(np.arange(line, line + n), columns, stop)


def _one_by_one(text: str, dialect: Dialect, outline: Outline, place: int, stop: int, line: int) -> Block:
    lines: list[int] = []
    rows: list[list[str]] = []
    block = Block(np.empty(0, dtype=np.int64), (), place)
    end, width, names = place, outline.width, list(outline.names_row)
    for record in read_records(text, dialect, place, line, width):
        end = record.end
        cells = fitted(record.cells, width)
        if record.mended:
            block.mended.append(record.line)
        if 1 < len(cells) < width and dialect.delimiter != BLANKS and not is_comment(cells) and any(cells):
            block.short.append(record.line)
            cells = cells + [""] * (width - len(cells))
        if len(cells) == width and any(cells) and cells != names:
            lines.append(record.line)
            rows.append(cells)
        else:
            block.odd.append(record)
        if end >= stop:
            break
    else:
        end = len(text)
    columns = list(zip(*rows, strict=True)) if rows else [()] * width
    return Block(np.array(lines, dtype=np.int64), columns, end, block.odd, block.short, block.mended)
