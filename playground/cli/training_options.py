"""The options of ``playground train`` that say how to learn, with the ranges the window has too."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterable, Mapping

from playground.engine.activations import ACTIVATIONS
from playground.engine.costs import COSTS
from playground.engine.initializers import INITIALIZERS
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.schedules import SCHEDULES
from playground.engine.settings import Setting
from playground.engine.specs import CLOCKS

OPTIMIZER = "adam"
LEARNING_RATE = 0.005


def add_learning_options(parser: argparse.ArgumentParser) -> None:
    """What is made small, from where, by which steps, and against whom."""
    _add_race_options(parser)
    add = parser.add_argument_group("how to learn").add_argument
    add("--output-activation", choices=list(ACTIVATIONS), help="of the outputs (what suits target and cost)")
    add("--cost", choices=list(COSTS), help="what is made small (what suits target and outputs)")
    add("--l1", metavar="P", type=amount, default=0.0, help="penalty P · Σ |w|, from 0 on (0)")
    add("--l2", metavar="P", type=amount, default=0.0, help="penalty ½ P · Σ w², from 0 on (0)")
    add("--penalize-biases", action="store_true", help="the penalty counts biases too")
    add("--start", choices=list(INITIALIZERS), default="glorot", help="starting weights (glorot)")
    add("--optimizer", choices=list(OPTIMIZERS), default=OPTIMIZER, help=f"how to update ({OPTIMIZER})")
    about_rate = f"how far an update goes, above 0 ({LEARNING_RATE})"
    add("--learning-rate", metavar="R", type=positive, default=LEARNING_RATE, help=about_rate)
    setting = "NAME=VALUE"
    add("--set", metavar=setting, type=pair, action="append", default=[], help="a setting of the optimizer")
    add("--schedule", choices=list(SCHEDULES), default="constant", help="of the learning rate (constant)")
    add("--schedule-set", metavar=setting, type=pair, action="append", default=[], help="one of its settings")


def _add_race_options(parser: argparse.ArgumentParser) -> None:
    from playground.cli.race import rival

    add = parser.add_argument_group("a race from the same starting weights").add_argument
    form = "OPTIMIZER[,N|all[,R]]"
    about_rivals = "one more runner (1 row, the optimizer's own rate), up to 5; the scores are the first's"
    add("--rival", metavar=form, type=rival, action="append", default=[], help=about_rivals)
    about_clock = "what keeps the runners in step (epochs); an evaluation is one row's cost with its slope"
    add("--clock", choices=list(CLOCKS), help=about_clock)


def add_stop_options(parser: argparse.ArgumentParser, whole: Callable[[str], int]) -> None:
    add = parser.add_argument_group("when to stop, besides after the epochs").add_argument
    add("--cost-below", metavar="C", type=number, help="stop when the training cost is below C")
    add("--updates", metavar="N", type=whole, help="stop after N updates, from 1 on")
    add(
        "--no-improvement",
        metavar="N",
        type=whole,
        help="stop after N epochs without a lower cost, from 1 on",
    )
    add("--seconds", metavar="S", type=positive, help="stop after S seconds of training, above 0")


def settings_listed() -> str:
    """Every optimizer's and schedule's settings with default and range, for the end of the help."""
    parts = ["settings of the optimizers, with default and range (--set NAME=VALUE):"]
    parts += _listed((name, each.settings) for name, each in OPTIMIZERS.items())
    parts += ["", "settings of the schedules (--schedule-set NAME=VALUE):"]
    parts += _listed((name, each.settings) for name, each in SCHEDULES.items())
    return "\n".join(parts)


def _listed(owners: Iterable[tuple[str, tuple[Setting, ...]]]) -> list[str]:
    lines = []
    for name, settings in owners:
        texts = [f"{each.name} {each.default:g} ({each.low:g} to {each.high:g})" for each in settings]
        lines += [f"  {name if i == 0 else '':12}{text}" for i, text in enumerate(texts)]
    return lines


def unknown_setting(given: Mapping[str, float], settings: Iterable[Setting], owner: str) -> str | None:
    """A sentence about the first name that isn't among the settings; None if all are."""
    names = [each.name for each in settings]
    wrong = next((name for name in given if name not in names), None)
    if wrong is None:
        return None
    return f"{owner} has no setting “{wrong}”; {'it has ' + ', '.join(names) if names else 'it has none'}."


def number(text: str, wanted: str = "a number", least: float = -math.inf) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= least):
        raise argparse.ArgumentTypeError(f"must be {wanted}, not {text!r}")
    return value


def amount(text: str) -> float:
    return number(text, "a number from 0 on", 0.0)


def positive(text: str) -> float:
    return number(text, "a number above 0", math.ulp(0.0))


def pair(text: str) -> tuple[str, float]:
    """``beta1=0.8`` → ("beta1", 0.8)."""
    name, sign, value = text.partition("=")
    if not (name and sign):
        raise argparse.ArgumentTypeError(f"must be NAME=VALUE, such as momentum=0.8, not {text!r}")
    return name.strip(), number(value)
