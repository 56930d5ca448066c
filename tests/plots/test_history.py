"""The cost history: what is recorded is what is drawn, and it says where it is smoothed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT
from playground.document.document import Document
from playground.engine.snapshot import History, RunnerSnapshot, Snapshot
from playground.plots.history_curves import history_picture
from playground.plots.history_view import HistoryView
from tests.looking import present
from tests.plots.conftest import Case, MakeCase, StillController, as_controller


def with_costs(snapshot: Snapshot, costs: np.ndarray, test: np.ndarray | None = None) -> Snapshot:
    """The same runners with another history."""

    def changed(runner: RunnerSnapshot) -> RunnerSnapshot:
        n = len(costs)
        history = History(
            updates=np.arange(n),
            epochs=np.arange(n) / 4.0,
            train=costs,
            test=np.full(n, np.nan) if test is None else test,
            evaluations=np.arange(0.0, 10.0 * n, 10.0),
        )
        return replace(
            runner,
            history=history,
            updates=n - 1,
            epochs=(n - 1) / 4.0,
            cost=float(costs[-1]),
            test_cost=None if test is None else float(test[-1]),
        )

    return replace(snapshot, runners=tuple(changed(runner) for runner in snapshot.runners))


def test_curves_are_the_recorded_history_and_end_at_the_present_cost(case: MakeCase) -> None:
    one = case(only_two=False)
    one.trainer.run(updates=40)
    snapshot = one.snapshot()
    picture = history_picture(snapshot, one.project)
    assert [curve.runner_id for curve in picture.curves] == [2, 1], "the shown runner is drawn last"
    for curve in picture.curves:
        runner = snapshot.runner(curve.runner_id)
        n = len(runner.history.train)
        assert curve.x[:n] == pytest.approx(runner.history.epochs)
        assert curve.raw[:n] == pytest.approx(runner.history.train)
        assert (curve.x[-1], curve.raw[-1]) == (runner.epochs, runner.cost)
    assert picture.curves[-1].test is not None
    assert picture.curves[0].test is None


def test_against_updates(case: MakeCase) -> None:
    one = case(only_two=False)
    one.trainer.run(updates=6)
    picture = history_picture(one.snapshot(), one.project, against="updates")
    assert picture.curves[-1].x[-1] == 6
    assert "at update 6" in picture.sentence()


def test_a_calm_curve_is_not_smoothed_a_noisy_one_is(case: MakeCase) -> None:
    one = case(only_two=False)
    calm = np.geomspace(1.0, 0.1, 400)
    noisy = calm * (1 + 0.5 * np.random.default_rng(0).uniform(-1, 1, 400))
    smooth = history_picture(with_costs(one.snapshot(), calm), one.project).curves[0]
    assert smooth.smooth is smooth.raw
    rough = history_picture(with_costs(one.snapshot(), noisy, noisy + 1), one.project).curves[-1]
    assert rough.is_smoothed
    assert rough.is_test_smoothed
    assert rough.raw is not rough.smooth
    assert np.abs(np.diff(rough.smooth)).sum() < 0.3 * np.abs(np.diff(rough.raw)).sum()
    assert rough.test_cost == noisy[-1] + 1, "what is said is not what is smoothed"


@pytest.mark.parametrize(
    ("low", "high", "logarithmic"), [(0.1, 1.0, False), (0.01, 1.0, True), (0.0, 1.0, False)]
)
def test_the_axis_is_logarithmic_where_that_is_sensible(
    case: MakeCase, low: float, high: float, logarithmic: bool
) -> None:
    one = case(only_two=False)
    costs = np.linspace(high, low, 50)
    costs[-1] = low
    if low == 0.0:
        costs = np.zeros(50)
    assert history_picture(with_costs(one.snapshot(), costs), one.project).logarithmic is logarithmic


def test_it_does_not_flicker_between_the_two(case: MakeCase) -> None:
    one = case(only_two=False)
    wide = history_picture(with_costs(one.snapshot(), np.geomspace(1.0, 0.04, 50)), one.project)
    near = with_costs(one.snapshot(), np.geomspace(1.0, 0.06, 50))
    assert wide.logarithmic
    assert history_picture(near, one.project, previous=wide).logarithmic
    assert not history_picture(near, one.project).logarithmic


@pytest.mark.parametrize("logarithmic", [True, False])
def test_the_range_holds_every_cost_and_stays_while_a_run_goes_on(case: MakeCase, logarithmic: bool) -> None:
    one = case(only_two=False)
    costs = np.geomspace(3.7, 0.013, 200)
    ranges = set()
    for n in (150, 160, 170):
        picture = history_picture(with_costs(one.snapshot(), costs[:n]), one.project, logarithmic=logarithmic)
        left, right, bottom, top = picture.range
        plotted = picture.plotted(costs[:n])
        assert left == 0.0
        assert right >= (n - 1) / 4
        assert bottom <= plotted.min()
        assert plotted.max() <= top
        ranges.add(picture.range[1])
    assert len(ranges) <= 2, "the axis moves with every frame"


def test_costs_without_a_logarithm_are_gaps(case: MakeCase) -> None:
    one = case(only_two=False)
    picture = history_picture(
        with_costs(one.snapshot(), np.array([1.0, 0.0, 0.5])), one.project, logarithmic=True
    )
    assert np.isnan(picture.plotted(np.array([0.0, -1.0, 1.0]))).tolist() == [True, True, False]


class StillHistory(HistoryView):
    """A history card over a case."""

    def __init__(self, case: Case) -> None:
        still = StillController(case.snapshot())
        super().__init__(Document(case.project), as_controller(still), LIGHT)
        self.case, self.still = case, still
        self.resize(460, 330)


class Make(Protocol):
    def __call__(self, updates: int = 0) -> StillHistory: ...


@pytest.fixture
def view(case: MakeCase) -> Make:
    def make(updates: int = 0) -> StillHistory:
        one = case(only_two=False)
        one.trainer.run(updates=updates)
        history = StillHistory(one)
        history.show()
        return history

    return make


def test_before_the_first_update_it_says_what_to_do(view: Make) -> None:
    history = view()
    assert history.plot.empty_state.title == "No updates yet"
    assert history.plot.empty_state.isVisible()
    history.case.trainer.run(updates=3)
    history.still.hand_out(snapshot=history.case.snapshot())
    assert not history.plot.empty_state.isVisible()
    history.describe()
    assert history.accessibleDescription().startswith("Cost history over epochs")


def test_the_legend_says_that_it_is_smoothed(view: Make) -> None:
    history = view(5)
    names = [entry.name for entry in history.plot.legend.entries]
    assert names == ["Gradient descent", "Stochastic", "training", "test"]
    noisy = 1 + np.random.default_rng(0).uniform(0, 1, 400)
    history.still.hand_out(snapshot=with_costs(history.case.snapshot(), noisy, noisy))
    names = [entry.name for entry in history.plot.legend.entries]
    assert names[2:] == ["training (smoothed)", "test (smoothed)"]


def test_the_end_mark_stands_at_the_present_cost(view: Make) -> None:
    """On the picture: the middle of the runner's color at the right end of its curve."""
    history = view(5)
    costs = np.full(40, 0.8)
    costs[-1] = 0.25
    snapshot = with_costs(history.case.snapshot(), costs)
    history.still.hand_out(snapshot=replace(snapshot, runners=snapshot.runners[:1]))
    QApplication.processEvents()
    at = history.plot.scene_position(39 / 4, 0.25)
    picture = history.plot.widget.grab().toImage()
    assert QColor(picture.pixel(at.toPoint())).name() == LIGHT.runner_colors[0]
    assert QColor(picture.pixel(at.toPoint() + QPoint(12, 0))).name() == LIGHT.panel


