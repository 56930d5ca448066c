"""GUI time of the plots: one frame while training. Run: python tests/benchmarks/plots.py

A network 2-8-8-1 with three runners, a 41 x 41 surface, and paths and histories as long as they get (4,096
points). Times are CPU time of the GUI thread: taking in a snapshot and its pictures, and painting the widget.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT.parent))

import numpy as np
from PySide6.QtWidgets import QApplication, QWidget

from playground.appearance.theme import LIGHT, apply_theme
from playground.data.reader import read_table
from playground.document import edits
from playground.document.document import Document
from playground.document.project import Project, new_project
from playground.engine.network import Network
from playground.engine.snapshot import History, RunnerSnapshot, Snapshot
from playground.engine.specs import ParameterKey, RunnerSpec, TrainingSpec
from playground.engine.trainer import Rows, Trainer
from playground.plots.history_view import HistoryView
from playground.plots.plot_view import PlotView
from playground.plots.predictions_view import PredictionsView
from playground.plots.surface_view import SurfaceView
from playground.training.predictions import PredictionSample
from tests.plots import conftest as examples

FRAMES = 60
POINTS = 4096
ROWS = 500
RUNNERS = (
    RunnerSpec(1, "Gradient descent", learning_rate=0.3),
    RunnerSpec(2, "Stochastic", batch_size=1, learning_rate=0.02),
    RunnerSpec(3, "Mini-batch", batch_size=10, learning_rate=0.1),
)


def project() -> Project:
    rng = np.random.default_rng(0)
    x = rng.uniform(-3, 3, (ROWS, 2))
    y = np.sin(x[:, 0]) * x[:, 1] + 0.1 * rng.normal(size=ROWS)
    lines = ["a,b,height", *(f"{a:.4f},{b:.4f},{c:.4f}" for (a, b), c in zip(x, y, strict=True)), ""]
    made = new_project(read_table("\n".join(lines).encode(), "waves.csv"))
    made = edits.add_layer(made, 2, 8, "tanh")
    return replace(made, training=TrainingSpec(cost="half_squared", runners=RUNNERS))


def case(*, only_two: bool) -> examples.Case:
    made = project()
    first = made.network.hidden[0].neurons[0].id
    a, b = made.network.inputs.neurons
    axes = ParameterKey(a.id, first), ParameterKey(b.id, first)
    if only_two:
        made = edits.lock_others(made, axes)
    data = made.dataset
    rows = Rows(data.x_train, data.y_train), Rows(data.x_test, data.y_test)
    trainer = Trainer(Network(made.network), made.training, *rows)
    trainer.run(updates=200)
    return examples.Case(made, trainer, axes)


def as_long_as_it_gets(snapshot: Snapshot) -> Snapshot:
    """The snapshot with paths and histories of 4,096 noisy points."""
    rng = np.random.default_rng(1)

    def long(runner: RunnerSnapshot) -> RunnerSnapshot:
        steps = rng.normal(0, 0.02, (POINTS, len(runner.theta))) * (runner.path[-1] != runner.path[0])
        counts = np.arange(POINTS)
        costs = np.geomspace(1.0, 0.02, POINTS) * rng.uniform(0.7, 1.4, POINTS)
        history = History(counts, counts / 40.0, costs, costs * 1.1, counts.astype(np.float64))
        path = runner.theta + np.cumsum(steps, axis=0) - steps.sum(axis=0)
        return replace(
            runner, history=history, path=path, path_updates=counts, epochs=POINTS / 40, updates=POINTS
        )

    return replace(snapshot, runners=tuple(long(runner) for runner in snapshot.runners))


def median(frame: Callable[[int], None]) -> tuple[float, float]:
    times = []
    for i in range(FRAMES):
        start = time.thread_time()
        frame(i)
        times.append(1000 * (time.thread_time() - start))
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


@contextmanager
def on_screen(widget: QWidget, size: tuple[int, int]) -> Iterator[None]:
    widget.resize(*size)
    widget.show()
    QApplication.processEvents()
    yield
    widget.close()


def measure(only_two: bool, size: tuple[int, int], limit: float) -> bool:
    one = case(only_two=only_two)
    snapshots = [as_long_as_it_gets(one.snapshot()) for _ in range(4)]
    sample = PredictionSample(one.project.dataset)
    pictures = [
        replace(one.pictures(s), predictions=sample.predictions(s.network, s.shown_runner.theta))
        for s in snapshots
    ]
    document, still = Document(one.project), examples.StillController(snapshots[0])
    controller = examples.as_controller(still)
    kinds = "every weight" if not only_two else "two weights"
    surface = SurfaceView(document, controller, LIGHT)
    views: list[tuple[str, PlotView, int]] = [
        ("map", surface, 1),
        ("curve", surface, 0),
        ("relief", surface, 2),
        ("history", HistoryView(document, controller, LIGHT), 0),
        ("predictions", PredictionsView(document, controller, LIGHT), 0),
    ]
    ok = True
    for name, view, kind in views:
        view.show_frame(kind)
        with on_screen(view, size):

            def frame(i: int) -> None:
                # With two free weights the surface is computed once; balls and paths move on it.
                still.hand_out(pictures[0 if only_two else i % 4], snapshots[i % 4])
                for _ in range(2):  # a view refreshes after the news, and is painted after that
                    QApplication.processEvents()

            middle, slow = median(frame)
            ok = ok and (middle <= limit or name == "relief")
            print(
                f"{size[0]} x {size[1]}  {kinds:<12} {name:<12} median {middle:6.2f} ms   p95 {slow:6.2f} ms"
            )
    return ok


def main() -> int:
    app = QApplication([])
    apply_theme(app, LIGHT)
    results = [
        measure(only_two, size, limit)
        for size, limit in (((420, 330), 8.0), ((900, 700), 12.0))
        for only_two in (True, False)
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
