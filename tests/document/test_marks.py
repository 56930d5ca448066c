"""Colors and shapes of runners: no two alike, kept when others come and go, picked by exchange."""

from __future__ import annotations

import json

import pytest

from playground.data.reader import read_table
from playground.document import edits
from playground.document.marks import set_mark
from playground.document.project import Project, new_project
from playground.document.spec_json import training_from_json, training_to_json
from playground.engine.specs import N_MARKS
from playground.resources import resource


@pytest.fixture
def project() -> Project:
    """Three runners."""
    return edits.add_runner(new_project(read_table(resource("examples", "xor.csv"))))


def test_every_runner_has_its_own(project: Project) -> None:
    assert project.training.marks == {1: 0, 2: 1, 3: 2}
    without = edits.remove_runner(project, 1)
    assert without.training.marks == {2: 1, 3: 2}, "who stays keeps its color"


def test_a_picked_mark_is_exchanged(project: Project) -> None:
    swapped = set_mark(project, 1, 2)
    assert swapped.training.marks == {1: 2, 2: 1, 3: 0}
    free = set_mark(project, 1, 5)
    assert free.training.marks == {1: 5, 2: 1, 3: 2}
    assert set_mark(swapped, 1, 0).training.marks == project.training.marks
    assert set_mark(project, 2, 1).training.marks == project.training.marks


def test_newcomers_get_a_free_one(project: Project) -> None:
    taken = set_mark(project, 1, 3)
    for _ in range(3):
        taken = edits.add_runner(taken)
        marks = taken.training.marks
        assert len(set(marks.values())) == len(marks)
        assert marks[1] == 3
    assert sorted(taken.training.marks.values()) == list(range(N_MARKS))


def test_marks_are_saved_and_older_files_read(project: Project) -> None:
    chosen = set_mark(project, 1, 4).training
    data = json.loads(json.dumps(training_to_json(chosen)))
    assert training_from_json(data) == chosen
    for runner in data["runners"]:
        del runner["mark"]
    assert training_from_json(data) == project.training
    data["runners"][0]["mark"] = 6
    with pytest.raises(ValueError, match="below 6"):
        training_from_json(data)
