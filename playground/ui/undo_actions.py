"""Undo and Redo, named after what they would do."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QUndoStack


class UndoActions(QObject):
    """Keeps the two actions' names and whether they can be used in step with the stack."""

    def __init__(self, stack: QUndoStack, actions: Mapping[str, QAction], parent: QObject) -> None:
        super().__init__(parent)
        self._undo, self._redo = actions["undo"], actions["redo"]
        stack.undoTextChanged.connect(self._name_undo)
        stack.redoTextChanged.connect(self._name_redo)
        stack.canUndoChanged.connect(self._undo.setEnabled)
        stack.canRedoChanged.connect(self._redo.setEnabled)
        self._name_undo(stack.undoText())
        self._name_redo(stack.redoText())
        self._undo.setEnabled(stack.canUndo())
        self._redo.setEnabled(stack.canRedo())

    def _name_undo(self, text: str) -> None:
        self._undo.setText(_named("Undo", text))

    def _name_redo(self, text: str) -> None:
        self._redo.setText(_named("Redo", text))


def _named(verb: str, text: str) -> str:
    return f"{verb} {text[:1].lower()}{text[1:]}" if text else verb
