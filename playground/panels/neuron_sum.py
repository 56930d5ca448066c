"""What one neuron makes of one row, term by term: weight × input + … + bias → activation → output. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from playground.data.dataset import Dataset
from playground.document.names import neuron_name
from playground.engine.activations import ACTIVATIONS
from playground.engine.explain import explain_neuron, own_slope
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
    """All terms (the bias last), their sum ``z``, what the activation makes of it, and its slope there.

    ``rivals``: the sums of the other neurons of the layer, where the output depends on them too.
    """

    terms: tuple[Term, ...]
    z: float
    output: float
    slope: float
    activation: str
    rivals: tuple[float, ...] = ()


@lru_cache(maxsize=2)
def used_rows(dataset: Dataset) -> npt.NDArray[np.int64]:
    """Row numbers of the table that train or test, ascending. Remembered: asked for with every snapshot."""
    used = np.zeros(
        1 + max((int(rows[-1]) for rows in _both(dataset) if len(rows)), default=-1), dtype=np.bool_
    )
    for rows in _both(dataset):
        used[rows] = True  # of very many rows ten times as fast as sorting them
    return np.flatnonzero(used).astype(np.int64)


def _both(dataset: Dataset) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    return dataset.train_rows, dataset.test_rows


def explained_row(dataset: Dataset, row: int | None) -> int:
    """The row to explain: the chosen one, or the next one that is used; the first if none is chosen, 0 if
    there is none."""
    parts = [rows for rows in _both(dataset) if len(rows)]
    if not parts:
        return 0
    places = [int(np.searchsorted(rows, row or 0)) for rows in parts]
    next_ones = [int(rows[k]) for rows, k in zip(parts, places, strict=True) if k < len(rows)]
    return min(next_ones) if next_ones else max(int(rows[-1]) for rows in parts)


def has_rows(dataset: Dataset) -> bool:
    """Whether there is any row to explain."""
    return any(len(rows) for rows in _both(dataset))


def row_inputs(dataset: Dataset, row: int) -> Array:
    """The scaled inputs of a row that is used, shape (1, n_inputs)."""
    is_test, place = _place_of(dataset, row)
    return np.asarray((dataset.x_test if is_test else dataset.x_train)[place : place + 1])


def row_targets(dataset: Dataset, row: int) -> Array:
    """The scaled targets of a row that is used, shape (1, n_outputs)."""
    is_test, place = _place_of(dataset, row)
    return np.asarray((dataset.y_test if is_test else dataset.y_train)[place : place + 1])


def _place_of(dataset: Dataset, row: int) -> tuple[bool, int]:
    """Whether it is a test row, and where it stands among those; ``KeyError`` if it isn't used."""
    for is_test, rows in enumerate(_both(dataset)):
        place = int(np.searchsorted(rows, row))
        if place < len(rows) and rows[place] == row:
            return bool(is_test), place
    raise KeyError(row)


def neuron_sum(network: Network, theta: Array, x: Array, neuron_id: int) -> NeuronSum:
    """The sum of a neuron behind the inputs, for one row ``x`` (1, n_inputs), as the engine explains it.

    Inputs go by their names, the hidden neurons of the layer before by h₁, h₂ …
    """
    spec = network.spec
    layer, _place = spec.position(neuron_id)
    explained = explain_neuron(network, theta, x, neuron_id)
    names = {BIAS: "bias"}
    for i, neuron in enumerate(spec.layers[layer - 1].neurons, 1):
        short = f"h{str(i).translate(_SUBSCRIPTS)}"
        names[neuron.id] = neuron_name(spec, neuron.id) if layer == 1 else short
    terms = tuple(
        Term(each.key, names[each.key.source], float(each.source_value[0]), each.weight, each.key in spec.cut)
        for each in explained.terms
    )
    slope = own_slope(explained.activation, explained.total, explained.output)
    return NeuronSum(
        terms,
        float(explained.total[0]),
        float(explained.output[0]),
        float(slope[0]),
        explained.activation,
        _rivals(network, theta, x, neuron_id),
    )


def _rivals(network: Network, theta: Array, x: Array, neuron_id: int) -> tuple[float, ...]:
    spec = network.spec
    layer, place = spec.position(neuron_id)
    if not ACTIVATIONS[spec.layers[layer].neurons[place].activation].whole_layer:
        return ()
    before = network.activations(theta, x)[layer - 1][0]
    totals = network.layout.matrix(theta, layer) @ np.append(before, 1.0)
    return tuple(np.delete(totals, place).tolist())


def activation_curve(name: str, z: Array, rivals: tuple[float, ...] = ()) -> Array:
    """The activation's values at ``z`` (n,), the other sums of the layer held."""
    sums = np.vstack([z, *(np.full_like(z, rival) for rival in rivals)])
    out = np.empty_like(sums)
    ACTIVATIONS[name].formulas().apply(sums, out)
    return np.asarray(out[0])


FLAT = 0.05
"""Where the slope is below this share of its largest, a neuron learns next to nothing."""


@lru_cache(maxsize=32)
def flat_zones(
    name: str, low: float, high: float, rivals: tuple[float, ...] = ()
) -> tuple[tuple[float, float], ...]:
    """The parts of low … high in which the activation is saturated; none for one that is flat everywhere."""
    z = np.linspace(low, high, 401)
    slope = np.abs(own_slope(name, z, activation_curve(name, z, rivals)))
    if not ACTIVATIONS[name].trainable:
        return ()
    flat = np.concatenate([[False], slope < FLAT * slope.max(), [False]])
    edges = np.flatnonzero(np.diff(flat.astype(np.int8)))
    return tuple((float(z[a]), float(z[min(b, len(z)) - 1])) for a, b in edges.reshape(-1, 2))
