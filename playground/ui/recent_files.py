"""The files that were opened or saved last, remembered from one start of the program to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Signal

_MOST: Final = 8
_KEY: Final = "files/recent"


class RecentFiles(QObject):
    """``changed()``: the list is another one."""

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings

    @property
    def paths(self) -> list[Path]:
        """The newest first."""
        stored = self._settings.value(_KEY, [])
        names = [stored] if isinstance(stored, str) else list(stored) if isinstance(stored, list) else []
        return [Path(str(name)) for name in names if name]

    @property
    def folder(self) -> str:
        """Where files were opened or saved last, to begin with there."""
        paths = self.paths
        if paths:
            return str(paths[0].parent)
        return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)

    def clear(self) -> None:
        self._store([])

    def remember(self, path: Path) -> None:
        """Put it in front."""
        path = path.absolute()
        self._store([path, *(other for other in self.paths if other != path)][:_MOST])

    def forget(self, path: Path) -> None:
        """Take it off the list: it can't be opened."""
        if path.absolute() in self.paths:
            self._store([other for other in self.paths if other != path.absolute()])

    def _store(self, paths: list[Path]) -> None:
        self._settings.setValue(_KEY, [str(path) for path in paths])
        self.changed.emit()
