"""A part of a file that is too large to read: lines evenly spread over it, or its first ones."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from playground.data.columns import Codes, Part
from playground.data.encoding import certain_encoding
from playground.data.errors import CsvError
from playground.data.refusals import refuse_binary, refuse_control_characters

KEPT_BYTES = 64 * 1024 * 1024
MAX_LINES = 4_000_000
MAX_UNPACKED = 4_000_000_000
"""Bytes. A packed file that unpacks to more is an accident or an attack."""
_HEAD = 100
"""Lines at the beginning that are always kept: titles and names are among them."""
_PIECE = 1 << 23
_SOME = 1 << 16

Progress = Callable[[float], None]


class Readable(Protocol):
    """All that is asked of a stream of bytes."""

    def read(self, n: int, /) -> bytes: ...


Opened = Callable[[], Readable]


@dataclass
class _Count:
    """What one look over all of a file tells."""

    n_bytes: int = 0
    n_lines: int = 0
    whole_lines: bool = True
    """Quotes are in pairs within every line: no record goes over several lines."""


def evenly_spread(
    opened: Opened, name: str, size: int | None, progress: Progress | None
) -> tuple[bytes, Part]:
    """Every n-th line, so that about ``KEPT_BYTES`` are kept, and which ones they are; the first lines if
    records go over several. Text in UTF-16 or UTF-32 becomes UTF-8.

    ``opened`` gives the bytes from the beginning each time it is called, ``size`` of them; None if that is
    not known because they are packed: ``CsvError`` if there are more than ``MAX_UNPACKED``. ``progress`` is
    told a share from 0 to 1.
    """
    some = opened().read(_SOME)
    refuse_binary(some, name)
    encoding = certain_encoding(some)
    if encoding.startswith(("utf-16", "utf-32")):
        return _of_wide_text(opened, encoding, name, size, progress)
    refuse_control_characters(some.decode("latin-1"), name)
    mark = ord("\n") if b"\n" in some else ord("\r")
    count = _counted(opened(), name, mark, size, progress)
    step = max(-(-count.n_bytes // KEPT_BYTES), -(-count.n_lines // MAX_LINES), 1)
    if not count.whole_lines:
        return _first_lines(opened(), name, mark, count)
    raw, lines = _every(step, opened(), mark, count, progress)
    warning = (
        f"{name} has {count.n_lines:,} lines, too many to read them all: 1 in {step} is read, evenly spread, "
        f"{len(lines):,} in all."
    )
    return raw, Part(lines, warning)


def _every(
    step: int, stream: Readable, mark: int, count: _Count, progress: Progress | None
) -> tuple[bytes, Codes]:
    """The first lines and one in ``step`` of the others, and their numbers (from 1)."""
    pieces: list[bytes] = []
    numbers: list[Codes] = []
    line = done = 0
    for piece in _pieces(stream, mark):
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
    return b"".join(pieces), np.concatenate(numbers)


def _of_wide_text(
    opened: Opened, encoding: str, name: str, size: int | None, progress: Progress | None
) -> tuple[bytes, Part]:
    """The same of text whose characters are several bytes each."""
    try:
        raw, part = evenly_spread(lambda: _AsUtf8(opened(), encoding, size), name, size, progress)
    except UnicodeDecodeError:
        raise CsvError(
            f"{name} says it is {encoding.upper()} text but is damaged: save it as UTF-8."
        ) from None
    return raw, Part(part.lines, f"{part.sentence} It is {encoding.upper()} text, kept as UTF-8.")


class _AsUtf8:
    """At most ``size`` bytes of text in another encoding, as UTF-8."""

    def __init__(self, stream: Readable, encoding: str, size: int | None) -> None:
        self._stream, self._left = stream, size
        self._decoder = codecs.getincrementaldecoder(encoding)()

    def read(self, n: int, /) -> bytes:
        """What ``n`` bytes there become here; nothing at the end."""
        if self._left is not None:
            n = min(n, self._left)
            self._left -= n
        raw = self._stream.read(n)
        return self._decoder.decode(raw, final=not raw).encode()


def _first_lines(stream: Readable, name: str, mark: int, count: _Count) -> tuple[bytes, Part]:
    raw = stream.read(KEPT_BYTES)
    quotes = np.cumsum(np.frombuffer(raw, np.uint8) == ord('"')) % 2 == 0
    ends = np.flatnonzero((np.frombuffer(raw, np.uint8) == mark) & quotes)
    raw = raw[: int(ends[-1]) + 1] if len(ends) else raw
    n = raw.count(bytes([mark]))
    warning = (
        f"{name} has {count.n_lines:,} lines, too many to read them all: only the first {n:,} are read, "
        "because some of its cells go over several lines."
    )
    return raw, Part(np.arange(1, n + 2), warning)


def _counted(stream: Readable, name: str, mark: int, size: int | None, progress: Progress | None) -> _Count:
    count = _Count()
    for piece in _pieces(stream, mark):
        count.n_bytes += len(piece)
        if size is None and count.n_bytes > MAX_UNPACKED:
            most = f"{MAX_UNPACKED / 1e9:.0f} GB"
            raise CsvError(f"{name} unpacks to more than {most}: unpack it and keep part of its rows.")
        characters = np.frombuffer(piece, np.uint8)
        is_end = characters == mark
        count.n_lines += int(np.count_nonzero(is_end)) + int(not is_end[-1])  # the last may have no end
        is_quote = characters == ord('"')
        if count.whole_lines and is_quote.any():
            odd = np.logical_xor.accumulate(is_quote)
            count.whole_lines = not odd[is_end].any()
        _tell(progress, 0.5 * min(1.0, count.n_bytes / (size or MAX_UNPACKED)))
        if size is not None and count.n_bytes >= size:
            break  # a file that grows while it is read has no end
    return count


def _pieces(stream: Readable, mark: int) -> Iterator[bytes]:
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
