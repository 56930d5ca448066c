"""The same file, read in another way: what a person chose about its columns is kept where it still fits."""

from __future__ import annotations

from dataclasses import replace

from playground.data.columns import Table
from playground.data.recipe import Recipe, guess_recipe
from playground.document.names import counted
from playground.document.opening import open_to_train
from playground.document.project import Project


def read_again(project: Project, table: Table) -> Project:
    """The project with another reading of its file. Raises `EditError` if nothing can be learned from it."""
    return open_to_train(project, table, fitted_recipe(project.table, project.recipe, table))


def how_read(old: Table, new: Table) -> str:
    """What another reading changes, as the name of a step."""
    if old.reading.member != new.reading.member and new.reading.member is not None:
        return f"Read “{new.reading.member}” of {new.name}"
    if old.reading.places != new.reading.places:
        return f"Read {counted(len(new.columns), 'column')} of {new.name}"
    return f"Read {new.name} in another way"


def fitted_recipe(old: Table, recipe: Recipe, new: Table) -> Recipe:
    """The recipe for the new reading: choices stay for columns that are as they were, the rest is guessed."""
    same = {
        column.name
        for column in new.columns
        if column.name in old.names and old.column(column.name).kind == column.kind
    }
    target = recipe.target if recipe.target in same else None
    guess = guess_recipe(new, target, recipe.seed)
    columns = tuple(
        recipe.choice(choice.name)
        if choice.name in same and (target is not None or choice.name != guess.target)
        else choice
        for choice in guess.columns
    )
    if recipe.split_column and recipe.split_column not in same:
        recipe = replace(recipe, split=guess.split, split_column="", test_value="")
    return replace(recipe, columns=columns)
