"""The maps that turn numbers into colors: one for signs, one for costs.

Not in `theme`, which the empty window needs: NumPy is imported while that is on screen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from playground.appearance.colors import mix
from playground.appearance.theme import Theme
from playground.appearance.viridis import VIRIDIS

SIGN_EXPONENT = 0.85
"""The sign map's position is |v| to this power: small values keep some color."""

Lut = npt.NDArray[np.uint8]


def sign_color(theme: Theme, value: float) -> QColor:
    """The color of ``value`` in −1 … 1 (clipped): negative orange, zero neutral, positive blue."""
    end = theme.positive if value >= 0 else theme.negative
    return QColor(mix(theme.neutral, end, min(1.0, abs(value)) ** SIGN_EXPONENT))


def sign_lut(theme: Theme) -> Lut:
    """The sign map as 256 RGBA rows, from −1 to 1; shape (256, 4)."""
    values = np.linspace(-1.0, 1.0, 256)
    share = (np.abs(values) ** SIGN_EXPONENT)[:, None]
    ends = np.where(values[:, None] < 0, _rgb(theme.negative), _rgb(theme.positive))
    lut = np.full((256, 4), 255, dtype=np.uint8)
    lut[:, :3] = np.rint(_rgb(theme.neutral) * (1 - share) + ends * share)
    return lut


def viridis_lut() -> Lut:
    """The cost map as 256 RGBA rows, low = dark; shape (256, 4)."""
    lut = np.full((256, 4), 255, dtype=np.uint8)
    lut[:, :3] = np.frombuffer(bytes.fromhex(VIRIDIS), dtype=np.uint8).reshape(256, 3)
    return lut


def _rgb(color: str) -> npt.NDArray[np.float64]:
    return np.array(list(bytes.fromhex(color[1:])), dtype=np.float64)
