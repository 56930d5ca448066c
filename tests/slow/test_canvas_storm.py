"""A restless hand on the canvas: random clicks, drags, keys, menus while it trains; then all undone."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT
from playground.canvas.network_view import NetworkView
from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.project import new_project
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds

ACTIONS = 700
KEYS = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
    *(Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F, Qt.Key.Key_O),
)
LEFT = Qt.MouseButton.LeftButton


def table_csv(inputs: int) -> bytes:
    names = ",".join(f"x{i}" for i in range(inputs)) + ",y"
    rows = [",".join(f"{(i * (j + 3)) % 11}" for j in range(inputs)) + f",{i % 7}" for i in range(60)]
    return "\n".join([names, *rows]).encode()


class Hand:
    """Does one random thing after the other."""

    def __init__(self, view: NetworkView, document: Document, seed: int) -> None:
        self.view, self.canvas, self.document = view, view.canvas, document
        self.random = random.Random(seed)
        self.deeds: list[Callable[[], object]] = [
            *(self.click, self.click, self.click, self.double_click, self.drag),
            *(self.open_menu, self.press_key, self.press_key, self.press_key, self.type_something),
            *(document.undo_stack.undo, document.undo_stack.redo, self.resize, self.restyle, self.choose_row),
        ]

    def act(self) -> None:
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu) and self.random.random() < 0.8:
            self.use_menu(popup)
        elif popup is not None and self.random.random() < 0.3:
            popup.close()
        else:
            self.random.choice(self.deeds)()
        QApplication.processEvents()

    def place(self) -> QPoint:
        """Somewhere; more often on something."""
        for _ in range(20):
            place = QPoint(
                self.random.randrange(self.canvas.width()), self.random.randrange(self.canvas.height())
            )
            if self.canvas.target_at(QPointF(place)):
                break
        return place

    def click(self) -> None:
        modifier = self.random.choice((Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier))
        QTest.mouseClick(self.canvas, LEFT, modifier, self.place())

    def double_click(self) -> None:
        place = self.place()
        QTest.mouseDClick(self.canvas, LEFT, Qt.KeyboardModifier.NoModifier, place)
        QTest.mouseRelease(self.canvas, LEFT, Qt.KeyboardModifier.NoModifier, place)

    def drag(self) -> None:
        button = self.random.choice((LEFT, Qt.MouseButton.MiddleButton))
        QTest.mousePress(self.canvas, button, Qt.KeyboardModifier.NoModifier, self.place())
        QTest.mouseMove(self.canvas, self.place())
        QTest.mouseRelease(self.canvas, button, Qt.KeyboardModifier.NoModifier, self.place())

    def open_menu(self) -> None:
        place = self.place()
        reason = QContextMenuEvent.Reason.Mouse
        none = Qt.KeyboardModifier.NoModifier
        event = QContextMenuEvent(reason, place, self.canvas.mapToGlobal(place), none)
        QApplication.sendEvent(self.canvas, event)

    def use_menu(self, menu: QMenu) -> None:
        actions = [a for a in menu.actions() if a.isEnabled() and not a.text().startswith(("Save", "Copy"))]
        action = self.random.choice([a for a in actions if not a.isSeparator()])
        submenu = action.menu()
        if isinstance(submenu, QMenu):
            entries = [a for a in submenu.actions() if a.isEnabled() and a.menu() is None and a.text()]
            action = self.random.choice(entries)
        menu.close()
        action.trigger()

    def press_key(self) -> None:
        QTest.keyClick(self.focus(), self.random.choice(KEYS))

    def type_something(self) -> None:
        QTest.keyClicks(self.focus(), self.random.choice(("1", "2.5", "-3", "x", "12")))

    def focus(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.canvas

    def resize(self) -> None:
        self.view.resize(self.random.randrange(300, 1000), self.random.randrange(200, 600))

    def restyle(self) -> None:
        self.view.restyle(self.random.choice((LIGHT, DARK)))

    def choose_row(self) -> None:
        row = self.random.choice((None, 1, 5))
        self.document.set_view(replace(self.document.view, row=row))


@pytest.fixture
def controllers() -> Iterator[list[TrainingController]]:
    """Controllers to shut down at the end, whatever happens."""
    made: list[TrainingController] = []
    yield made
    for controller in made:
        controller.shut_down()


@pytest.mark.parametrize(("seed", "inputs"), [(1, 1), (2, 2), (3, 4)])
def test_nothing_breaks_and_everything_can_be_undone(
    qtbot: QtBot, controllers: list[TrainingController], seed: int, inputs: int
) -> None:
    document = Document(new_project(read_table(table_csv(inputs))))
    start = document.project
    controller = TrainingController(document)
    controllers.append(controller)
    failures: list[str] = []
    controller.failed.connect(failures.append)
    view = NetworkView(document, controller, LIGHT)
    qtbot.addWidget(view)
    view.resize(800, 420)
    view.show()
    controller.set_picture_needs(PictureNeeds(neuron_pictures=True))
    controller.set_speed(None)
    controller.train()
    hand = Hand(view, document, seed)
    for _ in range(ACTIONS):
        hand.act()
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    stack = document.undo_stack
    stack.setIndex(stack.count())
    end = document.project.network
    stack.setIndex(0)
    assert document.project.network.layers == start.network.layers
    assert (document.project.network.cut, document.project.network.locked) == (start.network.cut, frozenset())
    stack.setIndex(stack.count())
    network = document.project.network
    assert (network.layers, network.cut, network.locked) == (end.layers, end.cut, end.locked)
    assert stack.count() > 5
    assert not failures
