"""Long computations beside training and pictures: told piece by piece, cancelled at once."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.document.project import Project
from playground.engine.landscape.trials import Tried
from playground.training.brute_force import BruteForceJob
from playground.training.controller import TrainingController
from playground.training.jobs import News
from playground.training.pictures import PictureNeeds
from tests.looking import now
from tests.training.conftest import Make

WAIT = 20_000


class Counting:
    """A job of so many pieces; ``pause`` seconds between two."""

    def __init__(self, pieces: int, pause: float = 0.0, breaks_at: int = -1) -> None:
        self.done, self.pieces, self.pause, self.breaks_at = 0, pieces, pause, breaks_at

    @property
    def is_done(self) -> bool:
        return self.done == self.pieces

    def work(self, seconds: float) -> float:
        assert seconds > 0
        self.done += 1
        if self.done == self.breaks_at:
            raise ValueError("broken on purpose")
        return self.pause

    def report(self) -> int:
        return self.done


@pytest.fixture
def controller(houses: Project, training: Make) -> TrainingController:
    return training(houses)


def listen(controller: TrainingController) -> tuple[list[News], list[str]]:
    heard: list[News] = []
    events: list[str] = []
    controller.jobs.reported.connect(heard.append)
    controller.jobs.failed.connect(events.append)
    controller.jobs.ended.connect(lambda: events.append("ended"))
    return heard, events


def test_it_is_reported_to_the_end(controller: TrainingController, qtbot: QtBot) -> None:
    heard, events = listen(controller)
    ticket = controller.jobs.start(Counting(40, pause=0.005))
    assert now(controller.jobs.is_busy)
    qtbot.waitUntil(lambda: events == ["ended"], timeout=WAIT)
    assert not controller.jobs.is_busy
    assert {news.ticket for news in heard} == {ticket}
    assert heard[-1].report == 40
    assert [news.is_done for news in heard] == [False] * (len(heard) - 1) + [True]
    assert len(heard) > 1, "piece by piece"


def test_nothing_more_is_heard_of_a_cancelled_one(controller: TrainingController, qtbot: QtBot) -> None:
    heard, events = listen(controller)
    job = Counting(10**9)
    controller.jobs.start(job)
    qtbot.waitUntil(lambda: len(heard) > 0, timeout=WAIT)
    controller.jobs.cancel()
    assert events == ["ended"]
    known = len(heard)
    other = controller.jobs.start(Counting(3))
    qtbot.waitUntil(lambda: events == ["ended", "ended"], timeout=WAIT)
    assert {news.ticket for news in heard[known:]} == {other}
    assert job.done < 10**9


def test_an_error_is_told_and_the_next_one_works(controller: TrainingController, qtbot: QtBot) -> None:
    _, events = listen(controller)
    controller.jobs.start(Counting(5, breaks_at=2))
    qtbot.waitUntil(lambda: events == ["broken on purpose", "ended"], timeout=WAIT)
    controller.jobs.start(Counting(5))
    qtbot.waitUntil(lambda: events[2:] == ["ended"], timeout=WAIT)


def test_pictures_and_training_go_on_beside_it(controller: TrainingController, qtbot: QtBot) -> None:
    seen: list[object] = []
    controller.pictures_ready.connect(seen.append)
    controller.set_picture_needs(PictureNeeds(surface=True))
    controller.jobs.start(Counting(10**9))
    controller.set_speed(None)
    controller.train()
    qtbot.waitUntil(lambda: len(seen) > 5, timeout=WAIT)
    assert controller.snapshot.shown_runner.updates > 0
    assert controller.jobs.is_busy


def test_the_program_ends_with_one_under_way(controller: TrainingController, qtbot: QtBot) -> None:
    heard, _ = listen(controller)
    controller.jobs.start(Counting(10**9))
    qtbot.waitUntil(lambda: len(heard) > 0, timeout=WAIT)
    controller.shut_down()
    assert not controller.jobs.is_busy


def test_brute_force_at_a_chosen_speed(controller: TrainingController, houses: Project, qtbot: QtBot) -> None:
    heard, events = listen(controller)
    key = controller.snapshot.network.layout.keys[0]
    values = {key: np.linspace(-1, 1, 12)}
    controller.jobs.start(BruteForceJob(controller.snapshot, houses, values, rate=40.0))
    qtbot.waitUntil(lambda: events == ["ended"], timeout=WAIT)
    tried = [news.report for news in heard if isinstance(news.report, Tried)]
    counts = [len(report.costs) for report in tried]
    assert len(counts) == len(heard)
    assert counts == sorted(counts)
    assert counts[-1] == 12
    assert len(counts) >= 3, "dots appear one by one"
    theta = controller.snapshot.shown_runner.theta.copy()
    theta[0] = 1.0
    data = houses.dataset
    true = controller.snapshot.network.cost(houses.training.objective, theta, data.x_train, data.y_train)
    assert tried[-1].costs[-1] == pytest.approx(true, rel=1e-12)
