"""How much room there is on a screen."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication


def room_around(place: QPoint) -> QRect:
    """The part of the screen at a global position that is free for windows.

    `QWidget.screen` must not be asked: PySide then believes that the screen belongs to the widget, and when
    the widget goes the next garbage collection aborts the process.
    """
    screen = QGuiApplication.screenAt(place) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
