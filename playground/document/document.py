"""Document: the only writer of the project, with undo.

Undo is one command over immutable values. What it can't take from them is what was learned: a command
therefore keeps, per runner, the weights its edit made vanish, and hands them out on the way back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from playground.document.project import Project
from playground.document.view_state import ViewState, fitted
from playground.document.weights import RunnerValues, added, fitting, loss, only
from playground.engine.specs import ParameterKey


class ReplaceProject(QUndoCommand):
    """One step of the undo stack: ``old`` → ``new``.

    Both ways are alike. Before the switch, the values that are about to vanish or to be typed over are
    kept for the way back; those kept for this way go out with the change.
    """

    old: Project
    new: Project

    def __init__(
        self,
        document: Document,
        text: str,
        old: Project,
        new: Project,
        typed: RunnerValues,
        merge: str | None,
    ) -> None:
        super().__init__(text)
        self._document = document
        self.old, self.new = old, new
        self._for_old: RunnerValues = {}
        self._for_new: RunnerValues = typed
        self._typed = {runner: frozenset(values) for runner, values in typed.items()}
        self._merge = merge

    def redo(self) -> None:
        self._for_old = self._switch(self.old, self.new, self._for_new)

    def undo(self) -> None:
        self._for_new = self._switch(self.new, self.old, self._for_old)

    def _switch(self, old: Project, new: Project, values: RunnerValues) -> RunnerValues:
        lost = loss(old, new)
        kept: RunnerValues = {}
        if lost or self._typed:
            on_screen = self._document.values_source()
            kept = added(lost.of(on_screen), only(on_screen, self._typed))
        self._document.show_project(new, fitting(values, new))
        return kept

    def id(self) -> int:
        return -1 if self._merge is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, ReplaceProject) or other._merge != self._merge:
            return False
        self.new = other.new
        self.setText(other.text())
        self._for_old = added(self._for_old, other._for_old)
        self._for_new = added(other._for_new, self._for_new)
        self._typed = {
            runner: self._typed.get(runner, frozenset()) | other._typed.get(runner, frozenset())
            for runner in self._typed.keys() | other._typed.keys()
        }
        self.setObsolete(self.old == self.new and not self._typed)
        return True


class Document(QObject):
    """The project, where the user looks, and the undo stack.

    Signals:
        project_changed(old, new, values): projects, and the `RunnerValues` to put in place: weights that
            come back or were typed. By then `project` and `view` are the new ones.
        replaced(): another project was opened (after its `project_changed`); nothing of the old one goes on.
        view_changed(old, new): `ViewState` each.
        path_changed(path): the file the project belongs to, or None.
    """

    project_changed = Signal(object, object, object)
    replaced = Signal()
    view_changed = Signal(object, object)
    path_changed = Signal(object)

    def __init__(
        self,
        project: Project,
        view: ViewState | None = None,
        path: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.values_source: Callable[[], RunnerValues] = dict
        self._project = project
        self._view = fitted(ViewState() if view is None else view, project)
        self._path = path
        self._gesture = 0
        self._in_gesture = False

    @property
    def project(self) -> Project:
        return self._project

    def before(self) -> Project:
        """What undo would bring back; the present project where there is nothing to undo."""
        return self._at(self.undo_stack.index() - 1, lambda command: command.old)

    def after(self) -> Project:
        """What redo would bring back; the present project where there is nothing to redo."""
        return self._at(self.undo_stack.index(), lambda command: command.new)

    def _at(self, index: int, side: Callable[[ReplaceProject], Project]) -> Project:
        command = self.undo_stack.command(index)
        return side(command) if isinstance(command, ReplaceProject) else self._project

    @property
    def view(self) -> ViewState:
        return self._view

    @property
    def path(self) -> Path | None:
        return self._path

    def edit(
        self,
        text: str,
        new_project: Project,
        *,
        typed: Mapping[ParameterKey, float] | None = None,
        merge_key: str | None = None,
    ) -> None:
        """Make ``new_project`` the project, as one undoable step named ``text``.

        ``typed`` holds weights the user gave, for every runner. Edits with one ``merge_key`` inside one
        gesture are one step. An edit that changes nothing is none.
        """
        if new_project == self._project and not typed:
            return
        merge = f"{merge_key} {self._gesture}" if merge_key is not None and self._in_gesture else None
        values = {runner.id: dict(typed) for runner in new_project.training.runners} if typed else {}
        self.undo_stack.push(ReplaceProject(self, text, self._project, new_project, values, merge))

    def begin_gesture(self) -> None:
        """A drag begins: until it ends, edits with the same merge key are one undo step."""
        self._gesture += 1
        self._in_gesture = True

    def end_gesture(self) -> None:
        self._in_gesture = False

    def set_view(self, view: ViewState) -> None:
        """Look elsewhere. What the project doesn't have is left out."""
        old, self._view = self._view, fitted(view, self._project)
        if old != self._view:
            self.view_changed.emit(old, self._view)

    def replace(self, project: Project, view: ViewState, path: Path | None) -> None:
        """Open another project: the undo stack starts anew."""
        self._in_gesture = False
        self.undo_stack.clear()
        self.show_project(project, {}, view)
        self.replaced.emit()
        self.set_path(path)

    def saved_as(self, path: Path) -> None:
        """The project now is what the file ``path`` holds."""
        self.undo_stack.setClean()
        self.set_path(path)

    def set_path(self, path: Path | None) -> None:
        if path != self._path:
            self._path = path
            self.path_changed.emit(path)

    def show_project(self, project: Project, values: RunnerValues, view: ViewState | None = None) -> None:
        """For the undo commands: switch without a step on the stack. Ids never fall back."""
        old, old_view = self._project, self._view
        next_id = max(old.network.next_id, project.network.next_id)
        if project.network.next_id != next_id:
            project = replace(project, network=replace(project.network, next_id=next_id))
        self._project = project
        self._view = fitted(old_view if view is None else view, project)
        self.project_changed.emit(old, project, values)
        if self._view != old_view:
            self.view_changed.emit(old_view, self._view)
