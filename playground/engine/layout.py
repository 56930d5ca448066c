"""Where every weight and bias lies in the one flat parameter vector ``theta``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.engine.specs import BIAS, NetworkSpec, ParameterKey

Array = npt.NDArray[np.float64]
"""Numbers that train: always float64."""

Numbers = npt.NDArray[Any]
"""float64, or float32 where only a picture is drawn from them."""

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


def read_only(*arrays: npt.NDArray[Any]) -> None:
    """From now on nobody can change them: they are shared with other threads and views."""
    for array in arrays:
        array.flags.writeable = False


class ParameterLayout:
    """The order of ``theta`` for one network. Frozen after construction.

    Each layer after the inputs is one block: a row-major matrix ``(n_out, n_in + 1)`` whose last
    column holds the biases. Matrices are views into theta, never copies.

    ``present`` is False where a parameter is cut, ``trainable`` where it is cut or locked;
    names in the spec's ``cut`` or ``locked`` that the network doesn't have are ignored.
    """

    def __init__(self, spec: NetworkSpec) -> None:
        self.keys, self._index = _names(_ids(spec))
        self.n_params: int = len(self.keys)
        self._blocks = tuple(_blocks(spec.sizes))
        self.is_bias: Mask = self._last_columns()
        self.present: Mask = self._all_but(spec.cut)
        self.trainable: Mask = self._all_but(spec.cut | spec.locked)

    @property
    def n_layers(self) -> int:
        """Layers that have parameters: all but the inputs."""
        return len(self._blocks)

    def index(self, key: ParameterKey) -> int:
        """Place of a parameter in theta; ``KeyError`` if there is none of that name."""
        return self._index[key]

    def __contains__(self, key: ParameterKey) -> bool:
        return key in self._index

    def places_in(self, other: ParameterLayout) -> Places:
        """Where each of these parameters lies in the other's theta; −1 where it is not there, or cut."""
        if self.keys is other.keys:
            places = np.arange(self.n_params)
        else:
            places = np.array([other._index.get(key, -1) for key in self.keys], dtype=np.int64)
        places[~other.present[places]] = -1  # by the way those at −1, which stay what they are
        return places

    def put(self, values: Iterable[tuple[ParameterKey, float]], theta: Array) -> None:
        """Write values into theta, by name: those of others are ignored, what is cut is 0."""
        for key, value in values:
            place = self._index.get(key)
            if place is not None:
                theta[place] = value
        theta[~self.present] = 0.0

    def matrix(self, theta: Numbers, layer: int) -> Numbers:
        """Weights and biases of layer 1 … ``n_layers``.

        ``theta`` is ``(..., n_params)``; returns a view ``(..., n_out, n_in + 1)`` of it.
        """
        start, n_out, n_columns = self._blocks[layer - 1]
        block = theta[..., start : start + n_out * n_columns]
        return block.reshape(*theta.shape[:-1], n_out, n_columns)

    def weights(self, theta: Numbers, layer: int) -> Numbers:
        """The weights alone, a view ``(..., n_out, n_in)`` of theta."""
        return self.matrix(theta, layer)[..., :-1]

    def _last_columns(self) -> Mask:
        mask = np.zeros(self.n_params, dtype=np.bool_)
        for layer in range(1, self.n_layers + 1):
            self.matrix(mask, layer)[:, -1] = True
        read_only(mask)
        return mask

    def _all_but(self, keys: Iterable[ParameterKey]) -> Mask:
        mask = np.ones(self.n_params, dtype=np.bool_)
        mask[[self._index[key] for key in keys if key in self._index]] = False
        read_only(mask)
        return mask

    def biases(self, theta: Numbers, layer: int) -> Numbers:
        """The biases alone, a view ``(..., n_out)`` of theta."""
        return self.matrix(theta, layer)[..., -1]


def parameter_names(spec: NetworkSpec) -> tuple[ParameterKey, ...]:
    """All names in order, of cut parameters, too; the same object for networks of the same neurons."""
    return _names(_ids(spec))[0]


@lru_cache(maxsize=4)
def _names(ids: tuple[tuple[int, ...], ...]) -> tuple[tuple[ParameterKey, ...], dict[ParameterKey, int]]:
    """All names in order, and the place of each. Remembered, because window and threads ask one after another
    about the same network; whoever gets them only reads."""
    keys = tuple(_keys(ids))
    return keys, {key: i for i, key in enumerate(keys)}


def _ids(spec: NetworkSpec) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(neuron.id for neuron in layer.neurons) for layer in spec.layers)


def _keys(ids: tuple[tuple[int, ...], ...]) -> Iterator[ParameterKey]:
    for sources, targets in pairwise(ids):
        for target in targets:
            for source in sources:
                yield ParameterKey(source, target)
            yield ParameterKey(BIAS, target)


def _blocks(sizes: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """(first place in theta, rows, columns) of each layer's matrix."""
    start = 0
    for n_in, n_out in pairwise(sizes):
        yield start, n_out, n_in + 1
        start += n_out * (n_in + 1)
