"""Numbers of an optimizer or a schedule that the user may choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """A number within ``low`` ≤ value ≤ ``high``."""

    name: str
    label: str
    default: float
    low: float
    high: float


def chosen_settings(settings: Iterable[Setting], given: Mapping[str, float]) -> Mapping[str, float]:
    """All settings: the given ones, else the defaults. Other names are ignored."""
    return {each.name: given.get(each.name, each.default) for each in settings}
