"""How large the window is at first; its size and where the docks stand, from one start to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QSettings, QSize
from PySide6.QtWidgets import QApplication, QMainWindow

from playground.appearance.screens import room_around

if TYPE_CHECKING:
    from playground.ui.workspace import Workspace

VERSION: Final = 1
"""Raised when docks are added or renamed: an older layout is then not restored."""

FRAME: Final = QSize(8, 36)
"""What a system's frame around the window takes at most."""


def first_size(window: QMainWindow, wanted: QSize) -> QSize:
    """As large as ``wanted``, where the screen leaves room for it in its frame; never below the least size.

    Offscreen, the screen is small and means nothing.
    """
    if QApplication.platformName() == "offscreen":
        return wanted
    room = room_around(window.geometry().center()).size() - FRAME
    return wanted.boundedTo(room).expandedTo(window.minimumSize())


def save_layout(settings: QSettings, window: QMainWindow, workspace: Workspace) -> None:
    settings.setValue("window/geometry", window.saveGeometry())
    settings.setValue("window/docks", window.saveState(VERSION))
    settings.setValue("window/shares", ",".join(str(int(share)) for share in workspace.shares()))
    settings.setValue("window/moved", workspace.moved_by_user)


def restore_geometry(settings: QSettings, window: QMainWindow) -> None:
    """Put the window where it was, if that is known."""
    geometry = settings.value("window/geometry")
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)


def restore_layout(settings: QSettings, window: QMainWindow, workspace: Workspace) -> bool:
    """Put the docks where they were; whether there was anything to go by."""
    docks = settings.value("window/docks")
    if not isinstance(docks, QByteArray):
        return False
    workspace.bring_in()
    if not window.restoreState(docks, VERSION):
        return False
    shares = str(settings.value("window/shares", "0,0")).split(",")
    workspace.restore_shares([share == "1" for share in (*shares, "0", "0")[:2]])
    workspace.moved_by_user = settings.value("window/moved", False, bool) is True
    return True
