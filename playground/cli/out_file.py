"""The file that a command is to write, looked at before the work is done."""

from __future__ import annotations

from pathlib import Path

from playground.cli.arguments import UsageError


def check_out(path: Path, what: str, example: str, *read: Path) -> None:
    """Raise `UsageError` if ``what`` cannot be saved there, or would replace a file that is read."""
    if not path.absolute().parent.is_dir():
        raise UsageError(f"There is no folder {path.parent} to save the {what} in.")
    if path.is_dir():
        raise UsageError(f"{path} is a folder: give the {what} a file name, such as {example}.")
    if path.exists() and any(other.exists() and path.samefile(other) for other in read):
        raise UsageError(f"{path} is read itself: save the {what} in another file, such as {example}.")
