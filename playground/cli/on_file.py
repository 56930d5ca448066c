"""The commands that read a file. Imported only for them: without the engine the window is there sooner."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from playground.cli.arguments import BadFileError, Command, UsageError
from playground.cli.inspection import inspect
from playground.cli.minima import minima
from playground.cli.predict import predict
from playground.cli.train import train
from playground.data.dataset import DataError
from playground.data.reader import CsvError
from playground.document.edits import EditError

COMMANDS: Mapping[Command, Callable[[argparse.Namespace], int]] = {
    "inspect": inspect,
    "train": train,
    "minima": minima,
    "predict": predict,
}


def run_on_file(command: Command, options: argparse.Namespace) -> int:
    """Do it and return the exit code. Raises `UsageError` or `BadFileError`."""
    try:
        return COMMANDS[command](options)
    except EditError as error:
        raise UsageError(str(error)) from None
    except (CsvError, DataError) as error:
        raise BadFileError(str(error)) from None
