"""What a neuron does with its weighted sum ``z``: one place per formula.

A formula is a list of NumPy calls on arrays of any shape and precision, so that the training plan, the
population forward and the pictures share it. Arrays hold neurons on the last axis but one and
rows on the last; only functions of a whole layer (softmax) need to know.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from playground.engine.layout import Numbers

Constant = Callable[[float], Numbers]
"""Makes a 0-d array of the working precision: the cheapest scalar operand NumPy knows."""

Call = Callable[[], object]
Calls = Sequence[Call]

LEAK = 0.01
"""Slope of the leaky rectifier below 0."""

GELU_SCALE, GELU_CUBE = 0.7978845608028654, 0.044715
"""√(2/π), and the factor of z³: Hendrycks, Gimpel 2016, the form with tanh (NumPy has no erf)."""

SUBSTITUTE_REACH = 1.0
"""The straight-through slope is 1 for sums up to here on both sides of 0."""


@dataclass(frozen=True, slots=True)
class Formulas:
    """An activation in one precision, as the NumPy calls that compute it on given arrays.

    ``value_calls(z, out)`` write f(z); ``out`` may be ``z`` itself.
    ``slope_calls(source, out)`` write f′, from the output or from z as the activation's ``slope_from``
    says; ``slope_calls`` is None where f′ is 1 everywhere.
    ``chain_calls(a, delta)`` turn the cost's derivatives by a whole layer's outputs into those by its sums,
    in place, where each output depends on all sums; None elsewhere.

    The calls are made once and made often: this costs a small network less than a function would.
    """

    value_calls: Callable[[Numbers, Numbers], Calls]
    slope_calls: Callable[[Numbers, Numbers], Calls] | None
    chain_calls: Callable[[Numbers, Numbers], Calls] | None = None

    def apply(self, z: Numbers, out: Numbers) -> None:
        """Write f(z)."""
        for call in self.value_calls(z, out):
            call()


def linear(_constant: Constant) -> Formulas:
    def value(z: Numbers, out: Numbers) -> Calls:
        return () if out is z else (partial(np.copyto, out, z),)

    return Formulas(value, None)


def threshold(constant: Constant) -> Formulas:
    def slope(_a: Numbers, out: Numbers) -> Calls:
        return (partial(out.fill, 0.0),)

    return Formulas(_step(constant), slope)


def perceptron(constant: Constant) -> Formulas:
    """The step with slope 1 in its place: with half the squared error, Rosenblatt's rule w += η (y − ŷ) x."""
    return Formulas(_step(constant), None)


def straight_through(constant: Constant) -> Formulas:
    """The step with slope 1 near 0 in its place: Hubara et al. 2016, equation 4."""
    reach = constant(SUBSTITUTE_REACH)

    def slope(z: Numbers, out: Numbers) -> Calls:
        return (
            partial(np.abs, z, out),
            partial(np.subtract, reach, out, out),
            partial(np.heaviside, out, constant(1.0), out),
        )

    return Formulas(_step(constant), slope)


def _step(constant: Constant) -> Callable[[Numbers, Numbers], Calls]:
    one = constant(1.0)

    def value(z: Numbers, out: Numbers) -> Calls:
        return (partial(np.heaviside, z, one, out),)

    return value


def sigmoid(constant: Constant) -> Formulas:
    one = constant(1.0)

    def slope(a: Numbers, out: Numbers) -> Calls:
        return partial(np.subtract, one, a, out), partial(np.multiply, out, a, out)

    return Formulas(partial(_sigmoid_calls, one), slope)


def _sigmoid_calls(one: Numbers, z: Numbers, out: Numbers) -> Calls:
    return (
        partial(np.negative, z, out),
        partial(np.exp, out, out),
        partial(np.add, out, one, out),
        partial(np.reciprocal, out, out),
    )


def tanh(constant: Constant) -> Formulas:
    one = constant(1.0)

    def value(z: Numbers, out: Numbers) -> Calls:
        return (partial(np.tanh, z, out),)

    def slope(a: Numbers, out: Numbers) -> Calls:
        return partial(np.square, a, out), partial(np.subtract, one, out, out)

    return Formulas(value, slope)


def relu(constant: Constant) -> Formulas:
    zero = constant(0.0)

    def value(z: Numbers, out: Numbers) -> Calls:
        return (partial(np.maximum, z, zero, out=out),)

    def slope(a: Numbers, out: Numbers) -> Calls:
        # The output is 0 or positive, so its sign is the slope (0 at the kink itself).
        return (partial(np.sign, a, out),)

    return Formulas(value, slope)


