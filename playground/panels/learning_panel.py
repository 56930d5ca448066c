"""The learning panel: the cost, the runners and how each learns, and when training stops."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.fields import ComboField
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.document import edits, pairing
from playground.document.document import Document
from playground.document.edits import EditError
from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.document.weights import is_painted
from playground.engine.costs import COSTS
from playground.engine.initializers import INITIALIZERS
from playground.engine.snapshot import Snapshot
from playground.engine.specs import CLOCKS, clock_named
from playground.panels.editing_page import EditingPage
from playground.panels.page import FormRow, Heading, Rule, text_label
from playground.panels.penalty_form import PenaltyForm
from playground.panels.runner_form import RunnerForm
from playground.panels.runner_list import RunnerList
from playground.panels.standings_table import StandingsTable
from playground.panels.stop_form import StopForm
from playground.training.controller import TrainingController

MIXED = "mixed"
CLOCK_TIP = """In step by
What is equal for all runners at any moment: passes over the rows (epochs), updates, or cost evaluations.
One evaluation is the cost of one row at one set of weights, with its slope: a row taken forward and back."""
START_OPTIONS = [(name, each.label) for name, each in INITIALIZERS.items()]


class RunnersHeading(Heading):
    """Gives up the words "in step by" where they don't fit: the field's tooltip has them."""

    def __init__(self, clock: ComboField) -> None:
        super().__init__("Runners")
        self.setFixedHeight(px(38))
        self._words = text_label("in step by", muted=True)
        self._words.setBuddy(clock)
        self.row.addWidget(self._words)
        self.row.addWidget(clock)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._words.setVisible(self.width() >= px(286))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(200), px(38))


class LearningPanel(EditingPage):
    def __init__(
        self, document: Document, controller: TrainingController, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("Learning", document, controller, theme, parent)
        self._selected = document.view.shown_runner
        self.cost = ComboField("Cost", theme, [(name, cost.label) for name, cost in COSTS.items()])
        self.penalty = PenaltyForm(self._editor, theme)
        self.start = ComboField("Starting weights of all layers", theme, START_OPTIONS)
        self.clock = ComboField("In step by", theme, [(clock, clock) for clock in CLOCKS])
        self.add_button = IconButton(
            "plus", "Add runner", theme, tip="Another way down, from the same start."
        )
        self.runners = RunnerList(self._editor, theme)
        self.standings = StandingsTable(theme)
        self.form = RunnerForm(self._editor, theme)
        self.stop = StopForm(self._editor, theme)
        self._lay_out()
        self._connect()
        self._show(document.project)
        self._show_snapshot(controller.snapshot)

    @property
    def selected_runner(self) -> int:
        """Id of the runner that the fields below the list belong to."""
        return self._selected

    def _lay_out(self) -> None:
        heading = RunnersHeading(self.clock)
        self.clock.setFixedWidth(px(112))
        self.clock.setToolTip(CLOCK_TIP)
        heading.row.addWidget(self.add_button)
        column = self.column
        self._cost_row = FormRow("Cost", self.cost)
        column.addWidget(self._cost_row)
        column.addWidget(self.penalty)
        column.addWidget(FormRow("Start", self.start))
        column.addWidget(Rule(above=8, below=6))
        column.addWidget(heading)
        column.addWidget(self.runners)
        column.addWidget(self.standings)
        column.addWidget(Rule(above=8, below=8))
        column.addWidget(self.form)
        column.addWidget(Rule(above=8, below=6))
        column.addWidget(Heading("Stop when"))
        column.addWidget(self.stop)
        column.addStretch(1)

    def _connect(self) -> None:
        for field in (self.cost, self.start, self.clock):
            self._editor.merge_passed(field)
        self.cost.chosen.connect(self._set_cost)
        self.start.chosen.connect(self._set_start)
        self.clock.chosen.connect(self._set_clock)
        self.add_button.clicked.connect(self._add_runner)
        self.runners.picked.connect(self._pick)
        self._controller.running_changed.connect(self._show_standings)
        self.form.remove_button.clicked.connect(self._remove_runner)

    def _show(self, project: Project) -> None:
        training = project.training
        self.cost.set_choice(training.cost)
        self._mark_costs(project)
        self.penalty.show_project(project)
        self._show_start(project)
        self.clock.set_choice(training.clock)
        if self._selected not in {runner.id for runner in training.runners}:
            self._selected = self._document.view.shown_runner
        self.runners.show_project(project)
        self.runners.show_states(self._document.view.shown_runner, self._selected)
        self.form.show_runner(project, training.runner(self._selected))
        self.form.remove_button.setEnabled(len(training.runners) > 1)
        self.add_button.setEnabled(len(training.runners) < edits.MOST_RUNNERS)
        self.stop.show_project(project)

    def _mark_costs(self, project: Project) -> None:
        """Costs that can't be had stay in the list, gray, with the reason; others say what comes along."""
        cost = COSTS[project.training.cost]
        self.cost.setToolTip(f"{cost.label}: {cost.formula}\n{cost.good_for}")
        for each in COSTS.values():
            about, refusal = f"{each.formula}\n{each.good_for}", None
            try:
                along = pairing.brought_along(project, pairing.with_cost(project, each.name))
                about += f"\nWith it{along}." if along else ""
            except EditError as error:
                refusal = str(error)
            self.cost.explain(each.name, about, refusal=refusal)

    def _show_start(self, project: Project) -> None:
        names = {layer.initializer for layer in project.network.layers[1:]}
        name = names.pop() if len(names) == 1 else None
        self.start.set_options(START_OPTIONS if name else [(MIXED, "Mixed"), *START_OPTIONS])
        self.start.set_choice(name or MIXED)
        for each in INITIALIZERS.values():
            self.start.explain(each.name, f"{each.formula}\n{each.good_for}")
        about = (
            f"{INITIALIZERS[name].formula}\n{INITIALIZERS[name].good_for}" if name else "one kind per layer"
        )
        self.start.setToolTip(f"Starting weights of all layers: {about}\nTheir next use: New weights.")

    def _project_changed(self, old: Project, new: Project, _values: object) -> None:
        if is_painted(old, new):  # nothing here depends on the rows but how many there are
            self.runners.show_project(new)
            self.form.show_runner(new, new.training.runner(self._selected))
        else:
            self._show(new)

    def _view_changed(self, old: ViewState, new: ViewState) -> None:
        if old.shown_runner != new.shown_runner:
            self._selected = new.shown_runner
            self._show(self._document.project)

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        self.runners.show_snapshot(snapshot)
        self.standings.show_snapshot(snapshot, self._document.project)
        self._show_standings(self._controller.running)

    def _show_standings(self, running: bool) -> None:
        """The last ones at once: while training runs they change too often to be read."""
        if not running:
            self.standings.show_now()

    def _pick(self, runner_id: int) -> None:
        self._selected = runner_id
        if self._document.project.training.runner(runner_id).enabled:
            self._controller.show_runner(runner_id)
        self._show(self._document.project)

    def _set_cost(self, name: str) -> None:
        done = self._editor.edit(
            f"Cost: {COSTS[name].label}",
            lambda project: pairing.with_cost(project, name),
            beside=pairing.brought_along,
        )
        if not done:
            self.cost.set_choice(self._document.project.training.cost)

    def _set_start(self, name: str) -> None:
        if name != MIXED:
            text = f"Start all layers with {INITIALIZERS[name].label}"
            self._editor.edit(text, lambda project: edits.set_initializer(project, None, name))

    def _set_clock(self, clock: str) -> None:
        chosen = edits.set_clock(self._document.project, clock_named(clock))
        self._editor.edit(f"Runners in step by {clock}", lambda _project: chosen)

    def _add_runner(self) -> None:
        before = {runner.id for runner in self._document.project.training.runners}
        if self._editor.edit("Add runner", edits.add_runner):
            new = {runner.id for runner in self._document.project.training.runners} - before
            self._pick(new.pop())

    def _remove_runner(self) -> None:
        self.runners.remove(self._selected)

    def restyle(self, theme: Theme) -> None:
        super().restyle(theme)
        self._show(self._document.project)
