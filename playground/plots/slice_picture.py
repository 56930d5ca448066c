"""What the cost surface shows, as numbers: from one `Pictures` (and the newest snapshot) to places in the
plane. No Qt, so that the truth of the picture is tested without pixels.

The rule: surface, balls and badge come from ONE snapshot. Only where every runner's whole path lies in the
plane (`Pictures.exact_for_all`) is the surface the same at every update; there, and only there, balls and
paths may be newer than it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.appearance.numbers import format_count, format_number
from playground.document.project import Project
from playground.engine.landscape.landmark import EDGE_KINDS, LOWEST_KINDS, Landmark, LandmarkKind
from playground.engine.landscape.planes import Plane
from playground.engine.landscape.surface import Surface
from playground.engine.snapshot import RunnerSnapshot, Snapshot
from playground.plots.cost_scale import CostScale, cost_scale
from playground.plots.parameter_names import parameter_name
from playground.training.pictures import Pictures

Array = npt.NDArray[np.float64]

ON_PLANE = 1e-9
"""Weights no further from the plane than this, relative to their length, lie in it."""
MOST_MEASURED = 30_000
"""Weights looked at to fade a path: of longer paths only every k-th point's distance is measured."""


@dataclass(frozen=True)
class Trace:
    """One runner in the plane. ``place`` is its position in the list of runners (color and shape).

    path (n, 2) and ball (2,) are plane coordinates: of what is not in the plane, the foot on it. The path
    ends where the ball is.
    path_distances (n,): how far each point is from the plane; None if all of them lie in it.
    cost: the runner's true cost. distance: how far it is from the plane now (0 if it lies in it).
    iterates (n, 2): where the optimizer itself went, if the path is the mean of that; else None.
    """

    runner_id: int
    place: int
    name: str
    shown: bool
    path: Array
    path_distances: Array | None
    ball: Array
    cost: float
    distance: float
    iterates: Array | None = None


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old a picture is. ``outdated``: it belongs to weights (another runner's, those before an edit)
    from which updates can't be counted."""

    updates_old: int = 0
    outdated: bool = False

    @property
    def is_exact(self) -> bool:
        return not self.outdated and self.updates_old == 0

    @property
    def badge(self) -> str:
        if self.outdated:
            return "out of date"
        if self.updates_old == 0:
            return "exact"
        return f"{format_count(self.updates_old)} {'update' if self.updates_old == 1 else 'updates'} old"


def freshness(drawn: Snapshot, newest: Snapshot) -> Freshness:
    """Of a picture of the shown runner's weights in ``drawn``, beside the newest snapshot."""
    known = any(runner.id == drawn.shown for runner in newest.runners)
    if drawn.generation != newest.generation or drawn.shown != newest.shown or not known:
        return Freshness(outdated=True)
    return Freshness(max(0, newest.shown_runner.updates - drawn.shown_runner.updates))


@dataclass(frozen=True)
class SlicePicture:
    """All that is drawn. ``rect`` is the image's (left, bottom, width, height): cell edges, so that cell
    centers lie on ``surface.x`` and ``surface.y``."""

    surface: Surface
    scale: CostScale | None
    rect: tuple[float, float, float, float]
    axis_names: tuple[str, str]
    traces: tuple[Trace, ...]
    start: Array | None
    landmarks: tuple[Landmark, ...]
    all_kinds: bool
    shown_name: str
    exact_for_all: bool
    freshness: Freshness

    @property
    def lowest(self) -> Landmark | None:
        """The lowest place found that lies inside the window: a minimum, a valley or a kink."""
        return _lowest(self.landmarks, LOWEST_KINDS - EDGE_KINDS)

    @property
    def lower_edge(self) -> Landmark | None:
        """A place on the window's edge that is lower than all places found inside."""
        first = _lowest(self.landmarks, LOWEST_KINDS)
        return first if first is not None and first.kind in EDGE_KINDS else None

    def inward(self, edge: Landmark) -> Array:
        """A place (2,) of the plane a little inside the window, straight in from one on its edge."""
        window = self.surface.window
        corner, size = np.array([window.x0, window.y0]), np.array([window.width, window.height])
        share = (edge.position - corner) / size
        on_edge = np.abs(share - 0.5) > 0.5 - 1e-9
        return np.asarray(edge.position - 0.01 * size * np.where(on_edge, np.sign(share - 0.5), 0.0))

    def cost_at(self, x: float, y: float) -> float | None:
        """The drawn cost of the cell at a place, or None outside and in gaps."""
        left, bottom, width, height = self.rect
        rows, columns = self.surface.costs.shape
        column = int(np.floor((x - left) / width * columns))
        row = int(np.floor((y - bottom) / height * rows))
        if not (0 <= column < columns and 0 <= row < rows):
            return None
        cost = float(self.surface.costs[row, column])
        return cost if np.isfinite(cost) else None

    def sentence(self) -> str:
        """The picture in words."""
        parts = [f"Cost surface over {self.axis_names[0]} and {self.axis_names[1]}, {self.freshness.badge}"]
        if not self.exact_for_all:
            parts[0] += f", the slice through the weights of {self.shown_name}"
        for trace in sorted(self.traces, key=lambda trace: not trace.shown):
            x, y = (format_number(v) for v in trace.ball.tolist())
            away = f", off the plane by {format_number(trace.distance)}" if trace.distance > 0 else ""
            parts.append(f"{trace.name} at ({x}, {y}), cost {format_number(trace.cost, 4)}{away}")
        lowest = self.lowest
        if lowest is not None:
            x, y = (format_number(v) for v in lowest.position.tolist())
            parts.append(
                f"lowest {lowest.kind} found here at ({x}, {y}), cost {format_number(lowest.cost, 4)}"
            )
        edge = self.lower_edge
        if edge is not None:
            parts.append(f"lower still on the edge at {_place_and_cost(edge)}")
        return "; ".join(parts) + "."


def _lowest(landmarks: tuple[Landmark, ...], kinds: frozenset[LandmarkKind]) -> Landmark | None:
    among = (each for each in landmarks if each.kind in kinds)
    return min(among, key=lambda each: each.cost, default=None)


def _place_and_cost(landmark: Landmark) -> str:
    x, y = (format_number(v) for v in landmark.position.tolist())
    return f"({x}, {y}), cost {format_number(landmark.cost, 4)}"


def slice_picture(
    pictures: Pictures, newest: Snapshot, project: Project, previous: SlicePicture | None = None
) -> SlicePicture | None:
    """What to draw now; None if the pictures hold no surface.

    ``previous`` is the picture on screen: of the same surface its color scale is kept, of another one
    whether it was logarithmic.
    """
    surface = pictures.surface
    if surface is None:
        return None
    if previous is not None and previous.surface is surface:
        scale = previous.scale
    else:
        scale = cost_scale(surface.costs, None if previous is None else previous.scale)
    same_weights = newest.generation == pictures.snapshot.generation
    source = newest if pictures.exact_for_all and same_weights else pictures.snapshot
    traces = _traces(source, surface.plane, project, pictures.exact_for_all)
    if not traces:
        return None
    shown = traces[-1]
    return SlicePicture(
        surface=surface,
        scale=scale,
        rect=_image_rect(surface),
        axis_names=_axis_names(pictures),
        traces=traces,
        start=shown.path[0] if len(shown.path) else None,
        landmarks=pictures.landmarks,
        all_kinds=pictures.all_kinds,
        shown_name=shown.name,
        exact_for_all=pictures.exact_for_all,
        freshness=Freshness() if source is newest else freshness(pictures.snapshot, newest),
    )


def _traces(snapshot: Snapshot, plane: Plane, project: Project, exact_for_all: bool) -> tuple[Trace, ...]:
    """One per runner, the shown one last (on top)."""
    places = {runner.id: (i, runner.name) for i, runner in enumerate(project.training.runners)}
    known = [runner for runner in snapshot.runners if runner.id in places]
    known.sort(key=lambda runner: runner.id == snapshot.shown)
    return tuple(
        _trace(runner, *places[runner.id], runner.id == snapshot.shown, plane, exact_for_all)
        for runner in known
    )


def _trace(
    runner: RunnerSnapshot, place: int, name: str, shown: bool, plane: Plane, exact_for_all: bool
) -> Trace:
    distance = 0.0
    if not exact_for_all:
        distance = float(plane.distances(runner.theta[None])[0])
        if distance <= ON_PLANE * (1.0 + float(np.linalg.norm(runner.theta))):
            distance = 0.0
    ball = plane.coordinates(runner.theta[None])
    return Trace(
        runner_id=runner.id,
        place=place,
        name=name,
        shown=shown,
        path=np.concatenate((_path_coordinates(runner.path, plane), ball)),
        path_distances=None if exact_for_all else np.append(_path_distances(runner.path, plane), distance),
        ball=ball[0],
        cost=runner.cost,
        distance=distance,
        iterates=None if runner.iterates is None else _path_coordinates(runner.iterates, plane),
    )


def _path_coordinates(path: Array, plane: Plane) -> Array:
    """`Plane.coordinates`, for a plane of two parameters without touching the thousands of others."""
    (first, second) = (np.flatnonzero(direction) for direction in (plane.d1, plane.d2))
    if len(first) == len(second) == 1 and first[0] != second[0]:
        columns = [int(first[0]), int(second[0])]
        return np.asarray((path[:, columns] - plane.origin[columns]) / (plane.d1 + plane.d2)[columns])
    return plane.coordinates(path)


def _path_distances(path: Array, plane: Plane) -> Array:
    """Distance of every point from the plane, measured at no more points than there is time for."""
    stride = max(1, -(-path.size // MOST_MEASURED))
    if stride == 1 or len(path) < 3:
        return np.asarray(plane.distances(path))
    measured = np.unique(np.append(np.arange(0, len(path), stride), len(path) - 1))
    return np.interp(np.arange(len(path)), measured, plane.distances(path[measured]))


def _image_rect(surface: Surface) -> tuple[float, float, float, float]:
    """Cell centers → cell edges: (left, bottom, width, height)."""
    (x, y), (rows, columns) = (surface.x, surface.y), surface.costs.shape
    dx = float(x[-1] - x[0]) / max(1, columns - 1)
    dy = float(y[-1] - y[0]) / max(1, rows - 1)
    return float(x[0]) - dx / 2, float(y[0]) - dy / 2, dx * columns, dy * rows


def _axis_names(pictures: Pictures) -> tuple[str, str]:
    if pictures.axes is None:
        return "direction 1", "direction 2"
    network = pictures.snapshot.network.spec
    first, second = (parameter_name(network, key) for key in pictures.axes)
    return first, second
