"""A file written whole, or not at all: what was there before stays until all of the new is on the disk."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QIODevice, QSaveFile


class NotSavedError(Exception):
    """A file that can't be written; the text is one plain sentence for the user."""


def write_whole(path: Path, content: bytes) -> None:
    """Put the content in the file's place. Raises `NotSavedError`."""
    if kind_of(path) == "device":  # a new file would take its place, even that of /dev/null
        raise NotSavedError(f"“{path.name}” was not saved: a device or a pipe has that name.")
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise NotSavedError(_not_opened(path))
    if file.write(content) != len(content) or not file.commit():
        raise NotSavedError(_not_written(path, len(content)))


def kind_of(path: Path) -> Literal["nothing", "file", "folder", "device"]:
    """What stands there; a pipe counts as a device. Nothing, too, where that cannot be found out."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return "nothing"  # writing it will say what is wrong
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "device"


def _not_opened(path: Path) -> str:
    if kind_of(path.parent) != "folder":
        return f"“{path.name}” was not saved: there is no folder {path.parent}."
    if kind_of(path) == "folder":
        return f"“{path.name}” was not saved: a folder has that name."
    return f"“{path.name}” was not saved: this program may not write in {path.parent}."


def _not_written(path: Path, size: int) -> str:
    """Qt says "Unknown error" when the disk is full: look for ourselves."""
    if shutil.disk_usage(path.parent).free < size:
        return f"“{path.name}” was not saved: the disk is full. What was there before is unchanged."
    return f"“{path.name}” could not be written to its end and was not saved. What was there is unchanged."
