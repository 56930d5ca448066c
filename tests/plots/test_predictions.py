"""Predictions: every kind of data gets an honest picture in its own units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT
from playground.data.dataset import Feature, Task
from playground.document.document import Document
from playground.plots.prediction_picture import NO_CATEGORY, prediction_picture
from playground.plots.predictions_view import PredictionsView
from playground.training.pictures import DecisionMap, FittedCurve, Pictures, Points, PredictedAgainstActual
from playground.training.predictions import Predictions
from tests.looking import present
from tests.plots.conftest import Case, MakeCase, StillController, as_controller

NUMBER = Feature("price", "price", unit="k€", offset=400.0, scale=100.0)
YES = Feature("sold", "sold", category="yes", otherwise="no")
SPECIES = tuple(Feature(name, "species", category=name) for name in ("setosa", "versicolor", "virginica"))
INPUTS = tuple(Feature(name, name) for name in ("a", "b", "c"))


def points(inputs: np.ndarray, targets: np.ndarray, n_test: int = 2) -> Points:
    n = len(inputs)
    return Points(inputs, targets, np.arange(n) >= n - n_test, np.arange(n) * 10)


def decision_map(
    outputs: tuple[Feature, ...], values: np.ndarray, targets: np.ndarray, task: str
) -> DecisionMap:
    ny, nx = values.shape[:2]
    x, y = np.linspace(0.5, nx - 0.5, nx), np.linspace(100.5, 100 + ny - 0.5, ny)
    inputs = np.column_stack((np.linspace(1, nx - 1, len(targets)), np.linspace(101, 99 + ny, len(targets))))
    return DecisionMap(x, y, values, points(inputs, targets), INPUTS[:2], outputs, task)


def asymmetric(n_outputs: int = 1) -> np.ndarray:
    """(6, 8, n_outputs): every cell of every output differs."""
    return np.random.default_rng(2).uniform(0, 1, (6, 8, n_outputs))


def test_a_map_of_two_categories() -> None:
    values = asymmetric()
    picture = prediction_picture(decision_map((YES,), values, np.array([[0.0], [1.0], [1.0]]), "binary"))
    assert picture.categories == ("no", "yes")
    assert picture.marks.category.tolist() == [0, 1, 1]
    assert present(picture.heat).values is not None
    assert present(picture.heat).values[4, 1] == values[4, 1, 0]
    assert present(picture.heat).limits == (0.0, 1.0)
    assert picture.heat_labels() == [(0.0, "no"), (1.0, "yes")]
    assert picture.range == pytest.approx((0.0, 8.0, 100.0, 106.0)), "cell edges, not centers"


def test_a_map_of_more_categories_shows_the_winner_and_its_lead() -> None:
    values = asymmetric(3)
    picture = prediction_picture(decision_map(SPECIES, values, np.eye(3), "categorical"))
    assert present(present(picture.heat).winner).tolist() == values.argmax(axis=2).tolist()
    ordered = np.sort(values, axis=2)
    assert present(picture.heat).values == pytest.approx(ordered[:, :, 2] - ordered[:, :, 1])
    assert picture.heat_labels() == []


def test_a_map_of_a_number_runs_over_the_targets() -> None:
    targets = np.array([[300.0], [500.0], [420.0]])
    picture = prediction_picture(decision_map((NUMBER,), asymmetric() * 1000, targets, "regression"))
    assert present(picture.heat).limits == (300.0, 500.0)
    assert present(picture.marks.share).tolist() == pytest.approx([0.0, 1.0, 0.6])
    assert [text for _, text in picture.heat_labels()] == ["300", "400", "500"]
    assert "k€" in picture.heat_title


def test_a_curve_goes_through_the_answers_in_original_units() -> None:
    x = np.linspace(0, 10, 50)
    fitted = FittedCurve(
        x, (2 * x + 1)[:, None], points(np.array([[1.0], [4.0], [9.0]]), np.array([[3.0], [9.5], [19.0]])),
        INPUTS[:1], (NUMBER,), "regression",
    )  # fmt: skip
    picture = prediction_picture(fitted)
    assert picture.lines[0].xy == pytest.approx(np.column_stack((x, 2 * x + 1)))
    assert picture.marks.xy.tolist() == [[1.0, 3.0], [4.0, 9.5], [9.0, 19.0]]
    assert picture.marks.category.tolist() == [NO_CATEGORY] * 3


def test_a_curve_for_each_of_several_categories() -> None:
    x = np.linspace(0, 1, 5)
    fitted = FittedCurve(
        x, np.column_stack((x, 1 - x, x * 0)), points(np.array([[0.1], [0.5], [0.9]]), np.eye(3)),
        INPUTS[:1], SPECIES, "categorical",
    )  # fmt: skip
    picture = prediction_picture(fitted)
    assert [line.category for line in picture.lines] == [0, 1, 2]
    assert picture.marks.xy[:, 1].tolist() == [1.0, 1.0, 1.0]
    assert picture.marks.category.tolist() == [0, 1, 2]


def against_actual(
    outputs: tuple[Feature, ...], values: np.ndarray, targets: np.ndarray, task: Task
) -> PredictedAgainstActual:
    inputs = np.zeros((len(values), 3))
    return PredictedAgainstActual(values, points(inputs, targets), INPUTS, outputs, task)


def test_predicted_against_actual_on_equal_axes() -> None:
    actual = np.array([[100.0], [200.0], [300.0], [400.0]])
    picture = prediction_picture(against_actual((NUMBER,), actual + 7.0, actual, "regression"))
    assert picture.marks.xy.tolist() == [[100, 107], [200, 207], [300, 307], [400, 407]]
    left, right, bottom, top = picture.range
    assert (left, right) == (bottom, top)
    assert picture.lines[0].guide
    assert picture.lines[0].xy[0].tolist() == [left, bottom]
    assert picture.titles[0].startswith("actual price")


def test_answers_far_off_don_t_squeeze_the_picture_but_are_counted() -> None:
    actual = np.array([[100.0], [200.0], [300.0], [400.0]])
    wild = actual.copy()
    wild[1], wild[2] = 1e9, np.nan
    picture = prediction_picture(against_actual((NUMBER,), wild, actual, "regression"))
    assert picture.range[1] < 500
    assert picture.marks.outside(picture.range) == 2
    assert "2 outside the view" in picture.sentence()


def test_strips_place_each_row_in_its_category_by_the_answer_it_got() -> None:
    targets = np.eye(3)[[0, 0, 1, 2, 2]]
    values = np.array([[0.9, 0.1, 0.0], [0.3, 0.6, 0.1], [0.1, 0.8, 0.1], [0.0, 0.2, 0.7], [0.5, 0.1, 0.4]])
    picture = prediction_picture(against_actual(SPECIES, values, targets, "categorical"))
    assert np.rint(picture.marks.xy[:, 0]).tolist() == [0, 0, 1, 2, 2]
    assert picture.marks.xy[:, 1].tolist() == [0.9, 0.3, 0.8, 0.7, 0.4]
    assert picture.marks.category.tolist() == [0, 1, 1, 2, 0], "color and shape tell what it would answer"
    assert picture.counts == ((1, 2), (1, 1), (1, 2))
    assert picture.right == ((2, 3), (1, 2))
    assert picture.x_ticks == ((0.0, "setosa"), (1.0, "versicolor"), (2.0, "virginica"))


def test_strips_of_two_categories_use_both_sides_of_one_output() -> None:
    targets, values = np.array([[0.0], [0.0], [1.0]]), np.array([[0.2], [0.7], [0.9]])
    picture = prediction_picture(against_actual((YES,), values, targets, "binary"))
    assert picture.marks.xy[:, 1] == pytest.approx([0.8, 0.3, 0.9])
    assert picture.counts == ((1, 2), (1, 1))
    assert "1 of 1 training rows right; 1 of 2 test rows right" in picture.sentence()


class StillPredictions(PredictionsView):
    """A predictions card over a case."""

    def __init__(self, case: Case) -> None:
        still = StillController(case.snapshot())
        super().__init__(Document(case.project), as_controller(still), LIGHT)
        self.case, self.still = case, still
        self.resize(480, 360)


Make = Callable[[Predictions], StillPredictions]


@pytest.fixture
def view(case: MakeCase) -> Make:
    def make(predictions: Predictions) -> StillPredictions:
        one = case(only_two=False)
        shown = StillPredictions(one)
        shown.show()
        shown.still.hand_out(Pictures(one.snapshot(), predictions=predictions))
        QApplication.processEvents()
        return shown

    return make


def test_the_map_on_screen_is_the_answer_at_that_place(view: Make) -> None:
    """Read back through the view's transform: a transposed or upside-down map would fail."""
    values = asymmetric()
    predictions = decision_map((YES,), values, np.array([[0.0], [1.0], [1.0]]), "binary")
    shown = view(predictions)
    plot = shown.plot
    for row, column in ((0, 0), (5, 7), (2, 6), (4, 1), (0, 5)):
        at = plot.scene_position(predictions.x[column], predictions.y[row])
        place = plot.image.mapFromScene(at)
        held = plot.image.image[int(np.floor(place.y())), int(np.floor(place.x()))]
        assert held == values[row, column, 0]


