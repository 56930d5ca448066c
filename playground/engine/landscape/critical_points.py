"""Places of a slice where it is level: minima, saddles, maxima.

The grid only says where to look. What is reported has been polished on the exact cost of the slice and
proven critical by its Newton step: a small gradient alone also holds far out on a slope that falls for ever.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from playground.engine.landscape.landmark import Landmark, LandmarkKind
from playground.engine.landscape.newton import polish
from playground.engine.landscape.planes import Plane
from playground.engine.landscape.slice_cost import SliceCost
from playground.engine.landscape.surface import Surface
from playground.engine.layout import Array, Mask

KINDS: dict[int, LandmarkKind] = {1: "minimum", 0: "saddle", -1: "maximum"}
Sorts = npt.NDArray[np.int64]

REACH = 1.5
"""A cell is a candidate if its own quadratic model has its critical point within this many cells."""
NOISE = 2e-6
"""Curvature smaller than this share of the cost is rounding: surfaces may be float32."""
SINGULAR = 1e-6
"""A quadratic model with a smaller determinant, relative to its largest curvature squared, is a valley."""
FLAT = 1e-5
"""An eigenvalue smaller than this share of the largest one has no certain sign."""
SAME = 0.01
"""Polished points closer than this many cells are one point."""


@np.errstate(all="ignore")  # in a huge window costs pass all numbers: such places are none
def level_points(cost: SliceCost, surface: Surface) -> tuple[Landmark, ...]:
    """Minima, saddles and maxima in the window of a surface sampled of ``cost``, lowest cost first.

    Valleys (a flat direction), kinks of rectifiers and places on the window's edge where the cost still
    falls are not level points with a certain kind; they are left out.
    """
    if min(surface.costs.shape) < 3:
        return ()
    cells = _Cells.of(surface)
    starts = cells.corner + _candidates(surface.costs) * cells.size
    positions, hessians = polish(cost, starts, cells.size, surface.window)
    sorts, certain = _sorts(hessians * np.multiply.outer(cells.size, cells.size))
    costs = cost.costs(positions)
    lowest_first = np.argsort(costs, kind="stable")
    order = lowest_first[(certain & np.isfinite(costs))[lowest_first]]
    return tuple(
        _landmark(surface.plane, KINDS[int(sorts[i])], positions[i], float(costs[i]), hessians[i])
        for i in _distinct(positions / cells.size, sorts, order, SAME)
    )


class _Cells(NamedTuple):
    """The grid in the plane's coordinates: center of cell (0, 0) and distance to the next, (2,) each."""

    corner: Array
    size: Array

    @staticmethod
    def of(surface: Surface) -> _Cells:
        rows, columns = surface.costs.shape
        size = np.array([surface.window.width / columns, surface.window.height / rows])
        return _Cells(np.array([surface.window.x0, surface.window.y0]) + size / 2, size)


def _landmark(plane: Plane, kind: LandmarkKind, position: Array, cost: float, hessian: Array) -> Landmark:
    theta = plane.points(position[0], position[1])[0]
    eigenvalues = np.asarray(np.linalg.eigvalsh(hessian), dtype=np.float64)
    return Landmark(kind, position, theta, cost, eigenvalues)


def _sorts(hessians: Array) -> tuple[Sorts, Mask]:
    """What places are by their second derivatives ``(n, 2, 2)`` in cell units; whether that is certain."""
    eigenvalues = np.linalg.eigvalsh(hessians)
    sizes = np.abs(eigenvalues)
    certain = sizes.min(axis=1) > FLAT * sizes.max(axis=1)
    return _sort(eigenvalues.prod(axis=1), eigenvalues.sum(axis=1)), np.asarray(certain)


def _sort(determinant: Array, trace: Array) -> Sorts:
    """1 like a minimum, -1 like a maximum, 0 like a saddle."""
    return np.where(determinant > 0, np.sign(trace), 0).astype(np.int64)


def _distinct(places: Array, sorts: Sorts, order: npt.NDArray[np.intp], distance: float) -> list[int]:
    """Those of ``order`` that have no earlier one of their sort within ``distance`` along both axes."""
    kept: list[int] = []
    for i in order.tolist():
        near = np.all(np.abs(places[kept] - places[i]) < distance, axis=1)
        if not np.any(near & (sorts[kept] == sorts[i])):
            kept.append(i)
    return kept


def _candidates(costs: Array) -> Array:
    """Where to start polishing, ``(n, 2)`` as (column, row) in fractions of cells, without near doubles.

    Each cell's 3 × 3 neighborhood is a quadratic model of the cost; those whose level point lies close
    are kept. Cells lower than all their neighbors are added, because a narrow bent valley is no quadratic.
    """
    places, sorts, how_far = _level_points_of_models(costs)
    lowest = lowest_cells(costs)
    places = np.vstack([places, lowest])
    sorts = np.append(sorts, np.ones(len(lowest), dtype=np.int64))
    how_far = np.append(how_far, np.full(len(lowest), REACH))
    return places[_distinct(places, sorts, np.argsort(how_far, kind="stable"), 1.0)]


def _level_points_of_models(costs: Array) -> tuple[Array, Sorts, Array]:
    """Level points close to their cells: place ``(n, 2)``, sort and distance from the cell, ``(n,)``."""
    west, east = costs[1:-1, :-2], costs[1:-1, 2:]
    south, north = costs[:-2, 1:-1], costs[2:, 1:-1]
    center = costs[1:-1, 1:-1]
    gx, gy = (east - west) / 2, (north - south) / 2
    hxx, hyy = east - 2 * center + west, north - 2 * center + south
    hxy = (costs[2:, 2:] - costs[2:, :-2] - costs[:-2, 2:] + costs[:-2, :-2]) / 4
    determinant = hxx * hyy - hxy**2
    largest = np.maximum(np.maximum(np.abs(hxx), np.abs(hyy)), np.abs(hxy))
    with np.errstate(all="ignore"):
        step_x = (hxy * gy - hyy * gx) / determinant
        step_y = (hxy * gx - hxx * gy) / determinant
        how_far = np.maximum(np.abs(step_x), np.abs(step_y))
        curved = (np.abs(determinant) > SINGULAR * largest**2) & (largest > NOISE * np.abs(center))
        rows, columns = np.nonzero(curved & (how_far <= REACH))
    found = (rows, columns)
    place = np.column_stack([columns + 1 + step_x[found], rows + 1 + step_y[found]])
    return place, _sort(determinant[found], (hxx + hyy)[found]), how_far[found]


def lowest_cells(costs: Array) -> Array:
    """Cells no higher than their neighbors and clearly below one: ``(n, 2)`` as (column, row)."""
    rows, columns = costs.shape
    known = np.where(np.isnan(costs), np.inf, costs)
    around = np.pad(known, 1, constant_values=np.inf)
    lowest: Mask = np.isfinite(known)
    highest_neighbor = np.full(costs.shape, -np.inf)
    for i, j in np.ndindex(3, 3):
        neighbor = around[i : i + rows, j : j + columns]
        lowest &= known <= neighbor
        highest_neighbor = np.maximum(highest_neighbor, neighbor)
    with np.errstate(invalid="ignore"):
        lowest &= highest_neighbor - known > NOISE * np.abs(known)
    found_rows, found_columns = np.nonzero(lowest)
    return np.column_stack([found_columns, found_rows]).astype(np.float64)
