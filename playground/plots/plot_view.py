"""What the cards with plots have in common: they draw only while visible, and say in words what they show."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWhatsThis, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.plots.picture_files import copy_picture, save_picture, save_table
from playground.plots.plot_frame import PlotFrame
from playground.training.controller import TrainingController

DESCRIPTION_DELAY = 500
"""ms between two descriptions for screen readers: words need not keep up with the frames"""


class PlotView(QWidget):
    """A plot with its header buttons. Subclasses draw in `refresh` and describe in `sentence`."""

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        theme: Theme,
        frame: PlotFrame,
        name: str,
        explanation: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.document, self.controller, self.theme = document, controller, theme
        self._frame = frame
        self._help_button = IconButton("help", "What is this?", theme)
        self._more_button = IconButton("more", "More", theme, tip="Fit, copy, save.")
        self._help_button.clicked.connect(self._explain)
        self._more_button.clicked.connect(self._show_more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame)
        self.setFocusProxy(frame)
        for widget in (self, frame):
            widget.setAccessibleName(name)
            widget.setWhatsThis(explanation)
        self._description_timer = QTimer(self)
        self._description_timer.setSingleShot(True)
        self._description_timer.setInterval(DESCRIPTION_DELAY)
        self._description_timer.timeout.connect(self.describe)

    def header_widgets(self) -> list[QWidget]:
        return [self._help_button, self._more_button]

    def restyle(self, theme: Theme) -> None:
        self.theme = theme
        self._frame.restyle(theme)
        self._help_button.restyle(theme)
        self._more_button.restyle(theme)

    def refresh(self) -> None:
        """Draw what is newest."""

    def sentence(self) -> str:
        """What is on screen, in words."""
        return ""

    def copy_picture(self) -> None:
        copy_picture(self._frame)

    def save_picture(self, path: Path) -> None:
        """PNG or SVG, by the ending. Raises ``OSError``."""
        save_picture(self._frame, path)

    def save_numbers(self, path: Path) -> None:
        """The numbers behind the plot as CSV, if there are any. Raises ``OSError``."""
        table = self._frame.table()
        if table is not None:
            save_table(table, path)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self.describe()

    def describe_soon(self) -> None:
        if not self._description_timer.isActive():
            self._description_timer.start()

    def describe(self) -> None:
        """Tell screen readers what is shown."""
        empty = self._frame.empty_state
        text = self.sentence() if empty.isHidden() else empty.accessibleName()
        for widget in (self, self._frame):
            widget.setAccessibleDescription(text)

    def _explain(self) -> None:
        below = self._help_button.mapToGlobal(QPoint(0, self._help_button.height()))
        QWhatsThis.showText(below, self.whatsThis(), self)

    def _show_more(self) -> None:
        self._frame.show_menu(self._more_button.mapToGlobal(QPoint(0, self._more_button.height())))
