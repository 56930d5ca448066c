"""How the file is cut into cells, to be changed: each choice may be left to what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playground.appearance.fields import ComboField
from playground.appearance.theme import Theme
from playground.data.dialect import DECIMALS, DELIMITERS, ENCODINGS, QUOTES
from playground.data.marks import suspects
from playground.data.recipe import Sentence
from playground.document.project import Project
from playground.panels.editor import Editor
from playground.panels.recipe_editor import RecipeEditor

HEADERS = {True: "names", False: "values"}
_FIELDS: Mapping[str, tuple[str, Mapping[Any, str], str]] = {
    "delimiter": ("Cut at", DELIMITERS, "Separator\nWhat stands between two cells."),
    "header": ("Row 1", HEADERS, "First row\nWhether it holds the columns' names or values already."),
    "decimal": ("Point", DECIMALS, "Decimal mark\nWhat stands before the decimals of all numbers."),
    "absent": ("Gaps", {}, "No value\nA number that stands for a missing one, such as −999."),
    "quote": ("Quotes", QUOTES, "Quotes\nWhat may stand around a cell."),
    "encoding": ("Letters", ENCODINGS, "Encoding\nHow letters are written: wrong accents show a wrong one."),
}


class ReadingEditor(RecipeEditor):
    """The choices about reading. For another one the file is read again, which may take a while."""

    def __init__(self, sentence: Sentence, editor: Editor, theme: Theme) -> None:
        super().__init__(sentence, editor, theme)
        self.fields: dict[str, ComboField] = {}
        for key, (label, _, tip) in _FIELDS.items():
            self.fields[key] = field = ComboField(tip.partition("\n")[0], theme)
            field.setProperty("choice", key)
            field.chosen.connect(self._choose)
            self.add(label, field, tip)

    def refresh(self, project: Project) -> None:
        dialect, reading = project.table.dialect, project.table.reading
        found = {"delimiter": dialect.delimiter, "header": dialect.header, "quote": dialect.quote}
        found["encoding"] = "utf-8" if dialect.encoding == "utf-8-sig" else dialect.encoding
        for key, (_, names, _) in _FIELDS.items():
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

    def _choose(self, value: object) -> None:
        sender = self.sender()
        if not isinstance(sender, ComboField):
            return
        reading = self.editor.document.project.table.reading
        chosen: dict[str, Any] = {str(sender.property("choice")): value}
        choice = replace(reading, **chosen)
        if choice != reading:
            self.editor.reading_wanted.emit(choice)
            self.refresh(self.editor.document.project)  # until it is read, nothing has changed


def _marks(project: Project) -> dict[str, str]:
    """The numbers that look as if they stood for "no value"."""
    return {mark: mark.replace("-", "−") for mark in suspects(project.table.columns)}
