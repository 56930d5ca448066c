"""Undo and Redo: named after what they would do, and a large table is worked out before it comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from playground.appearance.text import without_mnemonic
from playground.document.document import Document
from playground.document.project import Project
from playground.training.preparer import HISTORY, Preparer, Wish, is_large


class UndoCommands(QObject):
    """Goes through the document's undo stack, and keeps the two actions in step with it."""

    def __init__(self, document: Document, preparer: Preparer, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._preparer = document, preparer

    def undo(self) -> None:
        """Take back the last step; if one is still being worked out, that one."""
        if not self._preparer.take_back():
            stack = self._document.undo_stack
            self._go(stack.undoText(), self._document.before, stack.undo)

    def redo(self) -> None:
        stack = self._document.undo_stack
        self._go(stack.redoText(), self._document.after, stack.redo)

    def _go(self, text: str, target: Callable[[], Project], go: Callable[[], None]) -> None:
        def begin(_present: Project) -> Callable[[], Project]:
            wanted = target()
            return lambda: wanted

        def show(_result: object) -> None:
            go()

        present, wanted = self._document.project, target()
        same_rows = (wanted.table, wanted.recipe) == (present.table, present.recipe)
        if self._preparer.busy or (is_large(wanted.table) and not same_rows):
            self._preparer.fulfil(Wish(text, begin, show, show, key=HISTORY))
        else:
            go()

    def name(self, actions: Mapping[str, QAction]) -> None:
        """Keep the actions' names, and whether they can be used, in step with the stack."""
        stack = self._document.undo_stack
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
    return without_mnemonic(f"{verb} {text[:1].lower()}{text[1:]}") if text else verb
