"""What every neuron answers over the data: a small picture for each, all from one weight vector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.data.dataset import Dataset
from playground.data.images import pixel_grid
from playground.engine.network import Network

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
PictureKind = Literal["map", "curve", "strip"]

MAP_SIZE = 32
CURVE_SIZE = 64
STRIP_SIZE = 64
EDGE = 0.1
"""How far, as a share of its range, a picture reaches beyond the data"""


@dataclass(frozen=True)
class NeuronPictures:
    """The answers (raw outputs) of every neuron, inputs included, by neuron id.

    kind:
        *map* (two inputs): (32, 32), row 0 is the LOWEST second input, column 0 the lowest first input;
        *curve* (one input): (64,) from the lowest input to the highest;
        *strip* (more inputs): (at most 64,) training rows, sorted by the target.
    extent:
        in original units: (x0, x1, y0, y1) of a map, (x0, x1, 0, 0) of a curve; None for a strip.
    rows:
        row numbers of the table, one per value of a strip; empty otherwise.
    weights:
        where the inputs are the pixels of an image: the weights of the first neurons after them, by id, as
        (rows, columns) with row 0 the UPPER one; 0 where cut, NaN where there is no such pixel.
    """

    kind: PictureKind
    values: Mapping[int, Array]
    extent: tuple[float, float, float, float] | None
    rows: Ints
    weights: Mapping[int, Array] = field(default_factory=dict)


class NeuronSample:
    """The rows at which neurons are asked: prepared once per dataset, answered once per snapshot."""

    def __init__(self, dataset: Dataset) -> None:
        self._shape: tuple[int, ...]
        self._extent: tuple[float, float, float, float] | None = None
        self._rows: Ints = np.empty(0, dtype=np.int64)
        self._pixels = pixel_grid(dataset.inputs)
        self._kind: PictureKind
        n_given = len(dataset.given)
        ranges = [scaled_range(dataset, i) for i in range(min(n_given, 2))]
        if n_given == 1:
            self._kind, self._shape = "curve", (CURVE_SIZE,)
            self._x = dataset.completed(np.linspace(*ranges[0], CURVE_SIZE)[:, None])
        elif n_given == 2:
            self._kind, self._shape = "map", (MAP_SIZE, MAP_SIZE)
            places = grid(cell_centers(*ranges[0], MAP_SIZE), cell_centers(*ranges[1], MAP_SIZE))
            self._x = dataset.completed(places)
        else:
            dataset = dataset.once()
            chosen = by_target(dataset, STRIP_SIZE)
            self._kind, self._shape = "strip", (len(chosen),)
            self._x = dataset.x_train[chosen]
            self._rows = dataset.train_rows[chosen]
            return
        limits = [float(f.to_original(v)) for f, r in zip(dataset.given, ranges, strict=True) for v in r]
        x0, x1, y0, y1 = (*limits, 0.0, 0.0)[:4]
        self._extent = x0, x1, y0, y1

    def pictures(self, network: Network, theta: Array) -> NeuronPictures:
        """The pictures of all neurons at the weights ``theta`` (n_params,)."""
        values: dict[int, Array] = {}
        for layer, answers in zip(network.spec.layers, network.activations(theta, self._x), strict=True):
            columns = np.ascontiguousarray(answers.T).reshape(layer.size, *self._shape)
            values |= {neuron.id: column for neuron, column in zip(layer.neurons, columns, strict=True)}
        return NeuronPictures(self._kind, values, self._extent, self._rows, self._weights(network, theta))

    def _weights(self, network: Network, theta: Array) -> dict[int, Array]:
        """The weights of the first neurons as images, if the inputs are one."""
        if self._pixels is None:
            return {}
        shape, neurons = (self._pixels.rows, self._pixels.columns), network.spec.layers[1].neurons
        images = np.full((len(neurons), shape[0] * shape[1]), np.nan)
        images[:, self._pixels.places] = network.layout.matrix(theta, 1)[:, :-1]
        return {n.id: image.reshape(shape) for n, image in zip(neurons, images, strict=True)}


def scaled_range(dataset: Dataset, i: int) -> tuple[float, float]:
    """The range of what is given, its number ``i``, over all rows, a little wider, scaled.

    Where a range was declared, it is shown in any case; rows beyond its edge make it wider.
    """
    parts = [known[:, i] for known in (dataset.known_train, dataset.known_test) if len(known)]
    low = min((float(part.min()) for part in parts), default=0.0)
    high = max((float(part.max()) for part in parts), default=0.0)
    feature = dataset.given[i]
    if feature.span is None:
        return _widened(low, high)
    left, right = _widened(*feature.to_scaled(np.array(feature.span)).tolist())
    wide = _widened(min(low, left), max(high, right))
    return (wide[0] if parts and low < left else left), (wide[1] if parts and high > right else right)


def _widened(low: float, high: float) -> tuple[float, float]:
    edge = EDGE * (high - low) or 1.0
    return low - edge, high + edge


def cell_centers(low: float, high: float, n: int) -> Array:
    """(n,) centers of n equal cells between the two limits."""
    edges: Array = np.linspace(low, high, n + 1)
    return edges[:-1] + (high - low) / n / 2


def grid(x: Array, y: Array) -> Array:
    """(len(y) * len(x), 2) all places, those of the first y first."""
    across, up = np.meshgrid(x, y)
    return np.column_stack([across.ravel(), up.ravel()])


def evenly_spread(n_rows: int, most: int) -> Ints:
    """At most ``most`` of the numbers 0 … n_rows - 1, first and last included."""
    return np.linspace(0, n_rows - 1, min(n_rows, most)).round().astype(np.int64)


def by_target(dataset: Dataset, most: int) -> Ints:
    """At most ``most`` training rows, evenly spread, sorted by the target.

    Categories stand in the order of the output neurons; numbers ascend, the first target counting most.
    """
    y = dataset.y_train
    if dataset.task == "categorical":
        order = np.argsort(y.argmax(axis=1), kind="stable")
    else:
        order = np.lexsort(y.T[::-1])
    return order[evenly_spread(len(order), most)]
