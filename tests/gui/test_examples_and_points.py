"""From the gallery to a painted, trained set of points, through the real window with real events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from playground.data.examples import EXAMPLES
from playground.data.scores import score
from playground.panels.gallery import Gallery
from playground.ui import dialogs
from tests.gui.conftest import Person
from tests.looking import present

LEFT = Qt.MouseButton.LeftButton


def open_gallery(person: Person) -> Gallery:
    person.qtbot.mouseClick(person.window.workspace.data.summary.gallery_button, LEFT)
    gallery = person.window.examples.gallery
    assert isinstance(gallery, Gallery)
    person.qtbot.waitUntil(gallery.isVisible)
    return gallery


def choose(person: Person, file: str) -> None:
    gallery = open_gallery(person)
    files = [example.file for example in EXAMPLES]
    for _ in range(len(files)):
        at = files.index(gallery.detail.example.file)
        if at != files.index(file):
            key = Qt.Key.Key_Right if at < files.index(file) else Qt.Key.Key_Left
            person.qtbot.keyClick(gallery.list, key)
    with person.qtbot.waitSignal(person.window.files.opened):
        person.qtbot.keyClick(gallery.list, Qt.Key.Key_Return)
    assert gallery.isHidden()


def test_an_example_is_found_by_its_picture_and_opened_by_the_keys(person: Person) -> None:
    gallery = open_gallery(person)
    assert gallery.detail.example.file == "two_valleys.csv"
    choose(person, "circle.csv")
    assert person.document.project.table.name == "circle.csv"
    assert not person.document.undo_stack.canUndo()
    assert open_gallery(person).detail.example.file == "circle.csv"


def test_another_seed_is_another_project_of_the_same_name(person: Person) -> None:
    choose(person, "circle.csv")
    before = person.document.project.table
    gallery = open_gallery(person)
    person.qtbot.mouseClick(gallery.detail.dice, LEFT)
    with person.qtbot.waitSignal(person.window.files.opened):
        person.qtbot.mouseClick(gallery.detail.button, LEFT)
    assert person.document.project.table.name == "circle.csv"
    assert person.document.project.table != before
    assert person.shown.updates == 0
    assert not person.controller.running


def test_unsaved_work_is_asked_about_first(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(person, "circle.csv")
    chip = person.window.workspace.data.features.switches.chips[0]
    person.qtbot.mouseClick(chip, LEFT)
    changed = person.document.project
    asked: list[str] = []

    def cancel(_parent: object, name: str) -> str:
        asked.append(name)
        return "cancel"

    monkeypatch.setattr(dialogs, "ask_about_changes", cancel)
    gallery = open_gallery(person)
    gallery.list.choose("moons.csv")
    person.qtbot.mouseClick(gallery.detail.button, LEFT)
    person.qtbot.waitUntil(lambda: asked == ["circle.csv"])
    assert person.document.project == changed


def test_squares_make_the_circle_easy_and_painting_goes_on_from_there(person: Person) -> None:
    choose(person, "circle.csv")
    data = person.window.workspace.data
    for chip in data.features.switches.chips[:2]:
        person.qtbot.mouseClick(chip, LEFT)
    project = person.document.project
    assert [neuron.name for neuron in project.network.inputs.neurons] == ["x", "y", "x²", "y²"]
    person.controller.set_speed(None)
    person.press_train()

    def right() -> float:
        snapshot, dataset = person.controller.snapshot, person.document.project.dataset
        outputs = snapshot.network.outputs(snapshot.shown_runner.theta, dataset.x_train)
        return present(present(score(dataset, outputs, dataset.y_train)).accuracy)

    person.qtbot.waitUntil(lambda: right() > 0.97, timeout=30_000)
    data.ensureWidgetVisible(data.rows)
    person.qtbot.mouseClick(data.scatter.brush_button, LEFT)
    view, before = data.scatter.view, person.shown.updates
    corner = view.box().toRect().topLeft() + QPoint(3, 3)
    person.qtbot.mousePress(view, LEFT, pos=corner)
    person.qtbot.mouseMove(view, corner + QPoint(30, 30))
    person.qtbot.mouseRelease(view, LEFT, pos=corner + QPoint(30, 30))
    assert person.document.project.table.n_rows > 300
    assert person.controller.running
    assert person.shown.updates >= before
    person.wait_for_updates(5)
    person.press_train()


def test_the_menu_takes_out_the_brush_and_says_where_it_cannot(person: Person) -> None:
    data, paint = person.window.workspace.data, person.window.named_actions["paint"]
    choose(person, "moons.csv")
    paint.trigger()
    predictions = person.window.workspace.predictions
    person.qtbot.waitUntil(lambda: person.window.focusWidget() is predictions.plot)
    assert data.scatter.tools.isVisible()
    assert predictions.tools.isVisible()
    person.qtbot.waitUntil(lambda: predictions.brush.is_on)
    person.qtbot.keyClick(predictions.plot, Qt.Key.Key_Space)
    assert person.document.project.table.n_rows == 301
    paint.trigger()
    assert not data.scatter.tools.isVisible()
    person.document.undo_stack.setClean()
    choose(person, "iris.csv")
    paint.trigger()
    assert "two columns of numbers" in data.notice.text
    assert person.window.status_line.message.full_text == data.notice.text
