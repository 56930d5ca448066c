"""Reading a table, in this process or in one of its own. No Qt: the child process imports this file."""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import NamedTuple

from playground.data.apply import input_fields
from playground.data.columns import Column, Table
from playground.data.dataset import DataError, prepare
from playground.data.dialect import ReadingChoice
from playground.data.errors import CsvError
from playground.data.reader import Readable, read_table
from playground.data.recipe import Recipe, guess_recipe
from playground.data.source import Source

log = logging.getLogger(__name__)

Progress = Callable[[float], None]

_PIECE = 1 << 20
"""Bytes"""
_MOST_WORDS = 10_000
_LEAST_STEP = 0.005


def table_or_refusal(
    source: Readable, name: str, choice: ReadingChoice, progress: Progress
) -> Table | CsvError:
    """The table, or why there is none."""
    try:
        return read_table(source, name, choice, progress)
    except CsvError as error:
        return error
    except Exception as error:
        log.exception("Reading %s failed", name)
        return CsvError(f"{name} cannot be read ({error}).")


def look_over(table: Table, recipe: Recipe | None = None) -> None:
    """Work out what everybody will ask first (recipe, numbers, ranges), so that nobody waits for it.

    The table, its columns, ``prepare`` and ``input_fields`` remember it. Without a ``recipe`` it is guessed.
    """
    for column in table.columns:
        _ = column.limits, column.n_distinct
    with suppress(DataError):  # whoever asks will be told
        recipe = guess_recipe(table) if recipe is None else recipe
        input_fields(table, recipe, prepare(table, recipe).once())


class TableProcess:
    """Reads one table in a child process, so that the window stays awake, and can be stopped half-way."""

    def __init__(self, source: Readable, name: str, choice: ReadingChoice) -> None:
        # Spawned: a forked child of a program with threads may inherit a lock that nobody will release.
        context = multiprocessing.get_context("spawn")
        self._name, self._given = name, _bytes_of(source)
        self._pipe, other_end = context.Pipe()
        self._process: SpawnProcess = context.Process(
            target=_read_for, args=(_with_bytes(source, b"", b""), name, choice, other_end), daemon=True
        )
        self._process.start()
        other_end.close()

    def table_or_refusal(self, progress: Progress) -> Table | CsvError:
        """Hand over what is to be read and wait for the child; a refusal if it was stopped or died."""
        try:
            for content in self._given:
                _send_bytes(content, self._pipe)
            return self._received(progress)
        except (EOFError, OSError):
            return CsvError(f"{self._name} could not be read to its end: perhaps there is not enough memory.")
        finally:
            self._pipe.close()
            self._process.join()

    def _received(self, progress: Progress) -> Table | CsvError:
        columns: list[Column] = []
        words: list[str] = []
        while True:
            message = self._pipe.recv()
            if isinstance(message, float):
                progress(message)
            elif isinstance(message, _Words):
                words.extend(message.words)
            elif isinstance(message, Column):
                columns.append(replace(message, categories=tuple(words)))
                words.clear()
            elif isinstance(message, CsvError):
                return message
            else:
                end: _End = message
                return self._whole(end, tuple(columns))

    def _whole(self, end: _End, columns: tuple[Column, ...]) -> Table:
        table, (raw, outer) = end.table, self._given
        if end.raw_follows:
            raw = _received_bytes(self._pipe)
        if end.outer_follows:
            outer = _received_bytes(self._pipe)
        container = table.container and replace(table.container, raw=outer)
        return replace(table, columns=columns, raw=raw, container=container)

    def stop(self) -> None:
        """End the child at once. May be called from another thread than the one that waits."""
        self._process.kill()


class _Words(NamedTuple):
    """Some categories of the column that follows: a million at once would stop the window."""

    words: tuple[str, ...]


class _End(NamedTuple):
    """The table without columns and bytes, and which bytes follow: those that whoever asks does not have."""

    table: Table
    raw_follows: bool
    outer_follows: bool


def _read_for(source: Readable, name: str, choice: ReadingChoice, pipe: Connection) -> None:
    """The child's work: sends a `CsvError`, or columns, an `_End` and bytes; until then, how far it is."""
    told = 0.0

    def tell(share: float) -> None:
        nonlocal told
        if share >= told + _LEAST_STEP:
            told = share
            pipe.send(share)

    given = _received_bytes(pipe), _received_bytes(pipe)
    result = table_or_refusal(_with_bytes(source, *given), name, choice, tell)
    if isinstance(result, Table):
        _send_table(result, given, pipe)
    else:
        pipe.send(result)
    pipe.close()


def _send_table(table: Table, given: tuple[bytes, bytes], pipe: Connection) -> None:
    for column in table.columns:
        for start in range(0, len(column.categories), _MOST_WORDS):
            pipe.send(_Words(column.categories[start : start + _MOST_WORDS]))
        pipe.send(replace(column, categories=()))
    container, raw = table.container, table.raw
    outer = given[1] if container is None else container.raw
    bare = replace(table, columns=(), raw=b"", container=container and replace(container, raw=b""))
    pipe.send(_End(bare, raw != given[0], outer != given[1]))
    for content, known in zip((raw, outer), given, strict=True):
        if content != known:
            _send_bytes(content, pipe)


def _send_bytes(content: bytes, pipe: Connection) -> None:
    """Bit by bit: at once they would stop the window while they are copied."""
    for start in range(0, len(content), _PIECE):
        pipe.send_bytes(content, start, min(_PIECE, len(content) - start))
    pipe.send_bytes(b"")


def _received_bytes(pipe: Connection) -> bytes:
    whole = BytesIO()
    while piece := pipe.recv_bytes():
        whole.write(piece)
    return whole.getvalue()


def _bytes_of(source: Readable) -> tuple[bytes, bytes]:
    """The bytes at hand: those of the table, and of the file with several tables in it."""
    if isinstance(source, Source):
        return source.raw, b"" if source.container is None else source.container.raw
    return source if isinstance(source, bytes) else b"", b""


def _with_bytes(source: Readable, raw: bytes, outer: bytes) -> Readable:
    """What is to be read with other bytes in it; a path has none."""
    if isinstance(source, Source):
        return replace(source, raw=raw, container=source.container and replace(source.container, raw=outer))
    return raw if isinstance(source, bytes) else source
