"""Contour lines of a cost surface. No Qt."""

from __future__ import annotations

import contourpy
import numpy as np
import numpy.typing as npt

from playground.plots.slice_picture import SlicePicture

Array = npt.NDArray[np.float64]


def contour_lines(picture: SlicePicture) -> Array:
    """All contour lines as one line (n, 2) in plane coordinates, NaN between the pieces."""
    if picture.scale is None:
        return np.empty((0, 2))
    x, y, plotted = to_edges(picture)
    generator = contourpy.contour_generator(
        x, y, np.ma.masked_invalid(plotted), line_type=contourpy.LineType.ChunkCombinedNan
    )
    gap = np.full((1, 2), np.nan)
    pieces: list[Array] = [np.empty((0, 2))]
    for level in picture.scale.contour_levels:
        for points in generator.lines(level)[0]:
            if points is not None:
                pieces += [np.asarray(points), gap]
    return np.concatenate(pieces)


def to_edges(picture: SlicePicture) -> tuple[Array, Array, Array]:
    """x (n + 2,), y (m + 2,) and plotted costs (m + 2, n + 2) at the cell centers and on the window's edges.

    Between cell centers costs are taken as linear, and carried on so to the edges. NaN in gaps.
    """
    assert picture.scale is not None
    left, bottom, width, height = picture.rect
    x = np.concatenate(([left], picture.surface.x, [left + width]))
    y = np.concatenate(([bottom], picture.surface.y, [bottom + height]))
    plotted = picture.scale.plotted(np.asarray(picture.surface.costs, dtype=np.float64))
    plotted = np.where(np.isfinite(plotted), plotted, np.nan)
    return x, y, _carried_on(_carried_on(plotted).T).T


def _carried_on(values: Array) -> Array:
    """One more row below and above, (n + 2, m), half a cell away on the line through the last two."""
    if len(values) < 2:
        return np.pad(values, ((1, 1), (0, 0)), mode="edge")
    first, last = 1.5 * values[0] - 0.5 * values[1], 1.5 * values[-1] - 0.5 * values[-2]
    return np.concatenate((first[None], values, last[None]))
