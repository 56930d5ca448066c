"""The real window with everything in it, and a person's hands: mouse, keys, drops."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.appearance.scheme import SchemeFollower
from playground.appearance.theme import LIGHT, apply_theme
from playground.canvas.targets import Target
from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.examples import first_scene
from playground.engine.snapshot import RunnerSnapshot
from playground.plots.surface_view import SurfaceView
from playground.resources import resource
from playground.training.controller import TrainingController
from playground.ui.main_window import MainWindow

LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def _mime(path: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    return mime


@dataclass
class Person:
    """Sits before the window; does only what can be done with mouse and keyboard."""

    qtbot: QtBot
    window: MainWindow
    document: Document
    controller: TrainingController

    @property
    def shown(self) -> RunnerSnapshot:
        return self.controller.snapshot.shown_runner

    @property
    def surface(self) -> SurfaceView:
        return self.window.workspace.surface

    def hold_over(self, path: Path, onto: QObject | None = None) -> QDragEnterEvent:
        """Drag a file over the window, or over something in it."""
        mime = _mime(path)
        event = QDragEnterEvent(QPoint(40, 30), Qt.DropAction.CopyAction, mime, LEFT, NO_KEY)
        QApplication.sendEvent(onto or self.window.windowHandle(), event)
        return event

    def drop(self, path: Path, onto: QObject | None = None) -> None:
        """Drag a file over the window and let it go."""
        self.hold_over(path, onto)
        mime = _mime(path)  # the event does not keep it alive
        event = QDropEvent(QPointF(40, 30), Qt.DropAction.CopyAction, mime, LEFT, NO_KEY)
        QApplication.sendEvent(onto or self.window.windowHandle(), event)

    def drop_and_wait(self, path: Path, onto: QObject | None = None) -> None:
        with self.qtbot.waitSignal(self.window.files.opened):
            self.drop(path, onto)

    def example(self, name: str) -> Path:
        return resource("examples", f"{name}.csv")

    def press_train(self) -> None:
        self.qtbot.mouseClick(self.window.toolbar.train_button, LEFT)

    def wait_for_updates(self, count: int) -> None:
        """Until the shown runner has made that many updates more."""
        goal = self.shown.updates + count
        self.qtbot.waitUntil(lambda: self.shown.updates >= goal, timeout=30_000)

    def place_of(self, target: Target) -> QPoint:
        """Where on the canvas a part is, found as the mouse would: by what lies under each point."""
        canvas = self.window.workspace.network.canvas
        for y in range(0, canvas.height(), 3):
            for x in range(0, canvas.width(), 3):
                if canvas.target_at(QPointF(x, y)) == target:
                    return QPoint(x, y)
        raise AssertionError(f"{target} is nowhere on the canvas")

    def click_canvas(self, target: Target) -> None:
        self.qtbot.wait(1)  # one turn of the event loop: what moves the canvas, moves it now
        self.qtbot.mouseClick(self.window.workspace.network.canvas, LEFT, pos=self.place_of(target))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        self.qtbot.keyClick(self.window.workspace.network.canvas, key, modifiers)

    def undo(self) -> None:
        self.window.named_actions["undo"].trigger()


class SitDown(Protocol):
    def __call__(self, *, shown_first: bool = False) -> Person: ...


def _with_nothing_to_lose(window: MainWindow) -> None:
    """Otherwise closing at the end of a test would ask what to do with its changes."""
    window.files.discard()


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def sit_down(qapp: QApplication, qtbot: QtBot, settings: QSettings) -> Iterator[SitDown]:
    """Opens windows; closes them, and puts the application back as it was."""
    before = qapp.font()
    font = QFont("DejaVu Sans")
    font.setPixelSize(13)
    qapp.setFont(font)
    people: list[Person] = []

    def opened(*, shown_first: bool = False) -> Person:
        scheme = SchemeFollower("light")
        document = Document(*first_scene(read_table(resource("examples", "two_valleys.csv"))))
        controller = TrainingController(document)
        document.values_source = controller.weights_on_screen
        window = MainWindow(scheme, settings)
        if shown_first:  # as the program itself starts
            window.show()
            qtbot.waitExposed(window)
        window.furnish(document, controller)
        qtbot.addWidget(window, before_close_func=_with_nothing_to_lose)
        window.show()
        qtbot.waitExposed(window)
        people.append(Person(qtbot, window, document, controller))
        return people[-1]

    yield opened
    for person in people:
        person.controller.shut_down()
        person.window.errors.remove()
    qapp.setFont(before)
    apply_theme(qapp, LIGHT)


@pytest.fixture
def person(sit_down: SitDown) -> Person:
    return sit_down()
