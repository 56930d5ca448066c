"""Functions of two numbers to practice on: the classics, and any formula that is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from playground.engine.landscape import jets
from playground.engine.landscape.bounded import Bounds, Boxes, joined_bounds, split
from playground.engine.landscape.formula import Node, evaluate, parse
from playground.engine.landscape.intervals import Interval, outward
from playground.engine.landscape.jets import Jet, Taylor
from playground.engine.landscape.planes import Plane
from playground.engine.landscape.surface import Window
from playground.engine.layout import Array

BOXES = 4_096
"""Enclosed at once."""


class _Function(NamedTuple):
    value: Callable[[Array], Array]
    slope: Callable[[Array, Array], Array]
    """From the input and the output."""
    bounds: Callable[[Interval], Taylor]


def _sigmoid(a: Array) -> Array:
    small = np.exp(-np.abs(a))
    return np.asarray(np.where(a >= 0, 1.0, small) / (1.0 + small))


_FUNCTIONS: Mapping[str, _Function] = {
    "sin": _Function(np.sin, lambda a, _: np.cos(a), jets.sin),
    "cos": _Function(np.cos, lambda a, _: -np.sin(a), jets.cos),
    "exp": _Function(np.exp, lambda _, f: f, jets.exp),
    "log": _Function(np.log, lambda a, _: 1 / a, jets.log),
    "sqrt": _Function(np.sqrt, lambda _, f: 0.5 / f, jets.sqrt),
    "abs": _Function(np.abs, lambda a, _: np.sign(a), jets.folded(-1.0)),
    "tanh": _Function(np.tanh, lambda _, f: 1 - f * f, jets.tanh),
    "sigmoid": _Function(_sigmoid, lambda _, f: f * (1 - f), jets.sigmoid),
}


class Dual(NamedTuple):
    """A number and its derivatives by x and y, ``(n,)`` and ``(2, n)``: forward differentiation, exact."""

    value: Array
    slopes: Array


class _Duals:
    def __init__(self, points: Array) -> None:
        self._points = points

    def number(self, value: float) -> Dual:
        n = len(self._points)
        return Dual(np.full(n, value), np.zeros((2, n)))

    def variable(self, axis: int) -> Dual:
        slopes = np.zeros((2, len(self._points)))
        slopes[axis] = 1.0
        return Dual(self._points[:, axis], slopes)

    def negative(self, a: Dual) -> Dual:
        return Dual(-a.value, -a.slopes)

    def add(self, a: Dual, b: Dual) -> Dual:
        return Dual(a.value + b.value, a.slopes + b.slopes)

    def subtract(self, a: Dual, b: Dual) -> Dual:
        return Dual(a.value - b.value, a.slopes - b.slopes)

    def multiply(self, a: Dual, b: Dual) -> Dual:
        return Dual(a.value * b.value, a.value * b.slopes + b.value * a.slopes)

    def divide(self, a: Dual, b: Dual) -> Dual:
        value = a.value / b.value
        return Dual(value, (a.slopes - value * b.slopes) / b.value)

    def power(self, a: Dual, exponent: int) -> Dual:
        return Dual(a.value**exponent, exponent * a.value ** (exponent - 1) * a.slopes)

    def apply(self, name: str, a: Dual) -> Dual:
        function = _FUNCTIONS[name]
        value = function.value(a.value)
        return Dual(value, function.slope(a.value, value) * a.slopes)


class _Jets:
    """Enclosures; every result is made as tight as the boxes' middles allow."""

    def __init__(self, boxes: Boxes) -> None:
        self._boxes = boxes

    def number(self, value: float) -> Jet:
        n = len(self._boxes.x.smooth)
        # pi and e are rounded, and so may be what was typed.
        return Jet.constant(outward(np.full(n, value), np.full(n, value)))

    def variable(self, axis: int) -> Jet:
        return self._boxes.y if axis else self._boxes.x

    def negative(self, a: Jet) -> Jet:
        return -a

    def add(self, a: Jet, b: Jet) -> Jet:
        return (a + b).tightened(self._boxes.radii)

    def subtract(self, a: Jet, b: Jet) -> Jet:
        return (a - b).tightened(self._boxes.radii)

    def multiply(self, a: Jet, b: Jet) -> Jet:
        return (a * b).tightened(self._boxes.radii)

    def divide(self, a: Jet, b: Jet) -> Jet:
        return (a * b.through(jets.inverse)).tightened(self._boxes.radii)

    def power(self, a: Jet, exponent: int) -> Jet:
        if exponent == 1:
            return a
        return a.through(jets.power(exponent)).tightened(self._boxes.radii)

    def apply(self, name: str, a: Jet) -> Jet:
        return a.through(_FUNCTIONS[name].bounds).tightened(self._boxes.radii)


