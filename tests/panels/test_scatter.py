"""Points of two columns: where they belong, and tied to the rows of the table both ways."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT, Theme
from playground.data.columns import Table
from playground.data.reader import read_table
from playground.data.recipe import guess_recipe
from playground.document.document import Document
from playground.document.edits import open_table
from playground.panels.data_panel import DataPanel
from playground.panels.scatter import MOST_POINTS, scatter, telling_pair
from playground.panels.scatter_view import ScatterView
from playground.training.controller import TrainingController


@pytest.fixture
def panel(document: Document, controller: TrainingController, theme: Theme, qtbot: QtBot) -> DataPanel:
    panel = DataPanel(document, controller, theme)
    qtbot.addWidget(panel)
    panel.resize(276, 1500)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def at(view: ScatterView, row: int) -> QPoint:
    place = view.place(row)
    assert place is not None
    return place.toPoint()


def row_point(panel: DataPanel, row: int) -> QPoint:
    return panel.rows.visualRect(panel.rows.model().index(row, 1)).center()


def test_the_two_inputs_that_tell_most_are_the_axes() -> None:
    rng = np.random.default_rng(1)
    a, b, c, d = rng.normal(0, 1, (4, 200))
    lines = [f"{x},{y},{z},{w},{3 * y - 2 * w + 0.1 * z}" for x, y, z, w in zip(a, b, c, d, strict=True)]
    table = read_table("\n".join(["a,b,c,d,result", *lines]).encode())
    assert telling_pair(table, guess_recipe(table)) == ("b", "d")
    words = [
        f"{x},{y},{z},{w},{'up' if x + w > 0 else 'down'}" for x, y, z, w in zip(a, b, c, d, strict=True)
    ]
    table = read_table("\n".join(["a,b,c,d,class", *words]).encode())
    assert telling_pair(table, guess_recipe(table)) == ("a", "d")
    line = read_table(b"x,result\n" + b"\n".join(b"%d,%d" % (i, 3 * i) for i in range(30)))
    assert telling_pair(line, guess_recipe(line)) == ("x", "result")


def test_of_a_large_table_some_points_are_drawn_and_gaps_are_not() -> None:
    lines = [f"{i},{i % 91 if i % 10 else ''},{i % 3}" for i in range(20_000)]
    table = read_table("\n".join(["a,b,class", *lines]).encode())
    points = scatter(table, guess_recipe(table), "a", "b")
    assert len(points.rows) == MOST_POINTS
    assert not (points.rows % 10 == 0).any()
    assert np.isfinite(points.shares()).all()
    assert points.shares().min() >= 0
    assert points.shares().max() <= 1
    assert sorted(set(points.category.tolist())) == [0, 1, 2]


def test_the_mouse_over_a_point_marks_its_row_and_the_other_way_round(panel: DataPanel, qtbot: QtBot) -> None:
    view = panel.scatter.view
    before = panel.rows.viewport().grab().toImage()
    row = view.row_at(QPointF(at(view, 11)))
    assert row >= 0
    qtbot.mouseMove(view, at(view, 11))
    assert view.hovered == row
    assert panel.rows.viewport().grab().toImage() != before
    assert panel.rows.viewport().rect().contains(row_point(panel, row))
    qtbot.mouseMove(view, QPoint(1, 1))
    assert view.hovered == -1
    plain = view.grab().toImage()
    qtbot.mouseMove(panel.rows.viewport(), row_point(panel, 3))
    assert view.hovered == 3
    assert view.grab().toImage() != plain
    QApplication.sendEvent(panel.rows, QEvent(QEvent.Type.Leave))
    assert view.hovered == -1


def test_a_click_on_a_point_chooses_the_row_everywhere(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    view = panel.scatter.view
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(view, 20))
    row = document.view.row
    assert row == view.row_at(QPointF(at(view, 20)))
    assert panel.rows.currentIndex().row() == row
    qtbot.keyClick(view, Qt.Key.Key_Right)
    after = document.view.row
    assert after is not None
    points = view.points
    assert points is not None
    assert points.x.values[after] >= points.x.values[row]
    assert after != row


def test_other_columns_can_be_chosen_and_the_same_one_swaps(panel: DataPanel, qtbot: QtBot) -> None:
    section = panel.scatter
    x, y = section.x_field.choice, section.y_field.choice
    assert {x, y} <= {"area (m²)", "bedrooms"}
    before = section.view.grab().toImage()
    options = [section.x_field.itemData(i) for i in range(section.x_field.count())]
    steps = options.index(y) - options.index(x)
    for _ in range(abs(steps)):
        qtbot.keyClick(section.x_field, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)
    assert (section.x_field.choice, section.y_field.choice) == (y, x)
    assert section.view.grab().toImage() != before


def test_without_two_columns_of_numbers_there_are_no_points(
    panel: DataPanel, document: Document, spiral: Table
) -> None:
    words = "\n".join(["a,b", *(f"{'uvw'[i % 3]},{'yes' if i % 2 else 'no'}" for i in range(30))])
    document.edit("Open", open_table(document.project, read_table(words.encode(), "words.csv")))
    assert not panel.scatter.isVisible()
    document.edit("Open", open_table(document.project, spiral))
    assert panel.scatter.isVisible()


def test_points_follow_the_scheme_and_the_width(panel: DataPanel) -> None:
    view = panel.scatter.view
    light = view.grab().toImage()
    panel.restyle(DARK)
    assert view.grab().toImage() != light
    panel.restyle(LIGHT)
    for width in (250, 400, 900):
        panel.resize(width, 1500)
        box = view.box()
        assert view.rect().contains(box.toRect())
        points = view.points
        assert points is not None
        places = [view.place(int(row)) for row in points.rows[:20]]
        assert all(place is not None and box.contains(place) for place in places)
