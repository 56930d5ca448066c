"""The data panel: the file, its columns, the recipe that makes numbers of them, its rows."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QMenu, QWidget

from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.data.columns import Table
from playground.data.dialect import ReadingChoice
from playground.document.document import Document
from playground.document.easel import Easel
from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.document.weights import is_painted
from playground.panels.column_menu import column_menu
from playground.panels.columns_view import ColumnsView
from playground.panels.data_summary import DataSummary
from playground.panels.editor import Editor
from playground.panels.feature_section import FeatureSection
from playground.panels.notice import Notice
from playground.panels.page import Heading, Page, Rule
from playground.panels.recipe_view import RecipeView
from playground.panels.rows_table import RowsTable
from playground.panels.scatter_section import ScatterSection
from playground.training.controller import TrainingController

MIN_WIDTH = 250


class DataPanel(Page):
    """Signals:
    open_requested, gallery_requested: the buttons beside the file's name.
    row_hovered(row): the mouse is over a row, or over its point; −1: over none any more.
    reading_wanted(ReadingChoice): the file is to be read in another way.
    preview_wanted(ReadingChoice): what would be read that way? `show_preview` answers.
    columns_wanted: other columns of the file are to be chosen.
    refused(str): an edit that can't be done, as a sentence (the panel shows it too).
    """

    open_requested = Signal()
    row_hovered = Signal(int)
    gallery_requested = Signal()
    reading_wanted = Signal(object)
    preview_wanted = Signal(object)
    columns_wanted = Signal()
    refused = Signal(str)

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        theme: Theme,
        parent: QWidget | None = None,
        easel: Easel | None = None,
    ) -> None:
        """``easel``: what is painted with, if other pictures share it."""
        super().__init__(MIN_WIDTH, parent)
        self.setAccessibleName("Data")
        self._document = document
        self._editor = Editor(document, self, controller.preparer)
        self._menu: QMenu | None = None
        self._is_stale = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show_rows)
        self._into_view = QTimer(self)
        self._into_view.setSingleShot(True)
        self._into_view.timeout.connect(self._scroll_to_editor)
        self.notice = Notice(theme)
        self.summary = DataSummary(theme)
        self.columns = ColumnsView(theme)
        self.features = FeatureSection(self._editor, theme)
        self.recipe = RecipeView(self._editor, theme)
        self.easel = Easel(document, self) if easel is None else easel
        self.scatter = ScatterSection(self.easel, theme)
        self.rows = RowsTable(theme)
        self._lay_out()
        self._connect()
        self._show(document.project)
        self.rows.set_row(document.view.row)
        self.scatter.view.set_chosen(document.view.row)

    @property
    def menu(self) -> QMenu | None:
        """The menu of a column, while it is open."""
        return self._menu

    def set_hovered(self, row: int) -> None:
        """Let a row and its point stand out, without reporting it; −1 for none."""
        self.rows.set_hovered(row)
        self.scatter.view.set_hovered(row)

    def show_preview(self, choice: ReadingChoice, result: Table | str) -> None:
        """What the file would be, read as chosen: a table of its beginning, or why it can't be."""
        self._editor.previewed.emit(choice, result)

    def _scroll_to_editor(self) -> None:
        """What was opened below the last line in sight is seen, too."""
        if self.recipe.form is not None:
            self.ensureWidgetVisible(self.recipe.form, 0, px(12))

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(self.notice)
        column.addWidget(self.summary)
        column.addWidget(Rule())
        column.addWidget(Heading("Columns"))
        column.addWidget(self.columns)
        column.addWidget(self.features)
        column.addWidget(Rule(above=4))
        column.addWidget(Heading("Recipe", "click to change"))
        column.addWidget(self.recipe)
        column.addWidget(Rule(above=6))
        column.addWidget(Heading("Rows", "click one to follow it"))
        column.addWidget(self.scatter)
        column.addWidget(self.rows, 1)

    def _connect(self) -> None:
        self.summary.open_requested.connect(self.open_requested)
        self.summary.gallery_requested.connect(self.gallery_requested)
        self.columns.picked.connect(self._open_menu)
        self.recipe.opened.connect(self._into_view.start)
        self.rows.row_chosen.connect(self._choose_row)
        self.rows.row_hovered.connect(self.scatter.view.set_hovered)
        self.scatter.row_chosen.connect(self._choose_row)
        self.scatter.row_hovered.connect(self.rows.set_hovered)
        for part in (self.rows, self.scatter):
            part.row_hovered.connect(self.row_hovered)
        self._editor.reading_wanted.connect(self.reading_wanted)
        self._editor.preview_wanted.connect(self.preview_wanted)
        self._editor.columns_wanted.connect(self.columns_wanted)
        self._editor.refused.connect(self.notice.say)
        self._editor.refused.connect(self.refused)
        self._editor.taken_back.connect(self._show_again)
        self._editor.done.connect(self.notice.clear)
        self.easel.refused.connect(self.notice.say)
        self.easel.refused.connect(self.refused)
        self.easel.done.connect(self.notice.clear)
        self.easel.dabbed.connect(self._catch_up)
        self._document.project_changed.connect(self._project_changed)
        self._document.view_changed.connect(self._view_changed)

    def _show(self, project: Project) -> None:
        self.features.show_project(project)
        self.scatter.show_project(project)
        self._show_rows()

    def _show_rows(self) -> None:
        """All that says something about the rows."""
        self._is_stale = False
        project = self._document.project
        self.summary.show_project(project)
        self.columns.show_columns(project.table, project.recipe)
        self.recipe.show_project(project)
        self.rows.show_rows(project.table, project.recipe)

    def _show_again(self) -> None:
        self._show(self._document.project)

    def _project_changed(self, old: Project, new: Project, _values: object) -> None:
        if old.table != new.table:
            self.notice.clear()
        if is_painted(old, new):  # the picture at once, words and numbers once the stroke is made and drawn
            self.scatter.show_project(new)
            self._is_stale = True
            self._catch_up()
        elif old.table != new.table or old.recipe != new.recipe or old.name != new.name:
            self._show(new)

    def _catch_up(self) -> None:
        if self._is_stale and not self.easel.in_stroke:
            self._later.start(0)

    def _view_changed(self, _old: ViewState, new: ViewState) -> None:
        self.rows.set_row(new.row)
        self.scatter.view.set_chosen(new.row)

    def _choose_row(self, row: int) -> None:
        self._document.set_view(replace(self._document.view, row=row))

    def _open_menu(self, name: str) -> None:
        rect = self.columns.row_rect(name)
        self._menu = column_menu(self._editor, name, self)
        width = self._menu.sizeHint().width()
        corner = self.columns.viewport().mapToGlobal(rect.bottomRight())
        self._menu.aboutToHide.connect(self._menu.deleteLater)
        self._menu.popup(corner - QPoint(width, 0))