def test_colors_of_a_map_with_winners(view: Make) -> None:
    values = np.zeros((4, 4, 3))
    values[:2, :, 0] = 1.0
    values[2:, :, 2] = 1.0
    shown = view(decision_map(SPECIES, values, np.eye(3), "categorical"))
    plot = shown.plot
    plot._marks.hide()
    picture = plot.widget.grab().toImage()
    low = QColor(picture.pixel(plot.scene_position(3.0, 100.6).toPoint()))
    high = QColor(picture.pixel(plot.scene_position(3.0, 103.4).toPoint()))
    assert low.blue() > low.red() + 40, "setosa is blue"
    assert high.red() > high.green() + 40, "virginica is purple"


def test_nothing_yet(case: MakeCase) -> None:
    shown = StillPredictions(case(only_two=False))
    shown.show()
    assert shown.plot.empty_state.title == "No predictions yet"


def test_the_legend_names_runner_categories_and_sets(view: Make) -> None:
    targets, values = np.array([[0.0], [0.0], [1.0]]), np.array([[0.2], [0.7], [0.9]])
    shown = view(against_actual((YES,), values, targets, "binary"))
    entries = shown.plot.legend.entries
    assert [entry.name for entry in entries] == ["Gradient descent", "no", "yes", "training", "test"]
    assert [entry.note for entry in entries[3:]] == ["1 of 1 right", "1 of 2 right"]


