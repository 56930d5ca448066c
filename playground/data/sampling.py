"""A part of a file that is too large to read: lines evenly spread over it, or its first ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

import numpy as np

from playground.data.columns import Codes
from playground.data.errors import CsvError

KEPT_BYTES = 64 * 1024 * 1024
MAX_LINES = 4_000_000
MAX_UNPACKED = 4_000_000_000
"""Bytes. A packed file that unpacks to more is an accident or an attack."""
_HEAD = 100
"""Lines at the beginning that are always kept: titles and names are among them."""
_PIECE = 1 << 23

Progress = Callable[[float], None]
Opened = Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Part:
    """Some lines of a file and their numbers (from 1), and a sentence about the others."""

    raw: bytes
    lines: Codes
    warning: str


@dataclass
class _Count:
    """What one look over all of a file tells."""

    n_bytes: int = 0
    n_lines: int = 0
    whole_lines: bool = True
    """Quotes are in pairs within every line: no record goes over several lines."""


def evenly_spread(opened: Opened, name: str, size: int | None, progress: Progress | None) -> Part:
    """Every n-th line, so that about ``KEPT_BYTES`` are kept; the first lines if records go over several.

    ``opened`` gives the bytes from the beginning each time it is called, ``size`` of them; None if that is
    not known because they are packed: ``CsvError`` if there are more than ``MAX_UNPACKED``. ``progress`` is
    told a share from 0 to 1.
    """
    mark = _line_end(opened(), name)
    count = _counted(opened(), name, mark, size, progress)
    step = max(-(-count.n_bytes // KEPT_BYTES), -(-count.n_lines // MAX_LINES), 1)
    if not count.whole_lines:
        return _first_lines(opened(), name, mark, count)
    pieces: list[bytes] = []
    numbers: list[Codes] = []
    line = done = 0
    for piece in _pieces(opened(), mark):
        if done >= count.n_bytes:
            break  # the file has grown since it was counted
        ends = np.flatnonzero(np.frombuffer(piece, np.uint8) == mark) + 1
        if not len(ends) or ends[-1] != len(piece):
            ends = np.append(ends, len(piece))
        starts = np.append(0, ends[:-1])
        number = np.arange(line, line + len(ends))
        chosen = (number % step == 0) | (number < _HEAD)
        pieces.extend(piece[a:b] for a, b in zip(starts[chosen].tolist(), ends[chosen].tolist(), strict=True))
        numbers.append(number[chosen] + 1)
        line += len(ends)
        done += len(piece)
        _tell(progress, 0.5 + 0.5 * min(1.0, done / count.n_bytes))
    lines = np.concatenate(numbers)
    warning = (
        f"{name} has {line:,} lines, too many to read them all: 1 in {step} is read, evenly spread, "
        f"{len(lines):,} in all."
    )
    return Part(b"".join(pieces), lines, warning)


def _first_lines(stream: IO[bytes], name: str, mark: int, count: _Count) -> Part:
    raw = stream.read(KEPT_BYTES)
    quotes = np.cumsum(np.frombuffer(raw, np.uint8) == ord('"')) % 2 == 0
    ends = np.flatnonzero((np.frombuffer(raw, np.uint8) == mark) & quotes)
    raw = raw[: int(ends[-1]) + 1] if len(ends) else raw
    n = raw.count(bytes([mark]))
    warning = (
        f"{name} has {count.n_lines:,} lines, too many to read them all: only the first {n:,} are read, "
        "because some of its cells go over several lines."
    )
    return Part(raw, np.arange(1, n + 2), warning)


def _counted(stream: IO[bytes], name: str, mark: int, size: int | None, progress: Progress | None) -> _Count:
    count = _Count()
    for piece in _pieces(stream, mark):
        count.n_bytes += len(piece)
        if size is None and count.n_bytes > MAX_UNPACKED:
            most = f"{MAX_UNPACKED / 1e9:.0f} GB"
            raise CsvError(f"{name} unpacks to more than {most}: unpack it and keep part of its rows.")
        characters = np.frombuffer(piece, np.uint8)
        is_end = characters == mark
        count.n_lines += int(np.count_nonzero(is_end))
        is_quote = characters == ord('"')
        if count.whole_lines and is_quote.any():
            odd = np.logical_xor.accumulate(is_quote)
            count.whole_lines = not odd[is_end].any()
        _tell(progress, 0.5 * min(1.0, count.n_bytes / (size or MAX_UNPACKED)))
        if size is not None and count.n_bytes >= size:
            break  # a file that grows while it is read has no end
    return count


def _line_end(stream: IO[bytes], name: str) -> int:
    """The byte that ends a line."""
    some = stream.read(1 << 16)
    if b"\x00" in some:
        raise CsvError(f"{name} is too large for text in UTF-16: save it as UTF-8, or keep part of its rows.")
    return ord("\n") if b"\n" in some else ord("\r")


def _pieces(stream: IO[bytes], mark: int) -> Iterator[bytes]:
    """Pieces of whole lines (the last one perhaps without its end)."""
    rest = b""
    while piece := stream.read(_PIECE):
        piece = rest + piece
        end = piece.rfind(bytes([mark])) + 1
        rest = piece[end:]
        if len(rest) > 64 * _PIECE:
            break
        if end:
            yield piece[:end]
    if rest:
        yield rest


def _tell(progress: Progress | None, share: float) -> None:
    if progress is not None:
        progress(share)
