"""Small tables, and a stand-in for the training that holds weights by name."""

from __future__ import annotations

import itertools
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from playground.data.columns import Table
from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.project import Project, new_project, present_parameters
from playground.document.weights import RunnerValues, begins_anew
from playground.engine.specs import ParameterKey


class HeldWeights(QObject):
    """Carries weights over edits by name, as the training does. Every drawn or learned value is another
    one, so that a weight that comes back can't be mistaken for a new one."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._numbers = itertools.count(1)
        self.values: dict[int, dict[ParameterKey, float]] = {}
        self._fit(document.project)
        document.values_source = self.read
        document.project_changed.connect(self.follow)

    def read(self) -> RunnerValues:
        return {runner: dict(own) for runner, own in self.values.items()}

    def follow(self, old: Project, new: Project, values: RunnerValues) -> None:
        if begins_anew(old, new):
            self.values = {}
        self._fit(new)
        for runner, own in values.items():
            for key, value in own.items():
                if runner in self.values and key in self.values[runner]:
                    self.values[runner][key] = value

    def train(self, project: Project) -> None:
        for own in self.values.values():
            for key in own.keys() - project.network.locked:
                own[key] = float(next(self._numbers))

    def _fit(self, project: Project) -> None:
        keys = sorted(present_parameters(project.network))
        self.values = {
            runner.id: {
                key: self.values[runner.id][key]
                if runner.id in self.values and key in self.values[runner.id]
                else float(next(self._numbers))
                for key in keys
            }
            for runner in project.training.runners
            if runner.enabled
        }


def _table(name: str, header: str, rows: list[str]) -> Table:
    return read_table("\n".join([header, *rows, ""]).encode(), name)


def houses_table() -> Table:
    rows = [f"{80 + 7 * i % 60},{1 + i % 4},{2.5 + i % 9},{200 + 13 * i % 170}" for i in range(30)]
    return _table("houses.csv", "area,bedrooms,distance,price", rows)


def flowers_table() -> Table:
    names = ("setosa", "virginica", "versicolor")
    rows = [f"{4.5 + 0.13 * (i * 7 % 20)},{0.2 + 0.11 * (i * 3 % 20)},{names[i % 3]}" for i in range(45)]
    return _table("flowers.csv", "length,width,species", rows)


@pytest.fixture(scope="session", autouse=True)
def application(qapp: QApplication) -> QApplication:
    return qapp


@pytest.fixture(scope="session")
def houses() -> Table:
    """30 rows, 4 number columns, the last one is the target: a regression."""
    return houses_table()


@pytest.fixture(scope="session")
def flowers() -> Table:
    """45 rows, 2 number columns and 3 species: three outputs."""
    return flowers_table()


@pytest.fixture
def project(houses: Table) -> Project:
    return new_project(houses)


@pytest.fixture
def document(project: Project) -> Document:
    return Document(project)


@pytest.fixture
def weights(document: Document) -> HeldWeights:
    return HeldWeights(document)
