"""The curves of the synapses, each made when first drawn: as paths, and as short straight lines.

Qt strokes a wide path by filling its outline, pixel by pixel; a straight line with flat ends is a rectangle,
which costs a third. So wide synapses are drawn as a few lines each, a fifth of a pixel from the
curve and thus not to be told from it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainterPath

from playground.canvas.geometry import NetworkGeometry
from playground.engine.specs import ParameterKey

Array = npt.NDArray[np.float64]

DEVIATION: Final = 0.2
"""Screen pixels between a curve and its lines, to first order."""
MOST_LINES: Final = 28
OVERLAP: Final = 0.3
"""Scene pixels by which each line goes on below the next, so that no joint shows."""
ZOOM_RANGE: Final = 1.25
"""Lines made for one zoom serve others up to that factor."""


class SynapsePaths:
    """By gap, place in the layer after it, and place in the layer before it."""

    def __init__(self, geometry: NetworkGeometry) -> None:
        self._geometry = geometry
        self._paths: dict[tuple[int, int, int], QPainterPath] = {}
        self._lines: dict[tuple[int, int, int], list[QLineF]] = {}
        self._zoom = 1.0

    def path(self, gap: int, out: int, into: int) -> QPainterPath:
        """The curve from place ``into`` of layer ``gap`` to place ``out`` of the next."""
        path = self._paths.get((gap, out, into))
        if path is None:
            path = self._paths[gap, out, into] = self._make(gap, out, into)
        return path

    def of(self, key: ParameterKey) -> QPainterPath:
        layer, out = self._geometry.place(key.target)
        return self.path(layer - 1, out, self._geometry.place(key.source)[1])

    def lines(self, gap: int, out: int, into: int, zoom: float) -> list[QLineF]:
        """The same curve as straight lines, fine enough for that zoom."""
        if not self._zoom / ZOOM_RANGE <= zoom <= self._zoom * ZOOM_RANGE:
            self._zoom = zoom
            self._lines.clear()
        lines = self._lines.get((gap, out, into))
        if lines is None:
            lines = self._lines[gap, out, into] = self._make_lines(gap, out, into)
        return lines

    def _ends(self, gap: int, out: int, into: int) -> tuple[float, float, float, float]:
        space = self._geometry.gaps[gap]
        return space.x0, float(space.sources[into]), space.x1, float(space.targets[out])

    def _make(self, gap: int, out: int, into: int) -> QPainterPath:
        x0, y0, x1, y1 = self._ends(gap, out, into)
        middle = (x0 + x1) / 2
        path = QPainterPath()
        path.moveTo(x0, y0)
        path.cubicTo(middle, y0, middle, y1, x1, y1)
        return path

    def _make_lines(self, gap: int, out: int, into: int) -> list[QLineF]:
        x0, y0, x1, y1 = self._ends(gap, out, into)
        t = joints(abs(y1 - y0) * self._zoom * ZOOM_RANGE)
        x = x0 + (x1 - x0) * (1.5 * t - 1.5 * t * t + t**3)
        y = y0 + (y1 - y0) * (3 * t * t - 2 * t**3)
        dx, dy = np.diff(x), np.diff(y)
        share = OVERLAP / np.hypot(dx, dy)
        dx, dy = dx * share, dy * share
        ends = x[:-1] - dx, y[:-1] - dy, x[1:] + dx, y[1:] + dy
        return [QLineF(*line) for line in zip(*(end.tolist() for end in ends), strict=True)]


def joints(rise: float) -> Array:
    """Parameters t of the curve's points, from 0 to 1, for a curve that rises by ``rise`` screen pixels.

    A chord over a step h of t leaves the curve by at most y″ h² / 8 = 6 rise |1 − 2t| h² / 8 pixels. With
    steps ∝ 1 / √|1 − 2t| that is the same everywhere, and their number is ⅔ √(¾ rise / deviation).
    """
    n = min(max(int(np.ceil(2 / 3 * np.sqrt(0.75 * rise / DEVIATION))), 1), MOST_LINES)
    share = np.linspace(-1.0, 1.0, n + 1)
    return np.asarray((1.0 + np.sign(share) * np.abs(share) ** (2 / 3)) / 2)
