"""Branch and bound over boxes of a window: what the proof of the lowest point is made of."""

from __future__ import annotations

import numpy as np

from playground.engine.landscape.bounded import BoundedCost
from playground.engine.landscape.intervals import Interval
from playground.engine.landscape.jets import Jet
from playground.engine.landscape.surface import Window
from playground.engine.layout import Array, Mask

BATCH = 64
"""Boxes looked at in one go."""
FIRST = 8
"""The window begins as so many boxes along each axis."""
SMALLEST = 1e-11
"""Boxes narrower than this share of the window are not halved any more: rounding would win."""
NEWTON = 3


class BoxSearch:
    """The boxes of a window that may still hold its lowest point.

    ``upper_bound`` is a cost that is surely reached (at ``best_point``, about ``best_cost``); no cost in the
    window is below ``lower_bound``.
    """

    def __init__(self, cost: BoundedCost, window: Window, known: Array) -> None:
        self._cost = cost
        self._window = np.array([window.x0, window.x1, window.y0, window.y1])
        self._size = np.array([window.width, window.height])
        self.upper_bound = np.inf
        self.best_point: Array | None = None
        self.best_cost = np.inf
        self.n_boxes = 0
        self._boxes = _tiles(window, FIRST)
        self._lows = np.full(len(self._boxes), -np.inf)
        self._closed = np.empty((0, 4))
        self._closed_lows = np.empty(0)
        if len(known):
            points = known[:, [0, 0, 1, 1]]
            self._take_points(cost.bounds(points).middle.value, known)

    @property
    def open(self) -> int:
        """How many boxes are left to look at."""
        return len(self._boxes)

    @property
    def lower_bound(self) -> float:
        lows = np.concatenate([self._lows, self._closed_lows])
        return float(min(lows.min(initial=np.inf), self.upper_bound))

    @property
    def gap(self) -> float:
        return self.upper_bound - self.lower_bound

    @property
    def done(self) -> float:
        """The share of the window's area that no open box covers."""
        boxes = self._boxes / np.repeat(self._size, 2)
        return float(1.0 - ((boxes[:, 1] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 2])).sum())

    def advance(self, goal: float) -> bool:
        """Look at the most promising boxes; True when the gap is down to ``goal``."""
        self._drop()
        if not len(self._boxes) or self._lows.min() >= self.upper_bound - goal:
            return True
        chosen = np.argsort(self._lows, kind="stable")[:BATCH]
        boxes, lows = self._boxes[chosen], self._lows[chosen]
        keep = np.ones(len(self._boxes), dtype=np.bool_)
        keep[chosen] = False
        self._boxes, self._lows = self._boxes[keep], self._lows[keep]
        self._examine(boxes, lows, goal)
        return False

    def regions(self) -> Array:
        """Boxes ``(n, 4)`` around groups of touching boxes that may still hold the lowest point."""
        self._drop()
        boxes = np.vstack([self._boxes, self._closed])
        lows = np.concatenate([self._lows, self._closed_lows])
        return _clusters(boxes[~(lows > self.upper_bound)], self._size)

    def reopen(self, known: Array) -> None:
        """Look again at boxes of regions without any of the points ``known`` ``(n, 2)``: what is left there
        may only have been too small a difference to bother with."""
        hulls = self.regions()
        slack = 1e-9 * self._size
        empty = np.array(
            [
                not np.any(np.all((known >= h[[0, 2]] - slack) & (known <= h[[1, 3]] + slack), axis=1))
                for h in hulls
            ],
            dtype=np.bool_,
        )
        again = np.zeros(len(self._closed), dtype=np.bool_)
        for hull in hulls[empty]:
            again |= np.all(self._closed[:, [0, 2]] >= hull[[0, 2]], axis=1) & np.all(
                self._closed[:, [1, 3]] <= hull[[1, 3]], axis=1
            )
        self._boxes = np.vstack([self._boxes, self._closed[again]])
        self._lows = np.append(self._lows, self._closed_lows[again])
        self._closed, self._closed_lows = self._closed[~again], self._closed_lows[~again]

    def _drop(self) -> None:
        """Forget boxes in which every cost is higher than one that is known."""
        keep = ~(self._lows > self.upper_bound)
        self._boxes, self._lows = self._boxes[keep], self._lows[keep]

    def _examine(self, boxes: Array, lows: Array, goal: float) -> None:
        self.n_boxes += len(boxes)
        bounds = self._cost.bounds(boxes)
        middles = np.column_stack([boxes[:, :2].mean(axis=1), boxes[:, 2:].mean(axis=1)])
        self._take_points(bounds.middle.value, middles)
        lows = np.fmax(lows, bounds.box.value.lo)
        with np.errstate(all="ignore"):
            boxes, alive = self._pressed(boxes, bounds.box.slopes)
            bent = alive & _bends_upward(bounds.box, boxes) & ~(lows > self.upper_bound)
            if np.any(bent):
                lows[bent] = np.fmax(lows[bent], self._convex_lows(boxes[bent]))
        alive &= ~(lows > self.upper_bound)
        boxes, lows, box = boxes[alive], lows[alive], _chosen(bounds.box, alive)
        settled = (lows >= self.upper_bound - goal) | self._is_smallest(boxes)
        self._closed = np.vstack([self._closed, boxes[settled]])
        self._closed_lows = np.append(self._closed_lows, lows[settled])
        halves = self._halved(boxes[~settled], _chosen(box, ~settled).slopes)
        self._boxes = np.vstack([self._boxes, halves])
        self._lows = np.concatenate([self._lows, np.repeat(lows[~settled], 2)])

    def _take_points(self, values: Interval, points: Array) -> None:
        """Costs that are surely reached."""
        if np.all(np.isnan(values.hi)):
            return
        best = int(np.nanargmin(values.hi))
        if values.hi[best] < self.upper_bound:
            self.upper_bound = float(values.hi[best])
            self.best_point = points[best].copy()
            self.best_cost = float((values.lo[best] + values.hi[best]) / 2)

    def _pressed(self, boxes: Array, slopes: Interval) -> tuple[Array, Mask]:
        """Where the cost surely rises or falls all through a box, its lowest point is on one side: such a
        box becomes that side if it lies on the window's edge, and is dropped if it does not."""
        boxes, alive = boxes.copy(), np.ones(len(boxes), dtype=np.bool_)
        for axis in (0, 1):
            low, high = 2 * axis, 2 * axis + 1
            wide = boxes[:, low] < boxes[:, high]
            rises, falls = wide & (slopes.lo[axis] > 0), wide & (slopes.hi[axis] < 0)
            alive &= ~(rises & (boxes[:, low] > self._window[low]))
            alive &= ~(falls & (boxes[:, high] < self._window[high]))
            boxes[rises, high] = boxes[rises, low]
            boxes[falls, low] = boxes[falls, high]
        return boxes, alive

    def _convex_lows(self, boxes: Array) -> Array:
        """Lower bounds over boxes on which the cost is convex: it lies above its tangent planes.

        Touched near the lowest point, which a few Newton steps find, the plane is level.
        """
        low, high = boxes[:, [0, 2]], boxes[:, [1, 3]]
        points = (low + high) / 2
        lows = np.full(len(boxes), -np.inf)
        for _ in range(NEWTON):
            there = self._cost.bounds(points[:, [0, 0, 1, 1]]).middle
            self._take_points(there.value, points)
            below = there.slopes * Interval((low - points).T, (high - points).T)
            lows = np.fmax(lows, there.value.lo + np.minimum(below.lo, 0.0).sum(axis=0) * (1 + 1e-14))
            points = np.clip(points + _newton_steps(there, high > low), low, high)
        return lows

    def _is_smallest(self, boxes: Array) -> Mask:
        width = np.stack([boxes[:, 1] - boxes[:, 0], boxes[:, 3] - boxes[:, 2]], axis=1) / self._size
        return np.asarray(width.max(axis=1) < SMALLEST)

    def _halved(self, boxes: Array, slopes: Interval) -> Array:
        """Each box as two, one after the other, across the direction in which the cost may vary more."""
        width = np.stack([boxes[:, 1] - boxes[:, 0], boxes[:, 3] - boxes[:, 2]])
        share = width / self._size[:, np.newaxis]
        with np.errstate(all="ignore"):
            vary = np.nan_to_num(slopes.magnitude() * width, nan=0.0, posinf=0.0)
        # Very long boxes are cut short whatever the slopes say.
        across_y = np.where(vary.max(axis=0) > 0, vary[1] > vary[0], share[1] > share[0])
        across_y = np.where(
            share[0] > 16 * share[1], False, np.where(share[1] > 16 * share[0], True, across_y)
        )
        first, second = boxes.copy(), boxes.copy()
        each = np.arange(len(boxes))
        low = np.where(across_y, 2, 0)
        middle = boxes[each, low] + (boxes[each, low + 1] - boxes[each, low]) / 2
        first[each, low + 1] = middle
        second[each, low] = middle
        return np.stack([first, second], axis=1).reshape(-1, 4)