def test_many_categories_don_t_flood_the_legend(view: Make) -> None:
    outputs = tuple(Feature(f"kind {i}", "kind", category=f"kind {i}") for i in range(12))
    shown = view(against_actual(outputs, np.eye(12), np.eye(12), "categorical"))
    assert "and 6 more" in [entry.name for entry in shown.plot.legend.entries]


def test_clicking_a_row_chooses_it_and_marks_it(view: Make, qtbot: QtBot) -> None:
    actual = np.array([[100.0], [200.0], [300.0]])
    shown = view(against_actual((NUMBER,), actual + 20, actual, "regression"))
    shown.document.set_view(replace(shown.document.view, row=0))
    at = shown.plot.scene_position(200.0, 220.0).toPoint() + QPoint(3, -2)
    qtbot.mouseClick(shown.plot.widget.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert shown.document.view.row == 10
    assert shown.plot.chosen_row == 10
    picture = shown.plot.widget.grab().toImage()
    ring = shown.plot.scene_position(200.0, 220.0) + QPointF(7, 0)
    near = [picture.pixelColor(ring.toPoint() + QPoint(dx, 0)).name() for dx in (-1, 0, 1)]
    assert LIGHT.accent in near
    elsewhere = shown.plot.scene_position(150.0, 300.0).toPoint()
    qtbot.mouseClick(shown.plot.widget.viewport(), Qt.MouseButton.LeftButton, pos=elsewhere)
    assert shown.document.view.row == 10


def test_training_rows_are_filled_and_test_rows_hollow(view: Make) -> None:
    actual = np.array([[100.0], [300.0], [500.0]])
    shown = view(against_actual((NUMBER,), actual + 30, actual, "regression"))
    plot = shown.plot
    picture = plot.widget.grab().toImage()

    def middle(value: float) -> str:
        return str(picture.pixelColor(plot.scene_position(value, value + 30).toPoint()).name())

    assert middle(100.0) == plot.color(NO_CATEGORY).name()
    assert middle(500.0) == LIGHT.panel


def test_pictures_without_predictions_leave_it_alone(view: Make) -> None:
    actual = np.array([[100.0], [200.0], [300.0]])
    shown = view(against_actual((NUMBER,), actual, actual, "regression"))
    picture = shown.plot.picture
    shown.still.hand_out(Pictures(shown.case.snapshot()))
    assert shown.plot.picture is picture


def test_words_and_numbers(view: Make, tmp_path: Path) -> None:
    actual = np.array([[100.0], [200.0], [300.0]])
    shown = view(against_actual((NUMBER,), actual + 1, actual, "regression"))
    shown.describe()
    assert shown.accessibleDescription().startswith("Gradient descent. Predictions: predicted price")
    shown.save_numbers(tmp_path / "p.csv")
    lines = (tmp_path / "p.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1:3] == ["1,training,100.0,101.0", "11,test,200.0,201.0"]


@pytest.mark.parametrize("outputs", [(YES,), SPECIES])
def test_a_change_of_scheme_recolors_map_and_marks(view: Make, outputs: tuple[Feature, ...]) -> None:
    values = asymmetric(len(outputs))
    targets = np.eye(3)[:, : len(outputs)]
    shown = view(decision_map(outputs, values, targets, "categorical"))
    before = shown.plot.grab().toImage()
    shown.restyle(DARK)
    QApplication.processEvents()
    after = shown.plot.grab().toImage()
    assert after.pixelColor(3, 3).name() == DARK.panel
    at = shown.plot.scene_position(4.0, 103.0).toPoint()
    offset = shown.plot.widget.mapTo(shown.plot, QPoint(0, 0))
    assert before.pixelColor(at + offset).lightness() > after.pixelColor(at + offset).lightness()
