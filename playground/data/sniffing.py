"""Which dialect a text is written in: every likely one is tried on the beginning of the file."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from playground.data.beginning import numbers_from
from playground.data.dates import is_date
from playground.data.dialect import BLANKS, DELIMITERS, FIXED, WIDE_BLANKS, Dialect, ReadingChoice
from playground.data.fixed_places import column_cuts
from playground.data.number_format import is_number
from playground.data.tokens import Record, read_records

SAMPLE_RECORDS = 500
_SAMPLE_CHARACTERS = 1 << 18
_SEP_LINE = re.compile(r'"?sep=(.)"?[ ,;]*\n', re.IGNORECASE)
_BETWEEN_SINGLE_QUOTES = re.compile(r"(?:^|[,;|\t @^~:])'(?:[^'\n]|'')*'(?=[,;|\t @^~:]|$)", re.MULTILINE)
COMMENT = ("#", "%", "//")
_SEPARATORS = re.compile(r"[,;\t|]")
_WORD_AND_NUMBER = re.compile(r"(?:^|\s)[-+]?[0-9][0-9.,]*(?:\s|$)")
_WEIGHTS = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 1.0, BLANKS: 0.9, WIDE_BLANKS: 0.8, FIXED: 0.9}
_RARE = {"@": 0.85, "^": 0.85, "~": 0.85, ":": 0.8}
"""Separators that are believed only where nothing else is meant by them."""
_LEAST_EVEN_RARE = 0.9
_FEWEST_RARE = 3
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[A-Za-z]")
_CLOCK = re.compile(r"[0-9]:[0-5][0-9](?![0-9])")
_NEARLY_ALL = 0.9
_LEAST_EVEN_BLANKS = 0.5
_LEAST_EVEN_PAIRS = 0.7
_EVEN_WORDS = 4
"""So many lines of as many words each are a table; sentences differ."""
_STILL_JOINED = 0.3
_WITHOUT_QUOTES = 0.7
"""A quote or two without a partner are slips of the pen; no quotes at all is believed if most are so."""


def is_comment(cells: list[str]) -> bool:
    """Whether a record looks like a remark: ``# measured in May``."""
    return cells[0].startswith(COMMENT)


def detect_dialect(text: str, encoding: str, choice: ReadingChoice) -> Dialect:
    """The dialect that cuts the sample into the most even rows of the best known cells."""
    announced = _SEP_LINE.match(text)
    skip = max(choice.skip or 0, 1 if announced is not None else 0)
    sample = _sample(text[after_lines(text, skip) :])
    delimiters = list(DELIMITERS)
    if choice.delimiter is not None:
        delimiters = [choice.delimiter]
    elif announced is not None and announced[1] in DELIMITERS:
        delimiters = [announced[1]]
    candidates = [
        Dialect(encoding, delimiter, quote, skip=skip, escape=escape)
        for delimiter in delimiters
        if delimiter != FIXED and (delimiter not in _RARE or delimiter in sample or len(delimiters) == 1)
        for quote, escape in _quotes(sample, choice)
    ]
    cuts = column_cuts(sample, choice.delimiter == FIXED) if FIXED in delimiters else ()
    if cuts or not candidates:
        candidates.append(Dialect(encoding, FIXED, "", skip=skip, cuts=cuts))
    if len(candidates) == 1:
        return candidates[0]
    scores = {dialect: _score(sample, dialect) for dialect in candidates}
    return max(scores, key=lambda dialect: scores[dialect])  # the first of equal ones


def after_lines(text: str, n: int) -> int:
    """The character after the first ``n`` lines; the text's end if it has no more."""
    place = 0
    for _ in range(n):
        place = text.find("\n", place) + 1 or len(text)
    return place


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE_CHARACTERS:
        return text
    end = text.rfind("\n", 0, _SAMPLE_CHARACTERS)
    return text[: end + 1] if end > 0 else text[:_SAMPLE_CHARACTERS]


def _quotes(sample: str, choice: ReadingChoice) -> list[tuple[str, str]]:
    """(quote, escape) worth trying."""
    if choice.quote is not None:
        return [(choice.quote, "\\" if choice.quote and f"\\{choice.quote}" in sample else "")]
    found = [('"', "")]
    if '\\"' in sample:
        found.append(('"', "\\"))
    if len(_BETWEEN_SINGLE_QUOTES.findall(sample)) > sample.count('"') / 2:
        found.append(("'", ""))
    if '"' in sample:
        found.append(("", ""))
    return found


