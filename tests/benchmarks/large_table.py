"""How late the window's 60 Hz timer is while a person works with a very large table, phase by phase.

Run it: ``python tests/benchmarks/large_table.py [tall|wide|huge] [--where]`` from the project's folder; it
prints one JSON line for each phase: seconds it took, lateness at p99 and at most, and how long the window's
thread computed at most without a break (all in ms; the rest it waited), the memory that the process holds and
the most it has held. ``wide`` is 500,000 × 20 (84 MB), ``tall`` 2,000,000 × 4, ``huge`` a
file of 1 GB. ``--where`` also says what the window's thread did when it was late by more than `NOTICED`.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep, thread_time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from functools import partial

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QSettings, Qt, QTimer

from playground.app import HAND_OVER, Assembly, assembled, create_application
from playground.data.choices import Recipe
from playground.document import edits
from playground.document.document import Document
from playground.document.project import Project
from playground.panels.editor import Editor
from playground.ui import dialogs

FRAME = 0.016
NOTICED = 0.03
"""Seconds"""
SHAPES = {"wide": (500_000, 20), "tall": (2_000_000, 4), "huge": (6_000_000, 20)}


def write_table(path: Path, n_rows: int, n_columns: int, seed: int = 0) -> None:
    """Numbers, one column of them a category; the last is to be learned from the others."""
    rng = np.random.default_rng(seed)
    names = [f"x{i}" for i in range(n_columns - 2)] + ["group", "y"]
    with path.open("w") as file:
        file.write(",".join(names) + "\n")
        for start in range(0, n_rows, 50_000):
            n = min(50_000, n_rows - start)
            x = rng.normal(size=(n, n_columns - 2)) * 100
            group = rng.integers(0, 5, n)
            y = np.sin(x[:, 0] / 100) * x[:, 1] + 10 * group + rng.normal(size=n)
            words = np.array(["ash", "beech", "cedar", "fir", "oak"])[group]
            columns = [[f"{v:.4f}" for v in column] for column in x.T.tolist()]
            rows = zip(*columns, words.tolist(), [f"{v:.4f}" for v in y.tolist()], strict=True)
            file.write("\n".join(map(",".join, rows)) + "\n")


class Probe(QObject):
    """A 60 Hz timer that notes how late it is; a thread that looks what the window does meanwhile."""

    def __init__(self, *, where: bool) -> None:
        super().__init__()
        self.late: list[float] = []
        self.busy: list[float] = []
        """Seconds the window's thread computed between two ticks."""
        self.places: Counter[str] = Counter()
        self._ended = False
        self._last, self._computed = perf_counter(), thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(round(1000 * FRAME))
        if where:
            threading.Thread(target=self._look, args=(threading.get_ident(),), daemon=True).start()

    def clear(self) -> None:
        """Begin anew; what is late from now on is of what comes now."""
        self.late.clear()
        self.busy.clear()
        self.places.clear()
        self._last, self._computed = perf_counter(), thread_time()

    def end(self) -> None:
        self._timer.stop()
        self._ended = True

    def _tick(self) -> None:
        now, computed = perf_counter(), thread_time()
        self.late.append(max(0.0, now - self._last - FRAME))
        self.busy.append(computed - self._computed)
        self._last, self._computed = now, computed

    def _look(self, thread: int) -> None:
        seen, before = 0.0, perf_counter()
        while not self._ended:
            sleep(0.005)
            now, last = perf_counter(), self._last
            if now - last > NOTICED + FRAME:
                frame = sys._current_frames()[thread]
                lines = traceback.extract_stack(frame)[-7:]
                place = " < ".join(f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in reversed(lines))
                self.places[place] += round(1000 * (now - (before if last == seen else last)))
                seen = last
            before = now


@contextmanager
def phase(probe: Probe, name: str) -> Iterator[None]:
    """Print what the timer tells about this phase."""
    probe.clear()
    began = perf_counter()
    yield
    took = perf_counter() - began
    wait(0.3)
    late = 1000 * np.array(probe.late)
    figures = {
        "phase": name,
        "seconds": round(took, 2),
        "late_p99_ms": round(float(np.percentile(late, 99)), 1),
        "late_max_ms": round(float(late.max()), 1),
        "computing_max_ms": round(1000 * max(probe.busy), 1),
        "memory_mb": memory("VmRSS"),
        "most_memory_mb": memory("VmHWM"),
    }
    print(json.dumps(figures), flush=True)
    for place, ms in probe.places.most_common(8):
        print(f"    {ms:5d} ms  {place[:240]}", flush=True)


