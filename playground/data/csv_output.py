"""Tables written as CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np

from playground.data.columns import Column, Floats
from playground.data.number_format import is_number

_STARTS_A_FORMULA = ("=", "+", "-", "−", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With one of these at its beginning a spreadsheet takes a text for a formula, and runs it."""


def csv_bytes(header: Sequence[str], columns: Sequence[Sequence[str]]) -> bytes:
    """Commas, a header, UTF-8; the cells of each column as `number_cells` and `word_cells` make them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([harmless(name) for name in header])
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode()


def column_cells(column: Column) -> list[str]:
    """A column's values as text; nothing where one is missing."""
    if column.is_number:
        return number_cells(column.values)
    return word_cells(column.codes.tolist(), column.categories)


def number_cells(values: Floats) -> list[str]:
    """Numbers with all their digits; nothing for NaN."""
    cells = [repr(value) for value in values.tolist()]
    whole = np.flatnonzero((values == np.floor(values)) & (np.abs(values) < 1e15))
    for row, value in zip(whole.tolist(), values[whole].astype(np.int64).tolist(), strict=True):
        cells[row] = str(value)
    for row in np.flatnonzero(np.isnan(values)).tolist():
        cells[row] = ""
    return cells


def word_cells(codes: Sequence[int], words: Sequence[str]) -> list[str]:
    """The words of these codes, harmless; nothing for `MISSING` (−1, hence the last one)."""
    safe = [*(harmless(word) for word in words), ""]
    return [safe[code] for code in codes]


def harmless(text: str) -> str:
    """The text, behind an apostrophe if a spreadsheet would run it; numbers such as −5 stay numbers."""
    if not text.startswith(_STARTS_A_FORMULA) or is_number(text):
        return text
    return f"'{text}"
