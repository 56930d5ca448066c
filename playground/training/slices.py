"""The cost surface over two parameters, through the shown runner's weights, and what is on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.data.dataset import Dataset
from playground.engine.landscape.critical_points import CriticalPoint, find_critical_points
from playground.engine.landscape.planes import Plane, axis_plane
from playground.engine.landscape.surface import Surface, Window, compute_surface
from playground.engine.layout import ParameterLayout
from playground.engine.network import Network
from playground.engine.snapshot import RunnerSnapshot, Snapshot
from playground.engine.specs import ParameterKey
from playground.training.calm_window import LEAST_WIDTH, calm_window

Array = npt.NDArray[np.float64]
Axes = tuple[ParameterKey, ParameterKey]


@dataclass(frozen=True)
class Slice:
    """A surface with all that was found on it; ``exact_for_all``: every runner's whole path lies in it."""

    axes: Axes
    surface: Surface
    critical_points: tuple[CriticalPoint, ...]
    exact_for_all: bool


def default_axes(layout: ParameterLayout) -> Axes | None:
    """The two parameters to draw the cost over if nobody chose: the only two that are trained, else the
    first two trained weights (biases where there are none); None if fewer than two are trained."""
    trained = np.flatnonzero(layout.trainable)
    in_order = sorted(trained.tolist(), key=lambda i: bool(layout.is_bias[i]))  # stable: weights first
    if len(trained) < 2:
        return None
    first, second = sorted(in_order[:2])
    return layout.keys[first], layout.keys[second]


class SliceMaker:
    """Makes slices and remembers the last surface: it is computed again only if anything it depends on
    has changed. (With two trained parameters the plane never moves.)"""

    def __init__(self) -> None:
        self._window: Window | None = None
        self._window_of: object = None
        self._surface: Surface | None = None
        self._surface_of: object = None
        self._points: tuple[CriticalPoint, ...] = ()
        self._points_of: Surface | None = None

    def slice(
        self,
        snapshot: Snapshot,
        dataset: Dataset,
        cost_name: str,
        axes: Axes | None,
        window: Window | None,
        n: int,
        cancelled: Callable[[], bool],
    ) -> Slice | None:
        """The slice through the shown runner's weights; None if there are no two parameters to draw over.

        Raises `CancelledError` soon after ``cancelled()`` becomes true.
        """
        network = snapshot.network
        axes = axes if axes is not None and set(axes) <= set(network.layout.keys) else None
        axes = axes or default_axes(network.layout)
        if axes is None:
            return None
        x, y = (network.layout.index(key) for key in axes)
        plane = axis_plane(snapshot.shown_runner.theta, x, y)
        if window is None:
            window = self._follow(snapshot, plane, (axes, dataset))
        surface = self._compute(network, cost_name, plane, window, dataset, n, axes, cancelled)
        points = self._find(surface, network, cost_name, dataset, cancelled)
        return Slice(axes, surface, points, _exact_for_all(snapshot, x, y))

    def _follow(self, snapshot: Snapshot, plane: Plane, what: object) -> Window:
        """The automatic window; over other axes or other data it begins afresh."""
        previous = self._window if what == self._window_of else None
        self._window_of = what
        self._window = calm_window(_footprints(snapshot, plane), previous)
        return self._window

    def _compute(
        self,
        network: Network,
        cost_name: str,
        plane: Plane,
        window: Window,
        dataset: Dataset,
        n: int,
        axes: Axes,
        cancelled: Callable[[], bool],
    ) -> Surface:
        # The plane's origin holds all weights that are not drawn, bit for bit.
        what = (network, cost_name, axes, plane.origin.tobytes(), window, dataset, n)
        if self._surface is None or self._surface_of != what:
            self._surface = None
            self._surface = compute_surface(
                network, cost_name, plane, window, dataset.x_train, dataset.y_train, n=n, cancelled=cancelled
            )
            self._surface_of = what
        return self._surface

    def _find(
        self,
        surface: Surface,
        network: Network,
        cost_name: str,
        dataset: Dataset,
        cancelled: Callable[[], bool],
    ) -> tuple[CriticalPoint, ...]:
        if self._points_of is not surface:
            self._points = find_critical_points(
                surface, network, cost_name, dataset.x_train, dataset.y_train, cancelled=cancelled
            )
            self._points_of = surface
        return self._points


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
