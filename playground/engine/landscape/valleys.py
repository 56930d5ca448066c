"""Places that are level along a line or over an area: no single point is the minimum there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from playground.engine.landscape.slice_cost import SliceCost
from playground.engine.landscape.surface import Surface, Window
from playground.engine.layout import Array, Mask

Indices = npt.NDArray[np.intp]

NEARLY_FLAT = 0.05
"""Cells whose quadratic model bends this much less one way than the other may lie in a valley."""
FLAT = 1e-5
"""A direction is flat if it bends less than this share of the other one …"""
LEVEL = 1e-6
"""… and slopes by less than this share of it, over one cell."""
SAME = 1e-9
"""Cells of a plateau differ by less than this share of what the surface varies by."""
EXACT = 1e-12
"""The exact cost on a plateau's rim is lower if it is by more than this share."""
STEPS = 8
DIFFERENCE = 1e-3


class Valley(NamedTuple):
    """A connected level floor: a place in its middle ``(2,)``, its flat directions, and all its cells'
    places ``(n, 2)``; ``hessian`` ``(2, 2)`` at the place."""

    position: Array
    flat: int
    floor: Array
    hessian: Array


def find_valleys(cost: SliceCost, surface: Surface, cell: Array) -> list[Valley]:
    """Floors of valleys (one flat direction) and of plateaus that nothing beside them is lower than (two)."""
    plateaus = [
        Valley(_middle_of(floor), 2, floor, np.zeros((2, 2))) for floor in _plateaus(cost, surface, cell)
    ]
    starts = _starts(surface)
    starts = starts[[all(_distance(p.floor, s, cell) > 2 for p in plateaus) for s in starts]]
    points, hessians = _settle(cost, starts, cell, surface.window)
    lines = []
    for members in _connected(points / cell):
        # The lowest tenth would be rounding: any place on the floor is as good as the middle one.
        middle = members[
            int(np.argmin(np.linalg.norm((points[members] - points[members].mean(0)) / cell, axis=1)))
        ]
        lines.append(Valley(points[middle], 1, points[members], hessians[middle]))
    return plateaus + lines


def _distance(floor: Array, point: Array, cell: Array) -> float:
    return float(np.abs((floor - point) / cell).max(axis=1).min())


def _middle_of(floor: Array) -> Array:
    return np.asarray(floor[int(np.argmin(np.linalg.norm(floor - floor.mean(axis=0), axis=1)))])


def _starts(surface: Surface) -> Array:
    """Centers of cells ``(n, 2)`` that bend up one way, hardly the other, with the floor within a cell."""
    c = surface.costs
    gx, gy = (c[1:-1, 2:] - c[1:-1, :-2]) / 2, (c[2:, 1:-1] - c[:-2, 1:-1]) / 2
    hxx = c[1:-1, 2:] - 2 * c[1:-1, 1:-1] + c[1:-1, :-2]
    hyy = c[2:, 1:-1] - 2 * c[1:-1, 1:-1] + c[:-2, 1:-1]
    hxy = (c[2:, 2:] - c[2:, :-2] - c[:-2, 2:] + c[:-2, :-2]) / 4
    hessians = np.stack([np.stack([hxx, hxy], -1), np.stack([hxy, hyy], -1)], -2)
    known = np.all(np.isfinite(hessians), axis=(-2, -1))
    values, vectors = np.linalg.eigh(np.where(known[..., np.newaxis, np.newaxis], hessians, 0.0))
    stiff = values[..., 1]
    slope = gx * vectors[..., 0, 1] + gy * vectors[..., 1, 1]
    with np.errstate(invalid="ignore"):
        found = known & (stiff > 0) & (np.abs(values[..., 0]) < NEARLY_FLAT * stiff)
        found &= np.abs(slope) <= stiff
    rows, columns = np.nonzero(found)
    return np.column_stack([surface.x[columns + 1], surface.y[rows + 1]])


