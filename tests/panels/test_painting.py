"""Points are painted and erased by strokes; the network keeps what it has learned and goes on training."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK
from playground.data.columns import Table
from playground.data.examples import example
from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.edits import open_table
from playground.document.project_file import load_project, save_project
from playground.panels.data_panel import DataPanel
from playground.training.controller import TrainingController
from tests.looking import present

LEFT = Qt.MouseButton.LeftButton


def stroke(qtbot: QtBot, view: QWidget, *places: QPoint) -> None:
    qtbot.mousePress(view, LEFT, pos=places[0])
    for place in places[1:]:
        qtbot.mouseMove(view, place)
    qtbot.mouseRelease(view, LEFT, pos=places[-1])


def take_out(panel: DataPanel, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.scatter.brush_button, LEFT)
    assert panel.scatter.tools.isVisible()


def classes(document: Document) -> list[str]:
    table = document.project.table
    return [table.columns[-1].cell(row) for row in range(table.n_rows)]


def test_a_stroke_adds_rows_of_its_category_as_one_step(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    before = document.project
    take_out(panel, qtbot)
    tools, view = panel.scatter.tools, panel.scatter.view
    assert [button.text() for button in tools.brushes] == ["in", "out"]
    qtbot.mouseClick(tools.brushes[1], LEFT)
    box = view.box().toRect()
    stroke(qtbot, view, box.center(), box.center() + QPoint(40, 0), box.center() + QPoint(40, 40))
    added = classes(document)[48:]
    assert len(added) == 11
    assert set(added) == {"out"}
    assert document.undo_stack.undoText() == "Paint 11 points of out"
    assert document.project.network == before.network
    assert document.project.recipe == before.recipe
    assert document.project.table.name == "spiral.csv"
    x, y = (column.values[48] for column in document.project.table.columns[:2])
    place = present(view.place(48))
    assert abs(place.x() - box.center().x()) < 1.5
    assert abs(place.y() - box.center().y()) < 1.5
    assert (x, y) == (round(x, 3), round(y, 3))
    document.undo_stack.undo()
    assert document.project == before
    document.undo_stack.redo()
    assert document.project.table.n_rows == 59


def test_the_eraser_takes_points_away_and_keeps_the_rest(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    before = document.project.table
    take_out(panel, qtbot)
    qtbot.mouseClick(panel.scatter.tools.eraser, LEFT)
    view = panel.scatter.view
    place = view.place(5)
    assert place is not None
    stroke(qtbot, view, place.toPoint())
    after = document.project.table
    gone = before.n_rows - after.n_rows
    assert gone >= 1
    point = [before.columns[i].values[5] for i in (0, 1)]
    assert not any([after.columns[i].values[row] for i in (0, 1)] == point for row in range(after.n_rows))
    assert document.undo_stack.undoText() == f"Erase {gone} point{'' if gone == 1 else 's'}"
    document.undo_stack.undo()
    assert document.project.table == before


def test_everything_can_be_erased_and_comes_back(
    panel: DataPanel, document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    before = document.project
    controller.train()
    take_out(panel, qtbot)
    qtbot.mouseClick(panel.scatter.tools.eraser, LEFT)
    box = panel.scatter.view.box().toRect()
    rows = range(box.top() + 2, box.bottom(), 8)
    zigzag = [QPoint(x, y) for y in rows for x in (box.left() + 2, box.right() - 2)]
    stroke(qtbot, panel.scatter.view, *zigzag)
    assert document.project.table.n_rows == 0
    assert document.project.network == before.network
    assert document.project.dataset.lack == "There are no points to learn from yet: paint some."
    lack = document.project.dataset.lack
    qtbot.waitUntil(lambda: any(line.sentence.detail == lack for line in panel.recipe.lines))
    waiting = controller.snapshot.shown_runner
    assert math.isnan(waiting.cost)
    assert len(waiting.history.updates) > 0
    document.undo_stack.undo()
    assert document.project == before
    assert controller.running
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates > waiting.updates, timeout=20_000)
    assert np.isfinite(controller.snapshot.shown_runner.cost)
    controller.pause()


def test_training_goes_on_with_its_weights_over_the_painted_rows(
    panel: DataPanel, document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    controller.train()
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates > 50, timeout=20_000)
    take_out(panel, qtbot)
    before = controller.snapshot.shown_runner
    stroke(qtbot, panel.scatter.view, panel.scatter.view.box().center().toPoint())
    assert controller.running
    after = controller.snapshot.shown_runner
    assert after.updates >= before.updates
    qtbot.waitUntil(lambda: controller.snapshot.shown_runner.updates > after.updates + 20, timeout=20_000)
    assert (controller.snapshot.shown_runner.history.updates >= 0).all()
    assert controller.snapshot.shown_runner.history.updates[0] == 0
    document.undo_stack.undo()
    assert controller.running
    assert controller.snapshot.shown_runner.updates >= after.updates
    controller.pause()


def test_the_keys_paint_too(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    take_out(panel, qtbot)
    view = panel.scatter.view
    view.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Space):
        qtbot.keyClick(view, key)
    assert document.project.table.n_rows == 49
    place = view.place(48)
    assert place is not None
    assert place.x() > view.box().center().x() + 5
    assert place.y() < view.box().center().y() - 2


def test_values_are_painted_where_the_target_is_a_number(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    plane = read_table(example("plane.csv").text(40).encode(), "plane.csv")
    document.edit("Open", open_table(document.project, plane))
    take_out(panel, qtbot)
    tools = panel.scatter.tools
    assert tools.value.isVisible()
    tools.value.field.setFocus()
    tools.value.field.selectAll()
    qtbot.keyClicks(tools.value.field, "1.5")
    qtbot.keyClick(tools.value.field, Qt.Key.Key_Return)
    stroke(qtbot, panel.scatter.view, panel.scatter.view.box().center().toPoint())
    assert document.project.table.columns[2].values[-1] == 1.5
    assert document.undo_stack.undoText() == "Paint 1 point of 1.5"


def test_tables_of_more_columns_are_not_painted_on(
    panel: DataPanel, document: Document, houses: Table
) -> None:
    assert panel.scatter.brush_button.isVisible()
    three = "\n".join(["a,b,c,result", *(f"{i},{i * i % 11},{i % 7},{i % 5}" for i in range(30))])
    document.edit("Open", open_table(document.project, read_table(three.encode(), "three.csv")))
    assert not panel.scatter.brush_button.isVisible()
    document.edit("Open", open_table(document.project, houses))
    assert panel.scatter.brush_button.isVisible()


def test_a_painted_table_is_saved(panel: DataPanel, document: Document, qtbot: QtBot, tmp_path: Path) -> None:
    take_out(panel, qtbot)
    stroke(qtbot, panel.scatter.view, panel.scatter.view.box().center().toPoint())
    path = tmp_path / "painted.nnp"
    save_project(path, document.project, document.view, None)
    assert load_project(path).project == document.project


def test_the_ground_stays_while_a_brush_is_in_hand(panel: DataPanel, qtbot: QtBot) -> None:
    take_out(panel, qtbot)
    view = panel.scatter.view
    points = view.points
    assert points is not None
    box = view.box().toRect()
    stroke(qtbot, view, box.topLeft() + QPoint(2, 2))
    assert view.points is not None
    assert view.points is not points
    assert view.points.limits == points.limits
    qtbot.mouseClick(panel.scatter.brush_button, LEFT)
    assert view.brush is None
    assert not panel.scatter.tools.isVisible()


def test_the_tools_follow_the_scheme(panel: DataPanel, qtbot: QtBot) -> None:
    take_out(panel, qtbot)
    light = panel.scatter.tools.grab().toImage()
    panel.restyle(DARK)
    assert panel.scatter.tools.grab().toImage() != light


def has_more_rows(document: Document, rows: int) -> bool:
    return document.project.table.n_rows > rows


def test_a_long_stroke_is_learned_from_before_it_ends_and_is_one_step(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    before = document.project
    take_out(panel, qtbot)
    view = panel.scatter.view
    box = view.box().toRect()
    qtbot.mousePress(view, LEFT, pos=box.center())
    for i in range(1, 4):
        rows = document.project.table.n_rows
        qtbot.mouseMove(view, box.center() + QPoint(25 * i, 0))
        qtbot.waitUntil(partial(has_more_rows, document, rows))
    qtbot.mouseRelease(view, LEFT, pos=box.center() + QPoint(75, 0))
    n = document.project.table.n_rows - before.table.n_rows
    assert document.undo_stack.count() == 2, "the table was opened, and painted on once"
    assert document.undo_stack.undoText() == f"Paint {n} points of in"
    document.undo_stack.undo()
    assert document.project == before


def test_escape_puts_the_brush_away(panel: DataPanel, qtbot: QtBot) -> None:
    for widget in (panel.scatter.view, panel.scatter.tools.eraser, panel.scatter.tools.size_field):
        take_out(panel, qtbot)
        widget.setFocus()
        qtbot.keyClick(widget, Qt.Key.Key_Escape)
        assert panel.easel.brush is None
        assert not panel.scatter.tools.isVisible()


def test_each_brush_size_sprays_as_far_as_it_says(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    take_out(panel, qtbot)
    view, spread = panel.scatter.view, {}
    box = view.box().toRect()
    ends = QPoint(box.left() + 10, box.center().y()), QPoint(box.right() - 10, box.center().y())
    for size in ("fine", "medium", "wide"):
        panel.easel.choose(replace(panel.easel.chosen, size=size))
        rows = document.project.table.n_rows
        stroke(qtbot, view, *ends)
        spread[size] = float(np.std(document.project.table.columns[1].values[rows:]))
    assert spread["fine"] < 0.02 < spread["medium"] < spread["wide"]
