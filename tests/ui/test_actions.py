"""The table of actions is whole: every action has a place, an icon, a tip, and shortcuts of its own."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from playground.appearance.theme import LIGHT
from playground.resources import resource
from playground.ui.actions import (
    ACTIONS,
    MENUS,
    PANELS,
    RECENT,
    SEPARATOR,
    ActionSpec,
    build_actions,
    restyle_actions,
)

WITHOUT_SHORTCUT = {"scheme_system", "scheme_light", "scheme_dark", "about"}


class Receiver(QObject):
    """Counts calls of any method the table names."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: Counter[str] = Counter()

    gradient_shown, contributions_shown, outline_shown = Signal(bool), Signal(bool), Signal(bool)
    motion_reduced = Signal(bool)

    def __getattr__(self, name: str) -> object:
        def called() -> None:
            self.calls[name] += 1

        return called


def test_ids_and_shortcuts_are_unique() -> None:
    assert len({spec.id for spec in ACTIONS}) == len(ACTIONS)
    keys = [QKeySequence(keys).toString() for spec in ACTIONS for keys in spec.shortcuts]
    assert all(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.id)
def test_every_action_says_what_it_does(spec: ActionSpec) -> None:
    assert resource("icons", f"{spec.icon}.svg").is_file()
    assert len(spec.tip) > 5
    assert not spec.tip.endswith(".")
    assert spec.shortcuts or spec.id in WITHOUT_SHORTCUT


def test_every_action_has_its_place_in_a_menu() -> None:
    entries = [entry for _title, entries in MENUS for entry in entries]
    entries = [entry for entry in entries if entry not in (SEPARATOR, RECENT, PANELS)]
    assert sorted(entries) == sorted(spec.id for spec in ACTIONS)


@pytest.mark.usefixtures("qapp")
def test_actions_call_their_receivers() -> None:
    parent = QObject()
    receivers = {spec.call.split(".")[0]: Receiver() for spec in ACTIONS}
    actions = build_actions(parent, receivers)
    for spec in ACTIONS:
        actions[spec.id].trigger()
        receiver, method = spec.call.split(".")
        assert receivers[receiver].calls[method] == 1
    assert actions["train"].toolTip() == "Train (Ctrl+Return)\nTrain all runners, or pause"
    restyle_actions(actions, LIGHT)
    assert not any(action.icon().isNull() for action in actions.values())


@pytest.mark.usefixtures("qapp")
def test_exactly_one_scheme_is_on() -> None:
    parent = QObject()
    actions = build_actions(parent, {spec.call.split(".")[0]: Receiver() for spec in ACTIONS})
    actions["scheme_dark"].trigger()
    actions["scheme_light"].trigger()
    on = [spec.id for spec in ACTIONS if actions[spec.id].isChecked()]
    assert on == ["scheme_light"]


@pytest.mark.usefixtures("qapp")
def test_a_call_that_leads_nowhere_is_noticed() -> None:
    with pytest.raises(KeyError):
        build_actions(QObject(), {})


@pytest.mark.usefixtures("qapp")
def test_what_is_on_or_off_follows_its_receiver() -> None:
    parent, receivers = QObject(), {spec.call.split(".")[0]: Receiver() for spec in ACTIONS}
    actions = build_actions(parent, receivers)
    for spec in ACTIONS:
        if spec.on_by:
            for on in (True, False):
                getattr(receivers[spec.call.split(".")[0]], spec.on_by).emit(on)
                assert actions[spec.id].isChecked() is on