def test_a_chosen_range_stays_until_home(view: Make, qtbot: QtBot) -> None:
    history = view(30)
    automatic = history.plot.range
    qtbot.keyClick(history.plot, Qt.Key.Key_Plus)
    chosen = history.plot.range
    assert chosen != automatic
    history.case.trainer.run(updates=30)
    history.still.hand_out(snapshot=history.case.snapshot())
    assert history.plot.range == chosen
    qtbot.keyClick(history.plot, Qt.Key.Key_Home)
    assert history.plot.range == pytest.approx(present(history.plot.picture).range)


def test_menu_toggles_axis_and_counting(view: Make) -> None:
    history = view(10)
    menu = QMenu()
    history.plot.menu_opening.emit(menu)
    logarithmic, counted = menu.actions()
    epochs, updates, evaluations = QMenu.menuInAction(counted).actions()
    assert epochs.isChecked()
    assert not logarithmic.isChecked()
    logarithmic.trigger()
    assert present(history.plot.picture).logarithmic
    assert history.plot.y_axis.logarithmic
    updates.trigger()
    assert history.plot.x_axis.title == "update"
    assert history.plot.range[1] >= 10
    evaluations.trigger()
    assert history.plot.x_axis.title == "evaluation"
    runner = history.case.snapshot().shown_runner
    assert (
        present(history.plot.picture).curves[-1].x[-1]
        == runner.evaluations
        == 10 * len(history.case.project.dataset.x_train)
    )
    assert "cost evaluations" in present(history.plot.picture).sentence()


def test_hidden_it_draws_nothing(view: Make) -> None:
    history = view(5)
    history.hide()
    picture = history.plot.picture
    history.still.hand_out(snapshot=history.case.snapshot())
    assert history.plot.picture is picture
    history.show()
    assert history.plot.picture is not picture


def test_the_numbers_behind_it_can_be_saved(view: Make, tmp_path: Path) -> None:
    history = view(7)
    history.save_numbers(tmp_path / "history.csv")
    lines = (tmp_path / "history.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "runner,update,epoch,evaluations,training_cost,test_cost"
    recorded = history.case.snapshot().runner(1).history
    first = lines[1].split(",")
    assert first[0] == "Gradient descent"
    assert float(first[3]) == recorded.evaluations[0]
    assert float(first[4]) == recorded.train[0]
    assert len([line for line in lines if line.startswith("Gradient")]) == len(recorded.train)


def test_hover_finds_the_nearest_recorded_point(view: Make, qtbot: QtBot) -> None:
    history = view(20)
    before = history.plot.grab().toImage()
    curve = present(history.plot.picture).curves[-1]
    at = history.plot.scene_position(float(curve.x[3]), float(curve.raw[3]))
    qtbot.mouseMove(history.plot.widget.viewport(), at.toPoint())
    QApplication.processEvents()
    assert history.plot.grab().toImage() != before


def test_a_change_of_scheme_restyles_everything(view: Make) -> None:
    history = view(5)
    history.restyle(DARK)
    QApplication.processEvents()
    picture = history.plot.grab().toImage()
    assert picture.pixelColor(1, 1).name() == DARK.panel
    assert picture.pixelColor(picture.width() - 3, picture.height() - 3).name() == DARK.panel
