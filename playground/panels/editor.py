"""How panels edit: one undoable step per wish; what can't be done is said, not done."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from playground.document.document import Document
from playground.document.edits import EditError
from playground.document.project import Project
from playground.engine.specs import ParameterKey


class Editor(QObject):
    """Turns wishes into edits of the document.

    Signals:
        refused(str): a wish that can't be fulfilled, as a sentence; fields then show the project again.
        done(): a wish was fulfilled.
    """

    refused = Signal(str)
    done = Signal()

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document

    def edit(
        self,
        text: str,
        make: Callable[[Project], Project],
        *,
        merge_key: str | None = None,
        typed: Mapping[ParameterKey, float] | None = None,
    ) -> bool:
        """Apply ``make`` to the project as the step ``text``; False if it was refused."""
        try:
            new = make(self.document.project)
        except EditError as error:
            self.refused.emit(str(error))
            return False
        self.document.edit(text, new, merge_key=merge_key, typed=typed)
        self.done.emit()
        return True

    def begin_gesture(self) -> None:
        self.document.begin_gesture()

    def end_gesture(self) -> None:
        self.document.end_gesture()
