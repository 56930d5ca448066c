"""Pictures: whatever a view shows that takes longer to compute than to draw, from ONE snapshot.

One second thread computes them, the newest request wins, and only what a visible view needs.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from threading import Event

from PySide6.QtCore import QObject, QThread, Signal

from playground.data.dataset import Dataset
from playground.document.project import Project
from playground.engine.landscape.critical_points import CriticalPoint
from playground.engine.landscape.planes import Plane
from playground.engine.landscape.surface import Surface, Window
from playground.engine.population import CancelledError
from playground.engine.snapshot import Snapshot
from playground.training.mailbox import Mailbox
from playground.training.neuron_pictures import NeuronPictures, NeuronSample
from playground.training.predictions import (
    DecisionMap,
    FittedCurve,
    Points,
    PredictedAgainstActual,
    Predictions,
    PredictionSample,
)
from playground.training.slices import Axes, Slice, SliceMaker, default_axes

__all__ = [
    "Axes",
    "CriticalPoint",
    "DecisionMap",
    "FittedCurve",
    "NeuronPictures",
    "PictureNeeds",
    "PictureRequest",
    "PictureWorker",
    "Pictures",
    "Plane",
    "Points",
    "PredictedAgainstActual",
    "Predictions",
    "Surface",
    "Window",
    "default_axes",
]

log = logging.getLogger(__name__)


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
    needs: PictureNeeds = PictureNeeds()
    n: int = 41

    def outdates(self, other: PictureRequest) -> bool:
        """Whether nobody wants the other one any more, not even as slightly old news."""
        return not self.needs.surface or self._place != other._place

    @property
    def _place(self) -> tuple[object, ...]:
        return self.snapshot.generation, self.snapshot.shown, self.axes, self.window, self.n


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


class PictureWorker(QObject):
    """Computes pictures in a thread of its own. Unfinished ones that nobody wants any more are dropped.

    Signals:
        painted(): pictures lie in the results' mailbox, which was empty before.
        failed(text): what went wrong; told once per generation.
    """

    painted = Signal()
    failed = Signal(str)

    def __init__(self, requests: Mailbox[PictureRequest], results: Mailbox[Pictures]) -> None:
        super().__init__()
        self._home = self.thread()
        self._requests = requests
        self._results = results
        self._ended = Event()
        self._slices = SliceMaker()
        self._dataset: Dataset | None = None
        self._failed_generation = -1

    def paint(self) -> None:
        """Compute what the newest request asks for."""
        request = self._requests.take()
        if request is None or self._ended.is_set():
            return
        try:
            pictures = self._pictures(request)
        except CancelledError:
            return
        except Exception as error:
            self._tell(request, error)
            return
        if self._results.put(pictures):
            self.painted.emit()

    def cancel(self) -> None:
        """Drop the picture under way and all further ones. May be called from any thread."""
        self._ended.set()

    def finish(self) -> None:
        """The last thing asked for: go home to the GUI thread, to be deleted there."""
        self.moveToThread(self._home)
        QThread.currentThread().quit()

    def _pictures(self, request: PictureRequest) -> Pictures:
        snapshot, needs = request.snapshot, request.needs
        network, theta = snapshot.network, snapshot.shown_runner.theta
        self._prepare(request.project.dataset)
        neurons = self._neurons.pictures(network, theta) if needs.neuron_pictures else None
        predictions = self._predictions.predictions(network, theta) if needs.predictions else None
        drawn = self._slice(request) if needs.surface else None
        if drawn is None:
            return Pictures(snapshot, neuron_pictures=neurons, predictions=predictions)
        return Pictures(
            snapshot,
            drawn.axes,
            drawn.surface,
            drawn.critical_points,
            drawn.exact_for_all,
            neurons,
            predictions,
        )

    def _prepare(self, dataset: Dataset) -> None:
        if dataset is not self._dataset:
            self._dataset = dataset
            self._neurons = NeuronSample(dataset)
            self._predictions = PredictionSample(dataset)

    def _slice(self, request: PictureRequest) -> Slice | None:
        def cancelled() -> bool:
            newest = self._requests.peek()
            return self._ended.is_set() or (newest is not None and newest.outdates(request))

        return self._slices.slice(
            request.snapshot,
            request.project.dataset,
            request.project.training.cost,
            request.axes,
            request.window,
            request.n,
            cancelled,
        )

    def _tell(self, request: PictureRequest, error: Exception) -> None:
        log.exception("A picture could not be computed")
        if request.snapshot.generation != self._failed_generation:
            self._failed_generation = request.snapshot.generation
            self.failed.emit(f"A picture could not be computed: {error}")
