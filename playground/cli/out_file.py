"""The file that a command is to write, looked at before the work is done."""

from __future__ import annotations

from pathlib import Path

from playground.cli.arguments import UsageError


def check_out(path: Path, what: str, example: str, *read: Path) -> None:
    """Raise `UsageError` if ``what`` cannot be saved there, or would replace a file that is read."""
    from playground.document.whole_file import kind_of  # QtCore

    if kind_of(path.absolute().parent) != "folder":
        raise UsageError(f"There is no folder {path.parent} to save the {what} in.")
    kind = kind_of(path)
    if kind == "folder":
        raise UsageError(f"{path} is a folder: give the {what} a file name, such as {example}.")
    if kind == "device":
        raise UsageError(f"{path} is a device or a pipe: give the {what} a file name, such as {example}.")
    if any(_are_same(path, other) for other in read):
        raise UsageError(f"{path} is read itself: save the {what} in another file, such as {example}.")


def _are_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return False  # one of them is not there
