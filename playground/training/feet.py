"""Where the runners are on a plane they do not lie in, and how far from the truth the picture is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.landscape.directions import cost_gaps
from playground.engine.landscape.planes import Plane
from playground.engine.snapshot import Snapshot
from playground.engine.specs import Objective
from playground.training.drawn_plane import walked

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Feet:
    """Of one runner's path, its present place last: coordinates of the feet (n, 2), distances (n,) from the
    plane. gap: its true cost now, less the one drawn at its foot."""

    path: Array
    distances: Array
    gap: float


def find_feet(
    snapshot: Snapshot,
    plane: Plane,
    objective: Objective,
    x: Array,
    y: Array,
    cancelled: Callable[[], bool] | None = None,
) -> Mapping[int, Feet]:
    """The feet of every runner, by id; ``x``, ``y`` are the training rows.

    Raises ``CancelledError`` soon after ``cancelled()`` becomes true.
    """
    paths = {runner.id: walked(runner) for runner in snapshot.runners}
    places = np.array([path[-1] for path in paths.values()])
    with np.errstate(all="ignore"):
        gaps = cost_gaps(snapshot.network, objective, plane, places, x, y, cancelled=cancelled).tolist()
    return {
        number: Feet(plane.coordinates(path), plane.distances(path), gap)
        for (number, path), gap in zip(paths.items(), gaps, strict=True)
    }
