"""Numbers and words as CSV text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def csv_text(header: Sequence[str], rows: Iterable[Sequence[float | str]]) -> str:
    """Comma-separated lines; whole numbers without a decimal point. No cell may hold a comma."""
    lines = [",".join(header), *(",".join(_cell(value) for value in row) for row in rows)]
    return "\n".join(lines) + "\n"


def rounded(values: Floats, digits: int = 0) -> Floats:
    """To so many digits, and never −0."""
    return np.asarray(np.round(values, digits), dtype=np.float64) + 0.0


def _cell(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.10g}"
