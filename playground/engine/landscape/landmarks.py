"""Everything worth a mark in a window: level points, and the lowest places that are none.

Besides minima, saddles and maxima (``critical_points``) a slice has valleys, whose floor is level along a
line or an area; kinks of rectifiers; and the window's edge, beyond which the cost may fall for ever.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from playground.engine.landscape.critical_points import level_points, lowest_cells
from playground.engine.landscape.edges import edge_minima
from playground.engine.landscape.kinks import lowest_kinks
from playground.engine.landscape.landmark import LOWEST_KINDS, Landmark, LandmarkKind
from playground.engine.landscape.slice_cost import NetworkSlice, SliceCost
from playground.engine.landscape.surface import Surface
from playground.engine.landscape.valleys import find_valleys
from playground.engine.layout import Array
from playground.engine.network import Network
from playground.engine.specs import Objective

NEAR = 2.0
"""Within so many cells of a smooth minimum no kink is sought; of a way out, no valley."""


def find_landmarks(
    surface: Surface,
    network: Network,
    objective: str | Objective,
    x: Array,
    y: Array,
    cancelled: Callable[[], bool] | None = None,
    *,
    only_level: bool = False,
) -> tuple[Landmark, ...]:
    """Landmarks of a network's slice in the surface's window, lowest cost first.

    ``surface`` is the one computed of the same network, cost and rows. ``only_level``: minima, saddles and
    maxima, which take a few ms; the others may take seconds. Raises ``CancelledError`` soon after
    ``cancelled()`` becomes true.
    """
    cost = NetworkSlice(network, objective, surface.plane, x, y, cancelled)
    if only_level:
        return level_points(cost, surface)
    return landmarks_of(cost, surface, kinked=network.kinked(objective))


@np.errstate(all="ignore")  # in a huge window costs pass all numbers: such places are none
def landmarks_of(cost: SliceCost, surface: Surface, *, kinked: bool = True) -> tuple[Landmark, ...]:
    """The same for any function of two coordinates; ``surface`` is sampled of it. ``kinked``: its slope may
    jump; where it surely does not, kinks are not sought."""
    if min(surface.costs.shape) < 3:
        return ()
    rows, columns = surface.costs.shape
    cell = np.array([surface.window.width / columns, surface.window.height / rows])
    found = list(level_points(cost, surface))
    found += _edges(cost, surface)
    found += _valleys(cost, surface, cell, found)
    if kinked:
        found += _kinks(cost, surface, cell, found)
    return tuple(sorted(found, key=lambda landmark: landmark.cost))


def lowest(landmarks: tuple[Landmark, ...]) -> Landmark | None:
    """The lowest found here; None if there is nothing that could be it."""
    return next((each for each in landmarks if each.kind in LOWEST_KINDS), None)


def _edges(cost: SliceCost, surface: Surface) -> list[Landmark]:
    return [
        _landmark(cost, surface, "runs to infinity" if point.for_ever else "boundary", point.position)
        for point in edge_minima(cost, surface.window)
    ]


def _valleys(cost: SliceCost, surface: Surface, cell: Array, found: list[Landmark]) -> list[Landmark]:
    """Valleys; not those whose floor only seems level because a fall to infinity has become so slow."""
    ways_out = [each.position for each in found if each.kind == "runs to infinity"]
    valleys = []
    for valley in find_valleys(cost, surface, cell):
        if not any(_near(way, valley.floor, cell) for way in ways_out):
            eigenvalues = np.asarray(np.linalg.eigvalsh(valley.hessian))
            valleys.append(_landmark(cost, surface, "valley", valley.position, eigenvalues, valley.flat))
    return valleys


def _kinks(cost: SliceCost, surface: Surface, cell: Array, found: list[Landmark]) -> list[Landmark]:
    smooth = np.array([each.position for each in found if each.kind == "minimum"]).reshape(-1, 2)
    corner = np.array([surface.x[0], surface.y[0]])
    starts = corner + lowest_cells(surface.costs) * cell
    starts = starts[[not _near(start, smooth, cell) for start in starts]]
    kinks: list[Landmark] = []
    for position in lowest_kinks(cost, starts, cell, surface.window):
        known = np.array([each.position for each in kinks]).reshape(-1, 2)
        if not _near(position, known, cell * 0.01):
            kinks.append(_landmark(cost, surface, "kink", position))
    return kinks


def _near(point: Array, others: Array, cell: Array) -> bool:
    return (
        bool(np.any(np.abs((others - point) / cell).max(axis=1, initial=0.0) < NEAR))
        if len(others)
        else False
    )


def _landmark(
    cost: SliceCost,
    surface: Surface,
    kind: LandmarkKind,
    position: Array,
    eigenvalues: Array | None = None,
    flat: int = 0,
) -> Landmark:
    theta = surface.plane.points(position[0], position[1])[0]
    height = float(cost.costs(position[np.newaxis])[0])
    eigenvalues = np.full(2, np.nan) if eigenvalues is None else eigenvalues
    return Landmark(kind, position, theta, height, eigenvalues, flat)
