"""How a file's text is cut into cells: which separator, found by trying them all on a sample."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from playground.data.number_format import is_number

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE_CHARACTERS = 1 << 18
_SAMPLE_RECORDS = 500
_SEP_LINE = re.compile(r'"?sep=(.)"?[ ,;]*(?:\r\n|\r|\n)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """Encoding and separators of one file; ``skip`` lines (a ``sep=`` line) come before the table."""

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header: bool = True
    skip: int = 0


class RecordError(Exception):
    """A record that breaks the rules of quoting: where it begins, and what is wrong and to do."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line, reason)
        self.line = line
        self.reason = reason


Record = tuple[int, list[str]]
"""The line number (from 1) on which a record begins, and its cells, blanks around them removed."""


def records(text: str, dialect: Dialect, *, strict: bool = True) -> Iterator[Record]:
    """Every record after the skipped lines; blank lines are no records.

    ``strict`` raises ``RecordError`` where quotes are not in pairs around whole cells.
    """
    stream = io.StringIO(text, newline="")
    for _ in range(dialect.skip):
        stream.readline()
    reader = csv.reader(
        stream, delimiter=dialect.delimiter, quotechar=dialect.quote, skipinitialspace=True, strict=strict
    )
    while True:
        line = reader.line_num + dialect.skip + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RecordError(line, _explain(error)) from None
        cells = [cell.strip() for cell in cells]
        if len(cells) > 1 or any(cells):
            yield line, cells


def _explain(error: csv.Error) -> str:
    if "expected after" in str(error):
        return "has text right after a closing quote: write a quote inside a cell twice"
    return "opens a quote that is never closed: close it or remove it"  # at the end, or a cell beyond 128 kB


def detect_dialect(text: str, encoding: str) -> Dialect:
    """The dialect whose separator cuts the sample into the most even rows of the most numbers."""
    announced = _SEP_LINE.match(text)
    if announced is not None and announced[1] in DELIMITERS:
        return Dialect(encoding, announced[1], skip=1)
    sample = _sample(text)
    scores = {mark: _score(sample, Dialect(encoding, mark)) for mark in DELIMITERS}
    return Dialect(encoding, max(scores, key=lambda mark: scores[mark]))


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE_CHARACTERS:
        return text
    end = max(text.rfind("\n", 0, _SAMPLE_CHARACTERS), text.rfind("\r", 0, _SAMPLE_CHARACTERS))
    return text[: end + 1] if end > 0 else text[:_SAMPLE_CHARACTERS]


def _score(sample: str, dialect: Dialect) -> tuple[float, float]:
    """(evenness of rows × share of cells that are numbers or short, number of columns)."""
    rows: list[list[str]] = []
    try:
        for _, cells in records(sample, dialect, strict=False):
            rows.append(cells)
            if len(rows) == _SAMPLE_RECORDS:
                break
    except RecordError:
        return -1.0, 0.0
    widths = Counter(len(cells) for cells in rows)
    if not widths:
        return 0.0, 0.0
    width, n_even = widths.most_common(1)[0]
    if width == 1:
        return 0.0, 0.0
    known = sum(_is_known(cell) for cells in rows for cell in cells)
    total = sum(len(cells) for cells in rows)
    return (n_even / len(rows)) * (0.1 + known / total), float(width)


def _is_known(cell: str) -> bool:
    """A number, or a word without any separator in it: what a well cut cell looks like."""
    return is_number(cell) or not any(mark in cell for mark in DELIMITERS)
