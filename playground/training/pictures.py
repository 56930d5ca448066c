"""Pictures: whatever a view shows that takes longer to compute than to draw, from ONE snapshot.

One second thread computes them, the newest request wins, and only what a visible view needs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Event

from PySide6.QtCore import QObject, QThread, Signal

from playground.data.dataset import Dataset
from playground.engine.landscape.landmark import Landmark
from playground.engine.landscape.line import CostLine
from playground.engine.landscape.planes import Plane
from playground.engine.landscape.surface import Surface, Window
from playground.engine.layout import Array
from playground.engine.population import CancelledError
from playground.engine.snapshot import Snapshot
from playground.training.confusion import Confusion, confusion
from playground.training.drawn_plane import DrawnPlane
from playground.training.feet import Feet
from playground.training.mailbox import Mailbox
from playground.training.neuron_pictures import NeuronPictures, NeuronSample
from playground.training.picture_request import Axes, PictureNeeds, PictureRequest
from playground.training.predictions import (
    DecisionMap,
    FittedCurve,
    Points,
    PredictedAgainstActual,
    Predictions,
    PredictionSample,
)
from playground.training.slices import NoPlaneError, SliceMaker, default_axes
from playground.training.slopes import Slopes, slopes
from playground.training.spreads import LayerSpread, layer_spreads
from playground.training.standing import Standing, StandingSample

__all__ = [
    "Axes",
    "CostLine",
    "DecisionMap",
    "DrawnPlane",
    "Feet",
    "FittedCurve",
    "Landmark",
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


@dataclass(frozen=True)
class Pictures:
    """What was asked for, all of the same snapshot (whose update number they carry).

    axes: the two parameters of the surface, also where they were chosen automatically; None if there
        is no surface, or its axes are no parameters.
    surface: costs over the plane (`Surface.plane`, `.window`): through the SHOWN runner's weights, unless it
        goes through three other points.
    line: costs tried along the first of the axes, all else as the shown runner has it.
    landmarks: of this very surface, lowest cost first. all_kinds: valleys, kinks and the lowest places on
        the edge were sought too; otherwise, while the surface moves with every update, only level points.
    exact_for_all: every runner's whole path lies in the plane, so the surface is true for all of them.
    rough: the surface has fewer cells than asked for, and its landmarks were not sought, because that
        would take too long; the same pictures with the fine surface follow unless newer ones are asked
        for.
    neuron_pictures, predictions: of the shown runner; None if not asked for.
    standing: the network beside simpler models, with the predictions; on the training rows, too, with the
        confusion.
    gradient: (n_params,) at the shown runner's weights: how steeply what training minimizes, the cost over
        ALL training rows and its penalty, rises with each of them (0 where cut; locked ones get theirs,
        too). An update of a smaller batch follows a gradient of its own. None if not asked for.
    spreads: of weights and gradient, layer by layer (the gradient is then there, too); None if not asked for.
    confusion: None if not asked for, or if the target is a number.
    slopes: of every runner, by id: of its next batch and of all rows; none while training runs faster than
        can be watched.
    drawn: the plane of the surface and what its axes are; None if there is no surface.
    no_surface: why there is none although it was asked for, and what to do about it.
    feet: of every runner on the plane, by id.
    """

    snapshot: Snapshot
    axes: Axes | None = None
    surface: Surface | None = None
    line: CostLine | None = None
    landmarks: tuple[Landmark, ...] = ()
    all_kinds: bool = False
    exact_for_all: bool = False
    rough: bool = False
    neuron_pictures: NeuronPictures | None = None
    predictions: Predictions | None = None
    standing: Standing | None = None
    gradient: Array | None = None
    spreads: tuple[LayerSpread, ...] | None = None
    confusion: Confusion | None = None
    slopes: Mapping[int, Slopes] = field(default_factory=dict)
    drawn: DrawnPlane | None = None
    no_surface: tuple[str, str] | None = None
    feet: Mapping[int, Feet] = field(default_factory=dict)


class PictureWorker(QObject):
    """Computes pictures in a thread of its own. Unfinished ones that nobody wants any more are dropped.

    Signals:
        painted(): pictures lie in the results' mailbox, which was empty before.
        failed(text): what went wrong; told once per generation.
    """

    painted = Signal()
    failed = Signal(str)

    def __init__(
        self,
        requests: Mailbox[PictureRequest],
        results: Mailbox[Pictures],
        wait_for_drawing: Callable[[], object],
    ) -> None:
        """``wait_for_drawing`` is called before pictures are computed."""
        super().__init__()
        self._wait_for_drawing = wait_for_drawing
        self._home = self.thread()
        self._requests = requests
        self._results = results
        self._ended = Event()
        self._slices = SliceMaker()
        self._dataset: Dataset | None = None
        self._standing: StandingSample | None = None
        self._failed_generation = -1

    def paint(self) -> None:
        """Compute what the newest request asks for."""
        self._wait_for_drawing()
        request = self._requests.take()
        if request is None or self._ended.is_set():
            return
        try:
            pictures, more_to_come = self._with_slice(request, self._all_but_the_surface(request), quick=True)
            self._deliver(pictures)
            while more_to_come:
                pictures, more_to_come = self._with_slice(request, pictures, quick=False)
                self._deliver(pictures)
        except CancelledError:
            return
        except Exception as error:
            self._tell(request, error)

    def cancel(self) -> None:
        """Drop the picture under way and all further ones. May be called from any thread."""
        self._ended.set()

    def finish(self) -> None:
        """The last thing asked for: go home to the GUI thread, to be deleted there."""
        self.moveToThread(self._home)
        QThread.currentThread().quit()

    def _all_but_the_surface(self, request: PictureRequest) -> Pictures:
        snapshot, needs, dataset = request.snapshot, request.needs, request.project.dataset
        pictures = self._pictures_of_weights(request)
        if dataset.lack:  # a cost, and all that follows from it, is one of rows
            return replace(pictures, no_surface=("Nothing to learn from yet", dataset.lack))
        network, theta = snapshot.network, snapshot.shown_runner.theta
        if self._standing is None:
            self._standing = StandingSample(dataset)
        gradient, cancelled = None, self._cancelled(request, by_any=False)
        if needs.gradient or needs.spreads:
            objective = request.project.training.objective
            data = dataset.x_train, dataset.y_train
            gradient = network.gradient(objective, theta, *data, cancelled=cancelled)
        return replace(
            pictures,
            gradient=gradient,
            spreads=(
                layer_spreads(network, theta, gradient) if needs.spreads and gradient is not None else None
            ),
            confusion=confusion(network, theta, dataset, cancelled) if needs.confusion else None,
            slopes=slopes(snapshot, request.project, cancelled) if needs.slopes and request.resting else {},
            standing=(
                self._standing.standing(network, theta, with_training=needs.confusion)
                if needs.predictions or needs.confusion
                else None
            ),
        )

    def _pictures_of_weights(self, request: PictureRequest) -> Pictures:
        """What can be had without any row."""
        snapshot, needs, dataset = request.snapshot, request.needs, request.project.dataset
        network, theta = snapshot.network, snapshot.shown_runner.theta
        if dataset is not self._dataset:
            self._dataset, self._standing = dataset, None
            self._neurons = NeuronSample(dataset)
            self._predictions = PredictionSample(dataset)
        return Pictures(
            snapshot,
            neuron_pictures=self._neurons.pictures(network, theta) if needs.neuron_pictures else None,
            predictions=self._predictions.predictions(network, theta) if needs.predictions else None,
        )

    def _with_slice(
        self, request: PictureRequest, pictures: Pictures, *, quick: bool
    ) -> tuple[Pictures, bool]:
        """The pictures with a surface, if one is needed and possible; whether a better one can follow."""
        if not request.needs.surface or pictures.no_surface is not None:
            return pictures, False
        # A surface that is true for all updates is worth finishing, although newer weights are there.
        by_any = not quick and not pictures.exact_for_all
        try:
            found = self._slices.slice(request, self._cancelled(request, by_any=by_any), quick=quick)
        except NoPlaneError as error:
            return replace(pictures, no_surface=(str(error), error.remedy)), False
        better = replace(
            pictures,
            axes=found.drawn.axes,
            drawn=found.drawn,
            surface=found.surface,
            feet=found.feet,
            line=found.line,
            landmarks=found.landmarks,
            all_kinds=found.all_kinds,
            exact_for_all=found.exact_for_all,
            rough=found.rough,
        )
        return better, found.more_to_come

    def _cancelled(self, request: PictureRequest, *, by_any: bool) -> Callable[[], bool]:
        """Whether the request is no longer wanted, or (``by_any``) another one is waiting."""

        def cancelled() -> bool:
            self._wait_for_drawing()
            newest = self._requests.peek()
            outdated = newest is not None and (by_any or newest.outdates(request))
            return outdated or self._ended.is_set()

        return cancelled

    def _deliver(self, pictures: Pictures) -> None:
        if self._results.put(pictures):
            self.painted.emit()

    def _tell(self, request: PictureRequest, error: Exception) -> None:
        log.exception("A picture could not be computed")
        if request.snapshot.generation != self._failed_generation:
            self._failed_generation = request.snapshot.generation
            self.failed.emit(f"A picture could not be computed: {error}")
