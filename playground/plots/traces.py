"""Where the runners are in the plane of a cost surface, and how far beside it. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.appearance.numbers import format_number
from playground.document.project import Project
from playground.engine.landscape.planes import Plane
from playground.engine.snapshot import RunnerSnapshot, Snapshot
from playground.training.pictures import Feet

Array = npt.NDArray[np.float64]

ON_PLANE = 1e-9
"""Weights no further from the plane than this, relative to their length, lie in it."""
MOST_MEASURED = 30_000
"""Weights looked at to fade a path: of longer paths only every k-th point's distance is measured."""


@dataclass(frozen=True)
class Trace:
    """One runner in the plane. ``place`` is its position in the list of runners (color and shape).

    path (n, 2) and ball (2,) are plane coordinates: of what is not in the plane, the foot on it; NaN for
    what has none on logarithmic axes. The path ends where the ball is.
    path_distances (n,): how far each point is from the plane; None if all of them lie in it.
    cost: the runner's true cost. distance: how far it is from the plane now (0 if it lies in it).
    gap: its true cost less the one drawn at its foot; NaN if nobody worked it out.
    iterates (n, 2): where the optimizer itself went, if the path is the mean of that; else None.
    """

    runner_id: int
    place: int
    name: str
    shown: bool
    path: Array
    path_distances: Array | None
    ball: Array
    cost: float
    distance: float
    gap: float = np.nan
    iterates: Array | None = None

    @property
    def has_foot(self) -> bool:
        """False where a weight that is not positive should stand on a logarithmic axis."""
        return bool(np.isfinite(self.ball).all())

    @property
    def note(self) -> str:
        """What must be said beside the name; often nothing."""
        if not self.has_foot:
            return "not on log axes"
        return f"off the plane by {format_number(self.distance, 2)}" if self.distance > 0 else ""

    @property
    def remark(self) -> str:
        """The note as a sentence, with the costs."""
        if not self.has_foot:
            return "One of its two weights is not positive: it has no place on logarithmic axes."
        if self.distance == 0:
            return ""
        text = f"Off the plane by {format_number(self.distance)}"
        if not np.isfinite(self.gap):
            return f"{text}."
        side = "above" if self.gap >= 0 else "below"
        return f"{text}; its true cost is {format_number(abs(self.gap))} {side} the one drawn at its foot."


def runner_traces(
    snapshot: Snapshot, plane: Plane, project: Project, exact_for_all: bool, feet: Mapping[int, Feet]
) -> tuple[Trace, ...]:
    """One per runner, the shown one last (on top). ``feet``: those that are known, by runner id."""
    marks = project.training.marks
    places = {runner.id: (marks[runner.id], runner.name) for runner in project.training.runners}
    known = [runner for runner in snapshot.runners if runner.id in places]
    known.sort(key=lambda runner: runner.id == snapshot.shown)
    return tuple(
        _trace(
            runner,
            *places[runner.id],
            runner.id == snapshot.shown,
            plane,
            exact_for_all,
            feet.get(runner.id) or _measured(runner, plane, exact_for_all),
        )
        for runner in known
    )


def _trace(
    runner: RunnerSnapshot,
    place: int,
    name: str,
    shown: bool,
    plane: Plane,
    exact_for_all: bool,
    feet: Feet,
) -> Trace:
    distance = float(feet.distances[-1])
    if exact_for_all or distance <= ON_PLANE * (1.0 + float(np.linalg.norm(runner.theta))):
        distance = 0.0
    return Trace(
        runner_id=runner.id,
        place=place,
        name=name,
        shown=shown,
        path=feet.path,
        path_distances=None if exact_for_all else feet.distances,
        ball=feet.path[-1],
        cost=runner.cost,
        distance=distance,
        gap=feet.gap,
        iterates=None if runner.iterates is None else _path_coordinates(runner.iterates, plane),
    )


def _measured(runner: RunnerSnapshot, plane: Plane, exact_for_all: bool) -> Feet:
    ball = plane.coordinates(runner.theta[None])
    distances = np.zeros(len(runner.path) + 1)
    if not exact_for_all:
        distances[:-1] = _path_distances(runner.path, plane)
        distances[-1:] = plane.distances(runner.theta[None])
    return Feet(np.concatenate((_path_coordinates(runner.path, plane), ball)), distances, np.nan)


def _path_coordinates(path: Array, plane: Plane) -> Array:
    """`Plane.coordinates`, for a plane of two parameters without touching the thousands of others."""
    (first, second) = (np.flatnonzero(direction) for direction in (plane.d1, plane.d2))
    if not plane.logarithmic and len(first) == len(second) == 1 and first[0] != second[0]:
        columns = [int(first[0]), int(second[0])]
        return np.asarray((path[:, columns] - plane.origin[columns]) / (plane.d1 + plane.d2)[columns])
    return plane.coordinates(path)


def _path_distances(path: Array, plane: Plane) -> Array:
    """Distance of every point from the plane, measured at no more points than there is time for."""
    stride = max(1, -(-path.size // MOST_MEASURED))
    if stride == 1 or len(path) < 3:
        return np.asarray(plane.distances(path))
    measured = np.unique(np.append(np.arange(0, len(path), stride), len(path) - 1))
    return np.interp(np.arange(len(path)), measured, plane.distances(path[measured]))
