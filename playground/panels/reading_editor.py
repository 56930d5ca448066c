"""How the file is cut into cells, to be changed: each choice may be left to what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPushButton

from playground.appearance.fields import ComboField, NumberField
from playground.appearance.numbers import format_count
from playground.appearance.theme import Theme
from playground.data.column_ranges import places
from playground.data.columns import Table
from playground.data.container import Container
from playground.data.dialect import DECIMALS, DELIMITERS, ENCODINGS, QUOTES, ReadingChoice
from playground.data.marks import suspects
from playground.data.recipe import Sentence
from playground.document.project import Project
from playground.panels.editor import Editor
from playground.panels.page import FormRow
from playground.panels.recipe_editor import RecipeEditor

MOST_SKIPPED = 9_999
HEADERS = {True: "names", False: "values"}
_FIELDS: Mapping[str, tuple[str, Mapping[Any, str], str]] = {
    "member": (
        "Table",
        {},
        "Table\nWhich of the tables in the file is read; a saved project keeps them all.",
    ),
    "delimiter": ("Cut at", DELIMITERS, "Separator\nWhat stands between two cells."),
    "header": ("Row 1", HEADERS, "First row\nWhether it holds the columns' names or values already."),
    "decimal": ("Point", DECIMALS, "Decimal mark\nWhat stands before the decimals of all numbers."),
    "absent": ("Gaps", {}, "No value\nA number that stands for a missing one, such as −999."),
    "quote": ("Quotes", QUOTES, "Quotes\nWhat may stand around a cell."),
    "encoding": ("Letters", ENCODINGS, "Encoding\nHow letters are written: wrong accents show a wrong one."),
}

_WORDS_TIP = "Words for no value\nThey count as missing, as NA, null and ? do.\nSuch as k.A., nicht bekannt"
_SKIP_TIP = f"Lines to skip\nThe first lines that are no part of the table.\n0 to {MOST_SKIPPED:,}"


class ReadingEditor(RecipeEditor):
    """The choices about reading. For another one the file is read again, which may take a while."""

    def __init__(self, sentence: Sentence, editor: Editor, theme: Theme) -> None:
        super().__init__(sentence, editor, theme)
        self.fields: dict[str, ComboField] = {}
        self.rows: dict[str, FormRow] = {}
        self.columns = QPushButton()
        self.words = QLineEdit()
        self.skip = NumberField("Lines to skip", 0, 0, MOST_SKIPPED, integer=True)
        for key, (label, _, tip) in _FIELDS.items():
            if len(self.fields) == 1:
                self._add_columns()
            self.fields[key] = field = ComboField(tip.partition("\n")[0], theme)
            field.setProperty("choice", key)
            field.chosen.connect(self._choose)
            self.rows[key] = self.add(label, field, tip)
        self._add_typed()

    def _add_columns(self) -> None:
        self.columns.setAccessibleName("Columns to read")
        self.columns.clicked.connect(self.editor.columns_wanted)
        self.add("Read", self.columns, "Columns to read\nWhich columns of the file are read.")

    def _add_typed(self) -> None:
        """What cannot be picked from a list."""
        self.words.setAccessibleName("Words for no value")
        self.words.setPlaceholderText("the usual ones")
        self.words.editingFinished.connect(self._enter_words)
        self.skip.value_changed.connect(lambda value: self._want(skip=int(value) or None))
        self.add("Words", self.words, _WORDS_TIP)
        self.add("Skip", self.skip, _SKIP_TIP)

    def _enter_words(self) -> None:
        words = ", ".join(word.strip() for word in self.words.text().split(",") if word.strip())
        self._want(words=words or None)

    def refresh(self, project: Project) -> None:
        dialect, reading = project.table.dialect, project.table.reading
        found = {"delimiter": dialect.delimiter, "header": dialect.header, "quote": dialect.quote}
        found["encoding"] = "utf-8" if dialect.encoding == "utf-8-sig" else dialect.encoding
        self._show_columns(project.table)
        if not self.words.isModified():
            self.words.setText(reading.words or "")
        self.skip.set_value(reading.skip or 0)
        for key, (_, names, _) in _FIELDS.items():
            if key == "member":
                self._show_members(project.table.container)
                continue
            chosen = getattr(reading, key)
            as_found = "auto"
            if key == "absent":
                as_found, names = "no number", _marks(project)
            if chosen is None and key in found:
                as_found = f"auto: {names.get(found[key], found[key])}"
            options: list[tuple[Any, str]] = [(None, as_found), *names.items()]
            if chosen is not None and chosen not in names:
                options.append((chosen, str(chosen)))
            self.fields[key].set_options(options)
            self.fields[key].set_choice(chosen)

    def _show_members(self, container: Container | None) -> None:
        """The sheets of a workbook, or the tables in an archive; nothing where there is only one."""
        self.rows["member"].setVisible(container is not None)
        if container is not None:
            self.fields["member"].set_options([(member, member) for member in container.members])
            self.fields["member"].set_choice(container.chosen)
            self.rows["member"].label.setText("Sheet" if container.kind == "sheet" else "Table")

    def _show_columns(self, table: Table) -> None:
        n = len(table.names_in_file)
        read = f"all {format_count(n)} columns"
        if table.reading.places is not None:
            read = f"{format_count(len(places(table.reading.places, n)))} of {format_count(n)}"
        self.columns.setText(f"{read} …")

    def _choose(self, value: object) -> None:
        sender = self.sender()
        if not isinstance(sender, ComboField):
            return
        self._want(**{str(sender.property("choice")): value})

    def _want(self, **chosen: Any) -> None:
        """Read with another choice."""
        self.words.setModified(False)
        reading = self.editor.document.project.table.reading
        # Another table is read as it is found: what was chosen was meant for this one.
        choice = ReadingChoice(**chosen) if "member" in chosen else replace(reading, **chosen)
        if choice != reading:
            self.editor.reading_wanted.emit(choice)
            self.refresh(self.editor.document.project)  # until it is read, nothing has changed


def _marks(project: Project) -> dict[str, str]:
    """The numbers that look as if they stood for "no value"."""
    return {mark: mark.replace("-", "−") for mark in suspects(project.table.columns)}
