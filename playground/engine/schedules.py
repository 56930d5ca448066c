"""How the learning rate changes from epoch to epoch.

A schedule multiplies the runner's learning rate by a factor that depends on the epochs ended; it is 1 at
first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from playground.engine.settings import Setting, chosen_settings


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule and what the panels say about it. ``factor(epochs ended, settings)``."""

    name: str
    label: str
    formula: str
    good_for: str
    factor: Callable[[int, Mapping[str, float]], float]
    settings: tuple[Setting, ...] = ()

    def chosen(self, settings: Mapping[str, float]) -> Mapping[str, float]:
        """All settings: the given ones, else the defaults. Names it doesn't have are ignored."""
        return chosen_settings(self.settings, settings)


def _constant(_epoch: int, _settings: Mapping[str, float]) -> float:
    return 1.0


def _step(epoch: int, settings: Mapping[str, float]) -> float:
    return settings["factor"] ** (epoch // max(1, round(settings["every"])))


def _exponential(epoch: int, settings: Mapping[str, float]) -> float:
    return settings["factor"] ** epoch


def _cosine(epoch: int, settings: Mapping[str, float]) -> float:
    """Loshchilov, Hutter 2017, equation 5, without restarts."""
    way = min(1.0, epoch / settings["epochs"])
    return settings["end"] + (1.0 - settings["end"]) * 0.5 * (1.0 + math.cos(math.pi * way))


def _inverse(epoch: int, settings: Mapping[str, float]) -> float:
    return 1.0 / (1.0 + settings["decay"] * epoch)


_ALL = (
    Schedule(
        "constant",
        "Constant",
        "η",
        "Seeing what a rate does.",
        _constant,
    ),
    Schedule(
        "step",
        "In steps",
        "η · γ^⌊epoch / k⌋",
        "Fast at first, then finer at chosen moments.",
        _step,
        (
            Setting("every", "Every k epochs", 30.0, 1.0, 100_000.0),
            Setting("factor", "Factor γ", 0.1, 0.0, 1.0),
        ),
    ),
    Schedule(
        "exponential",
        "Exponential",
        "η · γ^epoch",
        "A steady decay.",
        _exponential,
        (Setting("factor", "Factor γ", 0.99, 0.0, 1.0),),
    ),
    Schedule(
        "cosine",
        "Cosine",
        "η · (e + (1 − e) ½ (1 + cos(π epoch / T))), then e η",
        "When it is known how long training will take.",
        _cosine,
        (
            Setting("epochs", "T epochs", 100.0, 1.0, 1_000_000.0),
            Setting("end", "Last factor e", 0.0, 0.0, 1.0),
        ),
    ),
    Schedule(
        "inverse",
        "One over time",
        "η / (1 + k · epoch)",
        "Stochastic learning that is to settle: slow enough to arrive, fast enough to calm down.",
        _inverse,
        (Setting("decay", "Decay k", 0.01, 0.0, 100.0),),
    ),
)

SCHEDULES: Mapping[str, Schedule] = MappingProxyType({each.name: each for each in _ALL})
