"""Where the table lies in a text: notes and comments above, names, rows, notes and totals below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from playground.data.beginning import below_notes, hold_numbers, is_label
from playground.data.columns import SetAside
from playground.data.dates import is_date, says_date
from playground.data.dialect import BLANKS, DELIMITERS, Dialect
from playground.data.doubts import (
    LAST_WITHOUT_NAME,
    one_name_less,
    other_table_above,
    unlike_separators,
)
from playground.data.ending import RULE, aside, end_of_rows, other_table_below
from playground.data.header import (
    count_name_rows,
    has_header,
    joined_names,
    n_above_index_name,
    n_types_below,
    names_below,
)
from playground.data.number_format import is_number
from playground.data.sniffing import COMMENT, SAMPLE_RECORDS, is_comment, of_most_numbers, usual_width
from playground.data.tokens import Record, fitted, read_records, split_line

_MOST_CELLS = 1_000_000
_FEWEST = 10
"""Of a very wide table fewer records are looked at, but so many at least."""
_SOME_ROWS = 20


@dataclass(frozen=True)
class Outline:
    """``names`` of ``width`` columns (None: there are none); the rows lie between the characters ``start``
    and ``end``, from line number ``line`` on. ``certain``: whether there are names is not a guess.
    ``chosen``: the places (from 0) of the columns to read, None for all.
    """

    width: int
    names: list[str] | None
    certain: bool
    start: int
    end: int
    line: int
    set_aside: tuple[SetAside, ...] = ()
    names_row: tuple[str, ...] = ()
    """The cells of the last row of names, to know them again among the rows."""
    warnings: tuple[str, ...] = field(default=())
    chosen: tuple[int, ...] | None = None
    comments: tuple[str, ...] = ()
    """What comments above the table begin with: a line between the rows that does so, too, is one."""

    @property
    def places(self) -> Sequence[int]:
        """The places of the columns to read, ascending."""
        return range(self.width) if self.chosen is None else self.chosen


def outline(text: str, dialect: Dialect, start: int, line: int, header: bool | None) -> Outline | None:
    """The outline of the table from character ``start`` on; None if no two cells stand side by side."""
    head = _first_records(text, dialect, start, line)
    plain = [record for record in head if not is_comment(record.cells)]
    width = _width(of_most_numbers(plain), dialect)
    if width < 2:
        width = usual_width([record.cells for record in head])
        if width < 2:
            return None
    first = _first_of_table(head, width, dialect)
    if header is None:
        first += _notes_of_full_width(head[first:], width, dialect)
    marks = _comment_marks(head[:first])
    head = [r for i, r in enumerate(head) if i <= first or not marks or not r.cells[0].startswith(marks)]
    set_aside = [aside(r, dialect, _why_above(r)) for r in head[:first]]
    rows, names_row = _completed(head[first:], width, dialect)
    names, n_names, certain = _names(rows, header, names_row)
    warnings: tuple[str, ...] = ()
    if names is None and header is not False and first and head[first - 1].line == head[first].line - 1:
        names, warnings = _names_above(head[:first], width, dialect, rows)
        if names is not None:
            set_aside = set_aside[:-1]
    warnings += _doubts(head[:first], names_row, rows)
    if n_names == 1 and dialect.delimiter == BLANKS:
        doubt = unlike_separators(text, head[first : first + 2])
        warnings += () if doubt is None else (doubt,)
    if names is not None:
        around = (*head[:first], *head[first + n_names : first + n_names + 1])
        names[0] = _uncommented(names[0], any(is_comment(record.cells) for record in around))
    below_names = _n_below_names(head[first + n_names :], rows) if n_names else 0
    n_above = first + n_names + below_names
    set_aside += [aside(r, dialect, "a line below the names") for r in head[first + n_names : n_above]]
    begin = head[n_above - 1].end if n_above else start
    line += text.count("\n", start, begin)
    end, below, doubts = _below(text, dialect, begin, line, names or [], rows[n_names:])
    again = tuple(rows[n_names - 1]) if n_names and names_row is None else ()
    set_aside += below
    told = (*warnings, *doubts)
    return Outline(width, names, certain, begin, end, line, tuple(set_aside), again, told, comments=marks)


def _comment_marks(above: Sequence[Record]) -> tuple[str, ...]:
    """What the comments begin with, each with a blank behind it."""
    return tuple({f"{m} " for m in COMMENT for record in above if record.cells[0].startswith(f"{m} ")})


def _below(
    text: str, dialect: Dialect, begin: int, line: int, names: list[str], rows: list[list[str]]
) -> tuple[int, list[SetAside], list[str]]:
    """(where the rows end that begin at a character of this line, what stands below, what is doubtful)."""
    has_numbers = any(map(hold_numbers, zip(*rows, strict=True)))
    other = other_table_below(text, dialect, begin, line, names, has_numbers)
    width = len(rows[0]) if rows else len(names)
    if other is None:
        return *end_of_rows(text, dialect, begin, line, width), []
    end, below = end_of_rows(text[: other.begin], dialect, begin, line, width)
    return end, [*below, *other.set_aside], [other.warning]


def _n_below_names(below: Sequence[Record], rows: list[list[str]]) -> int:
    """How many records between names and rows are neither: types and roles, then a drawn or empty line."""
    n = n_types_below(rows)
    if n < len(below) and all(RULE.fullmatch(cell or "---") for cell in below[n].cells):
        return n + 1
    return n


def _uncommented(name: str, beside_comments: bool) -> str:
    """The first name without the mark of a comment: ``#time``, or ``# time`` beside other comments."""
    bare = name.lstrip("#")
    return bare.strip() if beside_comments or (bare and not bare[0].isspace()) else name


