"""Points painted on the decision map of the real window, with the mouse and the keys, while it trains."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from playground.document.edits import set_recipe
from playground.document.painting import NOT_A_PLANE
from playground.document.project_file import load_project, save_project
from playground.plots.predictions_view import PredictionsView
from playground.ui import dialogs
from tests.gui.conftest import Person
from tests.looking import present

LEFT, MIDDLE, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def shown_map(person: Person, file: str = "moons.csv") -> PredictionsView:
    """An example's map, with the brush in hand."""
    with person.qtbot.waitSignal(person.window.files.opened):
        person.window.files.open_example(file)
    person.window.named_actions["paint"].trigger()
    return ready(person)


def ready(person: Person) -> PredictionsView:
    view: PredictionsView = person.window.workspace.predictions
    person.qtbot.waitUntil(lambda: view.brush.is_on)
    return view


def place(view: PredictionsView, across: float, down: float) -> QPoint:
    """A place as shares of the map."""
    inside = view.plot.inside
    return QPointF(inside.left() + across * inside.width(), inside.top() + down * inside.height()).toPoint()


def send(widget: QWidget, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton, *, down: bool) -> None:
    changed = NO_BUTTON if kind == QEvent.Type.MouseMove else button
    held = button if down else NO_BUTTON
    spot = at.toPointF()
    QApplication.sendEvent(widget, QMouseEvent(kind, spot, widget.mapToGlobal(spot), changed, held, NO_KEY))


def stroke(
    view: PredictionsView, *ways: tuple[float, float], lift: bool = True, button: Qt.MouseButton = LEFT
) -> None:
    surface: QWidget = view.plot.widget.viewport()
    places = [place(view, *way) for way in ways]
    send(surface, QEvent.Type.MouseButtonPress, places[0], button, down=True)
    for at in places[1:]:
        send(surface, QEvent.Type.MouseMove, at, button, down=True)
    if lift:
        send(surface, QEvent.Type.MouseButtonRelease, places[-1], button, down=False)


def count(person: Person) -> int:
    return int(person.document.project.table.n_rows)


def test_a_stroke_is_learned_from_before_it_ends_and_is_one_step(person: Person) -> None:
    view = shown_map(person)
    person.controller.set_speed(None)
    person.press_train()
    person.wait_for_updates(20)
    before, project = person.shown.updates, person.document.project
    stroke(view, (0.1, 0.9), (0.3, 0.9), lift=False)
    person.qtbot.waitUntil(lambda: count(person) > 300, timeout=20_000)
    person.qtbot.waitUntil(lambda: len(present(view.plot.picture).marks.xy) > 300, timeout=20_000)
    person.qtbot.waitUntil(lambda: person.shown.updates > before, timeout=20_000)
    stroke(view, (0.5, 0.9), (0.7, 0.9))
    n = count(person) - 300
    assert n > 10
    assert person.controller.running
    assert person.document.undo_stack.count() >= 1
    assert person.document.project.network == project.network
    person.undo()
    person.undo()
    assert person.document.project == project
    person.press_train()


