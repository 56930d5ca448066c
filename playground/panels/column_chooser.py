"""Which columns of a file are read: a list to search and tick, and the same as places: ``1-20, 57, last``."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from playground.appearance.numbers import format_count
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.data.column_choice import MAX_COLUMNS
from playground.data.column_ranges import places, written
from playground.panels.page import FormRow, paragraph, plain_row, text_label
from playground.panels.places_list import PlacesList

WIDTH, HEIGHT, PLACES_LABEL = 520, 600, 44
_FEWEST = 2
EXPLANATION = """<p>The columns of the file, each with what stands in its first row. Only the chosen ones are
read: that is quick, however wide the file is. The others stay in the file, and can be chosen later.</p>
<p>Try: search for a part of a name, tick all that are found, and read them.</p>"""


class ColumnChooser(QDialog):
    """``chosen(str)``: the places of the columns to read, such as ``1-20, 57``; ``dismissed()``: none."""

    chosen = Signal(str)
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Choose columns")
        self.setAccessibleName("Choose columns")
        self.setWhatsThis(EXPLANATION)
        self.headline = paragraph("", "body", muted=False)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search names")
        self.search.setClearButtonEnabled(True)
        self.found = text_label("", "label", muted=True, tabular=True)
        self.all_button = QPushButton("Tick these")
        self.none_button = QPushButton("Untick these")
        self.list = PlacesList(theme)
        self.places = QLineEdit()
        self.count = paragraph("", "label")
        self.cancel_button = QPushButton("Cancel")
        self.read_button = QPushButton("Read")
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
        self.list.columns.choose(places(suggested, len(names)))
        self._show_found()
        window = self.parentWidget()
        size = QSize(px(WIDTH), px(HEIGHT))
        self.resize(size if window is None else size.boundedTo(window.size() - QSize(px(24), px(24))))
        self.show()
        self.raise_()
        self.activateWindow()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def restyle(self, theme: Theme) -> None:
        self.list.restyle(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.read_button.isEnabled():
            self._read()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        super().reject()
        self.dismissed.emit()

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
            (self.cancel_button, "Cancel", "What is on screen stays (Escape)."),
            (self.read_button, "Read", f"Reads the chosen columns, {MAX_COLUMNS:,} at most (Return)."),
        ):
            control.setAccessibleName(name)
            control.setToolTip(f"{name}\n{tip}")
        for button in (self.all_button, self.none_button, self.cancel_button, self.read_button):
            button.setAutoDefault(False)  # Return reads, wherever the keyboard is
        self.read_button.setProperty("filled", True)
        self.read_button.setFont(text_font("body", medium=True))
        self.places.setFont(text_font("body", tabular=True))

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(px(4), px(4), px(4), px(4))
        inner.addWidget(self.list)
        ticks, ends = plain_row(), QHBoxLayout()
        ticks.addWidget(self.found, 1)
        ticks.addWidget(self.all_button)
        ticks.addWidget(self.none_button)
        ends.setSpacing(px(8))
        ends.addWidget(self.count, 1)
        ends.addWidget(self.cancel_button)
        ends.addWidget(self.read_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(14), px(16), px(14))
        column.setSpacing(px(8))
        column.addWidget(self.headline)
        column.addWidget(self.search)
        column.addLayout(ticks)
        column.addWidget(card, 1)
        column.addWidget(FormRow("Places", self.places, self.places.toolTip(), PLACES_LABEL))
        column.addLayout(ends)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._search)
        self.all_button.clicked.connect(lambda: self.list.columns.choose_shown(True))
        self.none_button.clicked.connect(lambda: self.list.columns.choose_shown(False))
        self.list.columns.chosen_changed.connect(self._show_chosen)
        self.places.textEdited.connect(self._take_places)
        self.cancel_button.clicked.connect(self.reject)
        self.read_button.clicked.connect(self._read)

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
        if not self.places.isModified():
            self.places.setText(written(chosen))
            self.places.setCursorPosition(0)
        self.places.setModified(False)
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
        self.places.setModified(True)
        self.list.columns.choose(found)

    def _allow(self, allowed: bool, said: str) -> None:
        self.count.setText(said)
        self.read_button.setEnabled(allowed)

    def _read(self) -> None:
        self.hide()
        self.chosen.emit(written(self.list.columns.chosen))
