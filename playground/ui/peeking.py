"""What another way of reading would make of the file on screen, before it is chosen."""

from __future__ import annotations

from PySide6.QtCore import QObject

from playground.data.columns import Table
from playground.data.dialect import ReadingChoice
from playground.data.errors import CsvError
from playground.document.document import Document
from playground.panels.data_panel import DataPanel
from playground.training.loader import AS_FOUND, TableLoader


class Peeking(QObject):
    """Reads the file's beginning as the data panel wishes, and shows it there; nothing else changes."""

    def __init__(self, document: Document, data: DataPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._data = document, data
        self._choice = AS_FOUND
        self._loader = TableLoader(self)
        data.preview_wanted.connect(self._read)
        self._loader.loaded.connect(self._show)
        self._loader.refused.connect(self._show)
        self._loader.choice_needed.connect(self._show_refusal)

    def shut_down(self) -> None:
        self._loader.shut_down()

    def _read(self, choice: ReadingChoice) -> None:
        self._choice = choice
        self._loader.peek(self._document.project.table, choice)

    def _show(self, result: Table | str) -> None:
        self._data.show_preview(self._choice, result)

    def _show_refusal(self, error: CsvError) -> None:
        self._show(error.message)
