"""Which columns of a file are read: a list to search and tick, and the same as places: ``1-20, 57, last``."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from playground.appearance.numbers import format_count
from playground.appearance.text import text_font
from playground.appearance.theme import Theme
from playground.data.column_choice import MAX_COLUMNS
from playground.data.column_ranges import places, written
from playground.panels.chooser import Chooser
from playground.panels.page import FormRow, paragraph, plain_row, text_label
from playground.panels.places_list import PlacesList

WIDTH, HEIGHT, PLACES_LABEL = 520, 600, 44
_FEWEST = 2
EXPLANATION = """<p>The columns of the file, each with what stands in its first row. Only the chosen ones are
read: that is quick, however wide the file is. The others stay in the file, and can be chosen later.</p>
<p>Try: search for a part of a name, tick all that are found, and read them.</p>"""


class ColumnChooser(Chooser):
    """Gives the places of the columns to read, such as ``1-20, 57``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        tip = f"Reads the chosen columns, {MAX_COLUMNS:,} at most (Return)."
        super().__init__("Choose columns", EXPLANATION, tip, parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search names")
        self.search.setClearButtonEnabled(True)
        self.found = text_label("", "label", muted=True, tabular=True)
        self.all_button = QPushButton("Tick these")
        self.none_button = QPushButton("Untick these")
        self.list = PlacesList(theme)
        self.places = QLineEdit()
        self.count = paragraph("", "label")
        self._typing = False
        self._name_controls()
        self._lay_out()
        self._connect()

    def ask(
        self, text: str, names: Sequence[str], values: Sequence[str], suggested: str, target: int
    ) -> None:
        """Show the file's columns, the ``suggested`` places ticked; the keyboard is on the search."""
        self.headline.setText(text)
        self.list.columns.show(names, values, target)
        self.search.clear()
        suggestion = places(suggested, len(names))
        self.list.columns.choose(suggestion)
        self._show_found()
        self.present(WIDTH, HEIGHT, self.search)
        self.list.scrollTo(self.list.columns.index(suggestion[0], 0))

    @property
    def choice(self) -> str | None:
        return written(self.list.columns.chosen)

    def restyle(self, theme: Theme) -> None:
        self.list.restyle(theme)

    def _name_controls(self) -> None:
        for control, name, tip in (
            (self.search, "Search names", "Shows the columns with this text in their names."),
            (
                self.all_button,
                "Tick these",
                "Chooses all columns that are listed; the others stay as they are.",
            ),
            (self.none_button, "Untick these", "Chooses none of the columns that are listed."),
            (self.places, "Columns to read", "Their places, counted from 1.\nSuch as 1-20, 57, last"),
        ):
            control.setAccessibleName(name)
            control.setToolTip(f"{name}\n{tip}")
        for button in (self.all_button, self.none_button):
            button.setAutoDefault(False)
        self.places.setFont(text_font("body", tabular=True))

    def _lay_out(self) -> None:
        ticks = plain_row()
        ticks.addWidget(self.found, 1)
        ticks.addWidget(self.all_button)
        ticks.addWidget(self.none_button)
        self.column.addWidget(self.search)
        self.column.addLayout(ticks)
        self.add_list(self.list)
        self.column.addWidget(FormRow("Places", self.places, self.places.toolTip(), PLACES_LABEL))
        self.add_ends(self.count)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.all_button.clicked.connect(lambda: self.list.columns.choose_shown(True))
        self.none_button.clicked.connect(lambda: self.list.columns.choose_shown(False))
        self.list.columns.chosen_changed.connect(self._show_chosen)
        self.places.textEdited.connect(self._take_places)

    def _search(self, text: str) -> None:
        self.list.columns.search(text)
        self._show_found()

    def _show_found(self) -> None:
        shown, n = self.list.columns.rowCount(), len(self.list.columns.names)
        self.found.setText(f"all {format_count(n)}" if shown == n else f"{format_count(shown)} found")
        for button in (self.all_button, self.none_button):
            button.setEnabled(shown > 0)

    def _show_chosen(self) -> None:
        chosen = self.list.columns.chosen
        if not self._typing:
            self.places.setText(written(chosen))
            self.places.setCursorPosition(0)
        n, target = len(chosen), self.list.columns.target
        kept = f", with {self.list.columns.names[target]} to learn" if target in chosen else ""
        said = f"{format_count(n)} chosen{kept}"
        if n < _FEWEST:
            said = f"{said}: choose at least two, an input and what is to be learned"
        elif n > MAX_COLUMNS:
            said = f"{format_count(n)} chosen: {MAX_COLUMNS:,} at most"
        self._allow(_FEWEST <= n <= MAX_COLUMNS, said)

    def _take_places(self, text: str) -> None:
        """Tick what is typed; as long as that makes no sense, say why."""
        try:
            found = places(text, len(self.list.columns.names))
        except ValueError as error:
            self._allow(False, str(error))
            return
        self._typing = True
        self.list.columns.choose(found)
        self._typing = False

    def _allow(self, allowed: bool, said: str) -> None:
        self.count.setText(said)
        self.read_button.setEnabled(allowed)
