"""Moving the point where training starts, within a plane through weight space or along one parameter."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from playground.document.edits import set_start
from playground.document.project import Project
from playground.engine.landscape.planes import Plane
from playground.engine.network import Network
from playground.engine.specs import ParameterKey

Array = npt.NDArray[np.float64]


def start_weights(project: Project) -> Array:
    """All weights and biases ``(n_params,)`` with which every runner starts."""
    training = project.training
    return Network(project.network).initial_theta(training.seed, training.start)


def start_in_plane(project: Project, plane: Plane, a: float, b: float) -> Project:
    """The project with its start moved so that its foot on the plane has the coordinates (a, b).

    It moves along the plane's two directions and nowhere else: over two parameters only those two change
    (and get the coordinates' very values), and a start that was off the plane stays as far off.
    """
    keys = Network(project.network).layout.keys
    start = start_weights(project)
    there = plane.points(np.array([a]), np.array([b]))[0]
    moved = np.flatnonzero((plane.d1 != 0.0) | (plane.d2 != 0.0))
    if len(moved) == 2:
        values = there[moved]
    else:
        foot = plane.coordinates(start[np.newaxis])
        here = plane.points(foot[:, 0], foot[:, 1])[0]
        values = (start + (there - here))[moved]
    return _with_values(project, {keys[i]: v for i, v in zip(moved.tolist(), values.tolist(), strict=True)})


def start_along(project: Project, key: ParameterKey, value: float) -> Project:
    """The project with one parameter starting at another value, all others as before."""
    return _with_values(project, {key: value})


def _with_values(project: Project, values: dict[ParameterKey, float]) -> Project:
    return set_start(project, {**dict(project.training.start), **values})
