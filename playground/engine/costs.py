"""How far the outputs are from the targets: one place per formula.

Every cost sums over a row's outputs and averages over the rows. Like activations, the formulas work on
arrays of any shape ``(..., n_outputs, n_rows)`` and precision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np

from playground.engine.activations import Constant
from playground.engine.layout import Numbers


@dataclass(frozen=True, slots=True)
class CostFormulas:
    """A cost in one precision; ``a`` are the outputs, ``z`` the sums in front of them, ``y`` the targets.

    ``terms(a, y, out)`` writes each output's share of its row's cost; ``terms(z, y, out)`` where the cost
    is ``from_logits``.
    ``slope(a, y, out)`` writes the terms' derivative with respect to their first argument.
    ``out`` is never one of the other arrays.
    """

    terms: Callable[[Numbers, Numbers, Numbers], object]
    slope: Callable[[Numbers, Numbers, Numbers], object]


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost function and what the panels say about it.

    ``allowed`` names the output activations it can be used with; None allows any.
    ``from_logits``: computed from the sums in front of the (one) allowed activation, so that it stays
    finite where that saturates, and its slope skips the activation's.
    """

    name: str
    label: str
    formula: str
    good_for: str
    make: Callable[[Constant], CostFormulas]
    allowed: frozenset[str] | None = None
    needs: str = ""
    from_logits: bool = False

    def refuses(self, output_activations: Iterable[str]) -> str | None:
        """Why this cost cannot be used with these output neurons, in a sentence; None if it can."""
        if self.allowed is None or self.allowed.issuperset(output_activations):
            return None
        return f"{self.label} {self.needs}."

    def formulas(self, dtype: Any = np.float64) -> CostFormulas:
        """The formulas in float64 or float32."""
        return _formulas(self.make, np.dtype(dtype))


@cache
def _formulas(make: Callable[[Constant], CostFormulas], dtype: np.dtype[Any]) -> CostFormulas:
    def constant(value: float) -> Numbers:
        return np.array(value, dtype)

    return make(constant)


def _half_squared(constant: Constant) -> CostFormulas:
    half = constant(0.5)

    def terms(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.subtract(a, y, out)
        np.multiply(out, out, out)
        np.multiply(out, half, out)

    return CostFormulas(terms, np.subtract)


def _mean_squared(constant: Constant) -> CostFormulas:
    two = constant(2.0)

    def terms(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.subtract(a, y, out)
        np.multiply(out, out, out)

    def slope(a: Numbers, y: Numbers, out: Numbers) -> None:
        np.subtract(a, y, out)
        np.multiply(out, two, out)

    return CostFormulas(terms, slope)


def _binary_cross_entropy(constant: Constant) -> CostFormulas:
    zero = constant(0.0)

    def terms(z: Numbers, y: Numbers, out: Numbers) -> None:
        # −y ln a − (1 − y) ln (1 − a) with a = sigmoid(z) is max(z, 0) − y·z + ln(1 + e^−|z|).
        np.abs(z, out)
        np.negative(out, out)
        np.exp(out, out)
        np.log1p(out, out)
        linear = np.maximum(z, zero)
        linear -= y * z
        np.add(out, linear, out)

    return CostFormulas(terms, np.subtract)


_ALL = (
    Cost(
        name="half_squared",
        label="Half squared error",
        formula="½ Σ (ŷ − y)²",
        good_for="Numbers of any size; the guide's own cost.",
        make=_half_squared,
    ),
    Cost(
        name="mean_squared",
        label="Mean squared error",
        formula="Σ (ŷ − y)²",
        good_for="Numbers of any size, as in fitting a line.",
        make=_mean_squared,
    ),
    Cost(
        name="binary_cross_entropy",
        label="Binary cross-entropy",
        formula="−Σ (y ln ŷ + (1 − y) ln(1 − ŷ))",
        good_for="Yes-or-no outputs: it punishes being surely wrong most of all.",
        make=_binary_cross_entropy,
        allowed=frozenset({"sigmoid"}),
        needs="needs sigmoid neurons in the output layer, because it reads outputs as probabilities",
        from_logits=True,
    ),
)

COSTS: Mapping[str, Cost] = MappingProxyType({cost.name: cost for cost in _ALL})
