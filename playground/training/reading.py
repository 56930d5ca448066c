"""Reading a table, in this process or in one of its own. No Qt: the child process imports this file."""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
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
"""Bytes. What comes through the pipe is unpacked while the window has to wait: bit by bit, not at once."""
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
        self._name, self._given = name, _given(source)
        self._receiver, sender = context.Pipe(duplex=False)
        self._process: SpawnProcess = context.Process(
            target=_send_table, args=(source, name, choice, sender), daemon=True
        )
        self._process.start()
        sender.close()

    def table_or_refusal(self, progress: Progress) -> Table | CsvError:
        """Wait for the child; a refusal if it was stopped or died."""
        try:
            return self._received(progress)
        except (EOFError, OSError):
            return CsvError(f"{self._name} could not be read to its end: perhaps there is not enough memory.")
        finally:
            self._receiver.close()
            self._process.join()

    def _received(self, progress: Progress) -> Table | CsvError:
        columns: list[Column] = []
        raw: list[bytes] = []
        outer: list[bytes] = []
        while True:
            message = self._receiver.recv()
            if isinstance(message, float):
                progress(message)
            elif isinstance(message, Column):
                columns.append(message)
            elif isinstance(message, _Piece):
                (outer if message.is_outer else raw).append(message.content)
            elif isinstance(message, CsvError):
                return message
            else:
                table: Table = message
                whole, around = (b"".join(p) or g for p, g in zip((raw, outer), self._given, strict=True))
                container = table.container and replace(table.container, raw=around)
                return replace(table, columns=tuple(columns), raw=whole, container=container)

    def stop(self) -> None:
        """End the child at once. May be called from another thread than the one that waits."""
        self._process.kill()


class _Piece(NamedTuple):
    """Some of the table's bytes, or, ``is_outer``, of those of the file with several tables in it."""

    content: bytes
    is_outer: bool


def _send_table(source: Readable, name: str, choice: ReadingChoice, sender: Connection) -> None:
    told = 0.0

    def tell(share: float) -> None:
        nonlocal told
        if share >= told + _LEAST_STEP:
            told = share
            sender.send(share)

    result = table_or_refusal(source, name, choice, tell)
    if isinstance(result, Table):
        for column in result.columns:
            sender.send(column)
        container, given = result.container, _given(source)
        if result.raw != given[0]:  # else whoever asked has these bytes
            _send_bytes(result.raw, sender, is_outer=False)
        if container is not None:
            if container.raw != given[1]:
                _send_bytes(container.raw, sender, is_outer=True)
            container = replace(container, raw=b"")
        result = replace(result, columns=(), raw=b"", container=container)
    sender.send(result)
    sender.close()


def _send_bytes(content: bytes, sender: Connection, *, is_outer: bool) -> None:
    for start in range(0, len(content), _PIECE):
        sender.send(_Piece(content[start : start + _PIECE], is_outer))


def _given(source: Readable) -> tuple[bytes, bytes]:
    """The bytes that whoever asks has: those of the table, and of the file with several tables in it."""
    if isinstance(source, Source):
        return source.raw, b"" if source.container is None else source.container.raw
    return (source, source) if isinstance(source, bytes) else (b"", b"")
