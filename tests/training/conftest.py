"""Small projects, a controller that is shut down after the test, and a look for threads left behind."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pytest
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.project import Project, new_project
from playground.training.controller import TrainingController
from tests.looking import present

Make = Callable[[Project], TrainingController]


def document_of(controller: TrainingController) -> Document:
    """The document a controller was made with."""
    return present(controller.findChild(Document))


def project_of(name: str, columns: dict[str, list[str] | list[float]]) -> Project:
    rows = zip(*columns.values(), strict=True)
    lines = [",".join(columns), *(",".join(map(str, row)) for row in rows)]
    return new_project(read_table("\n".join([*lines, ""]).encode(), name))


def numbers(seed: int, n: int) -> list[float]:
    drawn: list[float] = np.random.default_rng(seed).normal(size=n).round(4).tolist()
    return drawn


@pytest.fixture(scope="session", autouse=True)
def application(qapp: QApplication) -> QApplication:
    return qapp


@pytest.fixture(scope="session")
def houses() -> Project:
    """Three inputs, 40 rows: a regression."""
    area, rooms, distance = numbers(1, 40), numbers(2, 40), numbers(3, 40)
    price = [round(3 * a + b - d, 3) for a, b, d in zip(area, rooms, distance, strict=True)]
    return project_of("houses.csv", {"area": area, "rooms": rooms, "distance": distance, "price": price})


@pytest.fixture(scope="session")
def line() -> Project:
    """One input, 30 rows: a regression in large units."""
    x = [1000 + 10 * value for value in numbers(4, 30)]
    y = [round(500 - 2 * value, 3) for value in x]
    return project_of("line.csv", {"x": x, "y": y})


@pytest.fixture(scope="session")
def flowers() -> Project:
    """Two inputs, three species, 45 rows."""
    species = ("setosa", "virginica", "versicolor")
    kinds = [species[i % 3] for i in range(45)]
    length = [round(5 + i % 3 + value, 3) for i, value in enumerate(numbers(5, 45))]
    width = [round(100 * (i % 3) + 10 * value, 3) for i, value in enumerate(numbers(6, 45))]
    return project_of("flowers.csv", {"length": length, "width": width, "species": kinds})


@pytest.fixture
def training() -> Iterator[Make]:
    """Makes controllers (each with a document of its own, `document` property) and shuts them down."""
    made: list[TrainingController] = []

    def make(project: Project) -> TrainingController:
        document = Document(project)
        controller = TrainingController(document)
        document.setParent(controller)  # lives as long; found again by `findChild`
        document.values_source = controller.weights_on_screen
        made.append(controller)
        return controller

    yield make
    for controller in made:
        controller.shut_down()


@pytest.fixture(autouse=True)
def nothing_left_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No thread runs and no timer ticks after a test: it would act in the next one, or abort the exit."""
    made: list[weakref.ref[QThread | QTimer]] = []

    def watched(original: Callable[..., None]) -> Callable[..., None]:
        def make(item: QThread | QTimer, *arguments: object, **named: object) -> None:
            original(item, *arguments, **named)
            made.append(weakref.ref(item))

        return make

    # Made by this test: windows of earlier ones may not have been collected yet, and their timers tick on.
    monkeypatch.setattr(QThread, "__init__", watched(QThread.__init__))
    monkeypatch.setattr(QTimer, "__init__", watched(QTimer.__init__))
    threads_before = set(threading.enumerate())
    yield
    living = [item for item in (reference() for reference in made) if item is not None and isValid(item)]
    assert not [item for item in living if isinstance(item, QThread) and item.isRunning()]
    assert not [item for item in living if isinstance(item, QTimer) and item.isActive()]
    left = set(threading.enumerate()) - threads_before
    assert not {thread for thread in left if not isinstance(thread, threading._DummyThread)}
