"""Beside or in place of the surface's picture: its places as a table, and the proof of the lowest one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from playground.appearance.badge import Tone
from playground.appearance.buttons import ElidedLabel, IconButton
from playground.appearance.style_sheet import ACCENT, BORDER
from playground.appearance.text import px, text_font
from playground.appearance.theme import Theme
from playground.engine.landscape.landmark import Landmark
from playground.plots.picture_files import as_text
from playground.plots.places import Places
from playground.plots.places_table import PlacesTable
from playground.plots.plot_menu import ask_and_save_table
from playground.plots.proof_desk import Verdict

ONLY_LEVEL = "Valleys, kinks and edges follow when training rests."


class PlacesPanel(QWidget):
    """Signals:
    proof_pressed(): the button that begins or cancels a proof.
    left(): Escape asks for the picture.
    """

    proof_pressed = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._places: Places | None = None
        self._tone: Tone = "muted"
        self.table = PlacesTable(theme, self)
        self.title = ElidedLabel()
        self.copy_button = IconButton("copy", "Copy the table", theme, tip="For a spreadsheet.")
        self.save_button = IconButton("save", "Save the table as CSV", theme, tip="With every digit.")
        self.prove_button = QPushButton("Prove the lowest")
        self.prove_button.setToolTip(
            "Prove the lowest minimum\nBounds of the exact cost over every part of the window, 10 s at most."
        )
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(px(4))
        self.bar.setStyleSheet(
            f"QProgressBar {{ background: {BORDER}; border: none; border-radius: 2px; }}"
            f"QProgressBar::chunk {{ background: {ACCENT}; border-radius: 2px; }}"
        )
        self.bar.setAccessibleName("Share of the window that is settled")
        self._lay_out()
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)
        self.prove_button.clicked.connect(self.proof_pressed)
        self.setFocusProxy(self.table)
        self.restyle(theme)

    def _lay_out(self) -> None:
        top = self._top = QHBoxLayout()
        top.setSpacing(px(4))
        top.addWidget(self.title, 1)
        for button in (self.prove_button, self.copy_button, self.save_button):
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(4), px(8), px(4))
        column.setSpacing(px(4))
        column.addLayout(top)
        column.addWidget(self.verdict)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)

    def keep_free(self, width: int) -> None:
        """Room at the top right, for a button that lies over the panel."""
        self._top.setContentsMargins(0, 0, width, 0)

    def show_places(
        self, places: Places | None, star: Landmark | None, chosen: Landmark | None, verdict: Verdict
    ) -> None:
        self._places = places
        for button in (self.copy_button, self.save_button):
            button.setEnabled(places is not None and bool(places.landmarks))
        if places is not None:
            self.table.show_places(places, star, chosen)
        self._show_verdict(verdict)
        self.title.setText(_title(places))
        self.title.setToolTip("" if places is None or places.all_kinds else ONLY_LEVEL)

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        self.table.restyle(theme)
        self.title.setFont(text_font("label", medium=True))
        self.verdict.setFont(text_font("label", tabular=True))
        self._color_verdict()
        for button in (self.copy_button, self.save_button):
            button.restyle(theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _color_verdict(self) -> None:
        self.verdict.setStyleSheet(f"color: {getattr(self._theme, self._tone)};")

    def _show_verdict(self, verdict: Verdict) -> None:
        self.verdict.setText(verdict.text)
        self.verdict.setAccessibleName(verdict.text)
        self._tone = verdict.tone
        self._color_verdict()
        proving = verdict.share is not None
        self.bar.setVisible(proving)
        self.bar.setValue(round(100 * (verdict.share or 0.0)))
        self.prove_button.setText("Cancel" if proving else "Prove the lowest")
        self.prove_button.setEnabled(proving or self._places is not None)

    def _copy(self) -> None:
        if self._places is not None:
            QGuiApplication.clipboard().setText(as_text(self._places.table(), "\t"))

    def _save(self) -> None:
        if self._places is not None:
            ask_and_save_table(self.table, self._places.table())


def _title(places: Places | None) -> str:
    if places is None:
        return "No surface yet"
    n = len(places.landmarks)
    if not n:
        return "Nothing stands out here" if places.all_kinds else f"None found yet. {ONLY_LEVEL}"
    found = "1 place" if n == 1 else f"{n} places, lowest first"
    return found if places.all_kinds else f"{found}. {ONLY_LEVEL}"
