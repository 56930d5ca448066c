"""The hand that paints: from the mouse's way over a picture to dabs of the brush."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF

from playground.appearance.text import px
from playground.document.easel import Easel, Size


@dataclass(frozen=True, slots=True)
class Bristles:
    """In pixels: the way between two points, their standard deviation from the mouse's way, and the radius
    within which points are erased."""

    spacing: float
    spray: float
    rubber: float


BRISTLES: dict[Size, Bristles] = {
    "fine": Bristles(9.0, 0.0, 5.0),
    "medium": Bristles(8.0, 5.0, 11.0),
    "wide": Bristles(4.0, 13.0, 24.0),
}


@dataclass(frozen=True, slots=True)
class Canvas:
    """What is painted on: from pixels to its own units, and whether a place lies on it.

    ``plotted``: the place in the axes' units. ``contains``: whether that place can be painted on.
    """

    plotted: Callable[[QPointF], QPointF]
    contains: Callable[[QPointF], bool]


class StrokeHand:
    """Follows one stroke. Where the mouse leaves the picture, nothing is painted."""

    def __init__(self, easel: Easel, canvas: Canvas) -> None:
        self._easel, self._canvas = easel, canvas
        self._last = QPointF()
        self._random = np.random.default_rng(1)

    @property
    def bristles(self) -> Bristles:
        return BRISTLES[self._easel.chosen.size]

    def begin(self, at: QPointF) -> None:
        """The brush touches the picture; a click is one point, exactly there."""
        self._last = at
        self._easel.begin()
        self._dab(at)

    def go_on(self, at: QPointF) -> None:
        way, spacing = at - self._last, px(self.bristles.spacing)
        length = float(np.hypot(way.x(), way.y()))
        steps = int(length // spacing)
        for i in range(1, steps + 1):
            place = self._last + way * (i * spacing / length)
            if not self._easel.chosen.erases:
                place += QPointF(*self._random.normal(0, px(self.bristles.spray), 2).tolist())
            self._dab(place)
        if steps:
            self._last += way * (steps * spacing / length)

    def end(self) -> None:
        self._easel.end()

    def _dab(self, at: QPointF) -> None:
        if not self._canvas.contains(at):
            return
        radius = px(self.bristles.rubber)
        place, beside = self._canvas.plotted(at), self._canvas.plotted(at + QPointF(radius, -radius))
        self._easel.dab(place.x(), place.y(), (beside.x() - place.x(), beside.y() - place.y()))
