"""Points painted and erased by hand: an edit of the table that keeps the network and what it has learned."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from playground.data.columns import Column
from playground.data.dataset import DataError, Dataset, prepare
from playground.data.painting import MOST_ROWS, repainted
from playground.document.edits import EditError
from playground.document.project import Project


def plane_of(project: Project) -> tuple[Column, Column] | None:
    """The two columns of numbers that are all a row is known by; None if there are others, or fewer."""
    given = project.dataset.given
    if len(given) != 2 or project.table.n_rows > MOST_ROWS:
        return None
    x, y = (project.table.column(feature.column) for feature in given)
    plain = x is not y and all(feature.category is None and not feature.is_gap for feature in given)
    return (x, y) if plain and x.is_number and y.is_number else None


def paint(
    project: Project, added: Sequence[Mapping[str, float | str]], erased: Collection[int] = ()
) -> Project:
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
