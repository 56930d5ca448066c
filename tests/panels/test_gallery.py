"""The gallery: every example has a picture, sliders draw others, and choosing opens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT
from playground.data.examples import EXAMPLES
from playground.data.reader import read_table
from playground.panels.gallery import Gallery


@pytest.fixture
def gallery(qtbot: QtBot) -> Gallery:
    made = Gallery(LIGHT)
    qtbot.addWidget(made)
    made.show_beside("spiral.csv")
    return made


def picture(gallery: Gallery) -> QImage:
    return gallery.detail.preview.grab().toImage()


def test_every_example_gets_a_picture_of_its_own(gallery: Gallery, qtbot: QtBot) -> None:
    cards = gallery.list.cards
    qtbot.waitUntil(lambda: cards.is_complete)
    seen = set()
    for row in range(len(EXAMPLES)):
        gallery.list.setCurrentIndex(cards.index(row))
        painted = cards.picture(row)
        assert painted is not None
        assert (painted.points is None) != (painted.images is None)
        seen.add(bytes(picture(gallery).constBits()))
        assert gallery.detail.title.text() == EXAMPLES[row].title
    assert len(seen) == len(EXAMPLES)


def test_it_points_to_the_example_on_screen(gallery: Gallery) -> None:
    assert gallery.detail.example.file == "spiral.csv"
    gallery.show_beside("mine.csv")
    assert gallery.detail.example is EXAMPLES[0]


def test_the_arrow_keys_walk_and_return_opens_the_shipped_file(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.list.choose(EXAMPLES[0].file)
    qtbot.keyClick(gallery.list, Qt.Key.Key_Right)
    assert gallery.detail.example is EXAMPLES[1]
    with qtbot.waitSignal(gallery.chosen) as signal:
        qtbot.keyClick(gallery.list, Qt.Key.Key_Return)
    assert signal.args == [EXAMPLES[1].file, None]
    assert gallery.isHidden()


def test_sliders_draw_the_points_anew_and_that_is_what_opens(gallery: Gallery, qtbot: QtBot) -> None:
    before = picture(gallery)
    slider = gallery.detail.noise.slider
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: picture(gallery) != before)
    gallery.detail.rows.field.selectAll()
    qtbot.keyClicks(gallery.detail.rows.field, "50")
    qtbot.keyClick(gallery.detail.rows.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "50 rows" in gallery.detail.facts.text())
    with_seed_1 = picture(gallery)
    qtbot.mouseClick(gallery.detail.dice, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: picture(gallery) != with_seed_1)
    with qtbot.waitSignal(gallery.chosen) as signal:
        qtbot.mouseClick(gallery.detail.button, Qt.MouseButton.LeftButton)
    file, text = signal.args
    assert file == "spiral.csv"
    table = read_table(text.encode(), file)
    assert table.n_rows == 50
    assert text == gallery.detail.example.text(50, 0.5, 2)


def test_what_has_nothing_to_choose_shows_no_sliders(gallery: Gallery) -> None:
    shown = [example for example in EXAMPLES if example.adjustable]
    for example in EXAMPLES:
        gallery.list.choose(example.file)
        assert gallery.detail.noise.isVisible() == (example in shown)


def test_it_follows_the_scheme(gallery: Gallery) -> None:
    light = picture(gallery)
    gallery.restyle(DARK)
    assert picture(gallery) != light
