"""What kind a column is, judged over all of its cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.data.collecting import LARGEST
from playground.data.columns import MISSING, Codes, Column, Floats, Kind, split_unit
from playground.data.dates import are_dates, is_date, is_season, parse_dates
from playground.data.number_format import (
    ALIKE,
    COMMA,
    COMMA_GROUPED,
    FORMATS,
    POINT,
    POINT_GROUPED,
    NumberFormat,
    are_codes,
    is_number,
    is_number_with_unit,
    parse,
    without_symbol,
    without_symbol_of_most,
    without_unit,
)
from playground.data.words import MISSING_AMONG_NUMBERS, YES_NO, is_missing

_LONG_TEXT = 40
_NUMERIC_SHARE = 0.95
_MAX_ODD_WORDS = 3
_MOSTLY = 0.6
_SOME_TEXTS = 200
_FEWEST_UNREAD = 3
_MARKS = "<>≤≥~≈ "
_UNCERTAIN = re.compile(r"[-+−]?[0-9.,]+ ?(?:±|\+/-) ?[0-9.,]+")
_DURATION = re.compile(r"[0-9]+:[0-5][0-9](?::[0-5][0-9])?(?:[.,][0-9]+)?")
_MANY_NUMBERS = 10
"""With fewer different numbers among its words a column is a category: ``2, 3, 4, 5 or more``."""
_LEAST_CODES = 0.01
_FEWEST_NUMBERS = 5
_STEP = re.compile(r"[A-Za-z <>=≤≥+–-]*[0-9]+[\w <>=≤≥+–-]*")
_CODE = re.compile(r"(?=.*[0-9])(?=.*[^\W\d_])[\w./-]+")
_UNIT_BEHIND = re.compile(r"[0-9.,]+(?:[kKMGmµn]|[a-zA-Z%°]{0,3}[a-z%°])")


class OrderDoubt(str):
    """A sentence about a column of dates whose days and months could be the other way round."""


def number_column(name: str, values: Floats, symbol: str = "") -> Column:
    """A column of numbers, NaN where missing; or of dates, if they are numbers like 20240131."""
    label, unit = split_unit(name)
    if are_dates(values, name):
        distinct, inverse = np.unique(values[~np.isnan(values)], return_inverse=True)
        codes = np.full(len(values), MISSING, dtype=np.int64)
        codes[~np.isnan(values)] = inverse
        return _date_column(name, codes, [str(int(v)) for v in distinct])[0]
    return Column(name, "number", label, unit or symbol, values=values)


def infer_column(
    name: str,
    words: Sequence[str],
    inverse: Codes,
    lines: Codes,
    delimiter: str,
    elsewhere: frozenset[str] = frozenset(),
    decimal: str | None = None,
) -> tuple[Column, list[str]]:
    """(typed column, warnings) of the cells ``words[inverse]`` on these ``lines``; ``words`` are distinct.

    ``elsewhere`` holds the decimal marks that other columns of the file use for certain, ``decimal`` the
    one that a person chose.
    """
    number = _as_number(words, inverse, delimiter, elsewhere, decimal)
    if isinstance(number, _Numbers):
        values = np.where(np.abs(number.values) <= LARGEST, number.values, np.nan)
        warnings = _number_warnings(name, words, inverse, lines, number)
        return number_column(name, values[inverse], number.symbol), warnings
    column, doubt = _as_words(name, words, inverse)
    if doubt:
        return column, [doubt]
    if column.kind not in ("category", "text"):
        return column, []
    if odd := _odd_among_dates(words, inverse):
        kept = [word if i not in odd else "" for i, word in enumerate(words)]
        column, doubt = _as_words(name, kept, inverse)
        sentence = f"Column “{name}”: {_odd_words(words, inverse, lines, odd, 'date')}"
        return column, [sentence, *filter(None, [doubt])]
    doubt = _unread_warning(name, [word for word in words if not is_missing(word)]) or ""
    if number and not doubt:
        doubt = _no_number_warning(name, words, inverse, lines, number) or ""
    return column, [doubt] if doubt else []


def decimal_marks(cells: Sequence[str]) -> str | None:
    """The decimal mark that these cells use for certain: they are numbers with it and with no other."""
    present, _ = without_symbol(
        [c for c in dict.fromkeys(cells) if c.casefold() not in MISSING_AMONG_NUMBERS]
    )
    if not present:
        return None
    marks = {f.decimal for f in FORMATS if all(f.plain(c) is not None for c in present)}
    if marks == {"."} and any("." in c for c in present):
        return "."
    return "," if marks == {","} else None


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Words read as numbers: ``values`` with NaN where missing; ``odd`` words (indices) are no numbers."""

    values: Floats
    odd: list[int]
    symbol: str
    doubt: str


