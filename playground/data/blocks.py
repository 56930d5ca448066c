"""The rows of a table, a block of lines at a time, column by column.

Most lines of most large files hold no quotes and are equally wide: in those only the places of the cells are
looked up. Everything else is read record by record; both ways give the same cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from playground.data.columns import Codes
from playground.data.dialect import FIXED, Dialect
from playground.data.digits import Bytes, Parsed, Places, parse_cells
from playground.data.outline import Outline
from playground.data.sniffing import is_comment
from playground.data.tokens import Record, fitted, read_records

BLOCK = 1 << 20
"""Characters of a block, about."""
_LEAST_LINES = 16
_LARGEST = 32 * BLOCK
"""Blocks of very long lines are larger, so that there are some lines in each."""
_BLANK = np.isin(np.arange(256), [9, 11, 12, 13, 28, 29, 30, 31, 32])


@dataclass(frozen=True)
class Grid:
    """Cells by their places in ``characters``: ``starts`` and ``ends`` (n_columns, n_rows)."""

    characters: Bytes
    starts: Places
    ends: Places

    @cached_property
    def _all_parsed(self) -> Parsed:
        return parse_cells(self.characters, self.starts.ravel(), self.ends.ravel())

    def parsed(self, index: int) -> Parsed:
        """One column's cells as numbers; where rows are few, all columns are worked out together."""
        n_columns, n = self.starts.shape
        if n_columns <= n:
            return parse_cells(self.characters, self.starts[index], self.ends[index])
        return self._all_parsed.part(slice(index * n, (index + 1) * n))

    def column(self, index: int) -> list[str]:
        text = self.characters.tobytes()
        places = zip(self.starts[index].tolist(), self.ends[index].tolist(), strict=True)
        return [text[start:end].decode().strip() for start, end in places]


@dataclass(frozen=True)
class Block:
    """``lines`` (n_rows,) on which rows begin, and the cells of the columns that are read: in a ``grid`` or
    in ``columns``.

    ``odd`` are the records that are no rows; on the lines ``short`` values are lacking at the end (they are
    empty here), on the lines ``long`` there are separators too many and gaps between the values, on the
    lines ``mended`` quotes are not in pairs. The next block begins at ``end``.
    """

    lines: Codes
    end: int
    grid: Grid | None = None
    columns: Sequence[Sequence[str]] = ()
    odd: list[Record] = field(default_factory=list)
    short: list[int] = field(default_factory=list)
    long: list[int] = field(default_factory=list)
    mended: list[int] = field(default_factory=list)

    def column(self, index: int) -> Sequence[str]:
        """The cells of one column."""
        return self.columns[index] if self.grid is None else self.grid.column(index)


def read_blocks(text: str, dialect: Dialect, outline: Outline, size: int = BLOCK) -> Iterator[Block]:
    """All rows of the table in their order."""
    if outline.end < len(text):
        text = text[: outline.end]
    place, line = outline.start, outline.line
    size = max(size, min(_LEAST_LINES * (text.find("\n", place) - place), _LARGEST))
    while place < len(text):
        stop = text.find("\n", min(place + size, len(text))) + 1 or len(text)
        grid = _grid(text[place:stop].removesuffix("\n"), dialect, outline)
        if grid is not None:
            n = grid.starts.shape[1]
            yield Block(np.arange(line, line + n), stop, grid)
            place, line = stop, line + n
            continue
        block = _one_by_one(text, dialect, outline, place, stop, line)
        yield block
        line += text.count("\n", place, block.end)
        place = block.end


def _grid(chunk: str, dialect: Dialect, outline: Outline) -> Grid | None:
    """The cells of lines without quotes, comments and gaps, each with ``width`` cells; else None."""
    mark, width = dialect.delimiter, outline.width
    if dialect.by_blanks or mark == FIXED or dialect.escape or (dialect.quote and dialect.quote in chunk):
        return None
    if chunk[:1] in "#%/" or any(f"\n{sign}" in chunk for sign in "#%/"):
        return None
    if outline.names_row and mark.join(outline.names_row) in chunk:
        return None
    characters = np.frombuffer(f"{chunk}\n".encode(), dtype=np.uint8)
    is_end = characters == ord("\n")
    ends = np.flatnonzero(is_end | (characters == ord(mark)))
    n = int(np.count_nonzero(is_end))
    if len(ends) != n * width or not is_end[ends[width - 1 :: width]].all():
        return None
    starts = np.append(0, ends[:-1] + 1)
    shape, filled = (n, width), starts < ends
    if not filled.reshape(shape).any(axis=1).all():
        return None
    edges = characters[starts[filled]], characters[ends[filled] - 1]
    if any(_BLANK[edge].any() for edge in edges):
        return None
    chosen = slice(None) if outline.chosen is None else np.array(outline.chosen)
    return Grid(characters, starts.reshape(shape).T[chosen].copy(), ends.reshape(shape).T[chosen].copy())


def _one_by_one(text: str, dialect: Dialect, outline: Outline, place: int, stop: int, line: int) -> Block:
    lines: list[int] = []
    rows: list[list[str]] = []
    odd: list[Record] = []
    short: list[int] = []
    long: list[int] = []
    mended: list[int] = []
    end, width, names = place, outline.width, list(outline.names_row)
    for record in read_records(text, dialect, place, line, width):
        end = record.end
        cells = fitted(record.cells, width)
        if record.mended:
            mended.append(record.line)
        if 1 < len(cells) < width and not dialect.by_blanks and not is_comment(cells) and any(cells):
            short.append(record.line)
            cells = cells + [""] * (width - len(cells))
        remark = bool(outline.comments) and cells[0].startswith(outline.comments)
        if len(cells) == width and any(cells) and cells != names and not remark:
            if len(record.cells) > width and not all(cells):
                long.append(record.line)
            lines.append(record.line)
            rows.append(cells if outline.chosen is None else [cells[i] for i in outline.chosen])
        else:
            odd.append(record)
        if end >= stop:
            break
    else:
        end = len(text)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(outline.places)
    return Block(np.array(lines, dtype=np.int64), end, None, columns, odd, short, long, mended)