def _doubts(above: Sequence[Record], names_row: list[str] | None, rows: list[list[str]]) -> tuple[str, ...]:
    found = [other_table_above(above)]
    if names_row is not None and not names_row[0]:
        found.append(one_name_less([row[0] for row in rows]))
    if names_row is not None and not names_row[-1] and any(row[-1] for row in rows):
        found.append(LAST_WITHOUT_NAME)
    return tuple(sentence for sentence in found if sentence is not None)


def _first_records(text: str, dialect: Dialect, start: int, line: int) -> list[Record]:
    """Up to ``SAMPLE_RECORDS`` records, read for their usual width so that open quotes do no harm."""
    found: list[Record] = []
    width = None
    for _ in range(2):
        found, cells = [], 0
        for record in read_records(text, dialect, start, line, width):
            found.append(record)
            cells += len(record.cells)
            if len(found) == SAMPLE_RECORDS or (cells > _MOST_CELLS and len(found) >= _FEWEST):
                break
        width = usual_width([record.cells for record in found if not is_comment(record.cells)])
        if width < 2:
            break
    return found


def _width(rows: Sequence[Record], dialect: Dialect) -> int:
    """The usual width, or that of a header which is wider than all of the rows below it."""
    usual = usual_width([record.cells for record in rows])
    if usual < 2 or dialect.by_blanks:
        return usual
    for i, record in enumerate(rows):
        cells = fitted(record.cells, usual)
        if len(cells) < usual:
            continue
        below = [len(fitted(r.cells, usual)) for r in rows[i + 1 :]]
        names = len(cells) > usual and len(set(cells)) == len(cells) and all(cells)
        if names and has_header([r.cells for r in rows[i + 1 :] if len(r.cells) == usual]) == (True, True):
            return usual  # a note with commas in it, above the names
        if names and not any(map(is_number, cells)) and below and max(below) <= len(cells):
            return len(cells)
        return usual
    return usual


def _first_of_table(head: Sequence[Record], width: int, dialect: Dialect) -> int:
    """Index of the first record that is no title, note or comment."""
    fill = _usual_fill(head, width)
    for i, record in enumerate(head):
        below = head[i + 1 : i + 6]
        if _is_row(record.cells, width, dialect) and not _is_title(record.cells, width, fill):
            return i
        if _is_r_header(record.cells, width, below):
            return i
    return 0


def _notes_of_full_width(head: Sequence[Record], width: int, dialect: Dialect) -> int:
    """How many of these records are notes, as wide as the table, above its names."""
    places = [i for i, r in enumerate(head) if any(r.cells) and not _is_remark(r.cells)]
    rows_of = [(i, n, fitted(head[i].cells, width)) for n, i in enumerate(places)]
    wide = [(i, n, cells) for i, n, cells in rows_of if len(cells) == width]
    cells = [row for *_, row in wide]
    found = below_notes([(n, row) for _, n, row in wide])
    below = cells[found:]
    if dialect.by_blanks and len(below) > 2 and is_label(below[0], below[1], below[2:]):
        found += 1
    if found:
        return wide[found][0]
    if wide and wide[0][0] and len(head[0].cells) > width and has_header(cells)[0]:
        return wide[0][0]  # a longer line above the names
    rows, names_row = _completed(head, width, dialect)
    if names_row is not None or has_header(rows or [[""]])[1]:
        return 0
    found = names_below(rows)
    return next((i for i, r in enumerate(head) if fitted(r.cells, width) == rows[found]), 0) if found else 0


def _is_row(cells: list[str], width: int, dialect: Dialect) -> bool:
    """Whether this can be a row or the names, perhaps with a value too many, and not a sentence."""
    cells = fitted(cells, width)
    if len(cells) <= width or dialect.by_blanks:
        return len(cells) == width
    return not is_comment(cells) and any(map(is_number, cells))


def _is_r_header(cells: list[str], width: int, below: Sequence[Record]) -> bool:
    """Names for all but the first column, right above rows; one name is too little to tell from a title."""
    rows = [fitted(record.cells, width) for record in below]
    if len(cells) != width - 1 or width < 3 or is_comment(cells) or not rows:
        return False
    if any(len(row) != width for row in rows) or has_header(rows) == (True, True):
        return False
    return all(cells) and has_header([["", *cells], *rows]) == (True, True)


