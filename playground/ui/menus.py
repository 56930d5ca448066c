"""The menu bar, made from the table of actions; recent files are listed when a menu opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from playground.appearance.icons import icon
from playground.appearance.theme import Theme
from playground.ui import actions as table
from playground.ui.files import Files


class Menus(QObject):
    """Fills a menu bar."""

    def __init__(
        self,
        bar: QMenuBar,
        actions: Mapping[str, QAction],
        panels: Sequence[QAction],
        files: Files,
    ) -> None:
        super().__init__(bar)
        self._files = files
        self.recent = QMenu("Open recent", bar)
        self._panels = tuple(panels)
        for title, entries in table.MENUS:
            menu = bar.addMenu(title)
            for entry in entries:
                self._add(menu, entry, actions)
        files.recent_changed.connect(self._list_recent)
        self._list_recent()

    def restyle(self, theme: Theme) -> None:
        self.recent.setIcon(icon("history", theme, "text"))

    def _add(self, menu: QMenu, entry: str, actions: Mapping[str, QAction]) -> None:
        if entry == table.SEPARATOR:
            menu.addSeparator()
        elif entry == table.RECENT:
            menu.addMenu(self.recent)
        elif entry == table.PANELS:
            for number, action in enumerate(self._panels, start=1):
                action.setShortcut(f"Alt+{number}")
                action.setStatusTip(f"Show or hide the panel “{action.text()}”")
            menu.addActions(list(self._panels))
        else:
            menu.addAction(actions[entry])

    def _list_recent(self) -> None:
        self.recent.clear()
        paths = self._files.recent
        for path in paths:
            action = self.recent.addAction(path.name)
            action.setStatusTip(str(path))
            action.triggered.connect(partial(self._files.open, path))
        if paths:
            self.recent.addSeparator()
            clear = self.recent.addAction("Clear this list")
            clear.setStatusTip("Forget which files were open; the files stay")
            clear.triggered.connect(self._files.clear_recent)
        self.recent.setEnabled(bool(paths))
