"""Small projects, snapshots and pictures to draw, and a controller that trains nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol, cast

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from playground.appearance.theme import LIGHT, Theme
from playground.canvas.network_view import NetworkView
from playground.canvas.targets import Target
from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.edits import add_layer, remove_layer, set_activation, set_layer_size
from playground.document.project import Project, new_project
from playground.engine.network import Network
from playground.engine.snapshot import History, RunnerSnapshot, Snapshot
from playground.engine.specs import NetworkSpec, ParameterKey
from playground.training.controller import TrainingController
from playground.training.neuron_pictures import NeuronPictures, PictureKind
from playground.training.pictures import Pictures


def spiral_csv(n: int = 120) -> bytes:
    """Two arms, two classes."""
    t = np.linspace(0.5, 3.5, n // 2)
    noise = np.random.default_rng(1).normal(0, 0.15, (2, n // 2, 2))
    rows = ["x₁,x₂,class"]
    for sign, label in ((1, "blue"), (-1, "orange")):
        arm = sign * np.column_stack([t * np.sin(2 * t), t * np.cos(2 * t)]) + noise[max(sign, 0)]
        rows += [f"{a:.3f},{b:.3f},{label}" for a, b in arm]
    return "\n".join(rows).encode()


def houses_csv(n: int = 150) -> bytes:
    """Four inputs, one number to learn."""
    rng = np.random.default_rng(2)
    area, rooms = rng.uniform(40, 220, n), rng.integers(1, 6, n)
    distance, age = rng.uniform(0.5, 25, n), rng.uniform(0, 120, n)
    price = 80 + 2.6 * area + 12 * rooms - 6 * distance + np.maximum(0, age - 90) * 5
    rows = ["area (m²),bedrooms,distance (km),age (years),price (k€)"]
    rows += [
        f"{a:.0f},{r},{d:.1f},{y:.0f},{p:.0f}"
        for a, r, d, y, p in zip(area, rooms, distance, age, price, strict=True)
    ]
    return "\n".join(rows).encode()


def flowers_csv(n: int = 150) -> bytes:
    """Four inputs, three categories."""
    rng = np.random.default_rng(3)
    rows = ["sepal length (cm),sepal width (cm),petal length (cm),petal width (cm),species"]
    for i in range(n):
        kind = i % 3
        a, b, c, d = rng.normal([5 + kind * 0.8, 3.2 - 0.2 * kind, 1.5 + 2 * kind, 0.2 + 0.8 * kind], 0.3)
        rows.append(f"{a:.1f},{b:.1f},{c:.1f},{d:.1f},{('Setosa', 'Versicolor', 'Virginica')[kind]}")
    return "\n".join(rows).encode()


def line_csv(n: int = 40) -> bytes:
    x = np.linspace(0, 10, n)
    return "\n".join(["hours,result"] + [f"{v:.2f},{3 + 5 * v + np.sin(v) * 4:.2f}" for v in x]).encode()


def wide_csv(inputs: int = 64, classes: int = 10, n: int = 60) -> bytes:
    rng = np.random.default_rng(4)
    rows = [",".join([f"p{i}" for i in range(inputs)] + ["digit"])]
    rows += [
        ",".join([f"{v:.2f}" for v in rng.uniform(0, 16, inputs)] + [f"d{i % classes}"]) for i in range(n)
    ]
    return "\n".join(rows).encode()


def make_project(csv: bytes, hidden: tuple[int, ...] = (8,), activation: str = "tanh") -> Project:
    """A project of these hidden layers."""
    project = new_project(read_table(csv, "example.csv"))
    while len(project.network.hidden) > 1:
        project = remove_layer(project, project.network.hidden[-1].id)
    first = project.network.hidden[0]
    if not hidden:
        return remove_layer(project, first.id)
    project = set_layer_size(project, first.id, hidden[0])
    project = set_activation(project, [n.id for n in project.network.hidden[0].neurons], activation)
    for index, size in enumerate(hidden[1:], start=2):
        project = add_layer(project, index, size, activation)
    return project


def make_snapshot(project: Project, seed: int = 1, size: float = 1.0) -> Snapshot:
    """Random weights of a project's network, as if trained; ``size`` is their spread."""
    network = Network(project.network)
    layout = network.layout
    theta = np.random.default_rng(seed).normal(0, size, layout.n_params)
    theta[~layout.present] = 0.0
    return snapshot_of(project, network, theta)