def _chosen(jet: Jet, which: Mask) -> Jet:
    return Jet(jet.value[which], jet.slopes[:, which], jet.bends[:, which], jet.smooth[which])


def _bends_upward(jet: Jet, boxes: Array) -> Mask:
    """Where the cost is surely convex along the directions in which a box is wide."""
    wide_x, wide_y = boxes[:, 0] < boxes[:, 1], boxes[:, 2] < boxes[:, 3]
    aa, bb, ab = jet.bends.lo[0], jet.bends.lo[2], jet.bends[1].magnitude()
    across = aa * bb * (1 - 1e-14) > ab * ab * (1 + 1e-14)
    both = (aa > 0) & (bb > 0) & across
    return np.asarray(
        jet.smooth & np.where(wide_x & wide_y, both, np.where(wide_x, aa > 0, np.where(wide_y, bb > 0, True)))
    )


def _newton_steps(there: Jet, wide: Mask) -> Array:
    """−H⁻¹g ``(n, 2)`` along the directions in which a box is wide."""
    g = ((there.slopes.lo + there.slopes.hi) / 2).T * wide
    a, b, d = (there.bends.lo + there.bends.hi) / 2
    b = b * wide.all(axis=1)
    determinant = a * d - b * b
    steps = np.stack([b * g[:, 1] - d * g[:, 0], b * g[:, 0] - a * g[:, 1]], axis=1)
    steps /= determinant[:, np.newaxis]
    return np.asarray(np.nan_to_num(steps * wide, nan=0.0, posinf=0.0, neginf=0.0))


def _tiles(window: Window, n: int) -> Array:
    x = np.linspace(window.x0, window.x1, n + 1)
    y = np.linspace(window.y0, window.y1, n + 1)
    return np.array([[x[i], x[i + 1], y[j], y[j + 1]] for i in range(n) for j in range(n)])


def _clusters(boxes: Array, size: Array) -> Array:
    """Hulls ``(n, 4)`` of groups of boxes that touch."""
    slack = np.repeat(size, 2) * 1e-9
    hulls: list[Array] = []
    for box in boxes[np.argsort(boxes[:, 0], kind="stable")]:
        hull = box.copy()
        apart = []
        for other in hulls:
            touch = np.all(hull[[0, 2]] <= other[[1, 3]] + slack[[1, 3]])
            touch &= np.all(other[[0, 2]] <= hull[[1, 3]] + slack[[1, 3]])
            if touch:
                hull = np.array(
                    [
                        min(hull[0], other[0]),
                        max(hull[1], other[1]),
                        min(hull[2], other[2]),
                        max(hull[3], other[3]),
                    ]
                )
            else:
                apart.append(other)
        hulls = [*apart, hull]
    return np.array(hulls).reshape(-1, 4)
