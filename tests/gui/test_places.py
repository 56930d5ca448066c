"""Minima and their proof in the real window, by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.gui.conftest import Person, SitDown
from tests.looking import present

WAIT = 30_000


@pytest.fixture
def person(sit_down: SitDown) -> Person:
    one = sit_down()
    one.qtbot.waitUntil(
        lambda: one.surface.picture is not None and one.surface.picture.all_kinds, timeout=WAIT
    )
    return one


def test_the_first_scene_s_deeper_valley_is_proven_to_be_the_lowest(person: Person) -> None:
    surface = person.surface
    assert surface.map.isVisible()
    person.qtbot.keyClick(person.window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    panel = surface.places.panel
    assert panel.isVisible()
    kinds = [each.kind for each in present(surface.picture).landmarks]
    assert kinds == ["minimum", "minimum", "saddle"]
    person.qtbot.mouseClick(panel.prove_button, Qt.MouseButton.LeftButton)
    person.qtbot.waitUntil(lambda: present(surface.picture).places.proven is not None, timeout=WAIT)
    assert present(surface.picture).places.proven is present(surface.picture).landmarks[0]
    # Only the two drawn weights train: the surface stays, and the proof with it.
    person.press_train()
    person.wait_for_updates(8)
    person.press_train()
    assert present(surface.picture).places.proven is not None
    assert panel.verdict.text().startswith("Global in this window, proven: 0.0848")
    person.qtbot.keyClick(panel.table, Qt.Key.Key_Down)
    person.qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert surface.map.isVisible()
    assert present(surface.picture).chosen is not None


def test_the_program_ends_while_a_proof_runs(person: Person) -> None:
    person.window.named_actions["prove"].trigger()
    assert person.surface.places.desk.is_proving
    person.controller.shut_down()
    assert person.controller.prover.task is None
