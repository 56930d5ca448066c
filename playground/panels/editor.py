"""How panels edit: one undoable step per wish; what can't be done is said, not done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from playground.appearance.fields import ComboField
from playground.document import pairing
from playground.document.document import Document
from playground.document.edits import EditError
from playground.document.project import Project
from playground.engine.activations import ACTIVATIONS
from playground.engine.specs import ParameterKey
from playground.training.preparer import Preparer, Wish, is_large

PASSED = "passed in a list"


class Editor(QObject):
    """Turns wishes into edits of the document.

    Signals:
        refused(str): a wish that can't be fulfilled, as a sentence; fields then show the project again.
        done(): a wish was fulfilled.
        told(str): it did more than was asked for: the step's whole text.
        reading_wanted(ReadingChoice): the file is to be read in another way, which takes its time.
        preview_wanted(ReadingChoice): what would be read that way?
        previewed(ReadingChoice, Table or str): that, or why it can't be read so.
        taken_back(): a wish that takes its time will not be fulfilled: fields that show it are wrong.
        columns_wanted(): other columns of the file are to be chosen.
    """

    refused = Signal(str)
    done = Signal()
    told = Signal(str)
    reading_wanted = Signal(object)
    preview_wanted = Signal(object)
    previewed = Signal(object, object)
    taken_back = Signal()
    columns_wanted = Signal()

    def __init__(
        self, document: Document, parent: QObject | None = None, preparer: Preparer | None = None
    ) -> None:
        """``preparer``: works out what is asked of a large table; without it, the window waits."""
        super().__init__(parent)
        self.document = document
        self._preparer = preparer
        self._passing = False

    def edit(
        self,
        text: str,
        make: Callable[[Project], Project],
        *,
        beside: Callable[[Project, Project], str] | None = None,
        merge_key: str | None = None,
        typed: Mapping[ParameterKey, float] | None = None,
    ) -> bool:
        """Apply ``make`` to the project as the step ``text``; False if it was refused.

        ``beside(old, new)``: what the step also did, to be added to its text. Of a large table the step may
        come later, and `refused` too.
        """
        if self._passing and merge_key is None:
            merge_key = PASSED
        old = self.document.project

        def show(new: Project) -> None:
            self._show(text, new, beside, merge_key, typed)

        if self._preparer is not None and is_large(old.table):
            begin = partial(partial, make)
            self._preparer.fulfil(Wish(text, begin, show, self._refuse, self.taken_back.emit, merge_key))
            return True
        try:
            new = make(old)
        except EditError as error:
            self.refused.emit(str(error))
            return False
        show(new)
        return True

    def _refuse(self, text: str) -> None:
        self.taken_back.emit()
        self.refused.emit(text)

    def _show(
        self,
        text: str,
        new: Project,
        beside: Callable[[Project, Project], str] | None,
        merge_key: str | None,
        typed: Mapping[ParameterKey, float] | None,
    ) -> None:
        more = "" if beside is None else beside(self.document.project, new)
        text += more
        self.document.edit(text, new, merge_key=merge_key, typed=typed)
        self.done.emit()
        if more:
            self.told.emit(text)

    def set_activation(self, what: str, neuron_ids: Iterable[int], name: str) -> bool:
        """Give neurons, called ``what``, another activation, and with it a cost that can read the outputs."""
        ids = tuple(neuron_ids)
        return self.edit(
            f"{ACTIVATIONS[name].label} for {what}",
            lambda project: pairing.with_activation(project, ids, name),
            beside=lambda old, new: pairing.brought_along(old, new, ids),
        )

    def merge_passed(self, field: ComboField) -> None:
        """Entries of the closed list that keys walk over, one after the other, are one step."""
        field.pressed.connect(self.begin_gesture)
        field.released.connect(self.end_gesture)
        field.passing.connect(self._pass)

    def _pass(self, on: bool) -> None:
        self._passing = on

    def begin_gesture(self) -> None:
        self.document.begin_gesture()

    def end_gesture(self) -> None:
        self.document.end_gesture()
