"""Which of the first rows hold names, and the names: joined, completed and made unique."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from playground.data.columns import Note
from playground.data.dates import is_date
from playground.data.number_format import is_number
from playground.data.words import is_missing

SAMPLE_ROWS = 300
MOST_COLUMNS = 2_000
MOST_NAME_ROWS = 4
_ENOUGH_CELLS = 100
_LEAST_COUNTED = 3
_LATEST_NAMES = 20
_WHOLE = re.compile(r"[0-9]+")
_MEASURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_ORANGE_TYPES = frozenset({"c", "continuous", "d", "discrete", "s", "string", "t", "time"})
_ORANGE_ROLES = frozenset({"", "class", "c", "meta", "m", "ignore", "i", "weight", "w"})
_USUAL_NAMES = frozenset(
    {
        "id", "name", "first_name", "last_name", "firstname", "lastname", "age", "sex", "gender", "email",
        "phone", "date", "time", "datetime", "date_time", "timestamp", "year", "month", "day", "hour",
        "city", "country", "state", "region", "address", "zip", "code", "key", "index", "status", "value",
        "type", "label", "class", "category", "group", "species", "title", "description", "text", "url",
    }
)  # fmt: skip


def has_header(rows: Sequence[Sequence[str]]) -> tuple[bool, bool]:
    """(first row holds names, that is certain) for rows of equal width.

    A column votes: words above numbers or dates are a name, a number above numbers is not, and neither is
    a word that appears again below. Ascending years above numbers that are not years are names, and so are
    numbers that count the columns.
    """
    rows = _of_some_columns(rows)
    first, body = rows[0], rows[1 : 1 + SAMPLE_ROWS]
    if not body:
        return not any(is_number(cell) for cell in first), True
    if _come_again(first, body):
        body = [row for row in body if list(row) != list(first)]
    if _count_columns(first, body):
        return True, any(_has_fraction(row[1:]) for row in body)
    if _count_beside_a_word(first, body):
        return True, True
    years = [i for i, name in enumerate(first) if is_number(name)]
    below = [row[i] for row in body for i in years if not is_missing(row[i])]
    if _are_years([first[i] for i in years]) and not all(map(_is_year, below)):
        return True, True
    if _ascend_beside_words(first, body):
        fractions = _has_fraction(first) or all(map(_has_fraction, body))
        return True, sum(map(is_number, first)) > _LEAST_COUNTED and fractions
    if not first[0] and all(first[1:]) and all(row[0] for row in body):
        return True, True  # names beside an empty corner, above names of rows
    votes = [_vote(name, [row[i] for row in body]) for i, name in enumerate(first)]
    for_names = sum(vote for vote in votes if vote > 0)
    for_values = -sum(vote for vote in votes if vote < 0)
    if for_names == for_values:
        return not any(is_number(cell) for cell in first), False
    more, less = max(for_names, for_values), min(for_names, for_values)
    return for_names > for_values, more >= 4 * less


def _of_some_columns(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """Evenly spread columns of a very wide table, the first and the last among them: as good as all."""
    width = len(rows[0]) if rows else 0
    if width <= MOST_COLUMNS:
        return rows
    some = [i * (width - 1) // (MOST_COLUMNS - 1) for i in range(MOST_COLUMNS)]
    return [[row[i] for i in some] for row in rows[: 1 + SAMPLE_ROWS]]


def _vote(name: str, body: Sequence[str]) -> int:
    """2 or 1 for a name, −2 or −1 for a value, 0 for neither; what numbers say counts twice."""
    present = [cell for cell in body if not is_missing(cell)]
    if not present or is_missing(name):
        return 0
    some = present[:_ENOUGH_CELLS]
    for belongs in (is_number, is_date):
        if sum(map(belongs, some)) > 0.8 * len(some):
            return -2 if belongs(name) else 2
    if is_number(name) or is_date(name):
        return 0
    folded = name.casefold()
    if any(cell.casefold() == folded for cell in present):
        return 0 if folded in _USUAL_NAMES else -1
    if folded in _USUAL_NAMES or _is_of_another_kind(name, some):
        return 1
    repeats = len(set(present)) <= len(present) / 2
    return 1 if repeats else 0


def _is_of_another_kind(name: str, cells: Sequence[str]) -> bool:
    """Whether nearly all cells have digits, or blanks in them, or are long, and the name isn't so."""
    least = 0.9 * len(cells)
    if len(cells) < 3:
        return False
    if not any(c.isdigit() for c in name) and sum(any(c.isdigit() for c in cell) for cell in cells) >= least:
        return True
    marks = ("@", "/", "_")
    return any(mark not in name and sum(mark in cell for cell in cells) >= least for mark in marks)


