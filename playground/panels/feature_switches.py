"""Switches for inputs that are computed from others: x², x · y, sin x …"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from playground.appearance.style_sheet import ACCENT, BORDER, HOVER, MUTED, SUNKEN, TEXT, TINT
from playground.appearance.text import plain_tip, px, text_font, without_mnemonic
from playground.data.derived import FORMULAS, MOST_SOURCES, Derived, offered
from playground.document import edits
from playground.document.project import Project
from playground.panels.editor import Editor

CHIP_HEIGHT, GAP, BELOW = 26, 4, 8
WIDEST = 150
_CHIP: Final = f"""
QToolButton {{ background: {SUNKEN}; border: 1px solid {BORDER}; border-radius: 6px; color: {MUTED};
    padding: 0; }}
QToolButton:hover {{ background: {HOVER}; }}
QToolButton:checked {{ background: {TINT}; border: 1px solid {ACCENT}; color: {TEXT}; }}
QToolButton:focus {{ border: 2px solid {ACCENT}; }}
"""
"""Outlined while off, filled while on: told apart by more than a color."""


class FeatureSwitches(QWidget):
    """One switch for everything that can be computed; side by side, in as many lines as it takes.

    Hidden where nothing can be computed: no column of numbers, or too many of them.
    """

    def __init__(self, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._offered: dict[Derived, str] = {}
        self._chips: dict[Derived, QToolButton] = {}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setStyleSheet(_CHIP)
        self.setAccessibleName("Computed inputs")

    @property
    def chips(self) -> list[QToolButton]:
        return list(self._chips.values())

    def show_project(self, project: Project) -> None:
        found = offered_names(project)
        if found != self._offered:
            self._offered = found
            self._make_chips()
        chosen = set(project.recipe.computed)
        for derived, chip in self._chips.items():
            chip.setChecked(derived in chosen)
        self.setVisible(bool(found))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _make_chips(self) -> None:
        for chip in self._chips.values():
            chip.hide()
            chip.deleteLater()
        self._chips = {derived: self._chip(derived, name) for derived, name in self._offered.items()}
        self._place()

    def _chip(self, derived: Derived, name: str) -> QToolButton:
        chip = QToolButton(self)
        chip.setCheckable(True)
        chip.setFont(text_font("label"))
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        metrics = chip.fontMetrics()
        width = max(px(34), metrics.horizontalAdvance(name) + px(18))
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, px(WIDEST - 18))
        chip.setText(without_mnemonic(shown))
        chip.setFixedSize(min(px(WIDEST), width), px(CHIP_HEIGHT))
        what = f"The {FORMULAS[derived.formula].label} as one more input"
        chip.setAccessibleName(name)
        chip.setToolTip(plain_tip(f"{name}\n{what}, computed from the column’s own values, then scaled."))
        chip.clicked.connect(lambda on: self._switch(derived, name, on))
        chip.show()
        return chip

    def _place(self) -> None:
        x = y = 0
        gap, height = px(GAP), px(CHIP_HEIGHT)
        for chip in self._chips.values():
            if x and x + chip.width() > self.width():
                x, y = 0, y + height + gap
            chip.move(x, y)
            x += chip.width() + gap
        self.setFixedHeight(y + height + px(BELOW) if self._chips else 0)

    def _switch(self, derived: Derived, name: str, on: bool) -> None:
        """One more or one less; always in the order in which they are offered."""

        def make(project: Project) -> Project:
            recipe = project.recipe
            chosen = {*recipe.derived, derived} if on else set(recipe.derived) - {derived}
            in_order = tuple(each for each in offered_names(project) if each in chosen)
            rest = tuple(each for each in recipe.derived if each in chosen and each not in in_order)
            return edits.set_recipe(project, replace(recipe, derived=in_order + rest))

        if not self._editor.edit(f"Compute {name}" if on else f"Leave {name} out", make):
            self.show_project(self._editor.document.project)


def offered_names(project: Project) -> dict[Derived, str]:
    """What can be computed for a project, and how it is written: from the inputs, from columns that a person
    left out where these are not too many, and in any case what is computed.
    """
    table, recipe = project.table, project.recipe
    numbers = [c for c in recipe.columns if c.use_as == "number" and c.role != "target"]
    sources = [c.name for c in numbers if c.role == "input" or not c.reason]
    if len(sources) > MOST_SOURCES:
        sources = [c.name for c in numbers if c.role == "input"]
    every = dict.fromkeys([*offered(sources), *recipe.computed])
    return {each: each.name([table.column(name).label for name in each.columns]) for each in every}
