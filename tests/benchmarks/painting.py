"""How long the window stands still while points are painted, and when a stroke ends.

Run it: ``python tests/benchmarks/painting.py [ROWS …]`` from the project's folder; it prints a JSON line for
each case. The case: the moons with so many rows in the program's window at 1440 × 900, painted on in the data
panel's scatter and on the decision map, at rest and while two runners train at full speed. A stroke of 20
moves, one each 16 ms, is made six times with real mouse events.
``move``: the time that one event of the mouse takes. ``end``: the same of the event that ends the stroke.
``late``: how late a timer of 8 ms was at most, during the stroke and in the quarter of a second after it.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QRect, QSettings, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from playground.app import HAND_OVER, Assembly, assembled, create_application
from playground.data.examples import example
from playground.data.reader import read_table
from playground.document.examples import example_scene

STROKES, MOVES, FRAME = 6, 20, 16


class Lateness(QObject):
    """A timer that notes how late it is."""

    def __init__(self) -> None:
        super().__init__()
        self._worst = self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._worst, self._last = 0.0, perf_counter()
        self._timer.start(8)

    def stop(self) -> float:
        """Milliseconds"""
        self._timer.stop()
        return 1000 * self._worst

    def _tick(self) -> None:
        now = perf_counter()
        self._worst, self._last = max(self._worst, now - self._last - 0.008), now


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def send(widget: QWidget, kind: QEvent.Type, at: QPoint) -> float:
    """How long a mouse event takes, in ms."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    changed = none if kind == QEvent.Type.MouseMove else left
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    place = at.toPointF()
    no_key = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, place, widget.mapToGlobal(place), changed, held, no_key)
    began = perf_counter()
    QApplication.sendEvent(widget, event)
    return 1000 * (perf_counter() - began)


def painted_on(program: Assembly, place: str) -> tuple[QWidget, QRect]:
    """A picture with the brush in hand, and where points lie in it."""
    workspace = program.window.workspace
    if workspace.easel.brush is None:
        workspace.easel.toggle()
    if place == "map":
        workspace.show_predictions()
        wait(400)
        plot = workspace.predictions.plot
        return plot.widget.viewport(), plot.inside.toRect()
    workspace.data.ensureWidgetVisible(workspace.data.rows)
    workspace.data.ensureWidgetVisible(workspace.data.scatter)
    wait(400)
    view = workspace.data.scatter.view
    return view, view.box().toRect()


def measure(program: Assembly, place: str, rows: int, *, trains: bool) -> dict[str, object]:
    table = read_table(example("moons.csv").text(rows).encode(), "moons.csv")
    project, view = example_scene(table)
    program.document.replace(project, replace(view, speed=None), None)
    wait(300)
    if trains:
        program.controller.train()
    widget, box = painted_on(program, place)
    wait(500)
    lateness, moves, ends, during, after = Lateness(), [], [], [], []
    for k in range(STROKES):
        across = np.linspace(box.left() + 5, box.right() - 5, MOVES + 1)
        down = box.center().y() + 0.4 * box.height() * np.sin(np.arange(MOVES + 1) / 3 + k)
        way = [QPoint(round(x), round(y)) for x, y in zip(across.tolist(), down.tolist(), strict=True)]
        lateness.start()
        send(widget, QEvent.Type.MouseButtonPress, way[0])
        for at in way[1:]:
            moves.append(send(widget, QEvent.Type.MouseMove, at))
            wait(FRAME)
        during.append(lateness.stop())
        lateness.start()
        ends.append(send(widget, QEvent.Type.MouseButtonRelease, way[-1]))
        wait(250)
        after.append(lateness.stop())
    painted = program.document.project.table.n_rows - rows
    program.controller.pause()
    program.document.undo_stack.setClean()
    figures = {"move": moves, "end": ends, "late_during": during, "late_after": after}
    return {"place": place, "rows": rows, "trains": trains, "painted": painted} | {
        f"{name}_{what}_ms": round(float(of(values)), 1)
        for name, values in figures.items()
        for what, of in (("median", np.median), ("max", np.max))
    }


if __name__ == "__main__":
    application = create_application()
    sys.setswitchinterval(HAND_OVER)
    with (
        TemporaryDirectory() as folder,
        assembled(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)) as program,
    ):
        program.window.resize(1440, 900)
        program.window.show()
        wait(500)
        for n_rows in [int(each) for each in sys.argv[1:]] or [300, 2000]:
            for where in ("scatter", "map"):
                for running in (False, True):
                    print(json.dumps(measure(program, where, n_rows, trains=running)), flush=True)
        program.window.close()
    gc.disable()
    gc.collect()
