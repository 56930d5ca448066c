"""Planes through weight space: origin + a·d1 + b·d2. A cost surface is drawn over one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from playground.engine.layout import Array, read_only

PARALLEL = 1e-10
"""Directions whose angle is smaller than this (radians) span a line, not a plane."""


class _Frame(NamedTuple):
    """Gram–Schmidt: d1 = ``length1``·q1 and d2 = ``along``·q1 + ``length2``·q2, q1 ⟂ q2 of length 1."""

    q1: Array
    q2: Array
    length1: float
    along: float
    length2: float


@dataclass(frozen=True, eq=False)
class Plane:
    """The points ``origin + a·d1 + b·d2``, all ``(n_params,)``; a and b are the plane's coordinates.

    ``logarithmic``: the coordinates are the logarithms of a and b to the base 10 instead, so that only
    positive ones are on the plane.
    The directions need be neither orthogonal nor of length 1. Raises ``ValueError`` if they are parallel
    or 0, or if anything is not finite. The arrays are copied and never change.
    """

    origin: Array
    d1: Array
    d2: Array
    logarithmic: bool = False

    def __post_init__(self) -> None:
        for name in ("origin", "d1", "d2"):
            copy = np.array(getattr(self, name), dtype=np.float64)
            if copy.ndim != 1 or not np.all(np.isfinite(copy)):
                raise ValueError(f"{name} of a plane must be one finite weight vector")
            read_only(copy)
            object.__setattr__(self, name, copy)
        if not self._frame.length2 > PARALLEL * np.linalg.norm(self.d2):
            raise ValueError("the two directions of a plane must not be parallel or 0")

    def points(self, a: Array, b: Array) -> Array:
        """Weight vectors ``(n, n_params)`` at the coordinates ``a`` and ``b``, each ``(n,)`` or a number."""
        a, b = np.broadcast_arrays(np.atleast_1d(a), np.atleast_1d(b))
        # Beyond 10^308 there are no numbers: the cost is none there, either.
        with np.errstate(over="ignore", invalid="ignore"):
            if self.logarithmic:
                a, b = np.power(10.0, a), np.power(10.0, b)
            points = np.multiply.outer(a, self.d1)
            points += np.multiply.outer(b, self.d2)
            points += self.origin
        return points

    def coordinates(self, thetas: Array) -> Array:
        """Least-squares coordinates ``(n, 2)`` of weight vectors ``(n, n_params)``: their feet.

        On logarithmic axes NaN where a or b is not positive.
        """
        feet = self.amounts(thetas)
        if not self.logarithmic:
            return feet
        return np.log10(feet, out=np.full_like(feet, np.nan), where=feet > 0)

    def amounts(self, thetas: Array) -> Array:
        """Least-squares a and b ``(n, 2)`` of weight vectors: their coordinates, if axes are linear."""
        if self._pair is not None:  # without touching the thousands of others
            return np.asarray(
                (thetas[:, self._pair] - self.origin[self._pair]) / (self.d1 + self.d2)[self._pair]
            )
        q1, q2, length1, along, length2 = self._frame
        rest = thetas - self.origin
        b = (rest @ q2) / length2
        a = (rest @ q1 - along * b) / length1
        return np.column_stack([a, b])

    def scales(self, points: Array) -> Array:
        """How fast a and b grow with the coordinates at ``(n, 2)`` of them: 1, or ln 10 times a and b."""
        with np.errstate(over="ignore"):
            return np.log(10.0) * np.power(10.0, points) if self.logarithmic else np.ones_like(points)

    def distances(self, thetas: Array) -> Array:
        """Distance ``(n,)`` of weight vectors ``(n, n_params)`` from their feet on the plane."""
        rest = thetas - self.origin
        if self._pair is not None:
            rest[:, self._pair] = 0.0
        else:
            q1, q2, *_ = self._frame
            rest -= np.multiply.outer(rest @ q1, q1)
            rest -= np.multiply.outer(rest @ q2, q2)
        return np.asarray(np.sqrt(np.einsum("ij,ij->i", rest, rest)))

    def counted_from(self, theta: Array) -> Plane:
        """The same plane; its coordinates are 0 at the foot of ``theta`` ``(n_params,)``."""
        (a, b) = self.amounts(theta[np.newaxis])[0]
        return Plane(self.origin + a * self.d1 + b * self.d2, self.d1, self.d2, self.logarithmic)

    def in_distances(self) -> Plane:
        """The same plane and first axis, the second one at a right angle to it: coordinates are distances."""
        return Plane(self.origin, self._frame.q1, self._frame.q2)

    @cached_property
    def _pair(self) -> list[int] | None:
        """Which two parameters it is a plane of, horizontal one first; None if it is no such plane."""
        first, second = np.flatnonzero(self.d1), np.flatnonzero(self.d2)
        return [int(first[0]), int(second[0])] if len(first) == len(second) == 1 else None

    @cached_property
    def _frame(self) -> _Frame:
        # By hand, because with two unit directions every number here is exactly 0 or 1.
        length1 = float(np.linalg.norm(self.d1))
        q1 = self.d1 / length1 if length1 > 0 else self.d1
        along = float(q1 @ self.d2)
        rest = self.d2 - along * q1
        length2 = float(np.linalg.norm(rest)) if length1 > 0 else 0.0
        q2 = rest / length2 if length2 > 0 else rest
        return _Frame(q1, q2, length1, along, length2)


def axis_plane(theta: Array, index_x: int, index_y: int, *, logarithmic: bool = False) -> Plane:
    """The plane of two parameters through ``theta`` ``(n_params,)``: coordinates are their real values.

    ``logarithmic``: their logarithms to the base 10.

    Raises ``ValueError`` if it is the same parameter twice.
    """
    if index_x == index_y:
        raise ValueError("a plane needs two different parameters")
    origin, d1, d2 = np.array(theta, dtype=np.float64), np.zeros(len(theta)), np.zeros(len(theta))
    origin[[index_x, index_y]] = 0.0
    d1[index_x] = d2[index_y] = 1.0
    return Plane(origin, d1, d2, logarithmic)
