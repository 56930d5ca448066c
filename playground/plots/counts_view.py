"""What the cards of counts have in common: the picture worker makes the counts while the card is visible."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.plots.picture_frame import PictureFrame
from playground.plots.plot_view import PlotView
from playground.training.controller import TrainingController
from playground.training.pictures import Pictures


class CountsView(PlotView):
    """Whoever shows it tells the controller that the counts are needed.

    Subclasses keep their part of the pictures in `take`, and draw it in `refresh`.
    """

    def __init__(
        self,
        document: Document,
        controller: TrainingController,
        theme: Theme,
        frame: PictureFrame,
        name: str,
        explanation: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(document, controller, theme, [frame], name, explanation, parent)
        controller.pictures_ready.connect(self._pictures_ready)
        document.project_changed.connect(self.refresh_soon)
        self.refresh()

    def take(self, pictures: Pictures) -> bool:
        """Keep what is to be drawn; False if it isn't among the pictures."""
        raise NotImplementedError

    def _pictures_ready(self, pictures: Pictures) -> None:
        if self.take(pictures):
            self.refresh_soon()
