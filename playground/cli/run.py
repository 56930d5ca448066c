"""The command line: open the window, or train and inspect without one.

Exit codes: 0 done, 1 the installation is incomplete, 2 wrong usage, 3 a file that cannot be used.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from playground.cli.arguments import BadFileError, Command, UsageError, parse

DONE, INCOMPLETE, WRONG_USAGE, BAD_FILE, INTERRUPTED = 0, 1, 2, 3, 130


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say and return the exit code; what is wrong is one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console without “ or ² still gets its sentence
    command, options = parse(arguments)
    try:
        code = _run_command(command, options)
        if sys.stdout is not None:  # None in a bundle without a console
            sys.stdout.flush()  # here, where a closed pipe is understood
        return code
    except UsageError as error:
        return _refuse(str(error), WRONG_USAGE)
    except BadFileError as error:
        return _refuse(str(error), BAD_FILE)
    except BrokenPipeError:  # whoever read our output, such as head, has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _refuse("Stopped.", INTERRUPTED)


def _run_command(command: Command, options: argparse.Namespace) -> int:
    if command == "window":
        return open_window(options)
    if command == "self_test":
        return self_test()
    from playground.cli.on_file import run_on_file

    return run_on_file(command, options)


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


def self_test() -> int:
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
