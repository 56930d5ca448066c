"""A file that can be read once something is chosen: which of its columns, or which of the tables in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance

from playground.appearance.theme import Theme
from playground.data.column_ranges import written
from playground.data.columns import Table
from playground.data.dialect import ReadingChoice
from playground.data.errors import CsvError, SeveralTablesError, TooWideError
from playground.document.document import Document
from playground.panels.column_chooser import ColumnChooser
from playground.panels.member_chooser import MemberChooser
from playground.ui.files import Files
from playground.ui.peeking import Peeking
from playground.ui.workspace import Workspace


class Reading(Protocol):
    """Whoever reads files and may be told how.

    ``choice_needed(error, choice)``: a file read with ``choice`` needs another one; `go_on` or `give_up`
    answers.
    """

    choice_needed: SignalInstance

    def go_on(self, choice: ReadingChoice) -> None: ...

    def give_up(self) -> None: ...


class Choosing(QObject):
    """Shows one of the two dialogs and hands on what was chosen in it. A file read meanwhile hides them.

    What the views ask for about the file is passed on here, too.
    """

    def __init__(
        self, document: Document, files: Files, applying: Reading, workspace: Workspace, theme: Theme
    ) -> None:
        super().__init__(files)
        self._document, self._files, self._theme = document, files, theme
        self._columns: ColumnChooser | None = None
        self._members: MemberChooser | None = None
        self._reading: Reading | None = None
        self._table: Table | None = None
        self._choice = ReadingChoice()
        files.reading_changed.connect(self._withdraw)
        data = workspace.data
        for wish in (workspace.hint.clicked, data.open_requested):
            wish.connect(files.choose_and_open)
        data.reading_wanted.connect(files.read_again)
        data.columns_wanted.connect(self.choose_columns)
        self._peeking = Peeking(document, data, self)
        for reading in (files, applying):
            self._watch(reading)

    @property
    def columns(self) -> ColumnChooser | None:
        """None until it was needed."""
        return self._columns

    @property
    def members(self) -> MemberChooser | None:
        """None until it was needed."""
        return self._members

    def _watch(self, reading: Reading) -> None:
        reading.choice_needed.connect(lambda error, choice: self._ask(reading, error, choice))

    def shut_down(self) -> None:
        self._peeking.shut_down()

    def choose_columns(self) -> None:
        """Other columns of the table on screen."""
        table = self._document.project.table
        names = table.names_in_file or table.names
        self._reading, self._choice, self._table = None, table.reading, table
        known = {column.name: column.cell(0) if table.n_rows else "" for column in table.columns}
        read = [i for i, name in enumerate(names) if name in known]
        target = self._document.project.recipe.target
        self._column_chooser().ask(
            f"{table.name} has {len(names):,} columns. Which of them are read?",
            names,
            [known.get(name, "") for name in names],
            table.reading.places or written(read),
            names.index(target) if target in names else -1,
        )

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        if self._columns is not None:
            self._columns.restyle(theme)

    def _ask(self, reading: Reading, error: CsvError, choice: ReadingChoice) -> None:
        self._reading, self._choice = reading, choice
        if isinstance(error, SeveralTablesError):
            text = f"{error.name} holds {len(error.names):,} tables. Which one is read?"
            self._member_chooser().ask(text, error.names, error.sizes)
        elif isinstance(error, TooWideError):
            about = error.names, error.first_row, error.suggested, error.target
            self._column_chooser().ask(error.message, *about)

    def _column_chooser(self) -> ColumnChooser:
        if self._columns is None:
            self._columns = ColumnChooser(self._theme, self._files.window)
            self._columns.chosen.connect(self._take_places)
            self._columns.dismissed.connect(self._give_up)
        return self._columns

    def _member_chooser(self) -> MemberChooser:
        if self._members is None:
            self._members = MemberChooser(self._files.window)
            self._members.chosen.connect(self._take_member)
            self._members.dismissed.connect(self._give_up)
        return self._members

    def _take_places(self, places: str) -> None:
        names = self._columns.list.columns.names if self._columns is not None else ()
        everything = places == written(range(len(names)))
        self._take(replace(self._choice, places=None if everything else places))

    def _take_member(self, member: str) -> None:
        self._take(replace(self._choice, member=member))

    def _take(self, choice: ReadingChoice) -> None:
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.go_on(choice)
        elif self._document.project.table == self._table and choice != self._choice:
            self._files.read_again(choice)

    def _give_up(self) -> None:
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.give_up()

    def _withdraw(self) -> None:
        """What is asked belongs to a file that nobody wants any more."""
        for dialog in (self._columns, self._members):
            if dialog is not None:
                dialog.hide()
