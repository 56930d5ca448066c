"""What the landscape lab draws, as numbers. No Qt. The function does not change: nothing gets old."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from playground.document.lab_choices import LabChoices
from playground.engine.landscape.analytic import FormulaCost
from playground.engine.landscape.descent import DescentSnapshot
from playground.engine.landscape.line import CostLine
from playground.plots.axis_titles import AxisTitle
from playground.plots.cost_scale import LOGARITHMIC_FROM, CostScale, cost_scale
from playground.plots.line_picture import LinePicture, picture_of_line
from playground.plots.slice_picture import Freshness, SlicePicture, image_rect
from playground.plots.traces import Trace
from playground.training.landscape_finder import Landscape

Array = npt.NDArray[np.float64]

TITLES = AxisTitle("x", "x"), AxisTitle("y", "y")
VALUES_TRIED = 61
FEW = 5.0
"""Percent of the window that must lie far below the rest for a logarithmic scale, which …"""
DEEPEST = 1e-4
"""… ends here, in parts of its top."""


def lab_picture(
    landscape: Landscape,
    runners: tuple[DescentSnapshot, ...],
    choices: LabChoices,
    previous: SlicePicture | None = None,
) -> SlicePicture:
    """The surface with all runners on it; ``previous`` is the picture on screen."""
    surface = landscape.surface
    if previous is not None and previous.surface is surface:
        picture = replace(previous, landmarks=landscape.landmarks, all_kinds=landscape.all_kinds)
    else:
        picture = SlicePicture(
            surface=surface,
            scale=_scale(surface.costs),
            rect=image_rect(surface),
            axis_titles=TITLES,
            traces=(),
            start=None,
            landmarks=landscape.landmarks,
            all_kinds=landscape.all_kinds,
            shown_name="",
            exact_for_all=True,
            freshness=Freshness(),
        )
    traces = _traces(runners, choices)
    name = traces[-1].name if traces else ""
    return replace(picture, traces=traces, start=np.array(choices.start_place), shown_name=name)


def lab_line(
    cost: FormulaCost,
    landscape: Landscape,
    runners: tuple[DescentSnapshot, ...],
    choices: LabChoices,
) -> LinePicture | None:
    """The function along x at the shown runner's y; None if that runner is off."""
    shown = next((each for each in runners if each.id == choices.shown), None)
    if shown is None:
        return None
    window = landscape.surface.window
    x = np.linspace(window.x0, window.x1, VALUES_TRIED)
    costs = cost.costs(np.column_stack([x, np.full(len(x), shown.place[1])]))
    line = CostLine(
        index=0,
        x=x,
        costs=np.where(np.isfinite(costs), costs, np.nan),
        value=float(shown.place[0]),
        cost=shown.cost,
        slope=float(cost.gradient(shown.place[np.newaxis])[0, 0]),
    )
    names = {spec.id: (place, spec.name) for place, spec in enumerate(choices.runners)}
    place, name = names[shown.id]
    about = shown.id, name, place
    return picture_of_line(line, (window.x0, window.x1), "x", about, Freshness(), None)


def _scale(costs: Array) -> CostScale | None:
    """Linear, unless a good part of the window lies far below the rest: functions often reach 0 itself, in
    one cell, which is no reason to draw all others in one color."""
    scale = cost_scale(costs)
    if scale is None or not scale.logarithmic:
        return scale
    low, few = np.percentile(costs[np.isfinite(costs)], (0, FEW)).tolist()
    if few * LOGARITHMIC_FROM > scale.high:
        return replace(scale, low=low, logarithmic=False, low_clipped=False)
    floor = max(scale.low, scale.high * DEEPEST)
    return replace(scale, low=floor, low_clipped=scale.low_clipped or floor > scale.low)


def _traces(runners: tuple[DescentSnapshot, ...], choices: LabChoices) -> tuple[Trace, ...]:
    """One per runner, the shown one last (on top)."""
    names = {spec.id: (place, spec.name) for place, spec in enumerate(choices.runners)}
    ordered = sorted(runners, key=lambda runner: runner.id == choices.shown)
    return tuple(
        Trace(
            runner_id=runner.id,
            place=names[runner.id][0],
            name=names[runner.id][1],
            shown=runner.id == choices.shown,
            path=runner.path,
            path_distances=None,
            ball=runner.place,
            cost=runner.cost,
            distance=0.0,
            gap=0.0,
        )
        for runner in ordered
    )
