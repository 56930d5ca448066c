"""What the cards of counts have in common: the picture worker makes the counts while the card is visible."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QWidget

from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.plots.picture_frame import PictureFrame
from playground.plots.plot_view import PlotView
from playground.training.controller import TrainingController
from playground.training.pictures import Pictures

Frame = TypeVar("Frame", bound=PictureFrame)


class CountsView(PlotView, Generic[Frame]):
    """Whoever shows it tells the controller that the counts are needed.

    Subclasses say how they are called, make the frames, keep their part of the pictures in `take`, and draw
    it in `refresh`. ``plot`` is the first frame.
    """

    name: str
    explanation: str

    def __init__(
        self, document: Document, controller: TrainingController, theme: Theme, parent: QWidget | None = None
    ) -> None:
        self.plot = self.make_frame(theme)
        frames: list[PictureFrame] = [self.plot, *self.more_frames(theme)]
        super().__init__(document, controller, theme, frames, self.name, self.explanation, parent)
        controller.pictures_ready.connect(self._pictures_ready)
        document.project_changed.connect(self.refresh_soon)
        self.refresh()

    def make_frame(self, theme: Theme) -> Frame:
        raise NotImplementedError  # Qt's metaclass leaves no room for an abstract class

    def more_frames(self, _theme: Theme) -> Iterable[PictureFrame]:
        """Those that take the first one's place at times."""
        return ()

    def take(self, pictures: Pictures) -> bool:
        """Keep what is to be drawn; False if it isn't among the pictures."""
        raise NotImplementedError  # Qt's metaclass leaves no room for an abstract class

    def _pictures_ready(self, pictures: Pictures) -> None:
        # Those of before an edit may be of another target.
        if pictures.snapshot.generation == self.controller.snapshot.generation and self.take(pictures):
            self.refresh_soon()
