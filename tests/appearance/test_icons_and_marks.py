"""Icons are our own drawings in one style, tinted; marks differ in shape as well as in color."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from pytestqt.qtbot import QtBot

from playground.appearance.icons import icon, icon_pixmap
from playground.appearance.runner_marks import SHAPE_NAMES, RunnerMark, runner_color, runner_path
from playground.appearance.theme import DARK, LIGHT
from playground.resources import resource

APPLICATION = "application"  # the program's own icon: in colors, for desktops
NAMES = sorted(path.stem for path in resource("icons").glob("*.svg") if path.stem != APPLICATION)
LISTED = (
    *("train", "pause", "update", "back", "restart", "dice", "open", "gallery", "table", "split", "network"),
    *("neuron", "plus", "minus", "cut", "lock", "activation", "fit", "curve", "contours", "sheet", "axes"),
    *("history", "predictions", "confusion", "weights", "lesson", "runner", "eye", "explain", "help", "more"),
    *("copy", "check", "warning", "chevron_down", "chevron_up", "chevron_left", "chevron_right", "drop"),
    *("target", "number"),
)


def inked(image: QImage) -> list[QColor]:
    """The opaque pixels."""
    colors = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [color for color in colors if color.alpha() == 255]


def test_the_whole_list_is_there() -> None:
    assert set(LISTED) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_one_style(name: str) -> None:
    root = ElementTree.parse(resource("icons", f"{name}.svg")).getroot()
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke-width") == "1.6"
    assert root.get("stroke-linecap") == root.get("stroke-linejoin") == "round"
    assert root.get("stroke") == "currentColor"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", NAMES)
def test_drawn_in_the_color_asked_for_and_within_its_square(name: str) -> None:
    image = icon_pixmap(name, "#ff0000", 40, 2.0).toImage()
    pixels = inked(image)
    assert pixels
    assert all((c.red(), c.green(), c.blue()) == (255, 0, 0) for c in pixels)
    edge = image.width() - 1
    rim = [image.pixelColor(i, j).alpha() for i in range(edge) for j in (0, edge)]
    assert max(rim) == 0


@pytest.mark.usefixtures("qapp")
def test_an_icon_is_tinted_by_the_theme_and_faded_when_disabled() -> None:
    size = QSize(20, 20)
    normal = icon("train", DARK, "text", 20).pixmap(size, 2.0, QIcon.Mode.Normal).toImage()
    disabled = icon("train", DARK, "text", 20).pixmap(size, 2.0, QIcon.Mode.Disabled).toImage()
    assert normal.width() == 40
    assert {color.name() for color in inked(normal)} == {DARK.text}
    assert not inked(disabled)
    assert {c.name() for c in inked(icon("train", LIGHT, "accent").pixmap(size).toImage())} == {LIGHT.accent}


@pytest.mark.usefixtures("qapp")
def test_unknown_names_are_refused() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no such icon", LIGHT)
    with pytest.raises(AttributeError):
        icon("train", LIGHT, "no such color")


@pytest.mark.usefixtures("qapp")
def test_runner_marks_differ_in_shape_and_color() -> None:
    shapes = [runner_path(i).toFillPolygon().toPolygon().toList() for i in range(len(SHAPE_NAMES))]
    outlines = [runner_path(i).elementCount() for i in range(len(SHAPE_NAMES))]
    assert len(set(outlines[1:])) >= 4
    assert len({tuple((p.x(), p.y()) for p in shape) for shape in shapes}) >= 4
    assert len({runner_color(LIGHT, i).name() for i in range(6)}) == 6
    assert runner_color(LIGHT, 6) == runner_color(LIGHT, 0)


@pytest.mark.parametrize("index", range(6))
def test_runner_marks_are_about_one_size(index: int) -> None:
    box = runner_path(index).boundingRect()
    assert 0.85 <= box.width() / 2 <= 1.3
    assert math.hypot(box.center().x(), box.center().y()) < 0.25


def test_a_mark_says_its_shape(qtbot: QtBot) -> None:
    mark = RunnerMark(2, LIGHT)
    qtbot.addWidget(mark)
    assert mark.accessibleName() == "triangle"
    assert runner_color(LIGHT, 2).name() in {color.name() for color in inked(mark.grab().toImage())}
