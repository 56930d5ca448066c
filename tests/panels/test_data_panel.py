"""The data panel: what it says is what is, and every guess can be changed and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from playground.appearance.theme import DARK, LIGHT, Theme
from playground.data.columns import Table
from playground.data.reader import read_table
from playground.document import edits
from playground.document.document import Document
from playground.document.project import new_project
from playground.panels.columns_view import ColumnsModel
from playground.panels.data_panel import DataPanel
from playground.panels.reading_editor import ReadingEditor
from playground.panels.recipe_editors import ColumnsEditor, SetAsideList, TargetEditor
from playground.panels.recipe_view import RecipeLine
from playground.panels.row_editors import SplitEditor, WeightsEditor
from playground.panels.rows_table import RowsModel
from playground.training.controller import TrainingController
from tests.looking import now
from tests.panels.conftest import Drag, Unexplained, fits


@pytest.fixture
def panel(document: Document, controller: TrainingController, theme: Theme, qtbot: QtBot) -> DataPanel:
    panel = DataPanel(document, controller, theme)
    qtbot.addWidget(panel)
    panel.resize(276, 1000)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def line(panel: DataPanel, kind: str) -> RecipeLine:
    return next(each for each in panel.recipe.lines if each.sentence.kind == kind)


def pick_role(panel: DataPanel, qtbot: QtBot, column: str, text: str) -> None:
    """Click a column and choose a line of its menu by the keyboard."""
    place = panel.columns.row_rect(column).center()
    qtbot.mouseClick(panel.columns.viewport(), Qt.MouseButton.LeftButton, pos=place)
    menu = panel.menu
    assert menu is not None
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    for _ in range(texts.index(text) + 1):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)


def choose(field: QComboBox, qtbot: QtBot, text: str) -> None:
    """Choose from a combo box by the keyboard, without opening it."""
    steps = field.findText(text) - field.currentIndex()
    assert field.findText(text) >= 0
    for _ in range(abs(steps)):
        qtbot.keyClick(field, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)


def enter(field: QLineEdit, qtbot: QtBot, text: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_the_head_says_what_is_loaded(panel: DataPanel, document: Document) -> None:
    dataset = document.project.dataset
    assert panel.summary.name.full_text == "houses.csv"
    assert panel.summary.extent.text() == "40 rows, 4 columns"
    assert panel.summary.train.text() == f"{len(dataset.train_rows)} rows to train"
    assert panel.summary.test.text() == f"{len(dataset.test_rows)} to test"


def test_the_buttons_ask_for_a_file_and_for_the_gallery(panel: DataPanel, qtbot: QtBot) -> None:
    for button, signal in (
        (panel.summary.open_button, panel.open_requested),
        (panel.summary.gallery_button, panel.gallery_requested),
    ):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_column_is_left_out_by_its_menu(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    before = document.project
    pick_role(panel, qtbot, "bedrooms", "Leave out")
    assert document.project.recipe.choice("bedrooms").role == "left_out"
    assert [n.name for n in document.project.network.inputs.neurons] == ["area"]
    assert document.undo_stack.undoText() == "Leave bedrooms out"
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.project == before


def test_a_column_of_dates_is_shown_and_scaled_as_one(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    rows = "".join(f"2024-{1 + i % 12:02d}-{1 + i % 28:02d},{i % 7},{i % 5 + i / 9:.2f}\n" for i in range(80))
    document.edit(
        "Open", edits.open_table(document.project, read_table(f"day,a,y\n{rows}".encode(), "dated.csv"))
    )
    model = panel.columns.model()
    assert isinstance(model, ColumnsModel)
    index = model.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "day, date, standardized, input"
    assert "Dates from 2024-01-01 to 2024-12-" in index.data(Qt.ItemDataRole.ToolTipRole)
    picture = model.spread_at(index)
    assert not picture.categories
    assert (picture.heights > 0).sum() > 10
    pick_role(panel, qtbot, "day", "Normalize")
    assert document.project.recipe.choice("day").scaling == "normalize"


def test_the_columns_menu_opens_by_the_keyboard(panel: DataPanel, qtbot: QtBot) -> None:
    panel.columns.setFocus()
    qtbot.keyClick(panel.columns, Qt.Key.Key_Down)
    qtbot.keyClick(panel.columns, Qt.Key.Key_Return)
    assert panel.menu is not None
    assert panel.menu.isVisible()
    qtbot.keyClick(panel.menu, Qt.Key.Key_Escape)


def test_another_target_is_one_step(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    pick_role(panel, qtbot, "bedrooms", "Learn this: the target")
    assert document.project.recipe.target == "bedrooms"
    assert line(panel, "target").sentence.title == "Target is bedrooms"
    assert document.undo_stack.count() == 1


def test_a_wish_that_cannot_be_fulfilled_is_answered(
    panel: DataPanel, document: Document, qtbot: QtBot
) -> None:
    before = document.project
    with qtbot.waitSignal(panel.refused):
        pick_role(panel, qtbot, "price (k€)", "Leave out")
    assert document.project == before
    assert panel.notice.isVisible()
    assert panel.notice.text.endswith(".")
    pick_role(panel, qtbot, "bedrooms", "Leave out")
    assert not panel.notice.isVisible()


def test_every_decision_is_a_line_with_its_reason(panel: DataPanel) -> None:
    kinds = {each.sentence.kind for each in panel.recipe.lines}
    assert kinds >= {"target", "inputs", "missing", "split", "left_out", "set_aside"}
    left_out = line(panel, "left_out").sentence
    assert left_out.title == "Column name left out"
    assert left_out.detail
    assert left_out.warning


def test_a_line_opens_and_closes(panel: DataPanel, qtbot: QtBot) -> None:
    split = line(panel, "split")
    qtbot.mouseClick(split, Qt.MouseButton.LeftButton)
    assert isinstance(panel.recipe.form, SplitEditor)
    qtbot.keyClick(split, Qt.Key.Key_Return)
    assert now(panel.recipe.form) is None
    reading = line(panel, "reading")
    qtbot.mouseClick(reading, Qt.MouseButton.LeftButton)
    assert isinstance(panel.recipe.form, ReadingEditor)


def test_a_drag_of_the_share_is_one_step_and_two_are_two(
    panel: DataPanel, document: Document, qtbot: QtBot, drag: Drag
) -> None:
    before = document.project.recipe
    qtbot.mouseClick(line(panel, "split"), Qt.MouseButton.LeftButton)
    form = panel.recipe.form
    assert isinstance(form, SplitEditor)
    slider = form.share.slider
    middle = slider.height() // 2
    drag(slider, QPoint(slider.width() * 2 // 5, middle), QPoint(slider.width() * 3 // 4, middle))
    once = document.project.recipe
    assert once.test_share > before.test_share
    assert document.undo_stack.count() == 1
    assert panel.recipe.form is form, "the slider must survive its own drag"
    drag(slider, QPoint(slider.width() * 3 // 4, middle), QPoint(slider.width() // 4, middle))
    assert document.undo_stack.count() == 2
    document.undo_stack.undo()
    assert document.project.recipe == once
    document.undo_stack.undo()
    assert document.project.recipe == before
    assert form.share.value == pytest.approx(100 * before.test_share)


def test_seed_and_order_of_the_split(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    qtbot.mouseClick(line(panel, "split"), Qt.MouseButton.LeftButton)
    form = panel.recipe.form
    assert isinstance(form, SplitEditor)
    enter(form.seed, qtbot, "42")
    assert document.project.recipe.seed == 42
    assert document.undo_stack.undoText() == "Split with seed 42"
    choose(form.split, qtbot, "The last rows")
    assert document.project.recipe.split == "in_order"
    assert not form.seed.isVisible()
    assert line(panel, "split").sentence.title.startswith("The last 20 %")


def test_scaling_of_one_input_and_of_all(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    qtbot.mouseClick(line(panel, "inputs"), Qt.MouseButton.LeftButton)
    form = panel.recipe.form
    assert isinstance(form, ColumnsEditor)
    choose(form.fields[""], qtbot, "Normalize")
    recipe = document.project.recipe
    assert {recipe.choice(n).scaling for n in ("area (m²)", "bedrooms")} == {"normalize"}
    assert document.undo_stack.count() == 1
    choose(form.fields["bedrooms"], qtbot, "Don’t scale")
    recipe = document.project.recipe
    assert [recipe.choice(n).scaling for n in ("area (m²)", "bedrooms")] == ["normalize", "none"]


def test_target_form_changes_use_and_target(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    qtbot.mouseClick(line(panel, "target"), Qt.MouseButton.LeftButton)
    form = panel.recipe.form
    assert isinstance(form, TargetEditor)
    choose(form.use, qtbot, "categories")
    assert document.project.dataset.task == "categorical"
    assert not form.scaling.isEnabled()
    choose(form.target, qtbot, "bedrooms")
    assert document.project.recipe.target == "bedrooms"


def test_gaps_and_left_out_columns_can_be_changed(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    qtbot.mouseClick(line(panel, "missing"), Qt.MouseButton.LeftButton)
    form = panel.recipe.form
    assert isinstance(form, ColumnsEditor)
    choose(form.fields["area (m²)"], qtbot, "Leave rows out")
    assert document.project.recipe.choice("area (m²)").missing == "drop_row"
    dataset = document.project.dataset
    assert len(dataset.train_rows) + len(dataset.test_rows) == 39
    qtbot.mouseClick(line(panel, "left_out"), Qt.MouseButton.LeftButton)
    form = panel.recipe.form
    assert isinstance(form, ColumnsEditor)
    choose(form.fields["name"], qtbot, "as input")
    assert document.project.recipe.choice("name").role == "input"


def test_lines_set_aside_are_listed_with_their_reasons(panel: DataPanel, qtbot: QtBot) -> None:
    qtbot.mouseClick(line(panel, "set_aside"), Qt.MouseButton.LeftButton)
    form = panel.recipe.form
    assert isinstance(form, SetAsideList)
    model = form.list.model()
    assert [model.index(i, 0).data() for i in range(model.rowCount())] == ["line 22: no value in it"]


def test_a_clicked_row_is_followed(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    rows = panel.rows
    index = rows.model().index(4, 1)
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualRect(index).center())
    assert document.view.row == 4
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert document.view.row == 5
    assert document.undo_stack.count() == 0
    document.set_view(replace(document.view, row=39))
    assert rows.currentIndex().row() == 39
    assert rows.viewport().rect().contains(rows.visualRect(rows.model().index(39, 0)).center())


def test_the_rows_show_what_is_in_the_file(panel: DataPanel) -> None:
    model = panel.rows.model()
    header = [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]
    assert header == ["row", "area", "bedrooms", "price"]
    assert [model.index(0, i).data() for i in range(4)] == ["1", "80.00", "1", "200"]
    assert model.index(7, 1).data() == "–"


def test_many_rows_cost_no_more_than_few(
    controller: TrainingController, theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = "a,b\n" + "".join(f"{i},{i % 7}.5\n" for i in range(100_000))
    asked: list[tuple[int, int]] = []
    text = RowsModel.text

    def counted(self: RowsModel, row: int, column: int) -> str:
        asked.append((row, column))
        return text(self, row, column)

    monkeypatch.setattr(RowsModel, "text", counted)
    panel = DataPanel(Document(new_project(read_table(raw.encode(), "long.csv"))), controller, theme)
    qtbot.addWidget(panel)
    panel.resize(276, 900)
    panel.show()
    qtbot.waitExposed(panel)
    panel.rows.scrollToBottom()
    panel.ensureWidgetVisible(panel.rows)
    panel.grab()
    assert panel.rows.model().rowCount() == 100_000
    assert max(row for row, _ in asked) == 99_999
    assert len(asked) < 5_000


def test_another_table_is_shown(panel: DataPanel, document: Document, spiral: Table) -> None:
    document.edit("Open", edits.open_table(document.project, spiral))
    assert panel.summary.name.full_text == "spiral.csv"
    assert line(panel, "target").sentence.title == "Target is class"
    assert panel.rows.model().rowCount() == 48
    document.undo_stack.undo()
    assert panel.summary.name.full_text == "houses.csv"


@pytest.mark.parametrize("width", [250, 276, 316])
def test_nothing_is_wider_than_the_panel(panel: DataPanel, qtbot: QtBot, width: int) -> None:
    panel.resize(width - 2, 500)
    for each in panel.recipe.lines:
        if each.opens:
            qtbot.mouseClick(each, Qt.MouseButton.LeftButton)
            qtbot.wait(1)
            assert fits(panel), each.sentence.title


def test_everything_that_can_be_used_has_a_name_and_a_tip(
    panel: DataPanel, qtbot: QtBot, unexplained: Unexplained
) -> None:
    for each in panel.recipe.lines:
        if each.opens:
            qtbot.mouseClick(each, Qt.MouseButton.LeftButton)
            assert unexplained(panel) == []


def test_a_theme_reaches_everything_that_is_painted(panel: DataPanel) -> None:
    light = panel.columns.grab().toImage(), panel.recipe.grab().toImage(), panel.summary.grab().toImage()
    panel.restyle(DARK)
    dark = panel.columns.grab().toImage(), panel.recipe.grab().toImage(), panel.summary.grab().toImage()
    assert all(a != b for a, b in zip(light, dark, strict=True))
    panel.restyle(LIGHT)
    assert panel.columns.grab().toImage() == light[0]


def test_gaps_become_inputs(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    qtbot.mouseClick(line(panel, "missing"), Qt.MouseButton.LeftButton)
    form = panel.recipe.form
    assert isinstance(form, ColumnsEditor)
    qtbot.mouseClick(form.indicator, Qt.MouseButton.LeftButton)
    assert "area is missing" in [f.name for f in document.project.dataset.inputs]
    assert "an input says where" in line(panel, "missing").sentence.detail
    document.undo_stack.undo()
    assert "area is missing" not in [f.name for f in document.project.dataset.inputs]
    assert not form.indicator.isChecked()


def test_the_rows_are_split_by_a_column(panel: DataPanel, document: Document, qtbot: QtBot) -> None:
    qtbot.mouseClick(line(panel, "split"), Qt.MouseButton.LeftButton)
    form = panel.recipe.form
    assert isinstance(form, SplitEditor)
    choose(form.split, qtbot, "By a column")
    recipe = document.project.recipe
    assert recipe.split == "by_column"
    assert recipe.choice(recipe.split_column).role == "left_out"
    column = document.project.table.column(recipe.split_column)
    tests = [column.cell(int(row)) for row in document.project.dataset.test_rows]
    assert set(tests) == {recipe.test_value}
    document.undo_stack.undo()
    assert document.project.recipe.split != "by_column"


def test_rare_categories_are_given_weight(document: Document, qtbot: QtBot, panel: DataPanel) -> None:
    rows = (f"{i % 5},{i % 7},{'rare' if i % 10 == 0 else 'usual'}" for i in range(100))
    rare = read_table("\n".join(["a,b,kind", *rows, ""]).encode(), "rare.csv")
    document.edit("Open rare.csv", edits.open_table(document.project, rare))
    qtbot.mouseClick(line(panel, "weights"), Qt.MouseButton.LeftButton)
    form = panel.recipe.form
    assert isinstance(form, WeightsEditor)
    qtbot.mouseClick(form.balance, Qt.MouseButton.LeftButton)
    assert document.project.recipe.balance
    assert line(panel, "weights").sentence.title == "Categories weigh the same"
    assert document.undo_stack.undoText() == "Let categories weigh the same"
