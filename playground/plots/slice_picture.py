"""What the cost surface shows, as numbers: from one `Pictures` (and the newest snapshot) to places in the
plane. No Qt, so that the truth of the picture is tested without pixels.

The rule: surface, balls and badge come from ONE snapshot. Only where every runner's whole path lies in the
plane (`Pictures.exact_for_all`) is the surface the same at every update; there, and only there, balls and
paths may be newer than it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from playground.appearance.numbers import format_count, format_number
from playground.document.project import Project
from playground.engine.landscape.landmark import EDGE_KINDS, LOWEST_KINDS, Landmark, LandmarkKind
from playground.engine.landscape.surface import Surface
from playground.engine.snapshot import Snapshot
from playground.plots.axis_titles import LOGARITHMIC, AxisTitle, axis_titles
from playground.plots.cost_scale import CostScale, cost_scale
from playground.plots.places import Places
from playground.plots.traces import Trace, runner_traces
from playground.training.pictures import Pictures
from playground.training.proving import SliceProof

Array = npt.NDArray[np.float64]

CATCH = 10.0
"""Pixels around a mark in which the mouse means it."""


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
    centers lie on ``surface.x`` and ``surface.y``. ``proof``: about this very surface; ``chosen``: the place
    that is highlighted; ``log_cost``: what was wanted of the scale."""

    surface: Surface
    scale: CostScale | None
    rect: tuple[float, float, float, float]
    axis_titles: tuple[AxisTitle, AxisTitle]
    traces: tuple[Trace, ...]
    start: Array | None
    landmarks: tuple[Landmark, ...]
    all_kinds: bool
    shown_name: str
    exact_for_all: bool
    freshness: Freshness
    proof: SliceProof | None = None
    chosen: Landmark | None = None
    log_cost: bool | None = None

    # Asked for again with every mark that is painted, and there may be hundreds.
    @cached_property
    def places(self) -> Places:
        window, logarithmic = self.surface.window, self.surface.plane.logarithmic
        first, second = (title.text.removesuffix(LOGARITHMIC) for title in self.axis_titles)
        return Places(self.landmarks, (first, second), window, logarithmic, self.all_kinds, self.proof)

    @cached_property
    def lowest(self) -> Landmark | None:
        """The lowest place found that lies inside the window: a minimum, a valley or a kink."""
        return _lowest(self.landmarks, LOWEST_KINDS - EDGE_KINDS)

    @cached_property
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

    def looks_like(self, other: SlicePicture) -> bool:
        """Whether the surface itself is drawn the same, whatever lies on it."""
        return self.surface is other.surface and self.scale == other.scale

    def landmark_near(self, pixels: Array, x: float, y: float) -> Landmark | None:
        """The landmark whose mark is under the mouse at (x, y); ``pixels`` (n, 2) is where they all are, NaN
        where a mark is out of sight."""
        if not len(pixels):
            return None
        away = np.hypot(pixels[:, 0] - x, pixels[:, 1] - y)
        away = np.where(np.isnan(away), np.inf, away)
        return self.landmarks[int(np.argmin(away))] if away.min() <= CATCH else None

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
        x, y = (title.text for title in self.axis_titles)
        parts = [f"Cost surface over {x} and {y}, {self.freshness.badge}"]
        if not self.exact_for_all and self.traces[-1].distance == 0:
            parts[0] += f", the slice through the weights of {self.shown_name}"
        for trace in sorted(self.traces, key=lambda trace: not trace.shown):
            away = f", {trace.note}" if trace.note else ""
            at = f" at ({self.readings(trace.ball)})" if trace.has_foot else ""
            parts.append(f"{trace.name}{at}, cost {format_number(trace.cost, 4)}{away}")
        lowest = self.lowest
        if lowest is not None:
            parts.append(f"lowest {lowest.kind} found here at {self._place_and_cost(lowest)}")
        edge = self.lower_edge
        if edge is not None:
            parts.append(f"lower still on the edge at {self._place_and_cost(edge)}")
        return "; ".join(parts) + "."

    def values(self, coordinates: Array) -> Array:
        """What is written on the axes at coordinates (…): on logarithmic ones the weights themselves."""
        return np.power(10.0, coordinates) if self.surface.plane.logarithmic else coordinates

    def readings(self, position: Array) -> str:
        """Two coordinates (2,) as they can be read on the axes."""
        return ", ".join(format_number(value) for value in self.values(position).tolist())

    def _place_and_cost(self, landmark: Landmark) -> str:
        return f"({self.readings(landmark.position)}), cost {format_number(landmark.cost, 4)}"


def _lowest(landmarks: tuple[Landmark, ...], kinds: frozenset[LandmarkKind]) -> Landmark | None:
    among = (each for each in landmarks if each.kind in kinds)
    return min(among, key=lambda each: each.cost, default=None)


def slice_picture(
    pictures: Pictures,
    newest: Snapshot,
    project: Project,
    previous: SlicePicture | None = None,
    log_cost: bool | None = None,
) -> SlicePicture | None:
    """What to draw now; None if the pictures hold no surface.

    ``previous`` is the picture on screen: of the same surface its color scale is kept, of another one
    whether it was logarithmic. ``log_cost`` as in `cost_scale`.
    """
    surface = pictures.surface
    if surface is None:
        return None
    if previous is not None and previous.surface is surface and previous.log_cost is log_cost:
        scale = previous.scale
    else:
        scale = cost_scale(surface.costs, None if previous is None else previous.scale, log_cost)
    same_weights = newest.generation == pictures.snapshot.generation
    source = newest if pictures.exact_for_all and same_weights else pictures.snapshot
    feet = pictures.feet if source is pictures.snapshot else {}
    traces = runner_traces(source, surface.plane, project, pictures.exact_for_all, feet)
    if not traces:
        return None
    shown = traces[-1]
    return SlicePicture(
        surface=surface,
        scale=scale,
        rect=image_rect(surface),
        axis_titles=axis_titles(pictures.drawn, pictures.axes, pictures.snapshot.network.spec, project),
        traces=traces,
        start=shown.path[0] if len(shown.path) else None,
        landmarks=pictures.landmarks,
        all_kinds=pictures.all_kinds,
        shown_name=shown.name,
        exact_for_all=pictures.exact_for_all,
        freshness=Freshness() if source is newest else freshness(pictures.snapshot, newest),
        log_cost=log_cost,
    )


def image_rect(surface: Surface) -> tuple[float, float, float, float]:
    """Cell centers → cell edges: (left, bottom, width, height)."""
    (x, y), (rows, columns) = (surface.x, surface.y), surface.costs.shape
    dx = float(x[-1] - x[0]) / max(1, columns - 1)
    dy = float(y[-1] - y[0]) / max(1, rows - 1)
    return float(x[0]) - dx / 2, float(y[0]) - dy / 2, dx * columns, dy * rows
