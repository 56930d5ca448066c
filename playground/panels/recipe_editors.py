"""What can be changed about one sentence of the recipe: a small form below it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QFrame, QListView, QWidget

from playground.appearance.check_field import CheckField
from playground.appearance.fields import ComboField
from playground.appearance.numbers import format_count
from playground.appearance.text import plain_tip, px, text_font
from playground.appearance.theme import Theme
from playground.data.choices import Scaling, Use
from playground.data.columns import SetAside
from playground.data.recipe import Sentence
from playground.document.project import Project
from playground.panels import column_menu
from playground.panels.editor import Editor
from playground.panels.feature_switches import FeatureSwitches
from playground.panels.page import text_label
from playground.panels.reading_editor import ReadingEditor
from playground.panels.recipe_editor import RecipeEditor
from playground.panels.row_editors import SplitEditor, WeightsEditor

MOST_FIELDS = 12
"""More columns than this are changed in the list of columns."""
MISSING = (
    ("median", "Median"),
    ("mean", "Mean"),
    ("most_frequent", "Most frequent"),
    ("drop_row", "Leave rows out"),
)
CODINGS = ((False, "one input, 0 or 1"), (True, "two inputs, one each"))
ROLES = (("left_out", "left out"), ("input", "as input"), ("target", "as target"))


def make_editor(sentence: Sentence, project: Project, editor: Editor, theme: Theme) -> RecipeEditor:
    """The form for a sentence, showing the project."""
    forms: dict[str, type[RecipeEditor]] = {
        "computed": ComputedEditor,
        "split": SplitEditor,
        "weights": WeightsEditor,
        "target": TargetEditor,
        "set_aside": SetAsideList,
        "doubt": ReadingEditor,
        "member": ReadingEditor,
        "columns_read": ReadingEditor,
        "reading": ReadingEditor,
    }
    form = forms.get(sentence.kind, ColumnsEditor)(sentence, editor, theme)
    form.show_project(project, sentence)
    return form


class ComputedEditor(RecipeEditor):
    """Which inputs are computed from others."""

    def __init__(self, sentence: Sentence, editor: Editor, theme: Theme) -> None:
        super().__init__(sentence, editor, theme)
        self.switches = FeatureSwitches(editor)
        self.column.addWidget(self.switches)

    def refresh(self, project: Project) -> None:
        self.switches.show_project(project)


class TargetEditor(RecipeEditor):
    """Which column is learned, and as what."""

    def __init__(self, sentence: Sentence, editor: Editor, theme: Theme) -> None:
        super().__init__(sentence, editor, theme)
        self.target = ComboField("Target", theme)
        self.use = ComboField("Learn as", theme, (("number", "a number"), ("category", "categories")))
        self.scaling = ComboField("Scaling of the target", theme, column_menu.SCALINGS)
        self.add("Target", self.target, "Target\nThe column the network learns to answer.")
        self.add("Learn as", self.use, "Learn as\nA number has one output; categories have one each.")
        self.add("Scaling", self.scaling, "Scaling\nHow the target is scaled while the network learns.")
        self.target.chosen.connect(self._set_target)
        self.use.chosen.connect(self._set_use)
        self.scaling.chosen.connect(self._set_scaling)

    def refresh(self, project: Project) -> None:
        name = project.recipe.target
        if name is None:
            return
        column, choice = project.table.column(name), project.recipe.choice(name)
        self.target.set_options([(each.name, each.label) for each in project.table.columns])
        self.target.set_choice(name)
        self.use.set_choice(choice.use_as)
        self.use.setEnabled(column.is_number)
        self.scaling.set_choice(choice.scaling)
        self.scaling.setEnabled(column_menu.scales(column, choice))

    def _set_target(self, name: str) -> None:
        column_menu.set_role(self.editor, self.editor.document.project.table.column(name), "target")

    def _set_use(self, use: Use) -> None:
        project = self.editor.document.project
        column_menu.set_use(self.editor, project.table.column(project.recipe.target or ""), use)

    def _set_scaling(self, scaling: Scaling) -> None:
        column_menu.set_scaling(self.editor, (self.editor.document.project.recipe.target or "",), scaling)


class ColumnsEditor(RecipeEditor):
    """One choice for each column a sentence is about: scaling, role, or how gaps are filled."""

    def __init__(self, sentence: Sentence, editor: Editor, theme: Theme) -> None:
        super().__init__(sentence, editor, theme)
        self.fields: dict[str, ComboField] = {}
        self.codings: dict[str, ComboField] = {}
        self.indicator = CheckField("as inputs, too", theme)
        self.indicator.clicked.connect(self._set_indicator)

    def fits(self, sentence: Sentence) -> bool:
        same = sentence.columns == self.sentence.columns or not self.fields
        return super().fits(sentence) and same

    def refresh(self, project: Project) -> None:
        if not self.fields:
            self._build(project)
        for name, field in self.fields.items():
            if name:
                field.set_choice(self._present(project, name))
        for name, coding in self.codings.items():
            coding.set_choice(project.recipe.choice(name).one_hot)
        self.indicator.setChecked(all(project.recipe.choice(n).indicator for n in self.sentence.columns))

    def _build(self, project: Project) -> None:
        names = self.sentence.columns
        if self.sentence.kind == "inputs" and len(names) > 1:
            self._add_field("", "All", (("", "as below"), *column_menu.SCALINGS))
        for name in names[:MOST_FIELDS]:
            column = project.table.column(name)
            self._add_field(name, column.label, self._options())
            if self.sentence.kind == "categories" and len(column.coded[1]) == 2:
                self._add_coding(name)
        if len(names) > MOST_FIELDS:
            rest = f"The other {format_count(len(names) - MOST_FIELDS)} are in the list of columns."
            self.column.addWidget(text_label(rest, "caption", muted=True))
        if self.sentence.kind == "missing":
            tip = "Input for gaps\nOne more input for each of these columns: 1 where it has no value, else 0."
            self.add("Gaps", self.indicator, tip)

    def _add_coding(self, name: str) -> None:
        field = ComboField("Becomes", self.theme, CODINGS)
        field.setProperty("column", name)
        field.chosen.connect(self._choose_coding)
        self.add(
            "Becomes",
            field,
            "Becomes\nTwo categories need one input only; with two, each has weights of its own.",
        )
        self.codings[name] = field

    def _choose_coding(self, one_hot: bool) -> None:
        sender = self.sender()
        if isinstance(sender, ComboField):
            name = str(sender.property("column"))
            column = self.editor.document.project.table.column(name)
            if not column_menu.set_one_hot(self.editor, column, one_hot):
                self.refresh(self.editor.document.project)

    def _set_indicator(self, on: bool) -> None:
        if not column_menu.set_indicator(self.editor, self.sentence.columns, on):
            self.refresh(self.editor.document.project)

    def _add_field(self, name: str, label: str, options: tuple[tuple[str, str], ...]) -> None:
        field = ComboField(label, self.theme, options)
        field.setProperty("column", name)
        field.chosen.connect(self._choose)
        self.add(label, field, _TIPS[self.sentence.kind])
        self.fields[name] = field

    def _options(self) -> tuple[tuple[str, str], ...]:
        return {"inputs": column_menu.SCALINGS, "missing": MISSING}.get(self.sentence.kind, ROLES)

    def _present(self, project: Project, name: str) -> str:
        choice = project.recipe.choice(name)
        return {"inputs": choice.scaling, "missing": choice.missing}.get(self.sentence.kind, choice.role)

    def _choose(self, value: Any) -> None:
        sender = self.sender()
        if not isinstance(sender, ComboField) or not value:
            return
        name, table = str(sender.property("column")), self.editor.document.project.table
        if self.sentence.kind == "inputs":
            done = column_menu.set_scaling(self.editor, (name,) if name else self.sentence.columns, value)
        elif self.sentence.kind == "missing":
            done = column_menu.set_missing(self.editor, table.column(name), value)
        else:
            done = column_menu.set_role(self.editor, table.column(name), value)
        if not done:
            self.refresh(self.editor.document.project)


_TIPS = {
    "inputs": "Scaling\nInputs learn best when all have similar ranges.",
    "categories": "Use\nAn input, the target, or left out.",
    "left_out": "Use\nAn input, the target, or left out.",
    "missing": "Gaps\nWhat stands where the file has no value, or that such rows are left out.",
}


class _SetAsideModel(QAbstractListModel):
    def __init__(self, lines: tuple[SetAside, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = lines

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"line {format_count(line.line)}: {line.reason}"
        return plain_tip(line.text) if role == Qt.ItemDataRole.ToolTipRole else None


class SetAsideList(RecipeEditor):
    """Every line of the file that is no row of the table, with the reason; its text is the tooltip."""

    def __init__(self, sentence: Sentence, editor: Editor, theme: Theme) -> None:
        super().__init__(sentence, editor, theme)
        self.list = QListView(self)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFont(text_font("label", tabular=True))
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("Lines set aside")
        self.list.viewport().setAutoFillBackground(False)
        self.column.addWidget(self.list)

    def refresh(self, project: Project) -> None:
        lines = project.table.set_aside
        self.list.setModel(_SetAsideModel(lines, self.list))
        self.list.setFixedHeight(px(20) * min(6, len(lines)) + 4)
