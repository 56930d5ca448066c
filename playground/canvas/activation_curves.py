"""The curves of the activations, drawn from the engine's own functions."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF, QTransform

from playground.engine.activations import ACTIVATIONS

REACH: Final = 3.0
"""The curves are drawn over sums from −3 to 3."""
_STEP: Final = 1e-6
_BARS: Final = (0.45, 1.0, 0.65)


def activation_values(name: str, sums: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The activation of each of these sums; not for those of a whole layer, which have no curve."""
    out = np.empty_like(sums)
    ACTIVATIONS[name].formulas().apply(sums.copy(), out)
    return out


@cache
def _unit_curve(name: str) -> QPainterPath:
    """The curve in a square from (0, 0), upper left, to (1, 1)."""
    if ACTIVATIONS[name].whole_layer:
        return _bars()
    sums = np.linspace(-REACH, REACH, 61)
    if _jumps(name):  # drawn upright, not as a steep slope
        sums = np.array([-REACH, -_STEP, _STEP, REACH])
    values = activation_values(name, sums)
    low, high = float(values.min()), float(values.max())
    span = (high - low) or 1.0
    points = [
        QPointF((z + REACH) / (2 * REACH), 1.0 - (value - low) / span)
        for z, value in zip(sums.tolist(), values.tolist(), strict=True)
    ]
    path = QPainterPath()
    path.addPolygon(QPolygonF(points))
    return path


def _jumps(name: str) -> bool:
    low, high = activation_values(name, np.array([-_STEP, _STEP]))
    return bool(high - low > 0.5)


def _bars() -> QPainterPath:
    """Shares of a whole: what an activation of a whole layer hands out."""
    path = QPainterPath()
    for place, height in enumerate(_BARS):
        x = (place + 0.5) / len(_BARS)
        path.moveTo(x, 1.0)
        path.lineTo(x, 1.0 - height)
    return path


def activation_path(name: str, rect: QRectF) -> QPainterPath:
    """The curve of an activation, filling ``rect``."""
    fill = QTransform(rect.width(), 0, 0, rect.height(), rect.x(), rect.y())
    return fill.map(_unit_curve(name))
