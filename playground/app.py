"""The composition root: settings, document, controller, window are made here and nowhere else.

The empty window comes first; NumPy's and pyqtgraph's users are imported while it is on screen.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from logging.handlers import RotatingFileHandler
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QApplication, QWidget

from playground import __version__
from playground.appearance.scheme import SchemeFollower, stored_scheme
from playground.appearance.text import BASE_PX
from playground.resources import resource
from playground.ui.main_window import MainWindow

if TYPE_CHECKING:
    from playground.document.document import Document
    from playground.training.controller import TrainingController

NAME: Final = "neural-playground"
HAND_OVER: Final = 0.0005
"""Seconds after which a thread that computes hands over to one that waits. One repaint waits dozens of times,
so Python's own 5 ms would make it late by far more than a frame."""
LONGEST_WAIT: Final = 0.5
"""Seconds to wait for a screen to show the empty window: some never say that they have."""
LATER: Final = (
    *("numpy", "pyqtgraph", "playground.document.examples", "playground.training.controller"),
    *("playground.canvas.network_view", "playground.plots.surface_view", "playground.ui.views"),
)
"""What is imported, one after another, while the empty window is on screen."""
DESKTOP_ID: Final = "org.neuralplayground.Playground"
"""By this name a desktop finds the file that describes the program, and so its icon."""


@dataclass(frozen=True)
class Assembly:
    """The parts of the running program."""

    document: Document
    controller: TrainingController
    window: MainWindow


def run_app(file: Path | None = None, screenshot: Path | None = None, after: int = 0) -> int:
    """Open the window and run until it closes; the exit code.

    ``file`` is a CSV or a project to open. With ``screenshot`` the window trains ``after`` epochs, waits for
    pictures of the last weights, saves itself as PNG and closes; without a display it does so out of sight.
    """
    if not _has_display():
        if screenshot is None:
            print("There is no screen here. With --screenshot a picture can be saved.", file=sys.stderr)
            return 1
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = create_application()
    _start_log()
    sys.setswitchinterval(HAND_OVER)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in the terminal ends a Qt program too
    with open_settings(lasting=screenshot is None) as settings, assembled(settings) as parts:
        window = parts.window
        if not window.isVisible():  # closed while it was being furnished
            return 0
        if screenshot is not None:
            from playground.ui.picture import PictureTaker

            PictureTaker(window, window.files, parts.controller, screenshot, after).start(file)
        elif file is not None:
            window.files.open(file)
        return application.exec()


def create_application() -> QApplication:
    """Qt's application object, with the names under which desktops know this program."""
    # Named here, for another style later would style every widget anew.
    application = QApplication([NAME, "-style", "fusion"])
    application.setApplicationName(NAME)
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(DESKTOP_ID)
    _choose_font(application)
    return application


@contextmanager
def assembled(settings: QSettings) -> Iterator[Assembly]:
    """The window shown, everything made and put into it; the threads end with the block."""
    window = MainWindow(SchemeFollower(stored_scheme(settings)), settings)
    window.show()
    _let_appear(window)
    from playground.training.garbage import GuiThreadCollector

    garbage = GuiThreadCollector(window)  # first: collecting amid the imports would only take time
    for _ in _importing():
        QApplication.processEvents()
    from playground.data.reader import read_table
    from playground.document.document import Document
    from playground.document.examples import first_scene
    from playground.training.controller import TrainingController
    from playground.ui.files import FIRST_SCENE

    document = Document(*first_scene(read_table(resource("examples", FIRST_SCENE))))
    controller = TrainingController(document)
    document.values_source = controller.weights_on_screen
    try:
        for _ in window.furnishing(document, controller):
            QApplication.processEvents()
        garbage.spare()
        yield Assembly(document, controller, window)
    finally:
        controller.shut_down()
        garbage.stop()


def _importing() -> Iterator[None]:
    """Import what the content of the window needs, in parts of less than 100 ms: in between, it answers."""
    for module in (QtCore, QtGui, QtWidgets):
        # pyqtgraph will ask for every class of Qt's, and PySide makes each when it is first asked for.
        for name in dir(module):
            getattr(module, name)
        yield
    for name in LATER:
        import_module(name)
        yield


def _let_appear(window: QWidget) -> None:
    """Wait until the window is on screen."""
    end = monotonic() + LONGEST_WAIT
    surface = window.windowHandle()
    while surface is not None and not surface.isExposed() and monotonic() < end:
        QApplication.processEvents()
    QApplication.processEvents()


def _has_display() -> bool:
    if not sys.platform.startswith("linux") or "QT_QPA_PLATFORM" in os.environ:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _choose_font(application: QApplication) -> None:
    """Out of sight there is no system font to follow: take the size the interface was drawn for."""
    if application.platformName() == "offscreen":
        font = application.font()
        font.setPixelSize(BASE_PX)
        application.setFont(font)


def _start_log() -> None:
    """Errors go to the terminal and to a small file that can be sent in."""
    handlers: list[logging.Handler] = [logging.StreamHandler()]
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(RotatingFileHandler(folder / "playground.log", maxBytes=500_000, backupCount=1))
    except OSError as error:
        print(f"No log is written: {error}", file=sys.stderr)
    logging.basicConfig(
        level=logging.WARNING, handlers=handlers, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )


@contextmanager
def open_settings(*, lasting: bool) -> Iterator[QSettings]:
    """The user's settings; or, not lasting, empty ones, soon forgotten, which show the default window."""
    if lasting:
        yield QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, NAME, NAME)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
