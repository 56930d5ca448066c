"""GUI time of the canvas: one update per snapshot, and panning. Run: python tests/benchmarks/canvas.py

Times are CPU time of the GUI thread: taking a snapshot and its pictures in, and painting the widget.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT.parent))

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from playground.appearance.theme import LIGHT, apply_theme
from playground.canvas.network_view import NetworkView
from playground.document.document import Document
from playground.document.project import Project
from playground.engine.network import Network
from playground.training.controller import TrainingController
from tests.canvas import conftest as examples

FRAMES = 60


def median(frame: Callable[[int], None]) -> tuple[float, float]:
    """Median and 95th percentile of a frame's time, in milliseconds."""
    times = []
    for i in range(FRAMES):
        start = time.thread_time()
        frame(i)
        times.append(1000 * (time.thread_time() - start))
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


def measure(name: str, project: Project, limit: float) -> bool:
    """One line of the report; False if the median is over the limit."""
    document = Document(project)
    controller = examples.FakeController(document)
    view = NetworkView(document, cast(TrainingController, controller), LIGHT)
    view.resize(800, 420)
    view.show()
    network = Network(project.network)  # one for all, as while training
    thetas = [np.random.default_rng(seed).normal(0, 1, network.layout.n_params) for seed in range(4)]
    snapshots = [examples.snapshot_of(project, network, theta) for theta in thetas]
    pictures = [examples.make_pictures(project, snapshot) for snapshot in snapshots]
    QApplication.processEvents()

    def update(i: int) -> None:
        controller.publish(snapshots[i % 4])
        controller.pictures_ready.emit(pictures[i % 4])
        view.canvas.repaint()

    def pan(i: int) -> None:
        view.canvas.set_view(view.canvas.view.moved(QPointF((-1) ** i * 20, 5)))
        view.canvas.repaint()

    for what, frame in (("update", update), ("pan", pan)):
        middle, slow = median(frame)
        print(f"{name:>14}  {what:<7} median {middle:6.2f} ms   p95 {slow:6.2f} ms   (limit {limit:.0f})")
        if what == "update":
            ok = middle <= limit
    view.close()
    return ok


def main() -> int:
    app = QApplication([])
    apply_theme(app, LIGHT)
    cases = (
        ("2-8-8-1", examples.make_project(examples.spiral_csv(500), (8, 8)), 6.0),
        ("64-128-128-10", examples.make_project(examples.wide_csv(), (128, 128)), 16.0),
        ("4-8-3", examples.make_project(examples.flowers_csv(), (8,)), 6.0),
    )
    results = [measure(*case) for case in cases]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
