"""Good settings, asked for in the menu: compared beside everything else, taken as one step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from playground.document import good_settings
from playground.resources import resource
from tests.gui.conftest import Person


def test_good_settings_are_one_undoable_step(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    effort = replace(good_settings.COMPARED, updates=60, least_epochs=2)
    monkeypatch.setattr(good_settings, "COMPARED", effort)
    person.drop_and_wait(resource("examples", "iris.csv"))
    before = person.document.project
    person.window.named_actions["good_settings"].trigger()
    person.qtbot.waitUntil(lambda: person.document.project != before, timeout=20_000)
    project = person.document.project
    (runner,) = project.training.runners
    assert (runner.optimizer, runner.batch_size) == ("nesterov", None)  # a line parts the kinds of iris
    assert project.training.penalty.l2 > 0
    assert person.window.named_actions["undo"].text().startswith("Undo good settings: ")
    assert person.window.status_line.message.full_text.endswith("Press Train.")
    person.press_train()
    person.qtbot.waitUntil(lambda: person.shown.stopped is not None, timeout=20_000)
    person.undo()
    assert person.document.project.training.runners == before.training.runners
    person.drop_and_wait(resource("examples", "xor.csv"))
    with person.qtbot.waitSignal(person.window.files.refused):
        person.window.named_actions["good_settings"].trigger()


def test_hidden_layers_that_gain_nothing_go_and_come_back_with_undo(
    person: Person, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    effort = replace(good_settings.COMPARED, updates=300, least_epochs=2)
    monkeypatch.setattr(good_settings, "COMPARED", effort)
    straight = tmp_path / "straight.csv"
    straight.write_text("a,b,y\n" + "".join(f"{i % 7},{i % 5},{2 * (i % 7) - i % 5}.5\n" for i in range(60)))
    person.drop_and_wait(straight)
    before = person.document.project
    person.window.named_actions["good_settings"].trigger()
    person.qtbot.waitUntil(lambda: person.document.project != before, timeout=20_000)
    assert person.document.project.network.hidden == ()
    told = person.window.status_line.message.full_text
    assert told.startswith("No hidden neurons, L2 ")
    assert told.endswith("as good as with them. Undo brings yours back. Press Train.")
    person.undo()
    assert person.document.project == before
