"""The bytes of a table: of a file, of what is packed in it, or of a part of it if it is too large."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playground.data.columns import Codes
from playground.data.errors import CsvError

MAX_BYTES = 128 * 1024 * 1024
"""A larger file is read in part."""


@dataclass(frozen=True)
class Source:
    """``raw`` bytes to read. If they are a part of the lines only, ``kept`` are those lines' numbers."""

    raw: bytes
    warnings: tuple[str, ...] = ()
    kept: Codes | None = None

    def real_lines(self, lines: Codes) -> Codes:
        """Line numbers in ``raw`` as line numbers in the file."""
        return lines if self.kept is None else self.kept[lines - 1]

    def real_line(self, line: int) -> int:
        return line if self.kept is None else int(self.kept[line - 1])


def from_bytes(raw: bytes) -> Source:
    """Bytes that are at hand."""
    return Source(raw)


def from_file(path: Path) -> Source:
    """The bytes of a file. Raises ``CsvError``."""
    try:
        if re.match(r"[a-z]{2,}:/", str(path), re.IGNORECASE) and not path.exists():
            raise CsvError(f"{path} is a web address: download the file first, then open it.")
        if path.is_dir():
            raise CsvError(f"{path.name or path} is a folder: choose one CSV file in it.")
        if path.exists() and not path.is_file():
            raise CsvError(f"{path} is not a regular file: choose a CSV file.")
        return Source(path.read_bytes())
    except FileNotFoundError:
        raise CsvError(f"There is no file {path}: check its name and folder.") from None
    except PermissionError:
        raise CsvError(f"{path} may not be read by you: change its permissions or copy it.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CsvError(f"{path} cannot be read ({reason}): try a copy of it.") from None
