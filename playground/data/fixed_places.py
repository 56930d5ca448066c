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
    """The places at which the columns begin, but for the first; none if some lines have no such columns, or
    no column holds numbers, or, unless they are ``wanted``, if blanks between the words tell the same.
    """
    if "\t" in sample:
        return ()
    all_lines = sample.split("\n")[:_MOST_LINES]
    lines = _largest_block(all_lines)
    if len(lines) < max(_FEWEST_LINES, sum(bool(line.strip()) for line in all_lines) / 2):
        return ()
    if max(map(len, lines)) > _LONGEST:
        return ()
    fields = _with_a_name(lines, _fields(lines))
    rows = [line.strip() for line in lines[_MOST_NAME_LINES:]]
    words, pieces = ({len(blanks.split(row)) for row in rows} for blanks in (_BLANKS, _WIDE_BLANKS))
    if not wanted and (len(words) == 1 or (len(pieces) == 1 and max(pieces) >= len(fields))):
        return ()
    cells = [[line[begin:end].strip() for line in lines[1:]] for begin, end in fields]
    if len(fields) < 2 or not any(map(_holds_numbers, cells)):
        return ()
    return tuple(_between(lines, left[1], right[0]) for left, right in pairwise(fields))


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
