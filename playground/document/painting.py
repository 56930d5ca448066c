"""Points painted and erased by hand: an edit of the table that keeps the network and what it has learned."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from playground.data.columns import Column, Table
from playground.data.dataset import DataError, Dataset, prepare
from playground.data.declared import DeclaredColumn
from playground.data.painting import MOST_ROWS, Row, repainted
from playground.data.recipe import ColumnChoice, Recipe
from playground.data.sheet import empty_sheet
from playground.document.edits import EditError
from playground.document.project import Project, new_project
from playground.engine.specs import RunnerSpec

MOST_CATEGORIES = 6
"""More categories than there are colors can't be told apart while painting."""
NOT_A_PLANE = (
    "Points can be painted where the inputs are two columns of numbers: leave the other inputs out, "
    "open one of the point sets among the examples, or begin with an empty sheet (File, New)."
)
TOO_MANY_ROWS = f"Points can be painted on tables of up to {MOST_ROWS:,} rows: this one has more."
TOO_MANY_CATEGORIES = f"Up to {MOST_CATEGORIES} categories can be painted: the target has more."

REACH = 3.0
"""How far from the middle new sheets go: the unscaled inputs of a network learn best about so large."""
RATE, BATCH = 0.1, 10


@dataclass(frozen=True, slots=True)
class Ground:
    """What can be painted on: the two columns that are the axes, and the target.

    ``names``: the target's categories; none if it is a number, from ``low`` to ``high``.
    """

    x: Column
    y: Column
    target: Column
    names: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0


def ground_of(project: Project) -> Ground | str:
    """What can be painted on, or a sentence saying why nothing can."""
    plane = _plane(project)
    if plane is None:
        return NOT_A_PLANE
    if project.table.n_rows > MOST_ROWS:
        return TOO_MANY_ROWS
    target = project.table.column(project.recipe.target or "")
    if project.dataset.task == "regression":
        return Ground(*plane, target, (), *range_of(target))
    names = target.coded[1]
    return Ground(*plane, target, names) if len(names) <= MOST_CATEGORIES else TOO_MANY_CATEGORIES


def range_of(column: Column) -> tuple[float, float]:
    """From where to where a column of numbers reaches, what was declared included."""
    ends = (*(column.limits or ()), *(column.span or ()))
    return (min(ends), max(ends)) if ends else (0.0, 1.0)


def _plane(project: Project) -> tuple[Column, Column] | None:
    """The two columns of numbers that are all a row is known by; None if there are others, or fewer."""
    given = project.dataset.given
    if len(given) != 2 or any(each.category is not None or each.is_gap for each in given):
        return None
    x, y = (project.table.column(feature.column) for feature in given)
    return (x, y) if x is not y and x.is_number and y.is_number else None


def paint(project: Project, added: Sequence[Row], erased: Collection[int] = ()) -> Project:
    """The project with rows added (values by column name) and others erased. `EditError` if that can't be."""
    if project.table.n_rows - len(erased) + len(added) > MOST_ROWS:
        raise EditError(f"A painted table holds at most {MOST_ROWS:,} rows.")
    try:
        table = repainted(project.table, added, erased)
        dataset = prepare(table, project.recipe)
    except DataError as error:
        raise EditError(str(error)) from error
    if _ends(dataset) != _ends(project.dataset):
        raise EditError("At least one point of every category has to stay.")
    return replace(project, table=table)


def _ends(dataset: Dataset) -> list[tuple[str, str | None, str | None]]:
    """What the inputs and outputs stand for, their scaling apart."""
    return [(f.name, f.category, f.otherwise) for f in (*dataset.inputs, *dataset.outputs)]


def blank_project(learns: Literal["category", "number"]) -> Project:
    """A sheet without points, to paint points of two categories, or of values from −1 to 1.

    The inputs are not scaled: the ground stays where it is while the first points are painted.
    """
    span = (-REACH, REACH)
    target = (
        DeclaredColumn("class", "category", "class", categories=("A", "B"))
        if learns == "category"
        else DeclaredColumn("value", "number", "value", span=(-1.0, 1.0))
    )
    axes = tuple(DeclaredColumn(name, "number", name, span=span) for name in ("x", "y"))
    recipe = Recipe(
        (
            *(ColumnChoice(axis.name, "input", scaling="none") for axis in axes),
            ColumnChoice(target.name, "target", scaling="none", use_as=learns),
        ),
        test_share=0.0,
    )
    project = new_project(_blank(target, axes), recipe)
    runner = RunnerSpec(1, "Mini-batch", learning_rate=RATE, batch_size=BATCH)
    return replace(project, training=replace(project.training, runners=(runner,)))


def _blank(target: DeclaredColumn, axes: tuple[DeclaredColumn, ...]) -> Table:
    return empty_sheet("my points.csv", (*axes, target))
