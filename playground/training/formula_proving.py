"""The proof of a formula's lowest point, as a task for `SliceProver`. No Qt: the child process imports it."""

from __future__ import annotations

from dataclasses import dataclass

from playground.engine.landscape.analytic import FormulaCost
from playground.engine.landscape.bounded import BoundedCost
from playground.engine.landscape.landmark import Landmark
from playground.engine.landscape.surface import Surface


@dataclass(frozen=True, eq=False)
class FormulaProofTask:
    """The formula goes to the child as text, and is parsed there again."""

    text: str
    surface: Surface
    landmarks: tuple[Landmark, ...] | None
    kinked: bool = True

    def bounded_cost(self) -> BoundedCost:
        return FormulaCost(self.text)
