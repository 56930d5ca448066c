"""From the empty window to the furnished one: what is there early, what is shown when, closing in between."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.appearance.scheme import SchemeFollower
from playground.appearance.theme import DARK, LIGHT, apply_theme
from playground.document.document import Document
from playground.training.controller import TrainingController
from playground.ui.main_window import MainWindow

UNTIL_VISIBLE = """
import sys
from PySide6.QtCore import QSettings
from playground import app
def visible(_window):
    print(sorted({"numpy", "pyqtgraph", "playground.ui.workspace"} & sys.modules.keys()))
    raise SystemExit
app._let_appear = visible
application = app.create_application()
with app.assembled(QSettings()):
    pass
"""


def test_the_empty_window_is_there_before_anything_that_takes_long_to_import() -> None:
    run = subprocess.run([sys.executable, "-c", UNTIL_VISIBLE], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


@pytest.fixture
def undressed(qapp: QApplication) -> Iterator[None]:
    """Afterwards the application looks as before: a window puts its theme on all of it."""
    yield
    apply_theme(qapp, LIGHT)


@pytest.mark.usefixtures("undressed")
def test_a_window_closed_while_it_is_furnished_stays_closed(
    qapp: QApplication, qtbot: QtBot, settings: QSettings, document: Document, controller: TrainingController
) -> None:
    window = MainWindow(SchemeFollower("light"), settings)
    qtbot.addWidget(window)
    window.show()
    parts = window.furnishing(document, controller)
    next(parts)
    assert not window.updatesEnabled()  # all of it is shown at once
    window.close()
    for _ in parts:
        qapp.processEvents()
    assert window.updatesEnabled()
    assert not window.isVisible()


@pytest.mark.usefixtures("undressed")
def test_a_scheme_that_changes_meanwhile_is_put_on_at_the_end(
    qapp: QApplication, qtbot: QtBot, settings: QSettings, document: Document, controller: TrainingController
) -> None:
    scheme = SchemeFollower("light")
    window = MainWindow(scheme, settings)
    qtbot.addWidget(window)
    parts = window.furnishing(document, controller)
    next(parts)
    scheme.choose("dark")
    for _ in parts:
        qapp.processEvents()
    assert qapp.palette().window().color().name() == DARK.window
    assert window.workspace.surface.theme is DARK
    scheme.choose("system")
