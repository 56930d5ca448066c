"""Hundreds of random wishes about the data, as fast as hands can click: nothing fails, everything fits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.appearance.theme import LIGHT
from playground.data.choices import Role
from playground.data.examples import EXAMPLES
from playground.data.reader import read_table
from playground.document.document import Document
from playground.document.easel import Size
from playground.document.examples import example_scene
from playground.document.painting import blank_project
from playground.document.view_state import ViewState
from playground.panels import column_menu
from playground.panels.data_panel import DataPanel
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds

LEFT = Qt.MouseButton.LeftButton
WISHES = 400


class Hands:
    """Makes wishes at random."""

    def __init__(
        self, panel: DataPanel, document: Document, controller: TrainingController, qtbot: QtBot, seed: int
    ) -> None:
        self.panel, self.document, self.controller, self.qtbot = panel, document, controller, qtbot
        self.random = random.Random(seed)

    def open_an_example(self) -> None:
        chosen = self.random.choice([each for each in EXAMPLES if each.adjustable])
        text = chosen.text(self.random.randint(30, 300), self.random.random() / 2, self.random.randrange(99))
        project, view = example_scene(read_table(text.encode(), chosen.file))
        self.document.replace(project, replace(view, speed=None), None)

    def switch_a_feature(self) -> None:
        chips = self.panel.features.switches.chips
        if chips and not self.panel.features.isHidden():
            self.random.choice(chips).click()

    def paint_or_erase(self) -> None:
        tools, view = self.panel.scatter.tools, self.panel.scatter.view
        if self.panel.scatter.brush_button.isHidden():
            return
        if self.panel.easel.brush is None:
            self.panel.easel.toggle()
        sizes: tuple[Size, ...] = ("fine", "medium", "wide")
        self.panel.easel.choose(replace(self.panel.easel.chosen, size=self.random.choice(sizes)))
        self.random.choice([tools.eraser, *tools.brushes]).click()
        self.qtbot.mousePress(view, LEFT, pos=self._place())
        for _ in range(self.random.randint(0, 4)):
            self.qtbot.mouseMove(view, self._place())
        self.qtbot.mouseRelease(view, LEFT, pos=self._place())

    def begin_with_an_empty_sheet(self) -> None:
        self.document.replace(blank_project(self.random.choice(["category", "number"])), ViewState(), None)

    def give_a_column_a_role(self) -> None:
        column = self.random.choice(self.document.project.table.columns)
        roles: list[Role] = ["input", "target", "left_out"]
        column_menu.set_role(self.panel._editor, column, self.random.choice(roles))

    def undo(self) -> None:
        self.document.undo_stack.undo()

    def redo(self) -> None:
        self.document.undo_stack.redo()

    def train_or_pause(self) -> None:
        self.controller.toggle()

    def _place(self) -> QPoint:
        box = self.panel.scatter.view.box().toRect()
        x = self.random.randint(box.left(), box.right())
        return QPoint(x, self.random.randint(box.top(), box.bottom()))


@pytest.fixture
def document(qapp: QApplication) -> Document:
    assert qapp is not None
    table = read_table(
        next(each for each in EXAMPLES if each.file == "circle.csv").text().encode(), "circle.csv"
    )
    return Document(*example_scene(table))


@pytest.fixture
def controller(document: Document) -> Iterator[TrainingController]:
    made = TrainingController(document)
    document.values_source = made.weights_on_screen
    made.set_picture_needs(PictureNeeds(surface=True, neuron_pictures=True, predictions=True, gradient=True))
    yield made
    made.shut_down()


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_fails(document: Document, controller: TrainingController, qtbot: QtBot, seed: int) -> None:
    panel = DataPanel(document, controller, LIGHT)
    qtbot.addWidget(panel)
    panel.resize(276, 1500)
    panel.show()
    qtbot.waitExposed(panel)
    failed: list[str] = []
    controller.failed.connect(failed.append)
    hands = Hands(panel, document, controller, qtbot, seed)
    often = [hands.switch_a_feature, hands.paint_or_erase, hands.undo]
    rarely = [
        hands.redo,
        hands.open_an_example,
        hands.begin_with_an_empty_sheet,
        hands.give_a_column_a_role,
        hands.train_or_pause,
    ]
    for _ in range(WISHES):
        hands.random.choice([*often, *often, *rarely])()
        qtbot.wait(hands.random.choice([1, 1, 10]))
        project = document.project
        ends = (
            (project.network.inputs, project.dataset.inputs),
            (project.network.outputs, project.dataset.outputs),
        )
        for layer, features in ends:
            assert [neuron.name for neuron in layer.neurons] == [feature.name for feature in features]
        assert failed == []
