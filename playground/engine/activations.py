"""What a neuron does with its weighted sum ``z``: one place per formula.

A formula is a list of NumPy calls on arrays of any shape and precision, so that the training plan, the
population forward and the pictures share it. Arrays hold neurons on the last axis but one and
rows on the last; only functions of a whole layer (softmax) need to know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from playground.engine.layout import Numbers

Constant = Callable[[float], Numbers]
"""Makes a 0-d array of the working precision: the cheapest scalar operand NumPy knows."""


Call = Callable[[], object]
Calls = Sequence[Call]


@dataclass(frozen=True, slots=True)
class Formulas:
    """An activation in one precision, as the NumPy calls that compute it on given arrays.

    ``value_calls(z, out)`` write f(z); ``out`` may be ``z`` itself.
    ``slope_calls(source, out)`` write f′, from the output or from z as the activation's ``slope_from``
    says; ``slope_calls`` is None where f′ is 1 everywhere.

    The calls are made once and made often: this costs a small network less than a function would.
    """

    value_calls: Callable[[Numbers, Numbers], Calls]
    slope_calls: Callable[[Numbers, Numbers], Calls] | None

    def apply(self, z: Numbers, out: Numbers) -> None:
        """Write f(z)."""
        for call in self.value_calls(z, out):
            call()


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

    def value(z: Numbers, out: Numbers) -> Calls:
        return (partial(np.heaviside, z, one, out),)

    def slope(_a: Numbers, out: Numbers) -> Calls:
        return (partial(out.fill, 0.0),)

    return Formulas(value, slope)


def _linear(_constant: Constant) -> Formulas:
    def value(z: Numbers, out: Numbers) -> Calls:
        return () if out is z else (partial(np.copyto, out, z),)

    return Formulas(value, None)


def _sigmoid(constant: Constant) -> Formulas:
    one = constant(1.0)

    def value(z: Numbers, out: Numbers) -> Calls:
        return (
            partial(np.negative, z, out),
            partial(np.exp, out, out),
            partial(np.add, out, one, out),
            partial(np.reciprocal, out, out),
        )

    def slope(a: Numbers, out: Numbers) -> Calls:
        return partial(np.subtract, one, a, out), partial(np.multiply, out, a, out)

    return Formulas(value, slope)


def _tanh(constant: Constant) -> Formulas:
    one = constant(1.0)

    def value(z: Numbers, out: Numbers) -> Calls:
        return (partial(np.tanh, z, out),)

    def slope(a: Numbers, out: Numbers) -> Calls:
        return partial(np.square, a, out), partial(np.subtract, one, out, out)

    return Formulas(value, slope)


def _relu(constant: Constant) -> Formulas:
    zero = constant(0.0)

    def value(z: Numbers, out: Numbers) -> Calls:
        return (partial(np.maximum, z, zero, out=out),)

    def slope(a: Numbers, out: Numbers) -> Calls:
        # The output is 0 or positive, so its sign is the slope (0 at the kink itself).
        return (partial(np.sign, a, out),)

    return Formulas(value, slope)


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
