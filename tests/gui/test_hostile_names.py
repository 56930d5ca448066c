"""Names and words of a file are shown as they are, whatever Qt would make of them: markup, marks for keys."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QTableView, QWidget

from playground.panels.column_menu import set_role

Person = Any  # the class stands in conftest.py, which cannot be imported from here
NAMES = ["<b>size</b>", "R&D", "<img src=x>", "n" * 3_000, "&File", "<u>y</u> (€)"]


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    path = tmp_path / "hostile.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file).writerow
        write(["<h1>A note</h1>"])
        write(NAMES)
        for i in range(60):
            write(
                [i % 7 / 2, i % 5, ["<i>a</i>", "&b", "c" * 500][i % 3], i % 11, ["<s>", "R&D"][i % 2], i / 7]
            )
    return path


def tips(window: QWidget) -> list[str]:
    """All tooltips of widgets and of what stands in lists and tables."""
    found = [widget.toolTip() for widget in window.findChildren(QWidget)]
    role = Qt.ItemDataRole.ToolTipRole
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        rows = range(min(20, model.rowCount()) if model is not None else 0)
        found += [str(model.data(model.index(row, 0), role) or "") for row in rows]
    for table in window.findChildren(QTableView):
        model = table.model()
        columns = range(model.columnCount() if model is not None else 0)
        found += [str(model.headerData(i, Qt.Orientation.Horizontal, role) or "") for i in columns]
    return found


def test_no_name_is_taken_for_markup_or_for_a_key(person: Person, hostile: Path) -> None:
    person.drop_and_wait(hostile)
    window, project = person.window, person.document.project
    assert project.table.names == tuple(NAMES)
    recipe = window.workspace.data.recipe
    recipe.toggle(next(line.key for line in recipe.lines if line.sentence.kind == "set_aside"))
    window.workspace.show_apply()
    texts = tips(window)
    assert any("&lt;b&gt;size&lt;/b&gt;" in text for text in texts)
    assert any("&lt;h1&gt;A note&lt;/h1&gt;" in text for text in texts)
    for text in texts:
        assert not any(markup in text for markup in ("<b>size", "<img", "<u>y", "<i>a", "<s>", "<h1>")), text
        assert len(text) < 1_500
    labels = [label for label in window.findChildren(QLabel) if "size" in label.text()]
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    form = window.workspace.apply.form
    assert "R&&D" in [row.findChildren(QLabel)[0].text() for row in form.rows.values()]
    set_role(window.workspace.data._editor, project.table.column("R&D"), "left_out")
    assert window.named_actions["undo"].text() == "Undo leave R&&D out"
    assert max(len(action.text()) for action in window.named_actions.values()) < 200