def test_the_left_button_paints_and_the_rest_of_the_mouse_stays_as_it_was(person: Person) -> None:
    view = shown_map(person)
    plot, surface = view.plot, view.plot.widget.viewport()
    whole = plot.range
    stroke(view, (0.5, 0.5), (0.6, 0.5))
    assert plot.range == whole, "painting does not move the map"
    rows = count(person)
    assert rows > 300
    assert surface.cursor().shape() == Qt.CursorShape.CrossCursor
    at = place(view, 0.5, 0.5)
    spot = at.toPointF()
    wheel = QWheelEvent(
        spot, surface.mapToGlobal(spot), QPoint(), QPoint(0, 120), NO_BUTTON, NO_KEY,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(surface, wheel)
    closer = plot.range
    assert closer != whole
    stroke(view, (0.5, 0.5), (0.6, 0.6), button=MIDDLE)
    assert plot.range != closer
    assert count(person) == rows
    person.qtbot.keyClick(plot, Qt.Key.Key_Home)
    stroke(view, (0.5, 0.5))
    send(surface, QEvent.Type.MouseButtonDblClick, at, LEFT, down=True)
    send(surface, QEvent.Type.MouseButtonRelease, at, LEFT, down=False)
    assert count(person) == rows + 2, "two dabs, not the whole map"
    person.qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert not view.brush.is_on
    assert not view.tools.isVisible()
    assert surface.cursor().shape() == Qt.CursorShape.ArrowCursor
    rows = count(person)
    stroke(view, (0.4, 0.4), (0.6, 0.6))
    assert count(person) == rows
    assert plot.range != whole, "dragging moves the map again"


def test_nothing_is_painted_outside_the_axes(person: Person) -> None:
    view = shown_map(person)
    surface = view.plot.widget.viewport()
    stroke(view, (-0.05, 0.5), (-0.05, 0.2))
    assert count(person) == 300
    stroke(view, (0.02, 0.5), (-0.2, 0.5), (-0.2, 1.3))
    inside = count(person) - 300
    assert 1 <= inside <= 4
    x = person.document.project.table.column("x").values
    x0, _, _, _ = view.plot.range
    assert x.min() > x0
    person.undo()
    for _ in range(6):
        person.qtbot.keyClick(view.plot, Qt.Key.Key_Minus)
    stroke(view, (0.02, 0.02), (0.1, 0.02))
    assert count(person) == 300, "beside the map nothing is painted, either"
    assert surface.isVisible()


def test_the_keys_and_the_tools_paint_on_the_map(person: Person) -> None:
    view = shown_map(person)
    easel, tools = view.easel, view.tools
    person.qtbot.mouseClick(tools.brushes[1], LEFT)
    data_tools = person.window.workspace.data.scatter.tools
    assert data_tools.brushes[1].isChecked(), "one brush for both pictures"
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Space):
        person.qtbot.keyClick(view.plot, key)
    table = person.document.project.table
    assert table.n_rows == 301
    assert table.columns[2].cell(300) == "B"
    x0, x1, y0, y1 = view.plot.range
    assert table.columns[0].values[300] > (x0 + x1) / 2
    assert table.columns[1].values[300] < (y0 + y1) / 2
    person.qtbot.mouseClick(tools.eraser, LEFT)
    person.qtbot.keyClick(view.plot, Qt.Key.Key_Space)
    assert count(person) < 301
    assert easel.chosen.erases
    tools.size_field.setFocus()
    person.qtbot.keyClick(tools.size_field, Qt.Key.Key_Down)
    assert easel.chosen.size == "wide"
    assert data_tools.size_field.choice == "wide"


def test_where_nothing_can_be_painted_a_sentence_says_why(person: Person) -> None:
    with person.qtbot.waitSignal(person.window.files.opened):
        person.window.files.open_example("iris.csv")
    view = person.window.workspace.predictions
    assert not view.brush_button.isVisible()
    person.window.named_actions["paint"].trigger()
    assert person.window.status_line.message.full_text == NOT_A_PLANE
    recipe = person.document.project.recipe
    columns = tuple(
        replace(c, role="left_out") if c.name in recipe.columns[0].name + recipe.columns[1].name else c
        for c in recipe.columns
    )
    person.document.edit("Two inputs", set_recipe(person.document.project, replace(recipe, columns=columns)))
    person.window.named_actions["paint"].trigger()
    ready(person)
    rows = count(person)
    stroke(view, (0.2, 0.2))
    assert count(person) == rows + 1
    assert person.document.project.table.column(recipe.columns[0].name).missing[-1], "others are missing"


def hover(view: PredictionsView, row: int) -> None:
    marks = present(view.plot.picture).marks
    x, y = marks.xy[marks.rows.tolist().index(row)].tolist()
    at = view.plot.scene_position(x, y).toPoint()
    send(view.plot.widget.viewport(), QEvent.Type.MouseMove, at, NO_BUTTON, down=False)


