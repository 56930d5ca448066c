"""The learning panel: every choice is one step with a name; the numbers are the trainer's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from playground.appearance.numbers import format_number
from playground.appearance.theme import DARK, Theme
from playground.document import edits
from playground.document.document import Document
from playground.engine.costs import COSTS
from playground.engine.optimizers import OPTIMIZERS
from playground.panels.learning_panel import LearningPanel
from playground.panels.runner_row import RunnerRow, settings_texts
from playground.training.controller import TrainingController
from tests.looking import now
from tests.panels.conftest import Drag, Hands, OnScreen, Unexplained, fits


@pytest.fixture
def panel(
    document: Document, controller: TrainingController, theme: Theme, on_screen: OnScreen
) -> LearningPanel:
    return on_screen(LearningPanel(document, controller, theme), 316, 800)


def click_row(row: RunnerRow, qtbot: QtBot) -> None:
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(80, 20))


def test_another_cost_by_the_keyboard(panel: LearningPanel, document: Document, hands: Hands) -> None:
    hands.choose(panel.cost, "mean_squared")
    assert document.project.training.cost == "mean_squared"
    assert document.undo_stack.undoText() == "Cost: Mean squared error"
    document.undo_stack.undo()
    assert panel.cost.choice == "half_squared"


def test_a_cost_that_cannot_be_had_is_gray_and_says_why(
    panel: LearningPanel, document: Document, qtbot: QtBot
) -> None:
    item = panel.cost.model().index(panel.cost.findData("binary_cross_entropy"), 0)
    assert not item.flags() & Qt.ItemFlag.ItemIsEnabled
    reason = COSTS["binary_cross_entropy"].refuses_targets(document.project.dataset.y_train)
    assert reason is not None
    assert "targets from 0 to 1" in reason, "sigmoid outputs would come along, but not other targets"
    assert item.data(Qt.ItemDataRole.ToolTipRole) == reason
    for _ in range(5):
        qtbot.keyClick(panel.cost, Qt.Key.Key_Down)
    assert document.project.training.cost != "binary_cross_entropy"
    item = panel.cost.model().index(panel.cost.findData("exponential"), 0)
    assert item.flags() & Qt.ItemFlag.ItemIsEnabled


def test_a_clicked_runner_is_shown_and_open_for_changes(
    panel: LearningPanel, document: Document, qtbot: QtBot
) -> None:
    first, second = panel.runners.rows
    assert (first.state, second.state) == ("shown", "on")
    click_row(second, qtbot)
    assert document.view.shown_runner == 2
    assert (first.state, second.state) == ("on", "shown")
    assert second.selected
    assert not first.selected
    assert panel.form.runner.id == 2
    assert panel.form.batch.value == 1
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert document.view.shown_runner == 1


def test_runners_are_switched_off_and_on(
    panel: LearningPanel, document: Document, qtbot: QtBot, hands: Hands
) -> None:
    second = panel.runners.rows[1]
    hands.click(second.button)
    assert not document.project.training.runner(2).enabled
    assert second.state == "off"
    assert document.undo_stack.undoText() == "Switch Stochastic off"
    click_row(second, qtbot)
    assert document.view.shown_runner == 1, "a runner that is off can't be shown"
    assert panel.form.runner.id == 2, "but it can be changed"
    hands.click(second.button)
    assert document.project.training.runner(2).enabled


def test_the_last_runner_stays_on(
    panel: LearningPanel, document: Document, qtbot: QtBot, hands: Hands
) -> None:
    hands.click(panel.runners.rows[1].button)
    with qtbot.waitSignal(panel.refused):
        hands.click(panel.form.remove_button)
    assert panel.notice.text == "At least one runner has to stay switched on."
    assert len(document.project.training.runners) == 2


def test_a_runner_is_added_removed_and_brought_back(
    panel: LearningPanel, document: Document, controller: TrainingController, qtbot: QtBot, hands: Hands
) -> None:
    hands.click(panel.add_button)
    assert [row.runner.name for row in panel.runners.rows] == ["Gradient descent", "Stochastic", "Mini-batch"]
    assert panel.form.runner.id == 3
    assert document.view.shown_runner == 3
    controller.step_epoch()
    qtbot.waitUntil(lambda: controller.snapshot.runner(3).updates > 0)
    learned = controller.snapshot.runner(3).theta
    hands.click(panel.form.remove_button)
    assert len(panel.runners.rows) == 2
    assert panel.selected_runner == document.view.shown_runner == 1
    document.undo_stack.undo()
    assert (controller.snapshot.runner(3).theta == learned).all()


def test_six_runners_are_the_most(panel: LearningPanel, hands: Hands) -> None:
    for _ in range(4):
        hands.click(panel.add_button)
    assert len(panel.runners.rows) == 6
    assert not panel.add_button.isEnabled()


def test_a_drag_of_the_rate_is_one_step(panel: LearningPanel, document: Document, drag: Drag) -> None:
    slider = panel.form.rate.slider
    middle, width = slider.height() // 2, slider.width()
    drag(slider, QPoint(round(0.6 * width), middle), QPoint(round(0.3 * width), middle))
    rate = document.project.training.runner(1).learning_rate
    assert rate < 0.02
    assert document.undo_stack.count() == 1
    drag(slider, QPoint(round(0.3 * width), middle), QPoint(round(0.8 * width), middle))
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert document.project.training.runner(1).learning_rate == rate
    assert panel.form.rate.value == rate


def test_a_rate_is_typed(panel: LearningPanel, document: Document, hands: Hands) -> None:
    hands.enter(panel.form.rate.field, "0,0375")
    assert document.project.training.runner(1).learning_rate == 0.0375
    assert document.undo_stack.undoText() == "Gradient descent: learning rate 0.0375"
    hands.enter(panel.form.rate.field, "fast")
    assert document.project.training.runner(1).learning_rate == 0.0375
    assert document.undo_stack.count() == 1


def test_a_batch_of_all_rows_is_gradient_descent(
    panel: LearningPanel,
    document: Document,
    qtbot: QtBot,
    hands: Hands,
    drag: Drag,
) -> None:
    click_row(panel.runners.rows[1], qtbot)
    slider = panel.form.batch.slider
    drag(slider, QPoint(5, slider.height() // 2), QPoint(slider.width() + 20, slider.height() // 2))
    assert document.project.training.runner(2).batch_size is None
    hands.enter(panel.form.batch.field, "5")
    assert document.project.training.runner(2).batch_size == 5


@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_every_optimizer_and_each_of_its_settings(
    panel: LearningPanel,
    document: Document,
    controller: TrainingController,
    qtbot: QtBot,
    hands: Hands,
    name: str,
) -> None:
    hands.choose(panel.form.optimizer, name)
    assert document.project.training.runner(1).optimizer == name
    assert list(panel.form.settings) == [setting.name for setting in OPTIMIZERS[name].settings]
    for setting in OPTIMIZERS[name].settings:
        value = (setting.low + setting.default) / 2 if setting.default > setting.low else setting.high / 2
        hands.enter(panel.form.settings[setting.name], f"{value:.6g}")
        chosen = dict(document.project.training.runner(1).settings)
        assert chosen[setting.name] == pytest.approx(value, rel=1e-5)
    before = controller.snapshot.runner(1).updates
    controller.step_epoch()
    qtbot.waitUntil(lambda: controller.snapshot.runner(1).updates > before)


def test_a_runner_is_renamed(panel: LearningPanel, document: Document, hands: Hands) -> None:
    hands.enter(panel.form.name, "Walker")
    assert document.project.training.runner(1).name == "Walker"
    assert document.undo_stack.undoText() == "Rename Gradient descent"
    hands.enter(panel.form.name, "   ")
    assert document.project.training.runner(1).name == "Walker"
    assert panel.form.name.text() == "Walker"


def test_stop_conditions(panel: LearningPanel, document: Document, hands: Hands) -> None:
    hands.click(panel.stop.cost.check)
    assert now(document.project.training.stop.cost_below) == 0.01
    assert document.undo_stack.undoText() == "Stop: cost below 0.01"
    hands.enter(panel.stop.epochs.field, "250")
    assert document.project.training.stop.epochs == 250
    assert panel.stop.epochs.check.isChecked()
    hands.enter(panel.stop.no_improvement.field, "7 ep")
    assert document.project.training.stop.no_improvement_epochs == 7
    hands.click(panel.stop.cost.check)
    assert document.project.training.stop.cost_below is None
    assert document.undo_stack.count() == 4
    for _ in range(4):
        document.undo_stack.undo()
    assert not panel.stop.epochs.check.isChecked()


def test_in_step_by_updates(panel: LearningPanel, document: Document, hands: Hands) -> None:
    hands.choose(panel.clock, "updates")
    assert document.project.training.clock == "updates"
    document.undo_stack.undo()
    assert panel.clock.choice == "epochs"


def test_costs_on_screen_are_the_trainers(
    panel: LearningPanel, controller: TrainingController, qtbot: QtBot
) -> None:
    before = [row.cost_text for row in panel.runners.rows]
    for _ in range(3):
        controller.step_epoch()
        qtbot.wait(30)
    qtbot.waitUntil(lambda: [row.cost_text for row in panel.runners.rows] != before)
    for row in panel.runners.rows:
        assert row.cost_text == format_number(controller.snapshot.runner(row.runner.id).cost)


def test_how_a_runner_learns_in_words(document: Document) -> None:
    first, second = document.project.training.runners
    n_train = len(document.project.dataset.train_rows)
    assert settings_texts(first, n_train)[0] == f"all {n_train} rows · rate 0.1 · plain"
    assert settings_texts(second, n_train)[0] == "1 row · rate 0.01 · plain"
    assert settings_texts(replace(second, batch_size=5), n_train)[1:] == (
        "5 rows · rate 0.01",
        "5 rows · 0.01",
    )


def test_fields_follow_undo_without_editing(panel: LearningPanel, document: Document, hands: Hands) -> None:
    hands.enter(panel.form.rate.field, "0.5")
    hands.enter(panel.form.batch.field, "4")
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert panel.form.rate.value == 0.1
    assert panel.form.batch.value == len(document.project.dataset.train_rows)
    assert document.undo_stack.count() == 2
    assert document.undo_stack.index() == 0


def test_the_menu_of_a_runner(panel: LearningPanel, document: Document, qtbot: QtBot) -> None:
    row = panel.runners.rows[1]
    row.menu_wanted.emit(2, row.mapToGlobal(QPoint(20, 20)))
    menu = panel.runners.menu
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["Show", "Switch off", "Color and shape", "Remove"]
    for _ in range(4):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert [runner.id for runner in document.project.training.runners] == [1]


def test_another_color_and_shape(panel: LearningPanel, document: Document, qtbot: QtBot) -> None:
    """From the button beside the name, and from the runner's menu: one step; who had it gets the other."""
    rows = panel.runners.rows
    before = [row.grab().toImage() for row in rows]
    menu = panel.form.mark_button.menu()
    QTimer.singleShot(0, lambda: qtbot.keyClick(menu, Qt.Key.Key_Escape))
    qtbot.mouseClick(panel.form.mark_button, Qt.MouseButton.LeftButton)  # returns once the menu is closed
    names = [action.text() for action in menu.actions()]
    assert names[:2] == ["Pink circle", "Blue diamond"]
    assert [action.isChecked() for action in menu.actions()] == [True, *[False] * 5]
    menu.actions()[1].trigger()
    assert document.undo_stack.undoText() == "Gradient descent: blue diamond"
    assert document.project.training.marks == {1: 1, 2: 0}
    assert [row.grab().toImage() for row in rows] != before
    document.undo_stack.undo()
    assert document.project.training.marks == {1: 0, 2: 1}
    rows[1].menu_wanted.emit(2, rows[1].mapToGlobal(QPoint(20, 20)))
    opened = panel.runners.menu
    assert opened is not None
    look = next(action for action in opened.actions() if action.menu())
    QMenu.menuInAction(look).actions()[5].trigger()
    opened.close()
    assert document.project.training.marks == {1: 0, 2: 5}


