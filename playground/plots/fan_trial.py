"""A fan of seeds on the cost surface: its window, its job, and its paths on the map."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.appearance.numbers import format_number
from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.engine.fan import Fan
from playground.engine.network import RefusedError
from playground.engine.specs import RunnerSpec
from playground.plots.fan_overlay import FanOverlay
from playground.plots.fan_window import FanWindow
from playground.plots.parameter_names import parameter_name
from playground.plots.surface_map import SurfaceMap
from playground.plots.window_job import WindowJob
from playground.training.controller import TrainingController
from playground.training.fan import FanJob

Array = npt.NDArray[np.float64]


class FanTrial(QObject):
    """``kind_wanted(int)``: the picture on which the paths will appear (1 the map)."""

    kind_wanted = Signal(int)

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        surface: SurfaceMap,
        theme: Theme,
        card: QWidget,
    ) -> None:
        super().__init__(card)
        self._document, self._controller, self._card = document, controller, card
        self._place = 0
        self.overlay = FanOverlay(surface, self)
        self.window = FanWindow(theme, card)
        self.window.started.connect(self.start)
        self.window.closed.connect(self.clear)
        self._job = WindowJob(self.window, controller.jobs, self)
        self._job.reported.connect(self._show)
        document.project_changed.connect(self._project_changed)

    def open(self) -> None:
        self._offer()
        self.window.show_beside(self._card)

    def start(self) -> None:
        """Train them all; an older fan goes."""
        runner_id, window = self.window.runner_id, self.window
        marks = self._document.project.training.marks
        if runner_id not in marks:
            return
        self._place = marks[runner_id]
        seeds, updates = int(window.seeds.value), int(window.updates.value)
        try:
            job = FanJob(self._document.project, runner_id, seeds, updates)
        except RefusedError as refusal:
            window.message.setText(str(refusal))
            return
        self.kind_wanted.emit(1)
        self.clear()
        self._job.begin(job)

    def clear(self) -> None:
        """Nothing is left of it."""
        self._job.stop()
        self.overlay.show_fan(None)
        self.window.show_fan(None)

    def _show(self, fan: Fan, _is_done: bool) -> None:
        self.overlay.show_fan(fan, self._place)
        self.window.show_fan(fan, self._where)

    def _project_changed(self, *_change: object) -> None:
        self.clear()
        self._offer()

    def _offer(self) -> None:
        project = self._document.project
        n_rows = len(project.dataset.train_rows)
        runners = [each for each in project.training.runners if _has_chance(each, n_rows)]
        self.window.offer([(runner.id, runner.name) for runner in runners])
        shown = self._document.view.shown_runner
        if self.window.runner_id is None and runners:
            self.window.runner.set_choice(runners[0].id)
        if shown in [runner.id for runner in runners] and not self.window.isVisible():
            self.window.runner.set_choice(shown)

    def _where(self, theta: Array) -> str:
        """The values of the weights that train, where they are two."""
        layout = self._controller.snapshot.network.layout
        network = self._document.project.network
        trained = np.flatnonzero(layout.trainable).tolist()
        return ", ".join(
            f"{parameter_name(network, layout.keys[i])} = {format_number(float(theta[i]))}" for i in trained
        )


def _has_chance(runner: RunnerSpec, n_rows: int) -> bool:
    """Whether its way depends on the order of the rows."""
    return runner.batch_size is not None and runner.batch_size < n_rows
