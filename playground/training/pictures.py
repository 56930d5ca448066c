"""Pictures: whatever a view shows that takes longer to compute than to draw, from ONE snapshot.

One second thread computes them, the newest request wins, and only what a visible view needs.
"""

from __future__ import annotations

from dataclasses import dataclass

from playground.document.project import Project
from playground.engine.landscape.critical_points import CriticalPoint
from playground.engine.landscape.planes import Plane
from playground.engine.landscape.surface import Surface, Window
from playground.engine.snapshot import Snapshot
from playground.engine.specs import ParameterKey
from playground.training.neuron_pictures import NeuronPictures
from playground.training.predictions import (
    DecisionMap,
    FittedCurve,
    Points,
    PredictedAgainstActual,
    Predictions,
)

__all__ = [
    "Axes",
    "CriticalPoint",
    "DecisionMap",
    "FittedCurve",
    "NeuronPictures",
    "PictureNeeds",
    "PictureRequest",
    "Pictures",
    "Plane",
    "Points",
    "PredictedAgainstActual",
    "Predictions",
    "Surface",
    "Window",
]

Axes = tuple[ParameterKey, ParameterKey]


@dataclass(frozen=True, slots=True)
class PictureNeeds:
    """Which pictures are visible now."""

    surface: bool = False
    neuron_pictures: bool = False
    predictions: bool = False

    def __bool__(self) -> bool:
        return self.surface or self.neuron_pictures or self.predictions


@dataclass(frozen=True)
class PictureRequest:
    """Pictures wanted of one snapshot. ``axes`` None: chosen for you (`default_axes`); ``window``
    None: follows the paths calmly. ``n`` is the number of cells along each axis."""

    snapshot: Snapshot
    project: Project
    axes: Axes | None = None
    window: Window | None = None
    needs: PictureNeeds = PictureNeeds()  # noqa: RUF009 - frozen
    n: int = 41


@dataclass(frozen=True)
class Pictures:
    """What was asked for, all of the same snapshot (whose update number they carry).

    axes: the two parameters of the surface, also where they were chosen automatically; None if there
        is no surface (not asked for, or fewer than two parameters can be trained).
    surface: costs over the plane through the SHOWN runner's weights (`Surface.plane`, `.window`).
    critical_points: of this very surface, lowest cost first.
    exact_for_all: every runner's whole path lies in the plane, so the surface is true for all of them.
    neuron_pictures, predictions: of the shown runner; None if not asked for.
    """

    snapshot: Snapshot
    axes: Axes | None = None
    surface: Surface | None = None
    critical_points: tuple[CriticalPoint, ...] = ()
    exact_for_all: bool = False
    neuron_pictures: NeuronPictures | None = None
    predictions: Predictions | None = None
