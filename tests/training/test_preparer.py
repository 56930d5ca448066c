"""Preparer: changes of large tables come one after another, each made of what is there by then."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from playground.document.document import Document
from playground.document.edits import EditError, add_neuron, set_recipe
from playground.document.project import Project
from playground.training.preparer import HISTORY, Preparer, Wish


class Wisher:
    """Wishes for shares of test rows, and notes what becomes of the wishes."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.preparer = Preparer(document)
        self.told: list[str] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def wish(self, share: float, key: str | None = None) -> None:
        text = f"{share:.0%}"

        def make(project: Project) -> Project:
            self.may_go_on.wait(10)
            return set_recipe(project, replace(project.recipe, test_share=share))

        self.preparer.fulfil(
            Wish(
                text,
                partial(partial, make),
                partial(self._document.edit, text),
                lambda sentence: self.told.append(sentence),
                lambda: self.told.append(f"not {text}"),
                key,
            )
        )

    @property
    def steps(self) -> list[str]:
        stack = self._document.undo_stack
        return [stack.text(i) for i in range(stack.count())]


@pytest.fixture
def wisher(houses: Project) -> Iterator[Wisher]:
    made = Wisher(Document(houses))
    yield made
    made.may_go_on.set()
    made.preparer.shut_down()


def rests(wisher: Wisher) -> Callable[[], bool]:
    return lambda: not wisher.preparer.busy


def test_wishes_come_true_one_after_another(wisher: Wisher, qtbot: QtBot) -> None:
    busy: list[str] = []
    wisher.preparer.busy_changed.connect(busy.append)
    wisher.wish(0.1)
    wisher.wish(0.3)
    assert wisher.steps == []
    qtbot.waitUntil(rests(wisher))
    assert wisher.steps == ["10%", "30%"]
    assert wisher._document.project.recipe.test_share == 0.3
    assert busy == ["10%", "30%", ""]
    assert wisher.told == []


def test_of_waiting_wishes_with_one_key_the_newest_counts(wisher: Wisher, qtbot: QtBot) -> None:
    wisher.may_go_on.clear()
    for share in (0.1, 0.2, 0.3, 0.4):
        wisher.wish(share, "share")
    wisher.may_go_on.set()
    qtbot.waitUntil(rests(wisher))
    assert wisher.steps == ["10%", "40%"]


def test_an_edit_in_between_is_not_lost(wisher: Wisher, qtbot: QtBot) -> None:
    document = wisher._document
    wisher.may_go_on.clear()
    wisher.wish(0.4)
    before = document.project
    document.edit("Add neuron", add_neuron(before, before.network.hidden[0].id))
    wisher.may_go_on.set()
    qtbot.waitUntil(rests(wisher))
    assert wisher.steps == ["Add neuron", "40%"]
    assert document.project.network.hidden[0].size == before.network.hidden[0].size + 1
    assert document.project.recipe.test_share == 0.4


def test_another_file_ends_all_wishes(wisher: Wisher, line: Project, qtbot: QtBot) -> None:
    wisher.may_go_on.clear()
    wisher.wish(0.4)
    wisher.wish(0.1)
    wisher._document.edit("Open line.csv", line)
    wisher.may_go_on.set()
    qtbot.waitUntil(rests(wisher))
    assert wisher.steps == ["Open line.csv"]
    assert wisher._document.project == line
    assert wisher.told == ["not 10%", "not 40%"]


def test_what_was_wished_for_last_can_be_taken_back(wisher: Wisher, qtbot: QtBot) -> None:
    wisher.may_go_on.clear()
    wisher.wish(0.1)
    wisher.wish(0.4)
    assert wisher.preparer.take_back()
    assert wisher.told == ["not 40%"]
    assert wisher.preparer.take_back()
    assert not wisher.preparer.busy
    assert not wisher.preparer.take_back()
    wisher.wish(0.3, HISTORY)
    assert not wisher.preparer.take_back()  # a way back is no wish to be taken back
    wisher.may_go_on.set()
    qtbot.waitUntil(rests(wisher))
    assert wisher.steps == ["30%"]


def test_what_cannot_be_is_refused_and_the_next_wish_comes_true(wisher: Wisher, qtbot: QtBot) -> None:
    def impossible(_project: Project) -> Project:
        raise EditError("That can't be.")

    def broken(_project: Project) -> Project:
        raise RuntimeError("oh")

    def is_not_asked(_project: Project) -> None:
        raise AssertionError("what cannot be made cannot be shown either")

    for make in (impossible, broken):
        wisher.preparer.fulfil(Wish("?", partial(partial, make), is_not_asked, wisher.told.append))
    wisher.wish(0.3)
    qtbot.waitUntil(rests(wisher))
    assert wisher.told == ["That can't be.", "This change could not be worked out (oh)."]
    assert wisher.steps == ["30%"]


def test_shutting_down_tells_nothing(wisher: Wisher, qtbot: QtBot) -> None:
    wisher.wish(0.3)
    wisher.preparer.shut_down()
    qtbot.wait(20)
    assert wisher.steps == wisher.told == []