def _settle(cost: SliceCost, points: Array, cell: Array, window: Window) -> tuple[Array, Array]:
    """Newton along the stiff direction only: places on level floors, and second derivatives there."""
    origins = points
    for _ in range(STEPS):
        values, vectors, slopes = _bends(cost, points, cell)
        stiff = vectors[:, :, 1]
        with np.errstate(all="ignore"):
            steps = -((slopes * stiff).sum(axis=1) / values[:, 1])[:, np.newaxis] * stiff
        keep = (values[:, 1] > 0) & np.all(np.isfinite(steps), axis=1) & (np.abs(steps).max(axis=1) < 1.5)
        points, origins = points[keep] + steps[keep] * cell, origins[keep]
    if not len(points):
        return points, np.empty((0, 2, 2))
    values, vectors, slopes = _bends(cost, points, cell)
    along = np.abs((slopes * vectors[:, :, 0]).sum(axis=1))
    across = np.abs((slopes * vectors[:, :, 1]).sum(axis=1))
    level = (np.abs(values[:, 0]) < FLAT * values[:, 1]) & (np.maximum(along, across) < LEVEL * values[:, 1])
    level &= window.contains(points) & (np.abs((points - origins) / cell).max(axis=1) < 2)
    hessians = np.einsum("nij,nj,nkj->nik", vectors, values, vectors) / np.multiply.outer(cell, cell)
    return points[level], hessians[level]


def _bends(cost: SliceCost, points: Array, cell: Array) -> tuple[Array, Array, Array]:
    """Eigenvalues ``(n, 2)``, eigenvectors ``(n, 2, 2)`` and slopes ``(n, 2)``, all in cell units."""
    offsets = np.array([[0.0, 0.0], [1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]) * DIFFERENCE
    slopes = cost.gradient((points[:, np.newaxis] + offsets * cell).reshape(-1, 2)) * cell
    slopes = slopes.reshape(-1, 5, 2)
    second = np.stack([slopes[:, 1] - slopes[:, 2], slopes[:, 3] - slopes[:, 4]], 1) / (2 * DIFFERENCE)
    second = (second + second.transpose(0, 2, 1)) / 2
    known = np.all(np.isfinite(second), axis=(1, 2))
    values, vectors = np.linalg.eigh(np.where(known[:, np.newaxis, np.newaxis], second, 0.0))
    return values, vectors, np.asarray(np.where(known[:, np.newaxis], slopes[:, 0], np.nan))


def _plateaus(cost: SliceCost, surface: Surface, cell: Array) -> list[Array]:
    """Cells ``(n, 2)`` of each level area whose neighbors are all higher."""
    costs = surface.costs
    if not np.any(np.isfinite(costs)):
        return []
    spread = float(np.nanmax(costs) - np.nanmin(costs))
    tolerance = SAME * spread + 1e-7 * float(np.nanmax(np.abs(costs)))
    known = np.where(np.isnan(costs), np.inf, costs)
    around = np.pad(known, 1, mode="edge")
    neighbors = np.stack(
        [around[i : i + costs.shape[0], j : j + costs.shape[1]] for i, j in np.ndindex(3, 3)]
    )
    with np.errstate(invalid="ignore"):
        level: Mask = np.isfinite(costs) & (np.ptp(neighbors, axis=0) <= tolerance)
    rows, columns = np.nonzero(level)
    centers = np.column_stack([surface.x[columns], surface.y[rows]])
    flat = np.abs(cost.gradient(centers) * cell).max(axis=1, initial=0.0) <= SAME * spread
    rows, columns, centers = rows[flat], columns[flat], centers[flat]
    floors = []
    for members in _connected(np.column_stack([columns, rows]).astype(np.float64)):
        # The picture's digits don't tell a plateau from the last of a long slope.
        floor = cost.costs(centers[members])
        rim = _rim_minimum(cost, surface, rows[members], columns[members])
        if rim >= floor.min() - EXACT * np.abs(floor).max():
            floors.append(centers[members])
    return floors


def _rim_minimum(cost: SliceCost, surface: Surface, rows: Indices, columns: Indices) -> float:
    """The lowest exact cost within two cells of an area."""
    area = np.zeros(surface.costs.shape, dtype=np.bool_)
    n_rows, n_columns = surface.costs.shape
    for i in range(-2, 3):
        for j in range(-2, 3):
            area[np.clip(rows + i, 0, n_rows - 1), np.clip(columns + j, 0, n_columns - 1)] = True
    near_rows, near_columns = np.nonzero(area)
    costs = cost.costs(np.column_stack([surface.x[near_columns], surface.y[near_rows]]))
    return float(np.min(costs, initial=np.inf, where=np.isfinite(costs)))


def _connected(places: Array) -> list[list[int]]:
    """Groups of places ``(n, 2)`` in which each lies within two cells of another one."""
    free = np.ones(len(places), dtype=np.bool_)
    groups: list[list[int]] = []
    while np.any(free):
        group, front = [], [int(np.argmax(free))]
        free[front] = False
        while front:
            one = front.pop()
            group.append(one)
            near = np.flatnonzero(free & (np.abs(places - places[one]).max(axis=1) <= 2.0))
            free[near] = False
            front += near.tolist()
        groups.append(sorted(group))
    return groups