def snapshot_of(project: Project, network: Network, theta: np.ndarray) -> Snapshot:
    empty = np.empty(0)
    history = History(np.empty(0, np.int64), empty, empty, empty, empty)
    runners = tuple(
        RunnerSnapshot(r.id, theta, 0, 0, 0.0, 1.0, None, history, theta[None], np.zeros(1, np.int64), None)
        for r in project.training.runners
        if r.enabled
    )
    return Snapshot(network, runners, runners[0].id)


def make_pictures(project: Project, snapshot: Snapshot) -> Pictures:
    """The true neuron pictures of a snapshot."""
    dataset, theta = project.dataset, snapshot.shown_runner.theta
    n_inputs = len(dataset.inputs)
    kind: PictureKind = "map" if n_inputs == 2 else "curve" if n_inputs == 1 else "strip"
    extent = None
    if kind == "map":
        x = dataset.x_train
        low, high = x.min(axis=0) - 0.3, x.max(axis=0) + 0.3
        grid = np.stack(np.meshgrid(*(np.linspace(low[i], high[i], 32) for i in range(2))), axis=-1)
        rows = grid.reshape(-1, 2)
        ends = [float(f.to_original(e[i])) for i, f in enumerate(dataset.inputs) for e in (low, high)]
        extent = (ends[0], ends[1], ends[2], ends[3])
    elif kind == "curve":
        rows = np.linspace(dataset.x_train.min(), dataset.x_train.max(), 64)[:, None]
        first, last = dataset.inputs[0].to_original(rows[[0, -1], 0]).tolist()
        extent = (first, last, 0.0, 0.0)
    else:
        order = np.lexsort(dataset.y_train.T)[:: max(1, len(dataset.y_train) // 64)][:64]
        rows = dataset.x_train[order]
    layers = snapshot.network.activations(theta, rows)
    shape = (32, 32) if kind == "map" else (len(rows),)
    values = {
        neuron.id: layer[:, j].reshape(shape)
        for spec, layer in zip(snapshot.network.spec.layers, layers, strict=True)
        for j, neuron in enumerate(spec.neurons)
    }
    return Pictures(snapshot, neuron_pictures=NeuronPictures(kind, values, extent, np.empty(0, np.int64)))


class FakeController(QObject):
    """Hands out snapshots of random weights; trains nothing."""

    snapshot_ready = Signal(object)
    pictures_ready = Signal(object)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.snapshot = make_snapshot(document.project)
        document.values_source = self.weights_on_screen
        document.project_changed.connect(self._follow)

    def publish(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.snapshot_ready.emit(snapshot)

    def publish_pictures(self) -> None:
        self.pictures_ready.emit(make_pictures(self.document.project, self.snapshot))

    def weights_on_screen(self) -> dict[int, dict[ParameterKey, float]]:
        keys = self.snapshot.network.layout.keys
        return {r.id: dict(zip(keys, r.theta.tolist(), strict=True)) for r in self.snapshot.runners}

    def _follow(self, _old: Project, new: Project, values: dict[int, dict[ParameterKey, float]]) -> None:
        """Surviving weights keep their values, given ones win: as the real controller does it."""
        kept = self.weights_on_screen()[self.snapshot.shown]
        given = values.get(self.snapshot.shown, {})
        snapshot = make_snapshot(new, seed=99)
        theta = snapshot.shown_runner.theta.copy()
        for i, key in enumerate(snapshot.network.layout.keys):
            if snapshot.network.layout.present[i]:
                theta[i] = given.get(key, kept.get(key, theta[i]))
        self.publish(snapshot_of(new, snapshot.network, theta))


@pytest.fixture
def spiral() -> Project:
    """2-4-2-1."""
    return make_project(spiral_csv(), (4, 2))


@pytest.fixture
def houses() -> Project:
    """4-3-1 with a rectifier, cut and locked synapses, as the property prices are drawn."""
    project = make_project(houses_csv(), (3,))
    network = project.network
    area, rooms, distance, age = (n.id for n in network.inputs.neurons)
    first, second, third = (n.id for n in network.hidden[0].neurons)
    project = set_activation(project, [third], "relu")
    pairs = [
        (rooms, first),
        (age, first),
        (distance, second),
        (area, third),
        (rooms, third),
        (distance, third),
    ]
    cut = frozenset(ParameterKey(*pair) for pair in pairs)
    locked = frozenset({ParameterKey(age, third)})
    return replace(project, network=replace(project.network, cut=cut, locked=locked))


@pytest.fixture
def flowers() -> Project:
    """4-8-3."""
    return make_project(flowers_csv(), (8,))


@pytest.fixture
def line() -> Project:
    """1-5-1."""
    return make_project(line_csv(), (5,))


class Show(Protocol):
    def __call__(self, project: Project, theme: Theme = LIGHT) -> Shown: ...


class Shown:
    """A network view on screen, with places to click."""

    def __init__(self, project: Project, qtbot: QtBot, theme: Theme = LIGHT) -> None:
        self.qtbot = qtbot
        self.document = Document(project)
        self.controller = FakeController(self.document)
        self.view = NetworkView(self.document, cast(TrainingController, self.controller), theme)
        qtbot.addWidget(self.view)
        self.view.reduce_motion(True)
        self.view.resize(800, 420)
        self.view.show()
        qtbot.waitExposed(self.view)
        self.canvas = self.view.canvas
        self.messages: list[str] = []
        self.view.message.connect(self.messages.append)

    @property
    def network(self) -> NetworkSpec:
        return self.document.project.network

    def hidden(self, layer: int, place: int) -> int:
        """Id of a hidden neuron."""
        return self.network.hidden[layer].neurons[place].id

    def at(self, scene_point: QPointF) -> QPoint:
        return self.canvas.view.to_screen(scene_point).toPoint()

    def make_pictures(self) -> Pictures:
        """The true pictures of what is shown."""
        return make_pictures(self.document.project, self.controller.snapshot)

    def neuron_place(self, neuron_id: int) -> QPoint:
        """A place on the neuron that its badge does not cover."""
        return self.at(self.view.scene.geometry.neuron(neuron_id).center() - QPointF(8, 8))

    def place(self, target: Target) -> QPoint:
        """Where to click for a part."""
        geometry, controls = (
            self.view.scene.geometry,
            self.view.scene.geometry.controls(self.canvas.view.zoom),
        )
        if target.kind == "neuron":
            return self.neuron_place(target.id)
        if target.kind == "badge":
            return self.at(geometry.badge(target.id).center())
        if target.kind in ("parameter", "ghost"):
            return self.at(geometry.anchor(target.key))
        if target.kind == "add layer":
            return self.at(controls.disc(target.id))
        index = self.network.layer_index(target.id)
        rects = {
            "header": controls.header,
            "add neuron": controls.add_button,
            "remove neuron": controls.remove_button,
        }
        return self.at(rects[target.kind](index).center())

    def click(self, target: Target, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.mouseClick(self.canvas, Qt.MouseButton.LeftButton, modifier, self.place(target))

    def double_click(self, target: Target) -> None:
        """As a person does it: press, release, double-click, release."""
        place = self.place(target)
        self.qtbot.mouseClick(self.canvas, Qt.MouseButton.LeftButton, pos=place)
        self.qtbot.mouseDClick(self.canvas, Qt.MouseButton.LeftButton, pos=place)
        self.qtbot.mouseRelease(self.canvas, Qt.MouseButton.LeftButton, pos=place)

    def drag(
        self,
        start: QPoint,
        end: QPoint,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        self.qtbot.mousePress(self.canvas, button, modifier, start)
        for share in (0.3, 0.7, 1.0):
            place = start + (end - start) * share
            event = QMouseEvent(
                QEvent.Type.MouseMove,
                QPointF(place),
                QPointF(self.canvas.mapToGlobal(place)),
                Qt.MouseButton.NoButton,
                button,
                modifier,
            )
            QApplication.sendEvent(self.canvas, event)
        self.qtbot.mouseRelease(self.canvas, button, modifier, end)

    def hover(self, place: QPoint) -> None:
        point = QPointF(place)
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            point,
            QPointF(self.canvas.mapToGlobal(place)),
            none,
            none,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(self.canvas, event)

    def wheel(self, place: QPoint, notches: int) -> None:
        event = QWheelEvent(
            QPointF(place),
            QPointF(self.canvas.mapToGlobal(place)),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self.canvas, event)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.canvas, key, modifier)

    def menu(self, target: Target | None, at: QPoint | None = None) -> QMenu:
        """The context menu a right click opens."""
        place = at if at is not None else self.place(target) if target else QPoint(5, 5)
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse,
            place,
            self.canvas.mapToGlobal(place),
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(self.canvas, event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return menu

    def choose(self, menu: QMenu, text: str) -> None:
        """Click an entry of a menu."""
        action = entry(menu, text)
        assert action.isEnabled()
        self.qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())

    @property
    def undo_text(self) -> str:
        return self.document.undo_stack.undoText()


def channels(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text().split("\t")[0] == text)


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Put a project's network on screen."""

    def make(project: Project, theme: Theme = LIGHT) -> Shown:
        return Shown(project, qtbot, theme)

    return make