def _usual_fill(head: Sequence[Record], width: int) -> int:
    """How many cells of most rows are not empty; notes, which fill few, count little."""
    fills = Counter(sum(map(bool, record.cells)) for record in head if len(record.cells) >= width)
    return max(fills, key=lambda fill: fills[fill] * (fill - 0.9), default=width)


def _is_title(cells: list[str], width: int, usual_fill: int) -> bool:
    """A remark, or a few cells at the left of a row that is otherwise empty, unlike most rows."""
    cells = fitted(cells, width)
    filled = sum(map(bool, cells))
    if filled == 0:
        return True
    if is_comment(cells) and len(cells) != width:
        return True
    return width >= 3 and filled <= min(width, usual_fill) / 2 and all(cells[:filled])


def _why_above(record: Record) -> str:
    if not any(record.cells):
        return "no value in it"
    return "a comment" if is_comment(record.cells) else "a note above the table"


def _completed(
    records: Sequence[Record], width: int, dialect: Dialect
) -> tuple[list[list[str]], list[str] | None]:
    """(rows of full width without comments, R's header with a name for the row names in front or None)."""
    names = records[0].cells if records else []
    body = [fitted(r.cells, width) for r in records[1:]]
    full = [cells for cells in body if len(cells) == width and any(cells) and not _is_remark(cells)]
    first = fitted(names, width)
    if len(first) == width - 1 and full and dialect.quote != "":
        at_end = all(not cells[-1] for cells in full) or _names_dates(first, full)
        return full, [*first, ""] if at_end else ["", *first]
    if len(first) != width:
        return full, None
    return [first, *full], None


def _names_dates(names: list[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first name says that dates stand below it, the first column holds some, the second none."""
    return says_date(names[0]) and all(is_date(row[0]) and not is_date(row[1]) for row in rows[:_SOME_ROWS])


def _is_remark(cells: list[str]) -> bool:
    """A comment; but where every cell is filled, it is a row: ``#, °C, mm``."""
    return is_comment(cells) and not all(cells)


def _names(
    rows: list[list[str]], header: bool | None, given: list[str] | None
) -> tuple[list[str] | None, int, bool]:
    """(names or None, how many records hold them, whether that is certain)."""
    if given is not None:
        return given, 1, True
    if not rows or header is False:
        return None, 0, True
    if n := n_above_index_name(rows):
        return [rows[n][0], *joined_names(rows[:n])[1:]], n + 1, True
    found, certain = has_header(rows)
    if header is None and not found:
        return None, 0, certain
    if found and n_types_below(rows):
        return list(rows[0]), 1, True
    n = count_name_rows(rows) if found else 1
    return joined_names(rows[:n]), n, certain or header is not None


def _names_above(
    above: Sequence[Record], width: int, dialect: Dialect, rows: list[list[str]]
) -> tuple[list[str] | None, tuple[str, ...]]:
    """(names in the line right above rows that have none, sentences about what is doubtful in that)."""
    record = above[-1]
    if record.cells[0].startswith("#"):
        found = _names_in_comment(record, width, dialect, rows)
        others = [r for r in above[:-1] if _names_in_comment(r, width, dialect, rows) is not None]
        if found is not None and others:
            lines = f"lines {others[0].line:,} and {record.line:,}"
            return found, (f"Comments in {lines} may hold the names: those of the latter were taken.",)
        return found, ()
    filled = [cell for cell in record.cells if cell]
    labelled = len(filled) == len(record.cells) == width + 1 and filled[0].endswith(":")
    if labelled and has_header([filled[1:], *rows]) == (True, True):
        return filled[1:], ()  # what stands below, then the names: ``Data:  y  x``
    if len(record.cells) > width == len(filled) and has_header([filled, *rows]) == (True, True):
        return filled, (f"Line {record.line:,} has an empty name too many: it was left out.",)
    if width / 2 <= len(record.cells) < width and len(filled) > 2:
        completed = [*record.cells, *[""] * (width - len(record.cells))]
        if has_header([completed, *rows]) == (True, True):
            given = f"{len(record.cells):,} names for {width:,} columns: the first ones got them, a guess."
            return completed, (f"Line {record.line:,} has {given}",)
    pieces = {len(split_line(record.cells[0], replace(dialect, delimiter=mark))) for mark in DELIMITERS}
    sentence = len(record.cells) == 1 and " " in record.cells[0] and width not in pieces
    parameters = 2 * len(filled) <= width and 2 * sum(map(is_number, filled)) >= len(filled)
    if is_comment(record.cells) or not filled or sentence or parameters:
        return None, ()
    return None, (f"The columns have no names; line {record.line:,}, right above the rows, was set aside.",)


def _names_in_comment(
    record: Record, width: int, dialect: Dialect, rows: list[list[str]]
) -> list[str] | None:
    """The names in a comment right above rows that have none: ``# year month value``."""
    cells = [record.cells[0].lstrip("#").strip(), *record.cells[1:]]
    cells = cells if cells[0] else cells[1:]
    if len(cells) == 1 and dialect.by_blanks:
        cells = cells[0].split()
    if len(cells) != width or not all(cells) or has_header([cells, *rows]) != (True, True):
        return None
    return cells
