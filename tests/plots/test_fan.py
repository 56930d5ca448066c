"""The fan on the card: paths where they belong, shares at the minima, and no trace after it is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT
from playground.data.reader import read_table
from playground.document import edits
from playground.document.document import Document
from playground.document.examples import first_scene
from playground.engine.fan import Fan, FanPath, Share
from playground.plots.fan_window import share_lines
from playground.plots.surface_view import SurfaceView
from playground.resources import resource
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds
from tests.looking import present
from tests.plots.conftest import MakeCase

LEFT = Qt.MouseButton.LeftButton
WAIT = 30_000


Card = Callable[[Document], SurfaceView]


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[Card]:
    made: list[TrainingController] = []

    def make(document: Document) -> SurfaceView:
        controller = TrainingController(document)
        made.append(controller)
        controller.set_picture_needs(PictureNeeds(surface=True))
        view = SurfaceView(document, controller, LIGHT)
        view.resize(460, 360)
        view.show()
        qtbot.waitUntil(lambda: view.picture is not None, timeout=WAIT)
        view.race.train_many_seeds()
        QApplication.processEvents()
        return view

    yield make
    for controller in made:
        controller.shut_down()


@pytest.fixture
def scene() -> Document:
    return Document(*first_scene(read_table(resource("examples", "two_valleys.csv"))))


def run(view: SurfaceView, qtbot: QtBot, seeds: int, updates: int) -> Fan:
    window = present(view.race.fan).window
    window.seeds.set_value(seeds)
    window.updates.set_value(updates)
    qtbot.mouseClick(window.button, LEFT)
    assert window.is_running
    qtbot.waitUntil(lambda: not window.is_running, timeout=WAIT)
    return present(present(view.race.fan).overlay.fan)


def test_shares_and_paths_of_the_first_scene(card: Card, scene: Document, qtbot: QtBot) -> None:
    view = card(scene)
    before = view.controller.state()
    fan = run(view, qtbot, 100, 300)
    assert [share.count for share in fan.shares] == [98, 2]
    text = present(view.race.fan).window.shares.text()
    assert text.startswith("98 of 100 (98\u2009%) end in the minimum at weight sleep")
    assert "the lowest of them" in text
    overlay = present(view.race.fan).overlay
    paths = overlay.paths()
    for path, own in zip(paths, fan.paths, strict=True):
        np.testing.assert_array_equal(path, own.points[:, :2])
    (deep, first), (shallow, second) = overlay.share_texts()
    assert (first, second) == ("98 of 100", "2 of 100")
    assert deep == pytest.approx([0.0177, -5.4353], abs=1e-4)
    assert shallow == pytest.approx([-3.4153, -1.7748], abs=1e-4)
    # The training was not touched.
    after = view.controller.state()
    assert all(
        before.runners[i].theta.tobytes() == after.runners[i].theta.tobytes()
        and before.runners[i].rng == after.runners[i].rng
        for i in before.runners
    )
    plain = view.grab().toImage()
    present(view.race.fan).window.close()
    assert overlay.fan is None
    assert view.grab().toImage() != plain


def test_it_is_painted_once_for_a_view_and_anew_for_another(
    card: Card, scene: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = card(scene)
    run(view, qtbot, 8, 40)
    overlay = present(view.race.fan).overlay
    painted = []
    add = overlay._add_lines

    def watched(*of: Any) -> None:
        painted.append(of[2])
        add(*of)

    monkeypatch.setattr(overlay, "_add_lines", watched)
    view.grab()
    already = len(painted)
    view.grab()
    assert len(painted) == already
    view.map.set_range(-4.0, 1.0, -4.0, 1.0)
    view.grab()
    assert painted[already:] == [0]
    view.restyle(DARK)
    view.grab()


def test_the_same_seeds_while_training_runs_give_the_same_fan(
    card: Card, scene: Document, qtbot: QtBot
) -> None:
    view = card(scene)
    quiet = run(view, qtbot, 6, 200)
    view.controller.set_speed(None)
    view.controller.train()
    busy = run(view, qtbot, 6, 200)
    view.controller.pause()
    assert [path.points.tobytes() for path in busy.paths] == [path.points.tobytes() for path in quiet.paths]
    # The seed of the project is among them: its path is the drawn runner's own.
    seed = scene.project.training.seed
    runner = view.controller.snapshot.runner(2)
    if runner.updates >= 200 and (runner.path_updates == 200).any():
        own = runner.path[np.flatnonzero(runner.path_updates == 200)[0]]
        assert np.array_equal(busy.paths[seed - 1].points[-1], own)


def test_it_can_be_cancelled_and_the_paths_so_far_stay(card: Card, scene: Document, qtbot: QtBot) -> None:
    view = card(scene)
    window = present(view.race.fan).window
    window.seeds.set_value(200)
    window.updates.set_value(3000)
    qtbot.mouseClick(window.button, LEFT)
    overlay = present(view.race.fan).overlay
    qtbot.waitUntil(lambda: overlay.fan is not None and len(overlay.fan.paths) >= 2, timeout=WAIT)
    qtbot.mouseClick(window.button, LEFT)
    assert not window.is_running
    assert 2 <= len(present(overlay.fan).paths) < 200


def test_an_edit_takes_it_away(card: Card, scene: Document, qtbot: QtBot) -> None:
    view = card(scene)
    run(view, qtbot, 4, 20)
    scene.edit("Seed", edits.set_seed(scene.project, 9))
    assert present(view.race.fan).overlay.fan is None
    assert present(view.race.fan).window.shares.text() == ""


def test_without_a_stochastic_runner_it_says_what_to_do(card: Card, scene: Document) -> None:
    view = card(scene)
    window = present(view.race.fan).window
    stochastic = scene.project.training.runner(2)
    scene.edit("All", edits.set_runner(scene.project, replace(stochastic, batch_size=None)))
    assert not window.button.isEnabled()
    assert "every seed would go the same way" in window.message.text()


def test_in_larger_networks_levels_of_cost_are_counted(case: MakeCase, card: Card, qtbot: QtBot) -> None:
    view = card(Document(case(only_two=False).project))
    fan = run(view, qtbot, 5, 100)
    assert fan.grouping == "cost"
    assert present(view.race.fan).overlay.share_texts() == []
    assert "minima are told apart by the cost" in present(view.race.fan).window.how.text()
    assert sum(share.count for share in fan.shares) == 5
    plane = present(view.picture).surface.plane
    for path, own in zip(present(view.race.fan).overlay.paths(), fan.paths, strict=True):
        np.testing.assert_allclose(path, plane.coordinates(own.points), atol=1e-12)


def test_a_long_list_is_cut_and_says_how_much_is_left() -> None:
    shares = (*(Share(-1, 1, None, diverged=True) for _ in range(9)),)
    path = FanPath(0, np.zeros((1, 2)), np.nan, None)
    fan = Fan((path,) * 9, 9, 10, "cost", (-1,) * 9, shares)
    lines = share_lines(fan)
    assert len(lines) == 6
    assert lines[-1] == "4 of 9 in 4 others"
    assert "diverged: try a smaller rate" in lines[0]