def _come_again(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether the first row stands once more among the others as names, not as a row that is there twice."""
    others = [row for row in body if list(row) != list(first)]
    if not others or len(others) == len(body):
        return False
    votes = [_vote(name, [row[i] for row in others]) for i, name in enumerate(first)]
    usual = any(name.casefold() in _USUAL_NAMES for name in first)
    return min(votes) >= 0 and (max(votes) == 2 or usual)


def _count_columns(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether the first row, and no other, counts the columns from 0 or 1 on, perhaps beside a word."""
    if not _ascend(first, _LEAST_COUNTED) or next(filter(str.isdigit, first)) not in "01":
        return False
    return not any(_ascend(row, 2) for row in body)


def _count_beside_a_word(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether the first row is a word above dates or numbers, then a count from 0 above numbers that have
    fractions: ``month, 0``, as programs write what has no name.
    """
    if len(first) < 2 or list(first[1:]) != [str(i) for i in range(len(first) - 1)]:
        return False
    if is_missing(first[0]) or is_number(first[0]) or not _holds_numbers([row[0] for row in body]):
        return False
    return all(any(_has_fraction([row[i]]) for row in body) for i in range(1, len(first)))


def _ascend_beside_words(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether the first row is one or more words and then ascending numbers, and no other is: ``km, 5, 10``.
    Words above words, and numbers with fractions, prove less than words above whole numbers.
    """
    n = next((i for i, cell in enumerate(first) if is_number(cell)), 0)
    above_numbers = n > 0 and all(is_number(row[0]) for row in body)
    form = _WHOLE if all(map(_WHOLE.fullmatch, first[n:])) else _MEASURE
    least = _LEAST_COUNTED if above_numbers and form == _WHOLE else 2 * _LEAST_COUNTED
    if n == 0 or any(map(is_missing, first[:n])) or not _is_ascending(first[n:], least, form):
        return False
    return not any(_is_ascending(row[n:], least, form) for row in body)


def _has_fraction(row: Sequence[str]) -> bool:
    return any(is_number(cell) and not cell.isdigit() for cell in row)


def _is_ascending(cells: Sequence[str], least: int, form: re.Pattern[str]) -> bool:
    if len(cells) < least or not all(map(form.fullmatch, cells)):
        return False
    return all(float(a) < float(b) for a, b in pairwise(cells))


def _ascend(row: Sequence[str], least: int) -> bool:
    """Whether at least so many cells, perhaps without the first one, are whole numbers with steps of one."""
    cells = row if row[0].isdigit() else row[1:]
    if len(cells) < least or not all(cell.isascii() and cell.isdigit() for cell in cells):
        return False
    return all(int(b) == int(a) + 1 for a, b in pairwise(cells))


def _are_years(cells: Sequence[str]) -> bool:
    """Whether these are ascending years at equal distances, as in ``country, 2000, 2005, 2010``."""
    if len(cells) < 2 or not all(_is_year(cell) for cell in cells):
        return False
    steps = {int(b) - int(a) for a, b in pairwise(cells)}
    return len(steps) == 1 and abs(min(steps)) > 0


def _is_year(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and "1000" <= cell < "3000" and len(cell) == 4


def count_name_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first rows hold names, given that the first does: 1 to ``MOST_NAME_ROWS``.

    A further row is one if it repeats the first, or stands above numbers and holds words there, and no
    number, as units do; and with it what stands between, if no number is in it.
    """
    rows = _of_some_columns(rows)
    n = 1
    for i in range(1, min(MOST_NAME_ROWS, len(rows) - 1)):
        further = rows[MOST_NAME_ROWS:] if len(rows) > 3 * MOST_NAME_ROWS else rows[i + 1 :]
        again = list(rows[i]) == list(rows[0])
        pair = len(rows[i]) == 2 and not is_missing(rows[i][0])  # rather a row of words than of names
        if (again and i == n) or (
            not again and not pair and _belongs_to_names(rows[i], further[:SAMPLE_ROWS])
        ):
            n = i + 1
        elif any(is_number(cell) or is_date(cell) for cell in rows[i]):
            break
    return n


def names_below(rows: Sequence[Sequence[str]]) -> int:
    """Index of a row that holds names for certain although rows above it are as wide: notes to which
    separators were added. Words are in it above columns of numbers, all rows above have gaps, and few of
    their cells are numbers in these columns. 0 if there is none.
    """
    for i in range(1, min(_LATEST_NAMES, len(rows) - 2)):
        body = rows[i + 1 : i + 1 + SAMPLE_ROWS]
        columns = [k for k in range(len(rows[i])) if _holds_numbers([row[k] for row in body])]
        if len(columns) < 2 or not all(rows[i]) or any(is_number(c) or is_date(c) for c in rows[i]):
            continue
        above = [row[k] for row in rows[:i] for k in columns]
        if sum(map(is_number, above)) <= len(above) / 2 and not any(map(all, rows[:i])):
            return i
    return 0


def _belongs_to_names(row: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    if len(body) < 2 or any(is_number(cell) or is_date(cell) for cell in row):
        return False
    if not any(character.isalnum() for cell in row for character in cell):
        return False  # a drawn line
    numbers = [i for i in range(len(row)) if _holds_numbers([r[i] for r in body])]
    words = [i for i in numbers if not is_missing(row[i])]
    return bool(words) and 2 * len(words) >= len(numbers)


def _holds_numbers(cells: Sequence[str]) -> bool:
    present = [cell for cell in cells if not is_missing(cell)]
    return len(present) > 1 and sum(is_number(c) or is_date(c) for c in present) >= 0.9 * len(present)


def n_types_below(rows: Sequence[Sequence[str]]) -> int:
    """How many rows below the names hold types (``c``, ``d``, or the values that there are) and roles
    (``class``, ``meta``), as in tables that the program Orange saves: 0, 1 or 2.
    Source: "Loading your Data", Orange's documentation.
    """
    if len(rows) < 4:
        return 0
    types, body = rows[1], rows[2 : 2 + SAMPLE_ROWS]
    fit = [i for i, cell in enumerate(types) if cell in _ORANGE_TYPES or "\\ " in cell]
    if len(fit) < 2 or 2 * len(fit) < sum(map(bool, types)):
        return 0
    if any(row[i] == types[i] for row in body[1:] for i in fit):
        return 0  # they are values
    return 2 if all(cell in _ORANGE_ROLES or "=" in cell for cell in body[0]) else 1


def n_above_index_name(rows: Sequence[Sequence[str]]) -> int:
    """How many rows of names with an empty corner stand above one that holds nothing but the name of the
    first column, as pandas writes it; 0 if there is no such row.
    """
    for n, row in enumerate(rows[1 : MOST_NAME_ROWS + 1], 1):
        if row[0] and not any(row[1:]):
            below = rows[n + 1 : n + 1 + SAMPLE_ROWS]
            fits = all(not each[0] and all(each[1:]) for each in rows[:n]) and all(each[0] for each in below)
            return n if fits and below and any(map(any, (each[1:] for each in below))) else 0
    return 0


def joined_names(rows: Sequence[Sequence[str]]) -> list[str]:
    """One name for each column from one or more rows: a gap in an upper row continues what is left of it."""
    filled = []
    for row in rows[:-1]:
        upper, last = [], ""
        for cell in row:
            last = cell or last
            upper.append(last)
        filled.append(upper if not all(row) else list(row))
    names = []
    for parts in zip(*filled, rows[-1], strict=True):
        distinct = list(dict.fromkeys(part for part in parts if part))
        names.append(" ".join(distinct))
    return names


def unique_names(first: Sequence[str] | None, width: int) -> tuple[list[str], dict[int, Note]]:
    """(names, notes by place): ``column 3`` where there is no name, ``area 2`` for a second ``area``."""
    if first is None:
        return [f"column {i + 1}" for i in range(width)], {}
    taken = {name for name in first if name}
    names: list[str] = []
    used: set[str] = set()
    notes: dict[int, Note] = {}
    numbers: Counter[str] = Counter()
    for i, name in enumerate(first):
        again = new = name or f"column {i + 1}"
        while new in used or (new != name and new in taken):
            numbers[again] += 1
            new = f"{again} {numbers[again] + 1}"
        if name and new != name:
            notes[i] = Note(
                f"The name “{name}” appears twice in the header: column {i + 1} is called “{new}” here."
            )
        names.append(new)
        used.add(new)
    return names, notes
