"""What the cards with plots have in common: they draw only while visible, and say in words what they show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWhatsThis, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.plots.picture_files import copy_picture, save_picture, save_table
from playground.plots.picture_frame import PictureFrame
from playground.training.controller import TrainingController

DESCRIPTION_DELAY = 500
"""ms between two descriptions for screen readers: words need not keep up with the frames"""


class FramesView(QWidget):
    """One or more pictures, of which one is shown, with its header buttons.

    Subclasses draw in `refresh` and describe in `sentence`.
    """

    def __init__(
        self,
        theme: Theme,
        frames: Sequence[PictureFrame],
        name: str,
        explanation: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._help_button = IconButton("help", "What is this?", theme)
        self._more_button = IconButton("more", "More", theme, tip="Fit, copy, save.")
        self._help_button.clicked.connect(self._explain)
        self._more_button.clicked.connect(self._show_more)
        self._frames = QStackedWidget()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(0)
        self._body.addWidget(self._frames, 1)
        for frame in frames:
            self._frames.addWidget(frame)
        self.setFocusProxy(frames[0])
        for widget in (self, *frames):
            widget.setAccessibleName(name)
            widget.setWhatsThis(explanation)
        self._refresh_timer = QTimer(self)
        self._refresh_timer.setSingleShot(True)
        self._refresh_timer.timeout.connect(self._refresh_if_visible)
        self._description_timer = QTimer(self)
        self._description_timer.setSingleShot(True)
        self._description_timer.setInterval(DESCRIPTION_DELAY)
        self._description_timer.timeout.connect(self.describe)

    def header_widgets(self) -> list[QWidget]:
        return [self._help_button, self._more_button]

    def restyle(self, theme: Theme) -> None:
        self.theme = theme
        for i in range(self._frames.count()):
            self._frame_at(i).restyle(theme)
        self._help_button.restyle(theme)
        self._more_button.restyle(theme)

    @property
    def frame(self) -> PictureFrame:
        """The picture that is shown."""
        return self._frame_at(self._frames.currentIndex())

    def show_frame(self, index: int) -> None:
        self._frames.setCurrentIndex(index)
        self.setFocusProxy(self.frame)
        self.refresh()

    def refresh(self) -> None:
        """Draw what is newest."""

    def refresh_soon(self) -> None:
        """Refresh in the event loop's next round: what else the news changed is drawn in this one, and the
        window can answer in between (see `playground.training.turn`)."""
        if self.isVisible():
            self._refresh_timer.start(0)

    @property
    def is_refresh_due(self) -> bool:
        return self._refresh_timer.isActive()

    def sentence(self) -> str:
        """What is on screen, in words."""
        return ""

    def copy_picture(self) -> None:
        copy_picture(self.frame)

    def save_picture(self, path: Path) -> None:
        """PNG or SVG, by the ending. Raises ``OSError``."""
        save_picture(self.frame, path)

    def save_numbers(self, path: Path) -> None:
        """The numbers behind the plot as CSV, if there are any. Raises ``OSError``."""
        table = self.frame.table()
        if table is not None:
            save_table(table, path)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()
        self.describe()

    def _refresh_if_visible(self) -> None:
        if self.isVisible():
            self.refresh()

    def describe_soon(self) -> None:
        if not self._description_timer.isActive():
            self._description_timer.start()

    def describe(self) -> None:
        """Tell screen readers what is shown."""
        empty = self.frame.empty_state
        text = self.sentence() if empty.isHidden() else empty.accessibleName()
        for widget in (self, self.frame):
            widget.setAccessibleDescription(text)

    def _frame_at(self, index: int) -> PictureFrame:
        frame = self._frames.widget(index)
        assert isinstance(frame, PictureFrame)
        return frame

    def _explain(self) -> None:
        below = self._help_button.mapToGlobal(QPoint(0, self._help_button.height()))
        QWhatsThis.showText(below, self.whatsThis(), self)

    def _show_more(self) -> None:
        self.frame.show_menu(self._more_button.mapToGlobal(QPoint(0, self._more_button.height())))


class PlotView(FramesView):
    """Pictures of the training of a document."""

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        theme: Theme,
        frames: Sequence[PictureFrame],
        name: str,
        explanation: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, frames, name, explanation, parent)
        self.document, self.controller = document, controller
