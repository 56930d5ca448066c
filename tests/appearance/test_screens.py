"""The room on a screen, and the call that must not be made for it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication

import playground
from playground.appearance.screens import room_around


@pytest.mark.usefixtures("qapp")
def test_places_off_all_screens_have_the_first_ones_room() -> None:
    first = QGuiApplication.primaryScreen().availableGeometry()
    assert room_around(first.center()) == first
    assert room_around(QPoint(-99_999, 99_999)) == first


def test_nobody_asks_a_widget_for_its_screen() -> None:
    """With PySide 6.11 a widget that was asked takes the screen along when Python clears it: a crash."""
    asking = [
        f"{path.name}:{node.lineno}"
        for path in Path(playground.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "screen"
    ]
    assert asking == []
