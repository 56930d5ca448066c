"""The landscape lab: known landscapes are found in it, runners race on them, newer wishes win."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.document.lab_choices import FORMULA, LabChoices, first_choices
from playground.engine.landscape.formula import FormulaError
from playground.engine.landscape.landmark import Landmark
from playground.engine.landscape.surface import Window
from playground.training.lab import Lab
from playground.training.landscape_finder import Landscape, LandscapeFinder

Make = Callable[..., Lab]


@pytest.fixture
def lab() -> Iterator[Make]:
    made: list[Lab] = []

    def make(name: str = "himmelblau", **changes: Any) -> Lab:
        choices = replace(first_choices().on(name), **changes)
        made.append(Lab(choices))
        return made[-1]

    yield make
    for one in made:
        one.shut_down()


def landmarks(one: Lab, qtbot: QtBot) -> tuple[Landmark, ...]:
    one.open()
    qtbot.waitUntil(lambda: one.landscape is not None and one.landscape.all_kinds, timeout=60_000)
    assert one.landscape is not None
    return one.landscape.landmarks


def places(found: tuple[Landmark, ...], kind: str) -> np.ndarray:
    return np.array(sorted(each.position.tolist() for each in found if each.kind == kind)).reshape(-1, 2)


def test_himmelblau(lab: Make, qtbot: QtBot) -> None:
    found = landmarks(lab("himmelblau"), qtbot)
    counts = [len(places(found, kind)) for kind in ("minimum", "saddle", "maximum")]
    assert counts == [4, 4, 1]
    expected = [[-3.779310, -3.283186], [-2.805118, 3.131313], [3.0, 2.0], [3.584428, -1.848127]]
    assert places(found, "minimum") == pytest.approx(np.array(expected), abs=1e-6)


def test_six_hump_camel(lab: Make, qtbot: QtBot) -> None:
    found = [each for each in landmarks(lab("six_hump_camel"), qtbot) if each.kind == "minimum"]
    assert len(found) == 6
    lowest = [each for each in found if each.cost < found[0].cost + 1e-9]
    assert len(lowest) == 2
    assert lowest[0].cost == pytest.approx(-1.0316284535, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "minima", "saddles"),
    [("double_well", 2, 1), ("rosenbrock", 1, 0), ("saddle", 0, 1), ("bowl", 1, 0)],
)
def test_simple_landscapes(lab: Make, qtbot: QtBot, name: str, minima: int, saddles: int) -> None:
    found = landmarks(lab(name), qtbot)
    assert (len(places(found, "minimum")), len(places(found, "saddle"))) == (minima, saddles)


def test_rastrigin_has_121_minima(lab: Make, qtbot: QtBot) -> None:
    found = landmarks(lab("rastrigin"), qtbot)
    assert len(places(found, "minimum")) == 121
    assert found[0].position == pytest.approx([0, 0], abs=1e-6)


def test_ackleys_kink_is_found(lab: Make, qtbot: QtBot) -> None:
    lowest = landmarks(lab("ackley"), qtbot)[0]
    assert lowest.kind == "kink"
    assert lowest.position == pytest.approx([0, 0], abs=1e-6)


def test_a_typed_formula_is_a_landscape_like_any_other(lab: Make, qtbot: QtBot) -> None:
    one = lab()
    one.choose(one.choices.on(FORMULA, "(x - 1)^2 + (y + 2)^4 + y^2/10"))
    found = landmarks(one, qtbot)
    assert [each.kind for each in found[:1]] == ["minimum"]
    assert found[0].position[0] == pytest.approx(1.0, abs=1e-6)


def test_a_wrong_formula_leaves_everything_as_it_is(lab: Make) -> None:
    one = lab()
    before = one.choices
    with pytest.raises(FormulaError):
        one.choose(one.choices.on(FORMULA, "x +* y"))
    assert one.choices is before
    assert one.cost.text == before.text


def test_the_newest_landscape_wins(lab: Make, qtbot: QtBot) -> None:
    one = lab("rastrigin")
    one.open()
    for name in ("ackley", "beale", "bowl"):
        one.choose(one.choices.on(name))
    found = landmarks(one, qtbot)
    assert one.landscape is not None
    assert one.landscape.text == one.choices.text
    assert len(places(found, "minimum")) == 1


def test_runners_walk_stop_and_start_anew_alike(lab: Make, qtbot: QtBot) -> None:
    one = lab("himmelblau", speed=None)
    one.train()
    qtbot.waitUntil(lambda: one.runners()[0].updates > 300, timeout=20_000)
    one.pause()
    first = {runner.id: runner for runner in one.runners()}
    assert first[1].cost < 1e-3
    assert first[3].cost > first[1].cost  # the noisy one stays in motion
    one.restart()
    assert [runner.updates for runner in one.runners()] == [0, 0, 0]
    for _ in range(40):
        one.step()
    for runner in one.runners():
        assert runner.path[:40] == pytest.approx(first[runner.id].path[:40], rel=0, abs=0)
    one.draw_noise()
    for _ in range(40):
        one.step()
    assert not np.array_equal(one.runners()[2].path[:40], first[3].path[:40])


def test_the_speed_is_kept(lab: Make, qtbot: QtBot) -> None:
    one = lab("bowl", speed=50.0)
    one.train()
    qtbot.wait(500)
    one.pause()
    assert 8 <= one.runners()[0].updates <= 45


def test_the_start_moves_all_runners(lab: Make) -> None:
    one = lab()
    one.step()
    one.choose(replace(one.choices, start=(1.0, -2.0)))
    for runner in one.runners():
        assert runner.place == pytest.approx([1.0, -2.0])
        assert runner.updates == 0


def test_it_rests_when_all_have_run_away(lab: Make, qtbot: QtBot) -> None:
    fast = tuple(replace(each, learning_rate=10.0) for each in LabChoices().runners)
    one = lab("himmelblau", runners=fast, speed=None)
    one.train()
    qtbot.waitUntil(lambda: not one.running, timeout=20_000)
    assert all(runner.stopped for runner in one.runners())


def test_another_formula_over_the_same_window_is_looked_at(lab: Make, qtbot: QtBot) -> None:
    one = lab()
    one.choose(one.choices.on(FORMULA, "x^2 + y^2"))
    assert landmarks(one, qtbot)[0].position == pytest.approx([0, 0], abs=1e-6)
    one.choose(one.choices.on(FORMULA, "(x - 2)^2 + y^2"))
    qtbot.waitUntil(lambda: one.landscape is not None and "2)" in one.landscape.text, timeout=20_000)
    assert landmarks(one, qtbot)[0].position == pytest.approx([2, 0], abs=1e-6)


def test_nothing_is_heard_of_a_landscape_that_nobody_wants_any_more(qtbot: QtBot) -> None:
    finder = LandscapeFinder()
    heard: list[Landscape] = []
    finder.found.connect(heard.append)
    window = Window(-1, 1, -1, 1)
    finder.look_at("x^2 + y^2", window)
    finder._thread.join()  # all it has to say is on its way
    finder.look_at("x^2 - y^2", window)
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=20_000)
    assert [each.text for each in heard] == ["x^2 - y^2"] * 2
    assert [each.all_kinds for each in heard] == [False, True]
    finder.shut_down()
