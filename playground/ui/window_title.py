"""The window's title: what is open, and whether it has unsaved changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from playground.document.document import Document

TITLE: Final = "Neural playground"


class WindowTitle(QObject):
    """Follows the document."""

    def __init__(self, document: Document, window: QMainWindow) -> None:
        super().__init__(window)
        self._document, self._window = document, window
        document.undo_stack.cleanChanged.connect(self._show)
        document.project_changed.connect(self._show)
        document.path_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        path = self._document.path
        self._window.setWindowTitle(f"{path.name if path else self._document.project.name}[*] – {TITLE}")
        self._window.setWindowModified(not self._document.undo_stack.isClean())
