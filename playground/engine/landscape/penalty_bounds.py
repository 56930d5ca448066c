"""Bounds of the penalty on large weights, over boxes of a slice."""

from __future__ import annotations

import numpy as np

from playground.engine.landscape import jets
from playground.engine.landscape.bounded import Boxes
from playground.engine.landscape.intervals import Interval
from playground.engine.landscape.jets import Jet
from playground.engine.landscape.planes import Plane
from playground.engine.layout import Array, ParameterLayout
from playground.engine.specs import PenaltySpec

ROUNDING = 1e-12
"""Of the part of the penalty that is the same everywhere: far above what its sum can lose."""


class PenaltyBounds:
    """l1 Σ |w| + ½ l2 Σ w² over a plane; nothing where both are 0."""

    def __init__(self, spec: PenaltySpec, layout: ParameterLayout, plane: Plane) -> None:
        counted = layout.present if spec.biases else layout.present & ~layout.is_bias
        varies = counted & ((plane.d1 != 0) | (plane.d2 != 0))
        self._spec = spec
        self._origin, self._d1, self._d2 = (part[varies] for part in (plane.origin, plane.d1, plane.d2))
        same = plane.origin[counted & ~varies]
        self._same = float(spec.l1 * np.abs(same).sum() + 0.5 * spec.l2 * np.square(same).sum())

    def added(self, cost: Jet, coordinates: Boxes) -> Jet:
        """``cost`` ``(n,)`` and the penalty at the plane's a and b, ``coordinates``."""
        if not self._spec:
            return cost
        shape = cost.value.lo.shape
        cost = Jet(
            cost.value.plus(self._same).spread(np.full(shape, ROUNDING * self._same)),
            cost.slopes,
            cost.bends,
            cost.smooth,
        )
        if not len(self._origin):
            return cost
        weights = _along(coordinates.x, self._d1) + _along(coordinates.y, self._d2)
        weights = weights.plus(self._origin)
        if self._spec.l2:
            cost += weights.through(jets.square).times(0.5 * self._spec.l2).summed((-1,))
        if self._spec.l1:
            cost += weights.through(jets.folded(-1.0)).times(self._spec.l1).summed((-1,))
        return cost


def _along(coordinate: Jet, direction: Array) -> Jet:
    """The coordinate ``(n,)`` times a direction ``(k,)``: ``(n, k)``."""
    part = Interval.exactly(direction)

    def times(interval: Interval) -> Interval:
        return Interval(interval.lo[..., np.newaxis], interval.hi[..., np.newaxis]) * part

    return Jet(times(coordinate.value), times(coordinate.slopes), times(coordinate.bends), coordinate.smooth)
