"""Tables written as CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

import numpy as np

from playground.data.columns import Column, Floats
from playground.data.number_format import is_number

_STARTS_A_FORMULA = ("=", "+", "-", "−", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With one of these at its beginning a spreadsheet takes a text for a formula, and runs it."""

_DASHES = "-−"
_PLAIN_NUMBER = re.compile(r"[+-][0-9]+(?:[.,][0-9]+)?")


def csv_bytes(
    header: Sequence[str], blocks: Iterable[Sequence[Sequence[str]]], *, decimal_comma: bool = False
) -> bytes:
    """A header and rows, UTF-8. ``blocks`` hold the harmless cells of some rows each, column by column.

    Commas between cells; semicolons with a ``decimal_comma``, as spreadsheets have it where 1,5 is a number.
    """
    whole = io.BytesIO()
    text = io.TextIOWrapper(whole, encoding="utf-8", newline="")  # a `StringIO` takes four bytes a character
    writer = csv.writer(text, lineterminator="\n", delimiter=";" if decimal_comma else ",")
    writer.writerow([harmless(name) for name in header])
    for columns in blocks:
        writer.writerows(zip(*columns, strict=True))
    text.flush()
    return whole.getvalue()


def column_cells(column: Column) -> list[str]:
    """A column's values as text; nothing where one is missing."""
    if column.is_number:
        return number_cells(column.values)
    return word_cells(column.codes.tolist(), column.categories)


def number_cells(values: Floats, *, decimal_comma: bool = False) -> list[str]:
    """Numbers with all their digits; nothing for NaN."""
    cells = [repr(value) for value in values.tolist()]
    whole = np.flatnonzero((values == np.floor(values)) & (np.abs(values) < 1e15))
    for row, value in zip(whole.tolist(), values[whole].astype(np.int64).tolist(), strict=True):
        cells[row] = str(value)
    for row in np.flatnonzero(np.isnan(values)).tolist():
        cells[row] = ""
    return [cell.replace(".", ",") for cell in cells] if decimal_comma else cells


def harmless_cells(cells: Sequence[str]) -> Sequence[str]:
    """All of them harmless."""
    plain = _PLAIN_NUMBER.fullmatch  # ten times quicker than to look for all kinds of numbers
    return [harmless(c) if c.startswith(_STARTS_A_FORMULA) and not plain(c) else c for c in cells]


def word_cells(codes: Sequence[int], words: Sequence[str]) -> list[str]:
    """The words of these codes, harmless; nothing for `MISSING` (−1, hence the last one)."""
    safe = [*(harmless(word) for word in words), ""]
    return [safe[code] for code in codes]


def harmless(text: str) -> str:
    """The text, behind an apostrophe if a spreadsheet would run it; numbers such as −5 stay numbers, and
    dashes that stand for no value stay dashes.
    """
    if not text.startswith(_STARTS_A_FORMULA) or is_number(text) or not text.strip(_DASHES):
        return text
    return f"'{text}"
