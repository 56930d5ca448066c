"""The curves of the synapses, each made when first drawn: as paths, and as short straight lines.

Qt strokes a wide path by filling its outline, pixel by pixel; a straight line with flat ends is a rectangle,
which costs a third. So wide synapses are drawn as a few lines each, a fifth of a pixel from the
curve and thus not to be told from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainterPath

from playground.canvas.geometry import NetworkGeometry
from playground.engine.specs import ParameterKey

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Pair = tuple[int, int]

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
        self._lines: dict[int, dict[Pair, list[QLineF]]] = {}
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

    def lines(self, gap: int, places: Sequence[Pair], zoom: float) -> list[list[QLineF]]:
        """Curves of a gap, by (place out, place into), as straight lines fine enough for that zoom."""
        if not self._zoom / ZOOM_RANGE <= zoom <= self._zoom * ZOOM_RANGE:
            self._zoom = zoom
            self._lines.clear()
        known = self._lines.setdefault(gap, {})
        unknown = [pair for pair in places if pair not in known]
        if unknown:
            known.update(zip(unknown, self._make_lines(gap, unknown), strict=True))
        return [known[pair] for pair in places]

    def _make(self, gap: int, out: int, into: int) -> QPainterPath:
        space = self._geometry.gaps[gap]
        x0, y0, x1, y1 = space.x0, float(space.sources[into]), space.x1, float(space.targets[out])
        middle = (x0 + x1) / 2
        path = QPainterPath()
        path.moveTo(x0, y0)
        path.cubicTo(middle, y0, middle, y1, x1, y1)
        return path

    def _make_lines(self, gap: int, places: Sequence[Pair]) -> list[list[QLineF]]:
        """Those with as many lines each are made together: there may be hundreds."""
        space, (out, into) = self._geometry.gaps[gap], np.array(places).T
        y0, y1 = space.sources[into], space.targets[out]
        counts = line_counts(np.abs(y1 - y0) * self._zoom * ZOOM_RANGE)
        made: list[list[QLineF]] = [[] for _ in places]
        for n in np.unique(counts).tolist():
            mine, t = np.flatnonzero(counts == n), joints(n)
            x = space.x0 + (space.x1 - space.x0) * (1.5 * t - 1.5 * t * t + t**3)
            y = y0[mine, np.newaxis] + np.multiply.outer((y1 - y0)[mine], 3 * t * t - 2 * t**3)
            ends = _overlapping(np.broadcast_to(x, y.shape), y).tolist()
            for i, rows in zip(mine.tolist(), ends, strict=True):
                made[i] = [QLineF(*row) for row in rows]
        return made


def line_counts(rises: Array) -> Ints:
    """How many lines curves take that rise by so many screen pixels.

    A chord over a step h of t leaves the curve by at most y″ h² / 8 = 6 rise |1 − 2t| h² / 8 pixels. With
    steps ∝ 1 / √|1 − 2t| that is the same everywhere, and their number is ⅔ √(¾ rise / deviation).
    """
    counts = np.ceil(2 / 3 * np.sqrt(0.75 * rises / DEVIATION))
    return np.asarray(np.clip(counts, 1, MOST_LINES), dtype=np.int64)


def joints(n_lines: int) -> Array:
    """Parameters t of a curve's points, from 0 to 1, that make all lines leave it equally far."""
    share = np.linspace(-1.0, 1.0, n_lines + 1)
    return np.asarray((1.0 + np.sign(share) * np.abs(share) ** (2 / 3)) / 2)


def _overlapping(x: Array, y: Array) -> Array:
    """Lines (curves, lines, 4) between points (curves, lines + 1), each a little longer at both ends."""
    dx, dy = np.diff(x), np.diff(y)
    share = OVERLAP / np.hypot(dx, dy)
    dx, dy = dx * share, dy * share
    return np.stack((x[:, :-1] - dx, y[:, :-1] - dy, x[:, 1:] + dx, y[:, 1:] + dy), axis=-1)
