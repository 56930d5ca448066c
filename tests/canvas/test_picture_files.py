"""The network as PNG, as SVG and on the clipboard."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from playground.canvas import picture_files
from playground.canvas.targets import Target
from playground.document.project import Project
from playground.document.whole_file import NotSavedError
from tests.canvas import conftest as examples
from tests.canvas.conftest import Show, Shown


def shown_picture(show: Show, project: Project) -> Shown:
    shown = show(project)
    shown.controller.publish_pictures()
    return shown


def test_png_holds_the_whole_network_at_twice_its_size(show: Show, spiral: Project, tmp_path: Path) -> None:
    shown = shown_picture(show, spiral)
    shown.view.save_picture(tmp_path / "network.png")
    image = QImage(str(tmp_path / "network.png"))
    geometry = shown.view.scene.geometry
    assert image.width() > 2 * (geometry.right - geometry.left)
    assert image.height() > 2 * (geometry.bottom - geometry.top)
    colors = {image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, 600, 7)}
    assert len(colors) > 50


def test_svg_has_texts_lines_and_the_neurons_pictures(show: Show, spiral: Project, tmp_path: Path) -> None:
    shown = shown_picture(show, spiral)
    path = tmp_path / "network.svg"
    shown.view.save_picture(path)
    root = ElementTree.parse(path).getroot()
    space = "{http://www.w3.org/2000/svg}"
    texts = {element.text for element in root.iter(f"{space}text")}
    assert {"Hidden 1", "tanh · 4", "x₁", "Weight"} <= texts
    assert len(list(root.iter(f"{space}image"))) == 2 + 4 + 2 + 1 + 1
    assert len(list(root.iter(f"{space}path"))) > 18
    renderer = QSvgRenderer(str(path))
    assert renderer.isValid()
    image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    assert (
        len({image.pixelColor(x, y).name() for x in range(0, image.width(), 5) for y in range(0, 300, 5)})
        > 50
    )


def test_the_clipboard_gets_the_same_picture(show: Show, spiral: Project) -> None:
    shown = shown_picture(show, spiral)
    shown.view.copy_picture()
    assert QGuiApplication.clipboard().image().width() > 1000
    assert shown.messages == ["Picture of the network copied."]


def test_a_folder_that_is_not_there_is_said(show: Show, spiral: Project, tmp_path: Path) -> None:
    shown = shown_picture(show, spiral)
    with pytest.raises(NotSavedError, match="was not saved"):
        shown.view.save_picture(tmp_path / "none" / "network.png")


def test_a_very_large_network_is_drawn_smaller(show: Show, tmp_path: Path) -> None:
    shown = shown_picture(show, examples.make_project(examples.wide_csv(), (128, 128)))
    shown.view.save_picture(tmp_path / "network.png")
    image = QImage(str(tmp_path / "network.png"))
    assert image.width() <= 4800
    assert image.height() <= 3200


def test_a_saved_picture_has_nothing_hovered_or_selected(show: Show, spiral: Project) -> None:
    shown = shown_picture(show, spiral)
    plain = picture_files.network_image(shown.view.scene)
    neuron = shown.hidden(0, 1)
    shown.click(Target("neuron", neuron))
    shown.hover(shown.neuron_place(neuron))
    assert picture_files.network_image(shown.view.scene) == plain
    assert shown.view.scene.hovered == Target("neuron", neuron)
    assert shown.view.scene.is_selected(neuron)
