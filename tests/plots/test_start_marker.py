"""The start of training, moved with real mouse and key events."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from playground.document.start_point import start_in_plane, start_weights
from playground.engine.landscape.planes import Plane, axis_plane
from playground.plots.plot_frame import PlotFrame
from tests.looking import now, present
from tests.plots.conftest import Case, MakeCase, StillSurface

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


class Talking(StillSurface):
    """Keeps what it says in the status line."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.said: list[str] = []
        self.race.said.connect(self.said.append)


class Make(Protocol):
    def __call__(self, *, only_two: bool = True, kind: int = 1) -> Talking: ...


@pytest.fixture
def view(case: MakeCase) -> Make:
    def make(*, only_two: bool = True, kind: int = 1) -> Talking:
        one = case(only_two=only_two, start=(1.1, -0.7))
        one.trainer.run(updates=5)
        surface = Talking(one)
        surface.show_frame(kind)
        surface.show()
        surface.hand_out()
        surface.refresh()
        QApplication.processEvents()
        return surface

    return make


def drag(frame: PlotFrame, start: QPointF, end: QPointF) -> None:
    """Press at one place, move in steps, let go at another; in pixels."""
    steps = [start + (end - start) * (k / 8) for k in range(9)]
    send(frame, QEvent.Type.MouseButtonPress, steps[0], LEFT, LEFT)
    for place in steps:
        send(frame, QEvent.Type.MouseMove, place, NONE, LEFT)
    send(frame, QEvent.Type.MouseButtonRelease, steps[-1], LEFT, NONE)


def send(
    frame: PlotFrame, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton
) -> None:
    viewport = frame.widget.viewport()
    place = viewport.mapToGlobal(at)
    QApplication.sendEvent(
        viewport, QMouseEvent(kind, at, place, button, held, Qt.KeyboardModifier.NoModifier)
    )


def start_of(view: StillSurface) -> list[float]:
    values = dict(view.document.project.training.start)
    return [values[key] for key in view.case.axes]


def test_the_ring_is_dragged_in_one_step_and_nothing_else_moves(view: Make) -> None:
    surface = view()
    drawn, frame = surface.map.range, surface.map
    drag(frame, frame.scene_position(1.1, -0.7), frame.scene_position(-1.5, 1.2))
    pixel = (drawn[1] - drawn[0]) / frame.view_box.width()
    assert start_of(surface) == pytest.approx([-1.5, 1.2], abs=pixel)
    assert frame.range == drawn, "the view was not moved along"
    stack = surface.document.undo_stack
    assert (stack.count(), stack.undoText()) == (1, "Move the start")
    assert "All runners start anew" in surface.said[-1]
    assert "all others start as before" in surface.said[-1]
    stack.undo()
    assert start_of(surface) == [1.1, -0.7]


def test_what_is_written_has_no_more_digits_than_a_pixel_tells_apart(view: Make) -> None:
    surface = view()
    drag(surface.map, surface.map.scene_position(1.1, -0.7), surface.map.scene_position(0.3, 0.4))
    assert all(value == round(value, 3) for value in start_of(surface))


def test_a_press_beside_the_ring_still_moves_the_view(view: Make) -> None:
    surface = view()
    before = surface.map.range
    at = surface.map.scene_position(1.1, -0.7) + QPointF(30, 0)
    drag(surface.map, at, at + QPointF(40, 10))
    assert surface.map.range != before
    assert start_of(surface) == [1.1, -0.7]


def test_a_click_on_the_ring_without_moving_changes_nothing(view: Make) -> None:
    surface = view()
    at = surface.map.scene_position(1.1, -0.7)
    send(surface.map, QEvent.Type.MouseButtonPress, at, LEFT, LEFT)
    send(surface.map, QEvent.Type.MouseMove, at + QPointF(1, 1), NONE, LEFT)
    send(surface.map, QEvent.Type.MouseButtonRelease, at + QPointF(1, 1), LEFT, NONE)
    assert surface.document.undo_stack.count() == 0


def test_escape_leaves_it_where_it_was(view: Make, qtbot: QtBot) -> None:
    surface = view()
    at = surface.map.scene_position(1.1, -0.7)
    send(surface.map, QEvent.Type.MouseButtonPress, at, LEFT, LEFT)
    send(surface.map, QEvent.Type.MouseMove, at + QPointF(60, 0), NONE, LEFT)
    assert now(surface.race.map_start.held) is not None
    qtbot.keyClick(surface.map, Qt.Key.Key_Escape)
    assert surface.race.map_start.held is None
    send(surface.map, QEvent.Type.MouseButtonRelease, at + QPointF(60, 0), LEFT, NONE)
    assert surface.document.undo_stack.count() == 0


def test_dragged_out_of_the_window_it_stops_at_the_edge(view: Make) -> None:
    surface = view()
    drag(surface.map, surface.map.scene_position(1.1, -0.7), QPointF(5000, -5000))
    assert start_of(surface) == pytest.approx([surface.map.range[1], surface.map.range[3]], abs=1e-2)