def _as_number(
    words: Sequence[str], inverse: Codes, delimiter: str, elsewhere: frozenset[str], decimal: str | None
) -> _Numbers | list[int] | None:
    """The words as numbers; if most are numbers, but too many are not, the indices of those; else None."""
    present = [i for i, word in enumerate(words) if word.casefold() not in MISSING_AMONG_NUMBERS]
    texts, symbol = without_symbol_of_most([words[i] for i in present], _MOSTLY)
    if not symbol:
        texts, symbol = without_unit(texts)
    if not texts or are_codes(texts) or not any(map(is_number, _spread(texts))):
        return None
    parsed = _best_readings(texts, decimal)
    number_format, doubt = _choose(list(parsed), parsed, delimiter, elsewhere)
    values = np.full(len(words), np.nan)
    values[present] = parsed[number_format]
    odd = [present[i] for i in np.flatnonzero(np.isnan(parsed[number_format]))]
    counts = np.bincount(inverse, minlength=len(words))
    n_odd, n_present = int(counts[odd].sum()), int(counts[present].sum())
    few = n_odd <= (1 - _NUMERIC_SHARE) * n_present or len(texts) - len(odd) > _MANY_NUMBERS
    if len(odd) > _MAX_ODD_WORDS or not few or n_odd > (1 - _MOSTLY) * n_present:
        return odd if n_odd < (1 - _MOSTLY) * n_present else None
    rest = [words[i] for i in present if i not in set(odd)]
    if odd and (are_codes(rest) or _are_codes_with_letters(rest, [words[i] for i in odd], n_odd, n_present)):
        return odd
    if number_format.decimal == "," and any(t[0] == "(" for t in texts):
        doubt = "numbers in parentheses were read as negative; check that this is meant."
    return _Numbers(values, odd, symbol, doubt)


