"""Starting weights, drawn neuron by neuron from a generator that is handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from playground.engine.layout import Array

Draw = Callable[[np.random.Generator, int, int], Array]
"""(generator, n_in, n_out) → the ``n_in`` weights of one neuron, then its bias."""


@dataclass(frozen=True, slots=True)
class Initializer:
    name: str
    label: str
    formula: str
    good_for: str
    draw: Draw


def _normal(generator: np.random.Generator, n_in: int, deviation: float) -> Array:
    """Weights with that standard deviation; the bias is 0."""
    values = np.zeros(n_in + 1)
    values[:-1] = generator.normal(0.0, deviation, n_in)
    return values


def _small_random(generator: np.random.Generator, n_in: int, _n_out: int) -> Array:
    return generator.normal(0.0, 0.1, n_in + 1)


def _zeros(_generator: np.random.Generator, n_in: int, _n_out: int) -> Array:
    return np.zeros(n_in + 1)


def _equal(_generator: np.random.Generator, n_in: int, _n_out: int) -> Array:
    return np.full(n_in + 1, 0.5)


def _uniform(generator: np.random.Generator, n_in: int, _n_out: int) -> Array:
    return generator.uniform(-1.0, 1.0, n_in + 1)


def _standard_normal(generator: np.random.Generator, n_in: int, _n_out: int) -> Array:
    return generator.normal(0.0, 1.0, n_in + 1)


def _glorot(generator: np.random.Generator, n_in: int, n_out: int) -> Array:
    """Glorot, Bengio 2010, equation 16: uniform with variance 2 / (n_in + n_out)."""
    limit = np.sqrt(6.0 / (n_in + n_out))
    values = np.zeros(n_in + 1)
    values[:-1] = generator.uniform(-limit, limit, n_in)
    return values


def _he(generator: np.random.Generator, n_in: int, _n_out: int) -> Array:
    """He, Zhang, Ren, Sun 2015, equation 10: normal with variance 2 / n_in."""
    return _normal(generator, n_in, float(np.sqrt(2.0 / n_in)))


_ALL = (
    Initializer(
        "small_random",
        "Small random",
        "normal, standard deviation 0.1",
        "Small networks: near zero, but not zero.",
        _small_random,
    ),
    Initializer(
        "zeros",
        "Zeros",
        "0",
        "Seeing why not: no signal gets through, and hidden neurons stay equal.",
        _zeros,
    ),
    Initializer(
        "equal",
        "All equal",
        "0.5",
        "Seeing why not: neurons of a layer that start equal stay equal, and learn as one.",
        _equal,
    ),
    Initializer(
        "uniform",
        "Uniform",
        "uniform in −1 … 1",
        "Starts that lie far apart.",
        _uniform,
    ),
    Initializer(
        "normal",
        "Normal",
        "normal, standard deviation 1",
        "Starts that lie far apart.",
        _standard_normal,
    ),
    Initializer(
        "glorot",
        "Glorot",
        "uniform, variance 2 / (inputs + outputs)",
        "Sigmoid and hyperbolic tangent: signals keep their size from layer to layer.",
        _glorot,
    ),
    Initializer(
        "he",
        "He",
        "normal, variance 2 / inputs",
        "Rectifiers: makes up for the half that they cut off.",
        _he,
    ),
)

INITIALIZERS: Mapping[str, Initializer] = MappingProxyType({each.name: each for each in _ALL})