def test_a_click_puts_it_where_there_was_no_ring(view: Make, qtbot: QtBot) -> None:
    """The start is out of the drawn window."""
    surface = view()
    surface.map.set_range(2.0, 3.0, 1.0, 2.0)
    qtbot.mouseClick(surface.map.widget.viewport(), LEFT, pos=QPoint(200, 150))
    assert surface.document.undo_stack.count() == 0, "a plain click sets nothing"
    surface.race.place_start()
    assert surface.race.map_start.is_placing
    assert "Click where" in surface.said[-1]
    at = surface.map.scene_position(2.5, 1.4).toPoint()
    qtbot.mouseClick(surface.map.widget.viewport(), LEFT, pos=at)
    assert start_of(surface) == pytest.approx([2.5, 1.4], abs=0.01)
    assert not surface.race.map_start.is_placing


def test_arrow_keys_and_return_put_it_too(view: Make, qtbot: QtBot) -> None:
    surface = view()
    x0, x1, y0, y1 = surface.map.range
    surface.race.place_start()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Return):
        qtbot.keyClick(surface.map, key)
    assert start_of(surface) == pytest.approx([1.1 + (x1 - x0) / 25, -0.7 + (y1 - y0) / 50], abs=1e-3)
    assert surface.map.range == (x0, x1, y0, y1)


def test_the_menu_starts_at_the_place_of_the_right_click(view: Make) -> None:
    surface = view()
    at = surface.map.scene_position(-0.5, 0.5)
    send(surface.map, QEvent.Type.MouseButtonPress, at, Qt.MouseButton.RightButton, NONE)
    menu = QMenu()
    surface.map.menu_opening.emit(menu)
    (here,) = (action for action in menu.actions() if action.text() == "Start here")
    here.trigger()
    assert start_of(surface) == pytest.approx([-0.5, 0.5], abs=0.02)
    other = QMenu()
    surface.map.menu_opening.emit(other)
    assert "Start here" not in [action.text() for action in other.actions()]


def test_on_the_curve_only_one_weight_moves(view: Make) -> None:
    surface = view(kind=0)
    frame = surface.curve
    bottom = frame.range[2]
    ring = frame.scene_position(1.1, bottom)
    drag(frame, ring, frame.scene_position(-0.9, bottom))
    first, second = start_of(surface)
    assert first == pytest.approx(-0.9, abs=0.02)
    assert second == -0.7


def test_off_the_plane_the_other_weights_start_as_before_and_that_is_said(view: Make) -> None:
    surface = view(only_two=False)
    before = start_weights(surface.document.project)
    assert surface.race.map_start.note == "(other 8 stay)"
    x, y = present(present(surface.map.picture).start)
    drag(surface.map, surface.map.scene_position(x, y), surface.map.scene_position(0.4, 1.1))
    after = start_weights(surface.document.project)
    indices = [surface.case.network.layout.index(key) for key in surface.case.axes]
    assert after[indices] == pytest.approx([0.4, 1.1], abs=0.02)
    others = np.setdiff1d(np.arange(len(after)), indices)
    assert np.array_equal(after[others], before[others])


def test_along_any_other_plane_it_moves_by_the_directions_alone(case: MakeCase) -> None:
    one = case(only_two=False)
    start = start_weights(one.project)
    rng = np.random.default_rng(5)
    d1, d2 = rng.normal(size=(2, len(start)))
    plane = Plane(start + rng.normal(size=len(start)), d1, d2)
    moved = start_weights(start_in_plane(one.project, plane, 0.7, -1.3))
    np.testing.assert_allclose(plane.coordinates(moved[None])[0], [0.7, -1.3], atol=1e-12)
    distances = plane.distances(np.array([start, moved]))
    assert distances[0] == pytest.approx(distances[1], abs=1e-12)


def test_on_logarithmic_axes_the_weights_get_the_powers(case: MakeCase) -> None:
    one = case(only_two=True)
    indices = [one.network.layout.index(key) for key in one.axes]
    plane = axis_plane(start_weights(one.project), *indices, logarithmic=True)
    moved = start_weights(start_in_plane(one.project, plane, -1.0, 0.5))
    assert moved[indices] == pytest.approx([0.1, 10**0.5])


def test_a_set_start_can_be_forgotten(view: Make) -> None:
    surface = view()
    actions = {action.text(): action for action in surface.race.fill_menu().actions()}
    actions["Start from the drawn weights again"].trigger()
    assert surface.document.project.training.start == ()
    actions = {action.text(): action for action in surface.race.fill_menu().actions()}
    assert not actions["Start from the drawn weights again"].isEnabled()


def test_in_space_the_map_comes_to_set_it_on(view: Make) -> None:
    surface = view(kind=2)
    surface.race.place_start()
    assert surface.frame is surface.map
    assert surface.race.map_start.is_placing
