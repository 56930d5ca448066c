"""What the two axes of the cost surface are called, whatever the plane. No Qt."""

from __future__ import annotations

from typing import NamedTuple

from playground.document.plane_choice import START
from playground.document.project import Project
from playground.engine.specs import NetworkSpec
from playground.plots.parameter_names import parameter_name
from playground.training.pictures import Axes, DrawnPlane

START_NAME = "start"
LOGARITHMIC = " (log)"
"""Behind a parameter's name: the axis shows its logarithm to the base 10."""


class AxisTitle(NamedTuple):
    """``short`` is for where there is no room for all of it."""

    text: str
    short: str


def axis_titles(
    drawn: DrawnPlane | None, axes: Axes | None, network: NetworkSpec, project: Project
) -> tuple[AxisTitle, AxisTitle]:
    """Horizontal, vertical. ``network`` is the one the parameters belong to."""
    if axes is not None:
        kind = LOGARITHMIC if drawn is not None and drawn.plane.logarithmic else ""
        first, second = (parameter_name(network, key) + kind for key in axes)
        return AxisTitle(first, first), AxisTitle(second, second)
    if drawn is not None and drawn.shares is not None:
        return _component(drawn.shares[0], drawn.shares[1]), _component(drawn.shares[1], drawn.shares[0])
    if drawn is not None and drawn.points is not None:
        start, first, second = (point_name(point, project) for point in drawn.points)
        return (
            AxisTitle(f"distance from {start} toward {first}", f"toward {first}"),
            AxisTitle(f"distance across, toward {second}", f"toward {second}"),
        )
    kind = "direction" if drawn is None else "random direction"
    unit = "" if drawn is None else " (1: as long as the weights)"
    return AxisTitle(f"{kind} 1{unit}", f"{kind} 1"), AxisTitle(f"{kind} 2{unit}", f"{kind} 2")


def _component(share: float, other: float) -> AxisTitle:
    """Direction 1 is the one along which paths vary more, on whichever axis it lies."""
    name = f"direction {1 if share >= other else 2}"
    percent = f"{100 * share:.0f} %" if share >= 0.01 else "under 1 %"
    return AxisTitle(f"{name} ({percent} of the paths’ spread)", f"{name} ({percent})")


def point_name(point: int, project: Project) -> str:
    """ "start", or the name of the runner whose end it is."""
    if point == START:
        return START_NAME
    return next((each.name for each in project.training.runners if each.id == point), f"runner {point}")
