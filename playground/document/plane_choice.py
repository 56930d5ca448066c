"""PlaneChoice: which plane through weight space the cost surface is drawn over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PlaneKind = Literal["axes", "random", "paths", "points"]
PLANE_KINDS: tuple[PlaneKind, ...] = ("axes", "random", "paths", "points")

START = 0
"""Stands among the three points for where the runners start; the others are ids of runners."""


@dataclass(frozen=True, slots=True)
class PlaneChoice:
    """What the two axes of the cost surface are.

    axes: two weights or biases (``ViewState.axes``); ``logarithmic``: their logarithms to the base 10.
    random: two random directions, drawn from ``seed``.
    paths: the directions in which the runners' paths vary most.
    points: the plane through three points, each the start or where a runner is now; None: chosen for you.
    """

    kind: PlaneKind = "axes"
    logarithmic: bool = False
    seed: int = 1
    points: tuple[int, int, int] | None = None

    @property
    def along_axes(self) -> bool:
        return self.kind == "axes"


OVER_AXES = PlaneChoice()


def plane_kind_named(name: str) -> PlaneKind:
    """The kind of that name; ``StopIteration`` if there is none."""
    return next(kind for kind in PLANE_KINDS if kind == name)
