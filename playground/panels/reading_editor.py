"""How the file is cut into cells, to be changed: each choice may be left to what was found.

Whoever walks over a list, or types, sees above what the first rows would become before it is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject
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
from playground.data.source import BEGINNING
from playground.document.project import Project
from playground.panels.editor import Editor
from playground.panels.page import FormRow
from playground.panels.reading_preview import ReadingPreview
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
        self.preview = ReadingPreview(theme)
        self._considered: ReadingChoice | None = None
        self.column.addWidget(self.preview)
        self.editor.previewed.connect(self._show_preview)
        for key, (label, _, tip) in _FIELDS.items():
            if len(self.fields) == 1:
                self._add_columns()
            self.fields[key] = field = ComboField(tip.partition("\n")[0], theme)
            field.setProperty("choice", key)
            field.chosen.connect(self._choose)
            field.highlighted.connect(self._consider_entry)
            field.view().installEventFilter(self)
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
        self.words.textEdited.connect(lambda text: self._consider(words=_words(text)))
        self.skip.value_changed.connect(lambda value: self._want(skip=int(value) or None))
        self.skip.textEdited.connect(self._consider_lines)
        self.add("Words", self.words, _WORDS_TIP)
        self.add("Skip", self.skip, _SKIP_TIP)

    def _enter_words(self) -> None:
        self._want(words=_words(self.words.text()))

    # -- what would be --

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:  # a list is closed
            self._show_present()
        return super().eventFilter(watched, event)

    def _consider_entry(self, index: int) -> None:
        field = self.sender()
        if isinstance(field, ComboField) and field.view().isVisible():
            self._consider(**{str(field.property("choice")): field.itemData(index)})

    def _consider_lines(self, text: str) -> None:
        if text.strip().isdecimal() and int(text) <= MOST_SKIPPED:
            self._consider(skip=int(text) or None)

    def _consider(self, **chosen: Any) -> None:
        """Show what another choice would make of the file, without choosing it."""
        self._considered = self._with(chosen)
        if self._considered == self.editor.document.project.table.reading:
            self._show_present()
        else:
            self.editor.preview_wanted.emit(self._considered)

    def _show_preview(self, choice: ReadingChoice, result: Table | str) -> None:
        if choice == self._considered:
            n_bytes = len(self.editor.document.project.table.raw)
            self.preview.show_considered(result, whole=choice.member is not None or n_bytes <= BEGINNING)

    def _show_present(self) -> None:
        self._considered = None
        self.preview.show_present(self.editor.document.project.table)

    def refresh(self, project: Project) -> None:
        self._show_present()
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
        choice = self._with(chosen)
        if choice != self.editor.document.project.table.reading:
            self.editor.reading_wanted.emit(choice)
            self.refresh(self.editor.document.project)  # until it is read, nothing has changed

    def _with(self, chosen: Mapping[str, Any]) -> ReadingChoice:
        # Another table is read as it is found: what was chosen was meant for this one.
        reading = self.editor.document.project.table.reading
        return ReadingChoice(**chosen) if "member" in chosen else replace(reading, **chosen)


def _words(text: str) -> str | None:
    return ", ".join(word.strip() for word in text.split(",") if word.strip()) or None


def _marks(project: Project) -> dict[str, str]:
    """The numbers that look as if they stood for "no value"."""
    return {mark: mark.replace("-", "−") for mark in suspects(project.table.columns)}
