"""Everything that can be chosen for one column, as a menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from playground.data.choices import Missing, Role, Scaling, Use
from playground.data.columns import Column
from playground.data.recipe import ColumnChoice, with_role
from playground.document import edits
from playground.document.project import Project
from playground.panels.editor import Editor

ROLES = (("input", "Use as input"), ("target", "Learn this: the target"), ("left_out", "Leave out"))
USES = (("number", "As numbers"), ("category", "As categories"))
SCALINGS = (
    ("standardize", "Standardize"),
    ("normalize", "Normalize"),
    ("symmetric", "Scale to −1 … 1"),
    ("none", "Don’t scale"),
)
SCALING_TIPS = {
    "standardize": "Mean 0, standard deviation 1, both taken from the training rows.",
    "normalize": "Smallest value 0, largest 1, both taken from the training rows.",
    "symmetric": "Smallest value −1, largest 1, both taken from the training rows.",
    "none": "The network sees the values as they are.",
}


def column_menu(editor: Editor, name: str, parent: QWidget) -> QMenu:
    """Role, use and scaling of a column; each pick is one undoable edit."""
    project = editor.document.project
    column, choice = project.table.column(name), project.recipe.choice(name)
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    menu.setAccessibleName(f"Column {column.label}")
    _group(menu, ROLES, choice.role, lambda role: set_role(editor, column, role))
    if column.is_number and choice.role != "left_out":
        menu.addSeparator()
        _group(menu, USES, choice.use_as, lambda use: set_use(editor, column, use))
    if scales(column, choice):
        menu.addSeparator()
        group = _group(menu, SCALINGS, choice.scaling, lambda scaling: set_scaling(editor, (name,), scaling))
        for action, (scaling, _label) in zip(group.actions(), SCALINGS, strict=True):
            action.setToolTip(SCALING_TIPS[scaling])
    return menu


def scales(column: Column, choice: ColumnChoice) -> bool:
    """Whether a scaling counts for this column."""
    return column.has_values and choice.role != "left_out" and choice.use_as == "number"


def _group(
    menu: QMenu, options: tuple[tuple[str, str], ...], present: str, pick: Callable[[Any], object]
) -> QActionGroup:
    group = QActionGroup(menu)
    for value, label in options:
        action = group.addAction(label)
        action.setCheckable(True)
        action.setChecked(value == present)
        action.setData(value)
        menu.addAction(action)
    group.triggered.connect(lambda action: pick(action.data()))
    return group


def set_role(editor: Editor, column: Column, role: Role) -> bool:
    texts = {
        "input": f"Use {column.label} as input",
        "target": f"Learn {column.label}",
        "left_out": f"Leave {column.label} out",
    }

    def make(project: Project) -> Project:
        return edits.set_recipe(project, with_role(project.table, project.recipe, column.name, role))

    return editor.edit(texts[role], make)


def set_use(editor: Editor, column: Column, use: Use) -> bool:
    text = f"Use {column.label} as {'numbers' if use == 'number' else 'categories'}"
    return _choose(editor, text, (column.name,), lambda choice: replace(choice, use_as=use, reason=""))


def set_scaling(editor: Editor, names: tuple[str, ...], scaling: Scaling) -> bool:
    what = _columns(editor, names)
    texts = {
        "standardize": f"Standardize {what}",
        "normalize": f"Normalize {what}",
        "symmetric": f"Scale {what} to −1 … 1",
        "none": f"Don’t scale {what}",
    }
    return _choose(editor, texts[scaling], names, lambda choice: replace(choice, scaling=scaling))


def set_indicator(editor: Editor, names: tuple[str, ...], on: bool) -> bool:
    text = f"{'Add inputs' if on else 'No inputs'} for gaps in {_columns(editor, names)}"
    return _choose(editor, text, names, lambda choice: replace(choice, indicator=on))


def set_one_hot(editor: Editor, column: Column, one_hot: bool) -> bool:
    text = f"{column.label} as {'two inputs' if one_hot else 'one input'}"
    return _choose(editor, text, (column.name,), lambda choice: replace(choice, one_hot=one_hot))


def set_missing(editor: Editor, column: Column, missing: Missing) -> bool:
    text = f"Gaps in {column.label}"
    return _choose(editor, text, (column.name,), lambda choice: replace(choice, missing=missing))


def _columns(editor: Editor, names: tuple[str, ...]) -> str:
    table = editor.document.project.table
    return table.column(names[0]).label if len(names) == 1 else f"{len(names)} columns"


def _choose(
    editor: Editor, text: str, names: tuple[str, ...], changed: Callable[[ColumnChoice], ColumnChoice]
) -> bool:
    """Change a setting of some columns."""

    def make(project: Project) -> Project:
        recipe = project.recipe
        for name in names:
            recipe = recipe.with_choice(changed(recipe.choice(name)))
        return edits.set_recipe(project, recipe)

    return editor.edit(text, make)
