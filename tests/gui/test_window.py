"""The window itself: layout, narrow rules, schemes, what it remembers, closing, unexpected errors."""

from __future__ import annotations

import logging
import sys
from functools import partial

import pytest
from PySide6.QtCore import QRect, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QWidget

from playground.appearance.theme import DARK, LIGHT
from playground.document.edits import add_layer
from playground.resources import resource
from playground.ui.actions import ACTIONS
from playground.ui.readouts import ReadOut
from tests.gui.conftest import Person, SitDown

TABS = {"Predictions", "History", "Weights", "Confusion", "Inspector", "Apply"}


def shared(person: Person) -> set[str]:
    return {dock.windowTitle() for dock in person.window.workspace.docks if dock.is_sharing}


def test_opens_at_its_size_with_everything_in_place(person: Person) -> None:
    window = person.window
    assert (window.width(), window.height()) == (1440, 900)
    person.qtbot.waitUntil(lambda: shared(person) == TABS)
    assert window.workspace.data.width() >= 240
    assert not person.controller.running
    assert window.toolbar.speed.rate == 30.0
    assert window.workspace.hint.isVisible()
    for action in window.named_actions.values():
        assert not action.icon().isNull()
        assert action.statusTip()


def test_a_window_furnished_while_on_screen_has_the_same_proportions(
    sit_down: SitDown,
) -> None:
    def heights(person: Person) -> dict[str, int]:
        workspace = person.window.workspace
        return {
            name: getattr(workspace, name).height() for name in ("network", "surface", "data", "learning")
        }

    before, after = sit_down(), sit_down(shown_first=True)
    before.qtbot.waitUntil(lambda: heights(after) == heights(before))
    assert heights(after)["network"] > 250


def test_narrow_window_shares_tabs_and_parts_again(person: Person) -> None:
    window = person.window
    window.resize(1024, 700)
    tabs = {"Learning", "Inspector", "Apply", "Cost", "Predictions", "History"}
    person.qtbot.waitUntil(lambda: shared(person) == tabs)
    badge = window.workspace.surface.header_widgets()[0]
    person.qtbot.waitUntil(badge.isVisible)
    assert window.width() == 1024
    assert window.toolbar.read_outs.rate.isHidden()
    style = window.toolbar.restart_button.toolButtonStyle()
    assert style == Qt.ToolButtonStyle.ToolButtonIconOnly
    window.resize(1440, 900)
    person.qtbot.waitUntil(lambda: shared(person) == TABS)
    assert window.toolbar.read_outs.rate.isVisible()


def test_a_dock_moved_by_the_user_stays_where_it_is(person: Person) -> None:
    window = person.window
    inspector = next(dock for dock in window.workspace.docks if dock.windowTitle() == "Inspector")
    inspector.setFloating(True)
    person.qtbot.waitUntil(inspector.isWindow)
    window.resize(1024, 700)
    person.qtbot.waitUntil(lambda: window.width() == 1024)
    assert inspector.isFloating()
    window.named_actions["reset_layout"].trigger()
    assert not inspector.isFloating()
    person.qtbot.waitUntil(lambda: "Inspector" in shared(person))


def test_the_layout_and_the_scheme_are_remembered(sit_down: SitDown, settings: QSettings) -> None:
    first = sit_down()
    first.window.resize(1030, 710)
    first.window.workspace.docks[0].toggleViewAction().trigger()
    first.window.named_actions["scheme_dark"].trigger()
    assert settings.value("window/scheme") == "dark"
    first.window.close()
    second = sit_down()
    # Not beyond the screen, which is 800 pixels wide here: the least width is all that is left.
    assert (second.window.width(), second.window.height()) == (1024, 710)
    assert second.window.workspace.docks[0].isHidden()
    assert second.window.workspace.docks[1].isVisible()


def test_the_hint_is_not_shown_again_once_it_was_used(sit_down: SitDown) -> None:
    first = sit_down()
    first.press_train()
    first.wait_for_updates(1)
    assert first.window.workspace.hint.isHidden()
    first.window.close()
    assert sit_down().window.workspace.hint.isHidden()


def test_every_part_follows_the_scheme(person: Person) -> None:
    window = person.window
    light = window.grab().toImage()
    window.named_actions["scheme_dark"].trigger()
    assert not window.updatesEnabled()  # shown once it is complete
    person.qtbot.waitUntil(window.updatesEnabled, timeout=30_000)
    dark = window.grab().toImage()
    assert light.pixelColor(2, 2).name() == LIGHT.window
    assert dark.pixelColor(2, 2).name() == DARK.window
    bright = sum(dark.pixelColor(x, y).lightness() > 200 for x in range(0, 1440, 8) for y in range(0, 900, 8))
    assert bright < 0.03 * 180 * 113
    window.named_actions["scheme_light"].trigger()
    person.qtbot.waitUntil(window.updatesEnabled, timeout=30_000)
    assert window.grab().toImage().pixelColor(2, 2).name() == LIGHT.window