def memory(which: str) -> int:
    """What this process holds, or the most it has held at once, in MB; 0 where /proc does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith(which)), 0)


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def wait_until(true: Callable[[], bool], most: float = 300.0) -> None:
    began = perf_counter()
    while not true() and perf_counter() - began < most:
        wait(0.02)


def settle(program: Assembly) -> None:
    """Until the training thread has followed the last change."""
    wait_until(lambda: bool(np.isfinite(program.controller.snapshot.shown_runner.cost)))
    wait(0.3)


def recipe_changes(recipe: Recipe) -> dict[str, Recipe]:
    """What a person would try with a recipe, one by one."""
    first, second = recipe.inputs[0].name, recipe.inputs[1].name
    target = recipe.choice(recipe.target or "")
    one = recipe.choice(first)
    return {
        "role: leave a column out": recipe.with_choice(replace(one, role="left_out")),
        "scaling": recipe.with_choice(replace(one, scaling="normalize")),
        "split": replace(recipe, test_share=0.4),
        "split in order": replace(recipe, split="in_order"),
        "target": recipe.with_choice(replace(target, role="input")).with_choice(
            replace(recipe.choice(second), role="target")
        ),
    }


def make(recipe: Recipe) -> Callable[[Project], Project]:
    return lambda project: edits.set_recipe(project, recipe)


def has_recipe(document: Document, recipe: Recipe) -> bool:
    return document.project.recipe == recipe


def work_through(program: Assembly, probe: Probe, file: Path, other: Path, folder: Path) -> None:
    window, document, controller = program.window, program.document, program.controller
    with phase(probe, "open"):
        before = document.project.table
        window.files.open(file)
        wait_until(lambda: document.project.table is not before)
        controller.train()
        wait_until(lambda: controller.snapshot.shown_runner.updates > 0)
    with phase(probe, "first seconds of training"):
        wait(8)
    print(json.dumps({"updates": controller.snapshot.shown_runner.updates}))
    with phase(probe, "train on"):
        wait(8)
    with phase(probe, "scroll to the last row"):
        rows = window.workspace.data.rows
        bar = rows.verticalScrollBar()
        window.workspace.data.ensureWidgetVisible(rows)
        for share in np.linspace(0, 1, 60):
            bar.setValue(round(share * bar.maximum()))
            wait(0.016)
    controller.pause()
    editor = Editor(document, window, controller.preparer)
    for name, recipe in recipe_changes(document.project.recipe).items():
        old = document.project.recipe
        with phase(probe, name):
            editor.edit(name, make(recipe))
            wait_until(partial(has_recipe, document, recipe))
            settle(program)
        with phase(probe, f"undo {name}"):
            window.named_actions["undo"].trigger()
            wait_until(partial(has_recipe, document, old))
            settle(program)
    with phase(probe, "apply panel"):
        window.workspace.show_apply()
        wait(1)
    with phase(probe, "apply to a large file"):
        dialogs.choose_table_to_predict = lambda *_: other
        window.applying.choose_and_predict()
        wait_until(lambda: window.workspace.apply.file.predicted is not None)
    with phase(probe, "save"):
        saved = folder / "large.nnp"
        dialogs.choose_file_to_save = lambda *_: saved
        window.files.save_as()
        wait_until(lambda: document.path == saved)
    with phase(probe, "open the project"):
        before = document.project.table
        window.files.open(saved)
        wait_until(lambda: document.project.table is not before)
        settle(program)


def main() -> None:
    application = create_application()  # noqa: F841 - kept until the end
    shape = next((word for word in sys.argv[1:] if word in SHAPES), "wide")
    n_rows, n_columns = SHAPES[shape]
    sys.setswitchinterval(HAND_OVER)
    with TemporaryDirectory() as name:
        folder = Path(name)
        file, other = folder / f"{shape}.csv", folder / "other.csv"
        write_table(file, n_rows, n_columns)
        write_table(other, min(n_rows, 200_000), n_columns, seed=1)
        print(json.dumps({"table": shape, "mb": file.stat().st_size // 1_000_000}), flush=True)
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        with assembled(settings) as program:
            program.window.resize(1440, 900)
            program.window.show()
            wait(1.0)
            probe = Probe(where="--where" in sys.argv)
            work_through(program, probe, file, other, folder)
            probe.end()
            program.document.undo_stack.setClean()
            program.window.close()


if __name__ == "__main__":
    main()
