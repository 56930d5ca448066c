"""The command line: open the window, or train and inspect without one.

Exit codes: 0 done, 1 the installation is incomplete, 2 wrong usage, 3 a file that cannot be used.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from io import TextIOWrapper

from playground.cli.arguments import Command, UsageError, parse
from playground.cli.inspection import inspect
from playground.cli.train import train
from playground.data.dataset import DataError
from playground.data.reader import CsvError
from playground.document.edits import EditError

DONE, INCOMPLETE, WRONG_USAGE, BAD_FILE, INTERRUPTED = 0, 1, 2, 3, 130


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say and return the exit code; what is wrong is one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console without “ or ² still gets its sentence
    command, options = parse(arguments)
    commands: Mapping[Command, Callable[[argparse.Namespace], int]] = {
        "window": open_window,
        "self_test": self_test,
        "inspect": inspect,
        "train": train,
    }
    try:
        code = commands[command](options)
        if sys.stdout is not None:  # None in a bundle without a console
            sys.stdout.flush()  # here, where a closed pipe is understood
        return code
    except (UsageError, EditError) as error:
        return _refuse(str(error), WRONG_USAGE)
    except (CsvError, DataError) as error:
        return _refuse(str(error), BAD_FILE)
    except BrokenPipeError:  # whoever read our output, such as head, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _refuse("Stopped.", INTERRUPTED)


def _refuse(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def open_window(options: argparse.Namespace) -> int:
    """``playground [FILE]``: the window, or a picture of it."""
    if options.screenshot is not None and not options.screenshot.absolute().parent.is_dir():
        raise UsageError(f"There is no folder {options.screenshot.parent} for the picture.")
    try:
        from playground.app import run_app
    except ModuleNotFoundError as error:
        return _miss(error)
    return run_app(options.file, options.screenshot, options.after or 0)


def self_test(_options: argparse.Namespace) -> int:
    """``playground --self-test``: 0 if everything works here, else 1."""
    try:
        from playground.self_test import run_self_test
    except ModuleNotFoundError as error:
        return _miss(error)
    return run_self_test()


def _miss(error: ModuleNotFoundError) -> int:
    """Say which of the packages that the window needs is not there."""
    if error.name is None or error.name.split(".")[0] not in ("PySide6", "pyqtgraph", "contourpy"):
        raise error
    return _refuse(f"The window needs {error.name}: install it with  python -m pip install .", INCOMPLETE)
