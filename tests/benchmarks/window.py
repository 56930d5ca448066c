"""How late the window's 60 Hz timer is while training runs, and how many pictures a second it gets.

Run it: ``python tests/benchmarks/window.py [SECONDS]`` from the project's folder; it prints one JSON line.
The case: 2-8-8-1, 500 rows, gradient descent and a stochastic runner at full speed, 41 × 41 surfaces with
their critical points, neuron pictures and predictions refreshing. ``whole_window`` is the program itself at
1440 × 900 with every view drawn; the other two draw nothing, so their figures are the training room's alone.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QSettings, Qt, QTimer

from playground.app import assembled, create_application
from playground.data.reader import read_table
from playground.document import edits
from playground.document.document import Document
from playground.document.project import Project, new_project
from playground.document.view_state import ViewState
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds, Pictures

FRAME = 1 / 60


def benchmark_project(n_rows: int = 500) -> Project:
    """2-8-8-1 tanh on a noisy wave; all rows train but a fifth."""
    rng = np.random.default_rng(7)
    x = rng.uniform(-2, 2, size=(round(n_rows / 0.8), 2))
    y = np.sin(2 * x[:, 0]) * np.cos(x[:, 1]) + 0.1 * rng.normal(size=len(x))
    rows = "\n".join(f"{a:.6f},{b:.6f},{c:.6f}" for (a, b), c in zip(x, y, strict=True))
    project = new_project(read_table(f"a,b,wave\n{rows}\n".encode(), "wave.csv"))
    return edits.add_layer(project, 2, 8)


class Window(QObject):
    """A 60 Hz timer that notes how late it is, and counts what it is shown."""

    def __init__(self, controller: TrainingController) -> None:
        super().__init__()
        self.late: list[float] = []
        self.snapshots = self.pictures = 0
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        controller.snapshot_ready.connect(self._count_snapshot)
        controller.pictures_ready.connect(self._count_pictures)

    def start(self) -> None:
        self.late.clear()
        self.snapshots = self.pictures = 0
        self._timer.start(round(1000 * FRAME))
        self._last = perf_counter()

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = perf_counter()
        self.late.append(now - self._last - self._timer.interval() / 1000)
        self._last = now

    def _count_snapshot(self) -> None:
        self.snapshots += 1

    def _count_pictures(self, pictures: Pictures) -> None:
        self.pictures += pictures.surface is not None


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def measure(seconds: float, surfaces: bool = True, speed: float | None = None) -> dict[str, float]:
    """The training room alone."""
    document = Document(benchmark_project(), ViewState(speed=speed))
    controller = TrainingController(document)
    controller.set_picture_needs(PictureNeeds(surfaces, surfaces, surfaces))
    figures = watch(controller, seconds)
    controller.shut_down()
    return figures


def measure_whole_window(seconds: float) -> dict[str, float]:
    """The program's own window, as a person has it in front of them."""
    with TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        with assembled(settings) as program:
            program.window.resize(1440, 900)
            program.window.show()
            wait(0.5)
            program.document.replace(benchmark_project(), ViewState(speed=None), None)
            wait(0.5)
            figures = watch(program.controller, seconds)
            program.controller.pause()
            program.document.undo_stack.setClean()
            program.window.close()
    gc.disable()  # the program has ended: nobody keeps garbage in this thread any longer
    gc.collect()
    return figures


def watch(controller: TrainingController, seconds: float) -> dict[str, float]:
    """Train for some time; lateness in ms, pictures and snapshots per second, updates of both runners."""
    window = Window(controller)
    controller.train()
    wait(1.0)
    window.start()
    began, before = perf_counter(), {one.id: one.updates for one in controller.snapshot.runners}
    wait(seconds)
    took = perf_counter() - began
    window.stop()
    after = {one.id: one.updates for one in controller.snapshot.runners}
    late = 1000 * np.array(window.late)
    return {
        "late_p50_ms": round(float(np.percentile(late, 50)), 2),
        "late_p99_ms": round(float(np.percentile(late, 99)), 2),
        "late_max_ms": round(float(late.max()), 2),
        "surfaces_per_s": round(window.pictures / took, 1),
        "snapshots_per_s": round(window.snapshots / took, 1),
        "batch_updates_per_s": round((after[1] - before[1]) / took),
        "row_updates_per_s": round((after[2] - before[2]) / took),
    }


def main() -> None:
    _application = create_application()  # it must live while there are windows
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    figures = {
        "whole_window": measure_whole_window(seconds),
        "with_pictures": measure(seconds),
        "without": measure(seconds, surfaces=False),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
