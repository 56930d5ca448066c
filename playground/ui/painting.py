"""What the menus do about painting points: take out the brush, begin with an empty sheet."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject

from playground.document.document import Document
from playground.document.painting import blank_project
from playground.document.view_state import ViewState
from playground.training.controller import TrainingController
from playground.ui.example_gallery import ExampleGallery
from playground.ui.files import Files
from playground.ui.workspace import Workspace


class Painting(QObject):
    """Brings the map forward, where points are painted and the network's answer is seen to follow."""

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        files: Files,
        examples: ExampleGallery,
        workspace: Workspace,
    ) -> None:
        super().__init__(workspace)
        self._document, self._controller = document, controller
        self._files, self._workspace = files, workspace
        examples.categories_wanted.connect(self.new_categories)
        examples.values_wanted.connect(self.new_values)

    def toggle(self) -> None:
        """Take out the brush, or put it away; where there is nothing to paint on, say so."""
        easel = self._workspace.easel
        easel.toggle()
        if easel.brush is not None:
            self._workspace.show_predictions()

    def new_categories(self) -> None:
        """An empty sheet, to paint points of two categories on."""
        self._begin("category", "Paint points of A and of B on the map: training begins with both.")

    def new_values(self) -> None:
        """An empty sheet, to paint points with a value on."""
        self._begin(
            "number", "Paint points on the map; their value is set above it. Training begins at once."
        )

    def _begin(self, learns: Literal["category", "number"], text: str) -> None:
        if not self._files.may_go_on():
            return
        self._files.stop_reading()
        self._document.replace(blank_project(learns), ViewState(speed=self._document.view.speed), None)
        self._files.discard()
        self._files.opened.emit()
        self._controller.train()
        self.toggle()
        self._files.told.emit(text)
