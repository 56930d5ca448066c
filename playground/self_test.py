"""``playground --self-test``: does an installed copy work? Everything a person does first, out of sight.

It goes through the real window and the real threads, and needs neither a screen nor a test framework.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np
import PySide6
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from playground import __version__
from playground.app import Assembly, assembled, create_application, open_settings
from playground.data.columns import Table
from playground.data.dialect import ReadingChoice
from playground.data.scores import score
from playground.document.edits import add_layer, remove_layer, set_runner
from playground.document.project import Project
from playground.document.project_file import load_project, save_project
from playground.engine.specs import PenaltySpec, RunnerSpec, StopSpec
from playground.resources import resource
from playground.training.pictures import Pictures, Surface
from playground.training.reading import TableProcess

PATIENCE: Final = 60.0
"""Seconds one check may wait for something. A slow machine needs a tenth of it."""


class CheckError(Exception):
    """What did not happen; one sentence."""


@dataclass
class Bench:
    """The program under test, a folder for its files, and what it complained about."""

    application: QApplication
    parts: Assembly
    folder: Path
    complaints: list[str] = field(default_factory=list)
    pictures: Pictures | None = None

    def __post_init__(self) -> None:
        window, controller = self.parts.window, self.parts.controller
        for trouble in (controller.failed, window.files.refused, window.errors.reported):
            trouble.connect(self.complaints.append)
        controller.pictures_ready.connect(self._keep)

    def _keep(self, pictures: Pictures) -> None:
        self.pictures = pictures

    @property
    def surface(self) -> Surface | None:
        """The latest surface whose critical points were sought."""
        return None if self.pictures is None or self.pictures.rough else self.pictures.surface

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Let the program run until the condition holds; `CheckError` if it complains or takes too long."""
        end = perf_counter() + PATIENCE
        while not condition():
            if self.complaints:
                raise CheckError(self.complaints[0])
            if perf_counter() > end:
                raise CheckError(f"{what} did not happen within {PATIENCE:.0f} seconds.")
            self.application.processEvents()

    def drop(self, path: Path) -> None:
        """Drop a file onto the window, as a file manager would, and wait until it is on screen."""
        document, surface = self.parts.document, self.parts.window.windowHandle()
        if surface is None:
            raise CheckError("The window has no surface to drop a file on.")
        before = document.project
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        place, buttons, keys = QPointF(40, 30), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(surface, QDropEvent(place, Qt.DropAction.CopyAction, mime, buttons, keys))
        self.wait_until(lambda: document.project is not before, f"Opening {path.name}")
        if document.project.name != path.name:
            raise CheckError(f"{path.name} was dropped, {document.project.name} was opened.")

    def change(self, text: str, project: Project) -> None:
        self.parts.document.edit(text, project)


def check_window(bench: Bench) -> str:
    window = bench.parts.window
    bench.wait_until(lambda: window.windowHandle().isExposed(), "Showing the window")
    picture = window.grab().toImage()
    colors = {
        picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)
    }
    if len(colors) < 20:
        raise CheckError("The window is empty.")
    return f"{window.width()} × {window.height()}, {len(colors)} colors seen"


def check_surface(bench: Bench) -> str:
    """The first scene has two valleys; a start-up picture must show both."""
    bench.wait_until(lambda: bench.surface is not None, "A fine surface")
    pictures, surface = bench.pictures, bench.surface
    if pictures is None or surface is None:
        raise CheckError("There is no surface.")
    minima = [point for point in pictures.landmarks if point.kind == "minimum"]
    if len(minima) != 2:
        raise CheckError(f"The first scene has 2 minima, {len(minima)} were found.")
    rows, columns = surface.costs.shape
    return f"{columns} × {rows} costs, minima of " + " and ".join(f"{point.cost:.4g}" for point in minima)


def check_drop(bench: Bench) -> str:
    """A file as spreadsheets in half of Europe write it."""
    path = bench.folder / "Größen.csv"
    path.write_text("Länge;Höhe\n" + "".join(f"{i},5;{2 * i},25\n" for i in range(40)), encoding="cp1252")
    bench.drop(path)
    project = bench.parts.document.project
    if project.table.names != ("Länge", "Höhe") or project.table.n_rows != 40:
        raise CheckError(f"It was read as {project.table.n_rows} rows of {', '.join(project.table.names)}.")
    return f"{path.name}: {project.table.n_rows} rows, {project.recipe.target} is the target"


def check_xor(bench: Bench) -> str:
    return _learn(bench, "xor", RunnerSpec(1, "Adam", "adam", 0.05, None), epochs=600, least=1.0)


def check_iris(bench: Bench) -> str:
    return _learn(bench, "iris", RunnerSpec(1, "Adam", "adam", 0.01, 10), epochs=60, least=0.9)


