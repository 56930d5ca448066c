"""One column's cells, collected block by block: as plain numbers as long as they are, else as words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.data.columns import Codes, Floats
from playground.data.number_format import COMMA_GROUPED
from playground.data.words import MISSING_AMONG_NUMBERS

LARGEST = 1e30
"""Values beyond it are taken for a mark or a fault, not a measurement: missing, with a warning."""

_PLAIN = b"0123456789+-.eE"
_GAPS = frozenset(
    spelling for word in MISSING_AMONG_NUMBERS for spelling in (word, word.upper(), word.capitalize())
) | {"NaN"}


class Words:
    """Cells as they are: each different one once, and which of them stands in each row."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._codes: list[Codes] = []

    def add(self, cells: Sequence[str]) -> None:
        places = self._places
        codes = np.fromiter((places.setdefault(c, len(places)) for c in cells), np.int64, len(cells))
        self._codes.append(codes)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self._places)

    @property
    def codes(self) -> Codes:
        """Index into ``words`` for each row, shape (n_rows,)."""
        return np.concatenate(self._codes) if self._codes else np.empty(0, dtype=np.int64)


class PlainNumbers:
    """Numbers with a decimal point or none, about which there is no doubt; gaps are NaN.

    What it accepts it reads exactly as ``infer_column`` would read the same cells as words, without
    keeping them. ``delimiter`` decides whether 1.234 can mean a thousand.
    """

    def __init__(self, delimiter: str, decimal: str | None = None) -> None:
        self._values: list[Floats] = []
        self._points_are_decimal = delimiter == "," or decimal == "."
        self._points_are_marks = decimal == ","
        self._seen_point = False
        self._only_digits = True
        self._leading_zero = False

    def add(self, cells: Sequence[str]) -> bool:
        """Whether these cells are plain numbers too. After a False nothing more can be added."""
        values = _as_floats(cells)
        if values is None:  # without the words for "no value", perhaps
            present = np.fromiter((cell not in _GAPS for cell in cells), np.bool_, len(cells))
            cells = [cell for cell in cells if cell not in _GAPS]
            found = _as_floats(cells)
            if found is None:
                return False
            values = np.full(len(present), np.nan)
            values[present] = found
        if not self._look(cells):
            return False
        self._values.append(values)
        return True

    def _look(self, cells: Sequence[str]) -> bool:
        """Take note of leading zeros and of what points mean; False if points cannot be decimal marks."""
        joined = "".join(cells)
        if self._only_digits and cells:
            self._only_digits = joined.isdigit()
            self._leading_zero |= self._only_digits and any(c[0] == "0" and len(c) > 2 for c in cells)
        if "." in joined:
            self._seen_point = True
            if not self._points_are_decimal and not self._points_are_marks:
                self._points_are_decimal = any(COMMA_GROUPED.plain(cell) is None for cell in cells)
        return not (self._points_are_marks and self._seen_point)

    @property
    def is_certain(self) -> bool:
        """Whether all that was added are numbers for certain: no codes like 007, no doubt about points."""
        if not any(np.any(~np.isnan(values)) for values in self._values):
            return False
        if self._only_digits and self._leading_zero:
            return False
        return self._points_are_decimal or not self._seen_point

    @property
    def has_point(self) -> bool:
        return self._seen_point

    @property
    def values(self) -> Floats:
        return np.concatenate(self._values) if self._values else np.empty(0)


def _as_floats(cells: Sequence[str]) -> Floats | None:
    """Values of cells that all follow our grammar of plain numbers, else None."""
    if "".join(cells).encode().translate(None, _PLAIN):
        return None  # float() takes more than our grammar: 1_000, nan, digits of other scripts
    try:
        values = np.fromiter(map(float, cells), np.float64, len(cells))
    except ValueError:
        return None
    return values if not len(values) or np.abs(values).max() <= LARGEST else None
