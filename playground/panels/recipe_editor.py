"""What the small forms below the recipe's sentences have in common."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.appearance.fields import ComboField
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.data.recipe import Sentence
from playground.document.project import Project
from playground.panels.editor import Editor
from playground.panels.page import FormRow

INDENT = 20
LABEL_WIDTH = 52


class RecipeEditor(QWidget):
    """A form. ``show_project`` brings it up to date; False means that it fits the sentence no more."""

    def __init__(self, sentence: Sentence, editor: Editor, theme: Theme) -> None:
        super().__init__()
        self.sentence = sentence
        self.editor = editor
        self.theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(INDENT), 0, 0, px(8))
        self.column.setSpacing(0)

    def show_project(self, project: Project, sentence: Sentence) -> bool:
        if not self.fits(sentence):
            return False
        self.sentence = sentence
        self.refresh(project)
        return True

    def fits(self, sentence: Sentence) -> bool:
        """Whether this form can show that sentence."""
        return sentence.kind == self.sentence.kind

    def refresh(self, project: Project) -> None:
        """Show the project in the fields."""
        raise NotImplementedError  # Qt's metaclass leaves no room for an abstract class

    def add(self, label: str, field: QWidget, tip: str) -> FormRow:
        if isinstance(field, ComboField):
            self.editor.merge_passed(field)
        row = FormRow(label, field, tip, LABEL_WIDTH)
        self.column.addWidget(row)
        return row