@pytest.mark.parametrize("width", [276, 316])
def test_nothing_is_wider_than_the_panel(
    panel: LearningPanel, qtbot: QtBot, hands: Hands, width: int
) -> None:
    hands.choose(panel.form.optimizer, "adam")
    panel.resize(width - 2, 400)
    qtbot.wait(1)
    assert fits(panel)


def test_everything_that_can_be_used_has_a_name_and_a_tip(
    panel: LearningPanel, hands: Hands, unexplained: Unexplained
) -> None:
    hands.choose(panel.form.optimizer, "adam")
    assert unexplained(panel) == []


def test_a_theme_reaches_everything_that_is_painted(panel: LearningPanel) -> None:
    light = [row.grab().toImage() for row in panel.runners.rows]
    panel.restyle(DARK)
    dark = [row.grab().toImage() for row in panel.runners.rows]
    assert all(a != b for a, b in zip(light, dark, strict=True))


def test_the_standings_follow_the_race_and_its_clock(
    panel: LearningPanel, document: Document, controller: TrainingController, qtbot: QtBot, hands: Hands
) -> None:
    table = panel.standings
    assert table.isVisible()
    assert [line.rank for line in table.lines] == ["1=", "1="], "all start from the same weights"
    controller.train_epochs(3)
    qtbot.waitUntil(lambda: table.title == "After 3 epochs", timeout=10_000)
    n_train = len(document.project.dataset.train_rows)
    numbers = {line.name: line.numbers for line in table.lines}
    assert numbers["Gradient descent"][:2] == ("3", str(3 * n_train))
    assert numbers["Stochastic"][:2] == (str(3 * n_train), str(3 * n_train))
    assert table.columns == ("updates", "rows", "cost")
    assert "Stochastic, updates 96, rows 96, cost" in table.accessibleDescription()
    hands.choose(panel.clock, "updates")
    assert document.project.training.clock == "updates"
    qtbot.waitUntil(lambda: table.title == "After 3 updates", timeout=10_000)