def test_a_row_under_the_mouse_stands_out_everywhere(person: Person) -> None:
    view = shown_map(person)
    person.qtbot.keyClick(view.plot, Qt.Key.Key_Escape)
    data = person.window.workspace.data
    data.ensureWidgetVisible(data.rows)
    hover(view, 7)
    row = view.plot.hovered_row
    assert row >= 0
    assert (data.rows._delegate.hovered, data.scatter.view.hovered) == (row, row)
    QApplication.sendEvent(view.plot.widget.viewport(), QEvent(QEvent.Type.Leave))
    assert (view.plot.hovered_row, data.rows._delegate.hovered, data.scatter.view.hovered) == (-1, -1, -1)
    spot = present(data.scatter.view.place(11))
    send(data.scatter.view, QEvent.Type.MouseMove, spot.toPoint(), NO_BUTTON, down=False)
    row = data.scatter.view.hovered
    assert row >= 0
    assert (data.rows._delegate.hovered, view.plot.hovered_row) == (row, row)
    cell = data.rows.visualRect(data.rows.model().index(row, 1)).center()
    send(data.rows.viewport(), QEvent.Type.MouseMove, cell + QPoint(0, 24), NO_BUTTON, down=False)
    beside = data.rows._delegate.hovered
    assert beside != row
    assert (data.scatter.view.hovered, view.plot.hovered_row) == (beside, beside)


def test_a_row_chosen_anywhere_is_the_inspector_s(person: Person) -> None:
    view = shown_map(person)
    person.qtbot.keyClick(view.plot, Qt.Key.Key_Escape)
    data, inspector = person.window.workspace.data, person.window.workspace.inspector
    neuron = person.document.project.network.hidden[0].neurons[0].id
    person.document.set_view(replace(person.document.view, selection=(neuron,)))
    marks = present(view.plot.picture).marks
    x, y = marks.xy[20].tolist()
    at = view.plot.scene_position(x, y).toPoint()
    person.qtbot.mouseClick(view.plot.widget.viewport(), LEFT, pos=at)
    row = person.document.view.row
    assert row is not None
    assert inspector.neuron.row_label.text() == f"Row {row + 1:,}"
    assert data.rows._delegate.chosen == row
    assert data.scatter.view._chosen == row
    person.qtbot.mouseClick(inspector.neuron.next, LEFT)
    assert person.document.view.row != row
    assert data.rows._delegate.chosen == view.plot.chosen_row == person.document.view.row


def test_an_empty_sheet_waits_for_both_kinds_and_then_trains(person: Person, tmp_path: Path) -> None:
    person.window.named_actions["new_points"].trigger()
    view = ready(person)
    status = person.window.status_line.message
    surface = person.window.workspace.surface
    assert count(person) == 0
    assert person.controller.running
    none = "There are no points to learn from yet: paint some."
    person.qtbot.waitUntil(lambda: view.plot.caption.full_text == none)
    person.qtbot.waitUntil(lambda: not surface.frame.empty_state.isHidden())
    assert surface.frame.empty_state.title == "Nothing to learn from yet"
    stroke(view, (0.3, 0.3), (0.4, 0.3))
    person.qtbot.waitUntil(lambda: view.plot.caption.full_text.startswith("All points are A so far"))
    assert person.shown.updates == 0
    assert math.isnan(person.shown.cost)
    person.window.status_line.tell_training()
    assert status.full_text == "Training waits. All points are A so far: paint some of B, too."
    person.qtbot.keyClick(view.plot, Qt.Key.Key_F10)
    person.qtbot.mouseClick(view.tools.brushes[1], LEFT)
    person.controller.train()
    stroke(view, (0.6, 0.7), (0.7, 0.7))
    person.wait_for_updates(5)
    assert math.isfinite(person.shown.cost)
    painted = person.document.project
    save_project(tmp_path / "mine.nnp", painted, person.document.view, person.controller.state())
    assert load_project(tmp_path / "mine.nnp").project == painted
    updates = person.shown.updates
    for _ in range(2):
        person.undo()
    assert count(person) == 0
    assert person.controller.running
    assert person.shown.updates >= updates, "what was learned stays"
    project_file = tmp_path / "none.nnp"
    save_project(project_file, person.document.project, person.document.view, person.controller.state())
    loaded = load_project(project_file)
    assert loaded.project == person.document.project
    person.window.files.discard()
    person.window.files.open(project_file)
    assert count(person) == 0
    assert person.shown.updates >= updates


