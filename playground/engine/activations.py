"""What a neuron does with its weighted sum ``z``: one place per formula.

A formula works in place on arrays of any shape and precision, so that the training plan, the
population forward and the pictures share it. Arrays hold neurons on the last axis but one and
rows on the last; only functions of a whole layer (softmax) need to know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from playground.engine.layout import Numbers

Constant = Callable[[float], Numbers]
"""Makes a 0-d array of the working precision: the cheapest scalar operand NumPy knows."""


@dataclass(frozen=True, slots=True)
class Formulas:
    """An activation in one precision.

    ``apply(z, out)`` writes f(z); ``out`` may be ``z`` itself.
    ``slope(source, out)`` writes f′, from the output or from z as the activation's ``slope_from``
    says; None means that it is 1 everywhere.
    """

    apply: Callable[[Numbers, Numbers], object]
    slope: Callable[[Numbers, Numbers], object] | None


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation function and what the panels say about it.

    ``value_range``: the interval its outputs lie in. ``trainable`` is False where the slope is 0
    everywhere, so that gradient descent cannot change the weights in front of it.
    """

    name: str
    label: str
    formula: str
    derivative: str
    value_range: tuple[float, float]
    good_for: str
    beware: str
    make: Callable[[Constant], Formulas]
    slope_from: Literal["output", "input"] = "output"
    trainable: bool = True

    def formulas(self, dtype: Any = np.float64) -> Formulas:
        """The formulas in float64 or float32."""
        return _formulas(self.make, np.dtype(dtype))


@cache
def _formulas(make: Callable[[Constant], Formulas], dtype: np.dtype[Any]) -> Formulas:
    def constant(value: float) -> Numbers:
        return np.array(value, dtype)

    return make(constant)


def _threshold(constant: Constant) -> Formulas:
    one = constant(1.0)

    def apply(z: Numbers, out: Numbers) -> None:
        np.heaviside(z, one, out)

    def slope(_a: Numbers, out: Numbers) -> None:
        out.fill(0.0)

    return Formulas(apply, slope)


def _linear(_constant: Constant) -> Formulas:
    def apply(z: Numbers, out: Numbers) -> None:
        if out is not z:
            np.copyto(out, z)

    return Formulas(apply, None)


def _sigmoid(constant: Constant) -> Formulas:
    one = constant(1.0)

    def apply(z: Numbers, out: Numbers) -> None:
        np.negative(z, out)
        np.exp(out, out)
        np.add(out, one, out)
        np.reciprocal(out, out)

    def slope(a: Numbers, out: Numbers) -> None:
        np.subtract(one, a, out)
        np.multiply(out, a, out)

    return Formulas(apply, slope)


def _tanh(constant: Constant) -> Formulas:
    one = constant(1.0)

    def slope(a: Numbers, out: Numbers) -> None:
        np.square(a, out)
        np.subtract(one, out, out)

    return Formulas(np.tanh, slope)


def _relu(constant: Constant) -> Formulas:
    zero = constant(0.0)

    def apply(z: Numbers, out: Numbers) -> None:
        np.maximum(z, zero, out)

    # The output is 0 or positive, so its sign is the slope (0 at the kink itself).
    return Formulas(apply, np.sign)


_ALL = (
    Activation(
        name="threshold",
        label="Threshold",
        formula="1 if z ≥ 0, else 0",
        derivative="0 (none at z = 0)",
        value_range=(0.0, 1.0),
        good_for="A plain yes or no, as in the first perceptrons.",
        beware="Its slope is 0 everywhere, so gradient descent cannot train the weights in front of it.",
        make=_threshold,
        trainable=False,
    ),
    Activation(
        name="linear",
        label="Linear",
        formula="z",
        derivative="1",
        value_range=(-np.inf, np.inf),
        good_for="Outputs that may take any value, such as a price.",
        beware="Layers of linear neurons are together no more than one linear layer.",
        make=_linear,
    ),
    Activation(
        name="sigmoid",
        label="Sigmoid",
        formula="1 / (1 + e^−z)",
        derivative="a · (1 − a)",
        value_range=(0.0, 1.0),
        good_for="Outputs that are probabilities.",
        beware="Far from 0 it is nearly flat, and learning gets stuck there.",
        make=_sigmoid,
    ),
    Activation(
        name="tanh",
        label="Hyperbolic tangent",
        formula="2 / (1 + e^−2z) − 1",
        derivative="1 − a²",
        value_range=(-1.0, 1.0),
        good_for="Hidden layers: smooth, and centred on 0.",
        beware="Far from 0 it is nearly flat, and learning gets stuck there.",
        make=_tanh,
    ),
    Activation(
        name="relu",
        label="Rectifier",
        formula="max(0, z)",
        derivative="1 if z > 0, else 0",
        value_range=(0.0, np.inf),
        good_for="Hidden layers of deep networks: fast, and its slope never fades for positive sums.",
        beware="A neuron whose sum is negative for every row is dead: it passes nothing on, learns nothing.",
        make=_relu,
    ),
)

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType({activation.name: activation for activation in _ALL})
