"""The cost surface over a plane of one snapshot, and what is on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple, TypedDict

import numpy as np
import numpy.typing as npt

from playground.data.dataset import Dataset
from playground.document.plane_choice import PlaneKind
from playground.engine.landscape.landmark import Landmark
from playground.engine.landscape.landmarks import find_landmarks
from playground.engine.landscape.line import CostLine, compute_line, compute_line_along
from playground.engine.landscape.planes import Plane
from playground.engine.landscape.surface import Surface, Window, compute_surface
from playground.engine.network import Network
from playground.engine.snapshot import Snapshot
from playground.engine.specs import Objective
from playground.training.calm_window import LEAST_WIDTH, calm_window
from playground.training.drawn_plane import DrawnPlane, NoPlaneError, PlaneMaker, default_axes, walked
from playground.training.feet import Feet, find_feet
from playground.training.picture_request import PictureRequest

__all__ = ["NoPlaneError", "Slice", "SliceMaker", "default_axes"]

Array = npt.NDArray[np.float64]
Cancelled = Callable[[], bool]

QUICK = 0.1
"""Seconds a surface may take while there are newer ones to come; beyond, it gets fewer cells first."""

LEAST_WIDTHS: Mapping[PlaneKind, float] = {"random": 2.0, "paths": 0.5, "points": 0.5}
"""What is shown at least where axes are not the weights' own values: directions are as long as the weights,
or paths may be short."""


@dataclass(frozen=True)
class Slice:
    """A surface with all that was found on it.

    drawn: what its axes are. line: the cost along the first of them, through the shown runner's weights.
    feet: of every runner, by id. landmarks: of this very surface; ``all_kinds``: not only its level points
    were sought. exact_for_all: every runner's whole path lies in it. rough: it has fewer cells than asked
    for, and landmarks were not sought. more_to_come: it is worth asking again, with ``quick`` False.
    """

    drawn: DrawnPlane
    surface: Surface
    line: CostLine
    feet: Mapping[int, Feet]
    landmarks: tuple[Landmark, ...]
    all_kinds: bool
    exact_for_all: bool
    rough: bool
    more_to_come: bool


class _Ground(NamedTuple):
    """Everything a surface depends on but its number of cells. ``plane`` holds origin and directions, bit for
    bit: of two parameters, all weights that are not drawn."""

    network: Network
    objective: Objective
    plane: bytes
    logarithmic: bool
    window: Window
    dataset: Dataset


class SliceMaker:
    """Makes slices and remembers the last surface: it is computed again only if anything it depends on
    has changed. (With two trained parameters the plane never moves.)"""

    def __init__(self) -> None:
        self._planes = PlaneMaker()
        self._window: Window | None = None
        self._window_of: object = None
        self._surface: Surface | None = None
        self._surface_of: object = None
        self._landmarks: tuple[Landmark, ...] = ()
        self._landmarks_of: Surface | None = None
        self._all_kinds = False
        self._search = math.inf  # seconds that all kinds of landmarks took last time
        self._pace = 2e-10  # seconds per cell, row and parameter; measured anew with every surface

    def slice(self, request: PictureRequest, cancelled: Cancelled, *, quick: bool = False) -> Slice:
        """The slice over the plane that is asked for. Raises `NoPlaneError` if there is none.

        ``quick``: with fewer cells if all of them would take longer than `QUICK`, and with no more kinds of
        landmarks than there is time for. Raises `CancelledError` soon after ``cancelled()`` becomes true.
        """
        snapshot, dataset = request.snapshot, request.project.dataset
        drawn = self._planes.plane(request)
        plane = drawn.plane
        objective = request.project.training.objective  # what training minimizes: the cost and its penalty
        feet = find_feet(snapshot, plane, objective, dataset.x_train, dataset.y_train, cancelled)
        window = request.window or self._follow(feet, snapshot.shown, drawn, dataset)
        frame = b"".join(each.tobytes() for each in (plane.origin, plane.d1, plane.d2))
        ground = _Ground(snapshot.network, objective, frame, plane.logarithmic, window, dataset)
        n, before = request.n, self._surface
        if quick and self._surface_of != (ground, n):
            n = self._quick_n(n, snapshot.network.layout.n_params * len(dataset.x_train))
        surface, rough = self._compute(ground, plane, n, cancelled), n < request.n
        # Valleys, kinks and edges take time: they are sought on a surface that will stay for a while.
        stays = not rough and (request.resting or surface is before)
        if not rough:
            now = self._search <= QUICK or (not quick and surface is before)
            self._find(surface, ground, cancelled, all_kinds=stays and now)
        return Slice(
            drawn,
            surface,
            _line(snapshot, drawn, ground, surface.x, cancelled, with_marks=stays),
            feet,
            () if rough else self._landmarks,
            self._all_kinds and not rough,
            _exact_for_all(snapshot, plane),
            rough,
            more_to_come=rough or (stays and not self._all_kinds),
        )

    def _follow(self, feet: Mapping[int, Feet], shown: int, drawn: DrawnPlane, dataset: Dataset) -> Window:
        """The automatic window; over other axes or other data it begins afresh."""
        what = drawn.choice, drawn.axes, drawn.points, dataset
        previous = self._window if what == self._window_of else None
        self._window_of = what
        least = LEAST_WIDTHS.get(drawn.choice.kind, LEAST_WIDTH)
        self._window = calm_window(_footprints(feet, shown, least), previous, least)
        return self._window

    def _quick_n(self, n: int, work: int) -> int:
        """All cells, or half or a quarter as many along each axis; ``work`` is rows × parameters."""
        choices = (n, n // 2 + 1, n // 4 + 1)
        return next((few for few in choices if few**2 * work * self._pace <= QUICK), choices[-1])

    def _compute(self, ground: _Ground, plane: Plane, n: int, cancelled: Cancelled) -> Surface:
        if self._surface is None or self._surface_of != (ground, n):
            self._surface = None
            began = perf_counter()
            x, y = ground.dataset.x_train, ground.dataset.y_train
            self._surface = compute_surface(
                ground.network, ground.objective, plane, ground.window, x, y, n=n, cancelled=cancelled
            )
            self._surface_of = ground, n
            self._pace = (perf_counter() - began) / (n**2 * len(x) * ground.network.layout.n_params)
        return self._surface

    def _find(self, surface: Surface, ground: _Ground, cancelled: Cancelled, *, all_kinds: bool) -> None:
        """Landmarks of the surface, unless they are known."""
        if self._landmarks_of is surface and (self._all_kinds or not all_kinds):
            return
        began = perf_counter()
        x, y = ground.dataset.x_train, ground.dataset.y_train
        of = ground.network, ground.objective, x, y
        self._landmarks = find_landmarks(surface, *of, cancelled, only_level=not all_kinds)
        self._landmarks_of, self._all_kinds = surface, all_kinds
        if all_kinds:
            self._search = perf_counter() - began


def _footprints(feet: Mapping[int, Feet], shown: int, least: float) -> Array:
    """(n_points, 2) what the window must hold: the shown runner's path and ball, and those of the other
    runners that are as near the plane as the shown path is long."""
    path = feet[shown].path
    known = path[np.isfinite(path).all(axis=1)]
    near = max(least, float(np.ptp(known, axis=0).max()) if len(known) else 0.0)
    others = (each for number, each in feet.items() if number != shown)
    return np.concatenate([path, *(each.path for each in others if each.distances[-1] <= near)])


class _LineOptions(TypedDict):
    cancelled: Cancelled
    with_marks: bool


def _line(
    snapshot: Snapshot,
    drawn: DrawnPlane,
    ground: _Ground,
    values: Array,
    cancelled: Cancelled,
    *,
    with_marks: bool,
) -> CostLine:
    data = ground.dataset.x_train, ground.dataset.y_train
    network, theta = snapshot.network, snapshot.shown_runner.theta
    options: _LineOptions = {"cancelled": cancelled, "with_marks": with_marks}
    if drawn.axes is None or drawn.plane.logarithmic:
        return compute_line_along(network, ground.objective, drawn.plane, theta, values, *data, **options)
    index = network.layout.index(drawn.axes[0])
    return compute_line(network, ground.objective, theta, index, values, *data, **options)


def _exact_for_all(snapshot: Snapshot, plane: Plane) -> bool:
    """Whether the plane is all that can be reached: it varies both trained weights and nothing else, and
    every other weight is the same in all runners, all along their paths."""
    layout = snapshot.network.layout
    varied = (plane.d1 != 0) | (plane.d2 != 0)
    if np.any(layout.trainable & ~varied) or varied.sum() > 2:
        return False
    shown = snapshot.shown_runner.theta[~varied]
    return all(bool(np.all(walked(runner)[:, ~varied] == shown)) for runner in snapshot.runners)