def test_a_stroke_that_comes_before_the_map_does_nothing(person: Person) -> None:
    """Neither does it move the map that is about to go."""
    view = shown_map(person)
    whole = view.plot.range
    person.window.named_actions["new_points"].trigger()
    assert not view.brush.is_on, "the map of the moons is still there"
    stroke(view, (0.3, 0.3), (0.6, 0.6))
    assert count(person) == 0
    assert view.plot.range == whole
    ready(person)
    assert view.plot.range == pytest.approx((-3.6, 3.6, -3.6, 3.6))
    stroke(view, (0.3, 0.3))
    assert count(person) == 1


def test_numbers_are_painted_on_an_empty_sheet(person: Person) -> None:
    person.window.named_actions["new_values"].trigger()
    view = ready(person)
    field = view.tools.value.field
    field.setFocus()
    field.selectAll()
    person.qtbot.keyClicks(field, "-0.5")
    person.qtbot.keyClick(field, Qt.Key.Key_Return)
    stroke(view, (0.5, 0.5), (0.6, 0.5))
    assert set(person.document.project.table.column("value").values.tolist()) == {-0.5}
    person.wait_for_updates(5)
    picture = present(view.plot.picture)
    assert present(picture.heat).limits == (-1.0, 1.0)


@pytest.mark.parametrize(("button", "column"), [("categories", "class"), ("values", "value")])
def test_the_gallery_offers_an_empty_sheet(person: Person, button: str, column: str) -> None:
    person.window.named_actions["examples"].trigger()
    gallery = present(person.window.examples.gallery)
    person.qtbot.waitUntil(gallery.isVisible)
    person.qtbot.mouseClick(getattr(gallery, button), LEFT)
    assert gallery.isHidden()
    ready(person)
    assert person.document.project.table.names == ("x", "y", column)
    assert count(person) == 0


def test_a_new_sheet_asks_about_what_is_not_saved(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    view = shown_map(person)
    stroke(view, (0.5, 0.5))
    project = person.document.project
    monkeypatch.setattr(dialogs, "ask_about_changes", lambda *_: "cancel")
    person.window.named_actions["new_points"].trigger()
    assert person.document.project == project
    monkeypatch.setattr(dialogs, "ask_about_changes", lambda *_: "discard")
    person.window.named_actions["new_points"].trigger()
    assert count(person) == 0
    assert person.document.path is None


def test_every_view_and_panel_bears_an_empty_sheet(person: Person) -> None:
    """Nothing ends in an error, whatever is opened, pressed or selected."""
    person.window.named_actions["new_points"].trigger()
    view = ready(person)
    errors: list[str] = []
    person.window.errors.reported.connect(errors.append)
    person.controller.failed.connect(errors.append)
    for rows in (0, 1):
        for dock in person.window.workspace.docks:
            dock.raise_()
            QApplication.processEvents()
        network = person.document.project.network
        chosen = (*(n.id for n in network.neurons()), *(layer.id for layer in network.layers))
        for item in chosen:
            person.document.set_view(replace(person.document.view, selection=(item,)))
            QApplication.processEvents()
        workspace = person.window.workspace
        for index in range(3):
            workspace.surface.show_frame(index)
        person.qtbot.mouseClick(workspace.apply.form.take_row, LEFT)
        for action in (
            "update",
            "epoch",
            "restart",
            "new_weights",
            "add_neuron",
            "gradient",
            "slopes",
            "places",
        ):
            person.window.named_actions[action].trigger()
            QApplication.processEvents()
        if not rows:
            workspace.show_predictions()
            QApplication.processEvents()
            stroke(view, (0.5, 0.5))
            assert count(person) == 1
        person.qtbot.wait(200)  # what threads and jobs have to say about it
    assert errors == []
