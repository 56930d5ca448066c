"""The apply panel: every input has a field, and the answer is the network's own at every moment."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame
from pytestqt.qtbot import QtBot

from playground.appearance.check_field import CheckField
from playground.appearance.fields import ComboField, SliderField
from playground.appearance.numbers import format_running, with_unit
from playground.appearance.theme import DARK, LIGHT
from playground.data.apply import scaled_row
from playground.data.reader import read_table
from playground.data.recipe import with_role, with_target
from playground.document import edits
from playground.document.document import Document
from playground.panels.apply_panel import ApplyPanel
from playground.panels.date_field import DateField
from playground.training.controller import TrainingController
from tests.looking import now
from tests.panels.conftest import Drag, fits


def mixed(n: int = 60, inputs: int = 0) -> bytes:
    rng = np.random.default_rng(2)
    more = "".join(f",x{i}" for i in range(inputs))
    rows = [
        f"{'' if i == 7 else round(rng.uniform(20, 90), 1)},{'rgb'[i % 3]},{['no', 'yes'][i % 2]},"
        f"{i % 6 + 1}{''.join(f',{rng.normal():.3f}' for _ in range(inputs))},{rng.normal(100, 30):.2f}"
        for i in range(n)
    ]
    return "\n".join([f"area (m²),color,garden,rooms{more},price (€)", *rows, ""]).encode()


@pytest.fixture
def panel(document: Document, controller: TrainingController, qtbot: QtBot) -> ApplyPanel:
    document.edit("Open mixed.csv", edits.open_table(document.project, read_table(mixed(), "mixed.csv")))
    panel = ApplyPanel(document, controller, LIGHT)
    qtbot.addWidget(panel)
    panel.resize(316, 500)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def expected(document: Document, controller: TrainingController, panel: ApplyPanel) -> str:
    project, snapshot = document.project, controller.snapshot
    x = scaled_row(project.table, project.recipe, project.dataset, panel.form.values)
    answer = snapshot.network.outputs(snapshot.shown_runner.theta, x)[0, 0]
    return with_unit(format_running(float(project.dataset.outputs[0].to_original(answer))), "€")


def test_every_input_has_its_kind_of_field(panel: ApplyPanel) -> None:
    kinds = {name: type(row.editor) for name, row in panel.form.rows.items()}
    assert kinds == {
        "area (m²)": SliderField,
        "color": ComboField,
        "garden": CheckField,
        "rooms": SliderField,
    }
    assert all(row.editor.toolTip() and row.unknown.toolTip() for row in panel.form.rows.values())
    area = panel.form.rows["area (m²)"].editor
    assert isinstance(area, SliderField)
    assert area.slider.accessibleName() == "area"


def test_a_dragged_slider_moves_the_answer(
    panel: ApplyPanel,
    document: Document,
    controller: TrainingController,
    drag: Drag,
) -> None:
    before = panel.form.answer.text()
    assert before == expected(document, controller, panel)
    area = panel.form.rows["area (m²)"].editor
    assert isinstance(area, SliderField)
    slider = area.slider
    drag(
        slider,
        QPoint(slider.width() // 2, slider.height() // 2),
        QPoint(slider.width() - 3, slider.height() // 2),
    )
    assert panel.form.values["area (m²)"] == pytest.approx(90, abs=2)
    assert panel.form.answer.text() == expected(document, controller, panel) != before
    assert document.undo_stack.count() == 1, "what is tried out here is no change of the project"


def test_keys_choices_and_switches(
    panel: ApplyPanel, document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    rooms = panel.form.rows["rooms"].editor
    assert isinstance(rooms, SliderField)
    qtbot.keyClick(rooms.field, Qt.Key.Key_Up)
    assert panel.form.values["rooms"] == 4.0
    color = panel.form.rows["color"].editor
    qtbot.keyClick(color, Qt.Key.Key_Down)
    assert panel.form.values["color"] == "g"
    garden = panel.form.rows["garden"].editor
    assert isinstance(garden, CheckField)
    qtbot.mouseClick(garden, Qt.MouseButton.LeftButton)
    assert panel.form.values["garden"] == garden.text() == "yes"
    assert panel.form.answer.text() == expected(document, controller, panel)
    qtbot.mouseClick(panel.form.rows["area (m²)"].unknown, Qt.MouseButton.LeftButton)
    assert now(panel.form.values["area (m²)"]) is None
    assert panel.form.answer.text() == expected(document, controller, panel)
    qtbot.mouseClick(panel.form.reset, Qt.MouseButton.LeftButton)
    assert panel.form.values["area (m²)"] is not None
    assert panel.form.rows["area (m²)"].editor.isEnabled()


def test_the_answer_follows_training(
    panel: ApplyPanel, document: Document, controller: TrainingController, qtbot: QtBot
) -> None:
    before = panel.form.answer.text()
    controller.step_epoch()
    qtbot.waitUntil(lambda: panel.form.answer.text() != before)
    assert panel.form.answer.text() == expected(document, controller, panel)


def test_a_row_of_the_table_is_taken_with_what_is_so_there(
    panel: ApplyPanel, document: Document, qtbot: QtBot
) -> None:
    qtbot.mouseClick(panel.form.take_row, Qt.MouseButton.LeftButton)
    price = document.project.table.column("price (€)")
    assert panel.form.truth.text().startswith("Row 1, a ")
    assert panel.form.truth.text().endswith(f"price is {with_unit(float(price.values[0]), '€', 4)}")
    data = document.project.dataset
    values = scaled_row(document.project.table, document.project.recipe, data, panel.form.values)
    rows = np.concatenate([data.train_rows, data.test_rows])
    x = np.concatenate([data.x_train, data.x_test])
    assert np.array_equal(values[0], x[np.flatnonzero(rows == 0)[0]])


def test_categories_have_a_bar_each(document: Document, panel: ApplyPanel) -> None:
    recipe = document.project.recipe
    document.edit(
        "Learn color",
        edits.set_recipe(document.project, with_target(document.project.table, recipe, "color")),
    )
    assert not panel.form.bars.isHidden()
    assert [text.split()[0] for text in panel.form.bars.texts] == ["b", "g", "r"]
    shares = [float(text.split()[1].removesuffix("\u2009%")) for text in panel.form.bars.texts]
    assert sum(shares) == pytest.approx(100, abs=0.2)
    assert "color" not in panel.form.rows
    assert "price (€)" in panel.form.rows


def test_a_network_without_bends_shows_its_formula(document: Document, panel: ApplyPanel) -> None:
    assert not panel.form.formula.isVisible()
    hidden = document.project.network.hidden[0].id
    document.edit("Remove layer", edits.remove_layer(document.project, hidden))
    assert panel.form.formula.isVisible()
    assert panel.form.formula.text.startswith("price = ")
    assert "·\u00a0area" in panel.form.formula.text
    assert "·\u00a0[color: g]" in panel.form.formula.text


def test_fields_stay_where_their_inputs_do(document: Document, panel: ApplyPanel) -> None:
    rows = dict(panel.form.rows)
    recipe = document.project.recipe
    fewer = with_role(document.project.table, recipe, "rooms", "left_out")
    document.edit("Leave rooms out", edits.set_recipe(document.project, fewer))
    assert "rooms" not in panel.form.rows
    assert all(panel.form.rows[name] is rows[name] for name in panel.form.rows)
    document.undo_stack.undo()
    assert panel.form.rows.keys() == rows.keys()
    assert panel.form.rows["rooms"] is not rows["rooms"]
    assert panel.form.rows["area (m²)"] is rows["area (m²)"]


def test_of_very_many_inputs_the_first_have_fields(
    document: Document, panel: ApplyPanel, qtbot: QtBot
) -> None:
    wide = read_table(mixed(inputs=120), "wide.csv")
    document.edit("Open wide.csv", edits.open_table(document.project, wide))
    first = [choice.name for choice in document.project.recipe.inputs][:40]

    def shown() -> list[str]:
        rows = sorted(panel.form.rows.values(), key=lambda row: row.y())
        return [row.field.column for row in rows]

    qtbot.waitUntil(lambda: shown() == first)  # made a few at a time
    assert len(panel.form.values) == 124


def test_what_was_filled_in_stays_when_the_recipe_changes(
    document: Document, panel: ApplyPanel, qtbot: QtBot
) -> None:
    garden = panel.form.rows["garden"].editor
    qtbot.mouseClick(garden, Qt.MouseButton.LeftButton)
    left_out = with_role(document.project.table, document.project.recipe, "rooms", "left_out")
    document.edit("Leave rooms out", edits.set_recipe(document.project, left_out))
    assert "rooms" not in panel.form.rows
    assert panel.form.values["garden"] == "yes"


@pytest.mark.parametrize("width", [276, 316])
def test_nothing_is_wider_than_the_panel(panel: ApplyPanel, qtbot: QtBot, width: int) -> None:
    panel.resize(width - 2, 300)
    qtbot.wait(1)
    panel.restyle(DARK)
    assert fits(panel.form)


def room_of(field: QLineEdit) -> int:
    """Pixels that a field has for its text"""
    option = QStyleOptionFrame()
    field.initStyleOption(option)
    inside = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
    return inside.width() - 4  # a line edit's own margins


def test_numbers_are_never_cut_off_nor_are_their_units(panel: ApplyPanel) -> None:
    editor = panel.form.rows["area (m²)"].editor
    assert isinstance(editor, SliderField)
    field = panel.form.rows["area (m²)"].field
    for value in (field.low, field.high, field.typical):
        editor.set_value(float(value))
        text = editor.field.text()
        assert text.endswith("m²")
        assert room_of(editor.field) >= editor.field.fontMetrics().horizontalAdvance(text)


def test_a_date_is_typed_or_slid(document: Document, panel: ApplyPanel, qtbot: QtBot) -> None:
    days = np.datetime64("2023-01-05") + np.arange(0, 540, 9)
    rows = (f"{day},{i % 7},{i % 5 + i / 50:.2f}" for i, day in enumerate(days))
    table = read_table("\n".join(["day,a,y", *rows, ""]).encode(), "dated.csv")
    document.edit("Open dated.csv", edits.open_table(document.project, table))
    editor = panel.form.rows["day"].editor
    assert isinstance(editor, DateField)
    panel.resize(274, 300)
    qtbot.wait(1)
    assert fits(panel.form)
    before = panel.form.answer.text()
    assert room_of(editor.field) >= editor.field.fontMetrics().horizontalAdvance("2023-01-05")
    editor.field.selectAll()
    qtbot.keyClicks(editor.field, "1 Feb 2023")
    qtbot.keyClick(editor.field, Qt.Key.Key_Return)
    assert editor.field.text() == "2023-02-01"
    assert panel.form.values["day"] == float(np.datetime64("2023-02-01").astype(int))
    assert panel.form.answer.text() != before
    editor.field.selectAll()
    qtbot.keyClicks(editor.field, "soon")
    qtbot.keyClick(editor.field, Qt.Key.Key_Return)
    assert editor.field.text() == "2023-02-01"
    qtbot.keyClick(editor.slider, Qt.Key.Key_End)
    assert editor.field.text() == str(days[document.project.dataset.train_rows].max())