def leaky_relu(constant: Constant) -> Formulas:
    leak = constant(LEAK)

    def value(z: Numbers, out: Numbers) -> Calls:
        leaked = np.empty_like(z)
        return partial(np.multiply, z, leak, leaked), partial(np.maximum, z, leaked, out=out)

    def slope(a: Numbers, out: Numbers) -> Calls:
        return partial(np.sign, a, out), partial(np.maximum, out, leak, out=out)

    return Formulas(value, slope)


def elu(constant: Constant) -> Formulas:
    zero, one = constant(0.0), constant(1.0)

    def value(z: Numbers, out: Numbers) -> Calls:
        below = np.empty_like(z)
        return (
            partial(np.minimum, z, zero, out=below),
            partial(np.expm1, below, below),
            partial(np.maximum, z, zero, out=out),
            partial(np.add, out, below, out),
        )

    def slope(a: Numbers, out: Numbers) -> Calls:
        return partial(np.minimum, a, zero, out=out), partial(np.add, out, one, out)

    return Formulas(value, slope)


def softplus(constant: Constant) -> Formulas:
    zero = constant(0.0)

    def value(z: Numbers, out: Numbers) -> Calls:
        return (partial(np.logaddexp, z, zero, out),)

    def slope(a: Numbers, out: Numbers) -> Calls:
        # 1 − e^−a = 1 / (1 + e^−z), exact where a is tiny.
        return partial(np.negative, a, out), partial(np.expm1, out, out), partial(np.negative, out, out)

    return Formulas(value, slope)


def swish(constant: Constant) -> Formulas:
    one = constant(1.0)

    def value(z: Numbers, out: Numbers) -> Calls:
        gate = np.empty_like(z)
        return *_sigmoid_calls(one, z, gate), partial(np.multiply, z, gate, out)

    def slope(z: Numbers, out: Numbers) -> Calls:
        # σ (1 + z (1 − σ))
        gate = np.empty_like(z)
        return (
            *_sigmoid_calls(one, z, gate),
            partial(np.subtract, one, gate, out),
            partial(np.multiply, out, z, out),
            partial(np.add, out, one, out),
            partial(np.multiply, out, gate, out),
        )

    return Formulas(value, slope)


def gelu(constant: Constant) -> Formulas:
    half, one, scale = constant(0.5), constant(1.0), constant(GELU_SCALE)
    cube, thrice = constant(GELU_SCALE * GELU_CUBE), constant(3.0 * GELU_SCALE * GELU_CUBE)

    def bend(z: Numbers, out: Numbers) -> Calls:
        """t = tanh(c (z + k z³))"""
        calls = (np.multiply, cube), (np.add, scale), (np.multiply, z)
        return (
            partial(np.square, z, out),
            *(partial(function, out, operand, out) for function, operand in calls),
            partial(np.tanh, out, out),
        )

    def value(z: Numbers, out: Numbers) -> Calls:
        """½ (1 + t) z"""
        t = np.empty_like(z)
        return (
            *bend(z, t),
            partial(np.add, t, one, t),
            partial(np.multiply, t, half, t),
            partial(np.multiply, z, t, out),
        )

    def slope(z: Numbers, out: Numbers) -> Calls:
        """½ (1 + t) + ½ z (1 − t²) c (1 + 3 k z²) = ½ (1 + t) (1 + (1 − t) z (c + 3 c k z²))"""
        t, rest = np.empty_like(z), np.empty_like(z)
        calls = (np.multiply, thrice), (np.add, scale), (np.multiply, z), (np.multiply, rest), (np.add, one)
        return (
            *bend(z, t),
            partial(np.subtract, one, t, rest),
            partial(np.square, z, out),
            *(partial(function, out, operand, out) for function, operand in calls),
            partial(np.add, t, one, t),
            partial(np.multiply, out, t, out),
            partial(np.multiply, out, half, out),
        )

    return Formulas(value, slope)


def softmax(_constant: Constant) -> Formulas:
    def value(z: Numbers, out: Numbers) -> Calls:
        return (partial(_write_softmax, z, out),)

    def chain(a: Numbers, delta: Numbers) -> Calls:
        return (partial(_chain_softmax, a, delta),)

    return Formulas(value, None, chain)


def _write_softmax(z: Numbers, out: Numbers) -> None:
    # Less the largest sum, so that no power overflows.
    np.subtract(z, z.max(axis=-2, keepdims=True), out)
    np.exp(out, out)
    np.divide(out, out.sum(axis=-2, keepdims=True), out)


def _chain_softmax(a: Numbers, delta: Numbers) -> None:
    """δ ← a (δ − Σ a δ), since ∂aᵢ/∂zⱼ = aᵢ (1[i = j] − aⱼ)."""
    delta -= (a * delta).sum(axis=-2, keepdims=True)
    delta *= a
