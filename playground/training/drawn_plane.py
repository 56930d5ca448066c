"""The plane that was chosen, through the weights of one snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.document.plane_choice import START, PlaneChoice
from playground.engine.landscape.directions import path_plane, plane_through, random_plane
from playground.engine.landscape.planes import Plane, axis_plane
from playground.engine.layout import ParameterLayout
from playground.engine.snapshot import RunnerSnapshot, Snapshot
from playground.engine.specs import ParameterKey
from playground.training.picture_request import Axes, PictureRequest

Array = npt.NDArray[np.float64]


class NoPlaneError(Exception):
    """Why there is nothing to draw over now, in a few words, and ``remedy``: what to do, in a sentence."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


@dataclass(frozen=True, eq=False)
class DrawnPlane:
    """A plane and what its axes are.

    axes: the two parameters, if it is a plane of two. shares: how much of the paths' spread lies along each
    axis, if it is theirs. cosine: of the angle between random directions, 0 if it is a right one.
    points: of a plane through three, resolved; ``START`` or runner ids.
    """

    plane: Plane
    choice: PlaneChoice
    axes: Axes | None = None
    shares: tuple[float, float] | None = None
    cosine: float = 0.0
    points: tuple[int, int, int] | None = None


class PlaneMaker:
    """Makes planes; of those along paths it remembers the last one, so that signs and order stay."""

    def __init__(self) -> None:
        self._last_paths: Plane | None = None
        self._keys: tuple[ParameterKey, ...] = ()

    def plane(self, request: PictureRequest) -> DrawnPlane:
        """The plane that is asked for. Raises `NoPlaneError`."""
        snapshot, choice = request.snapshot, request.plane
        layout, theta = snapshot.network.layout, snapshot.shown_runner.theta
        if int(layout.trainable.sum()) < 2:
            raise NoPlaneError("A surface needs two free weights", "Unlock another weight or bias.")
        if choice.kind == "random":
            return _random(layout, theta, choice)
        if choice.kind == "paths":
            return self._along_paths(snapshot, choice)
        if choice.kind == "points":
            return _through_points(snapshot, choice)
        return _over_axes(layout, theta, request.axes, choice)

    def _along_paths(self, snapshot: Snapshot, choice: PlaneChoice) -> DrawnPlane:
        shown, keys = snapshot.shown_runner, snapshot.network.layout.keys
        if keys != self._keys:
            self._keys, self._last_paths = keys, None
        try:
            found = path_plane([walked(one) for one in snapshot.runners], shown.theta, self._last_paths)
        except ValueError:
            raise NoPlaneError(
                "The paths span no plane yet", "It appears as soon as the runners have turned once: train."
            ) from None
        self._last_paths = found.plane
        # The start stays where it is, and the ball walks: not the other way round.
        plane = found.plane.counted_from(walked(shown)[0])
        return DrawnPlane(plane, choice, shares=found.shares)


def walked(runner: RunnerSnapshot) -> Array:
    """Its path ``(n, n_params)``, the present weights last."""
    return np.vstack([runner.path, runner.theta])


def default_axes(layout: ParameterLayout) -> Axes | None:
    """The two parameters to draw the cost over if nobody chose: the only two that are trained, else the
    first two trained weights (biases where there are none); None if fewer than two are trained."""
    weights, biases = (np.flatnonzero(layout.trainable & kind) for kind in (~layout.is_bias, layout.is_bias))
    if len(weights) + len(biases) < 2:
        return None
    first, second = sorted([*weights[:2].tolist(), *biases[:2].tolist()][:2])
    return layout.keys[first], layout.keys[second]


def _over_axes(layout: ParameterLayout, theta: Array, chosen: Axes | None, choice: PlaneChoice) -> DrawnPlane:
    known = chosen is not None and all(key in layout for key in chosen)
    axes = chosen if known else default_axes(layout)
    assert axes is not None  # at least two parameters are trained
    x, y = (layout.index(key) for key in axes)
    return DrawnPlane(axis_plane(theta, x, y, logarithmic=choice.logarithmic), choice, axes)


def _random(layout: ParameterLayout, theta: Array, choice: PlaneChoice) -> DrawnPlane:
    try:
        found = random_plane(layout, theta, choice.seed)
    except ValueError:
        raise NoPlaneError(
            "Random directions need two weights that differ from 0",
            "They are as long as the weights of every neuron: train, or start from other weights.",
        ) from None
    return DrawnPlane(found.plane, choice, cosine=found.cosine)


def _through_points(snapshot: Snapshot, choice: PlaneChoice) -> DrawnPlane:
    places = {START: walked(snapshot.shown_runner)[0]} | {one.id: one.theta for one in snapshot.runners}
    points = choice.points or _first_points(places)
    if points is None or not set(points) <= set(places):
        raise NoPlaneError("Three points need two runners that train", "Switch on another runner, or choose.")
    try:
        # Coordinates are distances: shares of ways that grow while training would say little.
        plane = plane_through(*(places[point] for point in points)).in_distances()
    except ValueError:
        raise NoPlaneError(
            "The three points lie on one line yet", "They span a plane as soon as the runners part: train."
        ) from None
    return DrawnPlane(plane, choice, points=points)


def _first_points(places: Mapping[int, object]) -> tuple[int, int, int] | None:
    """The start, and the ends of the first two runners."""
    if len(places) < 3:
        return None
    first, second, third = list(places)[:3]
    return first, second, third
