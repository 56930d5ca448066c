"""Reading a table, in this process or in one of its own. No Qt: the child process imports this file."""

from __future__ import annotations

import logging
import multiprocessing
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from playground.data.columns import Table
from playground.data.errors import CsvError
from playground.data.reader import read_table

log = logging.getLogger(__name__)


def table_or_refusal(path: Path) -> Table | str:
    """The table, or one sentence saying why there is none."""
    try:
        return read_table(path)
    except CsvError as error:
        return error.message
    except Exception as error:
        log.exception("Reading %s failed", path)
        return f"{path.name} cannot be read ({error})."


class TableProcess:
    """Reads one table in a child process, so that the window stays awake, and can be stopped half-way."""

    def __init__(self, path: Path) -> None:
        # Spawned: a forked child of a program with threads may inherit a lock that nobody will release.
        context = multiprocessing.get_context("spawn")
        self._path = path
        self._receiver, sender = context.Pipe(duplex=False)
        self._process: SpawnProcess = context.Process(target=_send_table, args=(path, sender), daemon=True)
        self._process.start()
        sender.close()

    def table_or_refusal(self) -> Table | str:
        """Wait for the child; a refusal if it was stopped or died."""
        try:
            result: Table | str = self._receiver.recv()
        except EOFError:
            result = f"{self._path.name} could not be read to its end: perhaps there is not enough memory."
        finally:
            self._receiver.close()
            self._process.join()
        return result

    def stop(self) -> None:
        """End the child at once. May be called from another thread than the one that waits."""
        self._process.terminate()


def _send_table(path: Path, sender: Connection) -> None:
    sender.send(table_or_refusal(path))
    sender.close()