def test_a_scheme_chosen_while_another_is_put_on_wins(person: Person) -> None:
    window, panel = person.window, person.window.workspace.learning
    light = panel.grab().toImage()
    window.named_actions["scheme_dark"].trigger()
    turns = iter(range(3))
    person.qtbot.waitUntil(lambda: next(turns, None) is None)
    window.named_actions["scheme_light"].trigger()
    person.qtbot.waitUntil(window.updatesEnabled, timeout=30_000)
    assert panel.grab().toImage() == light


def test_undo_and_redo_are_named(person: Person) -> None:
    undo, redo = person.window.named_actions["undo"], person.window.named_actions["redo"]
    assert (undo.text(), undo.isEnabled()) == ("Undo", False)
    person.window.named_actions["add_layer"].trigger()
    assert (undo.text(), undo.isEnabled()) == ("Undo add hidden layer", True)
    assert person.window.isWindowModified()
    undo.trigger()
    assert (redo.text(), redo.isEnabled()) == ("Redo add hidden layer", True)
    assert not person.window.isWindowModified()


def test_read_outs_do_not_move_while_training(person: Person) -> None:
    def places() -> list[QRect]:
        return [part.geometry() for part in person.window.toolbar.read_outs.findChildren(ReadOut)]

    person.window.speed.choose(None)
    person.press_train()
    person.wait_for_updates(1)
    before = places()
    person.wait_for_updates(2000)
    person.press_train()
    person.qtbot.wait(1)  # one turn of the event loop: a layout that was asked for is made now
    assert len(before) == 5
    assert places() == before


@pytest.mark.parametrize(("button", "closes"), [("Cancel", False), ("Discard", True)])
def test_closing_asks_only_when_there_is_something_to_lose(person: Person, button: str, closes: bool) -> None:
    person.document.edit("Add hidden layer", add_layer(person.document.project, 1))
    asked: list[str] = []

    def answer() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        person.qtbot.mouseClick(
            box.button(getattr(QMessageBox.StandardButton, button)), Qt.MouseButton.LeftButton
        )

    QTimer.singleShot(50, answer)
    assert person.window.close() is closes
    assert len(asked) == 1
    person.document.undo_stack.setClean()


def test_closing_an_untouched_window_asks_nothing(person: Person) -> None:
    person.press_train()
    person.wait_for_updates(1)
    assert person.window.close()


@pytest.mark.parametrize("_round", range(5))
def test_closing_while_training_ends_both_threads(person: Person, _round: int) -> None:
    person.window.speed.choose(None)
    person.press_train()
    person.wait_for_updates(1)
    assert person.window.close()
    assert all(thread.isFinished() for thread in person.controller._threads)


def test_an_unexpected_error_is_shown_and_the_program_goes_on(
    person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        sys.excepthook(ZeroDivisionError, ZeroDivisionError("no legs"), None)
    assert "ZeroDivisionError" in person.window.workspace.strip.text
    assert person.window.workspace.strip.isVisible()
    assert "no legs" in caplog.text
    person.press_train()
    person.wait_for_updates(1)


def test_help_lists_every_shortcut(person: Person) -> None:
    person.window.named_actions["shortcuts"].trigger()
    dialog = next(child for child in person.window.findChildren(QDialog) if child.isVisible())
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Train", "Open", "Undo", "Reset the layout"} <= words
    listed = [spec for spec in ACTIONS if spec.shortcuts]
    assert len(words) >= len(listed)
    dialog.close()
    person.window.named_actions["about"].trigger()
    about = next(child for child in person.window.findChildren(QMessageBox) if child.isVisible())
    assert "Neural playground" in about.text()
    about.close()


def test_locking_the_others_makes_the_surface_exact(person: Person) -> None:
    person.drop_and_wait(person.example("houses"))
    person.window.named_actions["lock_others"].trigger()
    network = person.document.project.network
    assert len(person.controller.snapshot.network.layout.keys) - len(network.locked) == 2
    with person.qtbot.waitSignal(person.controller.pictures_ready, check_params_cb=lambda p: p.exact_for_all):
        person.controller.step_update()


@pytest.mark.parametrize(
    "name", ["network", "data", "learning", "inspector", "apply", "surface", "history", "predictions"]
)
def test_f1_explains_every_panel(person: Person, name: str) -> None:
    view = getattr(person.window.workspace, name)
    assert len(view.whatsThis()) > 80
    view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    view.setFocus()
    person.window.named_actions["explain"].trigger()
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.inherits("QWhatsThat")]
    assert len(shown) == 1
    shown[0].close()


def has_title(window: QWidget, title: str) -> bool:
    return window.windowTitle() == title


def test_the_card_of_what_is_confused_tells_errors_where_the_target_is_a_number(person: Person) -> None:
    window = person.window
    (tab,) = (dock for dock in window.workspace.docks if dock.objectName() == "confusion")
    for example, title in (("houses", "Errors"), ("iris", "Confusion")):
        window.files.open(resource("examples", f"{example}.csv"))
        person.qtbot.waitUntil(partial(has_title, tab, title))
