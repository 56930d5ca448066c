"""The easel: what is painted, erased, undone, saved and opened is always the same table."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Literal

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from playground.data.examples import example
from playground.data.painting import MOST_ROWS
from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.easel import Brush, Easel
from playground.document.edits import EditError, open_table, set_recipe
from playground.document.painting import NOT_A_PLANE, TOO_MANY_CATEGORIES, TOO_MANY_ROWS, blank_project, paint
from playground.document.project import Project, new_project
from playground.document.project_file import load_project, save_project
from playground.document.view_state import ViewState
from playground.document.weights import is_painted

REACH = (0.5, 0.5)
Rows = list[tuple[str, ...]]


def rows_of(project: Project) -> Rows:
    table = project.table
    return [tuple(column.cell(row) for column in table.columns) for row in range(table.n_rows)]


def moons() -> Project:
    return new_project(read_table(example("moons.csv").text(24).encode(), "moons.csv"))


PLACES = st.tuples(st.floats(-3.5, 3.5), st.floats(-3.5, 3.5))


class PaintingMachine(RuleBasedStateMachine):
    """``steps``: the rows after each step; ``at``: the one that is shown."""

    @initialize(start=st.sampled_from(["category", "number", "moons"]))
    def begin(self, start: Literal["category", "number", "moons"]) -> None:
        project = moons() if start == "moons" else blank_project(start)
        self.document = Document(project)
        self.easel = Easel(self.document)
        self.easel.toggle()
        self.network = project.network
        self.steps, self.at = [rows_of(project)], 0
        self.texts = [""]

    def note(self, rows: Rows, text: str) -> None:
        if rows != self.steps[self.at]:
            self.steps = [*self.steps[: self.at + 1], rows]
            self.texts = [*self.texts[: self.at + 1], text]
            self.at += 1

    @rule(places=st.lists(PLACES, min_size=1, max_size=6), kind=st.integers(0, 1), cut=st.booleans())
    def stroke(self, places: list[tuple[float, float]], kind: int, cut: bool) -> None:
        """``cut``: it takes so long that a part of it is learned from before it ends."""
        ground = self.easel.ground
        assert ground is not None
        self.easel.choose(Brush(category=kind, value=round(places[0][0], 2) + 0.0))
        self.easel.begin()
        for i, place in enumerate(places):
            self.easel.dab(*place, REACH)
            if cut and i == len(places) // 2:
                self.easel._soon.timeout.emit()
        self.easel.end()
        rows = rows_of(self.document.project)
        before = self.steps[self.at]
        assert rows[: len(before)] == before
        assert len(rows) == len(before) + len(places)
        target = ground.names[kind] if ground.names else f"{self.easel.chosen.value:g}"
        assert {row[2] for row in rows[len(before) :]} == {target}
        for row, (x, y) in zip(rows[len(before) :], places, strict=True):
            assert (float(row[0]), float(row[1])) == pytest.approx((x, y), abs=0.006)
        n = len(places)
        self.note(rows, f"Paint {n} point{'' if n == 1 else 's'} of {self.easel.text()}")

    @rule(places=st.lists(PLACES, min_size=1, max_size=3), wide=st.booleans(), cut=st.booleans())
    def erase(self, places: list[tuple[float, float]], wide: bool, cut: bool) -> None:
        reach = (20.0, 20.0) if wide else (1.5, 0.8)
        before = self.steps[self.at]
        self.easel.choose(Brush(erases=True))
        self.easel.begin()
        for place in places:
            self.easel.dab(*place, reach)
            if cut:
                self.easel._soon.timeout.emit()
        self.easel.end()

        def is_gone(row: tuple[str, ...]) -> bool:
            return any(
                ((float(row[0]) - x) / reach[0]) ** 2 + ((float(row[1]) - y) / reach[1]) ** 2 <= 1
                for x, y in places
            )

        rows = [row for row in before if not is_gone(row)]
        assert rows_of(self.document.project) == rows
        n = len(before) - len(rows)
        self.note(rows, f"Erase {n} point{'' if n == 1 else 's'}")

    @rule()
    def undo(self) -> None:
        self.document.undo_stack.undo()
        self.at = max(0, self.at - 1)

    @rule()
    def redo(self) -> None:
        self.document.undo_stack.redo()
        self.at = min(len(self.steps) - 1, self.at + 1)

    @rule()
    def save_and_open(self) -> None:
        project = self.document.project
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "painted.nnp"
            save_project(path, project, ViewState(), None)
            opened = load_project(path).project
        assert opened == project
        assert rows_of(opened) == rows_of(project)
        one, other = opened.dataset, project.dataset
        assert one.x_train.tobytes() == other.x_train.tobytes()
        assert one.test_rows.tolist() == other.test_rows.tolist()
        assert (one.inputs, one.outputs, one.lack) == (other.inputs, other.outputs, other.lack)

    @precondition(lambda self: self.at > 0)
    @rule(place=PLACES)
    def undo_during_a_stroke(self, place: tuple[float, float]) -> None:
        """By the keyboard, while the mouse is down: what was not taken over yet is dropped."""
        self.easel.choose(Brush())
        self.easel.begin()
        self.easel.dab(*place, REACH)
        self.undo()
        self.easel.dab(*place, REACH)
        self.easel.end()

    @invariant()
    def table_and_steps_agree(self) -> None:
        project = self.document.project
        assert rows_of(project) == self.steps[self.at]
        assert self.document.undo_stack.index() == self.at
        assert self.document.undo_stack.undoText() == self.texts[self.at]
        assert project.network == self.network
        classes = {row[2] for row in self.steps[self.at]}
        if project.table.reading.columns:
            assert bool(project.dataset.lack) == (
                len(classes) < (2 if project.dataset.task != "regression" else 1)
            )
        assert not self.easel.added
        assert not self.easel.erased


def test_painting_erasing_undoing_saving_and_opening_agree() -> None:
    run_state_machine_as_test(
        PaintingMachine, settings=settings(max_examples=20, stateful_step_count=14, deadline=None)
    )


def told(easel: Easel) -> list[str]:
    found: list[str] = []
    easel.refused.connect(found.append)
    return found


def test_what_cannot_be_painted_on_is_refused_with_a_sentence() -> None:
    three = "\n".join(["a,b,c,result", *(f"{i},{i * i % 11},{i % 7},{i % 5}" for i in range(30))])
    words = "\n".join(["kind,b,result", *(f"{'xyz'[i % 3]},{i * i % 11},{i % 5}" for i in range(30))])
    dates = "\n".join(["day,b,result", *(f"2024-03-{1 + i:02},{i * i % 11},{i % 5}" for i in range(30))])
    many = "\n".join(["x,y,class", *(f"{i % 13}.5,{i % 7}.5,{'abcdefgh'[i % 8]}" for i in range(80))])
    rows = "\n".join(["x,y,z", *(f"{i % 13}.5,{i % 7}.25,{i % 5}.5" for i in range(MOST_ROWS + 1))])
    document = Document(moons())
    easel = Easel(document)
    for text, reason in (
        *((three, NOT_A_PLANE), (words, NOT_A_PLANE), (dates, NOT_A_PLANE)),
        *((many, TOO_MANY_CATEGORIES), (rows, TOO_MANY_ROWS)),
    ):
        easel.toggle()
        assert (easel.brush is None) == (easel.ground is None)
        heard = told(easel)
        document.edit("Open", open_table(document.project, read_table(text.encode(), "mine.csv")))
        assert easel.ground is None
        assert easel.brush is None, "the brush is put away where it can't paint"
        easel.toggle()
        assert heard == [reason]
        document.undo_stack.undo()


def test_more_rows_than_can_be_painted_are_refused() -> None:
    project = blank_project("number")
    row = {"x": 1.0, "y": 1.0, "value": 0.5}
    full = paint(project, [row] * MOST_ROWS)
    with pytest.raises(EditError, match=r"at most 5,000 rows\.$"):
        paint(full, [row])
    document = Document(full)
    easel = Easel(document)
    heard = told(easel)
    easel.toggle()
    easel.begin()
    easel.dab(0.0, 0.0, REACH)
    easel.end()
    assert heard == ["A painted table holds at most 5,000 rows."]
    assert document.project == full


def test_another_target_puts_the_brush_away() -> None:
    document = Document(moons())
    easel = Easel(document)
    easel.toggle()
    easel.choose(Brush(category=1, size="wide"))
    recipe = document.project.recipe
    columns = (
        replace(recipe.choice("x"), role="target"),
        recipe.choice("y"),
        replace(recipe.choice("class"), role="left_out"),
    )
    document.edit("Learn x", set_recipe(document.project, replace(recipe, columns=columns)))
    assert easel.brush is None
    assert easel.ground is None, "one input is no plane"
    document.undo_stack.undo()
    assert easel.chosen == Brush(size="wide", value=easel.chosen.value), "the size stays"


def test_a_painted_row_stays_among_the_training_or_the_test_rows() -> None:
    """However much is painted and erased beside it."""
    project = paint(moons(), [{"x": 0.25 * i, "y": -0.5 * i, "class": "AB"[i % 2]} for i in range(200)])

    def sets(project: Project) -> dict[tuple[str, ...], bool]:
        rows = rows_of(project)
        return {rows[row]: True for row in project.dataset.test_rows.tolist()} | {
            rows[row]: False for row in project.dataset.train_rows.tolist()
        }

    before = sets(project)
    assert 0.1 < sum(before.values()) / len(before) < 0.3
    changed = paint(project, [{"x": 9.0 + i, "y": 1.0, "class": "A"} for i in range(50)], range(0, 60, 3))
    after = sets(changed)
    common = before.keys() & after.keys()
    assert len(common) > 150
    assert all(before[row] == after[row] for row in common)
    assert is_painted(project, changed)
