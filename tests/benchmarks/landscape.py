"""The cost surface's figures: python tests/benchmarks/landscape.py [SECONDS]

2-8-8-1, 500 rows. In one thread: a surface of 41 × 41 cells, its level points, and all kinds of landmarks,
over five slices, the best of a few runs for each. In the training room: three runners at full speed, surfaces
with their level points as fast as they come, and how late a 60 Hz timer is in the window's thread; then the
same while a proof runs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from time import perf_counter

import numpy as np
from PySide6.QtWidgets import QApplication

from playground.document.document import Document
from playground.engine.landscape.landmarks import find_landmarks
from playground.engine.landscape.planes import axis_plane
from playground.engine.landscape.surface import Window, compute_surface
from playground.engine.network import Network
from playground.engine.specs import LayerSpec, NetworkSpec, NeuronSpec, RunnerSpec
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds, Pictures
from playground.training.proving import NetworkProofTask
from tests.benchmarks.window import Window as ClockedWindow
from tests.benchmarks.window import benchmark_project, wait

ATTEMPTS = 5
"""The best of a few counts: whatever else runs on the machine makes it slower, never faster."""
RUNNERS = (
    RunnerSpec(1, "Gradient descent", learning_rate=0.3),
    RunnerSpec(2, "Stochastic", batch_size=1, learning_rate=0.02),
    RunnerSpec(3, "Mini-batch", batch_size=10, learning_rate=0.1),
)


def network_2_8_8_1(hidden: str) -> Network:
    layers, next_id = [], 1
    for i, size in enumerate((2, 8, 8, 1)):
        name = hidden if i in (1, 2) else "linear"
        layers.append(LayerSpec(100 + i, tuple(NeuronSpec(next_id + j, name) for j in range(size))))
        next_id += size
    return Network(NetworkSpec(tuple(layers), next_id=200))


def best(work: Callable[[], object]) -> float:
    """Seconds."""
    times = []
    for _ in range(ATTEMPTS):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return min(times)


def measure_search(hidden: str) -> None:
    network, rng = network_2_8_8_1(hidden), np.random.default_rng(0)
    x = rng.normal(size=(500, 2))
    y = np.sin(2 * x[:, :1]) * x[:, 1:] + 0.1 * rng.normal(size=(500, 1))
    window = Window(-3, 3, -3, 3)
    drawing, level, everything = [], [], []
    for axes in ((0, 1), (0, 4), (24, 30), (96, 90), (23, 95)):
        plane = axis_plane(rng.normal(size=network.layout.n_params) * 0.8, *axes)
        about = "half_squared", x, y
        draw = partial(compute_surface, network, about[0], plane, window, x, y)
        look = partial(find_landmarks, draw(), network, *about)
        drawing.append(best(draw))
        level.append(best(partial(look, only_level=True)))
        everything.append(best(look))
    for name, seconds in (("surface", drawing), ("level points", level), ("all kinds", everything)):
        print(f"{hidden:5} {name:13} {1e3 * np.median(seconds):7.1f} ms")


def measure_room(seconds: float) -> None:
    project = benchmark_project()
    project = replace(project, training=replace(project.training, runners=RUNNERS))
    document = Document(project)
    document.set_view(replace(document.view, speed=None))
    controller = TrainingController(document)
    newest: list[Pictures] = []
    controller.pictures_ready.connect(newest.append)
    window = ClockedWindow(controller)
    controller.set_picture_needs(PictureNeeds(surface=True, neuron_pictures=True, predictions=True))
    controller.train()
    wait(1.0)
    for what in ("training", "while proving"):
        window.start()
        proofs, began = 0, perf_counter()
        while perf_counter() - began < seconds:
            if what == "while proving" and controller.prover.task is None:
                proofs += 1
                controller.prover.start(_task(newest[-1], document))
            newest[:-1] = []
            wait(0.1)
        took = perf_counter() - began
        window.stop()
        late = 1e3 * np.percentile(window.late, [50, 99])
        figures = (
            f"{window.pictures / took:5.1f} surfaces/s, timer late p50 {late[0]:.2f} p99 {late[1]:.2f} ms"
        )
        print(f"{what:13} {figures}" + (f", {proofs} proofs begun" if proofs else ""))
    controller.shut_down()


def _task(pictures: Pictures, document: Document) -> NetworkProofTask:
    assert pictures.surface is not None
    network, objective = pictures.snapshot.network, document.project.training.objective
    return NetworkProofTask.of(network, objective, pictures.surface, None, document.project.dataset)


def main() -> None:
    _application = QApplication([])  # the training room's signals need it
    for hidden in ("tanh", "relu"):
        measure_search(hidden)
    measure_room(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0)


if __name__ == "__main__":
    main()
