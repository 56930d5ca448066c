"""Of a large table some rows are drawn: those painted, chosen or under the mouse are always among them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from playground.training.predictions import MOST_POINTS

Person = Any  # the class stands in conftest.py, which cannot be imported from here


def opened(person: Person, path: Path, columns: str, n: int) -> Any:
    """A table of ``n`` rows with the answers in sight."""
    rng = np.random.default_rng(1)
    names = columns.split(",")
    rows = rng.normal(size=(n, len(names) - 1)).round(3)
    lines = [",".join([*map(str, row), "ab"[int(row[0] * row[1] > 0)]]) for row in rows.tolist()]
    path.write_text("\n".join([columns, *lines]), encoding="utf-8")
    person.drop_and_wait(path)
    view = person.window.workspace.predictions
    person.window.workspace.show_predictions()
    person.qtbot.waitUntil(
        lambda: view.plot.picture is not None and view.plot.picture.marks.rows.max() >= n // 2, timeout=30_000
    )
    return view


def test_every_point_of_a_table_that_can_be_painted_on_is_drawn(person: Person, tmp_path: Path) -> None:
    view = opened(person, tmp_path / "plane.csv", "x,y,kind", 3_000)
    assert len(view.plot.picture.marks.rows) == 3_000
    scatter = person.window.workspace.data.scatter.view
    assert len(scatter.points.rows) == 3_000
    person.window.named_actions["paint"].trigger()
    person.qtbot.waitUntil(lambda: view.brush.is_on)
    x0, x1, y0, y1 = view.plot.range
    at = view.plot.scene_position(x0 + 0.9 * (x1 - x0), y0 + 0.9 * (y1 - y0)).toPoint()
    person.qtbot.mouseClick(view.plot.widget.viewport(), Qt.MouseButton.LeftButton, pos=at)
    person.qtbot.waitUntil(lambda: len(view.plot.picture.marks.rows) > 3_000, timeout=30_000)
    assert person.document.project.table.n_rows == len(view.plot.picture.marks.rows)
    assert (
        view.plot.picture.marks.rows[-1]
        == scatter.points.rows[-1]
        == person.document.project.table.n_rows - 1
    )


@pytest.mark.parametrize("columns", ["x,y,kind", "x,y,z,kind"])
def test_the_chosen_row_of_a_large_table_is_drawn(person: Person, tmp_path: Path, columns: str) -> None:
    view = opened(person, tmp_path / "large.csv", columns, 6_000)
    marks = view.plot.picture.marks
    assert len(marks.rows) == MOST_POINTS
    data = person.window.workspace.data
    row = next(
        r for r in range(3_000, 6_000) if r not in marks.rows and r not in data.scatter.view.points.rows
    )
    person.document.set_view(replace(person.document.view, row=row))
    person.qtbot.waitUntil(lambda: row in view.plot.picture.marks.rows, timeout=30_000)
    marks = view.plot.picture.marks
    assert len(marks.rows) == MOST_POINTS + 1
    place = view.plot.scene_position(*marks.xy[marks.rows == row][0].tolist())
    drawn = view.plot.widget.grab().toImage().pixelColor((place + QPointF(7, 0)).toPoint())
    assert drawn.name() == view.plot.theme.accent
    if columns == "x,y,kind":
        table = person.document.project.table
        assert marks.xy[-1].tolist() == pytest.approx([table.columns[i].values[row] for i in (0, 1)])
    view.set_hovered(row - 1)
    person.qtbot.waitUntil(
        lambda: {row, row - 1} <= set(view.plot.picture.marks.rows.tolist()), timeout=30_000
    )
