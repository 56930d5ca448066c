"""The cost surface card: what it shows when, and what a person can do with it."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from playground.appearance.numbers import format_number
from playground.appearance.theme import DARK
from playground.document import edits
from playground.document.whole_file import NotSavedError
from playground.engine.landscape.surface import Window
from playground.engine.specs import ParameterKey
from playground.plots import freshness_badge
from playground.plots.surface_map import SurfaceMap
from playground.plots.surface_relief import SurfaceRelief
from playground.plots.surface_view import SurfaceView
from playground.training.pictures import Pictures
from tests.looking import now, present
from tests.plots.conftest import MakeCase, StillSurface


class Make(Protocol):
    def __call__(self, *, only_two: bool = False, updates: int = 5, show: bool = True) -> StillSurface: ...


@pytest.fixture
def view(case: MakeCase) -> Make:
    def make(*, only_two: bool = False, updates: int = 5, show: bool = True) -> StillSurface:
        one = case(only_two=only_two)
        one.trainer.run(updates=updates)
        surface = StillSurface(one)
        if show:
            surface.show()
        return surface

    return make


def test_before_the_first_surface_it_says_so(view: Make) -> None:
    surface = view()
    assert surface.map.empty_state.isVisible()
    assert surface.map.empty_state.title == "No surface yet"
    assert surface.badge.text == ""
    surface.hand_out()
    assert not surface.map.empty_state.isVisible()


def test_one_free_weight_is_too_few_and_it_says_what_to_do(case: MakeCase) -> None:
    one = case(only_two=True)
    project = edits.lock(one.project, [one.axes[1]])
    surface = StillSurface(one)
    surface.still.snapshot = replace(one.snapshot(), network=type(one.network)(project.network))
    surface.show()
    why = ("A surface needs two free weights", "Unlock another weight or bias.")
    surface.still.hand_out(Pictures(surface.still.snapshot, no_surface=why))
    QApplication.processEvents()
    assert surface.map.empty_state.title == "A surface needs two free weights"


@pytest.mark.parametrize("running", [True, False])
def test_the_badge_turns_soon_when_old_and_back_when_exact(
    view: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, running: bool
) -> None:
    monkeypatch.setattr(freshness_badge, "READABLE", 1000)  # ms, long enough for a busy machine
    surface = view()
    surface.still.running = running
    surface.hand_out()
    assert (surface.badge.text, surface.badge.tone) == ("exact", "good")
    surface.case.trainer.run(updates=9)
    surface.still.hand_out(snapshot=surface.case.snapshot())
    assert present(surface.picture).freshness.badge == "9 updates old"
    qtbot.waitUntil(lambda: surface.badge.text == "9 updates old", timeout=1000)
    assert surface.badge.tone == "warn"
    surface.hand_out()
    # While training runs an age stays long enough to be read; at rest there is nothing to wait for.
    assert surface.badge.text == ("9 updates old" if running else "exact")
    qtbot.waitUntil(lambda: surface.badge.text == "exact", timeout=10_000)


def test_when_training_stops_the_badge_is_right_at_once(view: Make, qtbot: QtBot) -> None:
    surface = view()
    surface.still.running = True
    surface.hand_out()
    surface.case.trainer.run(updates=2)
    surface.still.hand_out(snapshot=surface.case.snapshot())
    qtbot.waitUntil(lambda: surface.badge.tone == "warn", timeout=1000)
    surface.hand_out()
    surface.still.running = False
    surface.still.running_changed.emit(False)
    assert surface.badge.text == "exact"


def test_a_surface_that_always_follows_in_time_does_not_flicker(view: Make, qtbot: QtBot) -> None:
    surface = view()
    surface.hand_out()
    texts = set()
    for _ in range(10):
        surface.case.trainer.run(updates=1)
        surface.hand_out()
        qtbot.wait(10)
        texts.add(surface.badge.text)
    assert texts == {"exact"}


def test_with_two_free_weights_the_badge_never_leaves_exact_and_balls_are_newest(view: Make) -> None:
    surface = view(only_two=True)
    surface.hand_out()
    drawn = present(surface.map.picture).surface
    surface.case.trainer.run(updates=30)
    surface.still.hand_out(snapshot=surface.case.snapshot())
    assert surface.badge.text == "exact"
    assert present(surface.map.picture).surface is drawn
    theta = surface.case.snapshot().shown_runner.theta
    indices = [surface.case.network.layout.index(key) for key in surface.case.axes]
    assert present(surface.map.picture).traces[-1].ball == pytest.approx(theta[indices])


def test_axes_carry_the_parameters_names_and_real_values(view: Make) -> None:
    surface = view()
    surface.hand_out()
    assert surface.map.x_axis.title == "weight x → hidden 1.1"
    assert surface.map.y_axis.title == "bias hidden 1.1"
    assert surface.map.range == pytest.approx((-2.5, 3.5, -3.0, 2.0))


def test_the_legend_names_every_runner_and_how_far_off_it_is(view: Make) -> None:
    surface = view(updates=20)
    surface.hand_out()
    first, second, *marks = surface.map.legend.entries
    assert (first.name, first.note) == ("Gradient descent", "this slice")
    assert second.name == "Stochastic"
    assert second.note.startswith("off the plane by 0.")
    assert {entry.sample for entry in marks} == {"mark"}


def test_a_click_on_the_legend_shows_that_runner(view: Make, qtbot: QtBot) -> None:
    surface = view()
    surface.hand_out()
    stochastic = next(p for p in surface.map.legend._placed if p.entry.runner_id == 2)
    at = QPoint(round(stochastic.x) + 20, 14 + 22 * stochastic.row)
    qtbot.mouseClick(surface.map.legend, Qt.MouseButton.LeftButton, pos=at)
    assert surface.still.asked_to_show == [2]


def wheel(surface: SurfaceView) -> None:
    turn_wheel(surface.map.widget.viewport(), surface.map.scene_position(0.5, -0.5).toPoint())


def turn_wheel(viewport: QWidget, where: QPoint, angle: int = 240) -> None:
    at = QPointF(where)
    event = QWheelEvent(
        at,
        QPointF(viewport.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def test_zooming_chooses_the_window_once_and_home_gives_it_back(view: Make, qtbot: QtBot) -> None:
    surface = view()
    surface.hand_out()
    changes = []
    surface.document.view_changed.connect(lambda _old, new: changes.append(new.window))
    for _ in range(4):
        wheel(surface)
    assert changes == [], "the window is chosen when the movement has ended"
    qtbot.waitUntil(lambda: len(changes) == 1, timeout=1000)
    x0, x1, y0, y1 = changes[0]
    assert -2.5 < x0 < x1 < 3.5
    assert -3.0 < y0 < y1 < 2.0
    surface.hand_out()
    assert surface.map.range == pytest.approx(changes[0]), "an older surface does not take the view back"
    qtbot.keyClick(surface.map, Qt.Key.Key_Home)
    assert surface.document.view.window is None
    assert surface.map.range == pytest.approx((-2.5, 3.5, -3.0, 2.0))


def test_dragging_moves_the_window(view: Make, qtbot: QtBot) -> None:
    surface = view()
    surface.hand_out()
    viewport = surface.map.widget.viewport()
    start = surface.map.scene_position(0.5, -0.5).toPoint()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 5):
        qtbot.mouseMove(viewport, start + QPoint(12 * step, 0))
        qtbot.wait(5)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(48, 0))
    qtbot.waitUntil(lambda: surface.document.view.window is not None, timeout=1000)
    x0, x1, y0, y1 = present(surface.document.view.window)
    assert x0 < -2.6
    assert x1 - x0 == pytest.approx(6.0)
    assert (y0, y1) == pytest.approx((-3.0, 2.0))


def test_double_click_fits(view: Make, qtbot: QtBot) -> None:
    surface = view()
    surface.hand_out()
    surface.document.set_view(replace(surface.document.view, window=(0.0, 1.0, 0.0, 1.0)))
    assert surface.map.range == pytest.approx((0.0, 1.0, 0.0, 1.0))
    viewport = surface.map.widget.viewport()
    at = QPoint(200, 150)
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: surface.document.view.window is None, timeout=1000)


def test_keys_zoom_and_move(view: Make, qtbot: QtBot) -> None:
    surface = view()
    surface.hand_out()
    qtbot.keyClick(surface.map, Qt.Key.Key_Plus)
    assert surface.map.range == pytest.approx((-1.9, 2.9, -2.5, 1.5))
    qtbot.keyClick(surface.map, Qt.Key.Key_Right)
    assert surface.map.range[0] == pytest.approx(-1.9 + 0.48)


def test_hidden_it_draws_nothing_and_shown_again_it_is_up_to_date(view: Make) -> None:
    surface = view(show=False)
    surface.hand_out()
    assert now(surface.map.picture) is None
    surface.show()
    assert surface.map.picture is surface.picture
    assert present(surface.picture).freshness.is_exact


def test_pictures_without_a_surface_leave_it_alone(view: Make) -> None:
    surface = view()
    surface.hand_out()
    picture = surface.map.picture
    surface.still.hand_out(replace(surface.case.pictures(), surface=None, axes=None))
    assert surface.map.picture is picture


def submenu(menu: QMenu, title: str) -> QMenu:
    return QMenu.menuInAction(entry(menu, title))


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def test_axes_are_chosen_by_the_parameters_names(view: Make) -> None:
    surface = view()
    surface.hand_out()
    menu = surface.axes_button.fill_menu()
    vertical = submenu(menu, "Vertical axis")
    assert entry(vertical, "bias hidden 1.1").isChecked()
    entry(vertical, "bias y").trigger()
    output = surface.document.project.network.outputs.neurons[0].id
    assert surface.document.view.axes == (surface.case.axes[0], ParameterKey(0, output))


def test_choosing_the_other_axis_s_parameter_swaps_them(view: Make) -> None:
    surface = view()
    surface.hand_out()
    x, y = surface.case.axes
    surface.axes_button.choose_x(y)
    assert surface.document.view.axes == (y, x)
    surface.axes_button.swap()
    assert surface.document.view.axes == (x, y)
    surface.axes_button.choose_automatically()
    assert surface.document.view.axes is None


def test_lock_the_other_weights_is_one_edit_that_keeps_the_axes(view: Make) -> None:
    surface = view()
    surface.hand_out()
    entry(surface.axes_button.fill_menu(), "Lock the other weights").trigger()
    document = surface.document
    assert document.undo_stack.undoText() == "Lock the other weights"
    assert document.view.axes == surface.case.axes
    assert not document.project.network.locked & set(surface.case.axes)
    assert len(document.project.network.locked) == surface.case.network.layout.n_params - 2
    entry(surface.axes_button.fill_menu(), "Unlock all weights").trigger()
    assert not document.project.network.locked


def test_words_for_those_who_listen(view: Make) -> None:
    surface = view()
    surface.hand_out()
    surface.describe()
    assert surface.accessibleName() == "Cost surface"
    assert surface.accessibleDescription() == present(surface.map.picture).sentence()
    assert "Lock the other" in surface.whatsThis().replace("\n", " ")
    for widget in surface.header_widgets():
        assert widget.accessibleName() or widget is surface.badge


def test_pictures_and_numbers_can_be_saved(view: Make, tmp_path: Path) -> None:
    surface = view()
    surface.hand_out()
    surface.save_picture(tmp_path / "surface.png")
    surface.save_picture(tmp_path / "surface.svg")
    surface.save_numbers(tmp_path / "surface.csv")
    assert (tmp_path / "surface.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / "surface.svg").read_text(encoding="utf-8")[:500]
    lines = (tmp_path / "surface.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "weight x → hidden 1.1,bias hidden 1.1,cost"
    assert len(lines) == 1 + 41 * 41
    x, y, cost = map(float, lines[43].split(","))
    drawn = present(surface.map.picture).surface
    assert (x, y, cost) == (drawn.x[1], drawn.y[1], drawn.costs[1, 1])
    surface.copy_picture()
    assert not QApplication.clipboard().image().isNull()


def test_an_unwritable_place_is_said(view: Make, tmp_path: Path) -> None:
    surface = view()
    surface.hand_out()
    with pytest.raises(NotSavedError, match=r"surface\.png"):
        surface.save_picture(tmp_path / "missing" / "surface.png")


def test_a_change_of_scheme_keeps_range_and_data(view: Make) -> None:
    surface = view()
    surface.hand_out()
    image, limits = surface.map.image.image, surface.map.range
    surface.restyle(DARK)
    QApplication.processEvents()
    assert surface.map.image.image is image
    assert surface.map.range == limits
    grabbed = surface.map.grab().toImage()
    assert grabbed.pixelColor(2, grabbed.height() - 2).name() == DARK.panel


def test_hover_reads_the_cost_out(view: Make, qtbot: QtBot) -> None:
    surface = view()
    surface.hand_out()
    before = surface.map.grab().toImage()
    qtbot.mouseMove(surface.map.widget.viewport(), surface.map.scene_position(-1.0, 1.0).toPoint())
    QApplication.processEvents()
    assert surface.map.grab().toImage() != before
    x, y = present(surface.map.pointed).x(), present(surface.map.pointed).y()
    assert (x, y) == pytest.approx((-1.0, 1.0), abs=0.02)
    cost = format_number(present(present(surface.map.picture).cost_at(x, y)), 4)
    assert surface.map.readout() == f"cost {cost}  at  {format_number(x)}, {format_number(y)}"
    QApplication.sendEvent(surface.map.widget.viewport(), QEvent(QEvent.Type.Leave))
    assert surface.map.readout() == ""


def test_views_come_and_go_and_leave_nothing(view: Make) -> None:
    """A circle of references between items and plots would end the process here."""
    gone = []
    for _ in range(5):
        surface = view()
        surface.hand_out()
        gone.append(weakref.ref(surface))
        del surface
        gc.collect()
    assert [reference() for reference in gone] == [None] * 5


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_each_kind_shows_the_same_moment_and_only_itself(view: Make, kind: int) -> None:
    surface = view()
    surface.show_frame(kind)
    surface.hand_out()
    QApplication.processEvents()
    shown = (surface.curve, surface.map, surface.relief)
    assert [frame.isVisible() for frame in shown] == [i == kind for i in range(3)]
    assert [frame.picture is not None for frame in shown] == [i == kind for i in range(3)]
    assert [button.isChecked() for button in surface.kinds.buttons] == [i == kind for i in range(3)]
    assert surface.badge.text == "exact"
    surface.describe()
    assert "Gradient descent at" in surface.accessibleDescription()
    assert surface.axes_button.isVisible()


def test_pressing_a_kind_s_button_shows_it_at_once(view: Make, qtbot: QtBot) -> None:
    surface = view()
    surface.hand_out()
    buttons = surface.header_widgets()[1:4]
    for button in buttons:
        button.show()
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert surface.frame is (surface.curve, surface.map, surface.relief)[buttons.index(button)]
        assert not surface.frame.empty_state.isVisible()


def test_the_curve_grows_old_where_the_map_does_not(view: Make, qtbot: QtBot) -> None:
    surface = view(only_two=True)
    surface.show_frame(0)
    surface.hand_out()
    surface.case.trainer.run(updates=6)
    surface.still.hand_out(snapshot=surface.case.snapshot())
    qtbot.waitUntil(lambda: surface.badge.text == "6 updates old", timeout=1000)
    surface.show_frame(1)
    qtbot.waitUntil(lambda: surface.badge.text == "exact", timeout=1000)


def test_zooming_the_curve_keeps_the_other_axis(view: Make, qtbot: QtBot) -> None:
    surface = view()
    surface.show_frame(0)
    surface.hand_out()
    qtbot.keyClick(surface.curve, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: surface.document.view.window is not None, timeout=1000)
    assert surface.document.view.window == pytest.approx((-1.9, 2.9, -3.0, 2.0))


def test_in_space_home_also_gives_the_window_back(view: Make, qtbot: QtBot) -> None:
    surface = view()
    surface.show_frame(2)
    surface.hand_out()
    surface.document.set_view(replace(surface.document.view, window=(0.0, 1.0, 0.0, 1.0)))
    qtbot.keyClick(surface.relief, Qt.Key.Key_Home)
    assert surface.document.view.window is None


def test_in_space_the_wheel_asks_for_a_smaller_window_and_magnifies_until_it_is_there(
    view: Make, qtbot: QtBot
) -> None:
    surface = view()
    surface.hand_out()
    surface.show_frame(2)
    QApplication.processEvents()
    scene, corner = surface.relief.scene, (3.5, -3.0)
    before = scene.pixel_of(np.array(corner))
    for _ in range(2):
        turn_wheel(scene, scene.rect().center())
    assert surface.relief.zoom == pytest.approx(0.85**-4)
    after = scene.pixel_of(np.array(corner))
    middle = scene.pixel_of(np.array([0.5, -0.5]))
    assert abs(after.x() - middle.x()) > abs(before.x() - middle.x()) * 1.5
    qtbot.waitUntil(lambda: surface.document.view.window is not None, timeout=2_000)
    window = Window(*present(surface.document.view.window))
    assert window.width == pytest.approx(6.0 * 0.85**4)
    assert (window.x0 + window.x1, window.y0 + window.y1) == pytest.approx((1.0, -1.0))
    surface.still.hand_out(surface.case.pictures(window=window))
    QApplication.processEvents()
    assert surface.relief.zoom == 1.0, "now it is drawn in full"
    qtbot.keyClick(surface.relief, Qt.Key.Key_Minus)
    assert surface.relief.zoom == pytest.approx(0.85)
    qtbot.keyClick(surface.relief, Qt.Key.Key_Home)
    assert surface.relief.zoom == 1.0
    assert surface.document.view.window is None


def test_the_cost_scale_is_chosen_once_for_all_views(view: Make) -> None:
    surface = view()
    surface.hand_out()
    for log_cost, name in ((True, "Logarithmic"), (False, "Linear")):
        menu = QMenu()
        surface.map.menu_opening.emit(menu)
        entry(submenu(menu, "Cost scale"), name).trigger()
        assert surface.document.view.log_cost is log_cost
        surface.show_frame(0)
        QApplication.processEvents()
        assert present(surface.curve.picture).logarithmic is log_cost
        seen_from_above_and_aside: tuple[tuple[int, SurfaceMap | SurfaceRelief], ...]
        seen_from_above_and_aside = (1, surface.map), (2, surface.relief)
        for kind, frame in seen_from_above_and_aside:
            surface.show_frame(kind)
            QApplication.processEvents()
            assert present(present(frame.picture).scale).logarithmic is log_cost
        assert (
            surface.map.color_bar.title
            == surface.relief.color_bar.title
            == ("cost (log)" if log_cost else "cost")
        )
