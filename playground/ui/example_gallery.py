"""The gallery of examples, made when it is first asked for."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.panels.gallery import Gallery
from playground.ui.files import Files


class ExampleGallery(QObject):
    """Shows the gallery and opens what is chosen in it.

    Signals:
        categories_wanted(), values_wanted(): an empty sheet, to paint points on.
    """

    categories_wanted = Signal()
    values_wanted = Signal()

    def __init__(self, document: Document, files: Files, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._files = document, files
        self._theme, self._window = theme, window
        self._gallery: Gallery | None = None

    @property
    def gallery(self) -> Gallery | None:
        """None until it was asked for."""
        return self._gallery

    def show(self) -> None:
        """Show the gallery, pointing to the example on screen."""
        if self._gallery is None:
            self._gallery = Gallery(self._theme, self._window)
            self._gallery.chosen.connect(self._files.open_example)
            self._gallery.categories_wanted.connect(self.categories_wanted)
            self._gallery.values_wanted.connect(self.values_wanted)
        self._gallery.show_beside(self._document.project.table.name)

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        if self._gallery is not None:
            self._gallery.restyle(theme)
