"""What has a name on a cost surface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.engine.layout import Array, read_only

LandmarkKind = Literal["minimum", "saddle", "maximum", "valley", "kink", "runs to infinity", "boundary"]
LOWEST_KINDS: frozenset[LandmarkKind] = frozenset(
    {"minimum", "valley", "kink", "runs to infinity", "boundary"}
)
"""Kinds that may hold the lowest cost of the window."""
EDGE_KINDS: frozenset[LandmarkKind] = frozenset({"runs to infinity", "boundary"})
"""Kinds that lie on the window's edge: another window has others."""


@dataclass(frozen=True, eq=False)
class Landmark:
    """A place of a slice with a name.

    valley: level along ``flat`` directions (1: a line, 2: an area). kink: lowest where the slope jumps.
    boundary: lowest on the window's edge, and the cost falls outward; runs to infinity: and goes on
    falling as far as was tried (4,096 windows).

    position ``(2,)`` in the plane's coordinates; theta ``(n_params,)``: the weights there; cost: exact.
    eigenvalues ``(2,)`` of the slice's second derivatives, smaller first; NaN where the slope is not 0 or
    jumps. Arrays are read-only.
    """

    kind: LandmarkKind
    position: Array
    theta: Array
    cost: float
    eigenvalues: Array
    flat: int = 0

    def __post_init__(self) -> None:
        read_only(self.position, self.theta, self.eigenvalues)
