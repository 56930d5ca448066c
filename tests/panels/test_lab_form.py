"""The landscape lab's form: formulas with a caret at the error, runners with rate and noise."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT
from playground.document.lab_choices import FORMULA, first_choices
from playground.panels.formula_field import caret_lines
from playground.panels.lab_form import LabForm
from playground.training.lab import Lab


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[LabForm]:
    lab = Lab(first_choices())
    form = LabForm(lab, LIGHT)
    qtbot.addWidget(form)
    form.resize(300, 640)
    form.show()
    yield form
    lab.shut_down()


def type_formula(form: LabForm, qtbot: QtBot, text: str) -> None:
    form.formula.edit.setFocus()
    form.formula.edit.selectAll()
    qtbot.keyClicks(form.formula.edit, text)


def test_a_valid_formula_is_drawn_as_it_is_typed(form: LabForm, qtbot: QtBot) -> None:
    type_formula(form, qtbot, "x^2 + abs(y)")
    assert form._lab.choices.name == FORMULA
    assert form._lab.choices.text == "x^2 + abs(y)"
    assert form.function.choice == FORMULA
    assert not form.formula.error.isVisible()


def test_an_error_points_at_its_character_and_the_last_landscape_stays(form: LabForm, qtbot: QtBot) -> None:
    type_formula(form, qtbot, "x^2 + foo(y)")
    assert form.formula.error.isVisible()
    formula, caret = form.formula.error.text().split("\n")
    assert formula == "x^2 + foo(y)"
    assert caret.index("^") == formula.index("foo")
    assert "foo" in form.formula.reason.text()
    assert "character 7" in form.formula.edit.accessibleDescription()
    # Of what was typed, "x^2" was the last that made sense.
    assert form._lab.choices.text.strip() == "x^2"
    type_formula(form, qtbot, "x^2 + y^2")
    assert not form.formula.error.isVisible()
    assert form._lab.choices.text == "x^2 + y^2"


def test_the_caret_stays_under_its_character_in_long_formulas() -> None:
    text = "x + " * 40 + "?" + " + y" * 10
    formula, caret = caret_lines(text, text.index("?")).split("\n")
    assert formula[caret.index("^")] == "?"
    assert len(formula) <= 32
    assert caret_lines("x +", 3) == "x +\n   ^"


def test_choosing_a_landscape_shows_its_formula(form: LabForm) -> None:
    form.function.chosen.emit("rosenbrock")
    assert form._lab.choices.name == "rosenbrock"
    assert form.formula.edit.text() == form._lab.choices.text
    assert form.known_for.text().startswith("One minimum")


def test_runners_can_be_changed(form: LabForm, qtbot: QtBot) -> None:
    row = form.rows[2]
    row.optimizer.chosen.emit("adam")
    spec = form._lab.spec(2)
    assert spec.optimizer == "adam"
    assert spec.learning_rate == pytest.approx(0.1)  # one percent of the window: Adam's steps are as long
    row.rate.setFocus()
    row.rate.selectAll()
    qtbot.keyClicks(row.rate, "0.02")
    qtbot.keyClick(row.rate, Qt.Key.Key_Return)
    assert form._lab.spec(2).learning_rate == 0.02
    row.on.click()
    assert [runner.id for runner in form._lab.runners()] == [1, 3]
    assert row.cost.text() == ""


def test_the_size_of_the_noise_is_said(form: LabForm) -> None:
    assert form.noise.isVisible()
    assert form.noise.text().startswith("Noisy: before every update a seeded random number of about ±")
    assert "50 %" in form.noise.text()
    form.rows[3].noise.value_changed.emit(0.0)
    assert not form.noise.isVisible()
    form.restyle(DARK)
