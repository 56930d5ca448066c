"""What is said when a table is on screen."""

from __future__ import annotations

from playground.data.columns import Table
from playground.document.names import counted


def opened_text(table: Table, n_others: int) -> str:
    """How large it is, the first thing to be checked, and that ``n_others`` were dropped along with it."""
    text = f"{table.name} opened: {counted(table.n_rows, 'row')}, {counted(len(table.columns), 'column')}"
    if n_others:
        text += f" (one file at a time: {n_others:,} more {'was' if n_others == 1 else 'were'} dropped)"
    if not table.warnings:
        return text
    more = len(table.warnings) - 1
    others = f" ({counted(more, 'more such note')} in the Data panel)" if more else ""
    return f"{text}. {table.warnings[0]}{others}"
