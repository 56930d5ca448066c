"""The main window: puts the parts together and passes their signals on. No logic of its own.

This file imports at its top only what an empty window needs: that can be seen while the rest is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSettings, QSize
from PySide6.QtGui import QCloseEvent, QIcon, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from playground.appearance.icons import icon
from playground.appearance.scheme import SchemeFollower
from playground.appearance.theme import Theme
from playground.resources import resource
from playground.ui.actions import build_actions, restyle_actions
from playground.ui.theme_change import ThemeChange, putting_on
from playground.ui.window_layout import first_size, restore_geometry, restore_layout, save_layout
from playground.ui.window_title import TITLE, WindowTitle

if TYPE_CHECKING:
    from playground.document.document import Document
    from playground.training.controller import TrainingController

SIZE: Final = QSize(1440, 900)
LEAST_SIZE: Final = QSize(1024, 700)
TURNS_TO_SETTLE: Final = 2
"""Turns of the event loop after which cards and their tab bars have found their places."""


class MainWindow(QMainWindow):
    """Toolbar, docks around the network, status bar: empty at first, until `furnish`."""

    def __init__(self, scheme: SchemeFollower, settings: QSettings) -> None:
        super().__init__()
        self._scheme, self._settings, self._furnished = scheme, settings, False
        self.setAccessibleName(TITLE)
        self.setWindowTitle(TITLE)
        self.setContentsMargins(6, 0, 6, 0)
        self.setMinimumSize(LEAST_SIZE)
        self.setWindowIcon(QIcon(str(resource("icons", "application.svg"))))
        self._theme_change = ThemeChange(scheme.theme, self)
        self.resize(first_size(self, SIZE))
        restore_geometry(settings, self)

    def furnish(self, document: Document, controller: TrainingController) -> None:
        """Put everything into the window, shown already or not."""
        for _ in self.furnishing(document, controller):
            pass

    def furnishing(self, document: Document, controller: TrainingController) -> Iterator[None]:
        """`furnish` in parts of 50 ms: a window on screen answers in between, and shows them all at once."""
        from playground.ui.views import make_views
        from playground.ui.workspace import Workspace

        self._document, self._controller, theme = document, controller, self._scheme.theme
        self.setUpdatesEnabled(False)
        views = yield from make_views(document, controller, theme)
        self.workspace = Workspace(self, views, document, controller, theme)
        yield
        self._make_parts()
        yield
        self._begin()
        if self._scheme.theme != theme:  # the system's has changed meanwhile
            yield from self._restyling(self._scheme.theme)
        for _ in range(TURNS_TO_SETTLE):
            yield
        self.setUpdatesEnabled(True)

    def _make_parts(self) -> None:
        from playground.ui.errors import ErrorReports
        from playground.ui.file_drop import FileDrop
        from playground.ui.first_hint import FirstHint
        from playground.ui.menus import Menus
        from playground.ui.status_line import StatusLine
        from playground.ui.toolbar import Toolbar

        document, controller, theme = self._document, self._controller, self._scheme.theme
        self._make_commands(document, controller)
        self.toolbar = Toolbar(self.named_actions, document, controller, self.speed, theme, self)
        self.addToolBar(self.toolbar)
        self.status_line = StatusLine(document, controller, theme, self)
        self.setStatusBar(self.status_line)
        self.menus = Menus(self.menuBar(), self.named_actions, self.workspace.panel_actions(), self.files)
        self.errors = ErrorReports(self)
        self.drop = FileDrop(self, theme)
        WindowTitle(document, self)
        FirstHint(self.workspace.hint, self.files, controller, self._settings)

    def _make_commands(self, document: Document, controller: TrainingController) -> None:
        """Whoever does what the actions ask for, and the actions."""
        from playground.ui.applying import Applying
        from playground.ui.example_gallery import ExampleGallery
        from playground.ui.files import Files
        from playground.ui.landscape_lab import LandscapeLab
        from playground.ui.network_commands import NetworkCommands
        from playground.ui.painting import Painting
        from playground.ui.speed import SpeedControl
        from playground.ui.tuning import Tuning
        from playground.ui.undo_commands import UndoCommands
        from playground.ui.window_commands import WindowCommands

        self.undo = UndoCommands(document, controller.preparer, self)
        self.files = Files(document, controller, self._settings, self)
        self.examples = ExampleGallery(document, self.files, self._scheme.theme, self)
        self.landscape_lab = LandscapeLab(self._settings, self._scheme.theme, self)
        self.network_commands = NetworkCommands(document, self)
        self.applying = Applying(document, controller, self.files, self.workspace, self)
        self.window_commands = WindowCommands(self, self._scheme, self._settings)
        self.speed = SpeedControl(self)
        self.named_actions = build_actions(
            self,
            {
                "applying": self.applying,
                "canvas": self.workspace.network,
                "examples": self.examples,
                "lab": self.landscape_lab,
                "files": self.files,
                "network": self.network_commands,
                "painting": Painting(document, controller, self.files, self.examples, self.workspace),
                "places": self.workspace.surface.places,
                "race": self.workspace.surface.race,
                "speed": self.speed,
                "training": controller,
                "tuning": Tuning(document, controller, self.files),
                "undo": self.undo,
                "window": self.window_commands,
            },
        )

    def _connect_files(self) -> None:
        from playground.ui.choosing import Choosing

        files, workspace, theme = self.files, self.workspace, self._scheme.theme
        self.choosing = Choosing(self._document, files, self.applying, workspace, theme)
        files.told.connect(self.status_line.tell)
        for warner in (files.cautioned, self.network_commands.refused, workspace.data.refused):
            warner.connect(self.status_line.warn)
        files.reading_changed.connect(self.named_actions["stop_reading"].setEnabled)
        self.status_line.reading.watch(files)
        files.opened.connect(workspace.strip.hide)
        for trouble in (files.refused, self._controller.failed, self.errors.reported):
            trouble.connect(self.show_trouble)
        self.drop.dropped.connect(files.open_dropped)
        for dock in workspace.docks:
            dock.topLevelChanged.connect(self._watch_floating)
        workspace.data.gallery_requested.connect(self.examples.show)

    def _connect_actions(self) -> None:
        views = self.workspace
        tellers = views.network.message, views.surface.race.said, views.learning.told, views.inspector.told
        for teller in tellers:
            teller.connect(self.status_line.tell)
        self.window_commands.layout_reset.connect(self.workspace.arrange)
        self.window_commands.motion_reduced.connect(self.workspace.network.reduce_motion)
        self.window_commands.tell_motion()
        self._controller.running_changed.connect(self._follow_running)
        self._scheme.theme_changed.connect(self.restyle)
        self.undo.name(self.named_actions)
        self._document.view_changed.connect(self._follow_view)

    def _begin(self) -> None:
        self._furnished = True
        self._connect_files()
        self._connect_actions()
        self.named_actions["stop_reading"].setEnabled(False)
        self.named_actions[f"scheme_{self._scheme.choice}"].setChecked(True)
        self._follow_view()
        self.status_line.tell_training()
        restyle_actions(self.named_actions, self._scheme.theme)
        self.menus.restyle(self._scheme.theme)
        self._follow_running(self._controller.running)
        if not restore_layout(self._settings, self, self.workspace):
            self.workspace.arrange()
        if self.isVisible():
            self._wake()

    def restyle(self, theme: Theme) -> None:
        """Show everything in this theme, some turns of the event loop later."""
        self._theme_change.begin(self._restyling(theme))

    def _restyling(self, theme: Theme) -> Iterator[None]:
        restyle_actions(self.named_actions, theme)
        self._follow_running(self._controller.running)
        parts = (self.toolbar, self.status_line, self.menus, self.drop.frame, self.examples)
        for part in (*parts, self.landscape_lab, self.choosing, *self.workspace.views):
            part.restyle(theme)
            yield
        yield from putting_on(theme)

    def show_trouble(self, text: str) -> None:
        """Say what went wrong, in the status bar and above the network."""
        self.status_line.warn(text)
        self.workspace.strip.show_message(text)

    # -- Qt's events --

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._furnished:
            self._fit(event.size())

    def _fit(self, size: QSize) -> None:
        self.toolbar.fit(size.width())
        self.workspace.fit_to_window()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._furnished:
            self._wake()

    def _wake(self) -> None:
        """What must wait until the window is furnished and on screen."""
        self._fit(self.size())
        self.drop.watch(self)
        self.errors.install()
        self.workspace.network.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._furnished:
            return
        if not self.files.may_go_on():
            event.ignore()
            return
        save_layout(self._settings, self, self.workspace)
        self.hide()  # gone at once, whatever its threads still have to end
        for part in (self.files, self.applying, self.choosing, self.landscape_lab, self._controller):
            part.shut_down()
        self.errors.remove()
        event.accept()

    # -- what follows what --

    def _follow_running(self, running: bool) -> None:
        train = self.named_actions["train"]
        train.setText("Pause" if running else "Train")
        train.setIcon(icon("pause" if running else "train", self._scheme.theme, "text"))

    def _follow_view(self) -> None:
        for name in ("remove", "lock"):
            self.named_actions[name].setEnabled(bool(self._document.view.selection))
        self.named_actions["slopes"].setChecked(self._document.view.slopes)

    def _watch_floating(self, floating: bool) -> None:
        dock = self.sender()
        if floating and isinstance(dock, QWidget):
            self.drop.watch(dock)