def _learn(bench: Bench, name: str, runner: RunnerSpec, epochs: int, least: float) -> str:
    """Drop an example, give it eight hidden neurons and one runner, train; how many rows are right?"""
    document, controller = bench.parts.document, bench.parts.controller
    bench.drop(resource("examples", f"{name}.csv"))
    project = document.project
    for layer in project.network.hidden:
        project = remove_layer(project, layer.id)
    training = replace(project.training, runners=(runner,), penalty=PenaltySpec(), stop=StopSpec())
    project = replace(project, training=training)
    bench.change("Self-test", set_runner(add_layer(project, 1, 8, "tanh"), runner))
    controller.train_epochs(epochs)
    bench.wait_until(lambda: controller.snapshot.shown_runner.epochs >= epochs, f"Training {name}")
    trained, data = controller.snapshot, document.project.dataset
    x, y = np.vstack([data.x_train, data.x_test]), np.vstack([data.y_train, data.y_test])
    scores = score(data, trained.network.outputs(trained.shown_runner.theta, x), y)
    accuracy = 0.0 if scores is None or scores.accuracy is None else scores.accuracy
    if accuracy < least:
        raise CheckError(f"After {epochs} epochs only {accuracy:.1%} of {name} is right.")
    updates = trained.shown_runner.updates
    return f"{accuracy:.1%} of {len(y)} rows right after {updates:,} updates"


def check_file(bench: Bench) -> str:
    """Save what was learned, read it again, and go on from the same weights."""
    document, controller = bench.parts.document, bench.parts.controller
    if not controller.snapshot.shown_runner.updates:
        raise CheckError("Nothing was learned that could be saved.")
    path = bench.folder / "iris übung.nnp"
    saved, theta = document.project, controller.snapshot.shown_runner.theta.copy()
    save_project(path, saved, document.view, controller.state())
    document.undo_stack.setClean()
    bench.parts.window.files.show_loaded(load_project(path), path)
    bench.wait_until(lambda: controller.snapshot.shown_runner.updates > 0, "Loading what was learned")
    if document.project != saved or not np.array_equal(controller.snapshot.shown_runner.theta, theta):
        raise CheckError("What was read is not what was saved.")
    return f"{path.stat().st_size:,} bytes, {theta.size} weights equal to the last bit"


def check_process(bench: Bench) -> str:
    """A frozen program's child begins in the program again: it must become a reader, not a second window."""
    path = bench.folder / "table.csv"
    path.write_text("a,b\n" + "".join(f"{i},{i * i}\n" for i in range(1000)), encoding="utf-8")
    table = TableProcess(path, path.name, ReadingChoice()).table_or_refusal(lambda _share: None)
    if not isinstance(table, Table):
        raise CheckError(table)
    if table.n_rows != 1000:
        raise CheckError(f"The child process read {table.n_rows} of 1,000 rows.")
    return "1,000 rows read by a process of its own"


CHECKS: Final[tuple[tuple[str, Callable[[Bench], str]], ...]] = (
    ("window", check_window),
    ("surface and minima", check_surface),
    ("drop a CSV", check_drop),
    ("learn XOR", check_xor),
    ("learn iris", check_iris),
    ("save and reopen", check_file),
    ("child process", check_process),
)


def run_self_test() -> int:
    """Run all checks, print a table of them, and return 0, or 1 if one of them failed."""
    print(f"{_versions()}\n", flush=True)
    failures = 0
    with _bench() as bench:
        for name, check in CHECKS:
            bench.complaints.clear()
            began = perf_counter()
            try:
                result, passed = check(bench), "ok"
            except Exception as error:
                reason = str(error) if isinstance(error, CheckError) else f"{type(error).__name__}: {error}"
                result, passed = reason, "FAILED"
                failures += 1
            print(f"{name:20}{passed:8}{perf_counter() - began:6.2f} s  {result}", flush=True)
    print(f"\n{len(CHECKS) - failures} of {len(CHECKS)} checks passed", flush=True)
    return 1 if failures else 0


def _versions() -> str:
    form = "bundle" if getattr(sys, "frozen", False) else "Python package"
    return (
        f"playground {__version__} ({form}), Python {platform.python_version()}, "
        f"PySide6 {PySide6.__version__}, NumPy {np.__version__}, {platform.system()} {platform.machine()}"
    )


@contextmanager
def _bench() -> Iterator[Bench]:
    """The whole program with settings of its own and a folder, all gone afterwards."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = create_application()
    with (
        tempfile.TemporaryDirectory(prefix="playground ü ") as folder,
        open_settings(lasting=False) as settings,
        assembled(settings) as parts,
    ):
        yield Bench(application, parts, Path(folder))
        parts.document.undo_stack.setClean()
        parts.window.files.shut_down()
        parts.window.errors.remove()
