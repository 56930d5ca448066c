"""The activation functions, and what the panels say about each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from playground.engine import activation_formulas as formulas_of
from playground.engine.activation_formulas import Constant, Formulas
from playground.engine.layout import Numbers

INFINITY = float("inf")


@dataclass(frozen=True, slots=True)
class Activation:
    """An activation function and what the panels say about it.

    ``value_range``: the interval its outputs lie in.
    ``trainable`` is False where the slope is 0 everywhere, so that gradient descent cannot change the
    weights in front of it. ``substitute_slope``: a sentence where something else stands in for the slope.
    ``only_for_outputs``: it can't be used in hidden layers. ``whole_layer``: every output depends on all
    sums of the layer, so all its neurons must have it. ``kinked``: it or its slope jumps.
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
    substitute_slope: str = ""
    only_for_outputs: bool = False
    whole_layer: bool = False
    kinked: bool = False

    def formulas(self, dtype: Any = np.float64) -> Formulas:
        """The formulas in float64 or float32."""
        return _formulas(self.make, np.dtype(dtype))


@cache
def _formulas(make: Callable[[Constant], Formulas], dtype: np.dtype[Any]) -> Formulas:
    def constant(value: float) -> Numbers:
        return np.array(value, dtype)

    return make(constant)


_ALL = (
    Activation(
        name="threshold",
        label="Threshold",
        formula="1 if z ≥ 0, else 0",
        derivative="0 (none at z = 0)",
        value_range=(0.0, 1.0),
        good_for="A plain yes or no, as in the first perceptrons.",
        beware="Its slope is 0 everywhere, so gradient descent cannot train the weights in front of it.",
        make=formulas_of.threshold,
        kinked=True,
        trainable=False,
    ),
    Activation(
        name="linear",
        label="Linear",
        formula="z",
        derivative="1",
        value_range=(-INFINITY, INFINITY),
        good_for="Outputs that may take any value, such as a price.",
        beware="Layers of linear neurons are together no more than one linear layer.",
        make=formulas_of.linear,
    ),
    Activation(
        name="sigmoid",
        label="Sigmoid",
        formula="1 / (1 + e^−z)",
        derivative="a · (1 − a)",
        value_range=(0.0, 1.0),
        good_for="Outputs that are probabilities.",
        beware="Far from 0 it is nearly flat, and learning gets stuck there.",
        make=formulas_of.sigmoid,
    ),
    Activation(
        name="tanh",
        label="Hyperbolic tangent",
        formula="2 / (1 + e^−2z) − 1",
        derivative="1 − a²",
        value_range=(-1.0, 1.0),
        good_for="Hidden layers: smooth, and centred on 0.",
        beware="Far from 0 it is nearly flat, and learning gets stuck there.",
        make=formulas_of.tanh,
    ),
    Activation(
        name="relu",
        label="Rectifier",
        formula="max(0, z)",
        derivative="1 if z > 0, else 0",
        value_range=(0.0, INFINITY),
        good_for="Hidden layers of deep networks: fast, and its slope never fades for positive sums.",
        beware="A neuron whose sum is negative for every row is dead: it passes nothing on, learns nothing.",
        make=formulas_of.relu,
        kinked=True,
    ),
    Activation(
        name="leaky_relu",
        label="Leaky rectifier",
        formula="z if z > 0, else 0.01 z",
        derivative="1 if z > 0, else 0.01",
        value_range=(-INFINITY, INFINITY),
        good_for="Like the rectifier, but no neuron dies: a little gets through below 0.",
        beware="Below 0 it learns a hundred times more slowly.",
        make=formulas_of.leaky_relu,
        kinked=True,
    ),
    Activation(
        name="elu",
        label="Exponential linear",
        formula="z if z > 0, else e^z − 1",
        derivative="1 if z > 0, else a + 1",
        value_range=(-1.0, INFINITY),
        good_for="Like the rectifier, but smooth, and its answers centre on 0.",
        beware="Far below 0 it is nearly flat.",
        make=formulas_of.elu,
    ),
    Activation(
        name="softplus",
        label="Softplus",
        formula="ln(1 + e^z)",
        derivative="1 / (1 + e^−z) = 1 − e^−a",
        value_range=(0.0, INFINITY),
        good_for="Outputs that are always positive; a smooth rectifier.",
        beware="Its answers are never 0, so all neurons are always a little active.",
        make=formulas_of.softplus,
    ),
    Activation(
        name="gelu",
        label="Gaussian linear",
        formula="½ z (1 + tanh(√(2/π) (z + 0.0447 z³)))",
        derivative="½ (1 + t) (1 + (1 − t) z √(2/π) (1 + 0.134 z²)), t the tanh",
        value_range=(-0.1701, INFINITY),
        good_for="Deep networks; what large language models use.",
        beware="It falls before it rises, so two sums can give the same answer.",
        make=formulas_of.gelu,
        slope_from="input",
    ),
    Activation(
        name="swish",
        label="Swish",
        formula="z / (1 + e^−z)",
        derivative="s (1 + z (1 − s)), s = 1 / (1 + e^−z)",
        value_range=(-0.2785, INFINITY),
        good_for="Deep networks: a smooth rectifier that lets a little through just below 0.",
        beware="It falls before it rises, so two sums can give the same answer.",
        make=formulas_of.swish,
        slope_from="input",
    ),
    Activation(
        name="softmax",
        label="Softmax",
        formula="e^z / Σ e^z over the layer",
        derivative="aᵢ (1 − aᵢ) by its own sum, −aᵢ aⱼ by another's",
        value_range=(0.0, 1.0),
        good_for="Categories: the outputs are probabilities that add up to 1.",
        beware="It belongs to all outputs at once: raising one lowers the others.",
        make=formulas_of.softmax,
        only_for_outputs=True,
        whole_layer=True,
    ),
    Activation(
        name="perceptron",
        label="Threshold, perceptron rule",
        formula="1 if z ≥ 0, else 0",
        derivative="none; 1 stands in",
        value_range=(0.0, 1.0),
        good_for="A single layer that says yes or no, trained as Rosenblatt did in 1958.",
        beware="It settles only where a straight line parts the two answers, and needs no hidden layer.",
        make=formulas_of.perceptron,
        kinked=True,
        substitute_slope="The perceptron rule takes 1 for the slope that a threshold doesn't have.",
        only_for_outputs=True,
    ),
    Activation(
        name="straight_through",
        label="Threshold, straight-through",
        formula="1 if z ≥ 0, else 0",
        derivative="none; 1 for |z| ≤ 1 stands in",
        value_range=(0.0, 1.0),
        good_for="Hidden neurons that only say yes or no.",
        beware="What it follows is not the slope of the cost, so it may wander near the end.",
        make=formulas_of.straight_through,
        kinked=True,
        slope_from="input",
        substitute_slope="Straight-through learning takes 1 near 0 for the slope that it doesn't have.",
    ),
)

ACTIVATIONS: Mapping[str, Activation] = MappingProxyType({activation.name: activation for activation in _ALL})
