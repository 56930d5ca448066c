"""The bytes of a table: of a file, of what is packed in it, or of a part of it if it is too large."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO

from playground.data.columns import Codes, Part, Table
from playground.data.container import MAX_KEPT, Container, listed, member_named
from playground.data.errors import CsvError, SeveralTablesError
from playground.data.sampling import MAX_LINES, evenly_spread
from playground.data.sheets import is_workbook, sheet_as_csv

MAX_BYTES = 128 * 1024 * 1024
"""A larger file is read in part."""
BEGINNING = 1 << 16
"""Bytes that are read to see what they would be; a multiple of every character's width."""
_TABLE_ENDINGS = frozenset({".csv", ".tsv", ".tab", ".txt", ".data", ".dat"})
_OTHER_KINDS = frozenset({"word", "ppt", "mimetype", "project.json"})
"""A zip with one of these is a document or a project."""
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Source:
    """``raw`` bytes to read, all or a ``part`` of a file's lines. ``container``: the file they are one of
    several tables of.
    """

    raw: bytes
    part: Part | None = None
    container: Container | None = None

    @property
    def warnings(self) -> tuple[str, ...]:
        return () if self.part is None else (self.part.sentence,)

    def real_lines(self, lines: Codes) -> Codes:
        """Line numbers in ``raw`` as line numbers in the file."""
        return lines if self.part is None else self.part.lines[lines - 1]

    def real_line(self, line: int) -> int:
        return line if self.part is None else int(self.part.lines[line - 1])


def of_table(table: Table, member: str | None) -> bytes | Source:
    """What to read again for a table that was read already, or for another ``member`` of its file."""
    if table.container is not None and member != table.reading.member:
        return table.container.raw
    return Source(table.raw, table.part, table.container)


def beginning(source: bytes | Source) -> bytes | Source:
    """The first lines of a long table; all of a short one, and of a file with several tables in it."""
    if not isinstance(source, Source) or len(source.raw) <= BEGINNING:
        return source
    head = source.raw[:BEGINNING]
    if b"\0" not in head:  # in UTF-16 a line ends between two bytes
        head = head[: head.rfind(b"\n") + 1] or head
    return replace(source, raw=head, container=None)


def from_bytes(raw: bytes, name: str, member: str | None = None) -> Source:
    """Bytes that are at hand, unpacked if they are packed. Raises ``CsvError``."""
    with _read_errors(name):
        return _from_stream(io.BytesIO(raw), name, member, None)


def from_file(path: Path, member: str | None = None, progress: Progress | None = None) -> Source:
    """The bytes of a file, unpacked if they are packed: of its ``member``, or of the only table in it.

    Raises ``CsvError``.
    """
    with _read_errors(str(path)):
        address = re.match(r"([a-z]{2,}):/", str(path), re.IGNORECASE)
        if address is not None and not path.exists():
            if address[1].lower() == "file":
                raise CsvError(f"{path} is an address: give the file's path, without {address[0][:-1]}")
            full = str(path).replace(":/", "://", 1)  # a path has lost one of the two
            raise CsvError(f"{full} is a web address: download the file first, then open it.")
        if path.is_dir():
            raise CsvError(f"{path.name or path} is a folder: choose one CSV file in it.")
        if path.exists() and not path.is_file():
            raise CsvError(f"{path} is not a regular file: choose a CSV file.")
        with path.open("rb") as stream:
            return _from_stream(stream, path.name, member, progress)


@contextmanager
def _read_errors(place: str) -> Iterator[None]:
    """What can go wrong on the way from the disk, as sentences."""
    try:
        yield
    except FileNotFoundError:
        raise CsvError(f"There is no file {place}: check its name and folder.") from None
    except PermissionError:
        raise CsvError(f"{place} may not be read by you: change its permissions or copy it.") from None
    # zipfile raises RuntimeError for a locked file and NotImplementedError for an unknown kind of packing.
    except (zipfile.BadZipFile, zlib.error, gzip.BadGzipFile, EOFError, NotImplementedError, RuntimeError):
        raise CsvError(
            f"{place} is packed but damaged or locked: unpack it and open the CSV inside."
        ) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CsvError(f"{place} cannot be read ({reason}): try a copy of it.") from None


def _from_stream(stream: IO[bytes], name: str, member: str | None, progress: Progress | None) -> Source:
    start = stream.read(4096)
    stream.seek(0)
    if is_workbook(start, stream):
        return _of_workbook(stream.read(), name, member)
    if start.startswith(_ZIP):
        with zipfile.ZipFile(stream) as archive:
            if not _OTHER_KINDS.intersection(name.split("/")[0] for name in archive.namelist()):
                return _of_archive(stream, archive, name, member, progress)
    if member is not None:
        raise CsvError(f"{name} is neither workbook nor archive: it holds one table, not “{member}”.")
    if start.startswith(_GZIP):
        return _read(lambda: io.BufferedReader(gzip.GzipFile(fileobj=_again(stream))), name, None, progress)
    size = stream.seek(0, io.SEEK_END)
    return _read(lambda: _again(stream), name, size, progress)


def _again(stream: IO[bytes]) -> IO[bytes]:
    stream.seek(0)
    return stream


def _of_workbook(raw: bytes, name: str, member: str | None) -> Source:
    table, book = sheet_as_csv(raw, name, member)
    if len(book.members) == 1:
        return Source(table)
    return Source(table, container=book if len(raw) <= MAX_KEPT else None)


def _of_archive(
    stream: IO[bytes], archive: zipfile.ZipFile, name: str, member: str | None, progress: Progress | None
) -> Source:
    """The chosen table of an archive, or its only one. ``SeveralTablesError`` if there are others."""
    files = {
        info.filename: info
        for info in archive.infolist()
        if not info.is_dir() and not info.filename.startswith("__MACOSX/")
    }
    tables = [each for each in files if PurePosixPath(each).suffix.lower() in _TABLE_ENDINGS] or list(files)
    if not tables:
        raise CsvError(f"{name} is an empty archive: choose a file with a table in it.")
    if member is None and len(tables) > 1:
        raise SeveralTablesError(
            f"{name} holds {len(tables):,} tables, {listed(tables)}: choose one of them.",
            name,
            tables,
            [files[each].file_size for each in tables],
        )
    chosen = tables[0] if member is None else member_named(member, files, name, "file")
    found = _read(lambda: archive.open(files[chosen]), name, None, progress)
    if len(tables) == 1 or stream.seek(0, io.SEEK_END) > MAX_KEPT:
        return found
    stream.seek(0)
    members = tables if chosen in tables else [*tables, chosen]
    return replace(found, container=Container("file", stream.read(), tuple(members), chosen))


def _read(
    unpacked: Callable[[], IO[bytes]], name: str, size: int | None, progress: Progress | None
) -> Source:
    """All that the stream holds; of more than ``MAX_BYTES`` or very many lines an evenly spread part."""
    raw = unpacked().read(MAX_BYTES + 1)
    if len(raw) <= MAX_BYTES and raw.count(b"\n") <= MAX_LINES:
        return Source(raw)
    del raw
    return Source(*evenly_spread(unpacked, name, size, progress))
