"""What pictures are asked for."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from playground.document.plane_choice import OVER_AXES, PlaneChoice
from playground.document.project import Project
from playground.engine.landscape.surface import Window
from playground.engine.snapshot import Snapshot
from playground.engine.specs import ParameterKey

Axes = tuple[ParameterKey, ParameterKey]


@dataclass(frozen=True, slots=True)
class PictureNeeds:
    """Which pictures are visible now."""

    surface: bool = False
    neuron_pictures: bool = False
    predictions: bool = False
    gradient: bool = False
    spreads: bool = False
    confusion: bool = False
    slopes: bool = False

    def __bool__(self) -> bool:
        return any(astuple(self))


@dataclass(frozen=True)
class PictureRequest:
    """Pictures wanted of one snapshot. ``plane`` says what kind of plane the surface is drawn over, ``axes``
    which two parameters, if it is of two; None: chosen for you (`default_axes`). ``window`` None: follows the
    paths calmly. ``n`` is the number of cells along each axis. ``resting``: no newer snapshot is expected
    soon, so there is time for what takes long."""

    snapshot: Snapshot
    project: Project
    axes: Axes | None = None
    window: Window | None = None
    needs: PictureNeeds = PictureNeeds()
    n: int = 41
    resting: bool = True
    plane: PlaneChoice = OVER_AXES

    def outdates(self, other: PictureRequest) -> bool:
        """Whether nobody wants the other one any more, not even as slightly old news: it is about something
        else, or one of its pictures isn't visible any more. Newer weights alone are no reason: training makes
        them all the time, and pictures that take long would never be finished."""
        asked = zip(astuple(other.needs), astuple(self.needs), strict=True)
        return self._place != other._place or any(before and not now for before, now in asked)

    @property
    def _place(self) -> tuple[object, ...]:
        return self.snapshot.generation, self.snapshot.shown, self.axes, self.plane, self.window, self.n
