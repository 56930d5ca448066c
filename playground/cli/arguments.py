"""What can be typed behind ``playground``, with its defaults and limits."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from playground import __version__
from playground.data.column_ranges import normalized

Command = Literal["window", "self_test", "inspect", "train", "predict", "minima"]

HIDDEN = (8,)
ACTIVATION = "tanh"
BATCH_SIZE = 10
EPOCHS = 80
LEAST_UPDATES = 900
"""Few rows make few updates an epoch: by default they get so many epochs more."""

MOST_LAYERS = 20
MOST_NEURONS = 1_000


class UsageError(Exception):
    """Options that don't fit the file or each other; the text is one sentence."""


class BadFileError(Exception):
    """A file that cannot be used; the text is one sentence."""


def parse(arguments: Sequence[str]) -> tuple[Command, argparse.Namespace]:
    """The command and its options; ``SystemExit`` for help, version and wrong ones.

    The first word decides: a file that is called "train" is opened as ./train.
    """
    if arguments and arguments[0] == "train":
        options = _train_parser().parse_args(arguments[1:])
        options.automatic = not any(_chooses_how_to_learn(word) for word in arguments[1:])
        return "train", options
    if arguments and arguments[0] == "inspect":
        return "inspect", _inspect_parser().parse_args(arguments[1:])
    if arguments and arguments[0] == "predict":
        return "predict", _predict_parser().parse_args(arguments[1:])
    if arguments and arguments[0] == "minima":
        return "minima", _minima_parser().parse_args(_joined_window(arguments[1:]))
    parser = _window_parser()
    options = parser.parse_args(arguments)
    if options.after is not None and options.screenshot is None:
        parser.error("--after goes with --screenshot")
    return ("self_test" if options.self_test else "window"), options


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="playground",
        description="Build a neural network with the mouse, drop a CSV on it and watch it learn.",
        epilog="Without a window: playground train FILE …, playground inspect FILE …, "
        "playground predict PROJECT FILE …, playground minima NAME|PROJECT … (each with --help). "
        "Exit codes: 0 done, 2 wrong usage, 3 a file that cannot be used.",
    )
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path, help="a CSV file or a project to open")
    parser.add_argument(
        "--screenshot", metavar="PNG", type=Path, help="save a picture of the window and leave"
    )
    parser.add_argument(
        "--after", metavar="EPOCHS", type=_whole(0), help="train so many epochs before the picture (0)"
    )
    parser.add_argument(
        "--self-test", action="store_true", help="check out of sight that this installation works"
    )
    parser.add_argument("--version", action="version", version=f"playground {__version__}")
    return parser


