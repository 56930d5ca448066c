"""``playground inspect FILE``: how the file is read and what the recipe would be."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from playground.cli.output import print_json
from playground.cli.table_file import table_in_file
from playground.data.columns import Table
from playground.data.recipe import Recipe, guess_recipe, sentences


def inspect(options: argparse.Namespace) -> int:
    """Print what was read, as text or as JSON, and return the exit code."""
    table = table_in_file(options)
    recipe = guess_recipe(table)
    if options.json:
        print_json(_inspection(table, recipe))
        return 0
    print(f"{table.name}: {table.n_rows:,} rows, {len(table.columns):,} columns\n")
    width = max(len(column.name) for column in table.columns)
    for column, choice in zip(table.columns, recipe.columns, strict=True):
        role = choice.role.replace("_", " ")
        reason = f" ({choice.reason})" if choice.reason else ""
        print(f"  {column.name:{width}}  {column.kind.replace('_', '/'):8}  {role}{reason}")
    print()
    for sentence in sentences(table, recipe):
        detail = f": {sentence.detail}" if sentence.detail else ""
        print(f"{'!' if sentence.warning else '-'} {sentence.title}{detail}")
    return 0


def _inspection(table: Table, recipe: Recipe) -> dict[str, Any]:
    return {
        "rows": table.n_rows,
        "columns": [
            {"name": column.name, "type": column.kind, "role": choice.role, "reason": choice.reason}
            for column, choice in zip(table.columns, recipe.columns, strict=True)
        ],
        "set_aside": [asdict(aside) for aside in table.set_aside],
        "warnings": list(table.warnings),
        "notes": list(table.notes),
        "recipe": recipe.to_json()
        | {
            "digest": table.digest,
            "dialect": asdict(table.dialect),
            "reading": table.reading.to_json(),
        },
        "sentences": [asdict(sentence) for sentence in sentences(table, recipe)],
    }
