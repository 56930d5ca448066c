"""The choice of the cost scale, in the menu of every picture of the surface."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from playground.document.document import Document
from playground.plots.picture_frame import PictureFrame

CHOICES = (
    ("Automatic", None, "Logarithmic where the highest cost is more than 20 times the lowest"),
    ("Linear", False, "Equal differences look equal"),
    ("Logarithmic", True, "Equal ratios look equal: small costs are told apart"),
)


class ScaleMenu(QObject):
    """One scale for the colors, the contour lines, the heights and the curve."""

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._document = document

    def offer_in(self, frame: PictureFrame) -> None:
        frame.menu_opening.connect(self.fill)

    def fill(self, menu: QMenu) -> None:
        submenu = menu.addMenu("Cost scale")
        submenu.setToolTipsVisible(True)
        group = QActionGroup(submenu)
        for name, log_cost, tip in CHOICES:
            action = submenu.addAction(name, partial(self.choose, log_cost))
            action.setToolTip(tip)
            action.setCheckable(True)
            action.setChecked(self._document.view.log_cost is log_cost)
            group.addAction(action)

    def choose(self, log_cost: bool | None) -> None:
        self._document.set_view(replace(self._document.view, log_cost=log_cost))
