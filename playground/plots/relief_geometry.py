"""The cost surface in space: heights, a turning camera, what hides what. No Qt.

Coordinates: the window is the square −1 … 1 in x and y; the color scale runs from height 0 to `HEIGHT`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from playground.plots.contours import to_edges
from playground.plots.slice_picture import SlicePicture

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

HEIGHT = 0.9
LOWEST_ELEVATION, HIGHEST_ELEVATION = math.radians(12), math.radians(85)
MARCH_STEPS = 32
"""Places looked at on the way from a point to the viewer, `STRIDE` of them at a time."""
STRIDE = 8
LIFT = 0.012
"""Lines are lifted this far off the surface, and hills hide only what they exceed by as much."""
AMBIENT, DIFFUSE = 0.66, 0.40
LIGHT = np.array([-0.45, 0.35, 0.82]) / math.hypot(0.45, 0.35, 0.82)
"""Where the light comes from, seen by the viewer: left, above, and over the shoulder."""


@dataclass(frozen=True, slots=True)
class Camera:
    """Looks at the middle from far away (parallel rays). Angles in radians."""

    azimuth: float = math.radians(-32)
    elevation: float = math.radians(43)

    def turned(self, by_azimuth: float, by_elevation: float) -> Camera:
        elevation = min(max(self.elevation + by_elevation, LOWEST_ELEVATION), HIGHEST_ELEVATION)
        return replace(self, azimuth=(self.azimuth + by_azimuth) % math.tau, elevation=elevation)

    @property
    def axes(self) -> Array:
        """(3, 3): right, up and toward the viewer, as rows in space."""
        sa, ca = math.sin(self.azimuth), math.cos(self.azimuth)
        se, ce = math.sin(self.elevation), math.cos(self.elevation)
        return np.array([[ca, sa, 0.0], [-sa * se, ca * se, ce], [sa * ce, -ca * ce, se]])

    def project(self, points: Array) -> Array:
        """(n, 3) in space → (n, 2): right and up on the screen, in the same unit."""
        return np.asarray(points @ self.axes[:2].T)

    def nearness(self, points: Array) -> Array:
        """(n,): larger is nearer to the viewer."""
        return np.asarray(points @ self.axes[2])


@dataclass(frozen=True)
class Relief:
    """Heights z (ny, nx) at x (nx,) and y (ny,): the cell centers and the window's edges; NaN in gaps.
    ``window`` is (left, bottom, width, height) in plane coordinates."""

    x: Array
    y: Array
    z: Array
    window: tuple[float, float, float, float]

    def to_space(self, places: Array, lift: float = LIFT) -> Array:
        """Plane coordinates (n, 2) → points (n, 3) on the surface, lifted a little off it."""
        left, bottom, width, height = self.window
        xy = 2.0 * (places - (left, bottom)) / (width, height) - 1.0
        return np.column_stack((xy, self.heights(xy) + lift))

    def heights(self, xy: Array) -> Array:
        """The surface's height (n,) at (n, 2) in space, interpolated; NaN outside the window."""
        centers = self.z[1:-1, 1:-1]
        rows, columns = centers.shape
        inside = np.abs(xy).max(axis=1, initial=0.0) <= 1.0 + 1e-9  # False for NaN as well
        place = (np.where(inside[:, None], xy, 0.0) + 1.0) / 2.0 * (columns, rows) - 0.5
        # In the outer half cells, the line through the last two centers is carried on.
        cell = np.clip(place.astype(np.int64), 0, (columns - 2, rows - 2))
        (s, t), (j, i) = (place - cell).T, cell.T
        low = centers[i, j] * (1 - s) + centers[i, j + 1] * s
        high = centers[i + 1, j] * (1 - s) + centers[i + 1, j + 1] * s
        return np.where(inside, np.clip(low * (1 - t) + high * t, 0.0, HEIGHT), np.nan)

    def visible(self, points: Array, camera: Camera) -> Bools:
        """Which points (n, 3) no hill stands in front of: followed on their way to the viewer."""
        toward = camera.axes[2] * (HEIGHT + LIFT) / camera.axes[2, 2]
        seen: Bools = np.isfinite(points.sum(axis=1))
        under_way = np.flatnonzero(seen)
        steps = np.linspace(0.0, 1.0, MARCH_STEPS + 1)[1:] ** 1.5
        for some in np.split(steps, MARCH_STEPS // STRIDE):
            there = points[under_way] + some[:, None, None] * toward
            height = self.heights(there[:, :, :2].reshape(-1, 2)).reshape(there.shape[:2])
            hidden = (height > there[:, :, 2] + LIFT).any(axis=0)
            seen[under_way[hidden]] = False
            # Above all hills, or outside (NaN), nothing can come in between any more.
            under_way = under_way[~hidden & (there[-1, :, 2] < HEIGHT) & np.isfinite(height[-1])]
        return seen


@dataclass(frozen=True)
class Facets:
    """Quadrilaterals from the farthest to the nearest: corners (n, 4, 2) on the screen, the share of the
    color scale (n,) and the light (n,) of each."""

    corners: Array
    share: Array
    light: Array


def relief_of(picture: SlicePicture) -> Relief | None:
    """The surface as a relief; None where no cost is finite."""
    if picture.scale is None:
        return None
    low, high = picture.scale.levels
    x, y, plotted = to_edges(picture)
    left, bottom, width, height = picture.rect
    return Relief(
        x=2.0 * (x - left) / width - 1.0,
        y=2.0 * (y - bottom) / height - 1.0,
        z=np.clip((plotted - low) / (high - low), 0.0, 1.0) * HEIGHT,
        window=picture.rect,
    )


def facets(relief: Relief, camera: Camera, stride: int = 1) -> Facets:
    """The quadrilaterals between those places (none at gaps), in the order in which they are painted.

    ``stride`` 2 takes every second place only: a quarter of the facets, for pictures that follow fast.
    """
    rows, columns = (_every(stride, n) for n in relief.z.shape)
    xx, yy = np.meshgrid(relief.x[columns], relief.y[rows])
    points = np.stack((xx, yy, relief.z[np.ix_(rows, columns)]), axis=-1)
    corners = np.stack((points[:-1, :-1], points[:-1, 1:], points[1:, 1:], points[1:, :-1]), axis=2)
    corners = corners.reshape(-1, 4, 3)
    corners = corners[np.isfinite(corners).all(axis=(1, 2))]
    # Over a grid, what stands farther back on the floor never hides what stands in front of it.
    floor = corners.mean(axis=1) * (1.0, 1.0, 0.0)
    corners = corners[np.argsort(camera.nearness(floor), kind="stable")]
    return Facets(
        corners=camera.project(corners.reshape(-1, 3)).reshape(-1, 4, 2),
        share=corners[:, :, 2].mean(axis=1) / HEIGHT,
        light=_light(corners, camera),
    )


def _every(stride: int, n: int) -> Ints:
    """Every ``stride``-th of n places, the last one included."""
    return np.unique(np.append(np.arange(0, n, stride), n - 1))


def _light(corners: Array, camera: Camera) -> Array:
    """How bright each facet is: the light moves with the viewer."""
    normal = np.cross(corners[:, 2] - corners[:, 0], corners[:, 3] - corners[:, 1])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    return np.asarray(AMBIENT + DIFFUSE * np.clip(normal @ (LIGHT @ camera.axes), 0.0, 1.0))


def near_edges(camera: Camera) -> tuple[Array, Array]:
    """The two floor edges nearest to the viewer: along x and along y, each (2, 3), low end first."""
    along_x = min(
        (np.array([[-1.0, y, 0.0], [1.0, y, 0.0]]) for y in (-1.0, 1.0)),
        key=lambda edge: -float(camera.nearness(edge).mean()),
    )
    along_y = min(
        (np.array([[x, -1.0, 0.0], [x, 1.0, 0.0]]) for x in (-1.0, 1.0)),
        key=lambda edge: -float(camera.nearness(edge).mean()),
    )
    return along_x, along_y


def extent(camera: Camera) -> tuple[float, float, float, float]:
    """(left, right, bottom, top) on the screen of the whole box, whatever the surface."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (0.0, HEIGHT)])
    right, up = camera.project(corners).T
    return float(right.min()), float(right.max()), float(up.min()), float(up.max())
