"""What one neuron makes of one row, term by term: weight × input + … + bias → activation → output. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from playground.data.dataset import Dataset
from playground.document.names import neuron_name
from playground.engine.activations import ACTIVATIONS
from playground.engine.network import Network
from playground.engine.specs import BIAS, ParameterKey

Array = npt.NDArray[np.float64]
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class Term:
    """One summand: ``value`` × ``weight``; a bias has the value 1. ``cut``: there is no such synapse."""

    key: ParameterKey
    name: str
    value: float
    weight: float
    cut: bool

    @property
    def product(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class NeuronSum:
    """All terms (the bias last), their sum ``z`` and what the activation makes of it."""

    terms: tuple[Term, ...]
    z: float
    output: float
    activation: str


@lru_cache(maxsize=2)
def used_rows(dataset: Dataset) -> npt.NDArray[np.int64]:
    """Row numbers of the table that train or test, ascending. Remembered: asked for with every snapshot."""
    return np.sort(np.concatenate([dataset.once().train_rows, dataset.test_rows]))


def explained_row(dataset: Dataset, row: int | None) -> int:
    """The row to explain: the chosen one, or the next one that is used; the first if none is chosen."""
    rows = used_rows(dataset)
    place = 0 if row is None else int(np.searchsorted(rows, row))
    return int(rows[min(place, len(rows) - 1)])


def row_inputs(dataset: Dataset, row: int) -> Array:
    """The scaled inputs of a row that is used, shape (1, n_inputs)."""
    for rows, x in ((dataset.train_rows, dataset.x_train), (dataset.test_rows, dataset.x_test)):
        place = int(np.searchsorted(rows, row))
        if place < len(rows) and rows[place] == row:
            return np.asarray(x[place : place + 1])
    raise KeyError(row)


def neuron_sum(network: Network, theta: Array, x: Array, neuron_id: int) -> NeuronSum:
    """The sum of a neuron behind the inputs, for one row ``x`` (1, n_inputs).

    Inputs go by their names, the hidden neurons of the layer before by h₁, h₂ …
    """
    spec, layout = network.spec, network.layout
    layer, place = spec.position(neuron_id)
    values = network.activations(theta, x)
    weights = layout.matrix(theta, layer)[place]
    sources = [
        (
            neuron.id,
            neuron_name(spec, neuron.id) if layer == 1 else f"h{str(i).translate(_SUBSCRIPTS)}",
            value,
        )
        for i, (neuron, value) in enumerate(
            zip(spec.layers[layer - 1].neurons, values[layer - 1][0].tolist(), strict=True), 1
        )
    ]
    terms = tuple(
        Term(key, name, value, weight, key in spec.cut)
        for (source, name, value), weight in zip(
            [*sources, (BIAS, "bias", 1.0)], weights.tolist(), strict=True
        )
        for key in (ParameterKey(source, neuron_id),)
    )
    z = sum(term.product for term in terms if not term.cut)
    activation = spec.layers[layer].neurons[place].activation
    return NeuronSum(terms, z, float(values[layer][0, place]), activation)


def activation_curve(name: str, z: Array) -> Array:
    """The activation's values at ``z`` (n,)."""
    out = np.empty_like(z)
    ACTIVATIONS[name].formulas().apply(z.copy(), out)
    return out


FLAT = 0.05
"""Where the slope is below this share of its largest, a neuron learns next to nothing."""


@lru_cache(maxsize=32)
def flat_zones(name: str, low: float, high: float) -> tuple[tuple[float, float], ...]:
    """The parts of low … high in which the activation is saturated; none for one that is flat everywhere."""
    z = np.linspace(low, high, 401)
    slope = np.abs(np.gradient(activation_curve(name, z), z))
    if not ACTIVATIONS[name].trainable:
        return ()
    flat = np.concatenate([[False], slope < FLAT * slope.max(), [False]])
    edges = np.flatnonzero(np.diff(flat.astype(np.int8)))
    return tuple((float(z[a]), float(z[min(b, len(z)) - 1])) for a, b in edges.reshape(-1, 2))
