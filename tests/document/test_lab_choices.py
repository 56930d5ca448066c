"""The landscape lab's choices: kept in the settings as text, and checked when they come back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from playground.document.lab_choices import (
    FORMULA,
    LabChoices,
    choices_from_text,
    choices_to_text,
    first_choices,
)
from playground.engine.landscape.analytic import ANALYTIC
from playground.engine.landscape.formula import FormulaError


def test_choices_come_back() -> None:
    choices = replace(
        first_choices().on(FORMULA, "x^2 - y"), window=(-1.0, 2.0, 0.5, 1.0), start=(0.25, 0.75), speed=None
    )
    assert choices_from_text(choices_to_text(choices)) == choices


@pytest.mark.parametrize(
    "change",
    [
        {"name": "moon"},
        {"formula": "import os"},
        {"window": [1, 0, 0, 1]},
        {"window": [0, 1, 0]},
        {"start": ["a", 1]},
        {"start": [1e300, 0]},
        {"runners": []},
        {"shown": 9},
        {"speed": "fast"},
    ],
)
def test_damaged_choices_give_way_to_the_first_ones(change: dict[str, object]) -> None:
    data = json.loads(choices_to_text(first_choices())) | change
    assert choices_from_text(json.dumps(data)) == first_choices()
    assert choices_from_text("") == first_choices()


def test_every_landscape_shows_all_of_itself_with_fitting_rates() -> None:
    for name, function in ANALYTIC.items():
        choices = replace(first_choices(), window=(0, 1, 0, 1), start=(0.0, 0.0)).on(name)
        assert choices.drawn_window == function.window
        assert choices.text == function.formula
        x, y = choices.start_place
        assert function.window.x0 <= x <= function.window.x1
        assert function.window.y0 <= y <= function.window.y1


def test_a_wrong_formula_changes_nothing() -> None:
    with pytest.raises(FormulaError) as caught:
        LabChoices().on(FORMULA, "x + foo(y)")
    assert caught.value.at == 4
