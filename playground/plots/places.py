"""The places with a name on a cost surface as a table says them. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from playground.appearance.numbers import format_number
from playground.engine.landscape.landmark import Landmark, LandmarkKind
from playground.engine.landscape.surface import Window
from playground.engine.layout import Array
from playground.plots.picture_files import PlotTable
from playground.training.proving import SliceProof

SAME = 1e-6
"""Places closer than this share of the window are one."""

PROVEN = "global in this window, proven"
POSSIBLE = "may be the lowest"

KIND_NAMES: dict[LandmarkKind, str] = {
    "minimum": "minimum",
    "saddle": "saddle",
    "maximum": "maximum",
    "valley": "valley",
    "kink": "kink minimum",
    "boundary": "lowest on edge",
    "runs to infinity": "falls for ever",
}
"""In the order of a legend."""


def kind_sentence(landmark: Landmark) -> str:
    """What the kind means, in plain words."""
    return {
        "minimum": "a minimum: the cost rises all around",
        "saddle": "a saddle: it rises one way and falls the other",
        "maximum": "a maximum: it falls all around",
        "valley": "the floor of a valley: level along a line" if landmark.flat < 2 else "a level area",
        "kink": "a minimum on a kink: the slope jumps there instead of being 0",
        "boundary": "lowest on the window's edge: it falls on outside",
        "runs to infinity": "on the window's edge: it falls on for ever, as far as was tried",
    }[landmark.kind]


@dataclass(frozen=True, eq=False)
class Places:
    """``landmarks`` lowest first; ``names`` of the axes. ``all_kinds``: not only level points were sought.
    ``proof``: about this very surface; None if there is none."""

    landmarks: tuple[Landmark, ...]
    names: tuple[str, str]
    window: Window
    logarithmic: bool = False
    all_kinds: bool = True
    proof: SliceProof | None = None

    @cached_property
    def proven(self) -> Landmark | None:
        """The one that is the lowest of the window, proven."""
        if self.proof is None or self.proof.proof.verdict != "proven":
            return None
        return self._at(self.proof.proof.between[0].position)

    @cached_property
    def candidates(self) -> tuple[Landmark, ...]:
        """Those that may be the lowest, where a proof could not decide."""
        if self.proof is None or self.proof.proof.verdict == "proven":
            return ()
        found = (self._at(each.position) for each in self.proof.proof.between)
        return tuple(each for each in found if each is not None)

    def standing(self, landmark: Landmark) -> str:
        """What a proof says about it; empty if nothing."""
        if landmark is self.proven:
            return PROVEN
        return POSSIBLE if landmark in self.candidates else ""

    def kind(self, landmark: Landmark) -> str:
        standing = {"": "", PROVEN: ", proven", POSSIBLE: ", lowest?"}[self.standing(landmark)]
        return KIND_NAMES[landmark.kind] + standing

    def coordinates(self, landmark: Landmark) -> tuple[float, float]:
        """Values of the axes: where these are logarithmic, not their logarithms."""
        place = np.power(10.0, landmark.position) if self.logarithmic else landmark.position
        # Rounding in the twelfth digit of the window is no place of its own.
        if not self.logarithmic:
            size = np.array([self.window.width, self.window.height])
            place = np.round(place / size, 12) * size + 0.0
        return float(place[0]), float(place[1])

    def cells(self, landmark: Landmark) -> tuple[str, str, str, str, str]:
        """Kind, both coordinates, cost, curvatures."""
        x, y = self.coordinates(landmark)
        return (
            self.kind(landmark),
            format_number(x),
            format_number(y),
            format_number(landmark.cost, 4),
            curvatures(landmark),
        )

    def hover_text(self, landmark: Landmark) -> str:
        """A few lines, for a chip."""
        kind, x, y, cost, bends = self.cells(landmark)
        lines = [kind, f"cost {cost}  at  {x}, {y}"]
        return "\n".join([*lines, f"curvatures {bends}"] if bends else lines)

    def sentence(self, landmark: Landmark) -> str:
        _, x, y, cost, bends = self.cells(landmark)
        text = f"{self.names[0]} {x}, {self.names[1]} {y}: {kind_sentence(landmark)}; cost {cost}"
        if bends:
            text += f"; curvatures {bends}"
        standing = self.standing(landmark)
        return f"{text}; {standing}." if standing else f"{text}."

    def table(self) -> PlotTable:
        """With every digit."""
        header = ("kind", *self.names, "cost", "curvature 1", "curvature 2", "meaning")
        return PlotTable(header, self._rows())

    def _rows(self) -> Iterator[Sequence[float | int | str]]:
        for each in self.landmarks:
            bends = (float(v) if np.isfinite(v) else "" for v in each.eigenvalues)
            meaning = kind_sentence(each)
            standing = self.standing(each)
            yield (
                each.kind,
                *self.coordinates(each),
                each.cost,
                *bends,
                f"{meaning}; {standing}" if standing else meaning,
            )

    def same_as(self, landmark: Landmark | None) -> Landmark | None:
        """The place here that one of an earlier surface has become: of the same kind, and nearest within a
        tenth of the window."""
        if landmark is None:
            return None
        size = np.array([self.window.width, self.window.height])
        alike = [each for each in self.landmarks if each.kind == landmark.kind]
        away = [_distance(each.position, landmark.position, size) for each in alike]
        return alike[int(np.argmin(away))] if away and min(away) < 0.1 else None

    def _at(self, position: Array) -> Landmark | None:
        size = np.array([self.window.width, self.window.height])
        found = (each for each in self.landmarks if _distance(each.position, position, size) < SAME)
        return next(found, None)


def curvatures(landmark: Landmark) -> str:
    """The eigenvalues, smaller first; empty where there are none."""
    return ", ".join(format_number(float(v), 2) for v in landmark.eigenvalues if np.isfinite(v))


def with_found(landmarks: tuple[Landmark, ...], proof: SliceProof) -> tuple[Landmark, ...]:
    """The landmarks of a proof, and what it came across itself: a lower place that the search had missed.

    The lowest place inside a window is a minimum.
    """
    window, plane = proof.surface.window, proof.surface.plane
    size = np.array([window.width, window.height])
    missed = []
    for each in proof.proof.between:
        known = (_distance(place.position, each.position, size) < SAME for place in landmarks)
        if not any(known):
            theta = plane.points(each.position[0], each.position[1])[0]
            missed.append(Landmark("minimum", each.position, theta, each.cost, np.full(2, np.nan)))
    return tuple(sorted((*landmarks, *missed), key=lambda landmark: landmark.cost))


def _distance(a: Array, b: Array, size: Array) -> float:
    return float(np.abs((a - b) / size).max())
