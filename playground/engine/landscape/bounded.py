"""What a proof needs of a slice: bounds over boxes that surely hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from playground.engine.landscape.intervals import Interval, outward
from playground.engine.landscape.jets import Jet, exp, joined_jets
from playground.engine.landscape.slice_cost import SliceCost
from playground.engine.layout import Array

LN10 = Interval.exactly(np.array(2.302585092994046))


class NoBoundsError(ValueError):
    """There are no bounds for something in this network; the message is a sentence for the user."""


class Bounds(NamedTuple):
    """Over ``n`` boxes, and at their middles."""

    box: Jet
    middle: Jet


class BoundedCost(SliceCost, Protocol):
    """A slice whose values, slopes and second derivatives can be enclosed."""

    def bounds(self, boxes: Array) -> Bounds:
        """Enclosures over boxes ``(n, 4)`` of x0, x1, y0, y1, where x0 = x1 is allowed."""


@dataclass(frozen=True, eq=False)
class Boxes:
    """Boxes and their middles as ``2 n`` jets of the coordinates, and how far the edges are."""

    x: Jet
    y: Jet
    radii: Array

    @staticmethod
    def of(boxes: Array) -> Boxes:
        x0, x1, y0, y1 = boxes.T
        middle_x, middle_y = x0 + (x1 - x0) / 2, y0 + (y1 - y0) / 2
        radii = np.stack([np.maximum(x1 - middle_x, middle_x - x0), np.maximum(y1 - middle_y, middle_y - y0)])
        x = Interval(np.append(x0, middle_x), np.append(x1, middle_x))
        y = Interval(np.append(y0, middle_y), np.append(y1, middle_y))
        return Boxes(Jet.coordinate(x, 0), Jet.coordinate(y, 1), radii * (1 + 1e-15))

    def powers_of_ten(self) -> Boxes:
        """The same boxes, with 10^x and 10^y for x and y: logarithmic axes."""
        return Boxes(_power_of_ten(self.x), _power_of_ten(self.y), self.radii)


def _power_of_ten(jet: Jet) -> Jet:
    ln10 = outward(LN10.lo, LN10.hi)
    scaled = Jet(jet.value * ln10, jet.slopes * ln10, jet.bends * ln10, jet.smooth)
    return scaled.through(exp)


def split(jet: Jet) -> Bounds:
    """Boxes and middles apart."""
    half = len(jet.smooth) // 2
    return Bounds(jet[:half], jet[half:])


def joined_bounds(parts: Sequence[Bounds]) -> Bounds:
    return Bounds(joined_jets([part.box for part in parts]), joined_jets([part.middle for part in parts]))
