"""The cost functions, and what the panels say about each.

Every cost sums over a row's outputs and averages over the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np

from playground.engine import cost_formulas as formulas_of
from playground.engine.activation_formulas import Constant
from playground.engine.cost_formulas import CostFormulas
from playground.engine.layout import Array, Numbers

INFINITY = float("inf")


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost function and what the panels say about it.

    ``allowed`` names the output activations it can be used with (None: any), and ``needs`` says so.
    ``target_range`` are the targets it can be used with; ``above_zero``: 0 itself isn't one.
    ``from_logits``: computed from the sums in front of the (one) allowed activation, so that it stays
    finite where that saturates, and its slope skips the activation's. ``kinked``: its slope jumps.
    """

    name: str
    label: str
    formula: str
    good_for: str
    make: Callable[[Constant], CostFormulas]
    allowed: frozenset[str] | None = None
    needs: str = ""
    target_range: tuple[float, float] = (-INFINITY, INFINITY)
    above_zero: bool = False
    from_logits: bool = False
    kinked: bool = False

    def refuses(self, output_activations: Iterable[str]) -> str | None:
        """Why this cost cannot be used with these output neurons, in a sentence; None if it can."""
        if self.allowed is None or self.allowed.issuperset(output_activations):
            return None
        return f"{self.label} {self.needs}."

    def refuses_targets(self, y: Array) -> str | None:
        """Why this cost cannot be used with these targets, in a sentence; None if it can."""
        low, high = self.target_range
        if low == -INFINITY or not y.size:
            return None
        least = float(y.min())
        if least >= low and float(y.max()) <= high and not (self.above_zero and least == 0):
            return None
        if self.above_zero:  # normalised ones begin at 0
            return f"{self.label} needs targets above 0: leave them unscaled, or choose another cost."
        wanted = f"from {low:g} to {high:g}" if high < INFINITY else f"from {low:g} on"
        return f"{self.label} needs targets {wanted}: normalise them, or choose another cost."

    def formulas(self, dtype: Any = np.float64) -> CostFormulas:
        """The formulas in float64 or float32."""
        return _formulas(self.make, np.dtype(dtype))


@cache
def _formulas(make: Callable[[Constant], CostFormulas], dtype: np.dtype[Any]) -> CostFormulas:
    def constant(value: float) -> Numbers:
        return np.array(value, dtype)

    return make(constant)


_PROBABILITIES = frozenset({"sigmoid", "softmax"})
_POSITIVE = frozenset({"sigmoid", "softmax", "softplus"})
_NEEDS_PROBABILITIES = "needs sigmoid or softmax outputs, because it reads them as probabilities"
_NEEDS_POSITIVE = "needs outputs above 0: sigmoid, softmax or softplus"

_ALL = (
    Cost(
        name="half_squared",
        label="Half squared error",
        formula="½ Σ (ŷ − y)²",
        good_for="Numbers of any size; the guide's own cost.",
        make=formulas_of.half_squared,
    ),
    Cost(
        name="mean_squared",
        label="Mean squared error",
        formula="Σ (ŷ − y)²",
        good_for="Numbers of any size, as in fitting a line.",
        make=formulas_of.mean_squared,
    ),
    Cost(
        name="mean_absolute",
        label="Mean absolute error",
        formula="Σ |ŷ − y|",
        good_for="Numbers with a few wild ones among them: each error counts once, not squared.",
        make=formulas_of.mean_absolute,
        kinked=True,
    ),
    Cost(
        name="huber",
        label="Huber",
        formula="Σ ½ e² if |e| ≤ 1, else |e| − ½;  e = ŷ − y",
        good_for="Numbers with a few wild ones: squared near the target, absolute far from it.",
        make=formulas_of.huber,
    ),
    Cost(
        name="binary_cross_entropy",
        label="Binary cross-entropy",
        formula="−Σ (y ln ŷ + (1 − y) ln(1 − ŷ))",
        good_for="Yes-or-no outputs: it punishes being surely wrong most of all.",
        make=formulas_of.binary_cross_entropy,
        allowed=frozenset({"sigmoid"}),
        needs="needs sigmoid neurons in the output layer, because it reads outputs as probabilities",
        target_range=(0.0, 1.0),
        from_logits=True,
    ),
    Cost(
        name="categorical_cross_entropy",
        label="Categorical cross-entropy",
        formula="−Σ y ln ŷ",
        good_for="Categories, one softmax output for each.",
        make=formulas_of.categorical_cross_entropy,
        allowed=frozenset({"softmax"}),
        needs="needs a softmax output layer, because it reads outputs as probabilities that add up to 1",
        target_range=(0.0, 1.0),
        from_logits=True,
    ),
    Cost(
        name="exponential",
        label="Exponential",
        formula="e^(Σ (ŷ − y)²)",
        good_for="Seeing a cost that can't bear a single large error.",
        make=formulas_of.exponential,
    ),
    Cost(
        name="hellinger",
        label="Hellinger distance",
        formula="1/√2 Σ (√ŷ − √y)²",
        good_for="Comparing probabilities; small ones count as much as large ones.",
        make=formulas_of.hellinger,
        allowed=_POSITIVE,
        needs=_NEEDS_POSITIVE,
        target_range=(0.0, INFINITY),
    ),
    Cost(
        name="kullback_leibler",
        label="Kullback–Leibler divergence",
        formula="Σ y ln(y / ŷ)",
        good_for="Probabilities that add up to 1: what is lost by believing ŷ where y is true.",
        make=formulas_of.kullback_leibler,
        allowed=_PROBABILITIES,
        needs=_NEEDS_PROBABILITIES,
        target_range=(0.0, 1.0),
    ),
    Cost(
        name="generalised_kullback_leibler",
        label="Generalised Kullback–Leibler divergence",
        formula="Σ (y ln(y / ŷ) − y + ŷ)",
        good_for="Amounts and counts that need not add up to 1.",
        make=formulas_of.generalised_kullback_leibler,
        allowed=_POSITIVE,
        needs=_NEEDS_POSITIVE,
        target_range=(0.0, INFINITY),
    ),
    Cost(
        name="itakura_saito",
        label="Itakura–Saito distance",
        formula="Σ (y / ŷ − ln(y / ŷ) − 1)",
        good_for="Amounts of very different size, such as loudness: only the ratio counts.",
        make=formulas_of.itakura_saito,
        allowed=_POSITIVE,
        needs=_NEEDS_POSITIVE,
        target_range=(0.0, INFINITY),
        above_zero=True,
    ),
)

COSTS: Mapping[str, Cost] = MappingProxyType({cost.name: cost for cost in _ALL})
