"""A trained network on new rows, through the real window: a second file dropped, predicted, saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.data.reader import read_table
from playground.engine.network import Network
from playground.panels.predicted_view import PredictedView
from playground.resources import resource
from playground.ui import dialogs
from playground.ui.question_strip import QuestionStrip
from tests.gui.conftest import Person
from tests.looking import present

LEFT = Qt.MouseButton.LeftButton
HOUSES = resource("examples", "houses.csv")


@pytest.fixture
def trained(person: Person) -> Person:
    """Houses, trained a little, at rest."""
    person.drop_and_wait(HOUSES)
    person.press_train()
    person.wait_for_updates(5)
    person.press_train()
    made = person.controller.state().runners[person.document.view.shown_runner].updates
    person.qtbot.waitUntil(lambda: person.shown.updates == made)
    return person


@pytest.fixture
def market(tmp_path: Path) -> Path:
    """Ten of the houses: other order of columns, one more, one text that a spreadsheet would run."""
    lines = [line.split(",") for line in HOUSES.read_text(encoding="utf-8").splitlines()[:11]]
    path = tmp_path / "market.csv"
    rows = [",".join([*cells[::-1], "=1+1" if i else "remark"]) for i, cells in enumerate(lines)]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def ask(person: Person, path: Path) -> QuestionStrip:
    with person.qtbot.waitSignal(person.window.files.asked):
        person.drop(path)
    strip = person.window.workspace.question
    assert strip.isVisible()
    assert path.name in strip.text
    return strip


def answers(view: PredictedView) -> list[float]:
    values: list[float] = present(present(view.predicted).answers.values).tolist()
    return values


def predicted(person: Person, act: Callable[[], object]) -> PredictedView:
    with person.qtbot.waitSignal(person.window.applying.shown):
        act()
    panel = person.window.workspace.apply
    assert panel.file.isVisible()
    return panel.file


def test_a_second_file_is_predicted_and_saved_with_nothing_changed(
    trained: Person, market: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    person, before = trained, trained.document.project
    strip = ask(person, market)
    view = predicted(person, lambda: person.qtbot.mouseClick(strip.predict, LEFT))
    assert strip.isHidden()
    assert person.document.project is before
    assert view.model.rowCount() == 10
    assert view.model.headerData(1, Qt.Orientation.Horizontal) == "price (k€)"
    assert "10 rows predicted; typical error" in view.summary.text()
    data = before.dataset
    x = np.concatenate([data.x_train, data.x_test])
    x = x[np.argsort(np.concatenate([data.train_rows, data.test_rows]))]
    # The same ten rows at once: BLAS takes rows by fours and sums the products of the one to three left over
    # at the end in another order, so that such a row's answer in a larger batch may differ in its last digit.
    outputs = Network(before.network).outputs(person.shown.theta, x[:10])
    expected = data.outputs[0].to_original(outputs[:, 0])
    assert answers(view) == expected.tolist()

    out = tmp_path / "answers.csv"
    monkeypatch.setattr(dialogs, "choose_predictions_to_save", lambda *_: out)
    with person.qtbot.waitSignal(person.window.applying.told):
        person.qtbot.mouseClick(view.save, LEFT)
    saved = read_table(out)
    assert saved.names[:6] == read_table(market).names
    assert saved.column("predicted price (k€)").values.tolist() == answers(view)
    assert "'=1+1" in out.read_text(encoding="utf-8")


def test_the_question_by_keyboard_put_away_and_answered_with_train(trained: Person, market: Path) -> None:
    person = trained
    strip = ask(person, market)
    assert person.window.focusWidget() is strip.predict
    person.qtbot.keyClick(strip.predict, Qt.Key.Key_Escape)
    assert strip.isHidden()
    strip = ask(person, market)
    predicted(person, lambda: person.qtbot.keyClick(strip.predict, Qt.Key.Key_Space))
    strip = ask(person, market)
    with person.qtbot.waitSignal(person.window.files.opened):
        person.qtbot.mouseClick(strip.train, LEFT)
    assert person.document.project.name == "market.csv"
    assert strip.isHidden()
    person.undo()
    assert person.document.project.name == "houses.csv"


def test_what_lacks_columns_is_refused_and_who_is_not_asked(trained: Person, tmp_path: Path) -> None:
    path = tmp_path / "half.csv"
    path.write_text("bedrooms,age (years)\n1,20\n2,30\n", encoding="utf-8")
    strip = ask(trained, path)
    with trained.qtbot.waitSignal(trained.window.applying.refused):
        trained.qtbot.mouseClick(strip.predict, LEFT)
    trouble = trained.window.workspace.strip
    assert trouble.isVisible()
    assert "“area (m²)”, “distance (km)”" in trouble.text
    assert trained.document.project.name == "houses.csv"
    trained.drop_and_wait(resource("examples", "iris.csv"))  # a file of something else: no question
    trained.drop_and_wait(resource("examples", "iris.csv"))  # nothing learned yet: no question
    assert trained.document.project.name == "iris.csv"


def test_predictions_grow_old_while_training_goes_on(
    trained: Person, market: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = trained
    monkeypatch.setattr(dialogs, "choose_table_to_predict", lambda *_: market)
    view = predicted(person, person.window.named_actions["predict"].trigger)
    assert view.age.text == "exact"
    first = answers(view)
    person.controller.step_epoch()
    person.qtbot.waitUntil(lambda: view.age.text.endswith("old"))
    made = person.controller.state().runners[person.document.view.shown_runner].updates
    person.qtbot.waitUntil(lambda: person.shown.updates == made)
    predicted(person, lambda: person.qtbot.mouseClick(view.again, LEFT))
    assert answers(view) != first
    assert view.age.text == "exact"
    person.qtbot.mouseClick(view.close_button, LEFT)
    assert person.window.workspace.apply.form.isVisible()