def _inspect_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="playground inspect", description="Say how a CSV file is read and what would be learned from it."
    )
    parser.add_argument("file", metavar="FILE", type=Path)
    _add_reading_options(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _add_reading_options(parser: argparse.ArgumentParser) -> None:
    """Which part of the file is read."""
    add = parser.add_argument_group("what is read of the file").add_argument
    add("--columns", metavar="1-20,57,last", type=_columns, help="only these columns, by their places (all)")
    add("--sheet", metavar="NAME", help="of a workbook this sheet (the first that holds a table)")
    add("--member", metavar="NAME", help="of an archive this file (the only table in it)")


def _columns(text: str) -> str:
    try:
        return normalized(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _predict_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="playground predict",
        description="Ask a trained network about the rows of another file. Its columns are found by their "
        "names: in any order, others beside them; what is missing or unknown is said, with its line.",
        epilog="Without --out and --json the file's columns and the answers are printed as CSV. "
        "Exit codes: 0 done, 2 wrong usage, 3 a project or a file that cannot be used.",
    )
    parser.add_argument("project", metavar="PROJECT", type=Path, help="a project (.nnp) that was trained")
    parser.add_argument("file", metavar="FILE", type=Path, help="a CSV file with the network's inputs")
    parser.add_argument(
        "--out", metavar="CSV", type=Path, help="save the file's columns and the answers beside them"
    )
    _add_reading_options(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _minima_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="playground minima",
        description="List minima, saddles and what else stands out of a cost surface, and prove the lowest.",
    )
    parser.add_argument(
        "what", metavar="NAME|PROJECT", help="a function, such as himmelblau, or a project file"
    )
    parser.add_argument(
        "--window", metavar="X0,X1,Y0,Y1", type=_window, help="where to look (the function's, the project's)"
    )
    parser.add_argument(
        "--log-axes", action="store_true", help="coordinates and window are logarithms to the base 10"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def _joined_window(arguments: Sequence[str]) -> list[str]:
    """``--window -5,5,-5,5`` as one word, because argparse takes -5,5,-5,5 for an option."""
    joined: list[str] = []
    for word in arguments:
        if joined and joined[-1] == "--window":
            joined[-1] = f"--window={word}"
        else:
            joined.append(word)
    return joined


def _window(text: str) -> tuple[float, float, float, float]:
    try:
        x0, x1, y0, y1 = (float(part) for part in text.split(","))
    except ValueError:
        x0 = x1 = y0 = y1 = math.nan
    if not (all(map(math.isfinite, (x0, x1, y0, y1))) and x0 < x1 and y0 < y1):
        raise argparse.ArgumentTypeError(
            f"must be four numbers x0,x1,y0,y1 with x0 < x1, y0 < y1, not {text!r}"
        )
    return x0, x1, y0, y1


def _train_parser() -> argparse.ArgumentParser:
    # Here: the window must not wait for NumPy.
    from playground.cli.training_options import (
        add_learning_options,
        add_stop_options,
        settings_listed,
    )

    parser = argparse.ArgumentParser(
        prog="playground train",
        description="Train a network on a CSV file and say how good it got. Unless an option says how to "
        "learn, size, penalty and epochs are chosen by cross-validation on the training rows.",
        epilog=settings_listed(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", type=Path)
    _add_plain_options(parser)
    _add_reading_options(parser)
    add_learning_options(parser)
    add_stop_options(parser, _whole(1))
    return parser


def _add_plain_options(parser: argparse.ArgumentParser) -> None:
    """What is learned, by what size of network, for how long, and what to do with it."""
    from playground.engine.activations import ACTIVATIONS

    add = parser.add_argument
    hidden = ",".join(map(str, HIDDEN))
    add("--target", metavar="NAME", help="the column to learn (a guess if not given)")
    add("--hidden", metavar="8,8", type=_sizes, default=HIDDEN, help=f"hidden layers, or none ({hidden})")
    add(
        "--activation",
        choices=[name for name, each in ACTIVATIONS.items() if not each.only_for_outputs],
        default=ACTIVATION,
        help=f"of hidden neurons ({ACTIVATION})",
    )
    add(
        "--batch-size",
        metavar="N|all",
        type=_batch_size,
        default=BATCH_SIZE,
        help=f"rows of one update, from 1 on ({BATCH_SIZE})",
    )
    add("--epochs", metavar="N", type=_whole(1), help=f"passes over all rows ({EPOCHS}, more for few rows)")
    add("--seed", metavar="S", type=_whole(0), default=1, help="for split, first weights and row order (1)")
    add("--out", metavar="PROJECT", type=Path, help="save the trained network as a project file (.nnp)")
    add("--json", action="store_true", help="print JSON")


def _chooses_how_to_learn(word: str) -> bool:
    """Whether this is an option of ``train`` other than which column, which seed, and what to do with the
    result."""
    others = ("--target", "--seed", "--out", "--json", "--columns", "--sheet", "--member")
    return word.startswith("--") and word.partition("=")[0] not in others


def _whole(least: int) -> Callable[[str], int]:
    def convert(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 19 and int(text) >= least):
            raise argparse.ArgumentTypeError(
                f"must be a whole number from {least} on, of at most 18 digits, not {text!r}"
            )
        return int(text)

    return convert


def _batch_size(text: str) -> int | None:
    """Rows of one batch; None means all of them."""
    if text == "all":
        return None
    try:
        return _whole(1)(text)
    except argparse.ArgumentTypeError as error:
        raise argparse.ArgumentTypeError(f"{error}; or the word all") from None


def _sizes(text: str) -> tuple[int, ...]:
    """Sizes of the hidden layers: ``8,8``; ``none`` for no hidden layer."""
    if text == "none":
        return ()
    parts = [part.strip() for part in text.split(",")]
    sizes = tuple(int(part) if part.isascii() and part.isdigit() and len(part) < 9 else 0 for part in parts)
    if not all(1 <= size <= MOST_NEURONS for size in sizes) or len(sizes) > MOST_LAYERS:
        raise argparse.ArgumentTypeError(
            f"must be up to {MOST_LAYERS} whole numbers from 1 to {MOST_NEURONS}, such as 8,8, or none, "
            f"not {text!r}"
        )
    return sizes
