"""What pages that edit the project have in common: what is refused is said at their top."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.document.project import Project
from playground.document.view_state import ViewState
from playground.engine.snapshot import Snapshot
from playground.panels.editor import Editor
from playground.panels.notice import Notice
from playground.panels.page import Page
from playground.training.controller import TrainingController

MIN_WIDTH = 276


class EditingPage(Page):
    """``refused(str)``: an edit that can't be done, as a sentence (the page shows it too).
    ``told(str)``: an edit did more than was asked for, perhaps in a field that isn't on screen.

    Subclasses follow project, view and training in the three methods below.
    """

    refused = Signal(str)
    told = Signal(str)

    def __init__(
        self,
        name: str,
        document: Document,
        controller: TrainingController,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(MIN_WIDTH, parent)
        self.setAccessibleName(name)
        self._document = document
        self._controller = controller
        self._editor = Editor(document, self)
        self.notice = Notice(theme)
        self.column.addWidget(self.notice)
        self._editor.refused.connect(self.notice.say)
        self._editor.refused.connect(self.refused)
        self._editor.done.connect(self.notice.clear)
        self._editor.told.connect(self.told)
        document.project_changed.connect(self._project_changed)
        document.view_changed.connect(self._view_changed)
        controller.snapshot_ready.connect(self._show_snapshot)

    def _project_changed(self, old: Project, new: Project, _values: object) -> None:
        raise NotImplementedError  # Qt's metaclass leaves no room for an abstract class

    def _view_changed(self, old: ViewState, new: ViewState) -> None:
        raise NotImplementedError  # Qt's metaclass leaves no room for an abstract class

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        raise NotImplementedError  # Qt's metaclass leaves no room for an abstract class
