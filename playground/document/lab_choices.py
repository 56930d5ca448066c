"""LabChoices: what is chosen in the landscape lab. Saved with the window's settings, as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from playground.engine.landscape.analytic import ANALYTIC, AnalyticFunction, FormulaCost
from playground.engine.landscape.descent import (
    OPTIMIZERS_FOR_FUNCTIONS,
    DescentSpec,
    fitting_rate,
    typical_slope,
)
from playground.engine.landscape.formula import FormulaError, parse
from playground.engine.landscape.surface import Window

FORMULA = "formula"
"""In place of a function's name: what was typed."""
FIRST_FORMULA = "sin(x) + cos(y) + (x^2 + y^2)/20"
FORMULA_WINDOW = Window(-6.0, 6.0, -6.0, 6.0)
START = (0.12, 0.8)
"""Where runners start if nobody chose, in parts of the window from its lower left corner; …"""
STARTS: Mapping[str, tuple[float, float]] = {
    "double_well": (0.06, 1.6),
    "saddle": (-1.6, 0.02),
    "plateau": (-1.9, 1.6),
    "himmelblau": (-0.5, -1.0),
    "six_hump_camel": (1.75, 0.35),
    "rastrigin": (3.4, -2.7),
    "rosenbrock": (-1.5, 2.0),
    "ackley": (-2.7, 2.3),
    "beale": (-2.5, -1.5),
}
"""… but where there is more to be seen on the way."""
LARGEST = 1e6

RUNNERS = (
    DescentSpec(1, "Gradient descent", "plain"),
    DescentSpec(2, "With momentum", "momentum"),
    DescentSpec(3, "Noisy", "plain", noise=0.5),
)


@dataclass(frozen=True, slots=True)
class LabChoices:
    """``name``: of a known function, or `FORMULA`; ``formula``: the last valid one that was typed.
    ``window`` (x0, x1, y0, y1) and ``start`` (x, y); None: the function's own. ``speed`` in updates per
    second, None for as many as possible."""

    name: str = "himmelblau"
    formula: str = FIRST_FORMULA
    window: tuple[float, float, float, float] | None = None
    start: tuple[float, float] | None = None
    runners: tuple[DescentSpec, ...] = RUNNERS
    shown: int = 1
    seed: int = 1
    speed: float | None = 30.0

    @property
    def function(self) -> AnalyticFunction | None:
        """The known function; None for a formula."""
        return ANALYTIC.get(self.name)

    @property
    def text(self) -> str:
        """The formula that is drawn."""
        return self.formula if self.function is None else self.function.formula

    @property
    def own_window(self) -> Window:
        return FORMULA_WINDOW if self.function is None else self.function.window

    @property
    def drawn_window(self) -> Window:
        return self.own_window if self.window is None else Window(*self.window)

    @property
    def start_place(self) -> tuple[float, float]:
        if self.start is not None:
            return self.start
        if self.name in STARTS:
            return STARTS[self.name]
        window = self.own_window
        return window.x0 + START[0] * window.width, window.y0 + START[1] * window.height

    def on(self, name: str, formula: str | None = None) -> LabChoices:
        """Another landscape: all of it, its own start, and rates that fit it. Raises ``FormulaError``."""
        text = self.formula if formula is None else formula
        parse(text)
        new = replace(self, name=name, formula=text, window=None, start=None)
        return replace(new, runners=tuple(new.with_fitting_rate(runner) for runner in self.runners))

    def with_fitting_rate(self, runner: DescentSpec) -> DescentSpec:
        """The runner with a rate that suits its optimizer here."""
        window = self.own_window
        slope = typical_slope(self.cost(), window)
        return replace(runner, learning_rate=fitting_rate(runner.optimizer, window, slope))

    def cost(self) -> FormulaCost:
        return FormulaCost(self.text)


def first_choices() -> LabChoices:
    return LabChoices().on("himmelblau")


def choices_to_text(choices: LabChoices) -> str:
    return json.dumps(asdict(choices))


def choices_from_text(text: str) -> LabChoices:
    """What was saved; the first choices if that is damaged."""
    try:
        return _checked(json.loads(text))
    except (ValueError, TypeError, KeyError, FormulaError):
        return first_choices()


def _checked(data: Any) -> LabChoices:
    parse(data["formula"])
    name = data["name"]
    if name != FORMULA and name not in ANALYTIC:
        raise ValueError("an unknown function")
    window, start = data["window"], data["start"]
    speed = data["speed"]
    choices = LabChoices(
        name=name,
        formula=data["formula"],
        window=None if window is None else _numbers(window, 4),
        start=None if start is None else _numbers(start, 2),
        runners=tuple(_runner(each) for each in data["runners"]),
        shown=int(data["shown"]),
        seed=abs(int(data["seed"])),
        speed=None if speed is None else abs(_number(speed)) or None,
    )
    ids = [runner.id for runner in choices.runners]
    if len(set(ids)) < len(ids) or choices.shown not in ids or choices.drawn_window is None:
        raise ValueError("runners are no valid list")
    return choices


def _runner(data: Any) -> DescentSpec:
    if data["optimizer"] not in {each.name for each in OPTIMIZERS_FOR_FUNCTIONS}:
        raise ValueError("an unknown optimizer")
    rate, noise = _number(data["learning_rate"]), _number(data["noise"])
    if not rate > 0 or noise < 0:
        raise ValueError("a number out of range")
    return DescentSpec(
        int(data["id"]), str(data["name"]), data["optimizer"], rate, noise, bool(data["enabled"])
    )


def _numbers(values: Any, n: int) -> Any:
    if len(values) != n:
        raise ValueError("not the right number of numbers")
    return tuple(_number(value) for value in values)


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number) or abs(number) > LARGEST:
        raise ValueError("a number out of range")
    return number