def test_the_last_standings_are_shown_at_once_when_training_stops(
    panel: LearningPanel, controller: TrainingController, qtbot: QtBot
) -> None:
    for count in range(1, 4):  # faster than the numbers may change while training runs
        with qtbot.waitSignal(controller.snapshot_ready):
            controller.step_update()
        qtbot.waitUntil(lambda: not controller.running)
        assert panel.standings.lines[0].numbers[0] != "0"
        assert {line.numbers[0] for line in panel.standings.lines} & {str(count)}


def test_runners_in_step_by_cost_evaluations(
    panel: LearningPanel, document: Document, controller: TrainingController, qtbot: QtBot, hands: Hands
) -> None:
    hands.choose(panel.clock, "evaluations")
    assert document.undo_stack.undoText() == "Runners in step by evaluations"
    stochastic = document.project.training.runners[1]
    changed = edits.set_runner(document.project, replace(stochastic, optimizer="implicit"))
    document.edit("Implicit", changed)
    controller.train_epochs(2)
    qtbot.waitUntil(lambda: panel.standings.columns[1] == "evaluations", timeout=10_000)
    first, second = controller.snapshot.runners
    assert first.evaluations <= second.evaluations
    assert second.evaluations > second.rows_seen
    assert "One evaluation is" in panel.clock.toolTip()


def test_one_runner_alone_has_no_standings(panel: LearningPanel, document: Document, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.runners.rows[1].button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not panel.standings.isVisible(), timeout=10_000)
    document.undo_stack.undo()
    qtbot.waitUntil(panel.standings.isVisible, timeout=10_000)
