"""The runners under each other; one of them is shown, one (mostly the same) is open for changes below."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from playground.appearance.theme import Theme
from playground.document import edits
from playground.document.project import Project
from playground.engine.snapshot import Snapshot
from playground.panels.editor import Editor
from playground.panels.mark_menu import fill_mark_menu
from playground.panels.page import plain_column
from playground.panels.runner_row import RunnerRow, State


class RunnerList(QWidget):
    """``picked(id)``: a runner was clicked."""

    picked = Signal(int)

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._theme = theme
        self._menu: QMenu | None = None
        self.rows: list[RunnerRow] = []
        self._column = plain_column()
        self.setLayout(self._column)

    @property
    def menu(self) -> QMenu | None:
        """The menu of a runner, while it is open."""
        return self._menu

    def show_project(self, project: Project) -> None:
        runners = project.training.runners
        while len(self.rows) > len(runners):
            row = self.rows.pop()
            row.hide()
            row.deleteLater()
        while len(self.rows) < len(runners):
            self._add_row()
        n_train = len(project.dataset.train_rows)
        for row, runner in zip(self.rows, runners, strict=True):
            row.show_runner(project.training, runner, n_train)

    def show_states(self, shown: int, selected: int) -> None:
        for row in self.rows:
            state: State = "on" if row.runner.enabled else "off"
            row.show_state("shown" if row.runner.id == shown else state, selected=row.runner.id == selected)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        numbers = {runner.id: runner for runner in snapshot.runners}
        for row in self.rows:
            row.show_numbers(numbers.get(row.runner.id))

    def restyle(self, theme: Theme) -> None:
        self._theme = theme

    def toggle(self, runner_id: int) -> None:
        """Switch a runner on or off."""
        runner = self._editor.document.project.training.runner(runner_id)
        text = f"Switch {runner.name} {'off' if runner.enabled else 'on'}"
        changed = replace(runner, enabled=not runner.enabled)
        self._editor.edit(text, lambda project: edits.set_runner(project, changed))

    def remove(self, runner_id: int) -> None:
        runner = self._editor.document.project.training.runner(runner_id)
        text = f"Remove runner {runner.name}"
        self._editor.edit(text, lambda project: edits.remove_runner(project, runner_id))

    def _add_row(self) -> None:
        row = RunnerRow(self._theme, self)
        row.picked.connect(self.picked)
        row.toggled.connect(self.toggle)
        row.menu_wanted.connect(self._open_menu)
        self.rows.append(row)
        self._column.addWidget(row)

    def _open_menu(self, runner_id: int, place: QPoint) -> None:
        runner = self._editor.document.project.training.runner(runner_id)
        self._menu = QMenu(self)
        self._menu.addAction("Show", lambda: self.picked.emit(runner_id))
        off = "Switch off" if runner.enabled else "Switch on"
        self._menu.addAction(off, lambda: self.toggle(runner_id))
        look = self._menu.addMenu("Color and shape")
        fill_mark_menu(look, self._editor, runner_id, self._theme)
        self._menu.addAction("Remove", lambda: self.remove(runner_id))
        self._menu.aboutToHide.connect(self._menu.deleteLater)
        self._menu.popup(place)
