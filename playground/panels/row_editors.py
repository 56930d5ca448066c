"""What can be changed about the rows: which of them test, and how much those of each category weigh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from playground.appearance.check_field import CheckField
from playground.appearance.fields import ComboField, NumberField, SliderField
from playground.appearance.theme import Theme
from playground.data.choices import Recipe, Split
from playground.data.recipe import Sentence, with_split_column
from playground.data.split import split_values
from playground.document import edits
from playground.document.project import Project
from playground.panels.editor import Editor
from playground.panels.recipe_editor import RecipeEditor

SPLITS: tuple[tuple[Split, str], ...] = (
    ("stratified", "At random, shares kept"),
    ("random", "At random"),
    ("in_order", "The last rows"),
    ("by_column", "By a column"),
)
SPLIT_TIPS = {
    "stratified": "Drawn at random, from each category of the target in its share.",
    "random": "Drawn at random.",
    "in_order": "For rows in order of time: learn from the past, test on what came later.",
    "by_column": "A column says which rows test, such as one with the words train and test.",
}
MOST_VALUES = 200
"""A column with more different values does not part the rows into training and test."""


class SplitEditor(RecipeEditor):
    """How many rows are kept for testing, and which."""

    def __init__(self, sentence: Sentence, editor: Editor, theme: Theme) -> None:
        super().__init__(sentence, editor, theme)
        self.split = ComboField("Which rows test", theme, SPLITS)
        for name, tip in SPLIT_TIPS.items():
            self.split.explain(name, tip)
        self.share = SliderField(
            "Share to test", 20, 0, 50, log=False, integer=True, unit="%", typed_range=(0, 90)
        )
        self.seed = NumberField("Seed of the split", 1, 0, 2**31 - 1, integer=True)
        self.by = ComboField("Column that splits", theme)
        self.value = ComboField("Value of the test rows", theme)
        self.add("Test", self.split, "Which rows test\nThe network never learns from them.")
        share_tip = "Share to test\nRows the network never learns from.\n0 to 90 %"
        self._share_row = self.add("Share", self.share, share_tip)
        seed_tip = "Seed\nAnother seed draws other test rows.\nA whole number from 0"
        self._seed_row = self.add("Seed", self.seed, seed_tip)
        self._by_row = self.add("Column", self.by, "Column\nIts words say which rows test; it is no input.")
        self._value_row = self.add("Tests", self.value, "Tests\nRows with this value test, the others train.")
        self.share.pressed.connect(editor.begin_gesture)
        self.share.released.connect(editor.end_gesture)
        self.share.value_changed.connect(self._set_share)
        self.split.chosen.connect(self._set_split)
        self.seed.value_changed.connect(self._set_seed)
        self.by.chosen.connect(self._set_column)
        self.value.chosen.connect(self._set_value)

    def refresh(self, project: Project) -> None:
        recipe = project.recipe
        by_column, columns = recipe.split == "by_column", _splitting_columns(project)
        self.split.set_choice(recipe.split)
        refusal = None if columns else "No column parts the rows into a few groups."
        self.split.explain("by_column", SPLIT_TIPS["by_column"], refusal=refusal)
        self.share.set_value(round(100 * recipe.test_share, 6))
        self.seed.set_value(recipe.seed)
        self._share_row.setVisible(not by_column)
        self._seed_row.setVisible(recipe.split in ("stratified", "random"))
        self._by_row.setVisible(by_column)
        self._value_row.setVisible(by_column)
        if by_column:
            self.by.set_options([(name, project.table.column(name).label) for name in columns])
            self.by.set_choice(recipe.split_column)
            words = split_values(project.table.column(recipe.split_column))
            self.value.set_options([(word, word) for word in words])
            self.value.set_choice(recipe.test_value)

    def _set_share(self, percent: float) -> None:
        self._set(
            f"Keep {percent:g} % to test", lambda r: replace(r, test_share=percent / 100), "split share"
        )

    def _set_split(self, split: Split) -> None:
        label = dict(SPLITS)[split]
        if split == "by_column":
            self._set_column(_splitting_columns(self.editor.document.project)[0])
        else:
            self._set(f"Test: {label[:1].lower()}{label[1:]}", lambda r: replace(r, split=split))

    def _set_seed(self, seed: float) -> None:
        self._set(f"Split with seed {int(seed)}", lambda r: replace(r, seed=int(seed)), "split seed")

    def _set_column(self, name: str) -> None:
        column = self.editor.document.project.table.column(name)
        words = split_values(column)
        test = next((word for word in words if word.casefold().startswith("test")), words[-1])
        self._set(f"Split by {column.label}", lambda r: with_split_column(r, name, test))

    def _set_value(self, word: str) -> None:
        self._set(f"Rows with {word} test", lambda r: replace(r, test_value=word))

    def _set(self, text: str, make: Callable[[Recipe], Recipe], merge_key: str | None = None) -> None:
        def edited(project: Project) -> Project:
            return edits.set_recipe(project, make(project.recipe))

        if not self.editor.edit(text, edited, merge_key=merge_key):
            self.refresh(self.editor.document.project)


def _splitting_columns(project: Project) -> list[str]:
    """Names of the columns that have few enough different values, and one that not every row has."""
    columns = (c for c in project.table.columns if c.name != project.recipe.target)
    return [c.name for c in columns if 2 - bool(c.n_missing) <= c.n_distinct <= MOST_VALUES]


class WeightsEditor(RecipeEditor):
    """Whether rare categories weigh as much as frequent ones."""

    def __init__(self, sentence: Sentence, editor: Editor, theme: Theme) -> None:
        super().__init__(sentence, editor, theme)
        self.balance = CheckField("equal", theme)
        self.add(
            "Weights",
            self.balance,
            "Weights\nRows of rarer categories are learned several times each, a whole number.",
        )
        self.balance.clicked.connect(self._set_balance)

    def refresh(self, project: Project) -> None:
        self.balance.setChecked(project.recipe.balance)

    def _set_balance(self, balance: bool) -> None:
        def make(project: Project) -> Project:
            return edits.set_recipe(project, replace(project.recipe, balance=balance))

        if not self.editor.edit(
            "Let categories weigh the same" if balance else "Let rows weigh the same", make
        ):
            self.refresh(self.editor.document.project)
