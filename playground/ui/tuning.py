"""Finding settings with which the network on screen learns its data well: one undoable step."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from playground.document.document import Document
from playground.document.edits import EditError
from playground.document.good_settings import SettingsSearch, can_compare
from playground.document.project import Project
from playground.document.training_settings import GoodSettings, with_settings
from playground.training.controller import TrainingController
from playground.training.jobs import News
from playground.ui.files import Files


class Tuning(QObject):
    """Signals:
    told(text): how far the search is, and what it has found.
    refused(text): one sentence: why there is nothing to find.
    """

    told = Signal(str)
    refused = Signal(str)

    def __init__(self, document: Document, controller: TrainingController, files: Files) -> None:
        super().__init__(files)
        self._document, self._controller = document, controller
        self._ticket = 0
        self._project: Project | None = None
        controller.jobs.reported.connect(self._receive)
        self.told.connect(files.told)
        self.refused.connect(files.refused)

    def start(self) -> None:
        """Compare candidates on the training rows, beside everything else; take the best in the end."""
        project = self._document.project
        if not can_compare(project):
            self.refused.emit("There are too few training rows to compare settings on.")
            return
        self._project = project
        self._ticket = self._controller.jobs.start(SettingsSearch(project))
        self.told.emit("Comparing settings on the training rows …")

    def _receive(self, news: News) -> None:
        search = news.report
        if news.ticket != self._ticket or not isinstance(search, SettingsSearch):
            return
        if search.found is None:
            self.told.emit(f"Comparing settings: {search.done} of {search.total}")
            return
        self._take(search.found)

    def _take(self, found: GoodSettings) -> None:
        """Unless the data or the cost is another one by now."""
        old, project = self._project, self._document.project
        if old is None or (old.table, old.recipe, old.training.cost) != (
            project.table,
            project.recipe,
            project.training.cost,
        ):
            self.refused.emit("The settings found belong to other data: they are not used.")
            return
        try:
            new = with_settings(project, found)
        except EditError as error:
            self.refused.emit(str(error))
            return
        size = f"{found.kind.size} {found.kind.activation}" if found.kind.size else "no hidden"
        text = f"{size} neurons, L2 {found.l2:.2g}"
        self._document.edit(f"Good settings: {text}", new)
        self.told.emit(f"{text[0].upper()}{text[1:]}: {_reason(found, project)} Press Train.")


def _reason(found: GoodSettings, old: Project) -> str:
    if found.kind.size:
        return f"the best of {found.tried} settings on the training rows."
    back = " Undo brings yours back." if old.network.hidden else ""
    return f"as good as with them.{back}"