class FormulaCost:
    """A formula as a slice: costs, exact slopes, and bounds for proofs. Raises ``FormulaError``.

    ``logarithmic``: the coordinates are the logarithms of x and y to the base 10.
    """

    def __init__(self, text: str, *, logarithmic: bool = False) -> None:
        self.text = text
        self._root: Node = parse(text)
        directions = np.eye(2)
        self.plane = Plane(np.zeros(2), directions[0], directions[1], logarithmic)

    def costs(self, points: Array) -> Array:
        with np.errstate(all="ignore"):
            return evaluate(self._root, _Duals(self._inner(points))).value

    def gradient(self, points: Array) -> Array:
        with np.errstate(all="ignore"):
            found = evaluate(self._root, _Duals(self._inner(points)))
        # Where there is no value there is no slope: log(x) has none below 0, though 1/x has a value there.
        slopes = np.where(np.isfinite(found.value), found.slopes, np.nan)
        return np.asarray(slopes.T * self.plane.scales(points))

    def bounds(self, boxes: Array) -> Bounds:
        parts = []
        with np.errstate(all="ignore"):
            for start in range(0, len(boxes), BOXES):
                each = Boxes.of(boxes[start : start + BOXES])
                each = each.powers_of_ten() if self.plane.logarithmic else each
                parts.append(split(evaluate(self._root, _Jets(each))))
        return joined_bounds(parts)

    def _inner(self, points: Array) -> Array:
        return self.plane.points(points[:, 0], points[:, 1])


@dataclass(frozen=True, slots=True)
class AnalyticFunction:
    """A function with a name. ``window``: the part of the plane where what it is known for happens."""

    name: str
    label: str
    formula: str
    window: Window
    known_for: str

    def cost(self, *, logarithmic: bool = False) -> FormulaCost:
        return FormulaCost(self.formula, logarithmic=logarithmic)


def _square(reach: float) -> Window:
    return Window(-reach, reach, -reach, reach)


_ALL = (
    AnalyticFunction("bowl", "Bowl", "x^2 + 2*y^2", _square(3.0), "One minimum, and every way leads there."),
    AnalyticFunction(
        "line_fit",
        "Line fit",
        "((y - 1)^2 + (x + y - 3)^2 + (2*x + y - 4)^2 + (3*x + y - 8)^2) / 4",
        Window(-1.0, 5.0, -3.0, 4.0),
        "The mean squared error of a line with slope x and height y through four points: always a bowl.",
    ),
    AnalyticFunction(
        "double_well", "Double well", "(x^2 - 1)^2 + y^2", _square(2.0), "Two minima, a saddle between them."
    ),
    AnalyticFunction("saddle", "Saddle", "x^2 - y^2", _square(2.0), "Level in the middle, yet no minimum."),
    AnalyticFunction(
        "plateau",
        "Plateau",
        "1 - exp(-(x^2 + y^2))",
        _square(6.0),
        "Far from its one minimum it is nearly flat: gradients vanish there.",
    ),
    AnalyticFunction(
        "himmelblau",
        "Himmelblau",
        "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        _square(5.0),
        "Four minima of equal value, four saddles, one maximum.",
    ),
    AnalyticFunction(
        "six_hump_camel",
        "Six-hump camel",
        "(4 - 2.1*x^2 + x^4/3)*x^2 + x*y + (4*y^2 - 4)*y^2",
        Window(-2.0, 2.0, -1.2, 1.2),
        "Six minima, two of them global.",
    ),
    AnalyticFunction(
        "rastrigin",
        "Rastrigin",
        "20 + x^2 - 10*cos(2*pi*x) + y^2 - 10*cos(2*pi*y)",
        _square(5.12),
        "121 minima, one of them global.",
    ),
    AnalyticFunction(
        "rosenbrock",
        "Rosenbrock",
        "(1 - x)^2 + 100*(y - x^2)^2",
        Window(-2.0, 2.0, -1.0, 3.0),
        "One minimum at the end of a long bent valley.",
    ),
    AnalyticFunction(
        "ackley",
        "Ackley",
        "-20*exp(-0.2*sqrt((x^2 + y^2)/2)) - exp((cos(2*pi*x) + cos(2*pi*y))/2) + e + 20",
        _square(4.0),
        "A funnel full of minima, with a kink at its bottom.",
    ),
    AnalyticFunction(
        "beale",
        "Beale",
        "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
        _square(4.5),
        "Flat almost everywhere, steep at the corners; one minimum at (3, 0.5).",
    ),
)

ANALYTIC: Mapping[str, AnalyticFunction] = MappingProxyType({each.name: each for each in _ALL})
