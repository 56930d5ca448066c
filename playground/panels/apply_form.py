"""A row that a person makes up, and what the network answers to it, live."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.numbers import format_number, format_running, with_unit
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.data.answers import Answers, answers
from playground.data.apply import InputField, Value, input_fields, scaled_row
from playground.data.columns import Floats
from playground.document.document import Document
from playground.document.original_units import linear_formula
from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.engine.snapshot import Snapshot
from playground.panels.answer_bars import AnswerBars
from playground.panels.formula_text import formula_lines
from playground.panels.input_row import InputRow
from playground.panels.neuron_sum import explained_row, has_rows
from playground.panels.page import Heading, Page, Rule, discard, paragraph, plain_column, text_label
from playground.panels.text_lines import WrappedLabel
from playground.training.controller import TrainingController
from playground.training.pictures import Pictures
from playground.training.standing import Standing

MIN_WIDTH = 276
ROWS_AT_ONCE = 4
"""A row takes 5 ms to make (measured), and the window has 100 ms to answer."""
MOST_ROWS = 40
"""So many inputs have a field; the others keep their typical values."""


class ApplyForm(Page):
    """Follows sliders and training alike. What is typed here is no part of the project."""

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(MIN_WIDTH, parent)
        self.setAccessibleName("Apply to one row")
        self._document = document
        self._controller = controller
        self._theme = theme
        self._fields: tuple[InputField, ...] = ()
        self._built_for: tuple[object, object] | None = None
        self._values: dict[str, Value] = {}
        self._scaled: Floats | None = None
        self._standing: Standing | None = None
        self.rows: dict[str, InputRow] = {}
        self.title = text_label("", muted=True)
        self.answer = text_label("", "readout", medium=True, tabular=True)
        self.around = paragraph("", "caption")
        self.bars = AnswerBars(theme)
        self.formula = WrappedLabel(text_font("label", tabular=True), most_lines=6)
        self.take_row = IconButton(
            "table", "Take a row", theme, tip="Fill in the row that is followed, or the first one."
        )
        self.reset = IconButton("restart", "Typical values", theme, tip="Back to the middle of every input.")
        self.truth = paragraph("", "caption")
        self._inputs = plain_column()
        self._more = paragraph("", "caption")
        self._more.setContentsMargins(0, px(8), 0, 0)
        self._making = QTimer(self)
        self._making.setSingleShot(True)
        self._making.setInterval(0)
        self._lay_out()
        self._connect()

    @property
    def values(self) -> dict[str, Value]:
        """What is asked about, by column name."""
        return dict(self._values)

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(self.title)
        column.addSpacing(px(2))
        column.addWidget(self.answer)
        column.addSpacing(px(2))
        column.addWidget(self.bars)
        column.addWidget(self.around)
        column.addSpacing(px(6))
        column.addWidget(self.formula)
        column.addWidget(Rule(above=8, below=4))
        heading = Heading("Inputs")
        heading.row.addWidget(self.take_row)
        heading.row.addWidget(self.reset)
        column.addWidget(heading)
        column.addWidget(self.truth)
        column.addLayout(self._inputs)
        column.addWidget(self._more)
        column.addStretch(1)

    def _connect(self) -> None:
        self._making.timeout.connect(self._make_rows)
        self.take_row.clicked.connect(self._take_row)
        self.reset.clicked.connect(self._reset)
        self._document.project_changed.connect(self._project_changed)
        self._document.view_changed.connect(self._view_changed)
        self._controller.snapshot_ready.connect(self._show_snapshot)
        self._controller.pictures_ready.connect(self._show_pictures)

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        super().restyle(theme)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._build_if_needed()
        self._show_answer()

    # -- the form --

    def _build_if_needed(self) -> None:
        """One field for each input; what was filled in stays where the input has stayed."""
        project = self._document.project
        if not self.isVisible() or self._built_for == (project.table, project.recipe):
            return
        self._built_for = project.table, project.recipe
        self._fields = input_fields(project.table, project.recipe, project.dataset)
        self._values = {field.column: self._still_good(field) for field in self._fields}
        self._scaled = None
        self.truth.hide()
        self._keep_rows()
        left = len(self._fields) - MOST_ROWS
        self._more.setText(f"{left:,} more inputs stay at their typical values; a file sets them all.")
        self._more.setVisible(left > 0)
        self._make_rows()

    def _keep_rows(self) -> None:
        """The rows that can show what is asked for now, in its order; the others go."""
        before, self.rows = self.rows, {}
        for old in before.values():
            self._inputs.removeWidget(old)
        for field in self._fields[:MOST_ROWS]:
            row = before.get(field.column)
            if row is not None and row.show_field(field):
                self.rows[field.column] = before.pop(field.column)
                row.set_value(self._values[field.column])
                self._inputs.addWidget(row)
        for old in before.values():
            discard(old)

    def _make_rows(self) -> None:
        """The rows that are not there yet: a few, and the others after the window has had a look around."""
        lacking = [field for field in self._fields[:MOST_ROWS] if field.column not in self.rows]
        for field in lacking[:ROWS_AT_ONCE]:
            self.rows[field.column] = self._make_row(field)
        if len(lacking) > ROWS_AT_ONCE:
            self._making.start()

    def _still_good(self, field: InputField) -> Value:
        """The value already filled in if the field can hold it, else the typical one."""
        value = self._values.get(field.column, field.typical)
        if value is None:
            return None if field.may_be_missing else field.typical
        is_number = field.kind in ("number", "date")
        fits = isinstance(value, float) if is_number else value in field.categories
        return value if fits else field.typical

    def _make_row(self, field: InputField) -> InputRow:
        row = InputRow(field, self._theme)
        row.set_value(self._values[field.column])
        row.value_changed.connect(self._read_values)
        self._inputs.insertWidget(self._fields.index(field), row)
        return row

    def _read_values(self) -> None:
        self._values |= {name: row.value for name, row in self.rows.items()}
        self._scaled = None
        self.truth.hide()
        self._show_answer()

    def _set_values(self, values: dict[str, Value]) -> None:
        self._values, self._scaled = values, None
        for name, row in self.rows.items():
            row.set_value(values[name])
        self._show_answer()

    def _reset(self) -> None:
        self.truth.hide()
        self._set_values({field.column: field.typical for field in self._fields})

    def _take_row(self) -> None:
        """The followed row's values; what is so in that row stands above them."""
        project = self._document.project
        if not has_rows(project.dataset):
            self.truth.setText(project.dataset.lack)
            self.truth.show()
            return
        row = explained_row(project.dataset, self._document.view.row)
        self._set_values({field.column: _cell(project, field, row) for field in self._fields})
        target = project.table.column(project.recipe.target or "")
        so = target.cell(row)
        if target.is_number:
            so = with_unit(format_number(float(target.values[row]), 4), target.unit)
        kind = "test" if row in project.dataset.test_rows else "training"
        self.truth.setText(f"Row {row + 1:,}, a {kind} row: {target.label} is {so}")
        self.truth.show()

    # -- the answer --

    def _project_changed(self, _old: Project, _new: Project, _values: object) -> None:
        self._standing = None
        self._build_if_needed()
        self._show_answer()

    def _view_changed(self, old: ViewState, new: ViewState) -> None:
        if old.shown_runner != new.shown_runner:
            self._show_answer()

    def _show_snapshot(self, _snapshot: Snapshot) -> None:
        self._show_answer()

    def _show_pictures(self, pictures: Pictures) -> None:
        if pictures.standing is not None:
            self._standing = pictures.standing
            if self.isVisible():
                self._show_margin()

    def _show_answer(self) -> None:
        """What the shown runner's network answers with its present weights: one row, microseconds."""
        project, snapshot = self._document.project, self._controller.snapshot
        built = self._built_for == (project.table, project.recipe)
        if not self.isVisible() or not built or snapshot.network.spec != project.network:
            return
        data, theta = project.dataset, snapshot.shown_runner.theta
        if self._scaled is None:
            self._scaled = scaled_row(project.table, project.recipe, data, self._values)
        x = self._scaled
        target = project.table.column(project.recipe.target or "")
        self._show(answers(data, snapshot.network.outputs(theta, x)), target.label, target.unit)
        self._show_margin()
        formula = linear_formula(snapshot.network, data, theta)
        self.formula.setVisible(formula is not None)
        if formula is not None:
            self.formula.set_text("   ".join(formula_lines(formula)))

    def _show(self, found: Answers, label: str, unit: str) -> None:
        self.title.setText(f"The network’s answer: {label}")
        self.bars.setVisible(found.values is None)
        if found.values is not None:
            self.answer.setText(with_unit(format_running(float(found.values[0])), unit))
        elif found.best is not None and found.shares is not None:
            self.answer.setText(found.names[int(found.best[0])])
            self.bars.show_shares(found.names, found.shares[0].tolist())
        self.answer.setAccessibleName(f"{label}: {self.answer.text()}")

    def _show_margin(self) -> None:
        standing = self._standing
        if standing is None or standing.margin is None:
            self.around.hide()
            return
        around = with_unit(format_number(standing.margin), standing.unit)
        self.around.setText(f"± {around}: 9 of 10 test rows lie that near")
        self.around.show()


def _cell(project: Project, field: InputField, row: int) -> Value:
    column = project.table.column(field.column)
    if column.is_missing(row):
        return None
    if field.kind in ("number", "date"):
        return float(column.values[row])
    codes, names = column.coded
    return names[int(codes[row])]
