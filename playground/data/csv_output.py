"""Tables written as CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from playground.data.columns import plain_number
from playground.data.number_format import is_number

_STARTS_A_FORMULA = ("=", "+", "-", "−", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With one of these at its beginning a spreadsheet takes a text for a formula, and runs it."""

Cell = float | str | None


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Commas, a header, UTF-8; numbers with all their digits, nothing where a cell is None."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([harmless(name) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


def harmless(text: str) -> str:
    """The text, behind an apostrophe if a spreadsheet would run it; numbers such as −5 stay numbers."""
    if not text.startswith(_STARTS_A_FORMULA) or is_number(text):
        return text
    return f"'{text}"


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else plain_number(value)
