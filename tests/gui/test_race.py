"""The race in the real window: its start, and what can be tried out on the cost surface."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import Person, SitDown
from tests.looking import present

LEFT = Qt.MouseButton.LeftButton
WAIT = 20_000


@pytest.fixture
def person(sit_down: SitDown) -> Person:
    one = sit_down()
    one.qtbot.waitUntil(lambda: one.surface.picture is not None, timeout=WAIT)
    return one


def drag(person: Person, start: QPoint, end: QPoint) -> None:
    bot, viewport = person.qtbot, person.surface.map.widget.viewport()
    bot.mousePress(viewport, LEFT, pos=start)
    for k in range(1, 9):
        bot.mouseMove(viewport, start + (end - start) * (k / 8))
        QApplication.processEvents()
    bot.mouseRelease(viewport, LEFT, pos=end)


def test_all_runners_start_anew_where_the_start_was_dragged_to_and_undo_brings_everything_back(
    person: Person,
) -> None:
    person.press_train()
    person.wait_for_updates(5)
    person.press_train()
    person.qtbot.waitUntil(lambda: not person.controller.running, timeout=WAIT)
    learned = person.controller.state().runners[1].theta  # the last snapshot may still be on its way
    frame = person.surface.map
    ring = frame.scene_position(*present(present(person.surface.picture).start)).toPoint()
    drag(person, ring, frame.scene_position(-1.0, -3.0).toPoint())
    assert person.document.undo_stack.undoText() == "Move the start"
    runners = person.controller.snapshot.runners
    assert [runner.updates for runner in runners] == [0, 0]
    start = runners[0].theta
    assert start[:2] == pytest.approx([-1.0, -3.0], abs=0.05)
    assert all((runner.theta == start).all() and (runner.path[0] == start).all() for runner in runners)
    assert "All runners start anew" in person.window.status_line.message.full_text
    person.qtbot.waitUntil(
        lambda: present(person.surface.picture).start == pytest.approx(start[:2]), timeout=WAIT
    )
    person.undo()
    assert person.controller.snapshot.runner(1).theta == pytest.approx(learned)


def test_it_trains_on_from_the_new_start_if_it_was_training(person: Person) -> None:
    person.press_train()
    person.wait_for_updates(2)
    person.window.named_actions["set_start"].trigger()
    at = person.surface.map.scene_position(1.0, -1.0).toPoint()
    person.qtbot.mouseClick(person.surface.map.widget.viewport(), LEFT, pos=at)
    assert person.controller.running
    person.qtbot.waitUntil(lambda: person.shown.updates > 3, timeout=WAIT)
    assert person.shown.path[0][:2] == pytest.approx([1.0, -1.0], abs=0.05)


def test_the_action_brings_the_card_to_the_front(person: Person) -> None:
    workspace = person.window.workspace
    dock = workspace._surface
    dock.hide()
    person.window.named_actions["set_start"].trigger()
    assert not dock.isHidden()


def test_slope_arrows_are_a_switch_of_the_view_menu(person: Person) -> None:
    action = person.window.named_actions["slopes"]
    assert not action.isChecked()
    action.trigger()
    arrows = person.surface.race.arrows
    person.qtbot.waitUntil(lambda: len(arrows.arrows()) == 3, timeout=WAIT)
    person.controller.step_update()
    person.qtbot.waitUntil(lambda: person.shown.updates == 1 and len(arrows.arrows()) == 3, timeout=WAIT)
    action.trigger()
    assert not action.isChecked()
    assert arrows.arrows() == []


def test_brute_force_and_seeds_are_actions_too(person: Person) -> None:
    race = person.surface.race
    person.window.named_actions["brute_force"].trigger()
    brute_force = present(race.brute_force).window
    assert brute_force.isVisible()
    person.window.named_actions["fan"].trigger()
    fan = present(race.fan)
    assert fan.window.isVisible()
    person.surface.restyle(person.window._scheme.theme)
    # One job at a time: the second one takes the first one's place.
    brute_force.speed.setCurrentIndex(0)
    person.qtbot.mouseClick(brute_force.button, LEFT)
    fan.window.seeds.set_value(2)
    person.qtbot.mouseClick(fan.window.button, LEFT)
    assert not brute_force.is_running
    person.qtbot.waitUntil(lambda: not fan.window.is_running, timeout=WAIT)
    person.qtbot.keyClick(fan.window, Qt.Key.Key_Escape)
    assert not fan.window.isVisible()
    assert fan.overlay.fan is None
