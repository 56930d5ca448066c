"""Where the runners are on a plane they do not lie in, and how far from the truth the picture is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.landscape.directions import cost_gaps
from playground.engine.landscape.planes import Plane
from playground.engine.network import Network
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
    snapshot: Snapshot, plane: Plane, objective: Objective, x: Array, y: Array
) -> Mapping[int, Feet]:
    """The feet of every runner, by id; ``x``, ``y`` are the training rows."""
    paths = {runner.id: walked(runner) for runner in snapshot.runners}
    gaps = _gaps(snapshot.network, objective, plane, [path[-1] for path in paths.values()], x, y)
    return {
        number: Feet(plane.coordinates(path), plane.distances(path), gap)
        for (number, path), gap in zip(paths.items(), gaps, strict=True)
    }


def _gaps(
    network: Network, objective: Objective, plane: Plane, thetas: list[Array], x: Array, y: Array
) -> list[float]:
    with np.errstate(all="ignore"):
        gaps: list[float] = cost_gaps(network, objective, plane, np.array(thetas), x, y).tolist()
    return gaps
