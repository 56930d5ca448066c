"""Small tables, documents over them, and the real controller."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from playground.appearance.theme import LIGHT, Theme
from playground.data.columns import Table
from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.edits import open_table
from playground.document.project import new_project
from playground.panels.data_panel import DataPanel
from playground.training.controller import TrainingController
from tests.looking import present

Drag = Callable[[QWidget, QPoint, QPoint], None]
Unexplained = Callable[[QWidget], list[str]]
LEFT = Qt.MouseButton.LeftButton
Panel = TypeVar("Panel", bound=QWidget)


def fits(area: QScrollArea) -> bool:
    """Nothing of what it shows lies beyond its right edge."""
    return present(area.widget()).width() <= area.viewport().width()


class OnScreen(Protocol):
    def __call__(self, panel: Panel, width: int, height: int) -> Panel: ...


class Hands:
    """What a person does to the fields of a panel, with the keys and the mouse."""

    def choose(self, field: QComboBox, data: object) -> None:
        """Open a list, walk to an entry (the arrow keys pass over gray ones), and pick where they lead."""
        QTest.keyClick(field, Qt.Key.Key_Space)
        view, goal = field.view(), field.findData(data)
        QTest.keyClick(view, Qt.Key.Key_Home)
        for _ in range(field.count()):
            if view.currentIndex().row() < goal:
                QTest.keyClick(view, Qt.Key.Key_Down)
        QTest.keyClick(view, Qt.Key.Key_Return)

    def enter(self, field: QLineEdit, text: str) -> None:
        """Type over what stands in a field, and press Return."""
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def click(self, widget: QWidget) -> None:
        QTest.mouseClick(widget, LEFT)


@pytest.fixture(scope="session")
def hands() -> Hands:
    return Hands()


@pytest.fixture
def on_screen(qtbot: QtBot) -> OnScreen:
    """Show a panel in a width and height; it goes with the test."""

    def show(panel: Panel, width: int, height: int) -> Panel:
        qtbot.addWidget(panel)
        panel.resize(width, height)
        panel.show()
        qtbot.waitExposed(panel)
        return panel

    return show


@pytest.fixture
def theme() -> Theme:
    return LIGHT


@pytest.fixture(scope="session")
def houses() -> Table:
    """40 rows; numbers with a unit, one gap, an id of words, one line set aside."""
    lines = ["name,area (m²),bedrooms,price (k€)"]
    for i in range(40):
        area = "" if i == 7 else f"{80 + 7.5 * (i % 13)}"
        lines.append(f"house {i},{area},{1 + i % 4},{200 + 13 * (i % 17)}")
    lines.insert(21, ",,,")
    return read_table("\n".join(lines).encode(), "houses.csv")


@pytest.fixture(scope="session")
def spiral() -> Table:
    """48 rows, two inputs, two categories."""
    lines = ["x1,x2,class"]
    lines += [f"{(i % 7) - 3.2},{(i % 5) - 2.1},{'in' if i % 2 else 'out'}" for i in range(48)]
    return read_table("\n".join(lines).encode(), "spiral.csv")


@pytest.fixture
def document(houses: Table) -> Document:
    return Document(new_project(houses))


@pytest.fixture
def controller(document: Document) -> Iterator[TrainingController]:
    controller = TrainingController(document)
    document.values_source = controller.weights_on_screen
    document.set_view(replace(document.view, speed=None))
    yield controller
    controller.shut_down()


@pytest.fixture
def panel(
    document: Document, controller: TrainingController, theme: Theme, spiral: Table, on_screen: OnScreen
) -> DataPanel:
    """The data panel over points of a plane, tall enough for all of it."""
    document.edit("Open", open_table(document.project, spiral))
    return on_screen(DataPanel(document, controller, theme), 276, 1500)


@pytest.fixture(scope="session")
def unexplained() -> Unexplained:
    """What can be reached by keyboard on a panel but has no name for a screen reader, or no tooltip."""

    def find(panel: QWidget) -> list[str]:
        found = []
        for widget in panel.findChildren(QWidget):
            reachable = widget.isVisible() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if not reachable or isinstance(widget, QAbstractScrollArea):
                continue
            name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            parent = widget.parentWidget()
            tips = [widget.toolTip(), parent.toolTip() if parent is not None else ""]
            if not name or not any(tips):
                found.append(f"{type(widget).__name__} “{name}”")
        return found

    return find


@pytest.fixture
def drag() -> Drag:
    """Press the left button at one place of a widget, move in steps, release at another."""

    def run(widget: QWidget, start: QPoint, end: QPoint) -> None:
        steps = [start + (end - start) * (k / 8) for k in range(9)]
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        events = [
            (QEvent.Type.MouseButtonPress, left, left, steps[0]),
            *((QEvent.Type.MouseMove, none, left, place) for place in steps),
            (QEvent.Type.MouseButtonRelease, left, none, steps[-1]),
        ]
        for kind, button, buttons, place in events:
            at = place.toPointF()
            event = QMouseEvent(
                kind, at, widget.mapToGlobal(at), button, buttons, Qt.KeyboardModifier.NoModifier
            )
            QApplication.sendEvent(widget, event)

    return run
