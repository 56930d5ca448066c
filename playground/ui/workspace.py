"""The views, their cards, and where they stand: the default, the narrow window, what the user made of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from playground.appearance.card import Card, DockArrangement, DockCard
from playground.appearance.text import px
from playground.appearance.theme import Theme
from playground.document.document import Document
from playground.training.controller import TrainingController
from playground.training.pictures import PictureNeeds
from playground.ui.divergence import DivergenceNews
from playground.ui.explanations import EXPLANATIONS
from playground.ui.question_strip import QuestionStrip
from playground.ui.strips import DropHint, MessageStrip
from playground.ui.views import Views

LEFT_WIDTH: Final = 276
LEFT_LEAST: Final = 250
RIGHT_WIDTH: Final = 316
RIGHT_LEAST: Final = 276
SHARE_RIGHT_BELOW: Final = (1180, 800)
"""Window width or height below which Learning and Inspector share tabs."""
SHARE_LOWER_BELOW: Final = 1120
"""Window width below which the lower views share tabs."""

_LEFT: Final = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT: Final = Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM: Final = Qt.DockWidgetArea.BottomDockWidgetArea


class Workspace(QObject):
    """Owns the views of a main window. Rearranges the docks for a narrow window unless the user moved one."""

    def __init__(
        self,
        window: QMainWindow,
        views: Views,
        document: Document,
        controller: TrainingController,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._document = document
        self._controller = controller
        self.network, self.surface, self.history = views.network, views.surface, views.history
        self.predictions, self.weights, self.confusion = views.predictions, views.weights, views.confusion
        self.data, self.learning, self.inspector = views.data, views.learning, views.inspector
        self.apply, self.easel = views.apply, views.easel
        self.hint = DropHint(theme)
        self.strip = MessageStrip(theme)
        DivergenceNews(controller, self.strip)  # lives as long as the strip
        self.question = QuestionStrip(theme)
        for name, text in EXPLANATIONS.items():
            getattr(self, name).setWhatsThis(text)
        self.views = (
            *(self.network, self.surface, self.history, self.predictions, self.weights, self.confusion),
            *(self.data, self.learning, self.inspector, self.apply, self.hint, self.strip, self.question),
        )
        window.setCentralWidget(self._center())
        self._make_docks()
        self._arrangement = DockArrangement(window, self.docks)
        self._shares = (False, False)
        self.moved_by_user = False
        self._sizing = QTimer(self)
        self._sizing.setSingleShot(True)
        self._sizing.timeout.connect(self._apply_sizes)
        window.setCorner(Qt.Corner.BottomLeftCorner, _LEFT)
        window.setCorner(Qt.Corner.BottomRightCorner, _RIGHT)
        self._connect()

    def _connect(self) -> None:
        """What views know of one another, and which pictures are needed."""
        self.network.hovered.connect(self.predictions.enlarge)
        self.data.row_hovered.connect(self.predictions.set_hovered)
        self.predictions.row_hovered.connect(self.data.set_hovered)
        for tools in (self.surface.race, self.surface.places):
            tools.needed.connect(self._show_surface)
        for dock in self.docks:
            dock.topLevelChanged.connect(self._note_move)
            dock.visibilityChanged.connect(self._ask_for_visible_pictures)
        self.network.gradient_shown.connect(self._ask_for_visible_pictures)
        self.inspector.needs_changed.connect(self._ask_for_visible_pictures)
        self._document.view_changed.connect(self._ask_for_visible_pictures)
        self._document.project_changed.connect(self._name_confusion)
        self._name_confusion()

    def _make_docks(self) -> None:
        self._data = self._dock("data", "Data", self.data)
        self._surface = self._dock("surface", "Cost surface", self.surface)
        self._predictions = self._dock("predictions", "Predictions", self.predictions)
        self._history = self._dock("history", "History", self.history)
        self._weights = self._dock("weights", "Weights", self.weights)
        self._confusion = self._dock("confusion", "Confusion", self.confusion)
        self._learning = self._dock("learning", "Learning", self.learning)
        self._inspector = self._dock("inspector", "Inspector", self.inspector)
        self._apply = self._dock("apply", "Apply", self.apply)
        self._lower_tabs = (self._predictions, self._history, self._weights, self._confusion)
        self.docks = (
            *(self._data, self._learning, self._inspector),
            *(self._surface, *self._lower_tabs, self._apply),
        )

    def _center(self) -> QWidget:
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.hint)
        inner.addWidget(self.network, 1)
        center = QWidget()
        column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.strip)
        column.addWidget(self.question)
        column.addWidget(Card("Network", body, self.network.header_widgets()), 1)
        return center

    def _dock(self, key: str, title: str, view: QWidget) -> DockCard:
        offered = getattr(view, "header_widgets", list)
        return DockCard(key, title, view, offered(), self._window)

    def panel_actions(self) -> list[QAction]:
        """One action per dock: show or hide it."""
        return [dock.toggleViewAction() for dock in self.docks]

    def _name_confusion(self) -> None:
        """A target that is a number is not confused with another, but missed."""
        is_number = self._document.project.dataset.task == "regression"
        self._confusion.setWindowTitle("Errors" if is_number else "Confusion")

    def _show_surface(self) -> None:
        """Bring its card to the front."""
        self._surface.show()
        self._surface.raise_()

    def show_predictions(self) -> None:
        """Bring its card to the front, for the keyboard, too."""
        self._predictions.show()
        self._predictions.raise_()
        self.predictions.setFocus()

    def show_apply(self) -> None:
        """Bring its card to the front."""
        self._apply.show()
        self._apply.raise_()

    # -- where the docks stand --

    def bring_in(self) -> None:
        """All docks into the window, wherever: only those in it can be put back in their places."""
        for dock in self.docks:
            self._window.addDockWidget(_LEFT, dock)

    def arrange(self) -> None:
        """All docks in their places."""
        with self._laid_out_once():
            for dock in self.docks:
                dock.setFloating(False)
                dock.show()
            self._place(_LEFT, (self._data,))
            self._part_right()
            self._part_lower()
            self._surface.setWindowTitle("Cost surface")
            self._shares = (False, False)
            self.moved_by_user = False
            self._share(*self._needed_shares())
        self.set_sizes()

    @contextmanager
    def _laid_out_once(self) -> Iterator[None]:
        """At the end, not with every dock that finds another place."""
        layout = self._window.layout()
        assert layout is not None
        layout.setEnabled(False)
        yield
        layout.setEnabled(True)
        layout.activate()

    def _place(self, area: Qt.DockWidgetArea, docks: tuple[DockCard, ...]) -> None:
        """Put docks side by side into an area, whatever they shared before; hidden ones stay hidden."""
        hidden = [dock.isHidden() for dock in docks]
        for dock in docks:
            self._window.removeDockWidget(dock)
        for dock, was_hidden in zip(docks, hidden, strict=True):
            self._window.addDockWidget(area, dock)
            dock.setVisible(not was_hidden)

    def _part_right(self) -> None:
        self._place(_RIGHT, (self._learning, self._inspector, self._apply))
        self._window.splitDockWidget(self._learning, self._inspector, Qt.Orientation.Vertical)
        self._window.tabifyDockWidget(self._inspector, self._apply)
        self._inspector.raise_()

    def _part_lower(self) -> None:
        self._place(_BOTTOM, (self._surface, *self._lower_tabs))
        self._window.splitDockWidget(self._surface, self._predictions, Qt.Orientation.Horizontal)
        for dock in self._lower_tabs[1:]:
            self._window.tabifyDockWidget(self._predictions, dock)
        self._history.raise_()

    def _show_rarer(self, shown: bool) -> None:
        """Five tabs leave no room for the surface's badge: in a narrow window two wait in the View menu."""
        for dock in (self._weights, self._confusion):
            dock.setVisible(shown)

    def fit_to_window(self) -> None:
        """Let docks share tabs where the window has become too small for them, and part them again."""
        if not self.moved_by_user and self._needed_shares() != self._shares:
            with self._laid_out_once():
                self._share(*self._needed_shares())
            self.set_sizes()

    def _needed_shares(self) -> tuple[bool, bool]:
        width, height = self._window.width(), self._window.height()
        right = width < px(SHARE_RIGHT_BELOW[0]) or height < px(SHARE_RIGHT_BELOW[1])
        return right, width < px(SHARE_LOWER_BELOW)

    def _share(self, right: bool, lower: bool) -> None:
        right_changed, lower_changed = right != self._shares[0], lower != self._shares[1]
        self._shares = (right, lower)
        if right_changed and right:
            for dock in (self._inspector, self._apply):
                self._window.tabifyDockWidget(self._learning, dock)
            self._learning.raise_()
        elif right_changed:
            self._part_right()
        self._surface.setWindowTitle("Cost" if lower else "Cost surface")
        if lower_changed and lower:
            for dock in self._lower_tabs:
                self._window.tabifyDockWidget(self._surface, dock)
            self._show_rarer(False)
            self._surface.raise_()
        elif lower_changed:
            self._show_rarer(True)
            self._part_lower()

    def set_sizes(self) -> None:
        """The default widths and heights: now, and again once Qt has laid out what was moved.

        In a window that is on screen already, the first of the two would be lost.
        """
        self._apply_sizes()
        self._sizing.start(0)

    def _apply_sizes(self) -> None:
        window, narrow = self._window, self._shares[0] and self._window.width() < px(SHARE_RIGHT_BELOW[0])
        sides = (LEFT_LEAST, RIGHT_LEAST) if narrow else (LEFT_WIDTH, RIGHT_WIDTH)
        horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        window.resizeDocks([self._data, self._learning], [px(side) for side in sides], horizontal)
        height = window.height() - px(120)
        window.resizeDocks([self._surface], [round((0.4 if self._shares[1] else 0.45) * height)], vertical)
        if not self._shares[1]:
            window.resizeDocks([self._surface, self._predictions], [500, 500], horizontal)
        if not self._shares[0]:
            heights = [round(0.535 * height), round(0.465 * height)]
            window.resizeDocks([self._learning, self._inspector], heights, vertical)

    def shares(self) -> list[bool]:
        """What shares tabs for want of room, to be stored with the layout."""
        return list(self._shares)

    def restore_shares(self, shares: list[bool]) -> None:
        self._shares = (shares[0], shares[1])
        self._surface.setWindowTitle("Cost" if shares[1] else "Cost surface")

    def _note_move(self, floating: bool) -> None:
        if floating:
            self.moved_by_user = True

    def _ask_for_visible_pictures(self) -> None:
        self._controller.set_picture_needs(
            PictureNeeds(
                surface=self.surface.isVisible(),
                neuron_pictures=True,
                predictions=True,
                gradient=self.inspector.shows_gradient or self.network.shows_gradient,
                spreads=self.weights.isVisible(),
                confusion=self.confusion.isVisible(),
                slopes=self.surface.isVisible() and self._document.view.slopes,
            )
        )
