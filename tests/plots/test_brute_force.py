"""Brute force on the card: real values, dots where they belong, and the bill."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT
from playground.document import edits
from playground.document.document import Document
from playground.plots.brute_force_bill import bill_lines
from playground.plots.surface_view import SurfaceView
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds
from tests.looking import present
from tests.plots.conftest import MakeCase

LEFT = Qt.MouseButton.LeftButton
WAIT = 20_000


@pytest.fixture
def surface(case: MakeCase, qtbot: QtBot) -> Iterator[SurfaceView]:
    document = Document(case(only_two=True).project)
    controller = TrainingController(document)
    controller.set_picture_needs(PictureNeeds(surface=True))
    view = SurfaceView(document, controller, LIGHT)
    view.resize(460, 360)
    view.show()
    qtbot.waitUntil(lambda: view.picture is not None, timeout=WAIT)
    view.race.try_every_value()
    QApplication.processEvents()
    yield view
    controller.shut_down()


def choose(surface: SurfaceView, weights: int, values: int, speed: float | None = None) -> None:
    window = present(surface.race.brute_force).window
    window.over.setCurrentIndex(window.over.findData(weights))
    window.over.activated.emit(window.over.currentIndex())
    window.count.selectAll()
    window.count.setText("")
    for digit in str(values):
        QApplication.sendEvent(window.count, _key(digit))
    window.count.editingFinished.emit()
    window.speed.set_choice(speed)


def _key(digit: str) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, ord(digit), Qt.KeyboardModifier.NoModifier, digit)


def run(surface: SurfaceView, qtbot: QtBot) -> None:
    window = present(surface.race.brute_force).window
    qtbot.mouseClick(window.button, LEFT)
    assert window.is_running
    assert window.button.text() == "Cancel"
    qtbot.waitUntil(lambda: not window.is_running, timeout=WAIT)


def test_over_one_weight_the_dots_lie_on_the_curve(surface: SurfaceView, qtbot: QtBot) -> None:
    choose(surface, 1, 33)
    run(surface, qtbot)
    trial = present(surface.race.brute_force)
    assert surface.frame is surface.curve
    surface.refresh()
    dots, line = trial.dots.curve_places(), present(surface.curve.picture).line
    assert len(dots) == 33
    costs = present(surface.curve.picture).plotted(line.costs)
    on_curve = np.interp(dots[:, 0], line.x, costs)
    inside = (dots[:, 0] >= line.x[0]) & (dots[:, 0] <= line.x[-1])
    assert np.abs(dots[inside, 1] - on_curve[inside]).max() < 0.02 * np.ptp(costs)
    assert "33 of 33 tried" in trial.window.message.text()
    assert "values tried" not in str(surface.curve.legend.entries)
    trial.window.close()
    assert trial.dots.tried is None
    assert "values tried" in str(surface.curve.legend.entries)


def test_over_two_weights_the_dots_fill_the_window_of_the_map(surface: SurfaceView, qtbot: QtBot) -> None:
    choose(surface, 2, 9)
    run(surface, qtbot)
    trial, window = present(surface.race.brute_force), present(surface.picture).surface.window
    assert surface.frame is surface.map
    dots = trial.dots.map_places()
    assert dots.shape == (81, 2)
    assert dots.min(axis=0) == pytest.approx([window.x0, window.y0])
    assert dots.max(axis=0) == pytest.approx([window.x1, window.y1])
    tried = present(trial.dots.tried)
    for place, cost in list(zip(tried.places(), tried.costs, strict=True))[::17]:
        theta = surface.controller.snapshot.shown_runner.theta.copy()
        layout = surface.controller.snapshot.network.layout
        indices = [layout.index(key) for key in present(surface.axes_button.axes)]
        theta[indices] = place
        data, project = surface.document.project.dataset, surface.document.project
        network = surface.controller.snapshot.network
        true = network.cost(project.training.objective, theta, data.x_train, data.y_train)
        assert cost == pytest.approx(true, rel=1e-12)
    surface.grab()  # painted without an error, dots and best
    surface.restyle(DARK)
    surface.grab()


def test_it_can_be_cancelled_and_what_was_tried_stays(surface: SurfaceView, qtbot: QtBot) -> None:
    choose(surface, 2, 50, 200.0)
    window = present(surface.race.brute_force).window
    qtbot.mouseClick(window.button, LEFT)
    dots = present(surface.race.brute_force).dots
    qtbot.waitUntil(lambda: dots.tried is not None and len(dots.tried.costs) > 3, timeout=WAIT)
    assert not window.count.isEnabled()
    qtbot.mouseClick(window.button, LEFT)
    assert not window.is_running
    assert 3 < len(present(dots.tried).costs) < 2500
    assert window.count.isEnabled()


def test_an_edit_takes_it_away(surface: SurfaceView, qtbot: QtBot) -> None:
    choose(surface, 1, 20)
    run(surface, qtbot)
    surface.document.edit("Seed", edits.set_seed(surface.document.project, 9))
    assert present(surface.race.brute_force).dots.tried is None


def test_the_bill_of_the_network_beside_the_books(surface: SurfaceView, qtbot: QtBot) -> None:
    choose(surface, 1, 100)
    run(surface, qtbot)
    window = present(surface.race.brute_force).window
    one, whole, books = [[label.text() for label in labels] for labels in window.cells[1:]]
    assert one[:2] == ["1 weight", "100"]
    assert whole[:2] == ["All 2 of this network", "10,000"]
    assert books[:2] == ["The books' 25", "10⁷⁵"]
    assert books[3] == "3.4 × 10⁵⁰ years"
    assert all(row[2] != "–" for row in (one, whole, books)), "measured by now"


def test_the_bill_line_by_line(case: MakeCase) -> None:
    layout = case(only_two=False).network.layout
    one, whole, books = bill_lines(layout, 1000, 2, 30, 1e-5)
    assert one == ("2 weights", "10⁶".replace("10⁶", "1,000,000"), "10 s", "6.5 × 10⁻⁹ s")
    assert whole.what == "All 10 of this network"
    assert whole.combinations == "10³⁰"
    assert whole.here == "3.2 × 10¹⁷ years"
    assert books.here.endswith("years")
    assert [line.here for line in bill_lines(layout, 10, 1, 30, 0.0)] == ["–", "–", "–"]


def test_crowded_dots_are_there_too_and_quick(surface: SurfaceView, qtbot: QtBot) -> None:
    """40,000 of them; a repaint copies what was painted once."""
    choose(surface, 2, 200)
    run(surface, qtbot)
    surface.grab()
    layer = present(surface.race.brute_force).dots._layers[0]
    assert layer._count == 40_000
    inside = surface.map.view_box.sceneBoundingRect().toRect()
    picture = surface.map.widget.grab().toImage()
    white = sum(
        picture.pixelColor(x, y).lightness() > 240
        for x in range(inside.left(), inside.right(), 3)
        for y in range(inside.top(), inside.bottom(), 3)
    )
    assert white > 500
