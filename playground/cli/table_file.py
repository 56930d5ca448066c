"""The table in the file that a command names, read as its options want it."""

from __future__ import annotations

import argparse
import shlex
from dataclasses import replace

from playground.cli.arguments import BadFileError, UsageError
from playground.data.columns import Table
from playground.data.dialect import ReadingChoice
from playground.data.errors import SeveralTablesError, TooWideError
from playground.data.matching import columns_to_read
from playground.data.reader import read_table
from playground.document.predict import reading_like
from playground.document.project import Project


def table_in_file(options: argparse.Namespace, trained: Project | None = None) -> Table:
    """Read ``options.file``, for the network that was ``trained`` or to train one.

    Raises ``CsvError``, or `BadFileError` that says which option would help.
    """
    reading = _reading(options, ReadingChoice() if trained is None else reading_like(trained))
    try:
        return read_table(options.file, reading=reading)
    except TooWideError as error:
        needed = None if trained is None else columns_to_read(error.names, trained.recipe)
        if needed is not None:
            return read_table(options.file, reading=replace(reading, places=needed))
        raise BadFileError(
            _with_option(error.message, "--columns", error.suggested.replace(" ", ""))
        ) from None
    except SeveralTablesError as error:
        raise BadFileError(_with_option(error.message, "--member", error.names[0])) from None


def _reading(options: argparse.Namespace, found: ReadingChoice) -> ReadingChoice:
    if options.sheet is not None and options.member is not None:
        raise UsageError("A workbook has sheets, an archive has members: give --sheet or --member, not both.")
    member = options.sheet if options.sheet is not None else options.member
    return replace(found, places=options.columns, member=member)


def _with_option(message: str, option: str, value: str) -> str:
    return f"{message.removesuffix('.')}, for example with {option} {shlex.quote(value)}."
