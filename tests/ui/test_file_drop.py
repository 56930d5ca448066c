"""Files are taken off every drag, whatever lies under the mouse; other drags are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.appearance.theme import LIGHT
from playground.ui.file_drop import FileDrop, dropped_files

COPY, LEFT, NO_KEY = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def files_mime(*names: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(name) for name in names])
    mime.setText("\n".join(names))
    return mime


class Place:
    """A window with things that like to take drops themselves."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.canvas = QGraphicsView(QGraphicsScene(self.window))
        self.field = QLineEdit()
        column = QVBoxLayout(self.window)
        column.addWidget(self.canvas)
        column.addWidget(self.field)
        self.window.resize(300, 200)
        self.drop = FileDrop(self.window, LIGHT)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.drop.watch(self.window)
        self.heard: list[list[Path]] = []
        self.drop.dropped.connect(self.heard.append)


@pytest.fixture
def place(qtbot: QtBot) -> Place:
    return Place(qtbot)


def enter(target: QObject, mime: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPoint(20, 20), COPY, mime, LEFT, NO_KEY)
    QApplication.sendEvent(target, event)
    return event


def drop(target: QObject, mime: QMimeData) -> QDropEvent:
    event = QDropEvent(QPointF(20, 20), COPY, mime, LEFT, NO_KEY)
    QApplication.sendEvent(target, event)
    return event


@pytest.mark.parametrize("where", ["surface", "window", "canvas", "field"])
def test_a_file_is_taken_wherever_it_is_dropped(place: Place, where: str) -> None:
    targets: dict[str, QObject] = {
        "surface": place.window.windowHandle(),
        "window": place.window,
        "canvas": place.canvas.viewport(),
        "field": place.field,
    }
    mime = files_mime("/data/iris.csv")
    assert enter(targets[where], mime).isAccepted()
    assert place.drop.frame.isVisible()
    assert drop(targets[where], mime).isAccepted()
    assert place.heard == [[Path("/data/iris.csv")]]
    assert not place.drop.frame.isVisible()


def test_the_frame_goes_when_the_drag_leaves(place: Place) -> None:
    surface = place.window.windowHandle()
    enter(surface, files_mime("/data/iris.csv"))
    assert place.drop.frame.size() == place.window.size()
    QApplication.sendEvent(surface, QDragLeaveEvent())
    assert not place.drop.frame.isVisible()
    assert place.heard == []


def test_text_still_goes_to_the_field_under_the_mouse(place: Place) -> None:
    mime = QMimeData()
    mime.setText("0.5")
    enter(place.field, mime)
    drop(place.field, mime)
    assert place.field.text() == "0.5"
    assert place.heard == []
    assert not place.drop.frame.isVisible()


def test_links_to_the_web_are_no_files() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/iris.csv"), QUrl.fromLocalFile("/data/a.csv")])
    assert dropped_files(mime) == [Path("/data/a.csv")]


def test_a_link_to_the_web_alone_is_taken_so_that_it_can_be_refused_with_a_reason(place: Place) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/iris.csv")])
    assert drop(place.window.windowHandle(), mime).isAccepted()
    assert [len(paths) for paths in place.heard] == [1]
