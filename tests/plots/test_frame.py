"""What all plots share: axes, legend, chips, menu, empty state."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QMenu

from playground.appearance.theme import LIGHT
from playground.plots.legend_row import LegendEntry, LegendRow
from playground.plots.marks import chip_size, place_chip
from playground.plots.plot_frame import PlotFrame
from playground.plots.plot_menu import fill_menu

BOUNDS = QRectF(50, 10, 300, 200)


@pytest.fixture
def frame() -> PlotFrame:
    plot = PlotFrame(LIGHT)
    plot.resize(420, 320)
    plot.show()
    QApplication.processEvents()
    return plot


def test_the_range_is_exactly_what_was_asked_for(frame: PlotFrame) -> None:
    frame.set_range(-1.25, 3.5, 0.001, 0.002)
    assert frame.range == pytest.approx((-1.25, 3.5, 0.001, 0.002), rel=1e-12)
    frame.set_range(2.0, 2.0, 5.0, 5.0)
    left, right, bottom, top = frame.range
    assert left < 2.0 < right
    assert bottom < 5.0 < top
    frame.set_range(float("nan"), 1.0, 0.0, 1.0)
    assert frame.range[0] == left, "a range that is no range changes nothing"


def test_numbers_stand_inside_the_axes(frame: PlotFrame) -> None:
    frame.set_range(-0.61, 4.4, -2.6, 3.39)
    for axis, low, high in ((frame.x_axis, -0.61, 4.4), (frame.y_axis, -2.6, 3.39)):
        values = axis.major_values()
        assert 3 <= len(values) <= 8
        assert low <= min(values)
        assert max(values) <= high
    assert frame.x_axis.tickStrings([-1.0, 0.0], 1.0, 1.0) == ["−1", "0"]


def test_a_long_axis_title_is_shortened_not_cut_off(frame: PlotFrame) -> None:
    name = "weight distance to the center of the town → hidden 1.2, and then some more words about it"
    frame.set_axis_titles(name, name)
    QApplication.processEvents()
    for axis, length in ((frame.x_axis, "width"), (frame.y_axis, "height")):
        shown = axis.label.toPlainText()
        assert "…" in shown
        assert axis.label.boundingRect().width() <= getattr(axis.size(), length)()
        assert axis.title == name
    frame.resize(2000, 1600)
    QApplication.processEvents()
    assert frame.x_axis.label.toPlainText() == name


def test_the_plot_keeps_still_while_its_numbers_change(frame: PlotFrame) -> None:
    frame.set_range(0.0, 1.0, 0.0, 1000.0)
    frame.grab()
    QApplication.processEvents()
    left = frame.view_box.sceneBoundingRect().left()
    for top in (1.0, 5.0, 800.0):
        frame.set_range(0.0, 1.0, 0.0, top)
        frame.grab()
        QApplication.processEvents()
        assert frame.view_box.sceneBoundingRect().left() == left


def test_the_menu_offers_fit_copy_and_save(frame: PlotFrame) -> None:
    menu = QMenu()
    fill_menu(menu, frame, LIGHT)
    texts = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert texts == ["Fit to view", "Copy picture", "Save picture…"]


def entries(*names: str) -> tuple[LegendEntry, ...]:
    return tuple(LegendEntry("runner", name, place=i, runner_id=i) for i, name in enumerate(names))


def legend_of(width: int, shown: tuple[LegendEntry, ...]) -> LegendRow:
    legend = LegendRow(LIGHT)
    legend.resize(width, 30)
    legend.show()
    legend.set_entries(shown)
    return legend


def test_a_legend_that_fits_is_one_row_with_whole_names() -> None:
    legend = legend_of(600, entries("Gradient descent", "Stochastic", "Mini-batch"))
    assert legend.texts == ["Gradient descent", "Stochastic", "Mini-batch"]
    one_row = legend.height()
    legend.resize(250, one_row)
    assert legend.texts == ["Gradient descent", "Stochastic", "Mini-batch"]
    assert legend.height() > one_row, "it takes two rows before it shortens a name"


def test_too_long_names_are_shortened_fairly_and_numbers_never() -> None:
    shown = (
        LegendEntry("runner", "A", note="off the plane by 0.15"),
        LegendEntry("runner", "A runner with an extraordinarily long name", note="off the plane by 0.25"),
    )
    legend = legend_of(300, shown)
    first, second = legend.texts
    assert first == "A"
    assert second.endswith("…")
    assert "off the plane by 0.25" in legend.accessibleName()


def test_where_two_rows_are_too_short_as_little_as_possible_is_shortened() -> None:
    shown = entries("Gradient descent", "setosa", "versicolor", "virginica", "a rather long training entry")
    legend = legend_of(330, shown)
    whole = [entry.name for entry in shown]
    assert sum(text != name for text, name in zip(legend.texts, whole, strict=True)) <= 2
    assert legend.texts[1:3] == ["setosa", "versicolor"]


def test_an_empty_legend_takes_almost_no_room() -> None:
    assert legend_of(300, ()).height() < 10


@pytest.mark.parametrize("x", [50, 52, 200, 345, 350])
@pytest.mark.parametrize("y", [10, 14, 100, 205, 210])
def test_a_chip_always_lies_inside(x: int, y: int) -> None:
    rect = place_chip(QPointF(x, y), QSizeF(120, 22), BOUNDS)
    assert BOUNDS.contains(rect)


def test_a_chip_keeps_off_what_must_stay_visible() -> None:
    ball = QRectF(210, 90, 20, 20)
    assert place_chip(QPointF(200, 100), QSizeF(80, 22), BOUNDS, [ball]).intersects(ball) is False


def test_a_chip_is_as_wide_as_its_text() -> None:
    font = QFont()
    font.setPixelSize(12)
    assert chip_size("lowest found here 0.054", font).width() > chip_size("start", font).width() + 40
