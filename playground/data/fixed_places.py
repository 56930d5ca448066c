"""Columns that have their places in the line: where blanks go through all lines, one ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

from playground.data.dates import is_date
from playground.data.number_format import is_number

_MOST_LINES = 500
_LONGEST = 1000
_FEWEST_LINES = 5
_MOST_NAME_LINES = 2
_BLANKS, _WIDE_BLANKS = re.compile(" +"), re.compile(" {2,}")
_MOST = 0.8


def column_cuts(sample: str, wanted: bool = False) -> tuple[int, ...]:
    """The places at which the columns begin, but for the first; none if most lines have no such columns.
    Unless they are ``wanted``, one must hold numbers, and blanks between the words must not tell the same.
    """
    all_lines = sample.split("\n")[:_MOST_LINES]
    lines = _largest_block(all_lines)
    enough = max(_FEWEST_LINES, sum(bool(line.strip()) for line in all_lines) / 2)
    if "\t" in sample or len(lines) < enough or max(map(len, lines)) > _LONGEST:
        return ()
    fields = _with_a_name(lines, _fields(lines))
    cells = [[line[begin:end].strip() for line in lines] for begin, end in fields]
    if not wanted and (_blanks_tell(lines, len(fields)) or not _are_columns(cells)):
        return ()
    return tuple(_between(lines, left[1], right[0]) for left, right in pairwise(fields))


def _blanks_tell(lines: Sequence[str], n_fields: int) -> bool:
    """Whether all rows have as many words, or as many pieces between wide blanks as there are columns."""
    rows = [line.strip() for line in lines[_MOST_NAME_LINES:]]
    words, pieces = ({len(blanks.split(row)) for row in rows} for blanks in (_BLANKS, _WIDE_BLANKS))
    return len(words) == 1 or (len(pieces) == 1 and max(pieces) >= n_fields)


def _are_columns(cells: Sequence[Sequence[str]]) -> bool:
    """Whether one holds numbers, most lines fill most of them, and hardly any cell has wide blanks in it."""
    if not any(_holds_numbers(column[1:]) for column in cells) or any("  " in column[0] for column in cells):
        return False
    rows = list(zip(*cells, strict=True))
    filled = sum(2 * sum(map(bool, row)) > len(row) for row in rows)
    wide = sum(any("  " in cell for cell in row) for row in rows)
    return filled >= _MOST * len(rows) and wide <= (1 - _MOST) * len(rows)


def _largest_block(lines: Sequence[str]) -> list[str]:
    """The most lines between two empty ones, without those that are drawn."""
    blocks = [list(block) for filled, block in groupby(lines, lambda line: bool(line.strip())) if filled]
    drawn = [[line for line in block if any(map(str.isalnum, line))] for block in blocks]
    return max(drawn, key=len, default=[])


def _fields(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Beginning and end of each run of places at which some line is not blank."""
    filled = [any(place < len(line) and line[place] != " " for line in lines) for place in _places(lines)]
    edges = [i for i, (a, b) in enumerate(pairwise([False, *filled, False])) if a != b]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _places(lines: Sequence[str]) -> range:
    return range(max(map(len, lines)))


def _with_a_name(lines: Sequence[str], fields: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The fields, those of words without a name in the first line joined to the nearer one beside them: there
    just happens to be a blank in all lines.
    """
    found = list(fields)
    i = 0
    while i < len(found):
        begin, end = found[i]
        cells = [line[begin:end].strip() for line in lines[1:]]
        if len(found) == 1 or lines[0][begin:end].strip() or _holds_numbers(cells):
            i += 1
            continue
        to_left = begin - found[i - 1][1] if i else _LONGEST
        to_right = found[i + 1][0] - end if i + 1 < len(found) else _LONGEST
        left = i - 1 if to_left <= to_right else i
        found[left : left + 2] = [(found[left][0], found[left + 1][1])]
        i = left
    return found


def _holds_numbers(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(is_number(c) or is_date(c) for c in filled) >= _MOST * len(filled)


def _between(lines: Sequence[str], end: int, begin: int) -> int:
    """Where to cut between a column's ``end`` and the next one's ``begin``: numbers that stand at the right
    grow to the left, words to the right.
    """
    at_begin = sum(len(line) > begin and line[begin] != " " for line in lines[1:])
    return begin if at_begin > len(lines[1:]) / 2 else end