def _spread(texts: Sequence[str]) -> Sequence[str]:
    """Some of the texts, evenly spread: where none of them is a number, the column is not one of numbers."""
    return texts[:: max(1, len(texts) // _SOME_TEXTS)]


def _best_readings(texts: Sequence[str], decimal: str | None) -> dict[NumberFormat, Floats]:
    """The formats that read the most of these texts as numbers, with the values they read."""
    if decimal is not None:
        chosen = POINT_GROUPED if decimal == "." else COMMA_GROUPED
        return {chosen: parse(texts, chosen)}
    plain = parse(texts, POINT)
    if not np.isnan(plain).any():  # the usual case; then points could only be marks between thousands
        if any("." in t for t in texts) and all(COMMA_GROUPED.plain(t) is not None for t in texts):
            return {POINT: plain, COMMA_GROUPED: parse(texts, COMMA_GROUPED)}
        return {POINT: plain}
    found = set("".join(texts).translate(ALIKE))
    parsed = {f: parse(texts, f) for f in FORMATS if f.group in {"", ",", "."} or f.group in found}
    gaps = {f: int(np.isnan(values).sum()) for f, values in parsed.items()}
    return {f: values for f, values in parsed.items() if gaps[f] == min(gaps.values())}


def _choose(
    fits: Sequence[NumberFormat],
    parsed: dict[NumberFormat, Floats],
    delimiter: str,
    elsewhere: frozenset[str],
) -> tuple[NumberFormat, str]:
    """One of several formats that fit equally well, and a sentence if they mean different numbers."""
    if all(np.array_equal(parsed[f], parsed[fits[0]], equal_nan=True) for f in fits):
        return fits[0], ""
    mark = "." if POINT in fits else ","
    one_mark, grouped = (POINT, COMMA_GROUPED) if mark == "." else (COMMA, POINT_GROUPED)
    other = "," if mark == "." else "."
    if delimiter == "," and mark == ".":
        return one_mark, ""  # a file with commas between cells writes decimals with a point
    if mark in elsewhere or (delimiter != "," and other not in elsewhere):
        certain = mark in elsewhere
        meaning, chosen = "a decimal mark", one_mark
    else:
        certain = other in elsewhere or delimiter == ","
        meaning, chosen = "a mark between thousands", grouped
    if chosen not in fits:
        chosen = fits[0]
    kind = "comma" if mark == "," else "point"
    doubt = f"the {kind} in its numbers was read as {meaning}; check that this is meant."
    return chosen, "" if certain else doubt


def _number_warnings(
    name: str, words: Sequence[str], inverse: Codes, lines: Codes, number: _Numbers
) -> list[str]:
    warnings = []
    if number.odd:
        warnings.append(f"Column “{name}”: {_odd_words(words, inverse, lines, number.odd, 'number')}")
    huge = np.flatnonzero(np.abs(number.values) > LARGEST)
    if len(huge):
        rows = np.flatnonzero(np.isin(inverse, huge))
        where = f"line {lines[int(rows[0])]}"
        warnings.append(
            f"Column “{name}”: values beyond 1e30 ({where}) count as missing, {_times(len(rows))}."
        )
    if number.doubt:
        warnings.append(f"Column “{name}”: {number.doubt}")
    return warnings


def _odd_words(words: Sequence[str], inverse: Codes, lines: Codes, odd: Sequence[int], what: str) -> str:
    """The words with these indices, which are no numbers or dates among others, where and how often."""
    places = [np.flatnonzero(inverse == i) for i in odd]
    some = zip(odd, places, strict=True)
    found = " and ".join(f"“{_shortened(words[i])}” (line {lines[int(where[0])]})" for i, where in some)
    are = f"is no {what}" if len(odd) == 1 else f"are no {what}s"
    return f"{found} {are}: missing, {_times(sum(map(len, places)))}."


def _odd_among_dates(words: Sequence[str], inverse: Codes) -> list[int]:
    """The indices of a few words without digits (``pending``) in a column of dates; none in any other."""
    some = _spread(words)
    if 2 * sum(map(is_date, some)) < len(some):
        return []
    present = [i for i, word in enumerate(words) if not is_missing(word)]
    odd = [i for i in present if not is_date(words[i])]
    if not 0 < len(odd) <= _MAX_ODD_WORDS or len(present) < len(odd) + _FEWEST_UNREAD:
        return []
    if any(character.isdigit() for i in odd for character in words[i]):
        return []  # 2010-11, 2011-12, 2012-13
    counts = np.bincount(inverse, minlength=len(words))
    if counts[odd].sum() > (1 - _MOSTLY) * counts[present].sum():
        return []
    dates = parse_dates(_ordered([words[i] for i in present if i not in odd]))
    return [] if dates is None else odd


def switch_line(words: Sequence[str], inverse: Codes, lines: Codes) -> int | None:
    """The line from which on a column of numbers holds words, or the other way round; None if it doesn't."""
    present = [word for word in words if not is_missing(word)]
    if not present or is_number(present[0]) == is_number(present[-1]):
        return None  # words stand in the order in which they first appear
    known = np.array([not is_missing(word) for word in words])[inverse]
    numbers = np.array([is_number(word) for word in words])[inverse][known]
    if len(numbers) < 4 or numbers.all() or not numbers.any():
        return None
    change = int(np.argmax(numbers != numbers[0]))
    if change < 2 or len(numbers) - change < 2 or np.any(numbers[change:] == numbers[0]):
        return None
    return int(lines[known][change])


def _no_number_warning(
    name: str, words: Sequence[str], inverse: Codes, lines: Codes, odd: Sequence[int]
) -> str | None:
    """A sentence about a column that seems to be one of numbers, but for some cells."""
    others = [words[i] for i in odd]
    rest = [words[i] for i in range(len(words)) if i not in set(odd) and not is_missing(words[i])]
    rows = np.flatnonzero(np.isin(inverse, odd))
    rare = len(rows) == 1 or len(rows) <= (1 - _NUMERIC_SHARE) * len(inverse)
    few = len(inverse) - len(rows) < _FEWEST_NUMBERS or (len(rest) <= _MANY_NUMBERS and not rare)
    if few or (len(rest) <= _MANY_NUMBERS and any(map(_STEP.fullmatch, others))):
        return None  # steps of a scale: 2, 3, 4, 5 or more
    if are_codes(rest) or _are_codes_with_letters(rest, others, len(rows), len(inverse)):
        return None
    first = f"“{_shortened(words[int(inverse[rows[0]])])}” in line {lines[int(rows[0])]}"
    found = "1 cell is none" if len(rows) == 1 else f"{len(rows):,} cells are none"
    return f"Column “{name}” holds mostly numbers, but {found} ({first}): used as words."


def _unread_warning(name: str, words: Sequence[str]) -> str | None:
    """A sentence about words each of which is a number, a date or a duration, but not all in one way."""
    some = _spread(words)
    if len(some) < _FEWEST_UNREAD or are_codes(words):
        return None
    if all(map(is_number, some)):
        return f"Column “{name}” holds numbers that are written in several ways: used as words."
    if any(word[0] in _MARKS for word in some) and all(is_number(word.lstrip(_MARKS)) for word in some):
        example = next(word for word in some if word[0] in _MARKS)
        return f"Column “{name}” holds numbers with marks, such as {example}: used as words."
    units = [is_number_with_unit(word) for word in some]
    if any(units) and all(unit or is_number(word) for word, unit in zip(some, units, strict=True)):
        example = some[units.index(True)]
        return f"Column “{name}” holds numbers with several units, such as {example}: used as words."
    if all(map(_UNCERTAIN.fullmatch, some)):
        return f"Column “{name}” holds numbers with uncertainties, such as {some[0]}: used as words."
    if all(map(is_date, some)) and not all(map(is_season, some)):
        return f"Column “{name}” holds dates that are written in several ways: used as words."
    if all(map(_DURATION.fullmatch, some)):
        return f"Column “{name}” holds durations like {some[0]}: used as words; write seconds to use them."
    return None


def _are_codes_with_letters(rest: Sequence[str], others: Sequence[str], n_others: int, n: int) -> bool:
    """Whether some whole numbers are codes like the ``others``, which are none (``2A``, ``H8N``, ``7_kV``)
    and stand in more than a few of the ``n`` cells: in these they may be slips of the pen.
    """
    if n_others < 2 or n_others < _LEAST_CODES * n or not all(word.isdigit() for word in rest):
        return False
    return all(map(_CODE.fullmatch, others)) and not any(map(_UNIT_BEHIND.fullmatch, others))


def _shortened(word: str) -> str:
    return word if len(word) <= _LONG_TEXT else f"{word[: _LONG_TEXT - 1]}…"


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n} times"


def _as_words(name: str, words: Sequence[str], inverse: Codes) -> tuple[Column, str]:
    """(column of words or dates, a sentence if its dates can be read in two ways)."""
    present = [i for i, word in enumerate(words) if not is_missing(word)]
    categories = _ordered([words[i] for i in present])
    label, unit = split_unit(name)
    kind: Kind = "category"
    if not categories:
        kind = "empty"
    place = {word: k for k, word in enumerate(categories)}
    if (pair := _yes_no(categories)) is not None:
        kind = "yes_no"
        place = {word: int(word.casefold() == pair[1].casefold()) for word in categories}
        categories = pair
    code_of_word = np.array([place.get(word, MISSING) for word in words], dtype=np.int64)
    codes = code_of_word[inverse]
    if kind == "category" and parse_dates(categories) is not None:
        return _date_column(name, codes, categories)
    if kind == "category" and _is_text(categories, int(np.count_nonzero(codes != MISSING))):
        kind = "text"
    return Column(name, kind, label, unit, codes=codes, categories=tuple(categories)), ""


def _date_column(name: str, codes: Codes, categories: Sequence[str]) -> tuple[Column, str]:
    """(column of dates, a sentence if they can be read in two ways)."""
    dates = parse_dates(categories, name)
    assert dates is not None
    label, unit = split_unit(name)
    days = np.append(dates.seconds / 86_400, np.nan)[codes]  # MISSING, −1, takes the last one
    column = Column(name, "date", label, unit, values=days, codes=codes, categories=tuple(categories))
    return column, _date_doubt(name, dates.form) if dates.doubt else ""


def _date_doubt(name: str, form: str) -> str:
    if form == "mon yy":
        return f"Column “{name}”: dates were read as a month and a year of two digits, a guess: check them."
    order = "month before day" if form == "mdy" else "day before month"
    return OrderDoubt(f"Column “{name}”: dates were read with the {order}, a guess: check them.")


def _ordered(categories: list[str]) -> list[str]:
    """Ascending: by value if they are all numbers (codes with leading zeros), else as words."""
    if not categories or POINT.plain(categories[0]) is None:
        return sorted(categories, key=lambda word: (word.casefold(), word))
    values = parse(categories, POINT)
    if not np.isnan(values).any():
        return [c for _, c in sorted(zip(values.tolist(), categories, strict=True))]
    return sorted(categories, key=lambda word: (word.casefold(), word))


def _yes_no(categories: Sequence[str]) -> list[str] | None:
    """The two words, no first, that these are, whatever their capitals; None if they are no such pair."""
    by_word: dict[str, str] = {}
    for category in categories:
        by_word.setdefault(category.casefold(), category)
        if len(by_word) > 2:
            return None  # at once: there may be a million of them
    for no, yes in YES_NO:
        if set(by_word) == {no, yes}:
            return [by_word[no], by_word[yes]]
    return None


def _is_text(categories: Sequence[str], n_present: int) -> bool:
    """Free text or names: (nearly) every value is different, or they are long."""
    n = len(categories)
    if n > 2 and n == n_present:
        return True
    if n > 10 and n > 0.5 * n_present:
        return True
    return sum(map(len, categories)) > _LONG_TEXT * n
