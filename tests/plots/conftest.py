"""Small trained networks, their pictures, and a controller that stands still."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from playground.appearance.theme import LIGHT
from playground.data.reader import read_table
from playground.document import edits
from playground.document.document import Document
from playground.document.plane_choice import PlaneChoice
from playground.document.project import Project, new_project
from playground.engine.landscape.landmarks import find_landmarks
from playground.engine.landscape.line import compute_line
from playground.engine.landscape.planes import axis_plane
from playground.engine.landscape.surface import Window, compute_surface
from playground.engine.network import Network
from playground.engine.snapshot import Snapshot
from playground.engine.specs import ParameterKey, RunnerSpec, TrainingSpec
from playground.engine.trainer import Rows, Trainer
from playground.plots.surface_view import SurfaceView
from playground.training.controller import TrainingController
from playground.training.picture_request import PictureNeeds, PictureRequest
from playground.training.pictures import Pictures
from playground.training.prover import SliceProver
from playground.training.slices import SliceMaker

RUNNERS = (
    RunnerSpec(1, "Gradient descent", learning_rate=0.3),
    RunnerSpec(2, "Stochastic", batch_size=1, learning_rate=0.05),
)


@dataclass
class Case:
    """A project with its trainer, and what a view would be given."""

    project: Project
    trainer: Trainer
    axes: tuple[ParameterKey, ParameterKey]

    @property
    def network(self) -> Network:
        return self.snapshot().network

    def snapshot(self, generation: int = 0) -> Snapshot:
        return replace(self.trainer.snapshot(), generation=generation)

    def cost(self, theta: np.ndarray) -> float:
        """The true training cost, independent of any picture."""
        data = self.project.dataset
        return self.network.cost(self.project.training.cost, theta, data.x_train, data.y_train)

    def pictures(
        self, snapshot: Snapshot | None = None, window: Window | None = None, n: int = 41
    ) -> Pictures:
        snapshot = self.snapshot() if snapshot is None else snapshot
        layout, data = snapshot.network.layout, self.project.dataset
        indices = [layout.index(key) for key in self.axes]
        plane = axis_plane(snapshot.shown_runner.theta, *indices)
        window = window or Window(-2.5, 3.5, -3.0, 2.0)
        about = (self.project.training.cost, data.x_train, data.y_train)
        surface = compute_surface(snapshot.network, about[0], plane, window, *about[1:], n=n)
        points = find_landmarks(surface, snapshot.network, *about)
        theta = snapshot.shown_runner.theta
        line = compute_line(snapshot.network, about[0], theta, indices[0], surface.x, *about[1:])
        free = set(np.flatnonzero(layout.trainable).tolist())
        return Pictures(snapshot, self.axes, surface, line, points, True, exact_for_all=free <= set(indices))

    def cut(self, plane: PlaneChoice) -> Pictures:
        """Pictures over any plane, as the picture worker makes them."""
        shot = self.snapshot()
        needs = PictureNeeds(surface=True)
        found = SliceMaker().slice(
            PictureRequest(shot, self.project, self.axes, None, needs, plane=plane), lambda: False
        )
        return Pictures(
            shot,
            found.drawn.axes,
            found.surface,
            found.line,
            found.landmarks,
            exact_for_all=found.exact_for_all,
            drawn=found.drawn,
            feet=found.feet,
        )


def curve_table(n: int = 30) -> str:
    x = np.linspace(-2.0, 2.0, n)
    y = np.tanh(1.5 * x - 0.4) + 0.3 * np.sin(5 * x)
    return "x,y\n" + "\n".join(f"{a:.6f},{b:.6f}" for a, b in zip(x, y, strict=True)) + "\n"


def build(*, only_two: bool, start: tuple[float, float] = (2.1, -1.7), seed: int = 3) -> Case:
    """One input, three tanh neurons, one output; ``only_two``: all but the two drawn weights are locked."""
    project = new_project(read_table(curve_table().encode(), "curve.csv"))
    hidden = project.network.hidden[0]
    project = edits.remove_neurons(project, [neuron.id for neuron in hidden.neurons[3:]])
    source, target = project.network.inputs.neurons[0].id, hidden.neurons[0].id
    axes = (ParameterKey(source, target), ParameterKey(0, target))
    training = TrainingSpec(
        cost="half_squared", runners=RUNNERS, seed=seed, start=tuple(zip(axes, start, strict=True))
    )
    project = replace(project, training=training)
    if only_two:
        project = edits.lock_others(project, axes)
    data = project.dataset
    rows = Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
    return Case(project, Trainer(Network(project.network), training, *rows), axes)


class MakeCase(Protocol):
    def __call__(self, *, only_two: bool, start: tuple[float, float] = ..., seed: int = ...) -> Case: ...


@pytest.fixture
def case() -> MakeCase:
    return build


class StillController(QObject):
    """What views know of a `TrainingController`, without threads: a test hands out what is to be shown."""

    snapshot_ready = Signal(object)
    pictures_ready = Signal(object)
    running_changed = Signal(bool)

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__()
        self.snapshot = snapshot
        self.running = False
        self.prover = SliceProver(self)
        self.asked_to_show: list[int] = []

    def show_runner(self, runner_id: int) -> None:
        self.asked_to_show.append(runner_id)

    def hand_out(self, pictures: Pictures | None = None, snapshot: Snapshot | None = None) -> None:
        """As the real one does: the snapshot first, then pictures of it or of an older one; the event loop
        comes round once, since plots draw one round later."""
        if snapshot is not None:
            self.snapshot = snapshot
            self.snapshot_ready.emit(snapshot)
        if pictures is not None:
            self.pictures_ready.emit(pictures)
        QCoreApplication.processEvents()


def as_controller(still: StillController) -> TrainingController:
    """The stand-in as views want it: they ask for nothing that it has not."""
    return cast(TrainingController, still)


class StillSurface(SurfaceView):
    """A surface card over a case, and what a test does to both."""

    def __init__(self, case: Case, size: tuple[int, int] = (460, 360)) -> None:
        still = StillController(case.snapshot())
        super().__init__(Document(case.project), as_controller(still), LIGHT)
        self.case, self.still = case, still
        self.resize(*size)

    def hand_out(self, window: Window | None = None) -> None:
        """The newest snapshot and pictures of it."""
        self.still.hand_out(self.case.pictures(window=window), self.case.snapshot())
        QApplication.processEvents()


@pytest.fixture(scope="session", autouse=True)
def application(qapp: QApplication) -> QApplication:
    return qapp


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Views of one test don't live on in the next. (Qt has top-level widgets of its own: hands off.)"""
    yield
    for widget in own_widgets():
        widget.close()
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not own_widgets()


def own_widgets() -> list[QWidget]:
    return [w for w in QApplication.topLevelWidgets() if type(w).__module__.startswith("playground")]
