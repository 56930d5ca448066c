"""A small project with a real controller, and settings that are forgotten."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.project import new_project
from playground.training.controller import TrainingController

ROWS = "\n".join(f"{x},{0.3 * x + 0.1}" for x in range(12))


@pytest.fixture
def table_file(tmp_path: Path) -> Path:
    path = tmp_path / "steps.csv"
    path.write_text("a,b,result\n" + "\n".join(f"{i},{(7 * i) % 5},{i % 3}" for i in range(20)))
    return path


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def document(qapp: QApplication) -> Document:
    assert qapp is not None
    return Document(new_project(read_table(f"x,y\n{ROWS}\n".encode(), "line.csv")))


@pytest.fixture
def controller(document: Document) -> Iterator[TrainingController]:
    made = TrainingController(document)
    document.values_source = made.weights_on_screen
    yield made
    made.shut_down()