def _score(sample: str, dialect: Dialect) -> float:
    """Share of rows of the usual width × how many of their cells are known × something for the width."""
    rows = sample_records(sample, dialect)
    rows = of_most_numbers(rows)
    usual = usual_width([record.cells for record in rows])
    if usual < 2:
        return 0.0
    even = [record for record in rows if len(record.cells) == usual]
    evenness = len(even) / len(rows)
    cells = [cell for record in even for cell in record.cells]
    known = sum(map(_known, cells)) / len(cells)
    mended = sum(record.mended for record in rows) / len(rows)
    whole = 1 - 0.5 * mended if dialect.quote or dialect.cuts else _WITHOUT_QUOTES
    if dialect.by_blanks and _may_be_sentences(even, len(rows), usual):
        return 0.0
    if dialect.delimiter in _RARE and not _is_meant(dialect.delimiter, sample, even, rows):
        return 0.0
    if dialect.by_blanks and _still_joined(even):
        known *= _STILL_JOINED
    width = (usual - 0.5) / usual
    weight = _WEIGHTS.get(dialect.delimiter) or _RARE[dialect.delimiter]
    return float(evenness**1.5 * known * whole * width * weight)


def _is_meant(mark: str, sample: str, even: list[Record], rows: list[Record]) -> bool:
    """Whether a rare separator cuts all lines alike, but for those above the first of its rows, and is no
    part of times, addresses or ``name: value``.
    """
    n_rows = len(rows) - rows.index(even[0])
    if len(even) < max(_FEWEST_RARE, _LEAST_EVEN_RARE * n_rows):
        return False
    if mark == ":" and (
        ": " in sample or "://" in sample or len(_CLOCK.findall(sample)) >= _NEARLY_ALL * sample.count(":")
    ):
        return False
    if mark == "@" and _ADDRESS.search(sample):
        return False
    return len(even[0].cells) > 2 or (mark != ":" and _has_numbers(even))


def _still_joined(rows: list[Record]) -> bool:
    """Whether every cell of some column still holds a separator, such as ``20,0.5,"[a``, and is no number."""
    columns = zip(*(record.cells for record in rows), strict=True)
    return any(all(_SEPARATORS.search(c) and not is_number(c) for c in cells) for cells in columns)


def sample_records(sample: str, dialect: Dialect, start: int = 0, line: int = 1) -> list[Record]:
    """The first records without comments; a last one that the end of the sample cuts off is no matter."""
    return [
        record
        for record in islice(read_records(sample, dialect, start, line), SAMPLE_RECORDS)
        if not is_comment(record.cells)
    ]


def of_most_numbers(records: list[Record]) -> list[Record]:
    """Those from the first of many lines of numbers on, if these are not as wide as most of all."""
    begin = numbers_from([record.cells for record in records])
    if begin and len(records[begin].cells) == usual_width([record.cells for record in records]):
        return records
    return records[begin:]


def usual_width(rows: list[list[str]]) -> int:
    """The width that most rows have; of equally frequent ones the larger. 0 if there are no rows."""
    widths = Counter(map(len, rows))
    return max(widths, key=lambda width: (widths[width] * (width - 0.9), width), default=0)


def _may_be_sentences(even: list[Record], n_rows: int, width: int) -> bool:
    """Whether words with blanks between them may be sentences, which are uneven and hold few numbers."""
    if len(even) == n_rows >= _EVEN_WORDS and width >= _EVEN_WORDS:
        return False
    least = _LEAST_EVEN_BLANKS if width > 2 else _LEAST_EVEN_PAIRS
    return len(even) < least * n_rows or not _has_numbers(even)


def _has_numbers(rows: list[Record]) -> bool:
    """Whether some column holds numbers or dates in most rows."""
    columns = zip(*(record.cells for record in rows), strict=True)
    return any(sum(is_number(c) or is_date(c) for c in cells) > 0.5 * len(rows) for cells in columns)


def _known(cell: str) -> float:
    """How much this looks like a well cut cell, 0 to 1."""
    if not cell:
        return 0.6
    if is_number(cell) or is_date(cell):
        return 1.0
    if cell[0] in "\"'" or cell[-1] == '"':
        return 0.1
    if _SEPARATORS.search(cell):
        return 0.3
    return 0.7 if _WORD_AND_NUMBER.search(cell) else 0.9
