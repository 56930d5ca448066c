"""The cost surface over two parameters, through the shown runner's weights, and what is on it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from playground.data.dataset import Dataset
from playground.engine.landscape.landmark import Landmark
from playground.engine.landscape.landmarks import find_landmarks
from playground.engine.landscape.line import CostLine, compute_line
from playground.engine.landscape.planes import Plane, axis_plane
from playground.engine.landscape.surface import Surface, Window, compute_surface
from playground.engine.layout import ParameterLayout
from playground.engine.network import Network
from playground.engine.snapshot import RunnerSnapshot, Snapshot
from playground.engine.specs import Objective
from playground.training.calm_window import LEAST_WIDTH, calm_window
from playground.training.picture_request import Axes, PictureRequest

Array = npt.NDArray[np.float64]
Cancelled = Callable[[], bool]

QUICK = 0.1
"""Seconds a surface may take while there are newer ones to come; beyond, it gets fewer cells first."""


@dataclass(frozen=True)
class Slice:
    """A surface with all that was found on it.

    line: the cost along the first of its two parameters, through the shown runner's weights.
    landmarks: of this very surface; ``all_kinds``: not only its level points were sought.
    exact_for_all: every runner's whole path lies in it. rough: it has fewer cells than asked for, and
    landmarks were not sought. more_to_come: it is worth asking again, with ``quick`` False.
    """

    axes: Axes
    surface: Surface
    line: CostLine
    landmarks: tuple[Landmark, ...]
    all_kinds: bool
    exact_for_all: bool
    rough: bool
    more_to_come: bool


def default_axes(layout: ParameterLayout) -> Axes | None:
    """The two parameters to draw the cost over if nobody chose: the only two that are trained, else the
    first two trained weights (biases where there are none); None if fewer than two are trained."""
    trained = np.flatnonzero(layout.trainable)
    in_order = sorted(trained.tolist(), key=lambda i: bool(layout.is_bias[i]))  # stable: weights first
    if len(trained) < 2:
        return None
    first, second = sorted(in_order[:2])
    return layout.keys[first], layout.keys[second]


class _Ground(NamedTuple):
    """Everything a surface depends on but its number of cells. ``origin`` holds all weights that are not
    drawn, bit for bit."""

    network: Network
    objective: Objective
    axes: Axes
    origin: bytes
    window: Window
    dataset: Dataset


class SliceMaker:
    """Makes slices and remembers the last surface: it is computed again only if anything it depends on
    has changed. (With two trained parameters the plane never moves.)"""

    def __init__(self) -> None:
        self._window: Window | None = None
        self._window_of: object = None
        self._surface: Surface | None = None
        self._surface_of: object = None
        self._landmarks: tuple[Landmark, ...] = ()
        self._landmarks_of: Surface | None = None
        self._all_kinds = False
        self._search = math.inf  # seconds that all kinds of landmarks took last time
        self._pace = 2e-10  # seconds per cell, row and parameter; measured anew with every surface

    def slice(self, request: PictureRequest, cancelled: Cancelled, *, quick: bool = False) -> Slice | None:
        """The slice through the shown runner's weights; None if there are no two parameters to draw over.

        ``quick``: with fewer cells if all of them would take longer than `QUICK`, and with no more kinds of
        landmarks than there is time for. Raises `CancelledError` soon after ``cancelled()`` becomes true.
        """
        snapshot, dataset = request.snapshot, request.project.dataset
        layout = snapshot.network.layout
        axes = request.axes if request.axes is not None and set(request.axes) <= set(layout.keys) else None
        axes = axes or default_axes(layout)
        if axes is None:
            return None
        x, y = (layout.index(key) for key in axes)
        plane = axis_plane(snapshot.shown_runner.theta, x, y)
        window = request.window or self._follow(snapshot, plane, (axes, dataset))
        objective = request.project.training.objective  # what training minimizes: the cost and its penalty
        ground = _Ground(snapshot.network, objective, axes, plane.origin.tobytes(), window, dataset)
        n, before = request.n, self._surface
        if quick and self._surface_of != (ground, n):
            n = self._quick_n(n, layout.n_params * len(dataset.x_train))
        surface, rough = self._compute(ground, plane, n, cancelled), n < request.n
        # Valleys, kinks and edges take time: they are sought on a surface that will stay for a while.
        stays = not rough and (request.resting or surface is before)
        if not rough:
            now = self._search <= QUICK or (not quick and surface is before)
            self._find(surface, ground, cancelled, all_kinds=stays and now)
        data = dataset.x_train, dataset.y_train
        theta = snapshot.shown_runner.theta
        line = compute_line(snapshot.network, objective, theta, x, surface.x, *data, cancelled=cancelled)
        return Slice(
            axes,
            surface,
            line,
            () if rough else self._landmarks,
            self._all_kinds and not rough,
            _exact_for_all(snapshot, x, y),
            rough,
            more_to_come=rough or (stays and not self._all_kinds),
        )

    def _follow(self, snapshot: Snapshot, plane: Plane, what: object) -> Window:
        """The automatic window; over other axes or other data it begins afresh."""
        previous = self._window if what == self._window_of else None
        self._window_of = what
        self._window = calm_window(_footprints(snapshot, plane), previous)
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


def _footprints(snapshot: Snapshot, plane: Plane) -> Array:
    """(n_points, 2) what the window must hold: the shown runner's path and ball, and those of the other
    runners that are as near the plane as the shown path is long."""
    shown = snapshot.shown_runner
    walked = plane.coordinates(_walked(shown))
    near = max(LEAST_WIDTH, float(np.ptp(walked, axis=0).max()))
    others = (runner for runner in snapshot.runners if runner.id != shown.id)
    neighbors = (one for one in others if plane.distances(one.theta[np.newaxis])[0] <= near)
    return np.concatenate([walked, *(plane.coordinates(_walked(one)) for one in neighbors)])


def _walked(runner: RunnerSnapshot) -> Array:
    return np.vstack([runner.path, runner.theta])


def _exact_for_all(snapshot: Snapshot, x: int, y: int) -> bool:
    """Whether every weight that is not drawn is the same in all runners, all along their paths."""
    layout = snapshot.network.layout
    others = np.ones(layout.n_params, dtype=bool)
    others[[x, y]] = False
    if np.any(layout.trainable & others):
        return False
    shown = snapshot.shown_runner.theta[others]
    return all(bool(np.all(_walked(runner)[:, others] == shown)) for runner in snapshot.runners)
