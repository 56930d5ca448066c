"""The rows of a table as typed columns, and what in its lines did not fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from playground.data.blocks import Block, read_blocks
from playground.data.collecting import PlainNumbers, Words
from playground.data.column_types import OrderDoubt, decimal_marks, infer_column, number_column, switch_line
from playground.data.columns import Codes, Column, Note, SetAside
from playground.data.date_order import in_order, order_elsewhere
from playground.data.dialect import Dialect, ReadingChoice
from playground.data.ending import RULE, aside
from playground.data.outline import Outline
from playground.data.sniffing import is_comment
from playground.data.tokens import Record, fitted

Progress = Callable[[float], None]

_SOME_WORDS = 1000
_OFTEN = 0.2
"""Rows that lack their last values are no slip of the pen if at least this share does."""
_SHIFTED = "check that no value stands one column too far to the right."
_MENDED = "read like any other character: check the cells there."
_FIRST_PASS = 0.8
"""Share of the work: a second pass is made only for columns that turn out not to be numbers."""


@dataclass(frozen=True)
class Body:
    """What stands between names and notes: ``cells`` of each column, and the lines that are no rows."""

    lines: Codes
    cells: Sequence[PlainNumbers | Words]
    delimiter: str
    decimal: str | None
    odd: list[Record]
    short: list[int]
    long: list[int]
    mended: list[int]

    @property
    def n_rows(self) -> int:
        return len(self.lines)

    def columns(self, names: Sequence[str]) -> tuple[list[Column], list[str]]:
        """(typed columns, sentences about what was doubtful in them)."""
        marks = frozenset(mark for cells in self.cells if (mark := _certain_mark(cells)) is not None)
        columns: list[Column] = []
        warnings: list[str] = []
        switches: list[tuple[int | None, Column]] = []
        two_ways: list[int] = []
        for name, cells in zip(names, self.cells, strict=True):
            if isinstance(cells, PlainNumbers):
                columns.append(number_column(name, cells.values))
                continue
            words, codes = cells.words, cells.codes
            column, doubts = infer_column(name, words, codes, self.lines, self.delimiter, marks, self.decimal)
            if any(isinstance(doubt, OrderDoubt) for doubt in doubts):
                two_ways.append(len(columns))
            columns.append(column)
            warnings.extend(doubts)
            if column.kind in ("category", "text"):
                switches.append((switch_line(words, codes, self.lines), column))
        others = [column for i, column in enumerate(columns) if i not in two_ways]
        if two_ways and (order := order_elsewhere(others, marks)):
            columns = [in_order(c, order) if i in two_ways else c for i, c in enumerate(columns)]
            warnings = [each for each in warnings if not isinstance(each, OrderDoubt)]
        return columns, [*_second_tables(switches, self.lines), *warnings]

    def set_aside(self, dialect: Dialect, lies: Outline) -> tuple[list[SetAside], list[str]]:
        """(lines that are no rows, sentences about those that a person should look at)."""
        found, wrong = [], []
        for record in self.odd:
            cells = fitted(record.cells, lies.width)
            reason = _why_no_row(cells, lies.width)
            if not reason:
                wrong.append(record.line)
                n = "1 value" if len(cells) == 1 else f"{len(cells):,} values"
                reason = f"{n} where the table has {lies.width:,}"
            found.append(aside(record, dialect, reason))
        than = f"than the table has columns ({lies.width:,})"
        told: tuple[tuple[list[int], str, type[str]], ...] = (
            (wrong, f"more or fewer values {than}: set aside.", str),
            (self.short, f"fewer values {than}: the last ones count as missing.", self._about_short),
            (self.long, f"a separator too many: {_SHIFTED}", str),
            (self.mended, f"a quote without a partner, {_MENDED}", str),
        )
        return found, [
            kind(f"{_lines(lines)} {'has' if len(lines) == 1 else 'have'} {what}")
            for lines, what, kind in told
            if lines
        ]

    @property
    def _about_short(self) -> type[str]:
        """A plain note where rows end early now and then all over the table: its writer leaves gaps out."""
        often = len(self.short) > 1 and len(self.short) >= _OFTEN * self.n_rows
        in_one_piece = not self.short or self.short[-1] - self.short[0] < len(self.short)
        return Note if often and not in_one_piece else str


def _second_tables(switches: Sequence[tuple[int | None, Column]], lines: Codes) -> list[str]:
    """A sentence about each line from which on several columns, or one after a gap, hold something else."""
    found: dict[int, list[str]] = {}
    for line, column in switches:
        if line is not None:
            found.setdefault(line, []).append(f"“{column.name}”")
    return [
        f"What stands in {', '.join(names[:3])} is no longer the same from line {line:,} on (numbers above, "
        "words below, or the other way round): perhaps another table begins there."
        for line, names in found.items()
        if len(names) > 1 or line - 1 not in lines
    ]


def _why_no_row(cells: list[str], width: int) -> str:
    """Why a record is rightly no row; empty if it should have been one."""
    if not any(cells):
        return "no value in it"
    if is_comment(cells):
        return "a comment"
    if all(RULE.fullmatch(cell) for cell in cells if cell):
        return "a drawn line"
    return "the names again" if len(cells) == width else ""


def read_body(text: str, dialect: Dialect, lies: Outline, reading: ReadingChoice, progress: Progress) -> Body:
    """Read all rows: columns of plain numbers in one go, the others as words."""
    width = len(lies.places)
    plain = {i: PlainNumbers(dialect.delimiter, reading.decimal) for i in range(width)}
    words: dict[int, Words] = {}
    late: set[int] = set()
    blocks: list[Block] = []
    for block in read_blocks(text, dialect, lies):
        first = not blocks
        blocks.append(replace(block, grid=None, columns=()))
        for i in range(width):
            if i in words:
                words[i].add(block.column(i))
            elif i not in late and not _add(plain[i], block, i):
                if first:
                    words[i] = Words(reading.missing_words)
                    words[i].add(block.column(i))
                else:
                    late.add(i)
        progress(_FIRST_PASS * block.end / len(text))
    late |= {i for i in plain if i not in words and not plain[i].is_certain}
    words |= _second_pass(text, dialect, lies, reading, late, progress)
    return Body(
        lines=np.concatenate([b.lines for b in blocks]) if blocks else np.empty(0, dtype=np.int64),
        cells=[words.get(i) or plain[i] for i in range(width)],
        delimiter=dialect.delimiter,
        decimal=reading.decimal,
        odd=[record for b in blocks for record in b.odd],
        short=[line for b in blocks for line in b.short],
        long=[line for b in blocks for line in b.long],
        mended=[line for b in blocks for line in b.mended],
    )


def _add(plain: PlainNumbers, block: Block, index: int) -> bool:
    if block.grid is not None:
        return plain.add_from(block.grid, index)
    return plain.add(block.columns[index])


def _second_pass(
    text: str,
    dialect: Dialect,
    lies: Outline,
    reading: ReadingChoice,
    late: set[int],
    progress: Progress,
) -> dict[int, Words]:
    """The words of columns that began like plain numbers and are none."""
    words = {i: Words(reading.missing_words) for i in late}
    if not late:
        return words
    for block in read_blocks(text, dialect, lies):
        for i in late:
            words[i].add(block.column(i))
        progress(_FIRST_PASS + (1 - _FIRST_PASS) * block.end / len(text))
    return words


def _certain_mark(cells: PlainNumbers | Words) -> str | None:
    if isinstance(cells, PlainNumbers):
        return "." if cells.has_point else None
    return decimal_marks(cells.words[:_SOME_WORDS])


def _lines(lines: Sequence[int]) -> str:
    """``Line 3``; ``Lines 3, 5 and 9``; ``Lines 3, 5, 9 and 17 more``."""
    if len(lines) == 1:
        return f"Line {lines[0]:,}"
    if len(lines) <= 4:
        return f"Lines {', '.join(f'{n:,}' for n in lines[:-1])} and {lines[-1]:,}"
    return f"Lines {', '.join(f'{n:,}' for n in lines[:3])} and {len(lines) - 3:,} more"
