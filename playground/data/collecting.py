"""One column's cells, collected block by block: as plain numbers as long as they are, else as words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.data.blocks import Grid
from playground.data.columns import Codes, Floats
from playground.data.number_format import COMMA_GROUPED
from playground.data.words import MISSING_AMONG_NUMBERS

LARGEST = 1e30
"""Values beyond it are taken for a mark or a fault, not a measurement: missing, with a warning."""

_FIRST_INEXACT = 2.0**53
_MOST_UNKNOWN = 0.2
"""If more of the cells need a closer look than this, all get it."""
_PLAIN = b"0123456789+-.eE"
_GAPS = frozenset(
    spelling for word in MISSING_AMONG_NUMBERS for spelling in (word, word.upper(), word.capitalize())
) | {"NaN"}


class Words:
    """Cells as they are: each different one once, and which of them stands in each row.

    Those with a word among the ``missing`` ones (case folded) are empty.
    """

    def __init__(self, missing: frozenset[str] = frozenset()) -> None:
        self._missing = missing
        self._places: dict[str, int] = {}
        self._codes: list[Codes] = []

    def add(self, cells: Sequence[str]) -> None:
        places = self._places
        if self._missing:
            cells = ["" if cell.casefold() in self._missing else cell for cell in cells]
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
        self._values.append(values)
        joined = "".join(cells)
        if cells:
            digits = joined.isdigit()
            code = self._only_digits and digits and any(c[0] == "0" and len(c) > 2 for c in cells)
            self._look(digits, code, "." in joined, cells)
        return not (self._points_are_marks and self._seen_point)

    def add_from(self, grid: Grid, index: int) -> bool:
        """The same for the cells of a column that are still bytes."""
        parsed = grid.parsed(index)
        values, unknown = parsed.values, np.flatnonzero(~parsed.known)
        if len(unknown) > _MOST_UNKNOWN * len(values):
            return self.add(grid.column(index))
        cells: list[str] = []
        if len(unknown):
            some = Grid(
                grid.characters,
                grid.starts[index : index + 1, unknown],
                grid.ends[index : index + 1, unknown],
            )
            cells = some.column(0)
            gaps = np.fromiter((cell in _GAPS for cell in cells), np.bool_, len(cells))
            cells = [cell for cell in cells if cell not in _GAPS]
            found = _as_floats(cells)
            if found is None:
                return False
            values[unknown[gaps]] = np.nan
            values[unknown[~gaps]] = found
        self._values.append(values)
        point = bool(parsed.has_point.any()) or any("." in cell for cell in cells)
        if point and not self._points_are_decimal and not self._points_are_marks:
            cells = [cell for cell in grid.column(index) if cell not in _GAPS]
        digits = bool(parsed.only_digits[parsed.known].all()) and all(map(str.isdigit, cells))
        code = bool(parsed.is_code.any()) or any(c[0] == "0" and len(c) > 2 for c in cells)
        if cells or parsed.known.any():
            self._look(digits, digits and code, point, cells)
        return not (self._points_are_marks and self._seen_point)

    def _look(self, digits: bool, code: bool, point: bool, cells: Sequence[str]) -> None:
        """Take note of what cells tell about leading zeros and about what a point means."""
        self._leading_zero |= self._only_digits and code
        self._only_digits &= digits
        self._seen_point |= point
        if point and not self._points_are_decimal and not self._points_are_marks:
            self._points_are_decimal = any(COMMA_GROUPED.plain(cell) is None for cell in cells)

    @property
    def is_certain(self) -> bool:
        """Whether all that was added are numbers for certain: no codes like 007, no doubt about points."""
        if not any(np.any(~np.isnan(values)) for values in self._values):
            return False
        if self._only_digits and (self._leading_zero or self._loses_digits()):
            return False
        return self._points_are_decimal or not self._seen_point

    def _loses_digits(self) -> bool:
        """Whether some of the whole numbers have more digits than a float64 can keep."""
        return any(np.any(values >= _FIRST_INEXACT) for values in self._values)

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
