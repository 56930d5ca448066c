"""Brute force on the cost surface: its window, its job, and its dots on map and curve."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.engine.landscape.trials import Tried
from playground.engine.specs import ParameterKey
from playground.plots.brute_force_bill import bill_lines
from playground.plots.brute_force_dots import BruteForceDots
from playground.plots.brute_force_window import BruteForceWindow
from playground.plots.parameter_names import parameter_name
from playground.plots.slope_curve import SlopeCurve
from playground.plots.surface_map import SurfaceMap
from playground.plots.window_job import WindowJob
from playground.training.brute_force import BruteForceJob
from playground.training.controller import TrainingController
from playground.training.pictures import Pictures

Array = npt.NDArray[np.float64]


class BruteForceTrial(QObject):
    """``kind_wanted(int)``: the picture on which the dots will appear (0 the curve, 1 the map)."""

    kind_wanted = Signal(int)

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        curve: SlopeCurve,
        surface: SurfaceMap,
        theme: Theme,
        card: QWidget,
    ) -> None:
        super().__init__(card)
        self._document, self._controller, self._card = document, controller, card
        self._curve, self._map = curve, surface
        self._pictures: Pictures | None = None
        self._keys: tuple[ParameterKey, ...] = ()
        self._logarithmic = False
        self.dots = BruteForceDots(curve, surface, self)
        self.window = BruteForceWindow(theme, card)
        self.window.started.connect(self.start)
        self.window.closed.connect(self.clear)
        self._job = WindowJob(self.window, controller.jobs, self)
        self._job.reported.connect(self._show)
        for field in (self.window.count.value_changed, self.window.over.chosen):
            field.connect(self._show_bill)
        document.project_changed.connect(self._project_changed)

    def show_pictures(self, pictures: Pictures) -> None:
        old, self._pictures = self._pictures, pictures
        if old is None or old.axes != pictures.axes:
            self.clear()
            self._offer()

    def open(self) -> None:
        self._offer()
        self._show_bill()
        self.window.show_beside(self._card)

    def start(self) -> None:
        """Try them all; what was tried before goes."""
        self.clear()
        pictures, window = self._pictures, self.window
        if pictures is None or pictures.surface is None or pictures.axes is None:
            window.message.setText("There is no cost surface over two weights to try them on yet.")
            return
        n = window.n_weights
        self.kind_wanted.emit(0 if n == 1 else 1)
        self._logarithmic = pictures.surface.plane.logarithmic
        shown = pictures.surface.window
        spans = ((shown.x0, shown.x1), (shown.y0, shown.y1))
        self._keys = pictures.axes[:n]
        values = {
            key: self._values(*span, int(window.count.value))
            for key, span in zip(self._keys, spans, strict=False)
        }
        job = BruteForceJob(self._controller.snapshot, self._document.project, values, window.rate)
        self._job.begin(job)

    def clear(self) -> None:
        """Nothing is left of it."""
        self._job.stop()
        self.dots.show_tried(None)
        self.window.show_tried(None)

    def _values(self, low: float, high: float, count: int) -> Array:
        values = np.linspace(low, high, count)
        return np.asarray(10.0**values) if self._logarithmic else values

    def _show(self, tried: Tried, is_done: bool) -> None:
        before = self.dots.tried
        self.dots.show_tried(tried, logarithmic=self._logarithmic)
        network = self._document.project.network
        self.window.show_tried(tried, tuple(parameter_name(network, key) for key in self._keys))
        if is_done or before is None or not before.seconds_each:
            self._show_bill()  # with the time one of them takes, as soon as it is known

    def _project_changed(self, *_change: object) -> None:
        self.clear()
        self._show_bill()

    def _offer(self) -> None:
        if self._pictures is not None and self._pictures.axes is not None:
            network = self._pictures.snapshot.network.spec
            first, second = (parameter_name(network, key) for key in self._pictures.axes)
            self.window.offer((first, second))

    def _show_bill(self) -> None:
        tried, data = self.dots.tried, self._document.project.dataset
        layout = self._controller.snapshot.network.layout
        if not layout.trainable.any():
            return
        each = 0.0 if tried is None else tried.seconds_each
        window = self.window
        lines = bill_lines(layout, int(window.count.value), window.n_weights, len(data.x_train), each)
        window.show_bill(lines)
