"""The data panel's section for computed inputs: open for points of a plane, folded up for more inputs."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.theme import Theme
from playground.document.project import Project
from playground.panels.editor import Editor
from playground.panels.feature_switches import FeatureSwitches, offered_names
from playground.panels.page import Heading, Rule

OPEN_UP_TO = 9
LONGEST_NAME = 9
"""More switches than those of two columns, or with longer names, are folded up until they are asked for."""


class FeatureSection(QWidget):
    """Hidden where nothing can be computed."""

    def __init__(self, editor: Editor, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns: tuple[str, ...] = ()
        self._is_open = False
        self.switches = FeatureSwitches(editor)
        self.fold_button = IconButton("chevron_down", "Show or hide computed inputs", theme, size=14)
        heading = Heading("Computed inputs")
        heading.row.addWidget(self.fold_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Rule(above=4))
        column.addWidget(heading)
        column.addWidget(self.switches)
        self.fold_button.clicked.connect(self._fold)

    def show_project(self, project: Project) -> None:
        names = offered_names(project)
        self.setVisible(bool(names))
        if self._columns != project.table.names:
            self._columns = project.table.names
            few = len(names) <= OPEN_UP_TO and max(map(len, names.values()), default=0) <= LONGEST_NAME
            self._is_open = few or bool(project.recipe.computed)
        self.switches.show_project(project)
        self._show_fold()

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.fold_button.restyle(theme)

    def _fold(self) -> None:
        self._is_open = not self._is_open
        self._show_fold()

    def _show_fold(self) -> None:
        self.switches.setVisible(self._is_open)
        self.fold_button.set_icon("chevron_up" if self._is_open else "chevron_down", self._theme)
