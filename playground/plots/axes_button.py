"""The menu of the cost surface's axes: two weights or another plane, and locking all other weights."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from playground.appearance.buttons import IconButton
from playground.appearance.icons import icon
from playground.appearance.theme import Theme
from playground.document import edits
from playground.document.document import Document
from playground.engine.layout import ParameterLayout
from playground.engine.specs import ParameterKey
from playground.plots.axis_menu import add_parameters
from playground.plots.plane_menu import LOGARITHMIC_TIP, add_axes, add_planes, set_logarithmic
from playground.training.pictures import Axes, default_axes


class AxesButton(IconButton):
    """``drawn`` are the axes on screen, also where they were chosen automatically."""

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(
            "axes",
            "Axes of the surface",
            theme,
            tip="Two weights or biases, or another plane it is drawn over.",
            parent=parent,
        )
        self.drawn: Axes | None = None
        self._document = document
        self._theme = theme
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self.fill_menu)
        self.setMenu(self._menu)

    @property
    def axes(self) -> Axes | None:
        """Chosen, or else drawn; None as long as neither is known and none can be chosen."""
        chosen = self._document.view.axes or self.drawn
        return chosen or default_axes(ParameterLayout(self._document.project.network))

    def restyle(self, theme: Theme) -> None:
        self._theme = theme
        super().restyle(theme)

    def fill_menu(self) -> QMenu:
        menu, view = self._menu, self._document.view
        menu.clear()
        self._add_axes(menu)
        menu.addSeparator()
        add_planes(menu, self._document)
        menu.addSeparator()
        lock = menu.addAction(icon("lock", self._theme), "Lock the other weights", self.lock_others)
        lock.setEnabled(self.axes is not None and view.plane.along_axes)
        lock.setToolTip("Train only the two weights of the axes: then the picture is exact.")
        if self._document.project.network.locked:
            menu.addAction("Unlock all weights", self.unlock_all)
        return menu

    def _add_axes(self, menu: QMenu) -> None:
        view, network, axes = self._document.view, self._document.project.network, self.axes
        x, y = axes if axes is not None and view.plane.along_axes else (None, None)
        add_axes(menu, self._document)
        add_parameters(menu.addMenu("Horizontal axis"), network, x, self.choose_x)
        add_parameters(menu.addMenu("Vertical axis"), network, y, self.choose_y)
        menu.addAction("Swap the axes", self.swap).setEnabled(x is not None)
        automatic = menu.addAction("Choose for me", self.choose_automatically)
        automatic.setCheckable(True)
        automatic.setChecked(view.axes is None and view.plane.along_axes)
        automatic.setToolTip("The first two weights that are trained.")
        is_log = view.plane.along_axes and view.plane.logarithmic
        logarithmic = menu.addAction("Logarithmic axes", partial(set_logarithmic, self._document, not is_log))
        logarithmic.setCheckable(True)
        logarithmic.setChecked(is_log)
        logarithmic.setToolTip(LOGARITHMIC_TIP)

    def choose_x(self, key: ParameterKey) -> None:
        """Draw ``key`` horizontally; the parameter that was there makes room if both would be the same."""
        if self.axes is not None:
            x, y = self.axes
            self._choose(key, x if key == y else y)

    def choose_y(self, key: ParameterKey) -> None:
        if self.axes is not None:
            x, y = self.axes
            self._choose(y if key == x else x, key)

    def swap(self) -> None:
        if self.axes is not None:
            x, y = self.axes
            self._choose(y, x)

    def choose_automatically(self) -> None:
        self._document.set_view(self._document.view.over(None))

    def lock_others(self) -> None:
        axes = self.axes
        if axes is not None:
            # The axes first: which ones are chosen automatically depends on what is free.
            self._document.set_view(replace(self._document.view, axes=axes))
            self._document.edit("Lock the other weights", edits.lock_others(self._document.project, axes))

    def unlock_all(self) -> None:
        project = self._document.project
        self._document.edit("Unlock all weights", edits.unlock(project, project.network.locked))

    def _choose(self, x: ParameterKey, y: ParameterKey) -> None:
        self._document.set_view(self._document.view.over((x, y)))
